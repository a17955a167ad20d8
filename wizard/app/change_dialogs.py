"""What is asked where two have one file open: on opening it, and where both have changed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from textual.app import App

from screens.frame.overlay import Overlay
from screens.overlays.confirm import ConfirmScreen
from wizard.disk.errors import ChangedOnDisk
from wizard.disk.presence import Present
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.meanwhile import Theirs, take_in
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import save_together
from wizard.sessions.three_way import Choices, Clash, Side
from wizard.workshop.cells import Address

OfOthers = Literal["look", "open"]
OfChange = Literal["saved", "together", "save-as", "overwrite", "reload"]

MOST_OF_VALUE = 60
"""Characters of an answer that a dialog shows."""


async def ask(app: App[None], dialog: Overlay[str | None]) -> str | None:
    """Have a dialog answered."""
    # What was said before would lie on the answers to choose from.
    app.clear_notifications()
    return await app.push_screen_wait(dialog)


async def what_of_others(
    app: App[None], file: Path, others: Sequence[Present], *, may_look: bool = True
) -> OfOthers | None:
    """How to open what others have open; None to leave it.

    Args:
        app: where to ask.
        file: what is to be opened.
        others: who has it open, at least one.
        may_look: whether there is a way to look only.
    """
    rest = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
    answers = [("look", "Look only")] if may_look else []
    look = " To look only opens a copy, which is saved under another name." if may_look else ""
    answer = await ask(
        app,
        ConfirmScreen(
            f"{on_one_line(file.name)} is open {on_one_line(others[0].in_words)}{rest}.{look}",
            [*answers, ("open", "Open it all the same"), ("leave", "Leave it")],
        ),
    )
    match answer:
        case "look" | "open":
            return answer
    return None


async def what_of_change(
    app: App[None], session: OpenSession, changed: ChangedOnDisk
) -> OfChange | None:
    """What is to become of a session whose file is not as it was; None to leave it unsaved.

    Where it is "together", what others have written is in the open session, to be saved with it;
    where it is "saved", that has been done.

    Raises:
        ChangedOnDisk, SaveFailed, Unsafe, ChangedMeaning: as `OpenSession.save`.
    """
    own = session.file.state
    if changed.reason != "changed" or own is None or own.path != changed.path:
        return await _of_other_file(app, changed)
    try:
        found = save_together(session, date.today(), changed)
    except InputUnusable as unusable:
        text = on_one_line(str(unusable.problems[0]))
        answers = [
            ("save-as", "Save under another name"),
            ("overwrite", "Write mine over it"),
            ("stay", "Go back"),
        ]
        return _of_change(await ask(app, ConfirmScreen(text, answers)))
    if found is None:
        return "saved"
    choices = await _choices(app, found)
    if choices is None or choices == "save-as":
        return choices
    take_in(session, found, choices)
    return "together"


async def _of_other_file(app: App[None], changed: ChangedOnDisk) -> OfChange | None:
    """Ask about a file that is not there any more, or was not expected where one is to be made."""
    answers = [
        ("save-as", "Save under another name"),
        ("reload", "Drop mine, open theirs"),
        ("overwrite", "Overwrite theirs"),
        ("stay", "Go back"),
    ]
    if changed.reason == "disappeared":
        answers[1:3] = [("overwrite", "Write it there again")]
    return _of_change(await ask(app, ConfirmScreen(str(changed), answers)))


def _of_change(answer: str | None) -> OfChange | None:
    match answer:
        case "save-as" | "overwrite" | "reload":
            return answer
    return None


async def _choices(app: App[None], found: Theirs) -> Choices | Literal["save-as"] | None:
    """Whose answers are taken where both have changed them, asked one by one."""
    choices: dict[Address, Side] = {}
    for number, clash in enumerate(found.clashes):
        left = len(found.clashes) - number
        answer = await ask(app, _dialog(clash, number + 1, len(found.clashes)))
        match answer:
            case "mine" | "theirs":
                choices[clash.at] = answer
            case "all-mine" | "all-theirs":
                side: Side = "mine" if answer == "all-mine" else "theirs"
                return choices | {one.at: side for one in found.clashes[-left:]}
            case "save-as":
                return "save-as"
            case _:
                return None
    return choices


def _dialog(clash: Clash, number: int, count: int) -> ConfirmScreen:
    mine, others, before = (_short(one) for one in (clash.mine, clash.theirs, clash.before))
    place = f" ({number} of {count})" if count > 1 else ""
    answers = [
        ("save-as", "Save mine under another name"),
        ("mine", f"Keep mine: {mine}"),
        ("theirs", f"Take theirs: {others}"),
    ]
    if number < count:
        left = count - number + 1
        answers += [
            ("all-mine", f"Mine for all {left}"),
            ("all-theirs", f"Theirs for all {left}"),
        ]
    return ConfirmScreen(
        f"{on_one_line(clash.label)} was changed here, and in the file by another"
        f" program{place}.\nMine: {mine}\nTheirs: {others}\nBefore: {before}",
        [*answers, ("stay", "Go back")],
    )


def _short(text: str) -> str:
    text = on_one_line(text)
    return text if len(text) <= MOST_OF_VALUE else f"{text[: MOST_OF_VALUE - 1]}…"
