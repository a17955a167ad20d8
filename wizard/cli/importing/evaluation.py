"""`payback import evaluation SOURCE...`: scores of teacher and student, slice by slice."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rules.answers.answers import Answers
from rules.answers.problem import Problem
from rules.words.wording import visible
from wizard.ask.terminal import WIDTH
from wizard.cli.common import FILE, policy_option, team_policy, telling_of
from wizard.cli.importing.opening import refuse_silence
from wizard.cli.launch import has_terminal
from wizard.problems import Exit, InputUnusable, say
from wizard.sessions.session_file import read_session

if TYPE_CHECKING:
    from wizard.imports.evaluation.evaluation import Evaluation
    from wizard.imports.evaluation.proposing import Proposals


@click.command("evaluation")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--teacher",
    default="",
    metavar="NAME",
    help="The teacher, as the source calls it; without it the names there are told.",
)
@click.option("--student", default="", metavar="NAME", help="The student, likewise.")
@click.option(
    "--slice",
    "slice_by",
    metavar="FIELD",
    help="Make slices by this field: a variable, a key of the metadata, a column, or `task`.",
)
@click.option("--metric", metavar="NAME", help="The metric that says how often an answer is right.")
@click.option("--filter", "picked_by", metavar="NAME", help="The filter whose answers count.")
@click.option("--item", metavar="FIELD", help="In a table: the column that tells items apart.")
@click.option("--into", type=FILE, metavar="FILE", help="Write what is accepted into this session.")
@click.option(
    "--accept",
    multiple=True,
    metavar="KEY|all",
    help="With --into: what of the proposals to write, without being asked. Can be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@policy_option
def evaluation_command(
    sources: tuple[str, ...],
    teacher: str,
    student: str,
    slice_by: str | None,
    metric: str | None,
    picked_by: str | None,
    item: str | None,
    into: Path | None,
    accept: tuple[str, ...],
    as_json: bool,
    policy_file: Path | None,
) -> int:
    """Take scores of teacher and student from what an evaluation harness wrote.

    Read are promptfoo (JSON of version 3, CSV), lm-evaluation-harness (results and samples),
    Inspect AI (JSON and .eval), and tables with a column of scores for each system, as CSV, JSON or
    a JSON object a line; one file for both, or some for each. What a file is shows in its
    structure. A system goes by its name there, or by the file or folder where none stands.

    Answers are paired item by item; errors are no wrong answers. Without --into nothing is written.
    With it each proposal is asked about, or taken as --accept says. Slices that are there are told
    by name and keep their shares.
    """
    asks = has_terminal() and not as_json
    refuse_silence(into, accept, asks=asks)
    from wizard.cli.importing.accepting import taken, write
    from wizard.imports.accepting import refuse_strangers
    from wizard.imports.evaluation.as_json import evaluation_object
    from wizard.imports.evaluation.content import Wish
    from wizard.imports.evaluation.evaluating import evaluate
    from wizard.imports.evaluation.proposing import SLICES, proposals
    from wizard.imports.files.gathering import OF_EVALUATIONS, gathered

    # What cannot be used is said before a long import, not behind it.
    refuse_strangers(accept, [SLICES])
    answers = read_session(into).answers if into is not None else Answers()
    wish = Wish(teacher, student, slice_by, metric, picked_by, item)
    files = gathered(sources, also=OF_EVALUATIONS)
    found = evaluate(files.paths, wish, files.notes)
    offered = proposals(found, answers)
    if not as_json:
        _tell(found, offered)
    keys: frozenset[str] = frozenset()
    if into is not None:
        chosen = taken([one.question for one in offered.offered], accept)
        if chosen is None:
            say("Nothing was written: not everything was answered.")
            return Exit.INTERRUPTED
        keys = chosen
        change = _change(found, answers, keys) if keys else None
        team = team_policy(policy_file, into) if keys else None
        write(into, change, team, say if as_json else None)
    if as_json:
        whole = evaluation_object(found, offered, sorted(keys))
        with telling_of("the change was saved" if keys else ""):
            click.echo(json.dumps(whole, allow_nan=False))
    return Exit.DONE


def _tell(found: Evaluation, offered: Proposals) -> None:
    from wizard.imports.evaluation.telling import review

    lines = [*review(found), ""]
    for one in offered.offered:
        lines.append(f"Proposed for {one.question.key}: {one.question.new}")
        if one.source:
            lines.append(f"  source: {one.source}")
    lines += [f"Left open, {one.key}: {one.why}" for one in offered.left]
    with telling_of(""):
        click.echo("\n".join(part for line in lines for part in _wrapped(visible(line))))


def _wrapped(line: str) -> list[str]:
    """A line in lines that a terminal shows whole."""
    return textwrap.wrap(
        line,
        WIDTH,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _change(
    found: Evaluation, seen: Answers, keys: frozenset[str]
) -> Callable[[Answers], tuple[Answers, list[str]]]:
    """What is done to the answers of the session, unless they are no longer what was looked at."""
    from wizard.imports.evaluation.proposing import proposals

    def change(answers: Answers) -> tuple[Answers, list[str]]:
        before, now = proposals(found, seen), proposals(found, answers)
        if before != now:
            message = "what it answers here was changed meanwhile; import again to see it"
            raise InputUnusable([Problem(message, min(keys))])
        return now.applied(answers, keys)

    return change
