"""Saving in an interview: under which name, what is merged, and what becomes of it at the end."""

from __future__ import annotations

from rules.questions import Question
from wizard.ask import speech
from wizard.ask.sitting import Go, Leave, Sitting, meant
from wizard.ask.terminal import Ended
from wizard.problems import InputUnusable, report, say
from wizard.sessions.left_out import left_out
from wizard.sessions.naming import session_path
from wizard.sessions.saving import save, save_or_keep, taken_over
from wizard.sessions.three_way import Choices, Clash, Side
from wizard.workshop.cells import Address


class Saving:
    """Saves the session of a sitting."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def save(self, name: str = "") -> bool:
        """Save, under another name where one is given; the interview is about that file then."""
        try:
            path = session_path(name) if name else self._sitting.path
            taken = save(
                self._sitting.session,
                self._sitting.today,
                path,
                on_conflict=speech.ON_CONFLICT,
                decide=self._decide,
            )
        except InputUnusable as unusable:
            self._sitting.say(*map(str, unusable.problems))
            return False
        if taken is None:
            self._sitting.say(f"Not saved. {speech.ON_CONFLICT}")
            return False
        self._sitting.path = path
        self._say_saved(taken)
        return True

    def _decide(self, clashes: tuple[Clash, ...]) -> Choices | None:
        """Whose answers are taken where the file was changed as well; None to stay unsaved."""
        choices: dict[Address, Side] = {}
        self._sitting.say(*speech.clashing(len(clashes)))
        for clash in clashes:
            self._sitting.say(*speech.clash_lines(clash))
            answer = None
            while answer is None:
                line = self._sitting.terminal.ask("mine, theirs or stay:").strip()
                answer = meant(line.removeprefix(":") or "stay", ("mine", "theirs", "stay"))
            if answer == "stay":
                return None
            choices[clash.at] = "mine" if answer == "mine" else "theirs"
        return choices

    def _say_saved(self, taken: tuple[str, ...]) -> None:
        self._sitting.say(self._saved)
        if taken:
            self._sitting.say(taken_over(taken))

    @property
    def _saved(self) -> str:
        """That all is in the file, or all but what is not usable."""
        session, name = self._sitting.session, f"Saved: {self._sitting.path}"
        return f"{name}, but for {left_out(session)}." if session.left_out else name

    def reload(self, question: Question) -> None:
        """Take over what is in the file now; the answers given since come back by :undo."""
        unsaved = self._sitting.session.dirty
        try:
            self._sitting.session.reload(self._sitting.path)
        except InputUnusable as unusable:
            self._sitting.say(*map(str, unusable.problems))
            return
        self._sitting.say(f"Read again: {self._sitting.path}")
        if unsaved:
            self._sitting.say("What you had not saved is set aside; :undo brings it back.")
        raise Go(question.key)

    def saved_at_the_end(self) -> bool:
        """Nobody is there to be asked any more, and what was typed must not be lost."""
        if not self._sitting.session.dirty:
            return True
        try:
            taken = save_or_keep(self._sitting.session, self._sitting.today, self._sitting.path)
        except InputUnusable as unusable:
            # Whoever closed the terminal may not read this; whoever piped lines in will.
            report(unusable.problems)
            return False
        try:
            self._say_saved(taken)
        except Ended:
            say(self._saved)
        return True

    def quit(self) -> None:
        """Leave, once nothing is unsaved or that is wanted."""
        session = self._sitting.session
        if not session.dirty:
            raise Leave
        there = "is an unsaved answer" if session.has_one_unsaved else "are unsaved answers"
        while True:
            line = self._sitting.terminal.ask(f"There {there}. save, discard or stay:").strip()
            word, _, rest = line.removeprefix(":").partition(" ")
            match word.lower():
                case "save" | "s" | "yes" | "y":
                    if self.save(rest):
                        raise Leave
                    return
                case "discard" | "d":
                    raise Leave
                case "stay" | "":
                    return
