"""An assessment as a page of plain text: for a terminal, a pipe, a screen reader or a mail.

Source: docs/specification.md §5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING

from rules.argument.brief import TO_CHECK, brief, headline
from rules.argument.first_page import STILL_NEEDED
from rules.argument.lines import Line, Section
from rules.assess import Assessment
from rules.verdict import SPOKEN
from wizard.reports.text import (
    BULLET,
    INDENT,
    WIDTH,
    columns,
    indented,
    led,
    plain,
    points,
    under,
    words,
)
from wizard.sessions.session_file import SessionFile

if TYPE_CHECKING:
    from screens.ports import ReportLine

_INNER = WIDTH - INDENT


def page(
    session: SessionFile,
    assessment: Assessment,
    outlook: Sequence[Section] = (),
    since: Sequence[Section] = (),
) -> str:
    """The whole judgement, verdict first, at most 80 columns wide.

    Args:
        session: the file, for its title and its warnings.
        assessment: of its answers.
        outlook: further sections, which stand behind the figures.
        since: what has become of a case that was decided, which stands before all others.
    """
    needed, *sections = brief(assessment, outlook)
    if needed.heading != STILL_NEEDED:
        needed, sections = Section(STILL_NEEDED, ()), [needed, *sections]
    notes = list(_warnings(session, assessment))
    parts = [
        _head(assessment.case.title or session.title, assessment, needed),
        *(
            under(one.heading, _blocks(one.lines), WIDTH)
            for one in (*since, *sections)
            # The notes say the same with file and line.
            if one.heading != TO_CHECK
        ),
        *([under("Note", [points(notes, _INNER)], WIDTH)] if notes else []),
    ]
    return "\n\n".join(map(plain, parts))


def _head(title: str, assessment: Assessment, needed: Section) -> Iterator[ReportLine]:
    sign = SPOKEN[assessment.verdict.id].plain_sign if assessment.verdict is not None else " "
    yield from words(title, WIDTH, "heading")
    yield from led("", headline(assessment), WIDTH, f"[{sign}] ")
    yield from indented(points((f"{one.key}: {one.text}" for one in needed.lines), _INNER))


def _blocks(lines: Iterable[Line]) -> Iterator[Iterable[ReportLine]]:
    """Sentences as points; values in columns, with basis and source where they have them."""
    for is_value, lot in groupby(lines, key=lambda one: bool(one.label)):
        group = list(lot)
        if not is_value:
            yield chain.from_iterable(led(one.lead, one.text, _INNER, BULLET) for one in group)
            continue
        rows = [(one.label, one.text, one.remark) for one in group]
        width = 3 if any(remark for *_, remark in rows) else 2
        values = "right" if group[0].is_row else "left"
        yield columns((row[:width] for row in rows), ("left", values, "left")[:width], _INNER)


def _warnings(session: SessionFile, assessment: Assessment) -> Iterator[str]:
    for one in (*session.problems, *session.placed(assessment.problems)):
        if one.severity == "warning":
            yield str(one)
