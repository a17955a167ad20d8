"""What no figure of a case counts: lines that are nothing by nobody's word, and what has no line.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.argument.lines import Line
from rules.assess import Assessment
from rules.catalog.uncounted import lines_not_counted
from rules.figures.upside import gains
from rules.words.wording import listed

NEVER_COUNTED = (
    "minimum commitments",
    "running both models at once",
    "taxes",
)
"""What there is no line for, whatever is answered."""

_REDISTILLATION = "maintenance.cost_per_redistillation"

_LINES = (
    ("upfront.contingency", "contingency"),
    ("maintenance.redistillations_per_year", "redistillation"),
    (_REDISTILLATION, "what a redistillation costs"),
    ("maintenance.monitoring_per_month", "monitoring"),
    ("quality.cost_per_error", "what a wrong answer costs"),
    ("upfront.months_to_launch", "the time until launch"),
)
"""Beside the items of the upfront."""


def not_counted(assessment: Assessment) -> tuple[Line, ...]:
    """What a reader has to add in thought, in a line for each reason."""
    return tuple(_not_counted(assessment))


def _not_counted(assessment: Assessment) -> Iterator[Line]:
    case, figures = assessment.case, assessment.figures
    items = lines_not_counted(case, figures)
    empty = [(key, name) for key, name in _LINES if _is_open(key, assessment)]
    if items or empty:
        said = listed([*items, *(name for _, name in empty)])
        key = "upfront.engineering_time" if items else empty[0][0]
        text = f"{said}, which nobody has measured or been quoted as nothing."
        yield Line(_capital(text), key, lead="Counted as nothing")
    others = listed([f"'{name}'" for name in figures.inputs.other_items])
    unless = f", unless in {others}" if others else ""
    text = f"{listed(list(NEVER_COUNTED))}{unless}."
    yield Line(_capital(text), "upfront.other", lead="In no line")
    yield from in_its_favour(assessment)


def in_its_favour(assessment: Assessment) -> Iterator[Line]:
    """The upside in a line: what it is worth in a year, and what of it nobody has priced."""
    worth = assessment.figures.annual_upside
    counted, unpriced = [], {}
    for one in gains(assessment.case.upside):
        if one.has_amount and one.can_count:
            counted.append(one.amount_key)
        elif one.has_amount or one.text:
            unpriced[one.text_key] = f"{one.name} ('{one.text}')" if one.text else one.name
    said = []
    if worth > 0:
        said.append(f"Upside of {assessment.words.a_year(worth)}.")
    if unpriced:
        said.append(f"Without an amount that counts: {listed([*unpriced.values()])}.")
    if said:
        yield Line(" ".join(said), [*counted, *unpriced][0], lead="In its favour")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _is_open(key: str, assessment: Assessment) -> bool:
    """Whether a number counts as nothing, and nobody has seen or been quoted that."""
    if key == _REDISTILLATION:
        if not _is_redistilled_at_no_cost(assessment):
            return False
        if assessment.case.maintenance.cost_per_redistillation is None:
            return True
    used = assessment.figures.inputs.read.used.get(key)
    if used is None or used.estimate.likely != 0:
        return False
    return used.is_default or used.estimate.basis not in ("measured", "quoted")


def _is_redistilled_at_no_cost(assessment: Assessment) -> bool:
    """Whether planned redistillations cost nothing: by an answer, or by what they repeat."""
    inputs = assessment.figures.inputs
    planned, cost = inputs.redistillations_per_year, inputs.drivers.redistillation_cost_per_year
    return bool(planned > 0 and cost == 0)
