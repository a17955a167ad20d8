"""`payback track FILE`: what came of a case, month by month, beside what was planned."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rules.answers.answers import Answers
from rules.answers.numbers import NotANumber, Takes, Unit, read_typed
from rules.answers.policy import TeamPolicy
from rules.review.following_up import FollowUp, follow_up
from rules.words.wording import listed, visible
from wizard.cli.changing import apply_changes, change_in_place
from wizard.cli.common import FILE, decimal_comma, policy_option, team_policy, telling_of
from wizard.cli.day import DAY, on_option
from wizard.cli.importing.opening import source_options
from wizard.cli.launch import has_terminal
from wizard.cli.one_object import answer
from wizard.disk.errors import shown
from wizard.problems import Exit, report, say
from wizard.reports.text import plain
from wizard.review.recording import readable_decisions
from wizard.review.track_object import follow_up_object, usage_object
from wizard.review.track_page import track_page
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile, read_session

if TYPE_CHECKING:
    from screens.ports import ReportLine
    from wizard.review.keeping_months import Offer


class _Share(click.ParamType[float]):
    """A share as an option: 4% or 0.04."""

    name = "SHARE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The share, from 0 to less than 1; a usage error that says how one is written."""
        takes = Takes(Unit.PERCENT if "%" in value else Unit.PLAIN, decimal_comma=decimal_comma())
        try:
            found = read_typed(value, takes)
        except NotANumber:
            share = math.nan
        else:
            share = found.likely if found.low is None else math.nan
        if not 0 <= share < 1:
            self.fail(f"{value!r} is no share below 100%; write 4% or 0.04", param, ctx)
        return share


@click.command("track")
@click.argument("file", type=FILE)
@click.option(
    "--usage",
    "usage",
    multiple=True,
    metavar="SOURCE",
    help="Read months from this file, pattern or folder of logs; may be given several times.",
)
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="MODEL",
    help="The student, as the logs call it; several times where it was renamed.",
)
@click.option(
    "--teacher", "teachers", multiple=True, metavar="MODEL", help="The teacher, likewise."
)
@click.option(
    "--launched", type=DAY, metavar="DATE", help="The day on which the student went live."
)
@click.option(
    "--fallback-rate",
    type=_Share(),
    metavar="SHARE",
    help="Which share of the student's calls was run again on the teacher, where the logs do not"
    " tell: 4% or 0.04.",
)
@click.option("--endpoint", metavar="NAME", help="The one endpoint whose calls are counted.")
@source_options
@click.option(
    "--accept",
    multiple=True,
    metavar="MONTH|all",
    help="Keep this month, such as 2026-11, without asking; may be given several times.",
)
@on_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@policy_option
def command(
    file: Path,
    usage: tuple[str, ...],
    students: tuple[str, ...],
    teachers: tuple[str, ...],
    launched: date | None,
    fallback_rate: float | None,
    endpoint: str | None,
    accept: tuple[str, ...],
    day: date | None,
    as_json: bool,
    policy_file: Path | None,
    **reading: Any,
) -> int:
    """Hold what came of a case against what was approved: month by month, and why it differs.

    With --usage the months are read from logs: calls that went to the student, calls that fell
    back, what both cost, and the student's P95. What is read is shown first; each month is kept in
    the session where somebody says so when asked, or by --accept. A month that the logs do not hold
    from beginning to end is no month.

    Without --usage the months that are kept already are shown.
    """
    if accept and not usage and launched is None:
        raise click.UsageError("--accept says which months to keep; name the logs with --usage.")
    if not usage:
        _refuse_reading({*reading, "students", "teachers", "fallback_rate", "endpoint"})
    if accept:
        from wizard.review.keeping_months import refuse_strangers

        refuse_strangers(accept)
    team = team_policy(policy_file, file)
    session = read_session(file, only_read=not usage and launched is None)
    today = day or date.today()
    asks = has_terminal() and not as_json
    found = _followed(session, session.answers, team, today)
    tracked = None
    if usage:
        from wizard.cli.track_logs import read_logs
        from wizard.review.tracking import Named

        named = Named(students=students, teachers=teachers, fallback_rate=fallback_rate)
        tracked = read_logs(file, usage, endpoint, named, reading, found, asks=asks)
    offered: tuple[Offer, ...] = ()
    remarks: tuple[str, ...] = ()
    if tracked is not None or launched is not None:
        from wizard.review.keeping_months import to_keep

        offered, remarks = to_keep(session.answers, tracked, launched, found, today)
    if not as_json:
        _tell(remarks, offered)
    keys: frozenset[str] | None = frozenset()
    # What is there already needs no second keeping.
    if offered and (accept or asks):
        from wizard.cli.importing.accepting import taken

        keys = taken([one.question for one in offered], accept)
    if keys is None:
        say("Nothing was written: not everything was answered.")
        return Exit.INTERRUPTED
    if keys:
        session = _write(file, offered, keys, team)
        found = _followed(session, session.answers, team, today)
    elif offered:
        said = f"Nothing was written to {shown(file)}"
        plain_ones = [one for one in offered if not one.question.doubt]
        if plain_ones and not accept and not asks:
            from wizard.review.keeping_months import with_taken

            keys_then = [one.question.key for one in plain_ones]
            answers = with_taken(session.answers, plain_ones, keys_then)
            found = _followed(session, answers, team, today)
            said += ": what follows is as if all was kept that --accept all keeps"
        say(f"{said}.")
    with telling_of("the months were saved" if keys else ""):
        _show(found, session, as_json=as_json, usage=usage_object(offered, keys, remarks, tracked))
    # What is wrong was told already where something was written.
    wrong = () if keys else session.placed(session.errors)
    report(wrong)
    return Exit.UNUSABLE if wrong else Exit.DONE


def _refuse_reading(names: Collection[str]) -> None:
    """Refuse options of these names: they say how logs are read, and there are none."""
    context = click.get_current_context()
    given = [
        one.opts[0]
        for one in context.command.params
        if one.name in names and context.params[one.name]
    ]
    if given:
        says = "says" if len(given) == 1 else "say"
        message = f"{listed(given)} {says} how logs are read; name the logs with --usage."
        raise click.UsageError(message)


def _followed(
    session: SessionFile, answers: Answers, team: TeamPolicy | None, today: date
) -> FollowUp:
    return follow_up(answers, readable_decisions(session), team, today)


def _tell(remarks: Sequence[str], offered: Sequence[Offer]) -> None:
    from wizard.reports.text import INDENT, WIDTH, indented, points, words

    lines: list[ReportLine] = []
    for one in offered:
        key, now, new, doubt = one.question
        first, *more = words(f"{key}: {new}", WIDTH - INDENT)
        lines += [first, *indented(more)]
        if doubt:
            lines += indented(words(f"{doubt}: {now}", WIDTH - INDENT))
    lines += points(remarks, WIDTH)
    if lines:
        click.echo(visible(plain([*lines, ()])))


def _write(
    file: Path, offered: Sequence[Offer], keys: Collection[str], team: TeamPolicy | None
) -> SessionFile:
    from wizard.review.keeping_months import with_taken

    def keep(session: OpenSession) -> None:
        apply_changes(session, with_taken(session.answers, offered, keys))

    session, _ = change_in_place(file, keep, team=team)
    return session.file


def _show(found: FollowUp, session: SessionFile, *, as_json: bool, usage: dict[str, Any]) -> None:
    def whole() -> dict[str, Any]:
        about = {"file": str(session.path), "title": session.title}
        return {**about, **follow_up_object(found), "usage": usage}

    answer(as_json, whole, lambda: track_page(found, session.title))
