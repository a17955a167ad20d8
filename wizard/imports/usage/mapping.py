"""A mapping: which column of a file is what, and in which unit, where nothing else can tell.

It is a TOML file, asked for once and kept; presets of the same form come along:

    title = "Our gateway"
    zone = "Europe/Berlin"
    [columns]
    time = "created"
    input = "usage.prompt_tokens"
    output = "usage.completion_tokens"
    [units]
    latency = "ms"

Source: docs/reference/usage.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.disk.errors import explain, shown
from wizard.imports.files.names import told
from wizard.imports.usage.format import Column, Format, Kind, Row, json_text, quoted
from wizard.kind_of_file import MAPPING, refuse_misplaced
from wizard.problems import InputUnusable, on_one_line

PRESETS: Final = Path(__file__).parent / "presets"

_MONTH: Final = 31 * 86_400
_PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_PER_DOLLAR: Final = {
    "dollars": 1,
    "cents": 100,
    "micro-dollars": 1_000_000,
    "nano-dollars": 1_000_000_000,
}
_PATTERN: Final = re.compile(r"(?:%[YmdHMSfzpIjbBy]|[ T:/.,-])+")

_Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Part):
    """What a file calls the things that are read; a dot leads into an object: `usage.input`."""

    time: _Name
    input: _Name
    output: _Name
    cached: _Name | None = None
    written: _Name | None = None
    cost: _Name | None = None
    latency: _Name | None = None
    end: _Name | None = None
    status: _Name | None = None
    model: _Name | None = None
    endpoint: _Name | None = None
    calls: _Name | None = None
    id: _Name | None = None


class Units(_Part):
    """In which units they are."""

    time: str = "iso"
    """`iso`; s, ms, us or ns since 1970 or `origin`; or a pattern such as `%d/%m/%Y %H:%M`."""
    latency: Literal["s", "ms", "us", "ns"] = "s"
    cost: Literal["dollars", "cents", "micro-dollars", "nano-dollars"] = "dollars"


class ColumnMapping(_Part):
    """One mapping."""

    title: _Name = "Mapped file"
    columns: Columns
    units: Units = Units()
    zone: str | None = None
    """Of times that name none."""
    origin: datetime | None = None
    """What times that are numbers count from, where that is not 1970."""
    cached: Literal["inside", "beside"] = "inside"
    """Whether `input` contains cached and written tokens."""
    ok: tuple[str, ...] = ("ok", "success", "succeeded", "completed", "true")
    """What stands in `status` for a call that succeeded, a 2xx besides; all else has failed."""
    bucket_seconds: float = Field(default=0, ge=0, le=_MONTH)
    """How long a time each row is of, where rows are sums; `calls` has how many calls then."""
    _read_from: str = PrivateAttr("")
    """Its file, or the name of a preset; empty where it was made by asking."""


def presets() -> tuple[str, ...]:
    """The names of the mappings that come along."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def read_mapping(named: str) -> ColumnMapping:
    """A mapping by the name of a preset, or by its file.

    Raises:
        InputUnusable: where it cannot be read, or says what no mapping can say.
    """
    path = PRESETS / f"{named}.toml" if named in presets() else Path(named)
    from wizard.toml.guard import TomlProblem, parse

    try:
        data = path.read_bytes()
        refuse_misplaced(data, MAPPING, shown(path))
        contents = parse(data)[1]
    except FileNotFoundError:
        message = f"is not there; the mappings that come along are {listed(list(presets()))}"
        raise InputUnusable([Problem(message, file=shown(path))]) from None
    except IsADirectoryError:
        raise InputUnusable(
            [Problem("is a folder; name the mapping in it", file=shown(path))]
        ) from None
    except OSError as failure:
        reason, remedy = explain(failure)
        message = f"cannot be read: {reason}. {remedy}"
        raise InputUnusable([Problem(message, file=shown(path))]) from failure
    except TomlProblem as problem:
        message = f"{problem.message} {problem.remedy}"
        raise InputUnusable([Problem(message, file=shown(path), line=problem.line)]) from None
    try:
        mapping = ColumnMapping.model_validate(contents)
        mapping._read_from = named if path.parent == PRESETS else shown(path)
        _refuse_pattern(mapping)
    except ValidationError as invalid:
        raise InputUnusable(
            Problem(_told(one), ".".join(map(str, one["loc"])), file=shown(path))
            for one in invalid.errors()
        ) from None
    except ValueError as wrong:
        raise InputUnusable([Problem(str(wrong), "units.time", file=shown(path))]) from None
    return mapping


_KINDS: Final = {
    "string": "is no text; write it in quotes",
    "tuple": 'is no list; write one such as ["ok", "done"]',
    "model": "is no table; write its keys below a heading of its own",
    "float": "is no number",
    "datetime": "is no time; write one such as 2026-06-01T08:00:00Z",
}
"""What a value is not, by the beginning of what pydantic calls the mistake."""


def _told(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = (*Columns.model_fields, *Units.model_fields, *ColumnMapping.model_fields)
        return f"is no part of a mapping; there are {listed(list(dict.fromkeys(known)))}"
    if kind == "missing":
        return "is missing; write which column it is"
    if kind == "literal_error":
        return f"has to be {context['expected']}"
    if kind == "string_too_short":
        return "is empty; write a name, or leave it out"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"has to lie between 0 and {_MONTH:,} seconds"
    return _KINDS.get(kind.partition("_")[0], "cannot be read so")


def _refuse_pattern(mapping: ColumnMapping) -> None:
    unit = mapping.units.time
    if unit not in ("iso", *_PER_SECOND) and not _PATTERN.fullmatch(unit):
        raise ValueError("is neither iso, s, ms, us, ns nor a pattern such as %d/%m/%Y %H:%M:%S")


def mapped(mapping: ColumnMapping, names: Collection[str] | None) -> Format:
    """The format that a mapping makes of rows.

    Args:
        mapping: what somebody said.
        names: the columns that there are; None where nobody can look.

    Raises:
        InputUnusable: with every column that there is not, or that is two things at once.
    """
    columns: list[Column] = []
    values: dict[str, str] = {}
    problems: list[Problem] = []
    absent: dict[str, str] = {}
    # What each column is read as already: in a file it has one type.
    taken: dict[str, tuple[str, Kind]] = {}
    for role, name in mapping.columns.model_dump(exclude_none=True).items():
        kind = _kind(role, mapping)
        first, *path = name.split(".")
        if name in names if names is not None else not path:
            column, value = Column(role, kind, called=name), quoted(role)
        elif path and all((first, *path)) and (names is None or first in names):
            column = Column(role, Kind.JSON, called=first)
            value = _of_object(role, path, kind)
        else:
            absent[role] = name
            continue
        other, before = taken.setdefault(column.called or "", (role, column.kind))
        if before is not column.kind:
            message = f"is '{visible(name)}', which is the {other} already; name another column"
            problems.append(Problem(on_one_line(message), f"columns.{role}"))
            continue
        columns.append(column)
        values[role] = value
    if absent:
        problems.insert(0, _no_columns(absent, names or (), mapping._read_from))
    if problems:
        raise InputUnusable(problems)
    return Format(
        name="mapping",
        title=on_one_line(mapping.title),
        columns=tuple(columns),
        row=_row(mapping, values),
        endpoints={
            "endpoint": values.get("endpoint", "NULL"),
            "model": values.get("model", "NULL"),
        },
        fits=lambda file: True,
        is_table=True,
        zone=mapping.zone,
    )


def _no_columns(absent: Mapping[str, str], names: Iterable[str], read_from: str) -> Problem:
    """All that a mapping names and a source does not have, in one sentence."""
    is_one = len(absent) == 1
    lacking = [f"'{name}'" if is_one else f"'{name}' ({role})" for role, name in absent.items()]
    has = listed([f"'{visible(one)}'" for one in told(names, words=6)[:30]]) or "none by name"
    message = f"no column is called {listed(lacking, 'or')}; there is {has}"
    if read_from in presets():
        others = listed([one for one in presets() if one != read_from], "or")
        message += (
            f". Another preset may fit, {others}; else say which column is what in a TOML file,"
            " under [columns], and name that with --map"
        )
    key = f"columns.{next(iter(absent))}" if is_one else "columns"
    return Problem(on_one_line(message), key, file=read_from)


_COUNTS: Final = ("input", "output", "cached", "written", "calls")
_NUMBERS: Final = ("cost", "latency")


def _kind(role: str, mapping: ColumnMapping) -> Kind:
    if role in _COUNTS:
        return Kind.COUNT
    if role in _NUMBERS:
        return Kind.NUMBER
    if role in ("time", "end"):
        if mapping.units.time == "iso":
            return Kind.TIME
        return Kind.NUMBER if mapping.units.time in _PER_SECOND else Kind.TEXT
    return Kind.TEXT


def _of_object(role: str, path: Sequence[str], kind: Kind) -> str:
    text = json_text(role, *(one.replace("'", "''").replace('"', "") for one in path))
    if kind.is_number:
        return f"TRY_CAST({text} AS DOUBLE)"
    return f"TRY_CAST({text} AS TIMESTAMPTZ)" if kind is Kind.TIME else text


def _row(mapping: ColumnMapping, values: dict[str, str]) -> Row:
    began = _time(values["time"], mapping)
    logged = values.get("latency")
    per_second = _PER_SECOND[mapping.units.latency]
    ended = _time(values["end"], mapping) if "end" in values else None
    between = None if ended is None else f"(EPOCH_US({ended}) - EPOCH_US({began})) / 1000000.0"
    cost = values.get("cost")
    per_dollar = _PER_DOLLAR[mapping.units.cost]
    return Row(
        time=began,
        model=values.get("model", "NULL"),
        input=values["input"],
        cached=values.get("cached", "NULL"),
        written=values.get("written", "NULL"),
        cached_is=mapping.cached,
        output=values["output"],
        cost="NULL" if cost is None else f"{cost} / {per_dollar}.0",
        seconds=between or (f"{logged} / {per_second}.0" if logged is not None else "NULL"),
        seconds_logged=logged if between is not None and logged is not None else "NULL",
        status=_status(values.get("status"), mapping),
        calls=values.get("calls", "1"),
        bucket_seconds=str(mapping.bucket_seconds),
        key=(values["id"],) if "id" in values else (),
    )


def _time(value: str, mapping: ColumnMapping) -> str:
    unit = mapping.units.time
    if unit == "iso":
        return value
    if unit not in _PER_SECOND:
        return f"CAST(TRY_STRPTIME({value}, '{unit}') AS TIMESTAMPTZ)"
    start = 0.0
    if mapping.origin is not None:
        origin = mapping.origin
        start = (origin if origin.tzinfo else origin.replace(tzinfo=UTC)).timestamp()
    return f"TO_TIMESTAMP({start} + {value} / {_PER_SECOND[unit]}.0)"


def _status(value: str | None, mapping: ColumnMapping) -> str:
    if value is None:
        return "'unknown'"
    names = ", ".join("'" + one.lower().replace("'", "''") + "'" for one in mapping.ok)
    good = f"REGEXP_MATCHES({value}, '^2[0-9][0-9](\\.0)?$') OR LOWER({value}) IN ({names})"
    return f"""CASE WHEN {value} IS NULL OR {value} = '' THEN 'unknown'
        WHEN {good} THEN 'ok' ELSE 'error' END"""
