"""What sets a session apart from another, in columns: answers, what each explains, tables by row.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from rules.assess import Assessment
from rules.comparing.comparison import Change, Difference, Effect
from rules.comparing.written import RowBeside, TableRows
from rules.words.money import Words
from rules.words.wording import months, plural
from wizard.reports.text import BULLET, Cell, columns, fits, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

    Part = Iterable[ReportLine]
    Letters = tuple[str, str]

_NONE = "-"
"""In a cell that one of the cases has not filled in."""
_BOTH = "both"
"""In front of a row that is the same in two cases whose names are longer than a letter."""
_OF_WORDS = ("left", "left", "left")
_WITH_EFFECTS = (*_OF_WORDS, "right", "right")
_EFFECTS = ("payback, months", "npv")


def difference_lines(
    difference: Difference, before: Assessment, after: Assessment, letters: Letters, width: int
) -> Iterator[Part]:
    """The answers that differ, those first that move most, and then the tables among them.

    `letters` are what the two cases are called.
    """
    moving = sorted((one for one in difference.changes if _moves(one.effect)), key=_size)
    without = [one for one in difference.changes if not _moves(one.effect)]
    if difference.total is None and not difference.changes:
        alone = f"{difference.refusal[:1].upper()}{difference.refusal[1:]}."
        yield words(alone, width)
    elif difference.total is None:
        yield words(f"{difference.refusal}; the answers that differ:", width)
        yield _answers(difference.changes, letters, width)
    elif not difference.changes:
        yield words("No answer differs.", width)
    else:
        spell = Words(before.case.currency)
        ends = [months(one.figures.headline.payback_months) for one in (before, after)]
        rows = list(chain.from_iterable(_rows(one, spell) for one in moving))
        if difference.interaction is not None:
            rows.append(("Interaction", "", "", *_numbers(difference.interaction, spell)))
        rows.append(("All: payback", *ends, *_numbers(difference.total, spell)))
        header = ("Answers that differ", *letters, *_EFFECTS)
        yield columns(rows, _WITH_EFFECTS, width, header, total=True)
        if without:
            said = words("Without effect on either:", width)
            yield chain(said, _answers(without, letters, width))
    for change in (*moving, *without) if difference.total is not None else difference.changes:
        if change.rows is not None and change.rows.columns:
            yield _table(change.label, change.rows, letters, width)


def _answers(changes: Iterable[Change], letters: Letters, width: int) -> Part:
    """Answers beside each other, without what they explain."""
    rows = [row[:3] for change in changes for row in _rows(change, None)]
    return columns(rows, _OF_WORDS, width, ("", *letters))


def _rows(change: Change, spell: Words | None) -> Iterator[tuple[str, ...]]:
    """A change, and below it the answers that it is made of."""
    effect = _numbers(change.effect, spell) if change.effect is not None and spell else ("", "")
    if change.rows is not None:
        counts = (sum(one.sides[at] is not None for one in change.rows.rows) for at in (0, 1))
        sides = (plural(count, "row", "rows") for count in counts)
        yield change.label, *sides, *effect
        return
    if not change.parts:
        yield change.label, change.before, change.after, *effect
        return
    yield change.label, "", "", *effect
    for part in change.parts:
        yield f"{BULLET}{part.label}", part.before or _NONE, part.after or _NONE, "", ""


def _moves(effect: Effect | None) -> bool:
    return effect is not None and (effect.payback_months != 0 or effect.npv != 0)


def _size(change: Change) -> float:
    """What moves the present value most comes first; what is not known comes last."""
    if change.effect is None or math.isnan(change.effect.npv):
        return math.inf
    return -abs(change.effect.npv)


def _numbers(effect: Effect, spell: Words) -> tuple[str, str]:
    return _signed(effect.payback_months, _months), _signed(effect.npv, spell.money)


def _signed(change: float, spell: Callable[[float], str]) -> str:
    if math.isnan(change):
        return "not known"
    if change == 0:
        return "-"
    if math.isinf(change):
        return "to never" if change > 0 else "from never"
    return f"{'+' if change > 0 else '-'}{spell(abs(change))}"


def _months(size: float) -> str:
    """As anywhere else, below a heading that names the unit."""
    return months(size).replace("less than ", "<").partition(" month")[0]


# ------------------------------------------------------------------------ tables


def _table(label: str, rows: TableRows, letters: Letters, width: int) -> Part:
    """Two tables row by row, the one case right below the other, so that digits can be compared.

    Where that is too wide, cells stand as any other answer does, those alone that differ.
    """
    header = (label, "", *rows.columns)
    pairs = [_pair(row, letters) for row in rows.rows]
    align = ("left", "whole", *(_side(column) for column in list(zip(*pairs, strict=True))[2:]))
    if fits(pairs, align, width, header):
        return columns(pairs, align, width, header)
    return columns(_cells(rows), _OF_WORDS, width, (label, *letters))


def _pair(row: RowBeside, letters: Letters) -> tuple[Cell, ...]:
    """A row with a line for each side that has it; a single one where both have the same."""
    sides = [
        (letter, *(cell or _NONE for cell in cells))
        for letter, cells in zip(letters, row.sides, strict=True)
        if cells is not None
    ]
    if row.before == row.after:
        both = "".join(letters) if max(map(len, letters)) == 1 else _BOTH
        sides = [(both, *sides[0][1:])]
    return row.name, *zip(*sides, strict=True)


def _side(cells: Iterable[Cell]) -> str:
    """Numbers stand below each other, words begin below each other."""
    is_number = (any(map(str.isdigit, text)) or text == _NONE for cell in cells for text in cell)
    return "right" if all(is_number) else "whole"


def _cells(rows: TableRows) -> Iterator[tuple[str, ...]]:
    """The cells that differ, below the row in which they stand."""
    for row in rows.rows:
        if row.before == row.after:
            continue
        yield row.name, *("no such row" if one is None else "" for one in row.sides)
        empty = ("",) * len(rows.columns)
        cells = zip(rows.columns, row.before or empty, row.after or empty, strict=True)
        for label, before, after in cells:
            if before != after:
                yield f"{BULLET}{label}", before or _NONE, after or _NONE
