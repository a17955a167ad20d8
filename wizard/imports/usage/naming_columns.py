"""What has to be known of the columns of a file of no known format, and where it is kept.

A mapping is asked for once: it is kept beside the session, or in the current folder, and used from
there the next time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from rules.words.wording import visible
from wizard.disk.errors import explain, shown
from wizard.imports.files.names import told
from wizard.imports.files.source_file import SourceFile, refused
from wizard.imports.usage.format import bare
from wizard.imports.usage.mapping import PER_DOLLAR, PER_SECOND, ColumnMapping, Columns, Units
from wizard.problems import on_one_line

KEPT_AS: Final = "usage-map.toml"
"""What a mapping is kept as."""

MOST: Final = 40
"""Columns that are offered; a name beyond them can be typed at a terminal."""


class Role(NamedTuple):
    """What a column can be."""

    words: str
    """In which it is asked for."""
    names: tuple[str, ...]
    """By which it goes in files, bare."""


def _tokens(*kinds: str) -> tuple[str, ...]:
    """The names that a count of one kind of tokens goes by."""
    return tuple(
        name.format(kind=kind)
        for kind in kinds
        for name in ("{kind}tokens", "tokens{kind}", "{kind}tokencount", "num{kind}tokens")
    )


ROLES: Final[Mapping[str, Role]] = {
    "time": Role(
        "When a call began",
        (
            *("time", "timestamp", "created", "createdat", "start", "ts", "datetime"),
            *("starttime", "startedat", "requesttime", "requestedat", "eventtime"),
        ),
    ),
    "input": Role("Tokens in", _tokens("prompt", "input", "context", "in")),
    "output": Role("Tokens out", _tokens("completion", "output", "generated", "out")),
    "cached": Role(
        "Tokens in that were read from a cache",
        _tokens("cached", "cacheread", "cachedinput", "cachedprompt", "cachereadinput"),
    ),
    "cost": Role(
        "What it cost, in US dollars or parts of one",
        ("cost", "spend", "totalcost", "costusd", "totalcostusd", "spendusd"),
    ),
    "latency": Role(
        "How long it took",
        ("latency", "duration", "responsetime", "latencyms", "durationms", "responsetimems"),
    ),
    "status": Role("Whether it succeeded", ("status", "statuscode", "httpstatus")),
    "model": Role("The model", ("model", "modelname", "modelid")),
    "endpoint": Role("What tells endpoints apart", ("endpoint", "app", "service", "route")),
}
"""What is asked for, in this order."""
_MOST_WORDS: Final = 6
"""Of a column's name."""
NEEDED: Final = ("time", "input", "output")
UNITS: Final = {"latency": tuple(PER_SECOND), "cost": tuple(PER_DOLLAR)}
"""The units of a role that has some, the usual one first."""
_SPELLED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "latency": {
        "ms": ("ms", "millis", "msec", "milliseconds"),
        "us": ("us", "micros", "usec", "microseconds"),
        "ns": ("ns", "nanos", "nsec", "nanoseconds"),
    },
    "cost": {
        "cents": ("cents", "cent"),
        "micro-dollars": ("micros", "microdollars", "microusd"),
        "nano-dollars": ("nanos", "nanodollars", "nanousd"),
    },
}
"""How names of columns end that tell their unit."""


_DEEPEST: Final = 4
"""Objects within one another whose fields are told."""


def fields(file: SourceFile) -> list[str]:
    """Columns of a file, and the fields of objects in them behind dots, as a mapping has them."""
    found: dict[str, None] = {}
    for name in file.names:
        values = [one for one in file.values(name) if isinstance(one, dict)]
        found.update(dict.fromkeys(_below(name, values, _DEEPEST)) if values else {name: None})
    return list(found)


def _below(name: str, objects: Sequence[Mapping[str, Any]], deepest: int) -> Iterator[str]:
    """The fields of objects that stand in one column, or under one field."""
    keys = dict.fromkeys(key for one in objects for key in one)
    if not keys or not deepest:
        yield name
    for key in keys if deepest else ():
        # A dot leads into an object, so that a name with one leads nowhere.
        if not key or "." in key:
            continue
        inner = [one[key] for one in objects if isinstance(one.get(key), dict)]
        yield from _below(f"{name}.{key}", inner, deepest - 1)


def refuse_one_object(file: SourceFile) -> None:
    """Refuse what is one object around a list of others: these may be calls, and it is none."""
    if len(file.sample) != 1 or guess(file).keys() >= set(NEEDED):
        return
    lists = (name for name in told(fields(file)) if _holds_objects(_at(file.sample[0], name)))
    inner = next(lists, None)
    if inner is not None:
        why = (
            f"{what_it_is(file)}, around a list of others in '{inner}'. Calls are read from a list"
            " of objects, or from an object a line: if they are in that list, write it to a file"
            f" of its own, as `jq .{inner}` does"
        )
        raise refused(file.path, on_one_line(why))


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _at(record: Mapping[str, Any], name: str) -> Any:
    """What stands in a column, or in the field that a dot leads to."""
    if name in record:
        return record[name]
    value: Any = record
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def what_it_is(file: SourceFile) -> str:
    """What a file of no known format is, as the end of a sentence that begins with its name."""
    if file.container in ("csv", "parquet"):
        return "is of no known format"
    if file.container == "array":
        return "is a list of JSON objects of no known format"
    if len(file.sample) == 1:
        return "is a single JSON object of no known format"
    return "has JSON objects one after the other, of no known format"


def guess(file: SourceFile) -> dict[str, str]:
    """Columns by role, where a name suggests it."""
    found: dict[str, str] = {}
    for role, one in ROLES.items():
        names = fields(file)
        likely = [name for name in names if bare(name) in one.names] or [
            name for name in names if bare(name.rpartition(".")[2]) in one.names
        ]
        if len(likely) == 1:
            found[role] = likely[0]
    return found


def likely_unit(role: str, name: str) -> str:
    """The unit that a column's name tells, such as that of `latency_ms`; else the usual one."""
    last = ["", *re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)][-1].lower()
    spelled = _SPELLED[role].items()
    return next((unit for unit, endings in spelled if last in endings), UNITS[role][0])


def offered(file: SourceFile) -> list[str]:
    """The fields that can be told: where a file has no heading, its first row stands there."""
    return told(fields(file), words=_MOST_WORDS)[:MOST]


def has_more(file: SourceFile) -> bool:
    """Whether there are fields besides those that are offered."""
    return len(fields(file)) > len(offered(file))


def example_of(file: SourceFile, name: str) -> str:
    """What stands in a column, where that is a number or a time, of which nothing is given away."""
    found = (_at(record, name) for record in file.sample)
    text = str(next((one for one in found if one is not None and one != ""), ""))
    is_harmless = 0 < len(text) <= 40 and all(
        sign.isdecimal() or sign in "-:.TZ+ " for sign in text
    )
    # Any other cell may hold a prompt, which is nobody's business here.
    return text if is_harmless else ""


def is_column(file: SourceFile, name: str) -> bool:
    """Whether a file has a column of this name, or an object that a dot leads into."""
    return name in file.names or name.partition(".")[0] in file.names


def mapping_of(
    file: SourceFile, columns: Mapping[str, str], units: Mapping[str, str]
) -> ColumnMapping:
    """The mapping that answers make, by role."""
    return ColumnMapping(
        title=visible(file.path.stem)[:100],
        columns=Columns.model_validate(dict(columns)),
        units=Units.model_validate(dict(units)),
    )


def kept_at(into: Path | None) -> Path:
    """Where the mapping of an import is kept: beside the session that it is for, if any."""
    return (into.parent if into is not None else Path()) / KEPT_AS


def keep(mapping: ColumnMapping, path: Path) -> str:
    """Keep a mapping for the next import, and say what came of it; a file that is there stays."""
    import tomlkit

    contents = mapping.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    text = tomlkit.dumps(contents)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as failure:
        reason, _ = explain(failure)
        return f"The mapping could not be kept at {shown(path)}: {reason}."
    return f"The mapping is kept at {shown(path)}; --map names it for other sessions."
