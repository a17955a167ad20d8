"""`payback calibration DIR`: how often the ranges of a folder's cases held, once months told."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.review.calibration.calibration import calibration
from rules.review.calibration.resolved import Judged, Resolved, judged, resolved
from rules.review.following_up import follow_up
from rules.words.wording import plural, visible
from wizard.cli.common import FILE, STDOUT, policy_option, team_policies, width_to_read
from wizard.cli.day import on_option
from wizard.cli.one_object import json_option, print_object
from wizard.disk import piped
from wizard.disk.folders import is_folder
from wizard.problems import Exit, InputUnusable, report, say
from wizard.reports.text import plain
from wizard.review.calibration_page import calibration_object, calibration_page
from wizard.review.recording import readable_decisions
from wizard.sessions.folder import NotASession, read_case, toml_files, without_sessions
from wizard.sessions.session_file import read_session
from wizard.settings.policies import FILE_NAME, Policies
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
    if folder == STDOUT or (os.path.lexists(folder) and not is_folder(folder)):
        message = "is no folder of sessions; name one, or follow up a session by `payback track`"
        raise InputUnusable([Problem(message, file=piped.named(folder))])
    numbers: list[Resolved] = []
    people: list[Judged] = []
    cases: dict[str, Path] = {}
    unusable: list[Problem] = []
    looked_at = skipped = 0
    policies = team_policies(policy_file)
    for path in toml_files(folder):
        if path.name == FILE_NAME:
            continue
        try:
            found, said, record = _of_one(path, policies, day or date.today())
        except NotASession:
            skipped += 1
        except InputUnusable as problems:
            unusable.append(problems.problems[0])
        else:
            looked_at += 1
            first = cases.setdefault(record, path) if found else path
            if first != path:
                message = f"is the case of {first} again, as approved and as it came out;"
                report([Problem(f"{message} counted once", file=str(path), severity="warning")])
                continue
            numbers += found
            people += said
    if skipped:
        say(f"{plural(skipped, 'TOML file is', 'TOML files are')} no session; skipped.")
    if not (looked_at or unusable):
        raise without_sessions(folder)
    report(unusable)
    judgement = calibration(numbers, people)
    if as_object:
        shown = {"schema": 1, "folder": str(folder), **calibration_object(judgement)}
        print_object(shown)
    else:
        click.echo(visible(plain(calibration_page(judgement, width_to_read()))))
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
