"""A workshop that is led from the screen: what happens in it is kept, and saved once it is shown.

Answers that are not revealed yet are kept apart from the session; what is revealed and agreed is
written into its file at once. An agreement can be taken back, and the answer with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Lock
from typing import TYPE_CHECKING

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.workshop.discussion import Discussion
from rules.workshop.meeting import Meeting
from rules.workshop.recorded import on_record, record_of, resumed, revealed_rounds, with_hidden
from rules.workshop.refused import Refused
from rules.workshop.state import Settlement
from wizard.problems import InputUnusable
from wizard.sessions import saving
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile
from wizard.workshop import record
from wizard.workshop.agreements import Agreements
from wizard.workshop.chair import Chair
from wizard.workshop.copies import votes_in
from wizard.workshop.door_file import DoorFile
from wizard.workshop.live import Listener, Listeners, LiveMeeting
from wizard.workshop.web.address import ANOTHER_PORT
from wizard.workshop.wishes import Wishes

if TYPE_CHECKING:
    from wizard.workshop.web.server import JoinServer

Event = Callable[[Meeting], Meeting]


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

        `before` is the workshop on the same case before it was read anew, which ends now.

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
        self._in_file = revealed_rounds(resumed(record.workshop_of(session.file)))
        self._held = record.agreed_in(session.file)
        """The agreements whose numbers the session has had."""
        self._lock = Lock()
        self.live = LiveMeeting(meeting, keep=self._keep)
        self._taken_over = meeting
        self._follow_case()
        self._agreements = Agreements(session, self._rewrite)
        self._listeners = Listeners()
        self.live.subscribe(self._follow)
        self.why_closed = ""
        """Why nobody comes in from other devices, where that was wished for; else empty."""
        self.door: JoinServer | None = None
        """The way in from other devices, while it is open."""
        self._server: JoinServer | None = None
        if wishes.joins:
            from wizard.workshop.web import join_server

            file = DoorFile(lambda: self.session.file.path)
            self._server = join_server(
                self.live,
                host=wishes.host,
                port=wishes.port,
                public_url=wishes.public_url,
                file=file,
            )
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
        if self._server is None:
            return
        try:
            await self._server.start()
        except InputUnusable as unusable:
            self.why_closed = str(unusable)
            raise
        self.door = self._server
        if self._server.is_moved:
            self._report([Problem(ANOTHER_PORT, severity="warning")])
        self._server.subscribe(self._listeners.tell)
        self._listeners.tell()

    async def stop(self) -> None:
        """Let nobody in any more, and wait until everything is kept."""
        if self.door is not None:
            server, self.door = self.door, None
            await server.stop()
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
        if on_record(after) != on_record(before):
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
            return record.keep(self.session, with_hidden(meeting, self._in_file))

    def _take_over(self, before: Meeting, after: Meeting) -> None:
        """Put into the session what was revealed or agreed, and save it."""
        moment = self.session.moment
        try:
            self._put(after)
        except InputUnusable as unusable:
            if after.settlements != before.settlements:
                self._settle(before.settlements)
            self._report(unusable.problems)
            return
        if after.settlements != before.settlements:
            self._agreements.add(before.settlements, after.settlements, moment)
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
        self._put(self.meeting)

    def _put(self, meeting: Meeting) -> None:
        record.put(self.session, meeting, self._held)
        self._held = meeting.settlements

    def saved(self) -> None:
        """The session is in its file, and with it what was revealed."""
        # Another program may have put an older file there, which has none of them.
        self._in_file = revealed_rounds(resumed(record.workshop_of(self.session.file)))
        self._keep(self.meeting)

    def _settle(self, settlements: tuple[Settlement, ...]) -> None:
        self._taken_over = replace(self.meeting, settlements=settlements)
        self._held = settlements
        self.live.apply(lambda _: self._taken_over)

    def _follow_case(self) -> None:
        """Title, currency and names of rows as the pages show them."""
        self.live.follow(self.session.title, self.session.assess().case)

    # ------------------------------------------------------------------ history

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._agreements.can_undo or self.session.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return self._agreements.can_redo or self.session.can_redo

    def undo(self) -> bool:
        """Take back the last agreement, or the last answer; False where there is nothing."""
        return self._agreements.undo() or self.session.undo()

    def redo(self) -> bool:
        """Do again what was taken back; False where there is nothing."""
        return self._agreements.redo() or self.session.redo()

    def _rewrite(self, settlements: tuple[Settlement, ...]) -> None:
        """Have other agreements in the meeting and in the file."""
        gone = {one.key for one in self.meeting.settlements} - {one.key for one in settlements}
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
        keys = [one.key for one in self.meeting.agenda]
        votes = votes_in(copy, self.session, keys, self._team)
        try:
            self.do(lambda meeting: meeting.bring(name, votes))
        except Refused as refused:
            raise InputUnusable([Problem(refused.message)]) from None
        return len(votes)
