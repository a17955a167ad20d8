"""The JSON Schema of a session: types and bounds from the Case, words from the questions."""

from __future__ import annotations

import copy
from typing import Any

from rules.answers.case import Case
from rules.answers.records import Records
from rules.questions import QUESTIONS, Question
from wizard.sessions.migrations import SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "Payback session"
"""By which the file of a schema is known for one."""


def session_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of a session file."""
    schema, kept = (part.model_json_schema(by_alias=True) for part in (Case, Records))
    schema["properties"] |= kept["properties"]
    tables = schema["$defs"] | kept["$defs"]
    for question in QUESTIONS.values():
        _describe(schema, tables, question)
    schema["properties"]["schema"] |= {"const": SCHEMA, "description": "Version of the format."}
    schema["properties"]["result"] = {
        "type": "object",
        "description": "Written by the program on every save; never read as input.",
    }
    tables = _without_null(tables)
    described = _without_null({name: part for name, part in schema.items() if name != "$defs"})
    return {
        "$schema": DIALECT,
        **described,
        "$defs": {name: tables[name] for name in sorted(_referred_to(described, tables))},
        "title": TITLE,
        "required": ["schema"],
    }


def _describe(schema: dict[str, Any], tables: dict[str, Any], question: Question) -> None:
    holder = schema
    *parents, name = question.key.split(".")
    for parent in parents:
        inside = holder["properties"]
        if "$ref" in inside[parent]:
            # Each table is described on its own: teacher and student share one class for tokens.
            inside[parent] = copy.deepcopy(_resolved(inside[parent], tables))
        holder = inside[parent]
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


def _without_null(part: Any) -> Any:
    """A part of a schema without null, which no TOML file can hold.

    An editor offers a key once for each thing that it may be, and says what is wrong with a value
    only where that is one.
    """
    if isinstance(part, list):
        return [_without_null(one) for one in part if one != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept = {name: _without_null(one) for name, one in part.items() if one is not None}
    if len(kept.get("anyOf", ())) == 1:
        return kept.pop("anyOf")[0] | kept
    return kept


def _referred_to(schema: Any, tables: dict[str, Any]) -> set[str]:
    """The names of the tables that a schema refers to, directly or through others."""
    parts = schema.values() if isinstance(schema, dict) else schema
    found = {
        name
        for part in parts
        if isinstance(part, dict | list)
        for name in _referred_to(part, tables)
    }
    if isinstance(schema, dict) and "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found |= {name} | _referred_to(tables[name], tables)
    return found
