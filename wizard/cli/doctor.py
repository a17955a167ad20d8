"""`payback doctor`: whether all is well around the program, and what to mend."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from rules.words.wording import plural, visible
from wizard import __version__
from wizard.cli.one_object import json_option
from wizard.problems import Exit, on_one_line
from wizard.support.doctor.examination import Part, examine
from wizard.support.doctor.finding import State

_MARKS = {State.OK: "[ok]", State.MIND: "[!]", State.MEND: "[x]"}
_INDENT = 5
_NARROWEST, _WIDEST = 40, 100


@click.command("doctor")
@json_option
def command(as_object: bool) -> int:
    """Say whether all is well around the program, and what to mend.

    [ok] is well, [!] works with less than there could be, [x] does not work until it is mended.
    Nothing is changed, and nothing of your sessions is shown. Exits with 2 where there is an [x].
    """
    parts = examine()
    click.echo(_as_json(parts) if as_object else visible("\n".join(_lines(parts))))
    states = {one.state for part in parts for one in part.findings}
    return Exit.UNUSABLE if State.MEND in states else Exit.DONE


def _lines(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield part.heading
        for one in part.findings:
            yield from _wrapped(_MARKS[one.state], one.text)
            if one.remedy:
                yield from _wrapped("", one.remedy)
        yield ""
    yield _sum(parts)


def _wrapped(mark: str, text: str) -> Iterator[str]:
    """A text behind its mark, whole words to a line, so that a command can be copied."""
    return iter(
        textwrap.wrap(
            on_one_line(text),
            max(shutil.get_terminal_size((_WIDEST, 24)).columns, _NARROWEST),
            initial_indent=f"  {mark:{_INDENT}}",
            subsequent_indent=" " * (2 + _INDENT),
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _sum(parts: Sequence[Part]) -> str:
    states = [one.state for part in parts for one in part.findings]
    to_mend, to_mind = states.count(State.MEND), states.count(State.MIND)
    if to_mend:
        return f"{plural(to_mend, 'thing', 'things')} to mend, marked [x]."
    if to_mind:
        return f"Nothing to mend; {plural(to_mind, 'thing', 'things')} to know, marked [!]."
    return "Nothing to mend."


def _as_json(parts: Sequence[Part]) -> str:
    return json.dumps(
        {
            "schema": 1,
            "version": __version__,
            "findings": [
                {
                    "part": part.heading,
                    "id": one.id,
                    "state": one.state,
                    "text": one.text,
                    "remedy": one.remedy or None,
                }
                for part in parts
                for one in part.findings
            ],
        },
        indent=2,
    )
