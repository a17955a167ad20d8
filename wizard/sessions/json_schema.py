"""The JSON Schema of a session: types and bounds from the Case, words from the questions."""

from __future__ import annotations

from typing import Any

from rules.case import Case
from rules.questions import QUESTIONS, Question
from wizard.sessions.migrations import SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def session_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of a session file."""
    schema = Case.model_json_schema(by_alias=True)
    tables = schema.get("$defs", {})
    for question in QUESTIONS.values():
        _describe(schema, tables, question)
    schema["properties"]["schema"] |= {"const": SCHEMA, "description": "Version of the format."}
    schema["properties"]["result"] = {
        "type": "object",
        "description": "Written by the program on every save; never read as input.",
    }
    return {
        "$schema": DIALECT,
        **schema,
        "title": "Payback session",
        "required": ["schema"],
    }


def _describe(schema: dict[str, Any], tables: dict[str, Any], question: Question) -> None:
    holder = schema
    *parents, name = question.key.split(".")
    for parent in parents:
        holder = _resolved(holder["properties"][parent], tables)
    described = holder["properties"][name]
    described["description"] = _words(question)
    described["title"] = question.label
    row = _row(described, tables)
    for column in question.columns:
        if row is not None and column.key in row["properties"]:
            row["properties"][column.key] |= {
                "description": _words(column),
                "title": column.label,
            }


def _words(question: Question) -> str:
    default = f" Default: {question.default}." if question.default else ""
    return f"{question.prompt} {question.why}{default}"


def _resolved(schema: dict[str, Any], tables: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    found: dict[str, Any] = tables[reference.rpartition("/")[2]] if reference else schema
    return found


def _row(schema: dict[str, Any], tables: dict[str, Any]) -> dict[str, Any] | None:
    items = schema.get("items")
    return _resolved(items, tables) if items else None
