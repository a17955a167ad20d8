"""`payback rank DIR`: the sessions of a folder in the order of what they are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from rules.answers.problem import Problem
from rules.argument.lines import names_of
from rules.assess import outcome_of
from rules.comparing.ranking import Ranking, Standing, rank, standing
from rules.figures.ops import known
from rules.words.money import Words
from rules.words.wording import months, visible
from wizard.cli.common import FILE, policy_option, team_policies
from wizard.cli.folder import Read, read_each, refuse_no_folder
from wizard.cli.one_object import json_option, print_object
from wizard.problems import Exit, InputUnusable, on_one_line
from wizard.sessions.folder import read_case
from wizard.settings.policies import Policies


@click.command("rank")
@click.argument("folder", type=FILE, metavar="DIR")
@json_option
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the first N of each currency.",
)
@policy_option
def command(folder: Path, as_object: bool, top: int | None, policy_file: Path | None) -> int:
    """Order the sessions in a folder, and in those below it, by net present value.

    Each currency has an order of its own. Incomplete sessions follow with what is missing, then
    those that cannot be used, each with its first problem.
    """
    refuse_no_folder(folder, "judge a session by `payback assess`")
    policies = team_policies(policy_file)
    found = read_each(folder, lambda path: _standing(path, policies))
    ranking = rank(found.found)
    if as_object:
        print_object(_object(folder, ranking, found, top))
    else:
        click.echo(visible("\n".join(_page(ranking, found, top))))
    return Exit.UNUSABLE if found.unusable else Exit.DONE


def _standing(path: Path, policies: Policies) -> Standing:
    team = policies.of(path)
    case, title = read_case(path, team)
    outcome = outcome_of(case, team)
    if outcome.too_large is not None:
        problem = Problem("makes figures too large to calculate with", key=outcome.too_large)
        raise InputUnusable([problem.at(str(path), None)])
    return standing(str(path), title, case, outcome)


def _shown(standings: Sequence[Standing], top: int | None) -> Sequence[Standing]:
    return standings if top is None else standings[:top]


# --------------------------------------------------------------------------- page


_HEADINGS = ("#", "npv", "verdict", "payback", "upfront")


def _page(ranking: Ranking, found: Read[Standing], top: int | None) -> Iterator[str]:
    """Sections with an empty line between them."""
    sections = [
        *(
            [currency, *_table(_shown(standings, top), len(standings))]
            for currency, standings in ranking.by_currency.items()
        ),
        [
            "Incomplete",
            *(
                f"  {on_one_line(one.name)}: needs {names_of(one.missing)}"
                for one in ranking.incomplete
            ),
        ],
        ["Not usable", *(f"  {on_one_line(str(problem))}" for _, problem in found.unusable)],
    ]
    for number, section in enumerate(section for section in sections if len(section) > 1):
        if number:
            yield ""
        yield from section


def _table(shown: Sequence[Standing], of: int) -> Iterator[str]:
    rows = [_HEADINGS, *(_cells(number, one) for number, one in enumerate(shown, 1))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    files = ["session", *(on_one_line(one.name) for one in shown)]
    for row, name in zip(rows, files, strict=True):
        cells = "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        yield f"  {cells}  {name}"
    if len(shown) < of:
        yield f"  and {of - len(shown)} more"


def _cells(number: int, one: Standing) -> tuple[str, ...]:
    words = Words(one.currency)
    return (
        str(number),
        words.money(one.npv),
        str(one.verdict),
        months(one.payback_months),
        words.money(one.upfront_total),
    )


# --------------------------------------------------------------------------- JSON


def _object(
    folder: Path, ranking: Ranking, found: Read[Standing], top: int | None
) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "ranked": [
            {
                "currency": currency,
                "count": len(standings),
                "sessions": [
                    {
                        "rank": number,
                        "file": one.name,
                        "title": one.title,
                        "verdict": one.verdict,
                        "payback_months": known(one.payback_months),
                        "npv": known(one.npv),
                        "upfront_total": known(one.upfront_total),
                    }
                    for number, one in enumerate(_shown(standings, top), 1)
                ],
            }
            for currency, standings in ranking.by_currency.items()
        ],
        "incomplete": [
            {
                "file": one.name,
                "title": one.title,
                "currency": one.currency,
                "missing": list(one.missing),
            }
            for one in ranking.incomplete
        ],
        "unusable": [
            {
                "file": str(path),
                "line": problem.line if problem.file == str(path) else None,
                "key": problem.key or None,
                "message": problem.message if problem.file == str(path) else str(problem),
            }
            for path, problem in found.unusable
        ],
        "skipped": found.skipped,
    }
