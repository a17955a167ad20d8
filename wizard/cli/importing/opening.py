"""What every command that reads usage takes: sources, how they are read, how far that is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rules.words.wording import count, percent
from wizard.cli.common import decimal_comma
from wizard.cli.day import DAY
from wizard.disk.errors import shown
from wizard.problems import say

if TYPE_CHECKING:
    from wizard.imports.engines.engine import Progress, Watch
    from wizard.imports.request import Opened, Request

_WORTH_SHOWING = 64 << 20
"""Bytes; less is read in a moment."""


class _Share(click.ParamType[float]):
    """A percentage above 0, as people write one."""

    name = "percent"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        from rules.answers.numbers import NotANumber, Takes, Unit, read_typed

        if isinstance(value, float):
            return value
        try:
            takes = Takes(Unit.PERCENT, decimal_comma=decimal_comma(), such_as="10%")
            share = read_typed(value, takes)
        except NotANumber as wrong:
            self.fail(str(wrong), param, ctx)
        if share.low is not None or not 0 < share.likely <= 1:
            self.fail("must be above 0% and at most 100%, such as 10%", param, ctx)
        return share.likely


_OPTIONS = (
    click.option(
        "--by", default="", metavar="FIELD", help="What an endpoint is: team, key_alias ..."
    ),
    click.option("--since", type=DAY, metavar="DATE", help="Calls from this day on."),
    click.option("--until", type=DAY, metavar="DATE", help="Calls up to and on this day."),
    click.option(
        "--timezone",
        "zone",
        metavar="ZONE",
        help="By which months are cut, and in which times are read that name none and whose format"
        " does not say; otherwise UTC.",
    ),
    click.option("--format", "format_name", metavar="FORMAT", help="Where files fit several."),
    click.option(
        "--sampled",
        type=_Share(),
        metavar="PERCENT",
        help="Which share of all calls the source holds, such as 10%; calls a month are scaled.",
    ),
    click.option(
        "--map",
        "mapping",
        metavar="FILE",
        help="A file that says which column is what, or the name of one that comes along:"
        " azure-openai, braintrust, helicone, langsmith, portkey, vertex.",
    ),
    click.option(
        "--table",
        metavar="NAME",
        help="The table of a database, LiteLLM_SpendLogs where none is named.",
    ),
)


def source_options(command: click.decorators.FC) -> click.decorators.FC:
    """The options by which a command is told how to read its sources."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_silence(into: Path | None, accept: tuple[str, ...], *, asks: bool) -> None:
    """Refuse what leaves open what goes into a session, or into which."""
    if accept and into is None:
        raise click.UsageError("--accept says what goes into a session; name it with --into.")
    if into is not None and not accept and not asks:
        raise click.UsageError(
            "--into without a terminal to ask on needs --accept KEY, which may be given several"
            " times, or --accept all."
        )


def request_of(
    sources: tuple[str, ...], endpoint: str | None, reading: Mapping[str, Any]
) -> Request:
    """What somebody asks for; `reading` has the values of `source_options` by name.

    Raises:
        InputUnusable: where one of them names nothing that there is, or the mapping of columns
            cannot be read.
    """
    from wizard.imports.request import Request, refuse_unusable
    from wizard.imports.usage.mapping import read_mapping

    mapping = reading["mapping"]
    request = Request(
        sources=sources,
        endpoint=endpoint,
        by=reading["by"],
        since=reading["since"],
        until=reading["until"],
        zone=reading["zone"],
        format=reading["format_name"],
        mapping=None if mapping is None else read_mapping(mapping),
        table=reading["table"],
        sampled=reading["sampled"],
    )
    # Before a source is opened, and before anybody is asked what it leaves open.
    refuse_unusable(request)
    return request


def opened(request: Request, into: Path | None, *, asks: bool) -> tuple[Request, Opened]:
    """Open the sources of a request, and ask what they leave open.

    Args:
        request: as somebody made it.
        into: the session beside which a mapping is kept; otherwise in the current folder.
        asks: whether somebody can be asked.

    Returns:
        The request with what was said then, and the sources.

    Raises:
        InputUnusable: where they cannot be read, or nobody can be asked.
    """
    from wizard.ask.signals import prompting
    from wizard.cli.importing import asking
    from wizard.imports.sources.opening import open_sources
    from wizard.imports.usage.detecting import NoFormat, Several
    from wizard.imports.usage.mapping import read_mapping
    from wizard.imports.usage.naming_columns import keep, kept_at

    try:
        return request, open_sources(request)
    except Several as several:
        name = None
        if asks:
            with prompting() as terminal:
                name = asking.ask_format(several.formats, terminal)
        if name is None:
            raise asking.needs_format(several.formats, request.sources[0]) from None
        request = replace(request, format=name)
    except NoFormat as none:
        kept = kept_at(into)
        if kept.is_file():
            say(f"Columns as {shown(kept)} says.")
            mapping = read_mapping(str(kept))
        else:
            asked = None
            if asks:
                with prompting() as terminal:
                    asked = asking.ask_mapping(none.file, terminal)
            if asked is None:
                raise asking.needs_mapping(none.file) from None
            mapping = asked
            say(keep(mapping, kept))
        request = replace(request, mapping=mapping)
    return request, open_sources(request)


def watch_on_terminal(*opened: Opened) -> Watch:
    """A watch that shows how far it is, where a terminal sees it and there is enough to read."""
    from wizard.imports.engines.engine import Watch

    if sum(one.size for one in opened) < _WORTH_SHOWING or not sys.stderr.isatty():
        return Watch()
    return Watch(show=partial(_show, sum(one.rows_about for one in opened)))


def _show(rows_about: float, progress: Progress) -> None:
    read = progress.share * progress.size / 1e6
    rows = f", about {count(rows_about * progress.share)} rows" if rows_about else ""
    line = f"{percent(progress.share):>6}  {read:,.0f} of {progress.size / 1e6:,.0f} MB{rows}"
    sys.stderr.write(f"\r{line}\x1b[K" if progress.share < 1 else "\r\x1b[K")
    sys.stderr.flush()
