"""The short form of a session: the answers given so far, each below a line that says what it is.

A session that is begun in the wizard or the interview has this form, and keeps it on every save:
the line at its top says so. Take that line out, and new answers come without comments.

Why so: docs/decisions/0078-small-sessions.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import Any

from rules.questions import SETTINGS, STEPS, Question, Step
from wizard.sessions.migrations import SCHEMA
from wizard.toml.comments import Names
from wizard.toml.document import edit
from wizard.toml.in_order import Order, placed

MARK = (
    "# A case for or against distilling one endpoint: the answers so far, each below its question."
)
_HEADER = f"""\
schema = {SCHEMA}

{MARK}
# A number may also be {{ likely = 6, low = 4, high = 9, basis = "measured", source = "logs" }}:
# one chance in ten of being lower than low, and one in ten of being higher than high.
# `payback new -` prints every key there is, `payback check` says what is missing.
"""


def short_session(today: date, *, currency: str | None = None) -> str:
    """The text of a session without answers, in the short form.

    Args:
        today: becomes `as_of`, the date at which prices are judged.
        currency: of the team, where one is set; otherwise nobody has answered that.
    """
    given: dict[tuple[str | int, ...], Any] = {("as_of",): today}
    if currency is not None:
        given["currency",] = currency
    return edit(_HEADER, given, placing=partial(placed, order=order()))


def is_short(text: str) -> bool:
    """Whether a session has the short form."""
    return MARK in text and MARK in text.splitlines()


@cache
def order() -> Order:
    """All keys and tables in the order of the questions, with the words above each."""
    ranks: dict[Names, int] = {}
    words: dict[Names, str] = {}
    headings: dict[Names, str] = {}
    for names, question in _asked():
        ranks.setdefault(names[:-1], len(ranks))
        ranks.setdefault(names, len(ranks))
        (headings if question.columns else words)[names] = (
            f"{question.prompt}{choices_of(question)}"
        )
    return Order(ranks, words, headings)


def _asked() -> Iterator[tuple[Names, Question]]:
    for step in (*STEPS, SETTINGS):
        for _, questions in tables_of(step):
            for question in questions:
                yield tuple(question.key.split(".")), question


def tables_of(step: Step) -> list[tuple[str, list[Question]]]:
    """The questions of a step by table: what stands at the top of the file first, as TOML needs.

    In each table the repeated things come last, since their headers end it.
    """
    tables: dict[str, list[Question]] = {}
    for question in sorted(step.questions, key=lambda one: ("." in one.key, bool(one.columns))):
        tables.setdefault(question.key.rpartition(".")[0], []).append(question)
    return list(tables.items())


def choices_of(question: Question) -> str:
    """What one can choose, as a sentence behind another; empty where anything can be typed."""
    values = ", ".join(one.value for one in question.choices)
    return f" One of {values}." if values else ""
