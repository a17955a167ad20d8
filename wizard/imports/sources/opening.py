"""Sources of any kind, told by how they are named: files, or a database."""

from __future__ import annotations

from wizard.imports.request import Opened, Request


def open_sources(request: Request) -> Opened:
    """Open the sources of a request, and tell of which format they are.

    Raises:
        Several: where they fit several formats.
        NoFormat: where they fit none.
        InputUnusable: where they cannot be read, or not together.
    """
    from wizard.credentials import is_address

    if any(map(is_address, request.sources)):
        from wizard.imports.sources.databases import open_database

        return open_database(request)
    from wizard.imports.sources.files import open_files

    return open_files(request)
