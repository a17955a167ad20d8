"""The workshop that is under way: one place that screen and participants' pages change and read.

Everything here happens on one event loop, so that no change overwrites another. Only the disk is
waited for elsewhere, on a thread of its own, which writes the newest state and one at a time.
"""

from __future__ import annotations

from collections.abc import Callable

from rules.answers.case import Case
from rules.results import label_of
from rules.workshop.discussion import Discussion
from rules.workshop.meeting import Meeting
from wizard.workshop.newest import NewestWriter

Listener = Callable[[], None]


class Listeners:
    """Functions that are called after each change."""

    def __init__(self) -> None:
        self._by_token: dict[object, Listener] = {}

    def add(self, listener: Listener) -> Listener:
        """Have a function called from now on; what is returned ends that."""
        token = object()
        self._by_token[token] = listener

        def end() -> None:
            self._by_token.pop(token, None)

        return end

    def tell(self) -> None:
        """Call all of them, also where one begins or ends listening meanwhile."""
        for listener in tuple(self._by_token.values()):
            listener()


Keep = Callable[[Meeting], bool]
"""Puts a meeting on disk; False where the disk does not take it."""


class LiveMeeting:
    """A meeting that changes, and whoever wants to know of it."""

    def __init__(self, meeting: Meeting, *, keep: Keep | None = None) -> None:
        """Begin; `keep` is called with the newest meeting after changes, off the event loop."""
        self.title = ""
        """Of the case, for the pages."""
        self.currency = ""
        """Of the case, in which amounts are typed."""
        self.labels: dict[str, str] = {}
        """The names of questions by key, for those in a row of the case."""
        self.meeting = meeting
        """As it is now."""
        self.talk: Discussion | None = None
        """What was last said of answers; of those that are shown, or of earlier ones."""
        self.revision = 0
        """How many changes there have been."""
        self._listeners = Listeners()
        self._writer = NewestWriter(keep) if keep is not None else None

    def follow(self, title: str, case: Case) -> None:
        """Show another title, currency and names of rows."""
        self.title, self.currency = title, case.currency
        self.labels = {one.key: label_of(one.key, case) for one in self.meeting.agenda}

    def apply(self, event: Callable[[Meeting], Meeting]) -> Meeting:
        """Let something happen, and say so to everybody who listens.

        Raises:
            Refused: as the event does; nothing has changed then.
        """
        after = event(self.meeting)
        if after != self.meeting:
            self.meeting = after
            if self._writer is not None:
                self._writer.put(after)
            self._changed()
        return after

    def say(self, talk: Discussion | None) -> None:
        """Show what there is to say of the answers that are revealed."""
        self.talk = talk
        self._changed()

    def subscribe(self, listener: Listener) -> Listener:
        """Have a function called after each change; what is returned ends that."""
        return self._listeners.add(listener)

    async def kept(self) -> bool:
        """Wait until everything so far is on disk; False where the disk does not take it."""
        return await self._writer.done() if self._writer is not None else True

    @property
    def is_kept(self) -> bool:
        """Whether the disk took what was last given to it."""
        return self._writer is None or self._writer.is_well

    def stop(self) -> None:
        """End the writing, once everything so far is on disk."""
        if self._writer is not None:
            self._writer.stop()

    def _changed(self) -> None:
        self.revision += 1
        self._listeners.tell()
