"""One number in a text: its sign, currency, digits and ending, exactly as they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, TypeGuard

from rules.answers.numbers import rates
from rules.answers.numbers.decimal_comma import in_hand
from rules.answers.numbers.digits import plain
from rules.answers.numbers.spelling import short_digits
from rules.answers.numbers.units import (
    MAGNITUDES,
    TWO_READINGS,
    NotANumber,
    Per,
    Takes,
    Unit,
    factor_of,
)

_SIGNS = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "BRL"),
    "US$": ("USD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "NZ$": ("NZD",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "MX$": ("MXN",),
    "R$": ("BRL",),
    "\u20ac": ("EUR",),
    "\u00a3": ("GBP", "EGP", "GIP"),
    "\u00a5": ("JPY", "CNY"),
    "\u20b9": ("INR",),
}

_NUMBER = r"""(?x)
        (?P<sign>[-+\u2212]?)\s*
        (?P<currency>[A-Z]{0,2}\$|[\u20ac\u00a3\u00a5\u20b9]|[A-Z]{3}\s?)?\s*
        (?P<sign_after>[-\u2212]?)
        (?P<digits>[0-9][0-9.,_' ]*|[.,][0-9]+)
        (?P<exponent>[eE][-+]?[0-9]{1,4}(?![0-9A-Za-z]))?
        \s*(?P<ending>%|[A-Za-z]+)?
        \s*(?P<currency_after>[$\u20ac\u00a3\u00a5\u20b9]|(?<![A-Za-z])[A-Z]{3})?"""


class Amount(NamedTuple):
    """One number as it stands in a text."""

    text: str
    """All of it."""
    digits: Decimal
    """With its sign, without its ending."""
    ending: str
    """`M`, `%`, `ms`; empty where it has none."""
    has_exponent: bool
    per: Per | None
    """By what it says it is counted."""
    rate: str
    """That, as it was written."""

    @property
    def is_bare(self) -> bool:
        """Whether an ending behind a later number could count for this one as well."""
        return not self.ending and not self.has_exponent and self.digits != 0

    def value(self, takes: Takes, ending: str | None = None) -> Decimal:
        """What it is in the unit of the field, with its own ending or with another.

        Raises:
            NotANumber: where the ending does not fit the field, or is needed to know what is meant.
        """
        ending = self.ending if ending is None else ending
        value = self.digits
        if ending:
            value *= factor_of(ending, takes)
        elif takes.unit is Unit.PERCENT:
            if value != 0 and abs(value) < 1:
                hundredfold = in_hand(short_digits(value * 100), decimal_comma=takes.decimal_comma)
                raise NotANumber(
                    f"{self.text} could mean {self.text}% or {hundredfold}%; write the one you"
                    " mean, with the sign",
                    TWO_READINGS,
                )
            value *= Decimal("0.01")
        if self.per is None:
            return value
        return rates.exchanged(value, self.per, takes, self.rate)


def read(text: str, takes: Takes) -> Amount:
    """One number of a text.

    Raises:
        NotANumber: where it is none, or could be several.
    """
    number, per, rate = rates.measured(text, takes) or rates.split(text, takes)
    match = re.fullmatch(_NUMBER, number)
    if match is None or (match["sign"] and match["sign_after"]):
        raise NotANumber(f"Not a number. Example: {takes.example}")
    ending = match["ending"]
    signs = [one.strip() for one in (match["currency"], match["currency_after"]) if one]
    if takes.unit is Unit.MONEY and _is_code(ending, takes):
        signs, ending = [*signs, ending.upper()], None
    if signs and takes.unit is not Unit.MONEY:
        raise NotANumber(
            f"An amount of money does not fit here. Example: {takes.example}", "not money"
        )
    other = next((one for one in signs if takes.currency and not _names(one, takes.currency)), None)
    if other is not None:
        raise NotANumber(
            f"{other} is not the case's currency, {takes.currency}; convert the amount, or change"
            " the currency of the case",
            "other currency",
        )
    if _contradict(signs):
        raise NotANumber(f"Not a number. Example: {takes.example}")
    digits = Decimal(plain(match["digits"].strip(), takes) + (match["exponent"] or ""))
    if match["sign"] in ("-", "\u2212") or match["sign_after"]:
        digits = -digits
    return Amount(text.strip(), digits, ending or "", bool(match["exponent"]), per, rate)


def _contradict(signs: Sequence[str]) -> bool:
    """Whether a number has signs of two currencies, as `$5 EUR` has and `$5 USD` has not."""
    return len(signs) > 1 and not any(_names(one, signs[1 - at]) for at, one in enumerate(signs))


def _is_code(ending: str | None, takes: Takes) -> TypeGuard[str]:
    """Whether an ending is a currency's code, as in `5 USD`, and no magnitude such as `MIO`."""
    if ending is None or ending.lower() in MAGNITUDES:
        return False
    return len(ending) == 3 and (ending.isupper() or ending.upper() == takes.currency)


def _names(sign: str, currency: str) -> bool:
    """Whether a currency sign or code can stand for the currency."""
    return sign == currency or currency in _SIGNS.get(sign, ())
