"""What every screen of a case shares: title, state of the file, keys, and room to be used."""

from __future__ import annotations

from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from screens import messages
from screens.help import HelpScreen
from screens.keys import bindings
from screens.widgets.title_bar import TitleBar

SMALLEST = (40, 10)
"""Columns and lines below which a screen says so instead of showing fragments."""

COMMON = bindings(
    "save", "save-as", "undo", "redo", "verdict", "jump", "home", "help", "palette", "quit"
)


class CaseScreen(Screen[None]):
    """A screen of the open case. What it cannot do itself it asks for by a message."""

    HORIZONTAL_BREAKPOINTS = [
        (0, "-too-narrow"),
        (SMALLEST[0], "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-too-low"),
        (SMALLEST[1], "-low"),
        (30, "-high"),
    ]

    case_title: reactive[str] = reactive("", init=False)
    file_state: reactive[str] = reactive("", init=False)
    """"saved", "not saved" and the like, for the title bar."""

    def title_bar(self) -> TitleBar:
        """A title bar that follows `case_title` and `file_state`."""
        bar = TitleBar(id="title-bar")
        bar.text, bar.state = self.case_title, self.file_state
        return bar

    def cover(self) -> Static:
        """Shown instead of everything where the terminal is too small; what was typed stays."""
        return Static(
            f"Payback needs {SMALLEST[0]}×{SMALLEST[1]} cells. Nothing is lost.",
            id="cover",
            markup=False,
        )

    def watch_case_title(self, title: str) -> None:
        for bar in self.query(TitleBar):
            bar.text = title

    def watch_file_state(self, state: str) -> None:
        for bar in self.query(TitleBar):
            bar.state = state

    def action_save(self) -> None:
        self.post_message(messages.SaveRequested())

    def action_save_as(self) -> None:
        self.post_message(messages.SaveAsRequested())

    def action_undo(self) -> None:
        self.post_message(messages.UndoRequested())

    def action_redo(self) -> None:
        self.post_message(messages.RedoRequested())

    def action_verdict(self) -> None:
        self.post_message(messages.VerdictRequested())

    def action_home(self) -> None:
        self.post_message(messages.HomeRequested())

    def action_quit_program(self) -> None:
        self.post_message(messages.QuitRequested())

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    def action_jump(self) -> None:
        from screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(), self._jumped)

    def _jumped(self, key: str | None) -> None:
        if key is not None:
            self.post_message(messages.AnswerRequested(key))
