"""`payback import usage SOURCE...`: calls, tokens, cost and latency from logs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.cli.importing.opening import (
    opened,
    refuse_silence,
    request_of,
    source_options,
    watch_on_terminal,
)
from wizard.cli.launch import has_terminal
from wizard.imports.engines.dialects import NAMES
from wizard.problems import Exit, on_one_line, say
from wizard.sessions.session_file import read_session

if TYPE_CHECKING:
    from wizard.imports.importing import Imported
    from wizard.imports.offering import Offered
    from wizard.imports.request import Request


@click.command("usage")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--into", type=FILE, metavar="FILE", help="Offer the answers to this session.")
@click.option("--endpoint", metavar="NAME", help="The one endpoint whose calls are counted.")
@source_options
@click.option(
    "--accept",
    multiple=True,
    metavar="KEY|all",
    help="With --into: take this answer without asking; may be given several times.",
)
@click.option(
    "--print-sql",
    "dialect",
    type=click.Choice(NAMES),
    metavar="DIALECT",
    help=f"Print the query for a console of your own, and read nothing: {', '.join(NAMES)}.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@policy_option
def usage_command(
    sources: tuple[str, ...],
    into: Path | None,
    endpoint: str | None,
    accept: tuple[str, ...],
    dialect: str | None,
    as_json: bool,
    policy_file: Path | None,
    **reading: Any,
) -> int:
    """Read usage from logs, and propose the answers that follow from it.

    SOURCE is a file, a pattern such as 'logs/*.jsonl.gz', or a folder; CSV, JSON, JSON lines and
    Parquet are told apart, and whose export it is, by what stands in them. Or it is a database:
    postgresql://USER@HOST/DATABASE or clickhouse://USER@HOST/DATABASE reads the table of LiteLLM's
    spend log, or --table; a password is better kept in PGPASSWORD or CLICKHOUSE_PASSWORD, or in
    the files of their own programs. sc://HOST:PORT is a Spark likewise, its token best kept in
    SPARK_CONNECT_AUTHENTICATE_TOKEN.

    --print-sql prints the query for a warehouse that only its own console reaches; the result,
    saved as CSV, is a source like any other.

    Nothing is written without --into; with it each answer is asked for, or named by --accept.
    """
    if dialect is not None:
        request = request_of(sources, endpoint, reading)
        others = into is not None or accept or as_json or request.sampled is not None
        if sources or others:
            raise click.UsageError(
                "--print-sql prints a query, reads no SOURCE and proposes nothing: leave out"
                " SOURCE, --into, --accept, --json and --sampled, which are for its result; a table"
                " is named with --table."
            )
        return _print_sql(request, dialect)
    has_person = has_terminal() and not as_json
    refuse_silence(into, accept, asks=has_person)
    if not sources:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    if into is None:
        request = request_of(sources, endpoint, reading)
        _print(_imported(request, None, asks=has_person), as_json)
        return Exit.DONE
    _refuse_strangers(accept)
    team = team_policy(policy_file, into)
    # What cannot be used is said before a long import, not behind it.
    answers = read_session(into).answers
    imported = _imported(request_of(sources, endpoint, reading), into, asks=has_person)
    return _offered(imported, answers, into, accept, team, as_json=as_json)


def _refuse_strangers(accept: tuple[str, ...]) -> None:
    from rules.usage.proposal import ANSWERS
    from rules.usage.shares import SHARES
    from wizard.imports.accepting import refuse_strangers

    refuse_strangers(accept, [*ANSWERS, SHARES])


def _print_sql(request: Request, dialect: str) -> int:
    from wizard.imports.printing import printed

    click.echo(printed(request, dialect))
    return Exit.DONE


def _print(imported: Imported, as_json: bool, offered: Offered | None = None) -> None:
    from wizard.imports.importing import DOLLARS
    from wizard.imports.report import as_object, page, remarks_of

    money = DOLLARS if offered is None else offered.money
    proposals = None if offered is None else offered.proposals
    if as_json:
        for remark in remarks_of(imported):
            say(on_one_line(remark))
        click.echo(json.dumps(as_object(imported, proposals), allow_nan=False))
    else:
        click.echo(page(imported, money, proposals))


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
    from wizard.cli.importing.accepting import ask, putting, write
    from wizard.imports.accepting import LeftUnanswered
    from wizard.imports.offering import DOUBTS, accepted, offered_to

    found = offered_to(imported, answers, team)
    money, offered = found.money, found.offers
    _print(imported, as_json, found)
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
    write(file, putting(taken, money) if taken else None, team, say if as_json else None)
    return Exit.DONE


def _imported(request: Request, into: Path | None, *, asks: bool) -> Imported:
    """Open the sources, ask what they leave open, and add them up."""
    from wizard.imports.importing import import_usage

    request, found = opened(request, into, asks=asks)
    return import_usage(found, request, watch_on_terminal(found))
