"""Typed text to an entry and back: one door for screens, plain prompts and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from rules.answers import numbers
from rules.answers.answers import Entry, Row, Table
from rules.answers.days import NotADay, day_of, month_of
from rules.answers.estimate import Estimate, Spell
from rules.answers.numbers import TWO_READINGS, NotANumber, TwoReadings, Unit
from rules.answers.validation import Path, refusal_of
from rules.questions.counting import of_unit, takes, takes_whole
from rules.questions.question import NUMERIC, Kind, Question

_LARGEST_WHOLE = 2**53
"""From here on a float does not tell every whole number from the next."""


class Unusable(ValueError):
    """A text that does not answer its question; its words say what to type instead."""

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message)
        self.word = word
        """What is wrong, in a word or two."""


class _Read(NamedTuple):
    """What a text answers."""

    value: Any
    how: str = ""
    """How it was read, where the number does not stand in it as it is."""


def parse_entry(
    question: Question,
    text: str,
    *,
    path: Path,
    currency: str = "",
    previous: Entry | None = None,
    decimal_comma: bool = False,
) -> Entry | None:
    """The entry that a typed or pasted text makes; None where it is empty.

    Args:
        question: what is answered.
        text: as typed; it is kept in the entry as it is.
        path: where in the session the answer stands, for its bounds.
        currency: of the case, to refuse amounts in another one.
        previous: the entry it replaces, whose basis and source stay.
        decimal_comma: whether the person at hand writes the comma as the decimal sign.
    """
    if not text.strip():
        return None
    basis = previous.basis if previous else None
    source = previous.source if previous else ""
    given = Entry(text, None, None, basis, source, decimal_comma=decimal_comma)
    try:
        value, how = _value(question, text, currency, decimal_comma)
    except TwoReadings as open_to_two:
        again = partial(
            parse_entry, question, path=path, currency=currency, decimal_comma=decimal_comma
        )
        why, word = _what_fits(text, open_to_two, again)
        return given._replace(problem=why, word=word)
    except (NotANumber, Unusable) as unusable:
        return _refused(given, question, str(unusable), unusable.word, currency)
    if isinstance(value, Estimate):
        value = Estimate(value.likely, value.low, value.high, basis or "estimated", source)
    refusal = refusal_of(path, value, spell=typed_number(question))
    if refusal is not None:
        why = refusal.message
        read_as = f" ({how})" if how else ""
        example = example_of(question, decimal_comma=decimal_comma)
        sentence = f"{why[0].upper()}{why[1:]}{read_as}. Example: {example}"
        return given._replace(problem=sentence, word=refusal.word)
    return given._replace(value=value, how=how)


def _refused(given: Entry, question: Question, why: str, word: str, currency: str) -> Entry:
    """An entry that is not usable, and where its text belongs, if somewhere else."""
    if question.kind not in NUMERIC or word == TWO_READINGS:
        return given._replace(problem=why, word=word)
    # Not before it is needed: it knows all worksheets.
    from rules.questions.belonging import belonging

    field = takes(question, currency, decimal_comma=given.decimal_comma)
    elsewhere = belonging(question, given.text, field)
    if elsewhere is None:
        return given._replace(problem=why, word=word)
    message, word, carried = elsewhere
    return given._replace(problem=message, word=word, carried=carried)


def _what_fits(
    text: str, two: TwoReadings, again: Callable[[str], Entry | None]
) -> tuple[str, str]:
    """What is said of a text with two readings: only what would be taken is offered."""
    if text.count(two.part) != 1:
        return str(two), TWO_READINGS
    tried = {one: again(text.replace(two.part, one)) for one in two.readings}
    wrong = {
        one: entry
        for one, entry in tried.items()
        if entry is not None and entry.problem is not None and entry.word != TWO_READINGS
    }
    fitting = [one for one in two.readings if one not in wrong]
    if len(fitting) == len(two.readings):
        return str(two), TWO_READINGS
    if fitting:
        said = f"{two.part} fits here only as {fitting[0]}; write that if it is meant{two.note}"
        return said, TWO_READINGS
    either, last = " or ".join(two.readings), wrong[two.readings[-1]]
    return f"{two.part} could mean {either}. Neither fits: {last.problem}", last.word


def example_of(question: Question, *, decimal_comma: bool) -> str:
    """The example of a question, as the person at hand would type it."""
    if question.kind not in NUMERIC and question.kind is not Kind.INTEGER:
        return question.example
    return numbers.in_hand(question.example, decimal_comma=decimal_comma)


def entry_of(question: Question, value: Any) -> Entry:
    """The entry of a value that is known to be usable, spelled as one would type it."""
    if isinstance(value, Estimate):
        return Entry(spell(question, value), value, basis=value.basis, source=value.source)
    return Entry(spell(question, value), value)


def entry_from(question: Question, raw: Any) -> Entry:
    """The entry of a usable value as a file has it, which may state no basis."""
    if not question.is_estimate or isinstance(raw, Estimate):
        return entry_of(question, raw)
    entry = entry_of(question, Estimate.from_toml(raw))
    return entry if isinstance(raw, Mapping) and "basis" in raw else entry._replace(basis=None)


def in_file(value: float) -> int | float:
    """A number as a file has it: a whole one without a fraction, as people write it."""
    return int(value) if float(value).is_integer() and abs(value) < _LARGEST_WHOLE else value


def table_from(question: Question, raw: Any) -> Table:
    """A table answer from usable rows as a file has them; columns that nobody knows are left out.

    Args:
        question: of the table.
        raw: a list of rows, or values by name where rows are named.
    """
    columns = {column.key: column for column in question.columns}
    if question.named_rows:
        raw = [{"name": name, question.value_column.key: value} for name, value in raw.items()]
    return Table(
        tuple(
            Row(
                str(number),
                {
                    name: entry_from(columns[name], value)
                    for name, value in row.items()
                    if name in columns
                },
            )
            for number, row in enumerate(raw, start=1)
        )
    )


def half_rows(question: Question, table: Table) -> tuple[Row, ...]:
    """The rows of `name = value` of which only a half was given; a file holds whole ones."""
    if not question.named_rows:
        return ()
    return tuple(row for row in table.rows if 0 < len(row.cells) < len(question.columns))


def with_details(entry: Entry, basis: Any, source: str) -> Entry:
    """The entry with another basis and source; its text and number stay."""
    value = entry.value
    if isinstance(value, Estimate):
        value = Estimate(value.likely, value.low, value.high, basis or "estimated", source)
    return entry._replace(value=value, basis=basis, source=source)


def spell(question: Question, value: Any) -> str:
    """A value as one would type it; parsing it gives the same value."""
    if isinstance(value, Table):
        return f"{len(value.rows)} rows" if len(value.rows) != 1 else "1 row"
    if isinstance(value, Estimate):
        figures = numbers.Figures(value.likely, value.low, value.high)
        return numbers.spell_range(figures, NUMERIC[question.kind])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and question.kind in NUMERIC:
        return numbers.spell(value, NUMERIC[question.kind])
    if isinstance(value, int):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)


def typed_number(question: Question) -> Spell | None:
    """How a number of a question is typed; None where the question takes none."""
    unit = NUMERIC.get(question.kind)
    return None if unit is None else partial(numbers.spell, unit=unit)


def heard(question: Question, entry: Entry, currency: str) -> str:
    """A typed answer said back in full, with how it was read where that is not plain to see."""
    said = understood(question, entry.value, currency)
    if question.kind in NUMERIC or question.kind is Kind.INTEGER:
        said = numbers.in_hand(said, decimal_comma=entry.decimal_comma)
    if not entry.how:
        return said
    return f"{said}{'; ' if ';' in said else ': '}{entry.how}"


def understood(question: Question, value: Any, currency: str) -> str:
    """A value said back in full, so that nobody is misread: `= 6,000,000 calls`."""
    if isinstance(value, Estimate) and value.low is not None and value.high is not None:
        low, high = (_digits(question, one) for one in (value.low, value.high))
        likely = _in_full(question, value.likely, currency)
        return f"= {likely}; 1 in 10 below {low}, 1 in 10 above {high}"
    if isinstance(value, Estimate):
        return f"= {_in_full(question, value.likely, currency)}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"= {_in_full(question, value, currency)}"
    if question.kind is Kind.CHOICE:
        meaning = next((one.meaning for one in question.choices if one.value == value), "")
        return f"= {value}: {meaning}" if meaning else f"= {value}"
    return f"= {spell(question, value)}"


def _in_full(question: Question, number: float, currency: str) -> str:
    digits = _digits(question, number)
    if question.kind is Kind.PERCENT:
        return digits
    if question.kind is Kind.MONEY:
        return " ".join(part for part in (currency, digits, question.unit) if part)
    return of_unit(digits, question.unit)


def _digits(question: Question, number: float) -> str:
    """A number in full, without its unit; a percentage with its sign."""
    if question.kind is Kind.PERCENT:
        return numbers.spell(number, Unit.PERCENT)
    return f"{number:,}" if isinstance(number, int) else numbers.spell(number, Unit.PLAIN)


def _value(question: Question, text: str, currency: str, decimal_comma: bool) -> _Read:
    match question.kind:
        case Kind.TEXT:
            given = _one_line(text)
            is_currency = question.key == "currency" and given.isascii()
            return _Read(given.upper() if is_currency else given)
        case Kind.YES_NO:
            return _Read(_yes_no(numbers.without_marks(text)))
        case Kind.CHOICE:
            return _Read(_choice(question, numbers.without_marks(text)))
        case Kind.DATE:
            return _written(day_of, "year-month-day", question, text)
        case Kind.MONTH:
            return _written(month_of, "year-month", question, text)
        case Kind.INTEGER:
            field = takes_whole(question, decimal_comma=decimal_comma)
            return _Read(numbers.parse_whole(text, field))
        case Kind.TABLE:
            raise Unusable("This answer has rows; add or change one row at a time", "has rows")
        case _:
            field = takes(question, currency, decimal_comma=decimal_comma)
            figures = numbers.read_typed(text, field)
            if question.is_estimate:
                return _Read(Estimate(figures.likely, figures.low, figures.high), figures.how)
            if figures.low is not None:
                example = example_of(question, decimal_comma=decimal_comma)
                raise Unusable(f"One number, not a range. Example: {example}", "one number")
            return _Read(figures.likely, figures.how)


def _one_line(text: str) -> str:
    stripped = text.strip()
    if len(stripped.splitlines()) > 1:
        raise Unusable("Several lines; write it on one", "several lines")
    return stripped


def _yes_no(text: str) -> bool:
    word = text.strip().lower()
    if word in ("yes", "y", "true"):
        return True
    if word in ("no", "n", "false"):
        return False
    raise Unusable("Answer yes or no", "yes or no")


def _choice(question: Question, text: str) -> str:
    word = text.strip().lower()
    values = [one.value for one in question.choices]
    if word in values:
        return word
    starting = [value for value in values if value.startswith(word)]
    if len(starting) == 1:
        return starting[0]
    if word.isdecimal() and 1 <= int(word) <= len(values):
        return values[int(word) - 1]
    raise Unusable(f"Answer one of {', '.join(values)}", "not a choice")


def _written(read: Callable[[str], date | str], form: str, question: Question, text: str) -> _Read:
    """A day or a month as it is read; where it cannot be, in which form it is written."""
    try:
        return _Read(read(numbers.without_marks(text)))
    except NotADay as why:
        raise Unusable(f"{why}; write {form}, for instance {question.example}", why.word) from None
