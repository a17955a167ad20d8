"""How good the guesses of a folder were: the page, and the JSON.

Source: docs/specification.md §17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rules.questions import question_of
from rules.review.calibration.calibration import LEAST, MEANT, Bias, Calibration, Held
from rules.review.calibration.resolved import Resolved
from rules.words.wording import percent, plural
from wizard.reports.text import INDENT, WIDTH, columns, points, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

ORIGINS = {
    "stated": "stated by its author",
    "slices": "from the evaluation's slices",
    "stand-in": "a stand-in for none",
}
"""Who said between which values a number lies, in words."""
NOTHING_YET = (
    "No number is resolved yet: that needs a case with an approval on record (`payback decide`) and"
    " months after its launch (`payback track`)."
)


def calibration_page(found: Calibration, width: int = WIDTH) -> Iterator[ReportLine]:
    """Every line of the page of a folder."""
    if not found.numbers:
        yield from words(NOTHING_YET, width)
        return
    inner = width - INDENT
    resolved = plural(len(found.numbers), "number is", "numbers are")
    without = sum(not one.has_range for one in found.numbers)
    said = [
        f"{resolved} resolved, in {plural(found.cases, 'case', 'cases')}."
        f" {'' if found.everything is None else _in_words(found.everything)}".rstrip(),
        *(
            [
                f"{plural(without, 'of them has', 'of them have')} no range that could hold:"
                " what is told of those is which way guesses were off."
            ]
            if without
            else []
        ),
        f"A range says that {percent(MEANT)} of truths lie in it, one in ten beyond either end."
        " Numbers of one case may be off together, so that few cases say less than the intervals"
        " have it.",
    ]
    yield from under("How often ranges held", [points(said, inner)], width)
    tables = (
        ("By basis", found.by_basis),
        ("By kind of number", found.by_kind),
        ("By who gave the range", [one._replace(of=ORIGINS[one.of]) for one in found.by_origin]),
        ("By person, in workshops", found.by_person),
    )
    for heading, held in tables:
        if held:
            yield ()
            yield from under(heading, [_table(held, inner)], width)
    yield ()
    biases = points(map(_bias, found.biases), inner)
    yield from under("Which way guesses were off", [biases], width)
    yield ()
    yield from under("How wide stand-ins should be", [points(_advice(found), inner)], width)


def _in_words(held: Held) -> str:
    share = held.share
    said = (
        f"{held.hits} of {held.total} truths lay between low and high:"
        f" {percent(share.value)}, with 95% confidence {percent(share.low)} to"
        f" {percent(share.high)}."
    )
    if not held.is_off:
        return f"{said} Nothing speaks against the ranges."
    wide = "too narrow" if share.high < MEANT else "wider than needed"
    return f"{said} The ranges were {wide}."


def _table(held: Iterable[Held], width: int) -> Iterator[ReportLine]:
    rows = [
        (
            one.of,
            f"{one.hits} of {one.total}",
            percent(one.share.value),
            f"{percent(one.share.low)} to {percent(one.share.high)}",
        )
        for one in held
    ]
    header = ("", "held", "share", "95% interval")
    return columns(rows, ("left", "right", "right", "right"), width, header)


def _bias(one: Bias) -> str:
    question = question_of(one.key)
    name = one.key if question is None else question.label
    told = f"{one.below} of {one.total} below" if one.total > 1 else "one case"
    if not round(one.off, 3):
        return f"{name}: as likely in the median ({told})."
    way = "above" if one.off > 0 else "below"
    return f"{name}: {percent(abs(one.off))} {way} likely in the median ({told})."


def _advice(found: Calibration) -> Iterator[str]:
    factor = found.factor
    if factor is None:
        yield (
            f"{plural(found.stand_ins, 'resolved number has', 'resolved numbers have')} a stand-in"
            f" for a range; from {LEAST} on a factor is offered here."
        )
        return
    yield (
        f"Stand-ins would have had to be {factor.value:.2g} times their default width (with 95%"
        f" confidence {factor.low:.2g} to {factor.high:.2g}, from {factor.total} numbers)."
    )
    in_force = {one.in_force for one in found.numbers if one.origin == "stand-in"}
    if any(map(factor.speaks_against, in_force)):
        yield (
            f"To use it, put stand_in_scale = {factor.offered:g} into the policy of the team, or"
            " of a session. Nothing is changed by itself."
        )
    else:
        yield "The scale in force lies within that, and nothing speaks against keeping it."


def calibration_object(found: Calibration) -> dict[str, Any]:
    """The same as plain data."""
    factor = found.factor
    return {
        "meant": MEANT,
        "all": None if found.everything is None else _held(found.everything),
        "by_basis": list(map(_held, found.by_basis)),
        "by_kind": list(map(_held, found.by_kind)),
        "by_origin": list(map(_held, found.by_origin)),
        "by_person": list(map(_held, found.by_person)),
        "biases": [
            {"key": one.key, "off": one.off, "below": one.below, "of": one.total}
            for one in found.biases
        ],
        "stand_ins": found.stand_ins,
        "stand_in_scale": None
        if factor is None
        else {
            "value": factor.value,
            "low": factor.low,
            "high": factor.high,
            "offered": factor.offered,
        },
        "numbers": list(map(_number, found.numbers)),
    }


def _held(one: Held) -> dict[str, Any]:
    share = one.share
    return {
        "name": one.of,
        "held": one.hits,
        "of": one.total,
        "share": share.value,
        "low": share.low,
        "high": share.high,
    }


def _number(one: Resolved) -> dict[str, Any]:
    return {
        "file": one.case,
        "key": one.key,
        "basis": one.basis,
        "origin": one.origin,
        "low": one.low,
        "likely": one.likely,
        "high": one.high,
        "truth": one.truth,
        "held": one.is_within if one.has_range else None,
    }
