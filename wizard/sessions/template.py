"""The empty session: every question as a comment, in the place where its answer belongs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from rules.entries import parse_entry
from rules.questions import STEPS, Question
from wizard.sessions.codec import as_toml
from wizard.sessions.spelling import spell

_WIDTH = 96
_HEADER = """\
schema = 1

# A case for or against distilling one endpoint. Take the # off a line to answer it; whatever stays
# commented out is not answered. A number may be bare, or say how sure it is and where it is from:
#   { likely = 6_000_000, low = 4_500_000, high = 8_000_000, basis = "measured", source = "logs" }
# low and high: one chance in ten of being lower, one in ten of being higher.
# basis: measured, quoted, estimated or assumed. Shares are fractions: 0.02 is 2 %.
# `payback check` says what is missing, `payback assess` what it comes to.
"""


def empty_session(today: date) -> str:
    """The text of a session without answers.

    Args:
        today: becomes `as_of`, the date at which prices are judged.
    """
    parts = [_HEADER]
    for step in STEPS:
        parts.append(f"\n# ---- {step.title}: {step.purpose}\n")
        for table, questions in groupby(step.questions, key=_table):
            parts.append("".join(_block(table, list(questions), today)))
    return "".join(parts)


def _table(question: Question) -> str:
    return question.key.rpartition(".")[0]


def _block(table: str, questions: list[Question], today: date) -> Iterator[str]:
    optional = all(question.builds for question in questions)
    # An empty table is harmless, but a worksheet's would look like one that was begun.
    if table and not all(question.columns for question in questions):
        yield f"\n{'# ' if optional else ''}[{table}]\n"
    for question in questions:
        yield from _comment(question)
        yield from _line(question, today)


def _comment(question: Question) -> Iterator[str]:
    words = " ".join(
        part
        for part in (
            question.prompt,
            f"Default: {question.default}." if question.default else "",
            f"One of {', '.join(one.value for one in question.choices)}."
            if question.choices
            else "",
        )
        if part
    )
    for line in textwrap.wrap(words, _WIDTH):
        yield f"# {line}\n"


def _line(question: Question, today: date) -> Iterator[str]:
    name = question.key.rpartition(".")[2]
    if question.key == "as_of":
        yield f"as_of = {today.isoformat()}\n"
    elif question.named_rows:
        yield f"# [{question.key}]\n"
        yield f'# "{question.example.partition(" = ")[0].strip()}" = {_example(question.columns[1])}\n'
    elif question.columns:
        yield f"# [[{question.key}]]\n"
        for column in question.columns:
            yield f"# {column.key} = {_example(column)}\n"
    else:
        unit = f"  # {question.unit}" if question.unit else ""
        yield f"# {name} = {_example(question)}{unit}\n"


def _example(question: Question) -> str:
    """The first example of a question as TOML."""
    if question.choices:
        return spell(question.choices[0].value)
    text = question.example.partition(" or ")[0]
    entry = parse_entry(question, text, path=tuple(question.key.split(".")))
    return spell(as_toml(entry.value if entry is not None else text, None))
