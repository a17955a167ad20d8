"""The app with a case: which one is open, by which policy it is judged, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rules.answers.policy import TeamPolicy
from screens.widgets.key_bar import KeyBar
from wizard.app.keeping import Keeper
from wizard.app.shell import Shell
from wizard.app.terminal.abilities import Abilities
from wizard.disk.file_state import FileState
from wizard.disk.presence import Presence
from wizard.problems import on_one_line
from wizard.sessions.open_session import OpenSession
from wizard.settings.config import Config
from wizard.settings.policies import Policies

if TYPE_CHECKING:
    from wizard.workshop.facilitating import Facilitating


class CaseApp(Shell):
    """What is open; how it came to be, what shows it and how it is left stands beside this."""

    def __init__(
        self,
        *,
        session: OpenSession | None = None,
        quick: bool = False,
        start: str | None = None,
        team: TeamPolicy | None = None,
        policies: Policies | None = None,
        config: Config | None = None,
        workshop: Facilitating | None = None,
        on_shown: Callable[[], None] | None = None,
        on_touched: Callable[[], None] | None = None,
        terminal: Abilities = Abilities(),  # noqa: B008 - it never changes
    ) -> None:
        """Start with a case, or without one on the start page.

        Args:
            session: the case to open.
            quick: ask the questions of the quick path.
            start: key of the question to begin with.
            team: the policy by which the case is judged.
            policies: where the policy of another case is found; where None, it is the same.
            config: theme, keys and where they come from; the defaults where None.
            workshop: leads one on the case.
            on_shown: called once the first screen is to be seen.
            on_touched: called after each key, click and paste.
            terminal: what it can show; everything where nobody says.
        """
        # A screen's own sheet is not read where the program begins with that screen.
        sheets = ["case.tcss"] if session is not None else ["case.tcss", "home.tcss"]
        if workshop is not None:
            sheets.append("workshop.tcss")
        super().__init__(sheets, config or Config(), on_shown, on_touched, terminal)
        self.session = session
        self.quick = quick
        self.start = start
        self.team = team
        self.workshop = workshop
        self._policies = policies
        self.is_quitting = False
        """Whether it was asked to end, and somebody may be asked about unsaved work."""
        self.keeper = Keeper(self, keeps=self.config.recovery)
        self.presence = Presence()
        self.changed_since: FileState | None = None
        """As the file was read or written, where it was told that somebody changed it since."""
        self._nothing_for: tuple[bool, ...] = ()
        """What the last lines of the screens left out when they were looked at last."""
        if session is not None:
            self.keeper.watch(session)

    def policy_of(self, path: Path | None) -> TeamPolicy | None:
        """The policy that judges a case.

        Raises:
            InputUnusable: where its file cannot be used: nobody passes a gate by breaking it.
        """
        return self.team if self._policies is None else self._policies.of(path)

    @property
    def file_state(self) -> str:
        """Whether the case is in its file, for the title bar."""
        session = self.session
        if session is None:
            return ""
        if session.looks_at is not None:
            return f"only looking: {on_one_line(session.looks_at.name)}"
        if session.file.path is None:
            return "not saved yet"
        return "not saved" if session.dirty else f"saved: {on_one_line(session.file.path.name)}"

    def nothing_for(self, call: str) -> bool:
        """As anywhere; undo, redo and what differs from the file need something of their kind."""
        session = self.session
        if session is None:
            return False
        steps = self.workshop or session
        match call:
            case "undo":
                return not steps.can_undo
            case "redo":
                return not steps.can_redo
            case "differences":
                is_in_file = session.file.state is not None
                is_changed = is_in_file and session.file.state is self.changed_since
                return not is_in_file or not (session.dirty or is_changed)
        return False

    def show_what_works(self) -> None:
        """Have the last line of every screen follow what there is to be done."""
        nothing = tuple(map(self.nothing_for, ("undo", "redo", "differences")))
        if nothing == self._nothing_for:
            return
        self._nothing_for = nothing
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.follow()

    def be_seen(self) -> None:
        """Let others see what is open here."""
        path = self.session.file.path if self.session is not None else None
        self.presence.at(path, "wizard" if self.workshop is None else "workshop")

    def keep_work(self) -> None:
        """Put what is unsaved where the next start finds it."""
        self.keeper.finish()

    def where_work_is(self) -> str:
        """A sentence about the unsaved work, for when the program has failed."""
        return self.keeper.last_words()

    async def on_unmount(self) -> None:
        """However the program ends, what is unsaved then is kept, unless it was given up."""
        try:
            if not self.keeper.finish():
                # What was kept before that still waits for the next start.
                self.not_kept = f"{self.keeper.trouble} {self.keeper.last_words()}"
        finally:
            self.presence.at(None)
            if self.workshop is not None:
                await self.workshop.stop()
