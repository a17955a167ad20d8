"""Which column of a paste is which: by its heading, and by how its numbers are written.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rules.questions.question import NUMERIC, Kind, Question

_WORD = re.compile(r"[^\W_]+|[%#]")
_BEGINS_A_NUMBER = re.compile(r"[-+\u2212]?\s*[$\u20ac\u00a3\u00a5\u20b9]?\s*[.,]?[0-9]")
_BARE = re.compile(r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}([. \u00a0\u202f][0-9]{3})+(?![0-9])")
_DOTS_MAY_GROUP = re.compile(r"[^0-9.,]*[1-9][0-9]{0,2}(\.[0-9]{3})+[^0-9.,]*")
_COMMA_IS_DECIMAL = re.compile(r"[0-9]+,([0-9]{1,2}|[0-9]{4,})(?![0-9,])")

NO_ANSWER = frozenset(
    ("", "-", "\u2013", "\u2014", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "?", "tbd")
)
"""What other programs write into a cell without a number, in lower case."""


def headings(question: Question, rows: Sequence[Sequence[str]]) -> tuple[str | None, ...] | None:
    """The columns that a first row names, None for each that it does not; None for no headings.

    Headings hold no number. One is a name of its column, or two of them have words of such names;
    what has a word of a column of numbers stands above numbers. No column is named twice: the
    first heading that fits has it, and one that fits in full before all others.
    """
    first, *others = rows
    if any(_BEGINS_A_NUMBER.match(text) for text in first):
        return None
    words = [_words(text) for text in first]
    found: dict[int, str] = {}
    is_sure = False
    for fits in (_is_its_name, _has_its_word):
        for at, heading in enumerate(words):
            if at in found or not heading:
                continue
            has_numbers = any(_BEGINS_A_NUMBER.match(row[at]) for row in others)
            meant = [
                column.key
                for column in question.columns
                if column.key not in found.values()
                and fits(column, heading)
                and (fits is _is_its_name or has_numbers or not _is_number(column))
            ]
            if len(meant) == 1:
                found[at] = meant[0]
        is_sure = is_sure or (bool(found) and fits is _is_its_name)
    if not is_sure and len(found) < 2:
        return None
    return tuple(found.get(at) for at in range(len(first)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _names(column: Question) -> Iterable[tuple[str, ...]]:
    return (_words(text) for text in (column.key, column.label, *column.also))


def _is_its_name(column: Question, heading: tuple[str, ...]) -> bool:
    """Whether a heading is a name of the column, whatever unit stands behind it."""
    bare = tuple(word for word in heading if word not in ("%", "#")) or heading
    return bare in _names(column) or "".join(bare) in ("".join(name) for name in _names(column))


def _has_its_word(column: Question, heading: tuple[str, ...]) -> bool:
    """Whether a heading has all the words of a name of the column among others."""
    return any(name and set(name) <= set(heading) for name in _names(column))


def fraction_columns(
    columns: Sequence[Question | None], heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> frozenset[int]:
    """The columns of percentages in which 0.94 means 94%, by place.

    Those whose numbers all lie between 0 and 1 without a sign, and have one that is neither. One
    that has nothing but 0 and 1 is like the others, where there are any and they are fractions. A
    heading with a percent sign says that it is none.
    """
    found, open_columns, is_percent = set(), set(), False
    for at, column in enumerate(columns):
        if column is None or column.kind is not Kind.PERCENT:
            continue
        texts = [row[at].strip() for row in rows if row[at].strip().lower() not in NO_ANSWER]
        numbers = [number for text in texts if (number := _number(text)) is not None]
        if "%" in heads[at] or not numbers or len(numbers) < len(texts) or max(numbers) > 1:
            is_percent = is_percent or bool(texts)
        elif all(number in (0, 1) for number in numbers):
            open_columns.add(at)
        else:
            found.add(at)
    return frozenset(found | open_columns if found and not is_percent else found)


def _number(text: str) -> Decimal | None:
    """A number without any sign, with its decimal comma made a dot."""
    plain = text.replace(",", ".") if _COMMA_IS_DECIMAL.fullmatch(text) else text
    return Decimal(plain.rstrip(".")) if _BARE.fullmatch(plain) else None


def has_decimal_commas(columns: Sequence[Question | None], rows: Iterable[Sequence[str]]) -> bool:
    """Whether numbers have a comma where no group of three digits follows it."""
    numeric = [at for at, one in enumerate(columns) if one is not None and _is_number(one)]
    return any(_COMMA_IS_DECIMAL.search(row[at]) for row in rows for at in numeric)


def dots_that_may_group(
    columns: Sequence[Question | None], rows: Sequence[Sequence[str]]
) -> str | None:
    """A number such as 1.200, from a column in which every dot may group digits as this one's.

    Three digits behind the dot are no sign of that in percentages: harnesses write 94.125.
    """
    for at, column in enumerate(columns):
        if column is None or column.kind is Kind.PERCENT or not _is_number(column):
            continue
        dotted = [row[at].strip() for row in rows if "." in row[at]]
        if dotted and all(map(_DOTS_MAY_GROUP.fullmatch, dotted)):
            return dotted[0]
    return None


def _is_number(column: Question) -> bool:
    return column.kind in NUMERIC or column.kind is Kind.INTEGER


def as_typed(column: Question, text: str, *, fraction: bool, decimal_commas: bool) -> str:
    """A cell of a paste as one would type it into a column here; empty where it holds no answer.

    Where it is a fraction, a bare percentage is one of 1. With decimal commas, a dot or a space
    groups digits.
    """
    if column.kind is Kind.TEXT:
        return text
    word = text.strip().lower()
    if word in NO_ANSWER:
        return ""
    if column.kind is Kind.YES_NO:
        return _YES_NO.get(word, text)
    if not _is_number(column):
        return text
    if decimal_commas:
        text = _with_dot(text)
    if column.kind is Kind.PERCENT and _BARE.fullmatch(text.strip()):
        number = Decimal(text.strip().rstrip("."))
        return f"{_plain(number * 100 if fraction else number)}%"
    return text


def _with_dot(text: str) -> str:
    """A number with a decimal comma written with a dot; dots that group nothing are left."""
    grouped = _GROUPED.search(text)
    if grouped is not None:
        bare = re.sub("[. \u00a0\u202f]", "", grouped[0])
        text = text[: grouped.start()] + bare + text[grouped.end() :]
    return text.replace(",", ".")


_YES_NO = {
    **dict.fromkeys(("1", "1.0", "x", "\u2713", "\u2714", "\u2705", "t"), "yes"),
    **dict.fromkeys(("0", "0.0", "\u2717", "\u2718", "\u274c", "f"), "no"),
}


def _plain(number: Decimal) -> str:
    """The digits of a number, without zeros that say nothing."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
