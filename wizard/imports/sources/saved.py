"""The saved result of a printed query as a source: what was chosen then holds.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.answers.problem import Problem
from wizard.imports.engines.saved_sums import Making, SavedSums, are_saved_sums, read_sums
from wizard.imports.files.gathering import named
from wizard.imports.files.source_file import SourceFile, refused
from wizard.imports.request import Opened, Request, refuse_by
from wizard.imports.usage import NAMES, format_named
from wizard.imports.usage.format import Format, Row
from wizard.problems import InputUnusable, on_one_line


def open_saved(request: Request, files: Sequence[SourceFile]) -> Opened:
    """Open the result of a printed query.

    Raises:
        InputUnusable: where other files stand beside it, where it is not whole, or where something
            is asked for that its query did not ask.
    """
    for file in files:
        if not are_saved_sums(file):
            message = "is no result of the query that others are of; import one after the other"
            raise refused(file.path, message)
    making, rows = read_sums(files)
    format = _format(making, files[0])
    problems = list(_unlike(request, making))
    if problems:
        raise InputUnusable(problems)
    refuse_by(request, format)
    return Opened(
        engine=SavedSums(format, making, rows),
        format=format,
        what=f"{format.title} added up in {named([file.path for file in files])}",
        size=sum(file.size for file in files),
    )


def _format(making: Making, file: SourceFile) -> Format:
    """What the rows were that have been added up; endpoints are told apart as they were then."""
    if making.made_from in NAMES:
        known = format_named(making.made_from)
        known = replace(known, several={}, zone=making.made_zone)
    elif making.made_from == "mapping":
        known = Format(
            name="mapping",
            title="Mapped table",
            columns=(),
            row=Row(time="NULL", input="NULL", output="NULL"),
            endpoints={},
            fits=lambda file: False,
            zone=making.made_zone,
        )
    else:
        message = "is the result of a query that another version has printed; print it again"
        raise refused(file.path, message)
    return replace(known, endpoints={making.made_by: "NULL"})


def _unlike(request: Request, making: Making) -> Iterator[Problem]:
    """What was asked for of the result and cannot be had from it any more."""
    for option, value in (("--since", request.since), ("--until", request.until)):
        if value is not None:
            yield Problem("was chosen when the query was printed; print it with these days", option)
    if request.zone is not None and request.zone != making.made_zone:
        yield Problem(f"was {making.made_zone} when the query was printed", "--timezone")
    if making.made_for and request.endpoint not in (None, making.made_for):
        message = f"the query was printed for the endpoint '{making.made_for}' alone"
        yield Problem(on_one_line(message), "--endpoint")
    if request.mapping is not None or request.format is not None:
        yield Problem(
            "says what columns are of rows, which a result has no more; leave it out",
            "--map" if request.mapping is not None else "--format",
        )
