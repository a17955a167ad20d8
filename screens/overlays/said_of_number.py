"""Basis and source as they are said of a number: with it, or with those of its worksheet.

Source: docs/decisions/0114-a-source-for-a-worksheet.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.answers.answers import Answers, Entry
from rules.answers.entries import with_details
from rules.answers.estimate import weakest
from rules.questions import Question, worksheet
from screens.overlays.provenance import BASIS, with_detail


class SaidOfNumber:
    """What is said of one number while its details are open.

    A number that nobody typed has no basis and source of its own; its worksheet's numbers have.
    What is said before there is any waits.
    """

    def __init__(self, key: str) -> None:
        """Nothing is said yet.

        Args:
            key: of the number.
        """
        self._key = key
        self.forget()

    def forget(self) -> None:
        """Nothing waits any more, as after undo."""
        self._waits = Entry("")
        """For the number itself; a deleted one leaves its own here."""
        self._of_all = Entry("")
        """For numbers of the worksheet that are typed later."""
        self._visit, self._meant = "", frozenset[str]()

    def shown(self, answers: Answers, sheet: str | None) -> Entry:
        """Basis and source that stand there: the weakest basis, and the source that all have."""
        entry = answers.get(self._key)
        if entry is not None:
            return entry
        numbers = _numbers(answers, sheet)
        return _in_common(numbers) if numbers else self._waits

    def say(
        self, of: Question, detail: Entry | None, answers: Answers, sheet: str | None, visit: str
    ) -> Mapping[str, Entry]:
        """Say how sure the number is, or where it is from.

        Args:
            of: the question about it, `BASIS` or another one for the source.
            detail: what was answered.
            answers: of the case.
            sheet: the worksheet that is shown.
            visit: names one stay in the field: it goes to the same numbers.

        Returns:
            The answers that are others by it. Of a worksheet's numbers these are the ones that had
            what stood there before, so that what was said of one alone stays.
        """
        if detail is not None and detail.problem is not None:
            return {}
        said = detail.value if detail is not None else None
        entry = answers.get(self._key)
        if entry is not None:
            return {self._key: with_detail(entry, of, said)}
        self._waits, self._of_all = (
            one._replace(basis=said) if of.key == BASIS.key else one._replace(source=said or "")
            for one in (self._waits, self._of_all)
        )
        numbers = _numbers(answers, sheet)
        if visit != self._visit:
            before = _detail(_in_common(numbers), of)
            self._visit = visit
            self._meant = frozenset(
                key for key, one in numbers.items() if _detail(one, of) == before
            )
        return {
            key: with_detail(one, of, said) for key, one in numbers.items() if key in self._meant
        }

    def typed(
        self, key: str, entry: Entry | None, answers: Answers, sheet: str | None
    ) -> Entry | None:
        """A number as it is typed, with what was said before there was one; that stays with a key.

        Args:
            key: of the number, or of one in its worksheet.
            entry: the answer, None where it was deleted.
            answers: of the case, without it.
            sheet: the worksheet that is shown.
        """
        before = answers.get(key)
        if key == self._key:
            waits = self._waits
            if entry is None and before is not None:
                self._waits = before
        else:
            waits = self._of_all if key in _estimates(sheet) else Entry("")
        if entry is None or before is not None or not (waits.basis or waits.source):
            return entry
        return with_details(entry, waits.basis or entry.basis, waits.source or entry.source)

    def waits(self, answers: Answers, sheet: str | None) -> bool:
        """Whether there is no number yet that could have what is said."""
        return self._key not in answers and not _numbers(answers, sheet)

    def goes_nowhere(self, answers: Answers, sheet: str | None) -> bool:
        """Whether a source was said, and there is no number that has it."""
        return bool(self._of_all.source) and self.waits(answers, sheet)


def _estimates(sheet: str | None) -> list[str]:
    """The keys of a worksheet's numbers."""
    return [] if sheet is None else [one.key for one in worksheet(sheet) if one.is_estimate]


def _numbers(answers: Answers, sheet: str | None) -> dict[str, Entry]:
    """The numbers that were typed into a worksheet."""
    found = ((key, answers.get(key)) for key in _estimates(sheet))
    return {key: entry for key, entry in found if entry is not None}


def _in_common(numbers: Mapping[str, Entry]) -> Entry:
    """The weakest basis of some numbers, and the source where all have the same."""
    sources = {one.source for one in numbers.values()}
    return Entry(
        "",
        basis=weakest([one.rests_on for one in numbers.values() if one.rests_on is not None]),
        source=sources.pop() if len(sources) == 1 else "",
    )


def _detail(entry: Entry, of: Question) -> str | None:
    return entry.rests_on if of.key == BASIS.key else entry.source
