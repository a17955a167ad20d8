"""`payback calibration DIR`: how often the ranges of a folder's cases held, once months told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.review.calibration.calibration import calibration
from rules.review.calibration.resolved import Judged, Resolved, judged, resolved
from rules.review.following_up import follow_up
from wizard.cli.common import FILE, policy_option, team_policies, width_to_read
from wizard.cli.day import on_option
from wizard.cli.folder import read_each, refuse_no_folder
from wizard.cli.one_object import answer, json_option
from wizard.problems import Exit, report
from wizard.review.calibration_page import calibration_object, calibration_page
from wizard.review.recording import readable_decisions
from wizard.sessions.folder import read_case
from wizard.sessions.session_file import read_session
from wizard.settings.policies import Policies
from wizard.workshop.record import workshop_of


@click.command("calibration")
@click.argument("folder", type=FILE, metavar="DIR")
@on_option
@json_option
@policy_option
def command(folder: Path, day: date | None, as_object: bool, policy_file: Path | None) -> int:
    """Say how good guesses were: how often ranges held, and which way numbers were off.

    Counted are the approved cases of a folder that have months after launch. From ten resolved
    numbers on that had no range of their own a width for stand-ins is offered. Nothing is changed
    by itself.
    """
    refuse_no_folder(folder, "follow up a session by `payback track`")
    numbers: list[Resolved] = []
    people: list[Judged] = []
    cases: dict[str, Path] = {}
    policies = team_policies(policy_file)

    def take(path: Path) -> None:
        found, said, record = _of_one(path, policies, day or date.today())
        first = cases.setdefault(record, path) if found else path
        if first != path:
            message = f"is the case of {first} again, as approved and as it came out;"
            report([Problem(f"{message} counted once", file=str(path), severity="warning")])
            return
        numbers.extend(found)
        people.extend(said)

    unusable = read_each(folder, take).unusable
    report(problem for _, problem in unusable)
    judgement = calibration(numbers, people)
    answer(
        as_object,
        lambda: {"folder": str(folder), **calibration_object(judgement)},
        lambda: calibration_page(judgement, width_to_read()),
    )
    return Exit.UNUSABLE if unusable else Exit.DONE


def _of_one(
    path: Path, policies: Policies, today: date
) -> tuple[list[Resolved], list[Judged], str]:
    """What one session resolves, and the record of it, by which copies are known.

    Raises:
        NotASession: where the file says that it is something else.
        InputUnusable: where it cannot be read, or a value in it cannot be used.
    """
    team = policies.of(path)
    case, _ = read_case(path, team)
    if not (case.decisions and case.actuals):
        return [], [], ""
    session = read_session(path, only_read=True)
    found = follow_up(session.answers, readable_decisions(session), team, today)
    report(session.placed(found.actual.doubts))
    name = str(path)
    record = repr((found.approved, case.actuals))
    return list(resolved(name, found)), list(judged(name, found, workshop_of(session))), record
