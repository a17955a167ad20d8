"""Numbers as people write them: text to number and back, never changing one silently.

The dot is the decimal sign and a comma groups exactly three digits. Whatever could be read in two
ways is refused with both readings named. Both directions are exact: what `spell` writes, `parse`
reads back as the same float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from typing import NamedTuple


class Unit(StrEnum):
    """What a bare number stands for, and which endings may follow it."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    MONTHS = "months"
    SECONDS = "seconds"
    PLAIN = "plain"


class NotANumber(ValueError):
    """A text that is no number, or more than one; its words say what to write instead."""

    def __init__(self, message: str, word: str = "not a number") -> None:
        super().__init__(message)
        self.word = word
        """What is wrong, in a word or two."""


class Figures(NamedTuple):
    """The numbers one text states: likely, and a P10 and P90 where it gives a range."""

    likely: float
    low: float | None = None
    high: float | None = None


TWO_READINGS = "two readings"

EXAMPLES = {
    Unit.MONEY: "4.20 or 1,200 or 3k..5k",
    Unit.COUNT: "6M or 1,200,000 or 4.5M..8M",
    Unit.PERCENT: "2% or 1%..3%",
    Unit.MONTHS: "2 or 1..3",
    Unit.SECONDS: "1.8 or 800ms",
    Unit.PLAIN: "3 or 2..4",
}
"""A number of each unit as one would type it."""

_THOUSANDS = {
    "k": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
    "t": 1_000_000_000_000,
    "thousand": 1_000,
}
_ENDINGS: dict[Unit, dict[str, Decimal]] = {
    Unit.MONTHS: {
        word: Decimal(factor)
        for factor, words in (
            (1, ("m", "mo", "mth", "month", "months")),
            (12, ("y", "yr", "year", "years")),
        )
        for word in words
    },
    Unit.SECONDS: {
        "ms": Decimal("0.001"),
        "s": Decimal(1),
        "sec": Decimal(1),
        "second": Decimal(1),
        "seconds": Decimal(1),
    },
    Unit.PERCENT: {"%": Decimal("0.01"), "percent": Decimal("0.01")},
}
_MAGNITUDES = {word: Decimal(factor) for word, factor in _THOUSANDS.items()}

_SIGNS = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "BRL"),
    "\u20ac": ("EUR",),
    "\u00a3": ("GBP", "EGP", "GIP"),
    "\u00a5": ("JPY", "CNY"),
    "\u20b9": ("INR",),
}

_SPACES = "\u00a0\u2007\u2009\u202f"
# Patterns stay texts: re compiles one at its first use, and most commands never parse a number.
_NUMBER = r"""(?x)
        (?P<sign>[-+\u2212]?)\s*
        (?P<currency>[$\u20ac\u00a3\u00a5\u20b9]|[A-Z]{3}\s)?\s*
        (?P<sign_after>[-\u2212]?)
        (?P<digits>[0-9][0-9.,_ ]*|\.[0-9]+)
        (?P<exponent>[eE][-+]?[0-9]{1,4}(?![0-9A-Za-z]))?
        \s*(?P<ending>%|[A-Za-z]+)?
        \s*(?P<currency_after>[$\u20ac\u00a3\u00a5\u20b9]|(?<![A-Za-z])[A-Z]{3})?"""
_PLAIN_DIGITS = r"[0-9]+(\.[0-9]*)?|\.[0-9]+"
# Nobody groups digits after a leading 0: `0,200` is more likely a decimal comma.
_GROUPED = r"[1-9][0-9]{0,2}([,_ ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?"
_UNDERSCORED = r"[0-9]+(_[0-9]+)*(\.[0-9]+)?"
_RANGE_SIGN = r"\s*(?:\.\.+|\u2026|\u2013|\bto\b)\s*"
_DOTS_AND_DIGIT = r"\.{3,}[0-9]"
_WITH_RANGE = r"(?P<likely>[^()]*)\((?P<range>[^()]*)\)"
_ASCII_RANGE = r"[0-9%kKmMbB]\s*-\s*[$0-9]"
MAX_LENGTH = 120
MAX_WHOLE = 2**63 - 1


def parse(text: str, unit: Unit, currency: str = "") -> Figures:
    """Read a number or a range.

    Args:
        text: as typed or pasted, for instance `6M`, `$4.20`, `12%`, `4.5M..8M`, `6M (4.5M..8M)`.
            A range without a likely value has its middle as the likely one.
        unit: what the field measures; percentages come back as fractions.
        currency: the code of the case's currency; a sign of another one is refused.

    Raises:
        NotANumber: with the readings possible, or an example.
    """
    cleaned = _cleaned(text, unit)
    enclosed = re.fullmatch(_WITH_RANGE, cleaned)
    if enclosed and re.search(_RANGE_SIGN, enclosed["likely"]):
        ends, likely_text = enclosed["likely"].strip(), enclosed["range"].strip()
        raise NotANumber(
            f"The likely value stands first, its range behind it: {likely_text} ({ends})",
            "turned round",
        )
    if enclosed:
        likely = _one(enclosed["likely"], unit, currency)
        low, high = _ends(enclosed["range"], unit, currency)
    elif re.search(_RANGE_SIGN, cleaned):
        low, high = _ends(cleaned, unit, currency)
        likely = (low + high) / 2
    else:
        return Figures(_finite(_one(cleaned, unit, currency), unit))
    if low > high:
        turned = _spell_ends(_finite(high, unit), _finite(low, unit), unit)
        if enclosed:
            turned = f"{enclosed['likely'].strip()} ({turned})"
        raise NotANumber(f"The range runs backwards; write {turned}", "backwards")
    if not low <= likely <= high:
        raise NotANumber(
            f"The likely value must lie within its range: {spell(_finite(likely, unit), unit)} is"
            f" outside {spell(_finite(low, unit), unit)}..{spell(_finite(high, unit), unit)}",
            "out of range",
        )
    return Figures(_finite(likely, unit), _finite(low, unit), _finite(high, unit))


def parse_whole(text: str) -> int:
    """Read a whole number, exactly however many digits it has.

    Raises:
        NotANumber: where it is none, or does not fit the 64 bits of a TOML integer.
    """
    cleaned = _cleaned(text, Unit.COUNT)
    if re.search(_RANGE_SIGN, cleaned):
        raise NotANumber("One whole number, not a range", "one number")
    value = _one(cleaned, Unit.COUNT, "")
    if abs(value) > MAX_WHOLE:
        raise NotANumber(f"Too large for a whole number; at most {MAX_WHOLE:,}", "too large")
    if value != value.to_integral_value():
        raise NotANumber("A whole number, without a fraction", "not whole")
    return int(value)


def _cleaned(text: str, unit: Unit) -> str:
    """One line with plain spaces; refuses what is too long, and dots that two ranges share."""
    cleaned = text.strip()
    for space in _SPACES:
        cleaned = cleaned.replace(space, " ")
    if not cleaned:
        raise NotANumber(f"Nothing typed. Example: {EXAMPLES[unit]}")
    if len(cleaned) > MAX_LENGTH:
        raise NotANumber(f"Too long for a number. Example: {EXAMPLES[unit]}", "too long")
    if len(cleaned.splitlines()) > 1:
        raise NotANumber("Several lines; type one number or one range", "several lines")
    if re.search(_DOTS_AND_DIGIT, cleaned):
        raise NotANumber(
            "Three dots could be a range or a range and a decimal dot; write 1..5 or 1..0.5",
            TWO_READINGS,
        )
    return cleaned


def _ends(text: str, unit: Unit, currency: str) -> tuple[Decimal, Decimal]:
    parts = re.split(_RANGE_SIGN, text.strip())
    if len(parts) != 2 or not all(parts):
        raise NotANumber(f"Not a range. Example: {EXAMPLES[unit]}", "not a range")
    low, high = (_one(part, unit, currency) for part in parts)
    bare, ended = (re.fullmatch(_NUMBER, part.strip()) for part in parts)
    if bare and ended and ended["ending"] and not (bare["ending"] or bare["exponent"]):
        likewise = parts[0] + ended["ending"]
        if _one(likewise, unit, currency) != low:
            raise NotANumber(
                f"{text.strip()} could start at {parts[0]} or at {likewise}; write"
                f" {likewise}..{parts[1]}, or both ends in full",
                TWO_READINGS,
            )
    return low, high


def _one(text: str, unit: Unit, currency: str) -> Decimal:
    """One number in the unit of the field, exactly as the text states it."""
    cleaned = text.strip()
    match = re.fullmatch(_NUMBER, cleaned)
    if match is None or _twice(match):
        if re.search(_ASCII_RANGE, cleaned):
            raise NotANumber(
                f"A range is written with two dots. Example: {EXAMPLES[unit]}", "not a range"
            )
        raise NotANumber(f"Not a number. Example: {EXAMPLES[unit]}")
    ending, named = match["ending"], (match["currency"] or match["currency_after"] or "").strip()
    if unit is Unit.MONEY and not named and _is_code(ending):
        ending, named = None, ending
    if named and unit is not Unit.MONEY:
        raise NotANumber(
            f"An amount of money does not fit here. Example: {EXAMPLES[unit]}", "not money"
        )
    if named and currency and not _names(named, currency):
        raise NotANumber(
            f"{named} is not the case's currency, {currency}; convert the amount, or change the"
            " currency of the case",
            "other currency",
        )
    value = Decimal(_digits(match["digits"].strip(), unit) + (match["exponent"] or ""))
    if match["sign"] in ("-", "\u2212") or match["sign_after"]:
        value = -value
    return _scaled(value, ending, cleaned, unit)


def _twice(match: re.Match[str]) -> bool:
    """Whether a number has its sign or its currency before and behind."""
    has_two_signs = match["sign"] and match["sign_after"]
    return bool(has_two_signs or (match["currency"] and match["currency_after"]))


def _is_code(ending: str | None) -> bool:
    """Whether an ending is a currency's code, as in `5 USD`, and no magnitude such as `MIO`."""
    if ending is None or ending.lower() in _MAGNITUDES:
        return False
    return len(ending) == 3 and ending.isupper()


def _names(sign: str, currency: str) -> bool:
    """Whether a currency sign or code can stand for the currency."""
    return sign == currency or currency in _SIGNS.get(sign, ())


def _digits(digits: str, unit: Unit) -> str:
    """The digits without grouping; refuses what could be read in two ways."""
    if re.fullmatch(_PLAIN_DIGITS, digits):
        return digits
    if re.fullmatch(_GROUPED, digits):
        return re.sub("[,_ ]", "", digits)
    if "_" in digits and re.fullmatch(_UNDERSCORED, digits):
        return digits.replace("_", "")
    if re.fullmatch(r"[0-9]+,[0-9]+", digits):
        as_decimal, as_group = digits.replace(",", "."), digits.replace(",", "").lstrip("0")
        raise NotANumber(
            f"{digits} could mean {as_decimal} or {as_group or 0}; write one of these"
            " (the dot is the decimal sign)",
            TWO_READINGS,
        )
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", digits) or re.fullmatch(
        r"[0-9.]+,[0-9]+", digits
    ):
        whole, _, fraction = digits.partition(",")
        whole = whole.replace(".", "")
        as_decimal = f"{whole}.{fraction}" if fraction else whole
        first, _, rest = digits.replace(",", "").partition(".")
        raise NotANumber(
            f"{digits} could mean {as_decimal} or {first}.{rest.replace('.', '')}; write one of"
            " these (the dot is the decimal sign, a comma groups three digits)",
            TWO_READINGS,
        )
    if " " in digits:
        raise NotANumber(f"Several numbers. Example: {EXAMPLES[unit]}", "several numbers")
    raise NotANumber(
        f"{digits} is not grouped in threes; write the digits alone, or 1,200,000 for 1200000",
        "odd grouping",
    )


def _scaled(value: Decimal, ending: str | None, text: str, unit: Unit) -> Decimal:
    if unit is Unit.PERCENT and not ending:
        if value != 0 and abs(value) < 1:
            raise NotANumber(
                f"{text} could mean {text}% or {_short_digits(value * 100)}%; write the one you"
                " mean, with the sign",
                TWO_READINGS,
            )
        return value * Decimal("0.01")
    if not ending:
        return value
    word = ending.lower()
    own = _ENDINGS.get(unit, {})
    if word in own:
        return value * own[word]
    if word in ("%", "percent"):
        raise NotANumber(
            f"A percentage does not fit here. Example: {EXAMPLES[unit]}", "not a share"
        )
    if word in _MAGNITUDES and unit not in (Unit.PERCENT, Unit.MONTHS, Unit.SECONDS):
        return value * _MAGNITUDES[word]
    raise NotANumber(
        f"The ending '{ending}' is not known here. Example: {EXAMPLES[unit]}", "unknown ending"
    )


def _finite(value: Decimal, unit: Unit) -> float:
    result = float(value)
    if not isfinite(result):
        raise NotANumber(f"Too large to calculate with. Example: {EXAMPLES[unit]}", "too large")
    if result == 0 and value != 0:
        raise NotANumber("Too close to 0 to calculate with; write 0 if that is meant", "too small")
    return result


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_SHORT = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))


def spell(value: float, unit: Unit) -> str:
    """The shortest usual way to type a number, read back by `parse` as the same float."""
    return _spelled(repr(float(value)), unit)


@lru_cache(maxsize=4096)
def _spelled(digits: str, unit: Unit) -> str:
    # By its digits, since 0 and -0 are equal; many cases, and every key press, spell the same.
    exact = Decimal(digits)
    if unit is Unit.PERCENT:
        return f"{_short_digits(exact * 100)}%"
    if unit in (Unit.COUNT, Unit.MONEY) and abs(exact) >= 1_000:
        for size, ending in _SHORT:
            short = _plain(exact / size)
            if abs(exact) >= size and len(short.replace("-", "").replace(".", "")) <= 3:
                return short + ending
    return _short_digits(exact)


def _short_digits(exact: Decimal) -> str:
    """Digits grouped by commas, or an exponent where they would run long."""
    if exact != 0 and not Decimal("1e-7") <= abs(exact) < Decimal(10) ** 15:
        return f"{exact.normalize():e}".replace("e+", "e")
    whole, _, fraction = _plain(exact).partition(".")
    grouped = f"{int(whole):,}" if int(whole) or not whole.startswith("-") else whole
    return f"{grouped}.{fraction}" if fraction else grouped


def spell_range(figures: Figures, unit: Unit) -> str:
    """`6M`, or `6M (4.5M..8M)` where there is a range; `parse` reads it back the same."""
    likely = spell(figures.likely, unit)
    if figures.low is None or figures.high is None:
        return likely
    return f"{likely} ({_spell_ends(figures.low, figures.high, unit)})"


def _spell_ends(low: float, high: float, unit: Unit) -> str:
    first, last = spell(low, unit), spell(high, unit)
    if low != 0 and first[-1].isdecimal() and not last[-1].isdecimal():
        # `900..1.5k` could start at 900 or at 900k, so both ends are written in full.
        last = _short_digits(Decimal(repr(high)))
    return f"{first}..{last}"
