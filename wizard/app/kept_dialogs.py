"""What is asked about unsaved work from earlier, with what it would change in sight."""

from __future__ import annotations

from textual.app import App

from rules.comparing.differing import Differing, differing
from screens.overlays.kept_work import KeptWorkScreen
from wizard.problems import on_one_line
from wizard.sessions import autosave
from wizard.sessions.autosave import Kept

LATER = ("later", "Leave it for later")
DISCARD = ("discard", "Discard it")


async def what_of_kept(app: App[None], kept: Kept) -> str | None:
    """What is to become of work that was kept: "take-up", "later", "discard", None to go back."""
    named = on_one_line(kept.title if kept.path is None else kept.path.name)
    text = f"There is unsaved work on {named} from {kept.when}."
    answers = [("take-up", "Take it up"), LATER, DISCARD]
    differs: tuple[Differing, ...] = ()
    before = ""
    try:
        work = autosave.take_up(kept)
    except autosave.Unreadable as why:
        text, answers = f"{text} It cannot be taken up: {why}.", [LATER, DISCARD]
    else:
        differs = differing(work.in_file, work.answers)
        before = "at its beginning" if kept.path is None else "in the file"
        if not differs:
            text = f"{text} Its answers are those {before}."
        elif work.apart == "changed":
            text = f"{text} The file was changed since; this is how they differ now."
        elif work.apart is not None:
            before = "in the file then"
    # What was said before would lie on the answers to choose from.
    app.clear_notifications()
    return await app.push_screen_wait(KeptWorkScreen(text, answers, differs, before))
