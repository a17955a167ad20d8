"""Opening a case: a new one, a sample, a file, or the unsaved work on it.

What becomes of the case that is open was decided before.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rules.questions import locate
from wizard.app import switching, taking_up
from wizard.app.case_app import CaseApp
from wizard.app.shell import PROBLEMS_S
from wizard.problems import InputUnusable
from wizard.sessions import recent
from wizard.sessions.autosave import Kept
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile, read_session

if TYPE_CHECKING:
    from wizard.app.change_dialogs import OfOthers


async def new_case(app: CaseApp, *, quick: bool) -> None:
    """Begin a case."""
    from wizard.sessions.short_form import short_session

    if switching.judges(app, None):
        currency = app.team.currency if app.team is not None else None
        text = short_session(date.today(), currency=currency)
        await switching.to_case(app, OpenSession.new(text, team=app.team), quick=quick)


async def sample(app: CaseApp, name: str) -> None:
    """Open a sample as a new case."""
    from wizard.sessions.samples import find_sample

    found = find_sample(name)
    if found is not None and switching.judges(app, None):
        text = found.path.read_text(encoding="utf-8")
        await switching.to_case(app, OpenSession.new(text, team=app.team))


async def tour(app: CaseApp) -> None:
    """Show somebody round, on the first of the samples."""
    from screens.pages.step import StepScreen
    from wizard.sessions.samples import list_samples

    await sample(app, list_samples()[0].name)
    if isinstance(app.screen, StepScreen):
        await app.screen.action_tour()


async def choose_file(app: CaseApp) -> None:
    """Have a file chosen from the disk, and open it."""
    from wizard.app.file_choice import FilesScreen

    file = await app.push_screen_wait(FilesScreen("Which session do you want to open?"))
    if file is not None:
        await _open(app, file)


async def file(app: CaseApp, path: Path) -> None:
    """Open a file."""
    found = _read(app, path)
    if found is not None:
        await _open(app, found)


async def reopen(app: CaseApp, path: Path) -> None:
    """Open what is on disk by now instead of the open case, whose changes are given up."""
    found = _read(app, path)
    if found is not None:
        await _as_it_is(app, found)


async def unsaved_work(app: CaseApp, name: str) -> None:
    """Go on with work that an earlier run could not save, or discard it."""
    from wizard.app import kept_dialogs

    found = await taking_up.find(app, name)
    if found is None:
        return
    answer = await kept_dialogs.what_of_kept(app, found)
    if answer == "discard":
        await taking_up.drop(app, found)
    elif answer == "take-up":
        if found.path is None or await _of_others(app, found.path, may_look=False) == "open":
            await taking_up.take_up(app, found)


async def begin_with(app: CaseApp, file: SessionFile) -> None:
    """Ask about a file named on the command line: who else has it open, and unsaved work."""
    _remark(app, file)
    app.be_seen()
    match await _of_others(app, file.path):
        case None:
            app.exit()
            return
        case "look":
            from wizard.app import leading

            await leading.stop(app)
            await _look_at(app, file)
            return
    answer = await taking_up.offer(app, file)
    if isinstance(answer, Kept):
        await taking_up.take_up(app, answer)


async def _open(app: CaseApp, file: SessionFile) -> None:
    """Open a file, or the unsaved work on it where somebody wants that."""
    opens = await _of_others(app, file.path)
    if opens is None:
        return
    if opens == "look":
        await _look_at(app, file)
        return
    answer = await taking_up.offer(app, file)
    if answer is None:
        return
    if isinstance(answer, Kept) and await taking_up.take_up(app, answer):
        return
    await _as_it_is(app, file)


async def _of_others(app: CaseApp, path: Path | None, *, may_look: bool = True) -> OfOthers | None:
    """How to open a file that others may have open; None to leave it."""
    others = app.presence.others(path) if path is not None else []
    if path is None or not others:
        return "open"
    from wizard.app import change_dialogs

    return await change_dialogs.what_of_others(app, path, others, may_look=may_look)


async def _look_at(app: CaseApp, file: SessionFile) -> None:
    """Open a copy of a file that somebody else works on."""
    from wizard.sessions.saving import looking_at

    if switching.judges(app, file.path):
        await switching.to_case(app, looking_at(file, app.team), amiss=file.problems)


async def _as_it_is(app: CaseApp, file: SessionFile) -> None:
    if switching.judges(app, file.path):
        if file.path is not None:
            recent.remember(file.path)
        await switching.to_case(app, OpenSession(file, team=app.team), amiss=file.problems)


def _read(app: CaseApp, path: Path) -> SessionFile | None:
    try:
        return read_session(path)
    except InputUnusable as unusable:
        app.report(unusable.problems)
        return None


def _remark(app: CaseApp, file: SessionFile) -> None:
    """Say what is odd about a file and stands at no question, such as keys nobody knows."""
    odd = [one for one in file.problems if one.severity == "warning" or locate(one.key) is None]
    if odd:
        more = len(odd) - 1
        rest = f" And {more} more: `payback check` lists them." if more else ""
        text = f"{odd[0]}{rest}"
        app.notify(text, severity="warning", markup=False, timeout=PROBLEMS_S)
