"""`payback ask FILE`: the same questions as plain lines."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from wizard.ask.interview import Interview
from wizard.ask.others import of_others
from wizard.ask.signals import signals_reach
from wizard.ask.terminal import Ended, PlainTerminal
from wizard.cli.common import FILE, STDOUT, decimal_comma, policy_option, team_policy
from wizard.disk.errors import as_typed, shown
from wizard.disk.presence import Presence
from wizard.problems import Exit, InputUnusable, report, say
from wizard.sessions import autosave
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import looking_at
from wizard.sessions.short_form import short_session
from wizard.support.failure import Failed, where_work_is


@click.command("ask")
@click.argument("file", type=FILE)
@click.option("--quick", is_flag=True, help="Only the seven questions of the quick path.")
@policy_option
def command(file: Path, quick: bool, policy_file: Path | None) -> int:
    """Answer the questions one by one, as plain lines.

    No cursor movement, no colour, no box: for screen readers, dumb terminals and slow lines. FILE
    is opened, or begun where there is none. A terminal that is closed saves what was answered.
    """
    return interview(file, quick=quick, team=team_policy(policy_file, file))


def interview(file: Path, *, quick: bool, team: TeamPolicy | None, offers_kept: bool = True) -> int:
    """Hold the interview about a file, begun where there is none; return the exit status.

    Raises:
        InputUnusable: where the file cannot be read, or none can be begun under its name.
    """
    if _is_free(file):
        text = short_session(date.today(), currency=team.currency if team else None)
        session = OpenSession.new(text, team=team)
    else:
        session = OpenSession.open(file, team=team)
        report(session.file.problems)
    terminal = PlainTerminal()
    with signals_reach(terminal):
        saved = _hold(terminal, session, file, quick=quick, offers_kept=offers_kept)
    if not saved:
        return Exit.UNUSABLE
    if terminal.ended_by is not None:
        return terminal.ended_by
    if terminal.failure is not None:
        raise terminal.failure
    return Exit.DONE


def _hold(
    terminal: PlainTerminal, session: OpenSession, file: Path, *, quick: bool, offers_kept: bool
) -> bool:
    """Hold the interview, on the file or beside it; False where answers could not be saved."""
    presence = Presence()
    presence.at(file, "interview")
    try:
        if others := presence.others(file):
            exists = session.file.path is not None
            has_person = sys.stdin.isatty()
            how = of_others(terminal, file, others, may_look=exists, has_person=has_person)
            if how == "leave":
                return True
            if how == "look":
                session = looking_at(session.file, session.team)
        if session.suggested is not None:
            file = session.suggested
            presence.at(None)
        elif offers_kept:
            _tell_of_kept(terminal, file)
        try:
            return Interview(
                session, terminal, file, date.today(), quick=quick, decimal_comma=decimal_comma()
            ).run()
        except Ended:
            raise
        except Exception as error:
            # Whatever it was: what was answered until then must not go with it.
            raise Failed((), _kept(session)) from error
    except Ended:
        # Before the first question.
        return True
    finally:
        presence.at(None)


def _tell_of_kept(terminal: PlainTerminal, file: Path) -> None:
    tell = terminal.say if sys.stdin.isatty() else say
    for kept in autosave.kept_for(file):
        tell(
            f"Unsaved work on {shown(file)} was kept on {kept.when}."
            f" `payback open {as_typed(file)}` offers to go on with it."
        )


def _kept(session: OpenSession) -> str:
    """Keep what is not saved for another start; a sentence about where it is."""
    if not session.dirty:
        return "Everything you had answered was saved."
    slot = autosave.Slot()
    try:
        slot.keep(session.file, session.answers, session.title)
    except OSError:
        return where_work_is(session.file.path, is_kept=False)
    slot.release()
    return where_work_is(session.file.path, is_kept=True)


def _is_free(file: Path) -> bool:
    """Whether a session can be begun under this name.

    Raises:
        InputUnusable: where its folder is missing, which must not come out at the end.
    """
    if file == STDOUT:
        # Whoever opens it says why it cannot be saved to.
        return False
    try:
        file.lstat()
    except FileNotFoundError:
        if not file.absolute().parent.is_dir():
            message = "is to lie in a folder that does not exist; create it, or name another"
            raise InputUnusable([Problem(message, file=str(file))]) from None
        return True
    except OSError:
        # Whoever opens it says why it cannot be read.
        return False
    return False
