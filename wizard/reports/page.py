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


def page(
    session: SessionFile,
    assessment: Assessment,
    outlook: Sequence[Section] = (),
    since: Sequence[Section] = (),
    *,
    width: int = WIDTH,
) -> str:
    """The whole judgement, verdict first.

    Args:
        session: the file, for its title and its warnings.
        assessment: of its answers.
        outlook: further sections, which stand behind the figures.
        since: what has become of a case that was decided, which stands before all others.
        width: cells of a line at most.
    """
    needed, *sections = brief(assessment, outlook)
    if needed.heading != STILL_NEEDED:
        needed, sections = Section(STILL_NEEDED, ()), [needed, *sections]
    notes = list(_warnings(session, assessment))
    parts = [
        _head(assessment.case.title or session.title, assessment, needed, width),
        *(
            under(one.heading, _blocks(one.lines, width - INDENT), width)
            for one in (*since, *sections)
            # The notes say the same with file and line.
            if one.heading != TO_CHECK
        ),
        *([under("Note", [points(notes, width - INDENT)], width)] if notes else []),
    ]
    return "\n\n".join(map(plain, parts))


def _head(title: str, assessment: Assessment, needed: Section, width: int) -> Iterator[ReportLine]:
    sign = SPOKEN[assessment.verdict.id].plain_sign if assessment.verdict is not None else " "
    yield from words(title, width, "heading")
    yield from led("", headline(assessment), width, f"[{sign}] ")
    yield from indented(points((f"{one.key}: {one.text}" for one in needed.lines), width - INDENT))


def _blocks(lines: Iterable[Line], room: int) -> Iterator[Iterable[ReportLine]]:
    """Sentences as points; values in columns, with basis and source where they have them."""
    for is_value, lot in groupby(lines, key=lambda one: bool(one.label)):
        group = list(lot)
        if not is_value:
            yield chain.from_iterable(led(one.lead, one.text, room, BULLET) for one in group)
            continue
        rows = [(one.label, one.text, one.remark) for one in group]
        across = 3 if any(remark for *_, remark in rows) else 2
        values = "right" if group[0].is_row else "left"
        yield columns((row[:across] for row in rows), ("left", values, "left")[:across], room)


def _warnings(session: SessionFile, assessment: Assessment) -> Iterator[str]:
    for one in (*session.problems, *session.placed(assessment.problems)):
        if one.severity == "warning":
            yield str(one)
