"""Sessions side by side as a page of plain text: figures in columns, and what makes the difference.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rules.answers.problem import Problem
from rules.argument.brief import headline
from rules.assess import Assessment
from rules.comparing.comparison import Change, Comparison, Difference, Effect, Side, compare
from rules.words.wording import Words, count, months, percent
from wizard.problems import on_one_line

LETTERS = "ABCDEFGH"
"""What the sessions are called; there are no more than these."""
WIDTH = 80
"""Columns of the page in a terminal."""
_LABEL, _COLUMN, _ABREAST = 20, 15, 4
"""Columns of the table, and how many sessions fit beside each other."""


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


_Figure = Callable[[Assessment, Words], str]


def _verdict(one: Assessment, words: Words) -> str:
    return "none yet" if one.verdict is None else one.verdict.id


def _irr(one: Assessment, words: Words) -> str:
    rate = one.figures.irr
    return "none" if rate is None else percent(rate)


def _break_even(one: Assessment, words: Words) -> str:
    volume = one.figures.break_even_calls_per_month
    return "none" if volume == math.inf else count(volume)


_FIGURES: tuple[tuple[str, _Figure], ...] = (
    ("Verdict", _verdict),
    ("Payback", lambda one, words: months(one.figures.headline.payback_months)),
    ("Cash payback", lambda one, words: months(one.figures.cash.payback_months)),
    ("Savings a month", lambda one, words: words.money(one.figures.headline.monthly_savings)),
    ("Upfront", lambda one, words: words.money(one.figures.headline.upfront_total)),
    (
        "Net after errors",
        lambda one, words: words.money(one.figures.headline.annual_net_after_errors),
    ),
    ("Net present value", lambda one, words: words.money(one.figures.cash.npv)),
    ("Internal rate", _irr),
    ("Break-even calls", _break_even),
    ("At half the volume", lambda one, words: months(one.figures.half_volume.payback_months)),
)


_Said = tuple[str, int]
"""A text of the page, and how far its lines after the first are indented."""


def comparison_page(shown: SideBySide, width: int = WIDTH) -> Iterator[str]:
    """Every line of it, none wider than so many columns."""
    for text, indent in _page(shown):
        yield from textwrap.wrap(
            text,
            width,
            subsequent_indent=" " * min(indent, width // 2),
            break_on_hyphens=False,
        ) or [""]


def _page(shown: SideBySide) -> Iterator[_Said]:
    read, assessed = shown.read, shown.assessed
    for one in read:
        yield f"{one.letter}  {on_one_line(one.name)}: {on_one_line(one.title)}", 3
    for start in range(0, len(read), _ABREAST):
        yield "", 0
        yield from _table(read[start : start + _ABREAST], assessed)
    waiting = [one for one in read if one.letter in assessed and not assessed[one.letter].verdict]
    broken = [one for one in read if one.side is None]
    if waiting or broken:
        yield "", 0
    for one in waiting:
        missing = ", ".join(assessed[one.letter].missing)
        said = f"{headline(assessed[one.letter])} {missing}".rstrip()
        yield f"{one.letter}  {said}", 3
    for one in broken:
        more = f" (and {len(one.problems) - 1} more)" if len(one.problems) > 1 else ""
        yield f"{one.letter}  Not usable: {on_one_line(str(one.problems[0]))}{more}", 3
    if read[0].side is None:
        yield "", 0
        yield "Nothing is compared with A, which cannot be used.", 0
    for other, difference in shown.differences:
        yield "", 0
        yield from _difference(other, difference, assessed[read[0].letter], assessed[other.letter])


def _table(read: Sequence[Compared], assessed: dict[str, Assessment]) -> Iterator[_Said]:
    yield _row("", [one.letter for one in read]), 0
    currencies = [_cell(one, assessed, lambda found, _: found.case.currency) for one in read]
    yield _row("Currency", currencies), 0
    for label, figure in _FIGURES:
        yield _row(label, [_cell(one, assessed, figure) for one in read]), 0


def _cell(one: Compared, assessed: dict[str, Assessment], figure: _Figure) -> str:
    found = assessed.get(one.letter)
    if found is None:
        return "not usable" if figure is _verdict else "-"
    return figure(found, Words(found.case.currency))


def _row(label: str, cells: Sequence[str]) -> str:
    return f"{label:{_LABEL}}{_columns(*cells)}".rstrip()


def _columns(*cells: str) -> str:
    """Cells under each other, however long, and never one at the end of another."""
    return "".join(f" {cell:>{_COLUMN - 1}}" for cell in cells)


def _difference(
    other: Compared, difference: Difference, before: Assessment, after: Assessment
) -> Iterator[_Said]:
    words = Words(before.case.currency)
    yield f"From A to {other.letter}", 0
    if difference.total is None:
        yield f"  {difference.refusal}; the answers that differ:", 2
    elif not difference.changes:
        yield "  No answer differs.", 0
    else:
        ends = " to ".join(months(one.figures.headline.payback_months) for one in (before, after))
        yield f"  {_columns('payback', 'npv')}", 0
        yield from _part(difference.total, f"All: payback {ends}", words)
    moving = [one for one in difference.changes if one.effect is None or _moves(one.effect)]
    for change in sorted(moving, key=_size):
        yield from _change(change, words)
    if difference.interaction is not None and difference.changes:
        yield from _part(difference.interaction, "Interaction", words)
    if len(moving) < len(difference.changes):
        yield "  Without effect on either:", 0
        for change in difference.changes:
            if change not in moving:
                yield from _change(replace(change, effect=None), words)


def _moves(effect: Effect) -> bool:
    return effect.payback_months != 0 or effect.npv != 0


def _size(change: Change) -> float:
    """What moves the present value most comes first; what is not known comes last."""
    if change.effect is None or math.isnan(change.effect.npv):
        return math.inf
    return -abs(change.effect.npv)


def _change(change: Change, words: Words) -> Iterator[_Said]:
    said = f"{change.label}: {change.before} -> {change.after}"
    if change.effect is None:
        yield f"  - {on_one_line(said)}", 4
        return
    yield from _part(change.effect, on_one_line(said), words)


def _part(effect: Effect, name: str, words: Words) -> Iterator[_Said]:
    """A part of the difference: its two numbers, and what it is."""
    payback, npv = _signed(effect.payback_months, _months), _signed(effect.npv, words.money)
    numbers = f"  {_columns(payback, npv)}"
    yield f"{numbers}  {name}", len(numbers) + 4


def _signed(change: float, spell: Callable[[float], str]) -> str:
    if math.isnan(change):
        return "not known"
    if change == 0:
        return "-"
    return f"{'+' if change > 0 else '-'}{spell(abs(change))}"


def _months(size: float) -> str:
    """Finer than a payback itself, so that small parts of it do not all read alike."""
    if size >= 0.1:
        return months(size)
    return f"{size:.2f} months" if size >= 0.005 else "<0.01 months"
