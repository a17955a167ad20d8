"""What every screen of a case shares: title, state of the file, keys, and room to be used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, runtime_checkable

from textual import on
from textual.binding import BindingType
from textual.events import DescendantFocus
from textual.reactive import reactive

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.assess import Assessment, assess
from screens import messages
from screens.fields.settled import settled
from screens.frame.layers import Layer
from screens.frame.overlay import Overlay, Roomy
from screens.keys import bindings
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Place
from screens.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from rules.argument.what_it_hangs_on import Outlook

Result = TypeVar("Result")
COMMON = bindings(
    "save", "save-as", "undo", "redo", "verdict", "jump", "home", "help", "palette", "quit"
)


def _asks(message: Callable[[], messages.Told]) -> Callable[[Requests[Any]], Awaitable[None]]:
    async def asked(screen: Requests[Any]) -> None:
        await screen.request(message())

    return asked


class Requests(Layer[Result]):
    """What can be asked of the program wherever answers are typed."""

    async def request(self, message: messages.Told) -> None:
        """Tell the program, once the last key typed has been taken in."""
        await settled(self)
        self.post_message(message)

    action_save = _asks(messages.SaveRequested)
    action_save_as = _asks(messages.SaveAsRequested)
    action_differences = _asks(messages.DifferencesRequested)
    action_undo = _asks(messages.UndoRequested)
    action_redo = _asks(messages.RedoRequested)
    action_home = _asks(messages.HomeRequested)
    action_quit_program = _asks(messages.QuitRequested)


class CaseScreen(Roomy[None], Requests[None]):
    """A screen of the open case. What it cannot do itself it asks for by a message."""

    # A screen that repaints itself repaints all that is on it; the bar alone has to.
    case_title: reactive[str] = reactive("", init=False, repaint=False)
    file_state: reactive[str] = reactive("", init=False, repaint=False)
    """"saved", "not saved" and the like, for the title bar."""
    verdict_place: Place | None = None
    """Where somebody was on the verdict that was opened from here."""
    verdict_outlook: tuple[Assessment, Outlook] | None = None
    """What was found out about a case there, with its judgement."""

    def title_bar(self) -> TitleBar:
        """A title bar that follows `case_title` and `file_state`."""
        bar = TitleBar(id="title-bar")
        bar.text, bar.state = self.case_title, self.file_state
        return bar

    def watch_case_title(self, title: str) -> None:
        for bar in self.query(TitleBar):
            bar.text = title

    def watch_file_state(self, state: str) -> None:
        for bar in self.query(TitleBar):
            bar.state = state

    action_verdict = _asks(messages.VerdictRequested)
    action_sensitivity = _asks(messages.SensitivityRequested)
    action_risk = _asks(messages.RiskRequested)
    action_scenarios = _asks(messages.ScenariosRequested)
    action_compare = _asks(messages.CompareRequested)
    action_portfolio = _asks(messages.PortfolioRequested)
    action_report = _asks(messages.ReportRequested)
    action_track = _asks(messages.TrackRequested)
    action_outcome = _asks(messages.OutcomeRequested)
    action_decisions = _asks(messages.DecisionsRequested)

    async def action_jump(self) -> None:
        from screens.overlays.jump import JumpScreen

        await settled(self)
        # Waited for, so that what is typed right after the key is part of the name.
        await self.open(JumpScreen(), self._jumped)

    def _jumped(self, key: str | None) -> None:
        if key is not None:
            self.post_message(messages.AnswerRequested(key))


class ViewScreen(CaseScreen):
    """A view of the whole case, opened from its steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("to-sensitivity", "to-risk", "to-scenarios", "compare", "report"),
        *bindings("decisions", "track", "outcome", "import", "close", "copy", "on-disk"),
    ]

    def __init__(
        self, answers: Answers, *, title: str, file_state: str, team: TeamPolicy | None = None
    ) -> None:
        super().__init__()
        self.team = team
        self.set_reactive(CaseScreen.case_title, title)
        self.set_reactive(CaseScreen.file_state, file_state)
        self.answers = answers
        self.assessment: Assessment = assess(answers, team)

    @on(DescendantFocus)
    def _keys_of_what_is_at_hand(self) -> None:
        for bar in self.query(KeyBar):
            bar.follow()

    action_import_figures = _asks(messages.ImportRequested)

    async def action_close(self) -> None:
        self.post_message(messages.ViewClosed())


class AnswersOverlay(Overlay[Answers | None], Requests[Answers | None]):
    """Lies on the steps and changes answers; returns them as they are when it closes.

    What is asked for here happens as on the steps, after a close where it leads elsewhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*COMMON, *bindings("missing", "prices", "on-disk")]
    answers: Answers

    def show_answers(self, answers: Answers) -> None:
        """Show other answers, as after undo."""
        # Each has its own, as below; Textual's screens cannot be abstract classes.
        raise NotImplementedError

    async def go_to(self, key: str) -> bool:
        """Put the focus on what undo changed; False where it is not asked for here."""
        raise NotImplementedError

    @property
    def at_hand(self) -> str:
        """The key of the answer at hand."""
        raise NotImplementedError

    async def action_close(self) -> None:
        await settled(self)
        self.dismiss(self.answers)

    async def action_verdict(self) -> None:
        await self._leave(lambda steps: steps.action_verdict())

    async def action_jump(self) -> None:
        await self._leave(lambda steps: steps.action_jump())

    async def action_prices(self) -> None:
        await self.request(messages.PricesRequested(self.at_hand))

    async def action_next_missing(self) -> None:
        here = self.at_hand
        await self._leave(lambda steps: steps.action_next_missing(here))

    async def _leave(self, go: Callable[[Asks], Awaitable[None]]) -> None:
        """Close, and have the steps below, which know the answers by then, go elsewhere."""
        await self.action_close()
        steps = self.app.screen
        if not isinstance(steps, Overlay) and isinstance(steps, Asks):
            steps.show_answers(self.answers)
            await go(steps)


@runtime_checkable
class Asks(Protocol):
    """The steps, as far as what lies on them has to know."""

    def show_answers(self, answers: Answers) -> None:
        """Show other answers than before."""

    async def action_verdict(self) -> None:
        """Show the verdict."""

    async def action_jump(self) -> None:
        """Ask for a question's name and go there."""

    async def action_next_missing(self, here: str | None = None) -> None:
        """Go to the next answer that is missing, seen from a key."""


@runtime_checkable
class ShowsAnswers(Protocol):
    """A screen that follows the answers."""

    @property
    def answers(self) -> Answers:
        """Those that it shows."""

    def show_answers(self, answers: Answers) -> None:
        """Show other answers than before."""


@runtime_checkable
class GoesToQuestions(Protocol):
    """A screen that has a question of a name at hand."""

    def go_to_question(self, key: str) -> None:
        """Take a question to hand."""
