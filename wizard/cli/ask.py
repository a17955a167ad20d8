"""`payback ask FILE`: the same questions as plain lines."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType

import click

from wizard.ask.interview import Interview
from wizard.ask.terminal import Ended, PlainTerminal
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.problems import Exit
from wizard.session import OpenSession
from wizard.sessions.template import empty_session


@click.command("ask")
@click.argument("file", type=FILE)
@click.option("--quick", is_flag=True, help="Only the seven questions of the quick path.")
@policy_option
def command(file: Path, quick: bool, policy_file: Path | None) -> int:
    """Answer the questions one by one, as plain lines.

    No cursor movement, no colour, no box: for screen readers, dumb terminals and slow lines. FILE
    is opened, or begun where there is none. A terminal that is closed saves what was answered.
    """
    team = team_policy(policy_file)
    if file.exists() or file.is_symlink():
        session = OpenSession.open(file, team=team)
    else:
        session = OpenSession.new(empty_session(date.today()), team=team)
    terminal = PlainTerminal()
    with _hang_up_ends():
        saved = Interview(session, terminal, file, date.today(), quick=quick).run()
    return Exit.DONE if saved else Exit.UNUSABLE


@contextmanager
def _hang_up_ends() -> Iterator[None]:
    """Let a closed terminal or a plain kill end the interview as the end of input does."""
    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), _end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended
