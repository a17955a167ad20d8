"""`payback ask FILE`: the same questions as plain lines."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType

import click

from rules.policy import TeamPolicy
from rules.problem import Problem
from wizard.ask.interview import Interview
from wizard.ask.others import of_others
from wizard.ask.terminal import Ended, PlainTerminal
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.problems import Exit, InputUnusable, report, say
from wizard.saving import looking_at
from wizard.session import OpenSession
from wizard.sessions import autosave
from wizard.sessions.file_errors import shown
from wizard.sessions.presence import Presence
from wizard.sessions.template import empty_session

_ENDING = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]


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


def interview(file: Path, *, quick: bool, team: TeamPolicy | None) -> int:
    """Hold the interview about a file and return the exit status.

    Raises:
        InputUnusable: where the file cannot be read, or none can be begun under its name.
    """
    if _is_free(file):
        text = empty_session(date.today(), currency=team.currency if team else None)
        session = OpenSession.new(text, team=team)
    else:
        session = OpenSession.open(file, team=team)
        report(session.file.problems)
    terminal, presence = PlainTerminal(), Presence()
    presence.at(file, "interview")
    try:
        if others := presence.others(file):
            exists = session.file.path is not None
            has_person = sys.stdin.isatty()
            how = of_others(terminal, file, others, may_look=exists, has_person=has_person)
            if how == "leave":
                return Exit.DONE
            if how == "look":
                session = looking_at(session.file, team)
        if session.suggested is not None:
            file = session.suggested
            presence.at(None)
        else:
            _tell_of_kept(file)
        with _hang_up_ends():
            saved = Interview(session, terminal, file, date.today(), quick=quick).run()
    finally:
        presence.at(None)
    return Exit.DONE if saved else Exit.UNUSABLE


def _tell_of_kept(file: Path) -> None:
    for kept in autosave.kept_for(file):
        say(
            f"Unsaved work on {shown(file)} was kept on {kept.when}."
            f" `payback open {shown(file)}` offers to go on with it."
        )


def _is_free(file: Path) -> bool:
    """Whether a session can be begun under this name.

    Raises:
        InputUnusable: where its folder is missing, which must not come out at the end.
    """
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


@contextmanager
def _hang_up_ends() -> Iterator[None]:
    """Let a closed terminal or a plain kill end the interview as the end of input does."""
    before = {name: signal.signal(name, _end) for name in _ENDING}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _end(number: int, frame: FrameType | None) -> None:
    # A closed terminal may say so more than once, and must not disturb the saving.
    for name in _ENDING:
        signal.signal(name, signal.SIG_IGN)
    raise Ended
