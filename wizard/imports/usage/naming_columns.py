"""What has to be known of the columns of a file of no known format, and where it is kept.

A mapping is asked for once: it is kept beside the session, or in the current folder, and used from
there the next time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rules.words.wording import visible
from wizard.disk.errors import explain, shown
from wizard.imports.files.names import told
from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import bare
from wizard.imports.usage.mapping import ColumnMapping, Columns, Units

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


ROLES: Mapping[str, Role] = MappingProxyType(
    {
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
)
"""What is asked for, in this order."""
_MOST_WORDS: Final = 6
"""Of a column's name."""
NEEDED: Final = ("time", "input", "output")
UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "latency": ("s", "ms", "us", "ns"),
        "cost": ("dollars", "cents", "micro-dollars", "nano-dollars"),
    }
)
"""The units of a role that has some, the usual one first."""
_SPELLED: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
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
)
"""How names of columns end that tell their unit."""


def guess(file: SourceFile) -> dict[str, str]:
    """Columns by role, where a name suggests it."""
    found: dict[str, str] = {}
    for role, one in ROLES.items():
        likely = [name for name in file.names if bare(name) in one.names]
        if len(likely) == 1:
            found[role] = likely[0]
    return found


def likely_unit(role: str, name: str) -> str:
    """The unit that a column's name tells, such as that of `latency_ms`; else the usual one."""
    last = ["", *re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)][-1].lower()
    spelled = _SPELLED[role].items()
    return next((unit for unit, endings in spelled if last in endings), UNITS[role][0])


def offered(file: SourceFile) -> list[str]:
    """The columns that can be told: where a file has no heading, its first row stands there."""
    return told(file.names, words=_MOST_WORDS)[:MOST]


def example_of(file: SourceFile, name: str) -> str:
    """What stands in a column, where that is a number or a time, of which nothing is given away."""
    text = str(next(file.values(name), ""))
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
    """Where the mapping of an import is kept.

    Args:
        into: the session it is for; None where there is no file of one.
    """
    return (into.parent if into is not None else Path()) / KEPT_AS


def keep(mapping: ColumnMapping, path: Path) -> str:
    """Keep a mapping where the next import finds it; a file that is there stays as it is.

    Returns:
        What came of it, in a sentence.
    """
    import tomlkit

    contents: dict[str, Any] = mapping.model_dump(
        exclude_none=True, exclude_defaults=True, mode="json"
    )
    text = tomlkit.dumps(contents)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as failure:
        reason, _ = explain(failure)
        return f"The mapping could not be kept at {shown(path)}: {reason}."
    return f"The mapping is kept at {shown(path)}; --map names it for other sessions."
