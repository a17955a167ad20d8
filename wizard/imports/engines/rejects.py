"""Lines of CSV that the reader gave up: how many, for which reason, and some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.usage.usage import BadRow
from wizard.imports.engines.duck import spelled
from wizard.imports.engines.judging import NO_COUNT, NO_TIME, UNREADABLE
from wizard.imports.engines.reading import place_of
from wizard.imports.files.bad_rows import NO_UTF_8
from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Format, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLED: Final = 5
"""So many bad rows are named."""


class Rejected(NamedTuple):
    """Lines of CSV that were no rows."""

    counts: Mapping[str, int]
    """By reason."""
    some: tuple[BadRow, ...]
    for_nothing: bool = False
    """Whether some were given up for what the rest of a row does without."""


NONE_REJECTED: Final = Rejected({}, ())

# A line may be wrong in several ways; that it is none at all comes before what stands in it.
_ONE_EACH: Final = """
    SELECT ANY_VALUE(s.file_path) AS path, e.line AS line,
        MIN(CASE WHEN e.error_type = 'CAST' THEN NULL ELSE e.error_type END) AS kind,
        MIN(e.column_name) AS place
    FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id)
    GROUP BY e.scan_id, e.file_id, e.line"""


def rejected(
    connection: DuckDBPyConnection, format: Format, files: Sequence[SourceFile]
) -> Rejected:
    """The lines that the reader of CSV has given up."""
    by_path = {spelled(file.path): file for file in files}
    row = format.row

    def places(*expressions: str) -> set[tuple[str, str | None]]:
        """Where the columns stand that expressions use, by file."""
        used = [one for one in format.columns if quoted(one.name) in " ".join(expressions)]
        return {(path, place_of(one, [file])) for path, file in by_path.items() for one in used}

    times, needed = places(row.time), places(row.time, row.input, row.output)

    def reason(path: str, kind: str | None, place: str | None) -> str:
        if kind is not None:
            return UNREADABLE
        return NO_TIME if (path, place) in times else NO_COUNT

    counts: dict[str, int] = {}
    for path, kind, place, number in connection.execute(
        f"SELECT path, kind, place, COUNT(*) FROM ({_ONE_EACH}) GROUP BY 1, 2, 3"
    ).fetchall():
        why = reason(path, kind, place)
        counts[why] = counts.get(why, 0) + int(number)
    some = connection.execute(
        f"SELECT path, line, kind, place FROM ({_ONE_EACH}) ORDER BY 1, 2 LIMIT {SAMPLED}"
    ).fetchall()
    doubtful = connection.execute(
        """SELECT DISTINCT s.file_path, e.column_name
        FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id)
        WHERE e.error_type = 'CAST'"""
    ).fetchall()
    return Rejected(
        counts,
        tuple(
            BadRow(path, int(line), _REJECTIONS.get(kind or "", reason(path, kind, place)))
            for path, line, kind, place in some
        ),
        for_nothing=any(one not in needed for one in doubtful),
    )


_REJECTIONS: Final = {
    "MISSING COLUMNS": "too few columns",
    "TOO MANY COLUMNS": "too many columns",
    "UNQUOTED VALUE": "a quote that does not end",
    "LINE SIZE OVER MAXIMUM": "a line that is too long",
    "INVALID ENCODING": NO_UTF_8,
}
