"""A day or a month as people write one: `2026-11-28`, `28 Nov 2026`, `11/28/2026`, `Nov-26`.

Source: docs/specification.md §1.1 (days and months).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3
"""Letters by which months and weekdays are told."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_CENTURY = 2000
_DAYS = {
    "Ynn": ("ymd",),
    "YMn": ("ymd",),
    "MnY": ("mdy",),
    "nMY": ("dmy",),
    "nMn": ("dmy",),
    "nnY": ("mdy", "dmy"),
}
_MONTHS_ALONE = {"YM": ("ym",), "MY": ("my",), "Yn": ("ym",), "nY": ("my",)}
_OF_SPREADSHEETS = {"Mn": ("my",)}
"""What the parts of a text can be in their order, by what they look like: `Y` a number of four
digits, `n` one of one or two, `M` the name of a month."""

_TIME = r"""(?x)
    (?<=[0-9])(?:,?\s+(?:at\s+)?|t)
    [0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]+)?
    \s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt)?\s*(?:[-+][0-9]{2}:?[0-9]{2})?"""
"""A time of day behind a day, as spreadsheets and mails write one, in small letters."""


class NotADay(ValueError):
    """A text that names no single day, or month; its words say why."""

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message)
        self.word = word
        """What is wrong, in a word or two."""


class _Reading(NamedTuple):
    """What a text can mean; no day where it names a month alone."""

    year: int
    month: int
    day: int | None = None

    def __str__(self) -> str:
        month = f"{self.year:04}-{self.month:02}"
        return month if self.day is None else f"{month}-{self.day:02}"


def day_of(text: str) -> date:
    """The day that a text names in figures or in English, whatever time of day stands behind it.

    Raises:
        NotADay: it names none, a month alone, one that no calendar has, another day of the week
            than that is, or could mean two.
    """
    plain = text.translate(_DASHES).strip()
    with suppress(ValueError):
        return _in_a_file(plain)
    reading = _the_one(plain, "date", _readings(plain, _DAYS | _MONTHS_ALONE))
    if reading.day is None:
        raise NotADay(f"{plain} names no day", "which day")
    try:
        day = date(reading.year, reading.month, reading.day)
    except ValueError:
        from calendar import monthrange  # Few days are none, and it knows all languages.

        name, days = _MONTHS[reading.month - 1].capitalize(), monthrange(*reading[:2])[1]
        raise NotADay(f"{name} {reading.year} has {days} days", "no such day") from None
    others = {_WEEKDAYS[at].capitalize() for at in _weekdays_in(plain) if at != day.weekday()}
    if others:
        is_a = _WEEKDAYS[day.weekday()].capitalize()
        raise NotADay(f"{day} is a {is_a}, and no {min(others)}", "other weekday")
    return day


def month_of(text: str) -> str:
    """The month that a text names, or that its day lies in, as `2026-11`.

    Raises:
        NotADay: it names none, or could mean two.
    """
    plain = text.translate(_DASHES).strip()
    with suppress(ValueError):
        return f"{_in_a_file(plain):%Y-%m}"
    found = _readings(plain, _DAYS | _MONTHS_ALONE | _OF_SPREADSHEETS)
    return str(_the_one(plain, "month", {one._replace(day=None) for one in found}))


def months_in_a_row(texts: Iterable[str]) -> dict[str, str]:
    """The months of texts of which some alone could mean two, by the texts.

    They are known where one order of day and month alone has all of them follow each other, month
    by month; else there is none. What names no month at all is passed over.
    """
    plain = {text: text.translate(_DASHES).strip() for text in texts}
    found: list[dict[str, _Reading]] = []
    named: set[str] = set()
    for order in _DAYS["nnY"]:
        shapes = _DAYS | {"nnY": (order,)} | _MONTHS_ALONE | _OF_SPREADSHEETS
        months = {text: _readings(one, shapes) for text, one in plain.items()}
        known = {text: min(several) for text, several in months.items() if len(several) == 1}
        named |= known.keys()
        found.append(known)
    follow = [
        {text: str(one._replace(day=None)) for text, one in known.items()}
        for known in found
        if known.keys() == named and _follow_each_other([*known.values()])
    ]
    return follow[0] if len(follow) == 1 and found[0] != found[1] else {}


def _follow_each_other(months: Sequence[_Reading]) -> bool:
    """Whether each is the month behind the one before it, or each the one ahead of it."""
    steps = {12 * (b.year - a.year) + b.month - a.month for a, b in pairwise(months)}
    return steps in ({1}, {-1})


def _in_a_file(plain: str) -> date:
    """The day of a text that stands as in a file.

    Raises:
        ValueError: it does not, or goes by weeks, of which one can lie in two months.
    """
    if "W" in plain:
        raise ValueError(plain)
    return datetime.fromisoformat(plain).date()


def _the_one(plain: str, noun: str, found: set[_Reading]) -> _Reading:
    if not found:
        raise NotADay(f"Not a {noun}", f"not a {noun}")
    first, *others = sorted(found)
    if others:
        raise NotADay(f"{plain} could mean {first} or {others[0]}", "two readings")
    return first


def _readings(plain: str, shapes: Mapping[str, tuple[str, ...]]) -> set[_Reading]:
    """All that a text can mean; none where its month has a number that no month has."""
    shape, values = _parts(plain.lower())
    found = set()
    for order in shapes.get(shape, ()):
        parts = dict(zip(order, values, strict=True))
        year = parts["y"] if parts["y"] >= 100 else _CENTURY + parts["y"]
        if 1 <= parts["m"] <= len(_MONTHS):
            found.add(_Reading(year, parts["m"], parts.get("d")))
    return found


def _parts(plain: str) -> tuple[str, list[int]]:
    """What the parts of a text look like, and their values; no shape where one is none of a day."""
    import re  # Few answers are days that are not written as in a file.

    shape = ""
    values: list[int] = []
    plain = re.sub(_TIME + "$", "", plain)
    if re.search(r"[^a-z0-9\s,./'\u2019-]", plain):
        return shape, values
    for word in re.findall(r"[a-z]+|[0-9]+", re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", plain)):
        month = _place(word, _MONTHS)
        if word.isdecimal():
            shape += "n" if len(word) <= 2 else "Y" if len(word) == 4 and word[0] != "0" else "?"
            values.append(int(word))
        elif month is not None:
            shape += "M"
            values.append(month + 1)
        elif word != "of" and _place(word, _WEEKDAYS) is None:
            shape += "?"
    return shape, values


def _weekdays_in(plain: str) -> list[int]:
    """The days of the week that a text names, Monday as 0."""
    import re

    found = (_place(word, _WEEKDAYS) for word in re.findall("[a-z]+", plain.lower()))
    return [one for one in found if one is not None]


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names a word is, or begins; None for one that is none."""
    whole = "september" if word == "sept" else word
    if len(word) < _SHORTEST:
        return None
    return next((at for at, name in enumerate(names) if name.startswith(whole)), None)
