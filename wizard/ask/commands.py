"""What a line that begins with a colon says: the commands of an interview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rules.answers.answers import Entry
from rules.answers.entries import with_details
from rules.answers.estimate import BASES
from rules.answers.problem import briefly
from rules.questions import QUESTIONS, Question, sheets_offered, step_of, worksheet
from rules.questions.labelled import SHEETS
from rules.questions.search import matching
from wizard.ask import speech
from wizard.ask.saving import Saving
from wizard.ask.sitting import Go, Sitting, meant
from wizard.ask.terminal import choose
from wizard.reports.page import page

NOTHING: Mapping[str, Callable[[], None]] = MappingProxyType({})


class Commands:
    """Does what somebody says in place of an answer."""

    def __init__(self, sitting: Sitting, saving: Saving, after: Callable[[str], str]) -> None:
        """For one sitting; `after` gives the key of the question that is asked after another."""
        self._sitting = sitting
        self._saving = saving
        self._after = after
        self.last_number: str | None = None
        """The key of the number that was answered last."""

    def line(self, prompt: str, question: Question) -> str:
        """The next line that is no command; the commands before it are done."""
        while (line := self.line_or_command(prompt, question)) is None:
            pass
        return line

    def line_or_command(
        self, prompt: str, question: Question, here: Mapping[str, Callable[[], None]] = NOTHING
    ) -> str | None:
        """The next line; None where it was a command, which is done then.

        `here` are the commands that do something else at this prompt.
        """
        line = self._sitting.terminal.ask(prompt)
        if line.startswith("::"):
            return line[1:]
        if not line.startswith(":"):
            return line
        name = meant(line[1:].strip(), self._known())
        if name is not None and name in here:
            here[name]()
        else:
            self.do(line[1:], question)
        return None

    def refuse(self, line: str, why: str) -> None:
        """Say why an answer is not usable; of the name of a command, how commands are told."""
        self._sitting.say(f"Not usable: {why}")
        word = {"?": "help", "exit": "quit"}.get(line.strip().lower(), line.strip().lower())
        if word in self._known():
            self._sitting.say(f"If you mean the command, it begins with a colon: :{word}")

    def do(self, line: str, question: Question) -> None:
        """Do what a line that begins with a colon says."""
        word, _, rest = line.strip().partition(" ")
        known = self._known()
        name = meant(word, known)
        if name is None:
            self._sitting.say(f":{briefly(word)} is not known here. :help lists what is.")
            return
        known[name](question, rest.strip())

    def _known(self) -> dict[str, Callable[[Question, str], object]]:
        session, say = self._sitting.session, self._sitting.say
        return {
            "back": self._back,
            "skip": self._skip,
            "jump": self._jump,
            "clear": self._clear,
            "undo": lambda *_: self._step("Taken back.", "There is nothing to undo.", session.undo),
            "redo": lambda *_: self._step("Made again.", "There is nothing to redo.", session.redo),
            "details": self._details,
            "worksheet": self._worksheet,
            "verdict": lambda *_: say(*speech.verdict_lines(session.assess())),
            "page": lambda *_: say(page(session.file, session.assess())),
            "missing": lambda *_: say(*speech.missing_lines(session.assess())),
            "save": lambda _question, name: self._saving.save(name),
            "reload": lambda question, _rest: self._saving.reload(question),
            "quit": lambda *_: self._saving.quit(),
            "again": self._again,
            "help": lambda *_: say(speech.HELP),
        }

    def _back(self, question: Question, rest: str) -> None:
        before = self._sitting.route.back()
        if before is None:
            self._sitting.say("This is the first question.")
            return
        raise Go(before)

    def _skip(self, question: Question, rest: str) -> None:
        raise Go(self._after(question.key))

    def _again(self, question: Question, rest: str) -> None:
        raise Go(question.key)

    def _jump(self, question: Question, rest: str) -> None:
        if not rest:
            self._sitting.say("Say where to: :jump volume")
            return
        found = matching(rest)
        if not found:
            self._sitting.say(f"No question has '{rest}' in its name.")
            return
        if len(found) > 1:
            chosen = choose(
                self._sitting.terminal, (f"{one.label} ({step_of(one.key).title})" for one in found)
            )
            if chosen is None:
                return
            found = [found[chosen]]
        if found[0].builds:
            self._sitting.route.open_sheet(found[0].builds)
        raise Go(found[0].key)

    def _clear(self, question: Question, rest: str) -> None:
        self._sitting.put(question, None)
        self._sitting.say(f"{question.label} has no answer now.")

    def _step(self, done: str, nothing: str, step: Callable[[], bool]) -> None:
        """Undo or redo, and say what is different now, which may be far from here."""
        before = self._sitting.session.answers
        self._sitting.say(done if step() else nothing)
        for key in dict.fromkeys((*before, *self._sitting.session.answers)):
            if before.get(key) != self._sitting.entry(QUESTIONS[key]):
                self._sitting.say_present(QUESTIONS[key])

    def _details(self, question: Question, rest: str) -> None:
        answers = self._sitting.session.answers
        key = question.key if question.key in answers else self.last_number
        if key is None or key not in answers or not QUESTIONS[key].is_estimate:
            self._sitting.say("There is no number here to give details of.")
            return
        about = QUESTIONS[key]
        self._sitting.say_present(about)
        self.ask_details(
            about,
            lambda: self._sitting.entry(about),
            lambda entry: self._sitting.put(about, entry),
        )
        self._sitting.say_present(about)

    def ask_details(
        self,
        question: Question,
        standing: Callable[[], Entry | None],
        put: Callable[[Entry], None],
        here: Mapping[str, Callable[[], None]] = NOTHING,
    ) -> None:
        """Take basis and source of a number from one line, as long as the number stands.

        Args:
            question: the question that the number, or its row, belongs to.
            standing: the number, which a command may change or take back meanwhile.
            put: lets the number with its details stand.
            here: the commands that do something else at this prompt.
        """
        here = {**here, "details": lambda: None}
        while (entry := standing()) is not None:
            now = entry.basis or "estimated"
            line = self.line_or_command(
                f"Basis, then a comma and the source (now {now}, {entry.source or 'no source'}):",
                question,
                here,
            )
            if line is None:
                continue
            if not line.strip():
                return
            word, _, source = line.partition(",")
            basis = meant(word.strip(), BASES)
            if basis is not None:
                kept = "" if source.strip() == "-" else source.strip() or entry.source
                put(with_details(entry, basis, kept))
                return
            self._sitting.say(
                f"Begin with one of {', '.join(BASES)}; an empty line keeps both, a source of -"
                " leaves it out."
            )

    def _worksheet(self, question: Question, rest: str) -> None:
        sheets = sheets_offered(question.key)
        if not sheets:
            self._sitting.say("This answer has no worksheet.")
            return
        chosen = (
            0
            if len(sheets) == 1
            else choose(self._sitting.terminal, map(SHEETS.__getitem__, sheets))
        )
        if chosen is None:
            return
        self._sitting.route.open_sheet(sheets[chosen])
        if question.key == sheets[chosen] and question.key in self._sitting.session.answers:
            self._sitting.say("The direct answer wins over the worksheet until it is cleared.")
        raise Go(worksheet(sheets[chosen])[0].key)
