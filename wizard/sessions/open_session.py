"""An open session: answers with their history, and the file they are saved to.

Plain Python, held by the app and by `payback ask` alike.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rules.answers.answers import Answers, Entry
from rules.answers.policy import TeamPolicy
from rules.assess import Assessment, assess
from wizard.disk.errors import ChangedOnDisk
from wizard.problems import on_one_line
from wizard.sessions.kept_answers import History
from wizard.sessions.moments import Moment, Moments, Row
from wizard.sessions.session_file import (
    ReadText,
    SessionFile,
    after_saving,
    as_saved,
    is_left_out,
    read_session,
    session_of,
)


class Snapshot(NamedTuple):
    """All it takes to go on after a crash."""

    file: SessionFile
    answers: Answers


class OpenSession:
    """One case under work.

    Every change goes through `apply`, which keeps what was before for `undo`. Changes of one visit
    of a field are one step of history. `on_change` is called after every change with all it takes
    to recover.
    """

    def __init__(
        self,
        file: SessionFile,
        *,
        team: TeamPolicy | None = None,
        on_change: Callable[[Snapshot], None] | None = None,
        suggested: Path | None = None,
        looks_at: Path | None = None,
    ) -> None:
        """Open.

        Args:
            file: the session as it was read.
            team: a team's policy values.
            on_change: called after every change.
            suggested: a name for a session without a file.
            looks_at: the file that it is a copy of, which is not to be written.
        """
        self.file = file
        self.suggested = suggested
        self.looks_at = looks_at
        self.team = team
        self._on_change = on_change
        self.moments = Moments(file.answers)
        self._saved = file.answers
        self.saved_text = file.text
        """Of the file, when it was read or saved last."""

    @classmethod
    def open(cls, path: Path, *, team: TeamPolicy | None = None) -> OpenSession:
        """Open a session file.

        Raises:
            InputUnusable: as `read_session`.
        """
        return cls(read_session(path), team=team)

    @classmethod
    def new(cls, text: str, *, team: TeamPolicy | None = None) -> OpenSession:
        """A session that is not on disk yet."""
        return cls(session_of(text), team=team)

    def listen(self, on_change: Callable[[Snapshot], None] | None) -> None:
        """Have a function called after every change from now on."""
        self._on_change = on_change

    @property
    def answers(self) -> Answers:
        """The answers as they are now."""
        return self.moment.answers

    @property
    def decided(self) -> tuple[Row, ...]:
        """The decisions that are not in the file yet."""
        return self.moment.decided

    @property
    def moment(self) -> Moment:
        """The present step of the history."""
        return self.moments.present

    @property
    def title(self) -> str:
        """The title typed, or the name of the file where there is none."""
        named = self.looks_at.stem if self.looks_at is not None else self.file.title
        return self.answers.value("title") or on_one_line(named)

    @property
    def dirty(self) -> bool:
        """Whether something is not in the file, be it that it is not usable."""
        return self.answers.entries != self._saved.entries or self._has_other_records

    @property
    def has_one_unsaved(self) -> bool:
        """Whether one answer, and nothing beside it, is what is not in the file."""
        now, saved = self.answers.entries, self._saved.entries
        changed = [key for key in {**now, **saved} if now.get(key) != saved.get(key)]
        return len(changed) == 1 and not self._has_other_records

    @property
    def savable(self) -> bool:
        """Whether a save would put something into the file that it does not hold yet."""
        answers = as_saved(self.answers, self.file.answers)
        return answers.entries != self._saved.entries or self._has_other_records

    @property
    def _has_other_records(self) -> bool:
        """Whether what stands beside the answers, such as a workshop, is not in the file."""
        return bool(self.decided) or self.file.text != self.saved_text

    @property
    def left_out(self) -> tuple[str, ...]:
        """Unusable and unfinished answers that are not in the file as they were typed."""
        return tuple(
            key
            for key in self.unusable_keys
            if self.answers.entries[key] != self._saved.entries.get(key)
        )

    @property
    def unusable_keys(self) -> tuple[str, ...]:
        """Answers that do not count, or not wholly; a save does not write what does not."""
        return tuple(key for key, entry in self.answers.items() if is_left_out(key, entry))

    def assess(self) -> Assessment:
        """Judge the answers as they are now."""
        return assess(self.answers, self.team)

    def apply(self, answers: Answers, visit: str | None = None) -> None:
        """Take over changed answers.

        Args:
            answers: made from `self.answers`.
            visit: names one stay in one field; a change of the same visit as the one before is
                not a step of its own.
        """
        if answers is self.answers:
            return
        self.moments.add(Moment(answers, visit, self.decided))
        self.tell()

    def decide(self, row: Row) -> None:
        """Put a decision on record, as `rules.review.deciding.row_of` makes it.

        Until the next save `undo` takes it back.
        """
        self.moments.add(Moment(self.answers, None, (*self.decided, row)))
        self.tell()

    def answer(self, key: str, entry: Entry | None, visit: str | None = None) -> None:
        """Answer one question, or take its answer back by None."""
        self.apply(self.answers.answer(key, entry), visit)

    @property
    def history(self) -> History:
        """What `undo` and `redo` lead to."""
        return self.moments.history

    def go_on(self, answers: Answers, history: History, decided: tuple[Row, ...] = ()) -> None:
        """Go on with answers and decisions that were kept, and with the steps that led to them.

        However little of the history there is, `undo` comes back to what the file has.
        """
        self.moments.go_on(answers, history, decided, self.file.answers)
        self.tell()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.moments.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return self.moments.can_redo

    def undo(self) -> bool:
        """Take back the last step; False where there is none."""
        return self._tell_if(self.moments.undo())

    def redo(self) -> bool:
        """Take the last step again; False where there is none."""
        return self._tell_if(self.moments.redo())

    def _tell_if(self, is_changed: bool) -> bool:
        if is_changed:
            self.tell()
        return is_changed

    def tell(self) -> None:
        """Say that something has changed."""
        if self._on_change is not None:
            self._on_change(Snapshot(self.file, self.answers))

    def reload(self, path: Path | None = None) -> None:
        """Read the file again; the answers as they were can be had back by `undo`.

        Where the session was not saved yet and another program was faster, `path` is that of its
        file.

        Raises:
            InputUnusable: as `read_session`; nothing has changed then.
        """
        source = path or self.file.path
        if source is None:
            raise ValueError("a session without a file needs a path to be read from")
        file = read_session(source)
        self.rest_on(file, file.text)
        self.moments.add(Moment(file.answers))
        self.tell()

    def rest_on(self, file: SessionFile, text: str) -> None:
        """Count as saved what a file has.

        Args:
            file: with what only this session knows besides its answers, such as a workshop.
            text: as it lies on disk.
        """
        self.file, self._saved, self.saved_text = file, file.answers, text

    def text(self, today: date) -> str:
        """The text of the file with the answers as they are now, and their result.

        Raises:
            Unsafe, ChangedMeaning, TomlProblem: as `with_answers`.
        """
        return self._rewritten(today).text

    def _rewritten(self, today: date) -> ReadText:
        # Only a save needs the editor.
        from wizard.sessions.rewriting import with_answers

        file = self.file
        if self.decided:
            from wizard.review.recording import with_decisions

            file = with_decisions(file, self.decided)
        # The file's own verdict is by the file's own policy; a team's stands outside it.
        return with_answers(file, self.answers, assess(self.answers), today)

    def save(
        self, today: date, path: Path | None = None, *, over: ChangedOnDisk | None = None
    ) -> None:
        """Write the answers and a fresh result into the file.

        Args:
            today: the date of the result, where it changes.
            path: to save under another name; the session then belongs to that file.
            over: save over what was found there then, because a person has decided so.

        Raises:
            ChangedOnDisk, SaveFailed: as `store.save`; the session stays unsaved.
            Unsafe, ChangedMeaning, TomlProblem: as `text`.
        """
        target = path or self.file.path
        if target is None:
            raise ValueError("a session without a file needs a path to be saved to")
        answers = self.answers
        written = self._rewritten(today)
        if over is not None:
            expected = over.found
        else:
            expected = self.file.state if path is None or path == self.file.path else None
        # Only a save needs the store.
        from wizard.disk import store

        state = store.save(target, written.text.encode(), expected=expected)
        self.looks_at = None
        self.file = after_saving(target, state, written, answers)
        self._saved = as_saved(answers, self.file.answers)
        self.saved_text = written.text
        if self.decided:
            self.moments.have_recorded(self.decided)
