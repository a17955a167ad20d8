"""What was agreed in a workshop, to be taken back and agreed again.

The session's own history goes on beside it: which of both comes next is known by the session's
present step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rules.workshop.state import Settlement
from wizard.sessions.moments import Moment
from wizard.sessions.open_session import OpenSession


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of what is agreed, and of the answers with it."""

    before: tuple[Settlement, ...]
    after: tuple[Settlement, ...]
    moment_before: Moment
    moment_after: Moment

    @property
    def has_answers(self) -> bool:
        return self.moment_before is not self.moment_after


class Agreements:
    """The changes of what is agreed, in the order in which they were made."""

    def __init__(
        self, session: OpenSession, rewrite: Callable[[tuple[Settlement, ...]], None]
    ) -> None:
        """Begin with none; `rewrite` has other agreements take the place of those there are."""
        self._session = session
        self._rewrite = rewrite
        self._past: list[_Change] = []
        self._future: list[_Change] = []

    def add(
        self, before: tuple[Settlement, ...], after: tuple[Settlement, ...], moment: Moment
    ) -> None:
        """Something was agreed, or agreed otherwise; `moment` is that of the session before."""
        self._past.append(_Change(before, after, moment, self._session.moment))
        self._future.clear()

    @property
    def can_undo(self) -> bool:
        """Whether the last change is what undo takes back now."""
        return bool(self._past) and self._past[-1].moment_after is self._session.moment

    @property
    def can_redo(self) -> bool:
        """Whether a change is what redo brings back now."""
        return bool(self._future) and self._future[-1].moment_before is self._session.moment

    def undo(self) -> bool:
        """Take back the last change; False where something else comes first."""
        if not self.can_undo:
            return False
        change = self._past.pop()
        self._future.append(change)
        if change.has_answers:
            self._session.undo()
        self._rewrite(change.before)
        return True

    def redo(self) -> bool:
        """Bring back what was taken back last; False where something else comes first."""
        if not self.can_redo:
            return False
        change = self._future.pop()
        self._past.append(change)
        if change.has_answers:
            self._session.redo()
        self._rewrite(change.after)
        return True
