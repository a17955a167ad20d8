"""The agenda of a workshop: the questions, what hangs on each, and how far each has come."""

from __future__ import annotations

from rich.cells import cell_len

from rules.answers.case import Case
from rules.argument.what_it_hangs_on import amount
from rules.results import label_of
from rules.words.money import Words
from rules.workshop.agenda import Agenda, Item
from rules.workshop.meeting import Meeting
from screens.fields.cut import cut
from screens.frame.textual_private import keymap_of
from screens.keymap import with_keys
from screens.widgets.menu import KeyedMenu

LABEL = 28
WIDE = 51
"""Cells from which on what is said of a question stands in words."""


class AgendaList(KeyedMenu):
    """All questions of the agenda; one is at hand."""

    _shown: tuple[Meeting, Case] | None = None
    _width = WIDE

    def show(self, meeting: Meeting, case: Case) -> None:
        """Show an agenda."""
        self._shown = (meeting, case)
        self._width = self.content_size.width or self._width
        lines = {one.key: line_of(one, meeting, case, self._width) for one in meeting.agenda}
        without = with_keys("No question yet: {add-item} adds one.", keymap_of(self.app))
        self.show_keyed(lines, without, first_open(meeting))

    def on_resize(self) -> None:
        """Say as much of each question as there is room for."""
        if self._shown is not None:
            self.show(*self._shown)


def first_open(meeting: Meeting) -> str | None:
    """The question to go on with: one whose round is under way, else the first that is open."""
    for one in meeting.agenda:
        ballot = meeting.latest(one.key)
        if ballot is not None and not ballot.is_revealed:
            return one.key
    return meeting.next_key


def refreshed(items: Agenda, found: Agenda) -> Agenda:
    """An agenda with what was found out anew, in its own order.

    Questions that are not on it are added only where it waited for a verdict, which there is now.
    """
    known = {one.key: one for one in found}
    kept = tuple(known.get(one.key, Item(one.key)) for one in items)
    if any(one.npv_swing > 0 for one in items):
        return kept
    return kept + tuple(one for one in found if all(one.key != each.key for each in items))


def line_of(item: Item, meeting: Meeting, case: Case, width: int) -> str:
    """A question of the agenda in one line."""
    is_wide = width >= WIDE
    agreed, ballot = meeting.agreement(item.key), meeting.latest(item.key)
    if agreed is not None:
        number = amount(item.key, agreed.said.likely, case.currency)
        sign, said = "✓", f"agreed: {number}" if is_wide else number
    elif ballot is not None and not ballot.is_revealed:
        sign, said = "◐", f"round {ballot.number}: {len(ballot.votes)} in"
    elif ballot is not None:
        sign, said = "◐", f"round {ballot.number} shown"
    else:
        sign, said = "○", weight_of(item, case.currency, is_wide=is_wide)
    room = LABEL if is_wide else max(8, width - len(said) - 5)
    label = cut(label_of(item.key, case), room)
    return f"{sign} {label}{' ' * (room - cell_len(label))} {said}".rstrip()


def weight_of(item: Item, currency: str, *, is_wide: bool) -> str:
    """What hangs on a question."""
    if item.is_missing:
        return "needed for a verdict" if is_wide else "needed"
    if item.npv_swing > 0:
        money = Words(currency).short_money(item.npv_swing)
        return f"moves NPV by {money}" if is_wide else money
    return ""
