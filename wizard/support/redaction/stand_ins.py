"""The neutral texts of a redacted copy: the same one wherever the same text stood."""

from __future__ import annotations

from types import MappingProxyType

from rules.answers.keys import join
from rules.questions import Question, locate

SOURCE = "Source"
NAME = "name"
"""The column of a table that holds what its row is called."""
NO_CURRENCY = "XXX"
"""The code that ISO 4217 has for transactions in no currency."""

_WORDS = MappingProxyType(
    {
        "title": "Case",
        "task.description": "Task",
        "task.owner": "Person",
        "teacher.model": "Model",
        "student.model": "Model",
        "upfront.other.name": "Item",
        "quality.source": SOURCE,
        "alternatives.name": "Alternative",
    }
)
"""What a text is a name of, where the question's own label would not say it."""
_LETTERED = "Model"
_LETTERS = 26


class StandIns:
    """Gives out neutral texts, and remembers for what."""

    def __init__(self) -> None:
        self._given: dict[str, dict[str, str]] = {}
        self._keys: dict[str, str] = {}

    def __len__(self) -> int:
        """How many texts have been replaced."""
        return sum(map(len, self._given.values()))

    def answer(self, key: str, question: Question, text: str) -> str:
        """What stands for the answer to a question that is a text."""
        if key == "currency":
            return NO_CURRENCY
        return self._of(_WORDS.get(key, question.label), text) if text.strip() else ""

    def row(self, table: Question, name: str) -> str:
        """What stands for the name of a row that is a key of the file: for a blank one as well."""
        stand_in = self._of(_WORDS.get(f"{table.key}.{NAME}", table.label), name)
        self._keys[join(table.key, name)] = join(table.key, stand_in)
        return stand_in

    def source(self, text: str) -> str:
        """What stands for the source of a number; nothing for none."""
        return self._of(SOURCE, text) if text.strip() else ""

    def _of(self, word: str, text: str) -> str:
        given = self._given.setdefault(word, {})
        number = len(given) + 1
        is_letter = word == _LETTERED and number <= _LETTERS
        mark = chr(ord("A") + number - 1) if is_letter else str(number)
        return given.setdefault(text, f"{word} {mark}")

    def key(self, key: str) -> str:
        """The key of a number with the name of its row replaced."""
        if key in self._keys:
            return self._keys[key]
        match locate(key):
            case (table, str() as name, _):
                # A row that is not there, or is spelled in another way.
                return join(table.key, self.row(table, name))
            case _:
                return key
