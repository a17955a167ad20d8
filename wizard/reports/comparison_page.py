"""Sessions side by side as a page of plain text: figures in columns, and what makes the difference.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rules.answers.problem import Problem
from rules.argument.brief import headline
from rules.assess import Assessment
from rules.comparing.comparison import Change, Comparison, Difference, Effect, Side, compare
from rules.figures.catalogue import shown_in
from rules.words.wording import Words, months
from wizard.reports.text import INDENT, WIDTH, columns, plain, points, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

LETTERS = "ABCDEFGH"
"""What the sessions are called; there are no more than these."""
_ABREAST = 4
"""How many sessions stand beside each other."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A session to put beside others."""

    name: str
    letter: str
    title: str
    side: Side | None
    """None where it cannot be used."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Sessions, their judgements by letter, and what sets each apart from the first."""

    read: Sequence[Compared]
    assessed: dict[str, Assessment]
    differences: Sequence[tuple[Compared, Difference]]


def side_by_side(read: Sequence[Compared]) -> SideBySide:
    """Compare every usable session with the first."""
    usable = [one for one in read if one.side is not None]
    found = compare([one.side for one in usable if one.side is not None]) if usable else None
    assessed = (
        dict(zip((one.letter for one in usable), found.assessments, strict=True)) if found else {}
    )
    return SideBySide(read, assessed, _differences(read, usable, found))


def _differences(
    read: Sequence[Compared], usable: Sequence[Compared], found: Comparison | None
) -> list[tuple[Compared, Difference]]:
    """What sets each usable file apart from the first; nothing where the first is not usable."""
    if found is None or read[0].side is None:
        return []
    return list(zip(usable[1:], found.differences, strict=True))


def comparison_page(shown: SideBySide, width: int = WIDTH) -> Sequence[str]:
    """Every line of it, none wider than so many columns."""
    return "\n\n".join(map(plain, _page(shown, width))).split("\n")


def _page(shown: SideBySide, width: int) -> Iterator[Iterable[ReportLine]]:
    read, assessed = shown.read, shown.assessed
    yield _by_letter(((one, f"{one.name}: {one.title}") for one in read), width)
    for start in range(0, len(read), _ABREAST):
        yield _table(read[start : start + _ABREAST], assessed, width)
    notes = [
        *((one, _waiting_for(assessed[one.letter])) for one in read if one.letter in assessed),
        *((one, _broken(one)) for one in read if one.side is None),
    ]
    if any(said for _, said in notes):
        yield _by_letter(((one, said) for one, said in notes if said), width)
    if read[0].side is None:
        yield words("Nothing is compared with A, which cannot be used.", width)
    for other, difference in shown.differences:
        ends = assessed[read[0].letter], assessed[other.letter]
        parts = _difference(difference, *ends, width - INDENT)
        yield under(f"From A to {other.letter}", parts, width)


def _by_letter(said: Iterable[tuple[Compared, str]], width: int) -> Iterator[ReportLine]:
    return columns(((one.letter, text) for one, text in said), ("left", "left"), width)


def _waiting_for(found: Assessment) -> str:
    """What a verdict waits for; empty where there is one."""
    return "" if found.verdict else f"{headline(found)} {', '.join(found.missing)}"


def _broken(one: Compared) -> str:
    more = f" (and {len(one.problems) - 1} more)" if len(one.problems) > 1 else ""
    return f"Not usable: {one.problems[0]}{more}"


def _table(
    read: Sequence[Compared], assessed: dict[str, Assessment], width: int
) -> Iterator[ReportLine]:
    found = [assessed.get(one.letter) for one in read]
    rows = (
        ("Currency", *(one.case.currency if one else "-" for one in found)),
        ("Verdict", *(_verdict(one) if one else "not usable" for one in found)),
        *(
            (
                figure.narrow_label or figure.label,
                *(
                    figure.cell(one.figures, Words(one.case.currency)) if one else "-"
                    for one in found
                ),
            )
            for figure in shown_in("compared")
        ),
    )
    align = ("left", *("right" for _ in read))
    return columns(rows, align, width, ("", *(one.letter for one in read)))


def _verdict(one: Assessment) -> str:
    return "none yet" if one.verdict is None else one.verdict.id


def _difference(
    difference: Difference, before: Assessment, after: Assessment, width: int
) -> Iterator[Iterable[ReportLine]]:
    spell = Words(before.case.currency)
    moving = sorted((one for one in difference.changes if _moves(one.effect)), key=_size)
    without = [one for one in difference.changes if not _moves(one.effect)]
    if difference.total is None:
        said = f"{difference.refusal}; the answers that differ:"
        yield chain(words(said, width), points(map(_change, difference.changes), width))
    elif not difference.changes:
        yield words("No answer differs.", width)
    else:
        ends = " to ".join(months(one.figures.headline.payback_months) for one in (before, after))
        parts = [(difference.total, f"All: payback {ends}")]
        parts += [(one.effect, _change(one)) for one in moving if one.effect is not None]
        if difference.interaction is not None:
            parts.append((difference.interaction, "Interaction"))
        rows = ((*_numbers(effect, spell), name) for effect, name in parts)
        yield columns(rows, ("right", "right", "left"), width, ("payback", "npv", ""))
        if without:
            said = "Without effect on either:"
            yield chain(words(said, width), points(map(_change, without), width))


def _moves(effect: Effect | None) -> bool:
    return effect is not None and (effect.payback_months != 0 or effect.npv != 0)


def _size(change: Change) -> float:
    """What moves the present value most comes first; what is not known comes last."""
    if change.effect is None or math.isnan(change.effect.npv):
        return math.inf
    return -abs(change.effect.npv)


def _change(change: Change) -> str:
    return f"{change.label}: {change.before} -> {change.after}"


def _numbers(effect: Effect, spell: Words) -> tuple[str, str]:
    return _signed(effect.payback_months, _months), _signed(effect.npv, spell.money)


def _signed(change: float, spell: Callable[[float], str]) -> str:
    if math.isnan(change):
        return "not known"
    if change == 0:
        return "-"
    return f"{'+' if change > 0 else '-'}{spell(abs(change))}"


def _months(size: float) -> str:
    """As anywhere else, in the room that a column has."""
    return months(size).replace("less than ", "<")
