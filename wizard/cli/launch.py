"""Starting the screens, or what stands in for them where there is no terminal for them."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.assess import assess
from wizard.cli.common import team_policies
from wizard.problems import Exit, InputUnusable, report
from wizard.sessions.open_session import OpenSession
from wizard.settings.policies import Policies

if TYPE_CHECKING:
    from wizard.app.terminal.garbage import Garbage
    from wizard.workshop.facilitating import Facilitating
    from wizard.workshop.wishes import Wishes


def plain_wanted() -> bool:
    """Whether somebody asked for plain lines: a dumb terminal, or a screen reader."""
    return os.environ.get("TERM") == "dumb" or os.environ.get("ACCESSIBLE") == "1"


def has_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def launch(
    path: Path | None = None,
    *,
    start: str | None = None,
    policy_file: Path | None = None,
    recovers: bool = True,
) -> int:
    """Open a case on the screens, or the start page where no file is named.

    Without a terminal the judgement is printed, and a plain terminal gets the plain interview.

    Args:
        path: of the case.
        start: key of the question to begin with.
        policy_file: the one that the command names.
        recovers: whether unsaved work is kept and offered, unless the config file says otherwise.

    Raises:
        InputUnusable: where the file, or the policy that judges it, cannot be read.
    """
    policies = team_policies(policy_file)
    team = policies.of(path)
    if path is not None and plain_wanted():
        from wizard.cli.ask import interview

        return interview(path, quick=False, team=team, offers_kept=recovers)
    session = None if path is None else OpenSession.open(path, team=team)
    if session is not None and not has_terminal():
        from wizard.reports.page import page

        report(one for one in session.file.problems if one.severity == "error")
        click.echo(page(session.file, assess(session.answers, team)))
        return Exit.DONE
    return _run(session, start, team, policies, recovers=recovers)


def launch_workshop(
    path: Path, wishes: Wishes, policy_file: Path | None = None, *, recovers: bool = True
) -> int:
    """Open the facilitator's screen on a case.

    Raises:
        InputUnusable: where the case cannot be read, or there is no terminal for screens.
    """
    from wizard.workshop.facilitating import Facilitating

    if not has_terminal() or plain_wanted():
        message = (
            "a workshop is led from a screen, which this terminal does not have; have people fill"
            " in copies, and join those with `payback workshop merge`"
        )
        raise InputUnusable([Problem(message)])
    policies = team_policies(policy_file)
    team = policies.of(path)
    session = OpenSession.open(path, team=team)
    workshop = Facilitating(session, team, wishes)
    return _run(session, None, team, policies, workshop, recovers=recovers)


def _once_shown(path: Path | None, garbage: Garbage) -> None:
    """What can wait until somebody has something to look at."""
    garbage.begin()
    if path is not None:
        from wizard.sessions import recent

        recent.remember(path)


def load_asyncio() -> None:
    """Load asyncio as in a Python without TLS, which no screen speaks: a fortieth of a start.

    Whatever speaks it later, as a client of a database does, still finds it.
    """
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def _run(
    session: OpenSession | None,
    start: str | None,
    team: TeamPolicy | None,
    policies: Policies,
    workshop: Facilitating | None = None,
    *,
    recovers: bool,
) -> int:
    load_asyncio()
    from wizard.app.app import PaybackApp
    from wizard.app.terminal.abilities import abilities
    from wizard.app.terminal.allocator import give_back_what_is_freed
    from wizard.app.terminal.endings import run_to_its_end
    from wizard.app.terminal.garbage import Garbage
    from wizard.settings.config import read_config

    give_back_what_is_freed()
    garbage = Garbage()
    config = read_config()
    app = PaybackApp(
        session=session,
        start=start,
        team=team,
        policies=policies,
        config=config._replace(recovery=config.recovery and recovers),
        workshop=workshop,
        on_shown=partial(_once_shown, session.file.path if session is not None else None, garbage),
        on_touched=garbage.put_off,
        terminal=abilities(),
    )
    return run_to_its_end(app)
