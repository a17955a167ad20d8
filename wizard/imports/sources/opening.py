"""Sources of any kind, told by how they are named: files, or which database.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from rules.answers.problem import Problem, briefly
from rules.words.wording import listed, visible
from wizard.credentials import is_address, scheme_of, well_written
from wizard.imports.request import Opened, Request
from wizard.problems import InputUnusable

_PLACES: Final = {
    "postgresql": "wizard.imports.sources.postgres",
    "postgres": "wizard.imports.sources.postgres",
    "clickhouse": "wizard.imports.sources.clickhouse",
    "clickhouses": "wizard.imports.sources.clickhouse",
    "clickhousedb": "wizard.imports.sources.clickhouse",
    "sc": "wizard.imports.sources.spark",
}
"""What opens an address that begins so: a module with `opened(request, address)`."""
_OF_FILES: Final = frozenset(
    ("http", "https", "ftp", "sftp", "file", "s3", "s3a", "gs", "az", "abfs", "abfss", "wasbs")
)
"""Addresses under which files lie."""
_NAMED: Final = ("postgresql", "clickhouse", "sc")
"""Of these, the ones that are told: each kind of database by one."""


def open_sources(request: Request) -> Opened:
    """Open the sources of a request, and tell of which format they are.

    Raises:
        Several: where they fit several formats.
        NoFormat: where they fit none.
        InputUnusable: where they cannot be reached or read, or not together.
    """
    address = next(filter(is_address, request.sources), None)
    if address is None:
        from wizard.imports.sources.files import open_files

        return open_files(request)
    scheme = scheme_of(address)
    if scheme in _OF_FILES:
        message = "is an address, and files are read from this machine; fetch it, and name the file"
        raise InputUnusable([Problem(message, file=visible(briefly(f"{scheme}://...")))])
    if scheme not in _PLACES:
        message = (
            f"'{visible(briefly(scheme))}' is no kind of database that is read; those are"
            f" {listed([f'{one}://' for one in _NAMED])}, and of others the result of --print-sql"
        )
        raise InputUnusable([Problem(message)])
    if len(request.sources) > 1:
        raise InputUnusable(
            [Problem("a database is read alone; import one source after the other")]
        )
    found: Opened = import_module(_PLACES[scheme]).opened(request, well_written(address))
    return found
