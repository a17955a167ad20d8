"""What a facilitator can do about people and agenda, at any time."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.assess import Assessment, assess
from rules.questions import QUESTIONS, Question, is_estimate, question_of
from rules.results import label_of
from rules.workshop.agenda import added, moved, removed
from rules.workshop.meeting import Meeting
from rules.workshop.refused import Refused
from screens import messages
from screens.fields.settled import settled
from screens.frame.case_screen import COMMON, CaseScreen
from screens.keys import bindings
from screens.overlays.confirm import ConfirmScreen
from screens.workshop.agenda import AgendaList
from screens.workshop.form import Blank, FormScreen, Texts
from screens.workshop.people import PeopleList
from screens.workshop.ports import Desk, Event

NOBODY = "Nobody takes part yet: {add-person} adds a person."
EMPTY = "The agenda is empty: {add-item} adds a question."


class PersonScreen(FormScreen[tuple[str, str]]):
    """Returns the name and the role of somebody who joins."""


class Leading(CaseScreen):
    """Leads a workshop: who is there, and what is talked about in which order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        *bindings(
            "add-person",
            "away",
            "forget",
            "bring",
            "hide-names",
            "item-up",
            "item-down",
            "add-item",
            "remove-item",
            "to-sensitivity",
        ),
    ]

    def __init__(
        self,
        desk: Desk,
        answers: Answers,
        *,
        title: str,
        file_state: str,
        team: TeamPolicy | None = None,
        decimal_comma: bool = False,
    ) -> None:
        """Lead.

        Args:
            desk: the workshop.
            answers: of the case.
            title: of the case, for the title bar.
            file_state: whether it is saved, for the title bar.
            team: the policy by which it is judged.
            decimal_comma: whether numbers are typed here with the comma as the decimal sign.
        """
        super().__init__()
        self.desk = desk
        self.team = team
        self.decimal_comma = decimal_comma
        self.set_reactive(CaseScreen.case_title, title)
        self.set_reactive(CaseScreen.file_state, file_state)
        self.answers = answers
        self.assessment: Assessment = assess(answers, team)

    @property
    def meeting(self) -> Meeting:
        """The workshop as it is now."""
        return self.desk.meeting

    @property
    def agenda(self) -> AgendaList:
        """The list of questions."""
        return self.query_one(AgendaList)

    @property
    def people(self) -> PeopleList:
        """The list of people."""
        return self.query_one(PeopleList)

    def label(self, key: str) -> str:
        """The short name of a question."""
        return label_of(key, self.assessment.case)

    def why_not(self, call: str) -> str:
        """What has no place in a workshop, or nobody or no question to be done to."""
        if call == "full_case":
            # The verdict asks what it lies on.
            return "A workshop asks no steps: open the session for them, payback open FILE."
        if call in ("away", "forget", "bring") and self.people.key is None:
            return self.keyed(NOBODY)
        if call in ("item_up", "item_down", "remove_item"):
            keys = self.agenda.keys
            if self.meeting.phase != "idle":
                return self.keyed("Go back to the agenda first: {close}.")
            if not keys:
                return self.keyed(EMPTY)
            if call == "item_up" and self.agenda.key == keys[0]:
                return "This question is the first already."
            if call == "item_down" and self.agenda.key == keys[-1]:
                return "This question is the last already."
        return super().why_not(call)

    def do(self, event: Event) -> bool:
        """Have something happen; where it cannot, say why."""
        try:
            self.desk.do(event)
        except Refused as refused:
            self.tell(f"{refused.message}.")
            return False
        self.show_meeting()
        return True

    def show_meeting(self) -> None:
        """Bring everything on the screen up to date."""
        # Each has its own; Textual's screens cannot be abstract classes.
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Say something, instead of what was said before."""
        self.app.clear_notifications()
        self.notify(text, severity="warning", markup=False)

    # ------------------------------------------------------------------- people

    async def action_add_person(self) -> None:
        """Ask who joins."""

        def read(texts: Texts) -> tuple[str, str]:
            name, role = texts["name"], texts["role"]
            known = self.meeting.person(name) if name.strip() else None
            if known is None or known.is_here:
                # What would be refused is refused here, beside the field.
                self.meeting.join(name, role)
            return name, role

        await self.open(
            PersonScreen(
                "Who joins?",
                "Without a name they are called Participant and a number. Nobody waits for whoever"
                " has the role facilitator.",
                [Blank("name", "Name"), Blank("role", "Role")],
                read,
                give="Join",
            ),
            self._joined,
        )

    async def _joined(self, said: tuple[str, str] | None) -> None:
        if said is None:
            return
        name, role = said
        known = self.meeting.person(name) if name.strip() else None
        if known is None:
            if self.do(lambda meeting: meeting.join(name, role)):
                self.people.choose(self.meeting.people[-1].name)
            return
        answers = [("same", f"Yes, {known.name} is back"), ("other", "No: take another name")]
        await self.open(
            ConfirmScreen(f"{known.name} took part before. Is it the same person?", answers),
            lambda answer: self._back(known.name) if answer == "same" else None,
        )

    def _back(self, name: str) -> None:
        if self.do(lambda meeting: meeting.come_back(name)):
            self.people.choose(name)

    def action_away(self) -> None:
        """Let the person at hand leave, or be here again."""
        name = self.people.key
        person = self.meeting.person(name) if name is not None else None
        if person is None:
            return
        if person.is_here:
            is_done = self.do(lambda meeting: meeting.leave(person.name))
        else:
            is_done = self.do(lambda meeting: meeting.come_back(person.name))
        if is_done:
            self.say(f"{person.name} {'is away' if person.is_here else 'is back'}.")

    def action_forget(self) -> None:
        """Take out the person at hand, who joined by mistake."""
        name = self.people.key
        if name is not None:
            self.do(lambda meeting: meeting.forget(name))

    async def action_bring(self) -> None:
        """Count the answers that the person at hand brings in a copy of the session."""
        await settled(self)
        name = self.people.key
        if name is not None:
            self.post_message(messages.BringRequested(name))

    def action_hide_names(self) -> None:
        """Show answers without names from the next round on, or with them again."""
        hidden = not self.meeting.is_anonymous
        if self.do(lambda meeting: meeting.with_anonymity(hidden)):
            said = "without names" if hidden else "with names"
            self.tell(f"From the next round on answers are shown {said}.")

    # ------------------------------------------------------------------- agenda

    def _move(self, by: int) -> None:
        key = self.agenda.key
        if key is not None:
            self.do(lambda meeting: meeting.with_agenda(moved(meeting.agenda, key, by)))

    def action_item_up(self) -> None:
        self._move(-1)

    def action_item_down(self) -> None:
        self._move(1)

    def action_remove_item(self) -> None:
        """Take the question at hand off the agenda; its rounds stay on record."""
        key = self.agenda.key
        if key is not None and self.do(
            lambda meeting: meeting.with_agenda(removed(meeting.agenda, key))
        ):
            back = self.keyed("{add-item} brings it back.")
            self.tell(f"{self.label(key)} is off the agenda; {back}")

    async def action_add_item(self) -> None:
        """Ask for a question's name and put it on the agenda."""
        from screens.overlays.jump import JumpScreen

        await settled(self)
        await self.open(JumpScreen(self._estimates()), self._add)

    def _estimates(self) -> list[Question]:
        """All that can be voted on: what the steps ask, and the numbers that stand in rows."""
        asked = [one for one in QUESTIONS.values() if one.is_estimate]
        in_rows = [key for key in self.assessment.figures.inputs.read.used if key not in QUESTIONS]
        return asked + [
            question._replace(key=key, label=self.label(key))
            for key in in_rows
            if is_estimate(key) and (question := question_of(key)) is not None
        ]

    def _add(self, key: str | None) -> None:
        if key is not None and self.do(
            lambda meeting: meeting.with_agenda(added(meeting.agenda, key))
        ):
            self.agenda.choose(key)

    def _jumped(self, key: str | None) -> None:
        if key is not None:
            self.go_to_question(key)

    def go_to_question(self, key: str) -> None:
        """Take a question to hand on the agenda."""
        if any(one.key == key for one in self.meeting.agenda):
            self.agenda.choose(key)
        elif is_estimate(key):
            adds = self.keyed("{add-item} adds it.")
            self.tell(f"{self.label(key)} is not on the agenda; {adds}")
        else:
            self.tell(f"{self.label(key)} is not voted on; answer it with `payback open`.")
