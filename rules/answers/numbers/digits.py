"""Digits with what groups them, and which of comma and dot is the decimal sign.

Where both could be, the text is refused with both readings.
"""

from __future__ import annotations

import re

from rules.answers.numbers.units import NotANumber, Takes, TwoReadings

# Patterns stay texts: re compiles one at its first use, and most commands never parse a number.
_PLAIN_DIGITS = r"[0-9]+(\.[0-9]*)?|\.[0-9]+"
# Nobody groups digits after a leading 0: `0,200` is more likely a decimal comma.
_GROUPED = r"[1-9][0-9]{0,2}([,_ '])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?"
_UNDERSCORED = r"[0-9]+(_[0-9]+)*(\.[0-9]+)?"

_ONE_GROUP_OR_DECIMALS = r"[1-9][0-9]{0,2}[.,][0-9]{3}"
_ONE_SIGN = r"[0-9]*[.,][0-9]+|[0-9]+[.,]?"
_GROUPED_COMMA = r"[1-9][0-9]{0,2}([._ '])[0-9]{3}(\1[0-9]{3})*(,[0-9]+)?"


def plain(digits: str, takes: Takes) -> str:
    """The digits without grouping, with a dot as the decimal sign.

    Raises:
        NotANumber: where they could be read in two ways, or are grouped as nobody groups.
    """
    if takes.decimal_comma:
        return _with_decimal_comma(digits, takes)
    if re.fullmatch(_PLAIN_DIGITS, digits):
        return digits
    if re.fullmatch(_GROUPED, digits):
        return re.sub("[,_ ']", "", digits)
    if "_" in digits and re.fullmatch(_UNDERSCORED, digits):
        return digits.replace("_", "")
    if re.fullmatch(r"[0-9]+,[0-9]+", digits):
        as_decimal, as_group = digits.replace(",", "."), digits.replace(",", "").lstrip("0")
        note = " (the dot is the decimal sign)"
        raise TwoReadings(digits, (as_decimal, as_group or "0"), note)
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", digits) or re.fullmatch(
        r"[0-9.]+,[0-9]+", digits
    ):
        whole, _, fraction = digits.partition(",")
        whole = whole.replace(".", "")
        as_decimal = f"{whole}.{fraction}" if fraction else whole
        first, _, rest = digits.replace(",", "").partition(".")
        note = " (the dot is the decimal sign, a comma groups three digits)"
        raise TwoReadings(digits, (as_decimal, f"{first}.{rest.replace('.', '')}"), note)
    raise _unreadable(digits, takes, "1,200,000")


def _with_decimal_comma(digits: str, takes: Takes) -> str:
    """As `plain`, where a person has said that the comma is the decimal sign.

    Numbers as the program itself writes them are understood all the same, as long as they have one
    reading: `1,200,000` and `1,200.50` too.
    """
    if re.fullmatch(_ONE_GROUP_OR_DECIMALS, digits):
        whole, sign = digits.replace(",", "").replace(".", ""), "," if "," in digits else "."
        first, rest = digits.split(sign)
        # Without the zeros at its end, or with one more, the decimal reading is no group of three.
        decimals = rest.rstrip("0") if rest.endswith("0") else f"{rest}0"
        as_decimal = f"{first},{decimals}" if decimals else f"{first},0"
        note = " (the comma is the decimal sign, and one group of three could be decimals)"
        raise TwoReadings(digits, (as_decimal, whole), note)
    if re.fullmatch(_ONE_SIGN, digits):
        return digits.replace(",", ".")
    if re.fullmatch(_GROUPED_COMMA, digits):
        return re.sub("[._ ']", "", digits).replace(",", ".")
    if re.fullmatch(_GROUPED, digits):
        return re.sub("[,_ ']", "", digits)
    if "_" in digits and re.fullmatch(_UNDERSCORED.replace(r"\.", "[.,]"), digits):
        return digits.replace("_", "").replace(",", ".")
    raise _unreadable(digits, takes, "1.200.000")


def _unreadable(digits: str, takes: Takes, grouped: str) -> NotANumber:
    if " " in digits:
        return NotANumber(f"Several numbers. Example: {takes.example}", "several numbers")
    return NotANumber(
        f"{digits} is not grouped in threes; write the digits alone, or {grouped} for 1200000",
        "odd grouping",
    )
