"""The JSON Schema of a session, judged by a small validator of the keywords it uses."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rules.questions import QUESTIONS
from tests.held import held_against
from tests.reference.generate import generate
from tests.wizard.cases import SAMPLES
from wizard.sessions.json_schema import session_schema
from wizard.sessions.template import empty_session

SCHEMA = session_schema()
KNOWN = {
    # What the validator below judges by.
    "$defs", "$ref", "anyOf", "const", "dependentRequired", "enum", "exclusiveMaximum",
    "exclusiveMinimum", "items", "maximum", "minimum", "properties", "required", "type",
    "additionalProperties", "maxLength", "minLength", "pattern",
    # What is for people, and what editors make of it.
    "$schema", "title", "description", "default", "format",
}  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str, datetime.date),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def test_what_an_editor_is_told_of_a_session_is_held_word_for_word() -> None:
    text = json.dumps(session_schema(), indent=1, ensure_ascii=False) + "\n"
    held_against("session.schema.json", text)


def test_no_key_may_be_what_a_file_cannot_hold() -> None:
    """Editors offer a key once for each thing it may be, and a file of TOML has no null."""
    assert "null" not in json.dumps(SCHEMA)
    breadth = SCHEMA["properties"]["task"]["properties"]["breadth"]
    assert breadth["enum"] == ["narrow", "moderate", "broad"]
    calls = SCHEMA["properties"]["volume"]["properties"]["calls_per_month"]
    assert len(calls["anyOf"]) == 2
    of_estimate = calls["anyOf"][1]["properties"]
    assert all(one["description"] for one in of_estimate.values())


def faults(value: Any, schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where a value breaks a schema."""
    assert schema.keys() <= KNOWN, f"{at} uses a keyword that is not judged here"
    if "$ref" in schema:
        yield from faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema and all(any(faults(value, one, at)) for one in schema["anyOf"]):
        yield f"{at} is none of what it may be"
    kind = schema.get("type")
    if kind and (
        not isinstance(value, TYPES[kind])
        or (isinstance(value, bool) and kind in ("integer", "number"))
    ):
        yield f"{at} is no {kind}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{at} is not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is not one of {schema['enum']}"
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{at} is too short or too long"
        if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
            yield f"{at} does not have the form of one"
    if isinstance(value, int | float):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            yield f"{at} is out of bounds"
        if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
            yield f"{at} is too small"
        if "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]:
            yield f"{at} is too large"
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at} lacks {name}"
        for name, others in schema.get("dependentRequired", {}).items():
            if name in value and not set(others) <= value.keys():
                yield f"{at}.{name} stands alone"
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if isinstance(inner, dict):
                yield from faults(item, inner, f"{at}.{name}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), f"{at}[{index}]")


def test_it_is_the_same_each_time() -> None:
    """What is described in the words of one table is left as it is for the others."""
    assert session_schema() == SCHEMA


@pytest.mark.parametrize("path", SAMPLES.values(), ids=SAMPLES.keys())
def test_samples_are_valid(path: Path) -> None:
    assert list(faults(tomllib.loads(path.read_text(encoding="utf-8")), SCHEMA)) == []


def test_generated_sessions_and_the_template_are_valid() -> None:
    for seed in range(150):
        assert list(faults(generate(seed), SCHEMA)) == [], seed
    template = tomllib.loads(empty_session(datetime.date(2026, 11, 24)))
    assert list(faults(template, SCHEMA)) == []


@pytest.mark.parametrize(
    "text",
    [
        'title = "no schema"',
        "schema = 2",
        'schema = 1\nvolume = { calls_per_month = "many" }',
        "schema = 1\nvolume = { calls_per_month = 0 }",
        "schema = 1\nvolume = { calls_per_month = { low = 1, high = 2 } }",
        "schema = 1\nvolume = { calls_per_month = { likely = 1, low = 1 } }",
        "schema = 1\nvolume = { calls_per_month = { likely = 1, high = 2 } }",
        'schema = 1\nvolume = { calls_per_month = { likely = "many" } }',
        "schema = 1\nvolume = { calls_per_month = { likely = 1, low = -1, high = 2 } }",
        "schema = 1\nvolume = { monthly_growth = 0.3 }",
        "schema = 1\nvolume = { fallback_rate = 1 }",
        'schema = 1\nvolume = { share_moved = { likely = 1, basis = "felt" } }',
        'schema = 1\ntask = { breadth = "wide" }',
        "schema = 1\ntask = { task_types = 0 }",
        "schema = 1\nquality = { slices = [{ teacher_score = 1.5 }] }",
        "schema = 1\nquality = { frozen = 1 }",
        "schema = 1\nupfront = { other = { licence = -5 } }",
        "schema = 1\nrisk = { draws = 10 }",
        "schema = 1\npolicy = { price_cut = 1 }",
        'schema = 1\nalternatives = [{ kind = "magic" }]',
        'schema = 1\ncurrency = "euro"',
        'schema = 1\ncurrency = "EURO"',
        'schema = 1\ntitle = ""',
        f'schema = 1\ntitle = "{"x" * 121}"',
        'schema = 1\nvolume = { share_moved = { likely = 1, source = "two\\nlines" } }',
        'schema = 1\nvolume = { share_moved = { likely = 1, source = "two\\u2028lines" } }',
    ],
)
def test_what_the_program_refuses_an_editor_marks(text: str) -> None:
    assert list(faults(tomllib.loads(text), SCHEMA)) != []


def described(key: str) -> dict[str, Any]:
    holder = SCHEMA
    for name in key.split("."):
        if "$ref" in holder:
            holder = SCHEMA["$defs"][holder["$ref"].rpartition("/")[2]]
        holder = holder["properties"][name]
    return holder


@pytest.mark.parametrize("key", QUESTIONS)
def test_every_question_is_described_in_its_own_words(key: str) -> None:
    question = QUESTIONS[key]
    found = described(key)

    assert found["title"] == question.label
    assert question.prompt in found["description"]
    assert question.why in found["description"]
    assert question.default in found["description"]
    if question.columns and not question.named_rows:
        row = SCHEMA["$defs"][found["items"]["$ref"].rpartition("/")[2]]["properties"]
        for column in question.columns:
            assert column.prompt in row[column.key]["description"]
