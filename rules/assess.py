"""Answers in, assessment out: the one function that everything that judges a case calls.

Source: docs/specification.md §1.3, §3, §4 and §5.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.answers import Answers
from rules.case import Case
from rules.case_of import case_of
from rules.catalog import RULES
from rules.figures import Figures, compute_figures, too_large
from rules.keys import join
from rules.leaves import Used
from rules.pitch import Sentence, pitch
from rules.policy import Override, Policy, TeamPolicy, effective
from rules.problem import Problem
from rules.verdict import Fired, Verdict, judge
from rules.wording import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything there is to say about a case. Frozen, and complete also where the case is not."""

    case: Case
    problems: tuple[Problem, ...]
    policy: Policy
    policy_overrides: tuple[Override, ...]
    figures: Figures
    fired: tuple[Fired, ...]
    verdict: Verdict | None
    """None while something is missing, or a number is too large to calculate with."""
    pitch: tuple[Sentence, ...]
    """Empty where a number is too large to calculate with."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that a verdict still needs."""
        return self.figures.inputs.missing

    @property
    def complete(self) -> bool:
        """Whether nothing that a verdict needs is missing."""
        return not self.missing

    @property
    def used(self) -> tuple[Used, ...]:
        """Every number used, defaults included, in the order of use."""
        return tuple(self.figures.inputs.read.used.values())

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep an answer from counting."""
        return tuple(one for one in self.problems if one.severity == "error")


def assess(answers: Answers, team: TeamPolicy | None = None) -> Assessment:
    """Judge a case.

    Args:
        answers: of any case, also an incomplete or partly unusable one.
        team: a team's policy values, which win over the session's.

    Returns:
        An assessment in which a figure whose inputs are missing is not known (NaN), and one that
        never comes to be is infinite.
    """
    case, problems = case_of(answers)
    return assess_case(case, problems, team)


def assess_case(
    case: Case, problems: tuple[Problem, ...] = (), team: TeamPolicy | None = None
) -> Assessment:
    """Judge a case that was already read, handing on the problems found in reading it."""
    policy, overrides = effective(case.policy, team)
    words = Words(case.currency)
    figures = compute_figures(case, policy)
    overflowing = too_large(figures)
    if overflowing is not None:
        problems += (
            Problem(
                "makes figures too large to calculate with; check its number of digits",
                key=overflowing,
            ),
        )
    fired = tuple(
        Fired(rule, finding.cap, finding.evidence, rule.explain(finding.evidence, words))
        for rule in RULES
        if (finding := rule.check(case, figures, policy)) is not None
    )
    verdict = None
    if not figures.inputs.missing and overflowing is None:
        verdict = judge(figures, fired, policy, words)
    return Assessment(
        case=case,
        problems=problems + _open_slices(case),
        policy=policy,
        policy_overrides=overrides,
        figures=figures,
        fired=fired,
        verdict=verdict,
        pitch=pitch(case, figures, fired, verdict, words) if overflowing is None else (),
    )


def _open_slices(case: Case) -> tuple[Problem, ...]:
    """What the slices leave open, which no rule can count against the case."""
    found = []
    for index, one in enumerate(case.quality.slices):
        name = f"slice '{one.name}'" if one.name else "this slice"
        remark = None
        if not one.scored:
            remark = f"{name} has no score for both models yet, so it counts nowhere"
        elif one.examples is None:
            remark = f"{name} says not how many examples it has, so its scores may be chance"
        if remark is not None:
            place = join("quality.slices", index)
            found.append(Problem(remark, key=place, severity="warning"))
    return tuple(found)
