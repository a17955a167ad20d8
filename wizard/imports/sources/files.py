"""Files as a source: calls of one format, or the saved result of a printed query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rules.answers.problem import Problem
from wizard.imports.engines.saved_sums import are_saved_sums
from wizard.imports.files.gathering import gathered, named
from wizard.imports.files.lines import rows_per_byte
from wizard.imports.files.source_file import Empty, SourceFile, look_into
from wizard.imports.request import Opened, Request, refuse_by
from wizard.imports.usage.detecting import detected
from wizard.imports.usage.mapped import mapped
from wizard.problems import InputUnusable


def open_files(request: Request) -> Opened:
    """Find the files of a request, and tell of which format they are, as `open_sources`."""
    found = gathered(request.sources)
    files, notes = _looked_into(found.paths)
    if any(map(are_saved_sums, files)):
        from wizard.imports.sources.saved import open_saved

        opened = open_saved(request, files)
    else:
        opened = _open_calls(request, files)
    return replace(opened, notes=(*found.notes, *notes, *opened.notes))


def _open_calls(request: Request, files: Sequence[SourceFile]) -> Opened:
    from wizard.imports.engines.files import Files
    from wizard.imports.engines.numbers import grouped, unread
    from wizard.imports.engines.times import names_no_zone

    if request.mapping is not None:
        format = mapped(request.mapping, dict.fromkeys(name for one in files for name in one.names))
    else:
        format = detected(files, request.format)
    refuse_by(request, format)
    size = sum(file.size for file in files)
    return Opened(
        engine=Files(format, files),
        format=format,
        what=f"{format.title} {named([file.path for file in files])}",
        size=size,
        rows_about=size * rows_per_byte(files[0]),
        counts_twice=any(format.counts_twice(file) for file in files),
        notes=tuple(
            dict.fromkeys(
                note
                for file in files
                for note in (*format.notes(file), *grouped(format, file), *unread(format, file))
            )
        ),
        assumes_zone=(
            format.zone is None and request.zone is None and names_no_zone(format, files)
        ),
    )


def _looked_into(paths: Sequence[Path]) -> tuple[list[SourceFile], tuple[str, ...]]:
    """What files are, and what is said of those in which nothing stands; refused if all are."""
    found: list[SourceFile] = []
    empty: list[Path] = []
    problems: list[Problem] = []
    nothing: list[Problem] = []
    for path in paths:
        try:
            found.append(look_into(path))
        except Empty as unusable:
            empty.append(path)
            nothing += unusable.problems
        except InputUnusable as unusable:
            problems += unusable.problems
    if problems or not found:
        raise InputUnusable([*problems, *nothing])
    if not empty:
        return found, ()
    holds = "holds" if len(empty) == 1 else "hold"
    return found, (f"{named(empty)} {holds} nothing: no calls are from there.",)
