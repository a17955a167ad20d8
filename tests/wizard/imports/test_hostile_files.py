"""Files of every format with what nobody expects in them: counted, named or refused, never a crash.

Rows read are rows kept and rows dropped, and a file comes to the same in every container.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.depth import sized
from tests.wizard.imports import test_anthropic as anthropic
from tests.wizard.imports import test_bedrock as bedrock
from tests.wizard.imports import test_claude_code as claude_code
from tests.wizard.imports import test_langfuse as langfuse
from tests.wizard.imports import test_langfuse_pages as langfuse_pages
from tests.wizard.imports import test_openai as openai
from tests.wizard.imports import test_openrouter as openrouter
from tests.wizard.imports import test_openrouter_activity as openrouter_activity
from tests.wizard.imports import test_other_formats as by_day
from tests.wizard.imports import test_otlp as otlp
from tests.wizard.imports.made import as_array, as_csv, as_lines, traps
from wizard.imports.engines.engine import Watch
from wizard.imports.engines.judging import BAD
from wizard.imports.importing import import_usage
from wizard.imports.report import as_object, page
from wizard.imports.request import Request
from wizard.imports.sources.opening import open_sources
from wizard.imports.usage.detecting import NoFormat, Several
from wizard.problems import InputUnusable

Row = dict[str, Any]

BOUNDED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

ODD = (
    *("NaN", "inf", "-1", "3.0", "3.7", "1e400", "1e300", "9223372036854775808", "0", "-0.0"),
    *("2026-06-01 08:00:00 +0000", "2026-06-01T00:00:00+05:30", "01/02/2026", "1780272000"),
    *("1780272000123", "0001-01-01", "9999-12-31T23:59:59Z", "true", "None", "null"),
    *("{}", "[]", "[1]", '{"input": -5}', '{"input": {"input": 1}}', "{", '"', "\\", "a\nb"),
    *("'; DROP TABLE calls --", "\x1b[31m", "x" * 3000, "é\N{ZERO WIDTH SPACE}", "%s {source}"),
)


def outcome(*paths: Path) -> Any:
    """What an import comes to: its figures, or that it was refused."""
    request = Request(sources=tuple(map(str, paths)))
    try:
        found = import_usage(open_sources(request), request, Watch())
    except (InputUnusable, NoFormat, Several) as refused:
        return type(refused).__name__
    told = as_object(found)
    rows = told["rows"]
    assert rows["read"] == rows["kept"] + sum(rows["dropped"].values())
    assert all(number > 0 for number in rows["dropped"].values())
    json.dumps(told, allow_nan=False)
    # Of a row with two faults each reader meets another one first.
    bad = sum(rows["dropped"].pop(reason, 0) for reason in BAD)
    rows["dropped"]["bad"] = bad
    assert "\x1b" not in page(found)
    return {
        name: told[name]
        for name in ("rows", "calls", "input", "output", "cost", "p95_latency_seconds", "models")
    }


def as_text_parquet(path: Path, rows: list[Row]) -> Path:
    """Rows as Parquet with every cell a text, as they stand in CSV."""
    import duckdb

    lines = as_lines(path.with_suffix(".lines"), rows)
    names = dict.fromkeys(name for row in rows for name in row)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (SELECT * FROM read_json('{lines}', columns = {{{columns}}},
                format = 'newline_delimited')) TO '{path}' (FORMAT parquet)"""
        )
    lines.unlink()
    return path


def as_cells(row: Row) -> Row:
    """A row as CSV can hold it: texts, and nothing where there is none."""
    return {
        name: json.dumps(cell) if isinstance(cell, dict | list) else cell
        for name, cell in row.items()
        if cell is not None and cell != ""
    }


def _without(row: Row, *names: str) -> Row:
    return {name: cell for name, cell in row.items() if name not in names}


FLAT: dict[str, list[Row]] = {
    "litellm": traps(),
    "langfuse": langfuse.TRAPS,
    "openai": openai.FLAT,
    "console": [anthropic.console(1), anthropic.console(2)],
    "openrouter": openrouter.TRAPS,
    "openrouter by day": openrouter_activity.TRAPS,
    "litellm export": by_day.days(4),
    "litellm table": [
        {**_without(row, "entity_id", "entity_alias"), "model_group": "tickets"}
        for row in by_day.days(4)
    ],
    "langfuse as spelled by pages": [langfuse.as_page(row) for row in langfuse.TRAPS],
    "trace": [
        {
            "TIMESTAMP": f"2026-06-01 08:0{at}:00.0000000",
            "ContextTokens": 300,
            "GeneratedTokens": at,
        }
        for at in range(6)
    ],
}


@st.composite
def spoilt(draw: st.DrawFn, rows: list[Row]) -> list[Row]:
    """Rows in which a few cells are something else."""
    made = [as_cells(row) for row in rows]
    names = sorted({name for row in made for name in row})
    for _ in range(draw(st.integers(1, 4))):
        row = made[draw(st.integers(0, len(made) - 1))]
        name = draw(st.sampled_from(names))
        cell = draw(st.sampled_from(ODD) | st.none())
        if cell is None:
            row.pop(name, None)
        else:
            row[name] = cell
    for row, whole in zip(made, rows, strict=True):
        # A failure or a saved call needs no counts; what odd ones make of it each reader says.
        if str(row.get("cache_hit")).lower() == "true" or row.get("status") == "failure":
            row.update({name: whole[name] for name in ("prompt_tokens", "completion_tokens")})
    return [{name: row.get(name) for name in names} for row in made]


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    cost = (one.pop("cost"), other.pop("cost"))
    same_cost = cost[0] == cost[1] or cost[0] == pytest.approx(cost[1], rel=1e-9)
    return bool(one == other and same_cost)


@settings(BOUNDED, max_examples=sized(12, 1_000))
@given(rows=st.sampled_from(sorted(FLAT)).flatmap(lambda name: spoilt(FLAT[name])))
def test_rows_with_odd_cells_come_to_the_same_in_every_container(
    rows: list[Row], tmp_path: Path
) -> None:
    lines = outcome(as_lines(tmp_path / "a.jsonl", rows))
    for other in (
        outcome(as_csv(tmp_path / "a.csv", rows)),
        outcome(as_text_parquet(tmp_path / "a.parquet", rows)),
        outcome(as_array(tmp_path / "a.json", rows)),
    ):
        assert alike(dict(lines) if isinstance(lines, dict) else lines, other), (lines, other)


NESTED: dict[str, list[Any]] = {
    "openai page": [openai.TRAPS],
    "openai costs": [openai.page({0: [openai.cost(0.06)]})],
    "anthropic page": [anthropic.page([anthropic.usage()], [anthropic.cost("1.5")])],
    "bedrock": bedrock.TRAPS,
    "claude code": claude_code.TRAPS,
    "langfuse trace": [langfuse.trace(langfuse.TRAPS)],
    "langfuse pages": langfuse_pages.PAGES["by cursor"],
    "openrouter page": [openrouter_activity.page(*openrouter_activity.TRAPS)],
    "otlp": [otlp.line(otlp.agent(1, 113), otlp.chat(2, 1), otlp.chat(3, 2)), otlp.line()],
}

_LEAVES = st.sampled_from(ODD) | st.none() | st.integers(-5, 2**70) | st.floats() | st.booleans()
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


def spoil(value: Any, at: list[int], instead: Any) -> Any:
    """A value with one place in it exchanged; `at` says which way leads there."""
    if not isinstance(value, dict | list) or not value or not at:
        return instead
    turn, *rest = at
    if isinstance(value, list):
        place = turn % len(value)
        return [*value[:place], spoil(value[place], rest, instead), *value[place + 1 :]]
    name = sorted(value)[turn % len(value)]
    return {**value, name: spoil(value[name], rest, instead)}


@settings(BOUNDED, max_examples=sized(20, 1_500))
@example(name="bedrock", ways=[([0, 0], None), ([0, 17], [])])
@example(name="anthropic page", ways=[([0, 0, 1, 1, 0, 2], ["EUR"])])
@given(
    name=st.sampled_from(sorted(NESTED)),
    ways=st.lists(st.tuples(st.lists(st.integers(0, 20), max_size=9), _VALUES), max_size=3),
)
def test_objects_with_odd_places_come_to_the_same_laid_out_or_not(
    name: str, ways: list[tuple[list[int], Any]], tmp_path: Path
) -> None:
    records: Any = NESTED[name]
    for at, instead in ways:
        records = spoil(records, at, instead)
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        return
    lines = outcome(as_lines(tmp_path / "a.jsonl", records))
    array = outcome(as_array(tmp_path / "a.json", records))
    assert alike(dict(lines) if isinstance(lines, dict) else lines, array), (lines, array)


DAMAGED: dict[str, tuple[Callable[[Path, Any], Path], list[Any]]] = {
    **{f"{name} lines": (as_lines, rows) for name, rows in (FLAT | NESTED).items()},
    **{f"{name} csv": (as_csv, [as_cells(row) for row in rows]) for name, rows in FLAT.items()},
    **{f"{name} laid out": (as_array, rows) for name, rows in NESTED.items()},
}


@settings(BOUNDED, max_examples=sized(30, 2_000))
@given(
    name=st.sampled_from(sorted(DAMAGED)),
    cuts=st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 40),
            st.binary(max_size=12) | st.sampled_from([b'"', b"\n", b",", b"{", b"]", b"\xff\x00"]),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_damaged_text_is_counted_or_refused(
    name: str, cuts: list[tuple[float, int, bytes]], tmp_path: Path
) -> None:
    write, rows = DAMAGED[name]
    path = write(tmp_path / "damaged", rows)
    text = path.read_bytes()
    for share, length, instead in cuts:
        at = int(share * len(text))
        text = text[:at] + instead + text[at + length :]
    path.write_bytes(text)
    outcome(path)
