"""Files, added up by DuckDB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from rules.usage.usage import BadRow, Usage
from wizard.disk.errors import shown
from wizard.imports.engines.duck import answer, closed_up, spelled
from wizard.imports.engines.engine import Wanted, Watch
from wizard.imports.engines.grouping import Copies
from wizard.imports.engines.judging import BAD, NO_COUNT, UNREADABLE
from wizard.imports.engines.numbers import with_grouping
from wizard.imports.engines.parsed_once import parsed_once
from wizard.imports.engines.reading import BUFFER, LONGEST_LINE, place_of, relation
from wizard.imports.engines.rejects import NONE_REJECTED, SAMPLED, Rejected, rejected
from wizard.imports.engines.sql import query
from wizard.imports.engines.sums import copies_in, dropped_in, refuse_rubbish, usage_of
from wizard.imports.engines.tables import columns_used
from wizard.imports.files.bad_rows import Needed, bad_rows
from wizard.imports.files.json_records import LISTS, why_too_large
from wizard.imports.files.lines import has_broken_ends, has_endless_line, line_with_a_return
from wizard.imports.files.source_file import SourceFile, broken_off, refused
from wizard.imports.usage.format import Format, Kind, quoted
from wizard.problems import InputUnusable

_ALL_KEYS_UP_TO: Final = 256 << 20
"""Bytes of text of which every key is held to find calls that stand in it twice; of more a part is
looked at first, and all only where it has some."""
_LOOKED_THROUGH: Final = 256 << 20
"""Bytes of files that are looked through for what groups digits, where a count is not read."""
_TEXT_PER_PARQUET: Final = 16
"""How many bytes of text hold what one of Parquet does."""


class _Mistaken(Exception):
    """A source was trusted, and should not have been."""


class Files:
    """Files of one format."""

    def __init__(self, format: Format, files: Sequence[SourceFile]) -> None:
        """Files that have been looked into, at least one."""
        self._format = format
        self._files = tuple(with_grouping(format, file) for file in files)

    def read_as(self, format: Format) -> Files:
        """The same files, their rows made calls as another format says."""
        return Files(format, self._files)

    def aggregate(self, wanted: Wanted, watch: Watch) -> Usage:
        """Add the calls up, as `Engine` says."""
        self._refuse_endless_lines()
        copies: Copies = "ignored"
        if self._has_keys():
            text = sum(
                file.size * (_TEXT_PER_PARQUET if file.container == "parquet" else 1)
                for file in self._files
            )
            may_probe = self._format.row.copies_are_alike and text > _ALL_KEYS_UP_TO
            copies = "probed" if may_probe else "removed"
        # What is unfolded is looked for in every column as it is.
        is_narrow = not self._format.records and not any(map(has_broken_ends, self._files))
        trusts = True
        looks_deeper = self._has_csv()
        has_json = any(file.container not in ("csv", "parquet") for file in self._files)
        while True:
            try:
                rows, given_up = self._answer(
                    wanted, watch, copies, trusts=trusts, is_narrow=is_narrow
                )
            except _Mistaken:
                trusts = False
                continue
            # Once more at most for each: with digits grouped that are not in the beginning,
            # without trust, with every key held, with all columns.
            lacks_counts = dropped_in(rows, NO_COUNT) or NO_COUNT in given_up.counts
            if looks_deeper and (lacks_counts or given_up.for_nothing):
                looks_deeper = False
                if self._finds_grouping():
                    continue
            has_copies = copies == "probed" and copies_in(rows)
            was_trusted = trusts and given_up.for_nothing
            may_be_more = is_narrow and has_json and dropped_in(rows, UNREADABLE)
            if not has_copies and not was_trusted and not may_be_more:
                break
            copies = "removed" if has_copies else copies
            trusts = trusts and not was_trusted
            is_narrow = is_narrow and not may_be_more
        found = usage_of(rows, self._format, wanted, unread=given_up.counts)
        found = replace(
            found, probed_copies=copies == "probed", bad_rows=self._sampled(found, given_up.some)
        )
        refuse_rubbish(
            found,
            self._format,
            shown(self._files[0].path),
            is_at_a_word=not any(map(self._format.fits, self._files)),
        )
        return found

    def _answer(
        self, wanted: Wanted, watch: Watch, copies: Copies, *, trusts: bool, is_narrow: bool
    ) -> tuple[list[tuple[Any, ...]], Rejected]:
        """The query's answer, and the lines that were no rows.

        Where it `trusts`, every column of CSV and every text of JSON is taken to hold what it
        should. Where it `is_narrow`, a row of JSON without any of the columns that are used is
        taken for one that could not be read, which spares reading the others. Both are quicker.

        Raises:
            _Mistaken: where a text of JSON was trusted, and is none.
        """
        by = wanted.by or next(iter(self._format.endpoints))
        used = None
        if is_narrow:
            columns = columns_used(self._format, by, has_keys=copies == "removed")
            used = {one.name for one in columns}
        source = relation(self._format, self._files, trusts=trusts, used=used)
        format = parsed_once(self._without_absent_field(), by, trusts=trusts)
        statement = query(format, source.sql, wanted, copies, way="fanned", whole=source.whole)
        parameters = {**source.parameters, **wanted.parameters}
        size = sum(file.size for file in self._files)
        zone = self._format.zone or wanted.zone
        with closed_up([file.path for file in self._files], zone) as connection:
            # Not before it is known to be there.
            import duckdb

            try:
                rows = answer(connection, statement, parameters, watch, size)
                given_up = NONE_REJECTED
                if self._has_csv():
                    given_up = rejected(connection, self._format, self._files)
            except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException):
                # Our own mistake, which no other file would mend.
                raise
            except duckdb.Error as failure:
                if trusts and "Malformed JSON" in str(failure):
                    raise _Mistaken from None
                raise self._refused(failure) from failure
        return rows, given_up

    def _without_absent_field(self) -> Format:
        """The format, not asking for a field of durations that no file has."""
        row = self._format.row
        for column in self._format.columns:
            if row.seconds_logged == quoted(column.name) and not any(
                column.found_in(file.names) for file in self._files
            ):
                return replace(self._format, row=replace(row, seconds_logged="NULL"))
        return self._format

    def _has_keys(self) -> bool:
        """Whether any file has all the columns by which a call is known again."""
        used = " ".join(self._format.row.key)
        needed = [one for one in self._format.columns if f'"{one.name}"' in used]
        return any(all(place_of(one, [file]) is not None for one in needed) for file in self._files)

    def _sampled(self, found: Usage, bad: tuple[BadRow, ...]) -> tuple[BadRow, ...]:
        """Some of the rows that cannot be used, where there are any."""
        number = sum(found.dropped.get(reason, 0) for reason in BAD)
        named = list(bad)
        for file in self._files:
            if len(named) >= min(number, SAMPLED):
                break
            row = self._format.row
            takes_all = not row.skipped
            named += bad_rows(
                file,
                Needed(
                    self._called(file, row.input + row.output, Kind.COUNT),
                    # What has failed, or tells none of its own, may lack them.
                    is_always=takes_all and not row.may_lack_tokens and row.status == "'unknown'",
                ),
                Needed(self._called(file, row.time, Kind.TIME), is_always=takes_all),
                min(number, SAMPLED) - len(named),
            )
        return tuple(named)

    def _called(self, file: SourceFile, expression: str, kind: Kind) -> list[list[str]]:
        """What the file calls columns of a kind that an expression uses, each by all spellings."""
        used = [
            one
            for one in self._format.columns
            if one.kind is kind and quoted(one.name) in expression
        ]
        called = ([name for name in file.names if one.found_in([name])] for one in used)
        return [names for names in called if names]

    def _refuse_endless_lines(self) -> None:
        for file in self._files:
            if file.container == "csv" and has_endless_line(file, BUFFER):
                raise refused(
                    file.path,
                    f"has a line of more than {BUFFER >> 20} MB, which is no call; export it again",
                )

    def _finds_grouping(self) -> bool:
        """Whether what groups the digits of counts is known of a file where it was not before."""
        before, self._files = self._files, ()
        size = 0
        for file in before:
            size += file.size
            if not file.numerals.thousands and size <= _LOOKED_THROUGH:
                file = with_grouping(self._format, file, in_depth=True)
            self._files += (file,)
        return self._files != before

    def _has_csv(self) -> bool:
        return any(file.container == "csv" for file in self._files)

    def _refused(self, failure: Exception) -> InputUnusable:
        """What DuckDB says, in words that hold nothing of what stands in a file."""
        said = str(failure)
        named = [file for file in self._files if spelled(file.path) in said] or list(self._files)
        for one in named:
            if one.is_compressed and re.search("gzip|decompress|GZIP", said):
                return refused(one.path, broken_off(one.path))
        return refused(named[0].path, _why_unreadable(named[0], said))


def _why_unreadable(file: SourceFile, said: str) -> str:
    is_of_one_row = "max_line_size" in said or "maximum_object_size" in said
    lacks_memory = "memory" in said.lower()
    if is_of_one_row and any(one in LISTS for one in file.names):
        return why_too_large(file.names)
    if is_of_one_row:
        return (
            f"has an object of more than {LONGEST_LINE >> 20} MB, as no call is without its texts;"
            " leave prompts and answers out of the export"
        )
    if "JSON" in said:
        from wizard.imports.files.json_breaks import where_json_breaks

        return where_json_breaks(file)
    if lacks_memory and file.container == "object":
        return why_too_large(file.names)
    if lacks_memory:
        return "takes more memory and disk than there is; name one endpoint"
    if "CSV Parser" in said and (line := line_with_a_return(file)) is not None:
        return (
            f"has a carriage return within line {line:,}, outside of quotes: that is no end of a"
            " line here; take it out, or put the cell in quotes"
        )
    return (
        "cannot be read as a whole; it may have changed meanwhile, or be damaged: try again, or"
        " export it anew"
    )
