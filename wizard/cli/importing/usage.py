"""`payback import usage SOURCE...`: calls, tokens, cost and latency from logs."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.common import FILE, policy_option
from wizard.problems import Exit

if TYPE_CHECKING:
    from wizard.imports.importing import Imported, Request

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("usage")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--into", type=FILE, metavar="FILE", help="Offer the answers to this session.")
@click.option("--endpoint", metavar="NAME", help="The one endpoint whose calls are counted.")
@click.option("--by", default="", metavar="FIELD", help="What an endpoint is: team, key_alias ...")
@click.option("--since", type=_DAY, metavar="YYYY-MM-DD", help="Calls from this day on.")
@click.option("--until", type=_DAY, metavar="YYYY-MM-DD", help="Calls up to and on this day.")
@click.option(
    "--timezone",
    "zone",
    metavar="ZONE",
    help="By which months are cut, and in which times that name none are read; otherwise UTC.",
)
@click.option("--format", "format_name", metavar="FORMAT", help="Where files fit several.")
@click.option("--map", "mapping", type=FILE, metavar="FILE", help="Columns and units of files.")
@click.option(
    "--accept",
    multiple=True,
    metavar="KEY|all",
    help="With --into: take this answer without asking; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@policy_option
def usage_command(
    sources: tuple[str, ...],
    into: Path | None,
    endpoint: str | None,
    by: str,
    since: datetime | None,
    until: datetime | None,
    zone: str | None,
    format_name: str | None,
    mapping: Path | None,
    accept: tuple[str, ...],
    as_json: bool,
    policy_file: Path | None,
) -> int:
    """Read usage from files, and propose the answers that follow from it.

    SOURCE is a file, a pattern such as 'logs/*.jsonl.gz', or a folder; CSV, JSON, JSON lines and
    Parquet are told apart, and whose export it is, by what stands in them.

    Nothing is written without --into; with it each answer is asked for, or named by --accept.
    """
    from wizard.imports.importing import Request

    if accept and into is None:
        raise click.UsageError("--accept says what goes into a session; name it with --into.")
    request = Request(
        sources=sources,
        endpoint=endpoint,
        by=by,
        since=_day(since),
        until=_day(until),
        zone=zone,
        format=format_name,
    )
    imported = _imported(request, mapping)
    from wizard.imports.report import as_object, page

    if as_json:
        click.echo(json.dumps(as_object(imported), allow_nan=False))
    else:
        click.echo(page(imported))
    return Exit.DONE


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _imported(request: Request, mapping: Path | None) -> Imported:
    from wizard.imports.engines.engine import Watch
    from wizard.imports.importing import import_usage, open_files

    opened = open_files(request)
    return import_usage(opened, request, Watch())
