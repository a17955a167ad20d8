"""The empty session: every question as a comment, in the place where its answer belongs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import tomlkit
from tomlkit import TOMLDocument, comment, nl

from rules.answers.entries import parse_entry
from rules.answers.validation import Path
from rules.questions import SETTINGS, STEPS, Question
from wizard.sessions.changes import as_toml
from wizard.sessions.migrations import SCHEMA
from wizard.sessions.short_form import choices_of, tables_of
from wizard.toml.building import item_of, key_of, pair
from wizard.toml.comments import Names
from wizard.toml.layout import Layout
from wizard.toml.places import Places

_WIDTH = 96
_Given = Mapping[str, date | str]
_HEADER = """\
A case for or against distilling one endpoint. Take the # off a line to answer it; whatever stays
commented out is not answered. A number may be bare, or say how sure it is and where it is from:
  { likely = 6_000_000, low = 4_500_000, high = 8_000_000, basis = "measured", source = "logs" }
low and high: one chance in ten of being lower, one in ten of being higher.
basis: measured, quoted, estimated or assumed. Shares are fractions: 0.02 is 2%.
`payback check` says what is missing, `payback assess` what it comes to.
"""

_OTHER_STATES = """\
---- Scenarios: other states of the case, which `payback scenarios` judges; the verdict stays
Name each, and set answers in it by their keys: as texts, as one types them, or as numbers.
  [[scenarios]]
  name = "Two markets"
  set = { "volume.calls_per_month" = "12M", "upfront.months_to_launch" = 6 }
"""


def empty_session(today: date, *, currency: str | None = None) -> str:
    """The text of a session without answers; arguments as for `short_session`."""
    given: dict[str, date | str] = {"as_of": today}
    if currency is not None:
        given["currency"] = currency
    document = tomlkit.document()
    document.append(key_of("schema"), item_of(SCHEMA))
    document.add(nl())
    _add_comments(document, _HEADER.splitlines())
    for step in (*STEPS, SETTINGS):
        document.add(nl())
        document.add(comment(f"---- {step.title}: {step.purpose}"))
        for table, questions in tables_of(step):
            _add_block(document, table, questions, given)
    document.add(nl())
    _add_comments(document, _OTHER_STATES.splitlines())
    return document.as_string()


@cache
def places() -> Places:
    """What the empty session keeps a place for, by the comments that stand there."""
    headers: dict[str, Names] = {}
    examples: dict[Names, str] = {}
    words: dict[Names, str] = {}
    scope: Names = ()
    above = ""
    for line in empty_session(date.min).splitlines():
        statement = _STATEMENT.fullmatch(line)
        found = Layout(statement["text"], lenient=True).statements if statement else []
        if not statement or not found:
            above = line if line.startswith("#") else ""
        elif found[0].kind != "pair":
            scope = found[0].parts
            if statement["mark"]:
                headers[line] = scope
        else:
            names = (*scope, *found[0].parts)
            if statement["mark"]:
                examples[names] = line
            if above:
                words[names] = above
            above = ""
    return Places(headers, examples, words)


_STATEMENT = re.compile(r"""(?P<mark># )?(?P<text>\[.*\]|(?:[a-z0-9_]+|"[^"]*") = .*)""")


def _add_block(
    document: TOMLDocument, table: str, questions: list[Question], given: _Given
) -> None:
    if table and not all(question.columns for question in questions):
        document.add(nl())
        if all(question.builds for question in questions):
            # A worksheet's header would do no harm, but it is answered or left out as a whole.
            document.add(comment(f"[{table}]"))
        else:
            document.append(key_of(table), tomlkit.table())
    for question in questions:
        default = f" Default: {question.default}." if question.default else ""
        words = f"{question.prompt}{default}{choices_of(question)}"
        _add_comments(document, textwrap.wrap(words, _WIDTH))
        if question.key in given:
            document.append(key_of(question.key), item_of(given[question.key]))
        else:
            _add_comments(document, _example_lines(question, tuple(question.key.split("."))))


def _add_comments(document: TOMLDocument, lines: Sequence[str]) -> None:
    for line in lines:
        document.add(comment(line))


def _example_lines(question: Question, path: Path) -> list[str]:
    if question.named_rows:
        name, cost = question.columns
        example = pair(name.example, _example(cost, (*path, name.example)))
        return [f"[{question.key}]", example]
    if question.columns:
        columns = ((one.key, _example(one, (*path, 0, one.key))) for one in question.columns)
        return [f"[[{question.key}]]", *(pair(*column) for column in columns)]
    unit = f"  # {question.unit}" if question.unit else ""
    return [pair(str(path[-1]), _example(question, path)) + unit]


def _example(question: Question, path: Path) -> Any:
    """The first example of a question, as it is written."""
    entry = parse_entry(question, question.example.partition(" or ")[0], path=path)
    assert entry is not None
    return as_toml(entry, None)
