"""Sessions side by side in columns: figures, chances, and what makes the difference.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rules.argument.brief import headline
from rules.argument.lines import names_of
from rules.assess import Assessment
from rules.comparing.chances import Chances, chance_rows
from rules.figures.catalogue import shown_in
from rules.words.money import Words
from wizard.reports.difference import difference_lines
from wizard.reports.side_by_side import Compared, SideBySide
from wizard.reports.text import INDENT, WIDTH, abreast, apart, columns, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

_ABREAST = 4
"""How many sessions stand beside each other."""


def comparison_page(shown: SideBySide, width: int = WIDTH) -> Sequence[ReportLine]:
    """Every line of it, none wider than so many columns."""
    return [*apart(_page(shown, width))]


def _page(shown: SideBySide, width: int) -> Iterator[Iterable[ReportLine]]:
    read, assessed = shown.read, shown.assessed
    yield _by_letter(((one, f"{one.name}: {one.title}") for one in read), width)
    for start in range(0, len(read), _ABREAST):
        yield from abreast([*_tables(shown, read[start : start + _ABREAST], width)], width)
    notes = [
        *((one, _waiting_for(assessed[one.letter])) for one in read if one.letter in assessed),
        *((one, _broken(one)) for one in read if one.side is None),
    ]
    if any(said for _, said in notes):
        yield _by_letter(((one, said) for one, said in notes if said), width)
    yield from _drawn(shown.chances, width)
    if read[0].side is None:
        yield words("Nothing is compared with A, which cannot be used.", width)
    for other, difference in shown.differences:
        ends = assessed[read[0].letter], assessed[other.letter]
        letters = read[0].letter, other.letter
        parts = difference_lines(difference, *ends, letters, width - INDENT)
        yield under(f"From {letters[0]} to {letters[1]}", parts, width)


def _by_letter(said: Iterable[tuple[Compared, str]], width: int) -> Iterator[ReportLine]:
    return columns(((one.letter, text) for one, text in said), ("left", "left"), width)


def _in_columns(
    heading: str, rows: Iterable[Sequence[str]], group: Sequence[Compared], width: int
) -> Iterator[ReportLine]:
    """A column for each session."""
    align = ("left", *("right" for _ in group))
    return columns(rows, align, width, (heading, *(one.letter for one in group)))


def _waiting_for(found: Assessment) -> str:
    """What a verdict waits for; empty where there is one."""
    return "" if found.verdict else f"{headline(found)} {names_of(found.missing)}"


def _broken(one: Compared) -> str:
    more = f" (and {len(one.problems) - 1} more)" if len(one.problems) > 1 else ""
    return f"Not usable: {one.problems[0]}{more}"


def _figure_rows(
    read: Sequence[Compared], assessed: Mapping[str, Assessment]
) -> Iterator[tuple[str, ...]]:
    found = [assessed.get(one.letter) for one in read]
    yield "Currency", *(one.case.currency if one else "-" for one in found)
    yield "Verdict", *(_verdict(one) if one else "not usable" for one in found)
    for figure in shown_in("compared"):
        yield (
            figure.narrow_label or figure.label,
            *(figure.cell(one.figures, Words(one.case.currency)) if one else "-" for one in found),
        )


def _verdict(one: Assessment) -> str:
    return "none yet" if one.verdict is None else one.verdict.id


def _tables(
    shown: SideBySide, group: Sequence[Compared], width: int
) -> Iterator[Sequence[ReportLine]]:
    """Figures, and how likely each is to pay back where any draws say so."""
    yield [*_in_columns("Figures", _figure_rows(group, shown.assessed), group, width)]
    found = [(shown.chances or {}).get(one.letter) for one in group]
    if any(one is not None and one.risk is not None for one in found):
        yield [*_in_columns("Chances", chance_rows(found), group, width)]


def _drawn(chances: Mapping[str, Chances] | None, width: int) -> Iterator[Iterable[ReportLine]]:
    """What was drawn for the chances."""
    if chances is None:
        yield words("The chances are being drawn …", width, "quiet")
        return
    letters: dict[str, list[str]] = {}
    for letter, one in chances.items():
        letters.setdefault(one.rests_on, []).append(letter)
    notes = [(" ".join(of), said) for said, of in letters.items() if said]
    if notes:
        yield columns(notes, ("left", "left"), width)
