"""What every screen of a case shares: title, state of the file, keys, and room to be used."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from textual import on
from textual.binding import BindingType
from textual.events import DescendantFocus, Mount
from textual.reactive import reactive
from textual.widgets import OptionList, Static

from rules.answers import Answers
from screens import messages
from screens.fields.settled import settled
from screens.help import HelpScreen
from screens.keys import bindings
from screens.overlay import FOCUS_KEYS, HEIGHTS, WIDTHS, Overlay, cover, place_cursor
from screens.requests import Requests
from screens.widgets.title_bar import TitleBar

COMMON = bindings(
    "save", "save-as", "undo", "redo", "verdict", "jump", "home", "help", "palette", "quit"
)


class CaseScreen(Requests[None]):
    """A screen of the open case. What it cannot do itself it asks for by a message."""

    BINDINGS: ClassVar[list[BindingType]] = FOCUS_KEYS
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    # A screen that repaints itself repaints all that is on it; the bar alone has to.
    case_title: reactive[str] = reactive("", init=False, repaint=False)
    file_state: reactive[str] = reactive("", init=False, repaint=False)
    """"saved", "not saved" and the like, for the title bar."""

    def title_bar(self) -> TitleBar:
        """A title bar that follows `case_title` and `file_state`."""
        bar = TitleBar(id="title-bar")
        bar.text, bar.state = self.case_title, self.file_state
        return bar

    def cover(self) -> Static:
        """Shown instead of everything where the terminal is too small."""
        return cover()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The hardware cursor follows the focus, once everything has scrolled into place."""
        self.call_after_refresh(place_cursor, self)

    @on(Mount)
    def _watch_layout(self) -> None:
        """The hardware cursor follows whatever moves the widgets."""
        self.screen_layout_refresh_signal.subscribe(self, lambda _: place_cursor(self))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The hardware cursor follows the option at hand."""
        self.call_after_refresh(place_cursor, self)

    def watch_case_title(self, title: str) -> None:
        for bar in self.query(TitleBar):
            bar.text = title

    def watch_file_state(self, state: str) -> None:
        for bar in self.query(TitleBar):
            bar.state = state

    async def action_save_as(self) -> None:
        await settled(self)
        self.post_message(messages.SaveAsRequested())

    async def action_verdict(self) -> None:
        await settled(self)
        self.post_message(messages.VerdictRequested())

    async def action_home(self) -> None:
        await settled(self)
        self.post_message(messages.HomeRequested())

    async def action_quit_program(self) -> None:
        await settled(self)
        self.post_message(messages.QuitRequested())

    def action_palette(self) -> None:
        self.app.action_command_palette()

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen())

    async def action_jump(self) -> None:
        from screens.jump import JumpScreen

        await settled(self)
        # Waited for, so that what is typed right after the key is part of the name.
        await self.app.push_screen(JumpScreen(), self._jumped)

    def _jumped(self, key: str | None) -> None:
        if key is not None:
            self.post_message(messages.AnswerRequested(key))


class AnswersOverlay(Overlay[Answers | None], Requests[Answers | None]):
    """Lies on the steps and changes answers; returns them as they are when it closes."""

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo."""
        # Each has its own; Textual's screens cannot be abstract classes.
        raise NotImplementedError

    async def go_to(self, key: str) -> bool:
        """Put the focus on what undo changed; False where it is not asked for here."""
        # As above.
        raise NotImplementedError


@runtime_checkable
class ShowsAnswers(Protocol):
    """A screen that follows the answers."""

    def show_answers(self, answers: Answers) -> None:
        """Show other answers than before."""
