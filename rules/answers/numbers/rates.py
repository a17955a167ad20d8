"""Numbers that say what they are counted by: `200k/day`, `5M a month`, `$3 per 1M tokens`.

A month is 730 hours, a year twelve of them, so that a year has 365 days.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from rules.answers.numbers.decimal_comma import in_hand
from rules.answers.numbers.units import (
    MAGNITUDES,
    NOT_A_RATE,
    TWO_READINGS,
    NotANumber,
    Per,
    Takes,
    Unit,
)

_HOUR = 3_600
_SECONDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "second": (1, ("s", "sec")),
    "minute": (60, ("min",)),
    "hour": (_HOUR, ("h", "hr", "gpu-hour", "gpu hour", "gpuh")),
    "day": (24 * _HOUR, ("d",)),
    "week": (168 * _HOUR, ("w", "wk")),
    "month": (730 * _HOUR, ("mo", "mth")),
    "quarter": (3 * 730 * _HOUR, ("q", "qtr")),
    "year": (12 * 730 * _HOUR, ("y", "yr", "annum")),
}
TIME = "time"
WORK = "work"
"""Days on which somebody works, which are not 24 hours long."""
CALLS = "calls"
TOKENS = "tokens"


def _words_of(name: str) -> tuple[str, ...]:
    return (name, *_SECONDS[name][1])


def _time(name: str) -> Per:
    return Per(TIME, Decimal(_SECONDS[name][0]), name)


SECOND, HOUR, DAY = _time("second"), _time("hour"), _time("day")
MONTH, QUARTER, YEAR = _time("month"), _time("quarter"), _time("year")
WORKING_DAY = Per(WORK, Decimal(1), "day")
THOUSAND_CALLS = Per(CALLS, Decimal(1_000), "1,000 calls")
MILLION_TOKENS = Per(TOKENS, Decimal(1_000_000), "million tokens")

_TIMES = {word: _time(name) for name, (_, short) in _SECONDS.items() for word in (name, *short)}
_THINGS = {
    "call": CALLS, "request": CALLS, "req": CALLS, "query": CALLS,
    "token": TOKENS, "tok": TOKENS,
}  # fmt: skip
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month",
    "quarterly": "quarter", "yearly": "year", "annually": "year",
}  # fmt: skip
_BY_SECOND = ("rps", "qps", "cps")

_MEASURES = {
    TIME: {word: _time(name) for name in ("day", "week", "quarter") for word in _words_of(name)},
    # Of work: nobody works on seven days of a week.
    WORK: dict.fromkeys(_words_of("week"), Per(WORK, Decimal(5), "week")),
    TOKENS: dict.fromkeys(("token", "tok"), Per(TOKENS, Decimal(1), "token")),
}
"""What else an amount can be given in, by what it is an amount of."""

_RATE = r"""(?xi)
    (?P<number>.*?[0-9].*?)
    (?:\s*/\s*|\s*(?<![a-z])(?:per|an?|each|every)\s+)
    (?P<size>[0-9][0-9.,_]*)?\s*
    (?P<word>[a-z][a-z\s-]*)?"""
_ADVERB = rf"(?i)(?P<number>.*[0-9].*?)\s*(?<![a-z])(?P<word>{'|'.join(_ADVERBS)})"
_PER_SECOND = rf"(?i)(?P<number>.*[0-9].*?)\s*(?P<word>{'|'.join(_BY_SECOND)})"


class Rated(NamedTuple):
    """A number and what it says it is counted by."""

    number: str
    """The text without the rate."""
    per: Per | None
    rate: str
    """The rate as it was written; empty where there is none."""


def split(text: str, takes: Takes) -> Rated:
    """A text and its rate, if it states one.

    Raises:
        NotANumber: where it is counted by something unknown, or by what could be two things.
    """
    text = text.strip()
    for pattern in (_ADVERB, _PER_SECOND):
        if found := re.fullmatch(pattern, text):
            word = found["word"].lower()
            per = SECOND if word in _BY_SECOND else _time(_ADVERBS[word])
            return Rated(_bare(found["number"], takes), per, _behind(found))
    found = re.fullmatch(_RATE, text)
    if found is None or not (found["size"] or found["word"]):
        return Rated(_bare(text, takes), None, "")
    return Rated(_bare(found["number"], takes), _per(found, takes), _behind(found))


def measured(text: str, takes: Takes) -> Rated | None:
    """A number and what it is an amount of, such as weeks where months are asked for."""
    words = _MEASURES.get(takes.measured.of, {}) if takes.measured is not None else {}
    if not words:
        return None
    pattern = rf"(?i)(?P<number>.*[0-9].*?)\s*(?<![a-z])(?P<word>{'|'.join(words)})s?"
    found = re.fullmatch(pattern, text.strip())
    if found is None:
        return None
    per = words[found["word"].lower()]._replace(is_amount=True)
    return Rated(found["number"].strip(), per, _behind(found))


def _behind(found: re.Match[str]) -> str:
    return found[0][found.end("number") :]


def _bare(number: str, takes: Takes) -> str:
    """The number without the noun of what is counted."""
    nouns = "|".join(map(_one_or_more, takes.nouns))
    if not nouns:
        return number.strip()
    found = re.fullmatch(rf"(?i)(.*[0-9].*?)\s*(?<![a-z])(?:{nouns})", number.strip())
    return (found[1] if found else number).strip()


def _one_or_more(noun: str) -> str:
    """A pattern of a noun and its plural."""
    if re.search("[^aeiou]y$", noun):
        return rf"{re.escape(noun[:-1])}(?:y|ies)"
    return rf"{re.escape(noun)}s?"


def _per(found: re.Match[str], takes: Takes) -> Per:
    """What a number is counted by, as its rate says."""
    words = (found["word"] or "").split()
    size, is_sized = Decimal(1), False
    if found["size"]:
        size, is_sized = _size(found, takes), True
    if words and words[0].lower() in MAGNITUDES and (len(words) > 1 or is_sized or _is_big(words)):
        size, is_sized = size * MAGNITUDES[words.pop(0).lower()], True
    elif words and words[0].lower() == "mtok":
        return Per(TOKENS, 1_000_000 * size, _said(found))
    word = " ".join(
        one for one in words if one.lower() not in takes.nouns or len(words) == 1
    ).lower()
    if not word:
        if is_sized and takes.per is not None and takes.per.of == TOKENS:
            # `$3/1M` where it is tokens that are priced.
            return Per(TOKENS, size, _said(found))
        if is_sized and takes.per is not None and takes.per.of == CALLS:
            raise NotANumber(
                f"{found[0].strip()} could be a price of calls or of tokens; write"
                f" {found[0].strip()} calls or {found[0].strip()} tokens",
                # By what is counted here, it is as likely one as the other; else one of tokens.
                TWO_READINGS if size == takes.per.size else "unknown rate",
            )
        raise _unknown(found, takes)
    singular = word.removesuffix("s") if len(word) > 3 else word
    if word == "m":
        raise NotANumber(
            f"{found[0].strip()} could be a minute, a month or a million; write /min, /month or"
            " /million",
            TWO_READINGS,
        )
    time = _TIMES.get(word) or _TIMES.get(singular)
    if time is not None:
        if takes.per is not None and takes.per.of == WORK and time.words == "day":
            return Per(WORK, size, _said(found))
        return Per(TIME, time.size * size, time.words if size == 1 else _said(found))
    thing = _THINGS.get(word) or _THINGS.get(singular) or ("query" if word == "queries" else None)
    if thing is not None:
        return Per(CALLS if thing == "query" else thing, size, _said(found))
    if takes.per is not None and singular == takes.per.words.lower():
        return Per(takes.per.of, takes.per.size * size, takes.per.words)
    raise _unknown(found, takes)


def _size(found: re.Match[str], takes: Takes) -> Decimal:
    """How much a number is counted by: a whole number, so one group of three is no decimals."""
    digits = found["size"]
    groups = "[.,_]" if takes.decimal_comma else "[,_]"
    if re.fullmatch(rf"[1-9][0-9]{{0,2}}({groups}[0-9]{{3}})*", digits):
        digits = re.sub(groups, "", digits)
    # `per 1.000 calls` would be per one call to the letter, and is not meant so.
    if not digits.isdecimal() or int(digits) == 0:
        raise _unknown(found, takes)
    return Decimal(digits)


def _is_big(words: list[str]) -> bool:
    """Whether a magnitude alone is meant as one: `/M` and `/million`, but not `/m` or `/t`."""
    return words[0] in ("M", "B") or len(words[0]) > 1 or words[0].lower() == "k"


def _said(found: re.Match[str]) -> str:
    return found[0][found.start("size" if found["size"] else "word") :].strip()


def _unknown(found: re.Match[str], takes: Takes) -> NotANumber:
    said = _behind(found).strip()
    known = f"; here it is {takes.per.words}" if takes.per is not None else ""
    return NotANumber(f"'{said}' does not say by what it is counted{known}", "unknown rate")


def exchanged(value: Decimal, per: Per, takes: Takes, said: str) -> Decimal:
    """A number that is counted by one thing, counted by what the field counts by.

    Args:
        value: as it was typed.
        per: by what it was counted.
        takes: what the field takes.
        said: the rate as it was written.

    Raises:
        NotANumber: where the two cannot be exchanged.
    """
    said = said.strip()
    if per.is_amount and takes.measured is not None:
        return rounded(value * per.size / takes.measured.size, takes.unit)
    if takes.per is None:
        raise NotANumber(
            f"One number is asked for, not one {_spoken(per)}. Example: {takes.example}",
            NOT_A_RATE,
        )
    if per.of != takes.per.of:
        raise NotANumber(
            f"'{said}' does not fit: here it is per {takes.per.words}. Example: {takes.example}",
            "other rate",
        )
    if per.size == takes.per.size:
        return value
    if takes.unit is Unit.PERCENT:
        raise NotANumber(
            f"'{said}' does not fit: growth compounds; type what it is per {takes.per.words}",
            "other rate",
        )
    return rounded(value * takes.per.size / per.size, takes.unit)


def rounded(value: Decimal, unit: Unit) -> Decimal:
    """Whole calls and cents, but never fewer than six digits: what a rate gives is no measurement.

    A number that ends by itself before that stays as it is.
    """
    if value == 0:
        return value
    places = max(2 if unit is Unit.MONEY else 0, 5 - value.adjusted())
    return round(value, places).normalize() + 0 if value.is_finite() else value


def _spoken(per: Per) -> str:
    return f"per {per.words}"


def how(per: Per, takes: Takes) -> str:
    """How such a rate becomes that of the field: `a day × 730 h ÷ 24 h`; empty where it is it.

    Or how an amount becomes what is asked for: `weeks × 168 h ÷ 730 h`.
    """
    if per.is_amount and takes.measured is not None:
        factor = _factor(per.size, takes.measured.size, is_time=per.of == TIME)
        days = " days" if per.of == WORK else ""
        return f"{per.words}s {in_hand(factor, decimal_comma=takes.decimal_comma)}{days}"
    assert takes.per is not None
    if per.size == takes.per.size:
        return ""
    if per.of == TIME and per.words in _SECONDS:
        by = "an hour" if per.words == "hour" else f"a {per.words}"
    else:
        by = _spoken(per)
    factor = _factor(takes.per.size, per.size, is_time=per.of == TIME)
    return f"{by} {in_hand(factor, decimal_comma=takes.decimal_comma)}"


def _factor(field: Decimal, typed: Decimal, *, is_time: bool) -> str:
    """What a rate was multiplied by, in hours where two times do not divide each other."""
    if is_time and field >= MONTH.size and _HOUR % typed == 0:
        within = "" if typed == _HOUR else f" × {_written(_HOUR / typed)}"
        return f"× {_written(field / _HOUR)} h{within}"
    if field % typed == 0:
        return f"× {_written(field / typed)}"
    if typed % field == 0:
        return f"÷ {_written(typed / field)}"
    if is_time and typed % 36 == 0:
        return f"× {_written(field / _HOUR)} h ÷ {_written(typed / _HOUR)} h"
    return f"× {_written(field)} ÷ {_written(typed)}{' (seconds)' if is_time else ''}"


def _written(number: Decimal) -> str:
    return f"{number.normalize():,f}"
