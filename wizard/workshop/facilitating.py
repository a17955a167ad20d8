"""A workshop that is led from the screen: what happens in it is kept, and saved once it is shown.

Answers that are not revealed yet are kept apart from the session; what is revealed and agreed is
written into its file at once. An agreement can be taken back, and the answer with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from threading import Lock
from typing import TYPE_CHECKING

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.assess import assess
from rules.results import label_of
from rules.workshop.discussion import Discussion
from rules.workshop.meeting import Meeting, Settlement
from rules.workshop.recorded import record_of, resumed
from rules.workshop.refused import Refused
from rules.workshop.votes import votes_from_copy
from wizard.problems import InputUnusable
from wizard.sessions import saving
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile
from wizard.sessions.steps import Moment
from wizard.workshop import record
from wizard.workshop.chair import Chair
from wizard.workshop.door_file import DoorFile
from wizard.workshop.listeners import Listener, Listeners
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web.address import ANOTHER_PORT
from wizard.workshop.wishes import Wishes

if TYPE_CHECKING:
    from wizard.workshop.web.server import JoinServer

Event = Callable[[Meeting], Meeting]


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of what is agreed, to be taken back."""

    before: tuple[Settlement, ...]
    after: tuple[Settlement, ...]
    moment_before: Moment
    moment_after: Moment

    @property
    def changed_answers(self) -> bool:
        return self.moment_before is not self.moment_after


class Facilitating:
    """The workshop on an open session."""

    def __init__(
        self,
        session: OpenSession,
        team: TeamPolicy | None = None,
        wishes: Wishes | None = None,
        before: Facilitating | None = None,
    ) -> None:
        """Begin a workshop, or take up the one that the session holds.

        Args:
            session: the case.
            team: the policy by which it is judged.
            wishes: what was asked for.
            before: the workshop on the same case before it was read anew, which ends now.

        Raises:
            InputUnusable: where its record is not usable and would be lost in part, another program
                leads on it, or what the devices of people take is not installed.
        """
        self._before = before
        self._chair = Chair()
        if before is not None:
            # What it keeps is read now.
            before.live.stop()
            self._chair, before._chair = before._chair, self._chair
        try:
            self._take_up(session, team, wishes or Wishes())
        except BaseException:
            self._chair.leave()
            raise

    def _take_up(self, session: OpenSession, team: TeamPolicy | None, wishes: Wishes) -> None:
        self.session = session
        self.wishes = wishes
        self._team = team
        if session.file.path is not None:
            # Before what it kept is read, so that nobody writes it meanwhile.
            self._chair.take(session.file.path)
        meeting = record.resume(session)
        if self.wishes.is_anonymous:
            meeting = meeting.with_anonymity(True)
        self._in_file = _revealed(resumed(record.workshop_of(session.file)))
        self._lock = Lock()
        self.live: LiveMeeting = LiveMeeting(meeting, keep=self._keep)
        self._taken_over = meeting
        self._follow_case()
        self._past: list[_Step] = []
        self._future: list[_Step] = []
        self._is_open = False
        self._why_closed = ""
        self._listeners = Listeners()
        self.live.subscribe(self._follow)
        self._server = self._made_server() if self.wishes.joins else None
        self._changed: Listener = lambda: None
        self._report: Callable[[Iterable[Problem]], None] = lambda problems: None

    def attach(self, changed: Listener, report: Callable[[Iterable[Problem]], None]) -> None:
        """Have the program told.

        Args:
            changed: called when answers, or whether they are saved, may be others than before.
            report: called with what could not be done.
        """
        self._changed, self._report = changed, report

    async def start(self) -> None:
        """Let people in from their own devices, where that is wished for.

        Raises:
            InputUnusable: where the address cannot be had.
        """
        if self._before is not None:
            await self._before.stop()
            self._before = None
        if self._server is not None:
            try:
                await self._server.start()
            except InputUnusable as unusable:
                self._why_closed = str(unusable)
                raise
            self._is_open = True
            if self._server.is_moved:
                self._report([Problem(ANOTHER_PORT, severity="warning")])
            self._server.subscribe(self._listeners.tell)
            self._listeners.tell()

    def _made_server(self) -> JoinServer:
        from wizard.workshop.web import join_server

        wished = self.wishes
        return join_server(
            self.live,
            host=wished.host,
            port=wished.port,
            public_url=wished.public_url,
            file=DoorFile(lambda: self.session.file.path),
        )

    async def stop(self) -> None:
        """Let nobody in any more, and wait until everything is kept."""
        if self._server is not None and self._is_open:
            self._is_open = False
            await self._server.stop()
        self.live.stop()
        self._chair.leave()

    # ------------------------------------------------------------------ the desk

    @property
    def meeting(self) -> Meeting:
        """As it is now."""
        return self.live.meeting

    @property
    def talk(self) -> Discussion | None:
        """What the answers that were revealed last mean."""
        return self.live.talk

    @property
    def door(self) -> JoinServer | None:
        """The way in from other devices, where there is one."""
        return self._server if self._is_open else None

    @property
    def why_closed(self) -> str:
        """Why nobody comes in from other devices, where that was wished for; else empty."""
        return self._why_closed

    @property
    def is_kept(self) -> bool:
        """Whether the answers that are not revealed are on disk."""
        return self.live.is_kept

    def subscribe(self, listener: Listener) -> Listener:
        """Have a function called after each change; what is returned ends that."""
        return self._listeners.add(listener)

    def _follow(self) -> None:
        """Take over what is shown, whether it came from the screen or from somebody's device."""
        before, after = self._taken_over, self.meeting
        self._taken_over = after
        if _shown(after) != _shown(before):
            self._take_over(before, after)
        self._listeners.tell()

    def do(self, event: Event) -> None:
        """Have something happen, and save it where it is shown.

        Raises:
            Refused: where it cannot happen; nothing has changed then.
        """
        self.live.apply(event)

    def say(self, talk: Discussion) -> None:
        """Tell everybody what the answers mean."""
        self.live.say(talk)

    def day(self) -> date:
        """Today."""
        return date.today()

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    # ------------------------------------------------------------------ on disk

    def _keep(self, meeting: Meeting) -> bool:
        """Keep what is not in the file; called from another thread as well."""
        with self._lock:
            path = self.session.file.path
            if path is None:
                return False
            try:
                # It may have been saved under another name, on which somebody else may lead.
                self._chair.take(path)
            except InputUnusable:
                return False
            return record.keep(self.session, _with_hidden(meeting, self._in_file))

    def _take_over(self, before: Meeting, after: Meeting) -> None:
        """Put into the session what was revealed or agreed, and save it."""
        moment = self.session.moment
        try:
            record.put(self.session, after)
        except InputUnusable as unusable:
            if after.settlements != before.settlements:
                self._settle(before.settlements)
            self._report(unusable.problems)
            return
        if after.settlements != before.settlements:
            step = _Step(before.settlements, after.settlements, moment, self.session.moment)
            self._past.append(step)
            self._future.clear()
        self._save()

    def _save(self) -> None:
        try:
            taken = saving.save(self.session, self.day())
        except InputUnusable as unusable:
            self._report(unusable.problems)
        else:
            self.saved()
            if taken:
                self._report([Problem(saving.taken_over(taken), severity="warning")])
        self._follow_case()
        self._changed()

    def on(self, session: OpenSession, team: TeamPolicy | None) -> Facilitating:
        """The workshop on the same case, which was read anew.

        Raises:
            InputUnusable: as for a new one.
        """
        return Facilitating(session, team, self.wishes, before=self)

    def put(self) -> None:
        """Have everything that is shown in the session, to be saved with it.

        Raises:
            InputUnusable: where the session does not take it.
        """
        record.put(self.session, self.meeting)

    def saved(self) -> None:
        """The session is in its file, and with it what was revealed."""
        self._in_file = _revealed(self.meeting)
        self._keep(self.meeting)

    def _settle(self, settlements: tuple[Settlement, ...]) -> None:
        self._taken_over = replace(self.meeting, settlements=settlements)
        self.live.apply(lambda _: self._taken_over)

    def _follow_case(self) -> None:
        """Title, currency and names of rows as the pages show them."""
        case = self.session.assess().case
        self.live.title, self.live.currency = self.session.title, case.currency
        self.live.labels = {one.key: label_of(one.key, case) for one in self.meeting.agenda}

    # ------------------------------------------------------------------ history

    @property
    def _is_behind(self) -> bool:
        """Whether the last agreement is what undo takes back."""
        return bool(self._past) and self._past[-1].moment_after is self.session.moment

    @property
    def _is_ahead(self) -> bool:
        """Whether an agreement is what redo brings back."""
        return bool(self._future) and self._future[-1].moment_before is self.session.moment

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._is_behind or self.session.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return self._is_ahead or self.session.can_redo

    def undo(self) -> bool:
        """Take back the last agreement, or the last answer; False where there is nothing."""
        if self._is_behind:
            step = self._past.pop()
            self._future.append(step)
            if step.changed_answers:
                self.session.undo()
            self._rewrite(step.before)
            return True
        return self.session.undo()

    def redo(self) -> bool:
        """Do again what was taken back; False where there is nothing."""
        if self._is_ahead:
            step = self._future.pop()
            self._past.append(step)
            if step.changed_answers:
                self.session.redo()
            self._rewrite(step.after)
            return True
        return self.session.redo()

    def _rewrite(self, settlements: tuple[Settlement, ...]) -> None:
        """Have other agreements in the meeting and in the file."""
        left = {one.key for one in settlements}
        gone = {one.key for one in self.meeting.settlements} - left
        self._settle(settlements)
        try:
            file = record.without_agreed(self.session.file, gone)
            self.session.file = record.with_record(file, record_of(self.meeting))
        except saving.FAILURES as failure:
            self._report([saving.problem_of(failure, self.session.file.path)])
            return
        self._save()

    # ------------------------------------------------------------------- copies

    def bring(self, name: str, copy: SessionFile) -> int:
        """Count the answers of a copy as somebody's; how many there were.

        Raises:
            InputUnusable: where nobody of that name takes part any more.
        """
        base = self.session.assess().case
        theirs = assess(copy.answers, self._team).case
        keys = [one.key for one in self.meeting.agenda]
        votes = votes_from_copy(theirs, base, keys)
        try:
            self.do(lambda meeting: meeting.bring(name, votes))
        except Refused as refused:
            raise InputUnusable([Problem(refused.message)]) from None
        return len(votes)


def _shown(meeting: Meeting) -> tuple[object, ...]:
    """What of a meeting stands in the file."""
    return meeting.settlements, tuple(one for one in meeting.ballots if one.is_revealed)


def _revealed(meeting: Meeting) -> frozenset[tuple[str, int]]:
    return frozenset((one.key, one.number) for one in meeting.ballots if one.is_revealed)


def _with_hidden(meeting: Meeting, in_file: frozenset[tuple[str, int]]) -> Meeting:
    """The meeting with the rounds that no file holds as if they were not revealed yet."""
    ballots = (
        one if (one.key, one.number) in in_file else replace(one, is_revealed=False)
        for one in meeting.ballots
    )
    return replace(meeting, ballots=tuple(ballots))
