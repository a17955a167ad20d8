"""`payback import usage SOURCE...`: calls, tokens, cost and latency from logs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.cli.importing.progress import watch_on_terminal
from wizard.cli.launch import has_terminal
from wizard.disk.errors import shown
from wizard.problems import Exit, on_one_line, say
from wizard.sessions.session_file import read_session

if TYPE_CHECKING:
    from wizard.imports.importing import Imported, Money, Opened, Request

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
    help="By which months are cut, and in which times are read that name none and whose format does"
    " not say; otherwise UTC.",
)
@click.option("--format", "format_name", metavar="FORMAT", help="Where files fit several.")
@click.option(
    "--map",
    "mapping",
    metavar="FILE",
    help="A file that says which column is what, or the name of one that comes along: helicone,"
    " langsmith, braintrust, portkey.",
)
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
    mapping: str | None,
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
    has_person = has_terminal() and not as_json
    if into is not None and not accept and not has_person:
        raise click.UsageError(
            "--into without a terminal to ask on needs --accept KEY, which may be given several"
            " times, or --accept all."
        )
    request = Request(
        sources=sources,
        endpoint=endpoint,
        by=by,
        since=_day(since),
        until=_day(until),
        zone=zone,
        format=format_name,
    )
    if into is None:
        _print(_imported(request, mapping, None, asks=has_person), as_json, None)
        return Exit.DONE
    team = team_policy(policy_file, into)
    # What cannot be used is said before a long import, not behind it.
    answers = read_session(into, only_read=True).answers
    imported = _imported(request, mapping, into, asks=has_person)
    return _offered(imported, answers, into, accept, team, as_json=as_json)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _print(imported: Imported, as_json: bool, money: Money | None) -> None:
    from wizard.imports.importing import DOLLARS
    from wizard.imports.report import as_object, page, remarks_of

    money = money or DOLLARS
    if as_json:
        for remark in remarks_of(imported):
            say(on_one_line(remark))
        click.echo(json.dumps(as_object(imported, money), allow_nan=False))
    else:
        click.echo(page(imported, money))


def _offered(
    imported: Imported,
    answers: Answers,
    file: Path,
    accept: tuple[str, ...],
    team: TeamPolicy | None,
    *,
    as_json: bool,
) -> int:
    """Offer what follows from an import to a session, and write what is taken."""
    from wizard.cli.importing.accepting import ask, write
    from wizard.imports.accepting import LeftUnanswered
    from wizard.imports.review import DOUBTS, accepted, money_of, offers

    money = money_of(answers, team)
    offered = offers(answers, imported.proposals(money).made, money)
    _print(imported, as_json, money)
    if accept:
        taken = list(accepted(offered, accept))
    else:
        try:
            taken = ask(offered, money)
        except LeftUnanswered:
            say("Nothing was written: not everything was answered.")
            return Exit.INTERRUPTED
    for one in offered:
        if accept and one.standing in DOUBTS and one not in taken:
            there = f": {one.now}" if one.now else ""
            key = one.proposal.key
            say(
                on_one_line(
                    f"{key} is left. {DOUBTS[one.standing]}{there}; --accept {key} takes it."
                )
            )
    write(file, taken, money, team, say if as_json else None)
    return Exit.DONE


def _imported(request: Request, mapping: str | None, into: Path | None, *, asks: bool) -> Imported:
    """Open the sources, ask what they leave open, and add them up."""
    from wizard.imports.importing import import_usage
    from wizard.imports.usage.mapping import read_mapping

    if mapping is not None:
        request = replace(request, mapping=read_mapping(mapping))
    request, opened = _opened(request, into, asks=asks)
    return import_usage(opened, request, watch_on_terminal(opened.size))


def _opened(request: Request, into: Path | None, *, asks: bool) -> tuple[Request, Opened]:
    from wizard.ask.terminal import PlainTerminal
    from wizard.cli.importing import asking
    from wizard.imports.importing import open_files
    from wizard.imports.usage.detecting import NoFormat, Several
    from wizard.imports.usage.mapping import read_mapping

    try:
        return request, open_files(request)
    except Several as several:
        name = asking.ask_format(several.formats, PlainTerminal()) if asks else None
        if name is None:
            raise asking.needs_format(several.formats, request.sources[0]) from None
        request = replace(request, format=name)
    except NoFormat as none:
        kept = asking.kept_at(into)
        if kept.is_file():
            say(f"Columns as {shown(kept)} says.")
            mapping = read_mapping(str(kept))
        else:
            asked = asking.ask_mapping(none.file, PlainTerminal()) if asks else None
            if asked is None:
                raise asking.needs_mapping(none.file) from None
            mapping = asked
            asking.keep(mapping, kept)
        request = replace(request, mapping=mapping)
    return request, open_files(request)
