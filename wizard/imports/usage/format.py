"""What a format of usage declares: its columns, and the SQL that makes calls of its rows.

Expressions are DuckDB's SQL over the columns declared here; a column that a file lacks is NULL. An
engine wraps them in one query that is the same for all formats (`wizard/imports/engines/sql.py`).

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.unfolding import number_at, text_at


class Kind(Enum):
    """What stands in a column, and so the type it is read with."""

    TEXT = "text"
    NUMBER = "number"
    """An amount of money, or how long something took."""
    COUNT = "count"
    """Of calls or tokens, which may be grouped by thousands signs."""
    TIME = "time"
    """ISO 8601, or seconds, ms, µs or ns since 1970; without a zone, in that of the import."""
    JSON = "json"
    """An object or a list, or a text that holds one; read as text, which `json_text` looks into."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number of any sort."""
        return self in (Kind.NUMBER, Kind.COUNT)

    @property
    def type(self) -> str:
        """In SQL; a count has no integer type, which would read 3.7 as 4."""
        if self.is_number:
            return "DOUBLE"
        return {Kind.TEXT: "VARCHAR", Kind.TIME: "TIMESTAMPTZ", Kind.JSON: "JSON"}[self]

    def of_text(self, text: str) -> str:
        """SQL for what a text says, where it may say nothing of the kind."""
        is_cast = self.is_number or self is Kind.TIME
        return f"TRY_CAST({text} AS {self.type})" if is_cast else text


@dataclass(frozen=True, slots=True)
class Column:
    """A column that the expressions of a format use."""

    name: str
    kind: Kind = Kind.TEXT
    also: tuple[str, ...] = ()
    """Other names that files give it, the likelier first."""
    loosely: bool = False
    """Whether `ContextTokens` and `context tokens` are one; names stand here as `bare` has them."""
    called: str | None = None
    """The one name that it has in files, where that is not its own: what a mapping says."""

    def found_in(self, names: Sequence[str]) -> list[str]:
        """The names among those of a file that are this column; of several spellings the first."""
        if self.called is not None:
            return [name for name in names if name == self.called]
        if self.loosely:
            return [name for name in names if bare(name) in (self.name, *self.also)]
        for one in (self.name, *self.also):
            found = [name for name in names if name == one]
            if found:
                return found
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The canonical call as SQL expressions over a format's columns. NULL is never 0."""

    time: str
    """When it began; TIMESTAMPTZ."""
    model: str = "NULL"
    input: str
    """Tokens."""
    cached: str = "NULL"
    """Input tokens read from a cache; NULL is not known, and counted as part of the rest."""
    written: str = "NULL"
    """Input tokens written to a cache, of every kind; NULL likewise."""
    cached_is: Literal["inside", "beside"] = "inside"
    """Whether `input` contains the two kinds above. Where they are more than the input that should
    contain them they are taken to be beside it, and that is counted."""
    output: str
    """Tokens, reasoning included."""
    may_lack_tokens: bool = False
    """Whether an answered call may tell no tokens: it counts as a call all the same, and not in
    what calls take and give."""
    cost: str = "NULL"
    """In US dollars."""
    seconds: str = "NULL"
    """From start to end."""
    seconds_logged: str = "NULL"
    """What the source's own field says of the same, in its own unit: its ratio to `seconds` is
    shown. It stands in for `seconds` where that is NULL, in seconds."""
    cost_is_apart: str = "FALSE"
    """Whether what the row cost stands in a row of its own, whose status is `bill`."""
    status: str = "'unknown'"
    """`ok`, `error`, `proxy_cache_hit`, `bill` or `unknown`."""
    calls: str = "1"
    """How many calls the row is of. NULL where the source counts none."""
    failed: str = "NULL"
    """How many of its calls failed, for a row that is of many; `calls` has only the others then."""
    bucket_seconds: str = "0"
    """How long a time the row is of; 0 where it is one call."""
    key: tuple[str, ...] = ()
    """What tells calls apart where a source may hold a call twice: of rows that are alike in this,
    the one with most tokens counts. Empty where rows are taken as they come."""
    copies_are_alike: bool = False
    """Whether such rows are the same row exported twice, and not stages of one call. Of a large
    source a part is then looked at before all keys are held."""
    preferred: str = "0"
    """Of such rows with as many tokens, the one of which this is largest counts."""
    trace: str = "NULL"
    """What calls have in common that were made to answer one request: a call of a second model that
    shares it with one of the first is that one run again (`wizard/review/tracking.py`)."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Rows that are no calls: the reason, and the condition under which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file or table that tells of usage."""

    name: str
    """As `--format` takes it."""
    title: str
    """As people call it, for messages and source lines."""
    columns: tuple[Column, ...]
    row: Row
    endpoints: Mapping[str, str]
    """What can be told apart by, as `--by` takes it: SQL by name, the default first."""
    several: Mapping[str, str] = field(default_factory=dict)
    """Of these, the ones of which a row may have several: SQL of the JSON list of them."""
    counts_twice: Callable[[SourceFile], bool] = field(default=lambda file: False)
    """Whether a call may stand in several rows, so that its sums are not to be added up."""
    fits: Callable[[SourceFile], bool]
    """Whether a file is of this format: by its columns and their contents, never by its name."""
    refuses: Callable[[SourceFile], str | None] = field(default=lambda file: None)
    """Why a file that fits cannot be used all the same, with what to do."""
    records: str = ""
    """SQL that unfolds what lies in rows: a SELECT from `source`, where `columns` and `blank` are.
    It has `blank` and the columns named in `row`, and a row for each of `source` in which nothing
    lies (`wizard/imports/usage/unfolding.py`). Empty where each row is a record."""
    trace_columns: tuple[Column, ...] = ()
    """Columns that `Row.trace` needs besides. They are read where somebody asks what fell back, and
    nowhere else: not every version of a source has them."""
    tells_files: bool = False
    """Whether `source` has `file` too: which file a row is from."""
    notes: Callable[[SourceFile], tuple[str, ...]] = field(default=lambda file: ())
    """What has to be said of a file that fits: an incomplete page, for instance."""
    zone: str | None = "UTC"
    """The zone of times that name none; None where the format does not say, and has to be asked."""
    is_sampled: bool = False
    is_table: bool = False
    """Whether such rows stand in a table of a database too, each with a column of its own."""
    no_endpoint: str = ""
    """Why its calls are no case, whatever they come to; empty where they may be one."""


def bare(name: str) -> str:
    """A name in small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    if not name:
        raise ValueError("an identifier needs a name")
    return '"' + name.replace('"', '""') + '"'


def json_text(column: str, *path: str) -> str:
    """SQL for the text at a path in a JSON column; NULL where there is none, or no JSON."""
    return text_at(quoted(column), *path)


def json_number(column: str, *path: str) -> str:
    """SQL for the number at a path in a JSON column; NULL where there is none."""
    return number_at(quoted(column), *path)


def texts_in(expression: str) -> str:
    """SQL for the texts of a JSON list; NULL or empty where it is none."""
    return f"LIST_DISTINCT(TRY({expression} ->> '$[*]'))"


def text_or(*expressions: str) -> str:
    """SQL for the first text that is not empty."""
    parts = ", ".join(f"NULLIF({one}, '')" for one in expressions)
    return f"COALESCE({parts})"


def seconds_between(start: str, end: str) -> str:
    """SQL for the seconds from one time to another."""
    return f"(EPOCH_US({quoted(end)}) - EPOCH_US({quoted(start)})) / 1000000.0"
