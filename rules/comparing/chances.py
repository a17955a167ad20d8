"""How likely several cases are to pay back, row by row, for a table with a column for each.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rules.answers.policy import Policy
from rules.argument.what_varies import doubt, what_varies_in_full
from rules.assess import Assessment
from rules.uncertainty.risk import Risk, risk
from rules.words.money import Words
from rules.words.wording import months, percent

NO_CHANCE = "-"
"""In the place of a chance of a case that has none: it is not complete, or nothing varies in it."""


class Chances(NamedTuple):
    """A case with what the draws of its numbers say."""

    assessment: Assessment
    risk: Risk | None

    @property
    def rests_on(self) -> str:
        """What was drawn, and that the draws do not support the verdict; empty without draws."""
        if self.risk is None:
            return ""
        said = doubt(self.risk, self.assessment)
        return said or what_varies_in_full(self.risk, self.assessment.case)


def chances_of(assessment: Assessment, wanted: Callable[[], bool] = lambda: True) -> Chances:
    """Draw the numbers of a case; `wanted` as in `risk`. Imports numpy."""
    verdict = assessment.verdict
    if verdict is None:
        return Chances(assessment, None)
    drawn = risk(assessment.case, assessment.policy, wanted, verdict=verdict.id)
    return Chances(assessment, drawn)


def chance_rows(cases: Sequence[Chances | None]) -> tuple[tuple[str, ...], ...]:
    """A label and a cell for each case; None is a case that cannot be used."""
    spelled: tuple[tuple[str, Callable[[Risk, Assessment], str]], ...] = (
        ("Worth more than 0", lambda found, _: percent(found.positive_npv)),
        ("Payback, even chances", lambda found, _: months(found.payback_months.p50)),
        ("Value, 1 in 10 below", lambda found, one: _money(found.npv.p10, one)),
        ("Value, even chances", lambda found, one: _money(found.npv.p50, one)),
        ("Value, 1 in 10 above", lambda found, one: _money(found.npv.p90, one)),
    )
    return (
        _within(cases, "target", lambda policy: policy.defensible_payback_months),
        _within(cases, "horizon", lambda policy: policy.horizon_months),
        *((label, *(_cell(one, spell) for one in cases)) for label, spell in spelled),
    )


def _within(
    cases: Sequence[Chances | None], name: str, limit: Callable[[Policy], float]
) -> tuple[str, ...]:
    """The chance to be paid back within a limit, which is told in each cell where it differs."""
    limits = {limit(one.assessment.policy) for one in cases if one is not None}
    is_one = len(limits) <= 1

    def spell(found: Risk, assessment: Assessment) -> str:
        share = percent(found.within_target if name == "target" else found.within_horizon)
        return share if is_one else f"{share} in {months(limit(assessment.policy))}"

    label = f"Within {months(limits.pop())}" if len(limits) == 1 else f"Within the {name}"
    return label, *(_cell(one, spell) for one in cases)


def _cell(one: Chances | None, spell: Callable[[Risk, Assessment], str]) -> str:
    if one is None or one.risk is None:
        return NO_CHANCE
    return spell(one.risk, one.assessment)


def _money(amount: float, assessment: Assessment) -> str:
    return Words(assessment.case.currency).money(amount)
