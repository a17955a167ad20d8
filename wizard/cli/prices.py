"""`payback prices QUERY`: what models cost, and a model's prices into a session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem, briefly
from rules.figures.prices import ListPrice, PriceFound, PriceSet, Side, usd
from rules.words.wording import listed, visible
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.cli.day import DAY
from wizard.prices.filling import date_of, filling
from wizard.prices.finding import named, nearest, search
from wizard.prices.listed import LIST, list_version
from wizard.problems import Exit, InputUnusable, on_one_line, say


@click.command("prices")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option(
    "--json", "as_list", is_flag=True, help="One JSON list, empty where nothing is found."
)
@click.option(
    "--date",
    "on",
    type=DAY,
    metavar="DATE",
    help="Prices of that day; else of today, or with --fill of the session's as_of.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many models to list.",
)
@click.option("--fill", "file", type=FILE, metavar="FILE", help="Write the prices into a session.")
@click.option(
    "--for",
    "side",
    type=click.Choice(get_args(Side)),
    metavar="teacher|student",
    help="With --fill: the model of the case that this is.",
)
@policy_option
def command(
    query: tuple[str, ...],
    as_list: bool,
    on: date | None,
    limit: int,
    file: Path | None,
    side: Side | None,
    policy_file: Path | None,
) -> int:
    """Look up what models cost, in US dollars per million tokens.

    QUERY is part of a provider's or a model's name. The list is the one that the extra `prices`
    brings along; nothing is fetched. A price that it does not have is none, and no other one stands
    in for it.

    With --fill and --for the prices of one model go into a session, with list and date as their
    source. A case in another currency needs policy.usd_rate, its own or from --policy.
    """
    if (file is None) != (side is None):
        raise click.UsageError("--fill FILE and --for teacher|student belong together.")
    if as_list and file is not None:
        raise click.UsageError("--json is for a list, and --fill writes a file: use one of them.")
    if policy_file is not None and file is None:
        raise click.UsageError("--policy is for a session, which --fill FILE names.")
    words = " ".join(query)
    if file is not None and side is not None:
        return _fill(words, file, side, on, limit, team_policy(policy_file, file))
    found = search(words, on or date.today())
    shown = found[:limit]
    if as_list:
        click.echo(json.dumps([_object(one) for one in shown], allow_nan=False))
    elif shown:
        for line in _table(shown):
            click.echo(visible(line).rstrip())
    if not found:
        say(on_one_line(_nothing(words)))
    elif len(found) > limit:
        say(f"{limit} of {len(found)} shown; more words find fewer, --limit shows more.")
    return Exit.DONE


def _nothing(words: str) -> str:
    close = nearest(words)
    hint = f"; nearest: {', '.join(close)}" if close else ""
    return f"no model of {LIST} {list_version()} matches '{briefly(words)}'{hint}"


# --------------------------------------------------------------------- listing


_WIDTH = 12
_HEADINGS = ("input", "cached", "cache write", "output")


def _table(found: Sequence[PriceFound]) -> Iterator[str]:
    first = found[0]
    yield f"{first.list_name} {first.list_version}, prices on {first.on},"
    yield "US dollars per million tokens; - where the list has none"
    yield ""
    width = max(len("model"), *(len(one.reference) for one in found))
    yield f"{'model':{width}}" + "".join(f"{one:>{_WIDTH}}" for one in _HEADINGS)
    for one in found:
        cells = "".join(f"{_cell(price):>{_WIDTH}}" for _, price in one.prices)
        yield f"{one.reference:{width}}{cells}"
        # That a price is absent shows in its cell.
        yield from (f"  {note}" for note in one.notes if not note.startswith("the list has no"))


def _cell(price: ListPrice | None) -> str:
    if price is None:
        return "-"
    return usd(price.single) if price.single is not None else "no single"


def _object(found: PriceFound) -> dict[str, Any]:
    return {
        "provider": found.provider,
        "model": found.model,
        "reference": found.reference,
        "name": found.name,
        "currency": "USD",
        **_prices(found.prices),
        "batch": _prices(found.batch) if found.batch is not None else None,
        "notes": list(found.notes),
        "list": found.list_name,
        "version": found.list_version,
        "date": found.on.isoformat(),
    }


def _prices(prices: PriceSet) -> dict[str, float | None]:
    return {kind: price.single if price is not None else None for kind, price in prices}


# --------------------------------------------------------------------- filling


def _fill(
    words: str, file: Path, side: Side, on: date | None, limit: int, team: TeamPolicy | None
) -> int:
    from wizard.cli.changing import change_answers

    def change(answers: Answers) -> tuple[Answers, Iterable[str]]:
        found = _the_one(words, on or date_of(answers, date.today()), limit)
        filled = filling(answers, found, side, team)
        return filled.answers, filled.said

    change_answers(file, change, team=team)
    return Exit.DONE


def _the_one(words: str, on: date, limit: int) -> PriceFound:
    meant = named(words, on)
    if len(meant) == 1:
        return meant[0]
    # What holds the words only resembles what they name, be it the one model that does.
    found = meant or search(words, on)
    if not found:
        raise InputUnusable([Problem(on_one_line(_nothing(words)))])
    if len(found) == 1:
        message = f"'{words}' is not the name of a model; did you mean {found[0].reference}?"
        raise InputUnusable([Problem(message)])
    names = [one.reference for one in found[:limit]]
    more = [f"{len(found) - limit} more"] if len(found) > limit else []
    message = f"'{words}' is {len(found)} models; name one of {listed([*names, *more], 'or')}"
    raise InputUnusable([Problem(message)])
