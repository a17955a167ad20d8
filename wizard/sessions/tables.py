"""The tables of a session file, and in which order its keys stand in them."""

from __future__ import annotations

from rules.questions import Question, Step


def tables_of(step: Step) -> list[tuple[str, list[Question]]]:
    """The questions of a step by table: what stands at the top of the file first, as TOML needs.

    In each table the repeated things come last, since their headers end it.
    """
    tables: dict[str, list[Question]] = {}
    for question in sorted(step.questions, key=lambda one: ("." in one.key, bool(one.columns))):
        tables.setdefault(question.key.rpartition(".")[0], []).append(question)
    return list(tables.items())
