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
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from rules.answers.problem import Problem
from rules.words.wording import listed
from wizard.disk import piped
from wizard.disk.errors import NoSuchFile, UnusableFile, shown
from wizard.imports.files.source_file import refused
from wizard.kind_of_file import MAPPING, refuse_misplaced
from wizard.problems import InputUnusable

PRESETS: Final = Path(__file__).parent / "presets"

_MONTH: Final = 31 * 86_400
PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
PER_DOLLAR: Final = {
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

    @property
    def read_from(self) -> str:
        """Its file, or the name of a preset; empty where it was made by asking."""
        return self._read_from


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
        data = piped.read(path)[0]
        refuse_misplaced(data, MAPPING, shown(path))
        contents = parse(data)[1]
    except NoSuchFile:
        known = listed(list(presets()))
        raise refused(path, f"is not there; the mappings that come along are {known}") from None
    except UnusableFile as unusable:
        raise refused(path, f"{unusable.reason}. {unusable.remedy}") from None
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


_MISTAKES: Final = {
    "missing": "is missing; write which column it is",
    "literal_error": "has to be {expected}",
    "string_too_short": "is empty; write a name, or leave it out",
    "string_too_long": "is longer than {max_length} characters",
    **dict.fromkeys(
        ("greater_than_equal", "less_than_equal"), f"has to lie between 0 and {_MONTH:,} seconds"
    ),
    "string": "is no text; write it in quotes",
    "tuple": 'is no list; write one such as ["ok", "done"]',
    "model": "is no table; write its keys below a heading of its own",
    "float": "is no number",
    "datetime": "is no time; write one such as 2026-06-01T08:00:00Z",
}
"""What is wrong with a value, by what pydantic calls the mistake, or by the beginning of that."""


def _told(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = (*Columns.model_fields, *Units.model_fields, *ColumnMapping.model_fields)
        return f"is no part of a mapping; there are {listed(list(dict.fromkeys(known)))}"
    said = _MISTAKES.get(kind) or _MISTAKES.get(kind.partition("_")[0], "cannot be read so")
    return said.format(**context)


def _refuse_pattern(mapping: ColumnMapping) -> None:
    unit = mapping.units.time
    if unit not in ("iso", *PER_SECOND) and not _PATTERN.fullmatch(unit):
        raise ValueError("is neither iso, s, ms, us, ns nor a pattern such as %d/%m/%Y %H:%M:%S")
