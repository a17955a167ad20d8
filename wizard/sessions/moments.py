"""The history of an open session: what was answered and decided, step by step, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rules.answers.answers import Answers
from wizard.sessions.kept_answers import History

Row = dict[str, Any]
"""A record as plain values of TOML."""


@dataclass(slots=True, eq=False)
class Moment:
    """One step of the history; it stays the same one while others' changes are taken into it."""

    answers: Answers
    visit: str | None = None
    """What the change belongs to: changes of one visit to one field count as one."""
    decided: tuple[Row, ...] = ()
    """Decisions that are not in the file yet, which are appended to it by the next save."""


class Moments:
    """The steps of one session, one of them the present one; not those of the wizard."""

    def __init__(self, answers: Answers) -> None:
        self.present = Moment(answers)
        self._past: list[Moment] = []
        self._future: list[Moment] = []

    def __iter__(self) -> Iterator[Moment]:
        """The present step, those before it and those after it."""
        yield self.present
        yield from self._past
        yield from self._future

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._future)

    @property
    def history(self) -> History:
        """What `undo` and `redo` lead to."""
        past, future = reversed(self._past), reversed(self._future)
        return History(tuple(one.answers for one in past), tuple(one.answers for one in future))

    def add(self, moment: Moment) -> None:
        """Something was done: a step of its own, except where it goes on with the same visit."""
        if moment.visit is None or moment.visit != self.present.visit:
            self._past.append(self.present)
        self.present = moment
        self._future.clear()

    def go_on(
        self, answers: Answers, history: History, decided: tuple[Row, ...], start: Answers
    ) -> None:
        """Go on with steps that were kept; however few they are, `undo` comes back to the start."""
        past = list(history.past)
        if all(one.entries != start.entries for one in (answers, *past)):
            past.append(start)
        self.present = Moment(answers, None, decided)
        self._past = [Moment(one) for one in reversed(past)]
        self._future = [Moment(one) for one in reversed(history.future)]

    def undo(self) -> bool:
        """Take back the last step; False where there is none."""
        return self._step(self._past, self._future)

    def redo(self) -> bool:
        """Take the last step again; False where there is none."""
        return self._step(self._future, self._past)

    def _step(self, source: list[Moment], target: list[Moment]) -> bool:
        if not source:
            return False
        target.append(self.present)
        self.present = source.pop()
        # A step taken back ends the visit: what is typed next is a step of its own.
        self.present.visit = None
        return True

    def have_recorded(self, rows: tuple[Row, ...]) -> None:
        """Decisions are in the file, where no `undo` takes them back."""
        for moment in self:
            moment.decided = tuple(
                one for one in moment.decided if not any(one is row for row in rows)
            )
        self._past = [
            one
            for one, following in pairwise((*self._past, self.present))
            if one.answers.entries != following.answers.entries or one.decided != following.decided
        ]
