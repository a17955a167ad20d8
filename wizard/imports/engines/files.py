"""Files, added up by DuckDB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from rules.answers.problem import Problem
from rules.usage.usage import BadRow, Usage
from wizard.disk.errors import shown
from wizard.imports.engines.duck import answer, closed_up
from wizard.imports.engines.engine import Wanted, Watch
from wizard.imports.engines.reading import place_of, relation
from wizard.imports.engines.sql import BAD, UNREADABLE, Copies, query
from wizard.imports.engines.sums import copies_in, usage_of
from wizard.imports.files.source_file import SourceFile, broken_off, refused
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ALL_KEYS_UP_TO: Final = 256 << 20
"""Bytes of files of which every key is held to find calls that stand in them twice; of more a part
is looked at first, and all only where it has some."""
SAMPLED: Final = 5
"""So many bad rows are named."""


class Files:
    """Files of one format."""

    def __init__(self, format: Format, files: Sequence[SourceFile]) -> None:
        """Files that have been looked into, at least one."""
        self._format = format
        self._files = tuple(files)

    def aggregate(self, wanted: Wanted, watch: Watch) -> Usage:
        """Add the calls up.

        Raises:
            InputUnusable: where a file cannot be read, or more than half of the rows are bad.
            Cancelled: where the watch said so.
        """
        size = sum(file.size for file in self._files)
        copies: Copies = "ignored"
        if self._has_keys():
            copies = "removed" if size <= _ALL_KEYS_UP_TO else "probed"
        rows, unread, bad = self._answer(wanted, watch, copies)
        if copies == "probed" and copies_in(rows):
            copies = "removed"
            rows, unread, bad = self._answer(wanted, watch, copies)
        found = usage_of(rows, self._format, wanted, unread=unread, bad_rows=bad)
        if copies == "probed":
            found = replace(found, probed_copies=True)
        self._refuse_rubbish(found)
        return found

    def _answer(
        self, wanted: Wanted, watch: Watch, copies: Copies
    ) -> tuple[list[tuple[Any, ...]], int, tuple[BadRow, ...]]:
        """The query's answer, how many lines were no rows, and some of them."""
        import duckdb

        source = relation(self._format, self._files)
        statement = query(self._format, source.sql, wanted, copies)
        parameters: dict[str, Any] = dict(source.parameters)
        for name in ("endpoint", "since", "until"):
            if (value := getattr(wanted, name)) is not None:
                parameters[name] = value
        size = sum(file.size for file in self._files)
        with closed_up([file.path for file in self._files], wanted.zone) as connection:
            try:
                rows = answer(connection, statement, parameters, watch, size)
                unread, bad = _rejected(connection) if self._has_csv() else (0, ())
            except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException):
                # Our own mistake, which no other file would mend.
                raise
            except duckdb.Error as failure:
                raise self._refused(failure) from failure
        return rows, unread, bad

    def _has_keys(self) -> bool:
        """Whether any file has all the columns by which a call is known again."""
        used = " ".join(self._format.row.key)
        needed = [one for one in self._format.columns if f'"{one.name}"' in used]
        return any(all(place_of(one, file) is not None for one in needed) for file in self._files)

    def _has_csv(self) -> bool:
        return any(file.container == "csv" for file in self._files)

    def _refuse_rubbish(self, found: Usage) -> None:
        """Refuse what is more than half bad: figures of the rest would be an accident.

        Raises:
            InputUnusable: where it is.
        """
        bad = {reason: found.dropped.get(reason, 0) for reason in BAD}
        total = sum(bad.values())
        if total * 2 <= found.read:
            return
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in bad.items() if number)
        told = "; ".join(f"line {one.line}: {one.reason}" for one in found.bad_rows if one.line)
        message = (
            f"{total:,} of {found.read:,} rows cannot be used ({reasons}), as a"
            f" {self._format.title}{f': {told}' if told else ''}; is it of another format? Name it"
            " with --format, or the columns with --map"
        )
        raise InputUnusable([Problem(message, file=shown(self._files[0].path))])

    def _refused(self, failure: Exception) -> InputUnusable:
        """What DuckDB says, in words that hold nothing of what stands in a file."""
        said = str(failure)
        named = [file for file in self._files if str(file.path) in said] or list(self._files)
        file = named[0]
        for one in named:
            if one.is_compressed and re.search("gzip|decompress|GZIP", said):
                return refused(one.path, f"is damaged: {broken_off(one.path)}")
        if "JSON" in said:
            from wizard.imports.files.json_breaks import where_json_breaks

            return refused(file.path, where_json_breaks(file))
        if "max_line_size" in said or "maximum_object_size" in said:
            return refused(file.path, "has a line that is longer than any call could be")
        if "memory" in said.lower():
            return refused(file.path, "takes more memory and disk than there is; name one endpoint")
        return refused(
            file.path,
            "cannot be read as a whole; it may have changed meanwhile, or be damaged:"
            " try again, or export it anew",
        )


def _rejected(connection: DuckDBPyConnection) -> tuple[int, tuple[BadRow, ...]]:
    """How many lines of CSV were no rows, and some of them."""
    lines = "SELECT DISTINCT scan_id, file_id, line FROM reject_errors"
    counted = connection.execute(f"SELECT COUNT(*) FROM ({lines})").fetchone()
    if counted is None or not counted[0]:
        return 0, ()
    named = connection.execute(
        f"""SELECT ANY_VALUE(s.file_path), e.line, MIN(e.error_type)
        FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id)
        GROUP BY e.scan_id, e.file_id, e.line ORDER BY 1, 2 LIMIT {SAMPLED}"""
    ).fetchall()
    return int(counted[0]), tuple(
        BadRow(path, int(line), _REJECTIONS.get(kind, UNREADABLE)) for path, line, kind in named
    )


_REJECTIONS: Final = {
    "CAST": "a number or time that is none",
    "MISSING COLUMNS": "too few columns",
    "TOO MANY COLUMNS": "too many columns",
    "UNQUOTED VALUE": "a quote that does not end",
    "LINE SIZE OVER MAXIMUM": "a line that is too long",
    "INVALID ENCODING": "text that is not UTF-8",
}
