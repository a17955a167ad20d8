"""`payback portfolio DIR`: which cases of a folder to do with a budget, and in which order."""

from __future__ import annotations

from pathlib import Path

import click

from rules.comparing.portfolio.choices import Terms
from wizard.cli.common import FILE, decimal_comma, policy_option, team_policies
from wizard.cli.folder import refuse_no_folder, tell_skipped
from wizard.cli.one_object import answer, json_option
from wizard.portfolio.as_json import portfolio_object
from wizard.portfolio.asking import WrittenTerms, chosen, currency_of
from wizard.portfolio.folder import read_folder
from wizard.portfolio.page import portfolio_page
from wizard.problems import Exit, report


@click.command("portfolio")
@click.argument("folder", type=FILE, metavar="DIR")
@click.option("--budget", required=True, metavar="MONEY", help="What may be spent upfront.")
@click.option("--people", metavar="MONTHS", help="How many months people may work on it.")
@click.option(
    "--per-quarter",
    is_flag=True,
    help="Budget and months are those of each quarter, as a budget of '40k a quarter' says too;"
    " cases begin quarter by quarter.",
)
@click.option("--currency", metavar="CODE", help="Which currency the budget is in.")
@click.option(
    "--draws",
    type=click.IntRange(min=100, max=1_000_000),
    default=Terms(0).draws,
    show_default=True,
    help="How often the numbers are drawn.",
)
@click.option("--seed", type=int, default=Terms(0).seed, show_default=True, help="Of the draws.")
@json_option
@policy_option
def command(
    folder: Path,
    budget: str,
    people: str | None,
    per_quarter: bool,
    currency: str | None,
    draws: int,
    seed: int,
    as_object: bool,
    policy_file: Path | None,
) -> int:
    """Choose the cases of a folder that are worth most together within a budget.

    What they share is counted once, what excludes each other is not done together, and what a case
    needs comes first. Says in which order, how likely the whole pays back, and why the others wait.
    """
    refuse_no_folder(folder, "judge a session by `payback assess`")
    # What is no amount of anything is told before many files are read.
    called = "--budget", "--people"
    asked = WrittenTerms(budget, people, decimal_comma(), called, per_quarter)
    asked.read()
    found = read_folder(folder, team_policies(policy_file).of)
    tell_skipped(found.skipped)
    code = currency_of(found, currency, asked)
    planned = chosen(found, code, Terms(*asked.read(code), draws, seed))
    assert planned is not None
    report((*found.doubts, *planned.problems))
    answer(as_object, lambda: portfolio_object(planned), lambda: portfolio_page(planned))
    is_amiss = found.unusable or any(one.severity == "error" for one in planned.problems)
    return Exit.UNUSABLE if is_amiss else Exit.DONE
