"""Who takes part, and who has answered: never what."""

from __future__ import annotations

from collections.abc import Set

from rich.cells import cell_len

from rules.workshop.meeting import Meeting
from rules.workshop.people import Person
from screens.fields.cut import cut
from screens.frame.textual_private import keymap_of
from screens.keymap import with_keys
from screens.widgets.menu import KeyedMenu

LEAST_OF_NAME = 12
"""Cells that a long name keeps beside what is said of it."""
_BESIDE_NAME = len("○ : away")
"""Cells of a sign and of what is said in a word."""


class PeopleList(KeyedMenu):
    """Everybody who takes part, by name; one is at hand."""

    _shown: tuple[Meeting, Set[str]] | None = None

    def show(self, meeting: Meeting, connected: Set[str]) -> None:
        """Show who is there."""
        self._shown = (meeting, connected)
        self._width = self.content_size.width or self._width
        width = self._width
        lines = {one.name: line_of(one, meeting, connected, width) for one in meeting.people}
        without = with_keys("{add-person} adds a person", keymap_of(self.app))
        # Whoever came in by a device was taken to hand by nobody.
        self.show_keyed(lines, without, None)

    def on_resize(self) -> None:
        """Say as much of each name as there is room for."""
        if self._shown is not None:
            self.show(*self._shown)


def sign_and_state(one: Person, meeting: Meeting) -> tuple[str, str]:
    """A sign, and in a word or two what a person has done or is waited for."""
    ballot = meeting.ballot
    is_voting = meeting.phase == "voting"
    if is_voting and ballot is not None and one.name in ballot.votes:
        return "✓", "has answered" if one.is_here else "has answered, away"
    if not one.is_here:
        return "–", "away"
    if is_voting and one.is_waited_for:
        return "○", "to answer"
    return "·", one.role or "here"


def line_of(one: Person, meeting: Meeting, connected: Set[str], width: int) -> str:
    """A person in one line; a long name gives way to whether they are here and have answered."""
    sign, state = sign_and_state(one, meeting)
    device = ", at a page" if one.name in connected else ""
    room = width - cell_len(f"{sign} : {state}")
    name = cut(one.name, max(room, min(LEAST_OF_NAME, width - _BESIDE_NAME)))
    return f"{sign} {name}: {state}{device}"


def flow_of(meeting: Meeting, width: int) -> str:
    """Everybody in a few lines of a width, for a projector: `✓ Ada   ○ Bo`."""
    lines = [""]
    for one in meeting.people:
        entry = cut(f"{sign_and_state(one, meeting)[0]} {one.name}", width)
        longer = f"{lines[-1]}   {entry}" if lines[-1] else entry
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(entry)
    return "\n".join(lines)


def answered(meeting: Meeting) -> str:
    """How many have answered, and who is waited for."""
    ballot = meeting.ballot
    if ballot is None or ballot.is_revealed:
        return ""
    given, pending = len(ballot.votes), len(meeting.pending)
    if not given and not pending:
        return "Nobody is here to answer yet."
    if not pending:
        return f"All {given} have answered." if given > 1 else "The answer is given."
    return f"{given} of {given + pending} have answered."
