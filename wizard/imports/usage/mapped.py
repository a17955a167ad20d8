"""The format that a mapping makes of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC
from typing import Final

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.imports.files.names import told
from wizard.imports.usage.format import Column, Format, Kind, Row, json_text, quoted
from wizard.imports.usage.mapping import PER_DOLLAR, PER_SECOND, ColumnMapping, presets
from wizard.problems import InputUnusable, on_one_line


def mapped(mapping: ColumnMapping, names: Collection[str] | None) -> Format:
    """The format that a mapping makes of rows; names of columns are None where nobody can look.

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
            steps = (one.replace("'", "''").replace('"', "") for one in path)
            value = kind.of_text(json_text(role, *steps))
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
        problems.insert(0, _no_columns(absent, names or (), mapping.read_from))
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


_KINDS: Final = {
    **dict.fromkeys(("input", "output", "cached", "written", "calls"), Kind.COUNT),
    **dict.fromkeys(("cost", "latency"), Kind.NUMBER),
}


def _kind(role: str, mapping: ColumnMapping) -> Kind:
    if role in ("time", "end") and mapping.units.time == "iso":
        return Kind.TIME
    if role in ("time", "end") and mapping.units.time in PER_SECOND:
        return Kind.NUMBER
    return _KINDS.get(role, Kind.TEXT)


def _row(mapping: ColumnMapping, values: dict[str, str]) -> Row:
    began = _time(values["time"], mapping)
    logged = values.get("latency")
    per_second = PER_SECOND[mapping.units.latency]
    ended = _time(values["end"], mapping) if "end" in values else None
    between = None if ended is None else f"(EPOCH_US({ended}) - EPOCH_US({began})) / 1000000.0"
    cost = values.get("cost")
    per_dollar = PER_DOLLAR[mapping.units.cost]
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
    if unit not in PER_SECOND:
        return f"CAST(TRY_STRPTIME({value}, '{unit}') AS TIMESTAMPTZ)"
    start = 0.0
    if mapping.origin is not None:
        origin = mapping.origin
        start = (origin if origin.tzinfo else origin.replace(tzinfo=UTC)).timestamp()
    return f"TO_TIMESTAMP({start} + {value} / {PER_SECOND[unit]}.0)"


def _status(value: str | None, mapping: ColumnMapping) -> str:
    if value is None:
        return "'unknown'"
    names = ", ".join("'" + one.lower().replace("'", "''") + "'" for one in mapping.ok)
    good = f"REGEXP_MATCHES({value}, '^2[0-9][0-9](\\.0)?$') OR LOWER({value}) IN ({names})"
    return f"""CASE WHEN {value} IS NULL OR {value} = '' THEN 'unknown'
        WHEN {good} THEN 'ok' ELSE 'error' END"""
