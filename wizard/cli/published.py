"""`payback published [FILE]`: published cases, and where one's own lies among them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rules.assess import Assessment
from rules.comparing.published.beside import beside, said_of_all, saving_per_call
from rules.comparing.published.cases import LEFT_OUT, PUBLISHED, PublishedCase
from rules.words.wording import count, listed, percent
from wizard.cli.common import FILE, policy_option, read_and_judge, team_policy, width_to_read
from wizard.cli.one_object import answer, json_option
from wizard.problems import Exit
from wizard.reports.text import INDENT, points, under

if TYPE_CHECKING:
    from screens.ports import ReportLine


@click.command("published")
@click.argument("file", type=FILE, required=False)
@json_option
@policy_option
def command(file: Path | None, as_object: bool, policy_file: Path | None) -> int:
    """List published cases of a small model in place of a large one, with their sources.

    With FILE, say where that session lies among them. Neither changes what it is judged to be.
    """
    assessment = None
    if file is not None:
        _, assessment = read_and_judge(file, team=team_policy(policy_file, file))
    answer(as_object, lambda: _object(file, assessment), lambda: _page(assessment, width_to_read()))
    return Exit.DONE


def _page(assessment: Assessment | None, width: int) -> Iterator[ReportLine]:
    inner = width - INDENT
    if assessment is not None:
        yield from under("Beside published cases", [points(beside(assessment), inner)], width)
        yield ()
    else:
        yield from under("Published cases", [points(said_of_all(), inner)], width)
        yield ()
    for number, one in enumerate(PUBLISHED):
        if number:
            yield ()
        heading = f"{one.task}: {one.student} in place of {one.teacher}"
        yield from under(heading, [points(facts(one), inner)], width)


def facts(one: PublishedCase) -> Iterator[str]:
    """What its source says, a sentence each."""
    sense = "" if one.sense == "exactly" else f"{one.sense} "
    routed = "" if one.is_distilled else " Nothing is distilled: it is what routing alone brings."
    yield f"{sense}{percent(one.saving)} less per call.".capitalize() + routed
    if one.calls_per_month is not None:
        yield f"{count(one.calls_per_month)} calls a month."
    if one.payback:
        yield f"Payback: {one.payback}."
    if one.upfront:
        yield f"Before launch: {one.upfront}."
    yield f"Quality: {one.quality}."
    yield f"Left out: {listed([LEFT_OUT[part] for part in one.left_out])}."
    yield f"{one.source}, {one.when}."


def _object(file: Path | None, assessment: Assessment | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "cases": [
            {
                "task": one.task,
                "teacher": one.teacher,
                "student": one.student,
                "saving": one.saving,
                "sense": one.sense,
                "calls_per_month": one.calls_per_month,
                "payback": one.payback or None,
                "upfront": one.upfront or None,
                "quality": one.quality,
                "left_out": list(one.left_out),
                "distilled": one.is_distilled,
                "source": one.source,
                "published": one.when,
            }
            for one in PUBLISHED
        ],
    }
    if assessment is not None:
        found["file"] = str(file)
        found["saving"] = saving_per_call(assessment)
        found["beside"] = list(beside(assessment))
    return found
