"""An assessment as a page of plain text: for a terminal, a pipe, a screen reader or a mail.

Source: docs/specification.md §5.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rules.argument.brief import STILL_NEEDED, Line, Section, behind_figures, brief, headline
from rules.assess import Assessment
from rules.words.wording import visible
from wizard.problems import on_one_line
from wizard.sessions.session_file import SessionFile

WIDTH = 80
_LABEL, _VALUE = 28, 20
"""Columns of the table of numbers."""
_SIGNS = {"strong": "++", "defensible": "+", "reconsider": "?", "do-not-distill": "x"}


def page(session: SessionFile, assessment: Assessment, outlook: Sequence[Section] = ()) -> str:
    """The whole judgement, verdict first, at most 80 columns wide.

    Args:
        session: the file, for its title and its warnings.
        assessment: of its answers.
        outlook: further sections, which stand behind the figures.
    """
    title = on_one_line(assessment.case.title or session.title)
    sign = _SIGNS[assessment.verdict.id] if assessment.verdict is not None else " "
    needed, *sections = brief(assessment)
    if needed.heading != STILL_NEEDED:
        needed, sections = Section(STILL_NEEDED, ()), [needed, *sections]
    sections = list(behind_figures(sections, outlook))
    head = [
        *_wrapped(title),
        *_wrapped(f"[{sign}] {headline(assessment)}", indent="    "),
        *_indented(f"- {one.key}: {one.text}" for one in needed.lines),
    ]
    notes = list(_warnings(session, assessment))
    parts = [
        "\n".join(head),
        *("\n".join([one.heading, *_body(one.lines)]) for one in sections),
        *(["\n".join(["Note", *_indented(notes)])] if notes else []),
    ]
    return "\n\n".join(parts)


def _body(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        if not line.label:
            yield from _indented([f"- {line.text}"])
        elif line.remark:
            yield from _number(line)
        elif len(line.label) < 20:
            yield from _wrapped(f"{line.label:20}{line.text}", indent=" " * 22, first="  ")
        else:
            yield from _wrapped(f"{line.label}: {line.text}", indent="      ", first="  ")


def _indented(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _wrapped(text, indent="  ", first="  ")


def _number(line: Line) -> Iterator[str]:
    """A number with its basis and source, its label in as many lines as it takes."""
    label, *rest = textwrap.wrap(visible(line.label), _LABEL) or [""]
    remark = visible(line.remark)
    indent = " " * (2 + _LABEL + 2 + _VALUE + 1)
    first = f"  {label:{_LABEL}}  {line.text:{_VALUE}} "
    if len(first) > len(indent):
        # A long number has its line to itself, so that its source is not squeezed.
        yield from textwrap.wrap(first.rstrip(), WIDTH, subsequent_indent=" " * (_LABEL + 4))
        first = indent
    yield from textwrap.wrap(
        f"{first}{remark}", WIDTH, subsequent_indent=indent, drop_whitespace=True
    )
    yield from (f"    {more}" for more in rest)


def _wrapped(text: str, indent: str = "", first: str = "") -> list[str]:
    text = visible(text).replace("\t", " ")
    # A row of a table is laid out already and stays as it is where it fits.
    if len(first + text) <= WIDTH:
        return [first + text]
    following = indent + "  " if text.startswith("- ") else indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_on_hyphens=False,
    )


def _warnings(session: SessionFile, assessment: Assessment) -> Iterator[str]:
    for one in (*session.problems, *session.placed(assessment.problems)):
        if one.severity == "warning":
            yield f"- {one}"
