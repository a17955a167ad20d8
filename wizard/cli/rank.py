"""`payback rank DIR`: the sessions of a folder in the order of what they are worth."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from rules.answers.problem import Problem
from rules.argument.lines import names_of
from rules.assess import outcome_of
from rules.comparing.ranking import Ranking, Standing, rank, standing
from rules.figures.ops import known
from rules.words.money import Words
from rules.words.wording import months, plural, visible
from wizard.cli.common import FILE, STDOUT, policy_option, team_policies
from wizard.cli.one_object import json_option, print_object
from wizard.disk import piped
from wizard.disk.folders import is_folder
from wizard.problems import Exit, InputUnusable, on_one_line, say
from wizard.sessions.folder import NotASession, read_case, toml_files, without_sessions
from wizard.settings.policies import FILE_NAME, Policies


@dataclass(slots=True)
class _Found:
    """What a folder holds."""

    standings: list[Standing] = field(default_factory=list)
    unusable: list[tuple[Path, Problem]] = field(default_factory=list)
    """Each with the first of its problems."""
    skipped: int = 0


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
    if folder == STDOUT or (os.path.lexists(folder) and not is_folder(folder)):
        message = "is no folder of sessions; name one, or judge a session by `payback assess`"
        raise InputUnusable([Problem(message, file=piped.named(folder))])
    found = _read(folder, team_policies(policy_file))
    if found.skipped:
        say(f"{plural(found.skipped, 'TOML file is', 'TOML files are')} no session; skipped.")
    if not (found.standings or found.unusable):
        raise without_sessions(folder)
    ranking = rank(found.standings)
    if as_object:
        print_object(_object(folder, ranking, found, top))
    else:
        click.echo(visible("\n".join(_page(ranking, found, top))))
    return Exit.UNUSABLE if found.unusable else Exit.DONE


def _read(folder: Path, policies: Policies) -> _Found:
    """Judge one file after the other, so that no more than one case is in memory."""
    found = _Found()
    for path in toml_files(folder):
        if path.name == FILE_NAME:
            continue
        try:
            team = policies.of(path)
            case, title = read_case(path, team)
        except NotASession:
            found.skipped += 1
            continue
        except InputUnusable as unusable:
            found.unusable.append((path, unusable.problems[0]))
            continue
        outcome = outcome_of(case, team)
        if outcome.too_large is not None:
            problem = Problem("makes figures too large to calculate with", key=outcome.too_large)
            found.unusable.append((path, problem.at(str(path), None)))
        else:
            found.standings.append(standing(str(path), title, case, outcome))
    return found


def _shown(standings: Sequence[Standing], top: int | None) -> Sequence[Standing]:
    return standings if top is None else standings[:top]


# --------------------------------------------------------------------------- page


_HEADINGS = ("#", "npv", "verdict", "payback", "upfront")


def _page(ranking: Ranking, found: _Found, top: int | None) -> Iterator[str]:
    """Sections with an empty line between them."""
    sections = [
        *(
            [currency, *_table(_shown(standings, top), len(standings))]
            for currency, standings in ranking.by_currency.items()
        ),
        ["Incomplete", *(_waiting(one) for one in ranking.incomplete)],
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


def _waiting(one: Standing) -> str:
    return f"  {on_one_line(one.name)}: needs {names_of(one.missing)}"


# --------------------------------------------------------------------------- JSON


def _object(folder: Path, ranking: Ranking, found: _Found, top: int | None) -> dict[str, Any]:
    return {
        "schema": 1,
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
