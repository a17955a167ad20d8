"""What a report is calculated from: every number used, the formulas, and what it is judged by.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.answers.case import Case
from rules.answers.entries import spell
from rules.answers.estimate import Estimate
from rules.answers.policy import Policy
from rules.figures.catalogue import shown_in
from rules.figures.reading import Used
from rules.questions import NUMERIC, QUESTIONS, Kind, Question, question_of
from rules.results import label_of, unit_of
from rules.words.wording import months, plural, without_noise
from wizard.reports.content import Block, Table, clean
from wizard.reports.material import Material


def assumptions(given: Material) -> Iterator[Block]:
    """Every number used, with where it comes from."""
    yield Table(
        caption="Assumptions, in the order in which they are used",
        header=("Assumption", "Value", "P10 to P90", "Unit", "Basis", "Source"),
        align=("left", "right", "right", "left", "left", "left"),
        rows=tuple(_assumption(one, given.case) for one in given.assessment.used),
        note="P10 to P90: the truth is expected below the range one time in ten, and above it"
        " one time in ten. Basis “default”: nobody answered, and this stands in.",
    )


def _assumption(used: Used, case: Case) -> tuple[str, ...]:
    estimate, question = used.estimate, question_of(used.key)
    low, high = estimate.low, estimate.high
    spread = ""
    if low is not None and high is not None:
        spread = f"{_spelled(question, low)} to {_spelled(question, high)}"
    unit = unit_of(question, case.currency) if question is not None else ""
    return (
        clean(label_of(used.key, case)),
        _spelled(question, estimate.likely),
        spread,
        # A percentage says so itself.
        "" if unit == "fraction" else unit,
        "default" if used.is_default else estimate.basis,
        clean(estimate.source),
    )


def _spelled(question: Question | None, value: float) -> str:
    number = without_noise(value)
    return f"{number:g}" if question is None else spell(question, Estimate(number))


def formulas() -> Iterator[Block]:
    """How each figure follows from the numbers, in words."""
    yield Table(
        "How each figure follows",
        ("Figure", "Is"),
        ("left", "left"),
        tuple((one.label, one.formula) for one in shown_in("formulas")),
    )


def policy(given: Material) -> Iterator[Block]:
    """The thresholds, and who set each."""
    values = given.assessment.policy
    set_by = {one.key: one.origin for one in given.assessment.policy_overrides}
    rows = [
        (
            QUESTIONS[f"policy.{name}"].label,
            _policy_value(name, values),
            clean(set_by.get(name, "default")),
        )
        for name in Policy.model_fields
        if getattr(values, name) is not None
    ]
    rows += [
        (clean(one.key), clean(one.said), clean(one.origin))
        for one in given.assessment.policy_overrides
        if one.key not in Policy.model_fields
    ]
    yield Table("Policy", ("Threshold", "Value", "Set by"), ("left", "right", "left"), tuple(rows))


def _policy_value(name: str, policy: Policy) -> str:
    value = getattr(policy, name)
    question = QUESTIONS[f"policy.{name}"]
    if question.kind in NUMERIC and question.kind is not Kind.INTEGER:
        shown = spell(question, value)
    else:
        shown = f"{value:g}"
    if question.unit == "days":
        return plural(value, "day", "days")
    return months(value) if question.unit == "months" else shown
