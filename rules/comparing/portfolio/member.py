"""A case among others: what it costs, takes and needs, and whether it can be chosen at all.

Source: docs/specification.md §16.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.answers.case import Case
from rules.answers.policy import Policy, TeamPolicy
from rules.assess import Outcome
from rules.catalog.rule import VerdictId
from rules.figures.ops import FLOATS

DAYS_PER_MONTH = 21
"""Days that somebody works in a month."""
TOLD_BY_NPV = frozenset(
    {
        "no-unit-saving",
        "low-volume",
        "spend-too-small",
        "slow-cash",
        "unstable-teacher",
        "no-net-benefit",
        "errors-outweigh-savings",
        "fallback-too-high",
        "upside-only",
    }
)
"""Rules that advise against a case for nothing but money, of which its net present value tells."""


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a case names as one that it needs, or excludes."""

    key: str
    """Where it is named, such as `portfolio.needs[0]`."""
    text: str
    """As it is written there."""
    name: str | None
    """Of the session in the folder; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A session of the folder that could be judged."""

    name: str
    """Its path within the folder, by which the others and the draws know it."""
    title: str
    case: Case
    team: TeamPolicy | None
    policy: Policy
    verdict: VerdictId | None
    against: tuple[str, ...]
    """Ids of the rules that advise against it."""
    missing: tuple[str, ...]
    upfront: float
    """Money, at likely values."""
    npv: float
    """At likely values."""
    payback_months: float
    needs: tuple[Link, ...] = ()
    excludes: tuple[Link, ...] = ()

    @property
    def currency(self) -> str:
        """Of all its money."""
        return self.case.currency

    @property
    def is_launched(self) -> bool:
        """Whether it is done: its student serves, and what it cost is spent."""
        return self.case.student.launched_on is not None

    @property
    def months_to_launch(self) -> int:
        """Whole months from its beginning to its launch."""
        answer = self.case.upfront.months_to_launch
        return 0 if answer is None else int(FLOATS.ceil(answer.likely))

    @property
    def people_months(self) -> float | None:
        """What it takes of people, in months; None where it says only what that costs."""
        sheet = self.case.upfront.engineering_worksheet
        if sheet.days_each is None:
            return None
        people = 1.0 if sheet.people is None else sheet.people.likely
        return people * sheet.days_each.likely / DAYS_PER_MONTH

    @property
    def is_advised_against(self) -> bool:
        """Whether the verdict on it is not to distil."""
        return bool(self.against)

    @property
    def barred_by(self) -> tuple[str, ...]:
        """Ids of the rules by which it must not be done, whatever it is worth."""
        return tuple(rule for rule in self.against if rule not in TOLD_BY_NPV)


def member_of(
    name: str,
    title: str,
    case: Case,
    outcome: Outcome,
    team: TeamPolicy | None = None,
    *,
    needs: tuple[Link, ...] = (),
    excludes: tuple[Link, ...] = (),
) -> Member:
    """The member that a judged case makes."""
    figures = outcome.figures
    return Member(
        name=name,
        title=title,
        case=case,
        team=team,
        policy=outcome.policy,
        verdict=outcome.verdict,
        against=advised_against_by(outcome),
        missing=figures.inputs.missing,
        upfront=figures.headline.upfront_total,
        npv=figures.cash.npv,
        payback_months=figures.headline.payback_months,
        needs=needs,
        excludes=excludes,
    )


def advised_against_by(outcome: Outcome) -> tuple[str, ...]:
    """Ids of the rules by which the verdict on a case is not to distil."""
    return tuple(rule.id for rule, finding in outcome.findings if finding.cap == "do-not-distill")
