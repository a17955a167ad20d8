"""A decision to be put on record: which, by whom, when it is looked at again, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from rules.answers.answers import Entry
from rules.assess import Assessment
from rules.questions import Choice, Kind, Question
from rules.review.deciding import Wish, remarks
from screens.fields.settled import settled
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.form import OWN, QuestionFocused, QuestionForm, WalksForm
from screens.widgets.help_strip import HelpStrip
from screens.widgets.key_bar import KeyBar

DECISION: Final = Question(
    key=f"{OWN}decision",
    label="Decision",
    kind=Kind.CHOICE,
    prompt="What was decided?",
    why="Later answers are held against the case as it is now.",
    example="go",
    choices=(
        Choice("go", "approved: what was asked for is done"),
        Choice("no", "refused"),
        Choice("later", "put off: to be looked at again"),
    ),
)
BY: Final = Question(
    key=f"{OWN}by",
    label="By",
    kind=Kind.TEXT,
    prompt="Who decided?",
    why="A person or a board that can be asked about it.",
    example="Head of Support",
)
REVIEW: Final = Question(
    key=f"{OWN}review",
    label="Review on",
    kind=Kind.DATE,
    prompt="When is it to be looked at again?",
    why="What came of it is compared with what was decided.",
    example="2027-06-01",
)
NOTE: Final = Question(
    key=f"{OWN}note",
    label="Note",
    kind=Kind.TEXT,
    prompt="What else is there to say?",
    why="Conditions, and why it was decided so.",
    example="with a pilot of four weeks",
)
QUESTIONS: Final = (DECISION, BY, REVIEW, NOTE)
HINT: Final = "{go-on} on the last line puts it on record; the next save writes it"
_NAMES: Final = {"by": BY.label, "review": REVIEW.label, "note": NOTE.label, "date": "Today"}


class DecideScreen(Overlay[Wish | None], WalksForm[Wish | None]):
    """Returns what is to be recorded; None where it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close", "go-on", "next-question", "previous-question", "palette")
    ]

    def __init__(
        self,
        assessment: Assessment,
        today: date,
        wrong: Callable[[Wish], Sequence[tuple[str, str]]],
        typed: dict[str, Entry],
    ) -> None:
        """Ask.

        Args:
            assessment: of the case that is decided.
            today: the day of the decision.
            wrong: why something cannot be recorded: the name of what is wrong, and a sentence.
            typed: what was typed before, which is kept up to date.
        """
        super().__init__()
        self._assessment = assessment
        self._today = today
        self._wrong = wrong
        self.typed = typed

    def compose(self) -> ComposeResult:
        with Vertical(id="decide"):
            yield Static(Content(f"A decision on {self._today.isoformat()}, on the case as it is"))
            yield QuestionForm(
                QUESTIONS, self.typed, self._answered, paths=lambda question: (OWN,), currency=""
            )
            yield Static("", id="said", markup=False)
            yield Static(Content(self.keyed(HINT)), id="decide-hint", classes="quiet")
            yield HelpStrip()
            yield KeyBar("close", "palette")
        yield cover()

    async def on_mount(self) -> None:
        self._remark()
        await self.form.focus_first()

    @property
    def has_typed(self) -> bool:
        return bool(self.typed)

    def _answered(self, question: Question, entry: Entry | None, visit: str) -> None:
        if entry is None:
            self.typed.pop(question.key, None)
        else:
            self.typed[question.key] = entry
        self.query_one(HelpStrip).entry = entry
        self._remark()

    @on(QuestionFocused)
    def _help_on(self, event: QuestionFocused) -> None:
        strip = self.query_one(HelpStrip)
        strip.question = event.question
        strip.entry = self.typed.get(event.question.key)

    def _remark(self) -> None:
        """Say what has to be said of what is chosen."""
        chosen = _value(self.typed, DECISION)
        self._say(*(remarks(chosen, self._assessment) if chosen else ()))

    def _say(self, *sentences: str) -> None:
        self.query_one("#said", Static).update(Content("\n".join(sentences)))

    async def finish(self) -> None:
        """Put it on record, where nothing is wrong with it."""
        await settled(self)
        for question in QUESTIONS:
            entry = self.typed.get(question.key)
            if entry is not None and entry.problem is not None:
                self._say(f"{question.label}: {entry.problem}")
                await self.form.focus_question(question.key)
                return
        decision = _value(self.typed, DECISION)
        if decision is None:
            self._say("Choose what was decided.")
            await self.form.focus_question(DECISION.key)
            return
        wish = Wish(
            decision,
            _value(self.typed, BY) or "",
            self._today,
            _value(self.typed, REVIEW),
            _value(self.typed, NOTE) or "",
        )
        wrong = self._wrong(wish)
        if wrong:
            self._say(*(f"{_NAMES[name]} {sentence}." for name, sentence in wrong))
            await self.form.focus_question(f"{OWN}{wrong[0][0]}")
        else:
            self.dismiss(wish)

    async def action_close(self) -> None:
        await settled(self)
        self.dismiss(None)


def _value(typed: Mapping[str, Entry], question: Question) -> Any:
    entry = typed.get(question.key)
    return entry.value if entry is not None and entry.usable else None
