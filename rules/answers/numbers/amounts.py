"""One number in a text: its sign, currency, digits and ending, exactly as they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from rules.answers.numbers import rates
from rules.answers.numbers.decimal_comma import in_hand
from rules.answers.numbers.digits import plain
from rules.answers.numbers.marks import without_about
from rules.answers.numbers.spelling import short_digits
from rules.answers.numbers.units import (
    MAGNITUDES,
    NotANumber,
    Per,
    Takes,
    TwoReadings,
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
    "JP\u00a5": ("JPY",),
    "CN\u00a5": ("CNY",),
    "\u20b9": ("INR",),
}

_NUMBER = r"""(?x)
        (?P<sign>[-+\u2212]?)\s*
        (?P<currency>(?:[A-Z]{1,3}\s?)?[$\u20ac\u00a3\u00a5\u20b9]|[A-Za-z]{3}\s?)?\s*
        (?P<sign_after>[-\u2212]?)
        (?P<digits>[0-9][0-9.,_' ]*|[.,][0-9]+)
        (?P<exponent>[eE][-+]?[0-9]{1,4}(?![0-9A-Za-z]))?
        \s*(?P<ending>%|[A-Za-z]+)?
        \s*(?P<currency_after>(?:(?<![A-Za-z])[A-Z]{1,2})?[$\u20ac\u00a3\u00a5\u20b9]
            |(?<![A-Za-z])[A-Z]{3})?"""


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
                raise TwoReadings(
                    self.text, (f"{self.text}%", f"{hundredfold}%"), ", with the sign"
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
    text = without_about(text)
    number, per, rate = rates.measured(text, takes) or rates.split(text, takes)
    match = re.fullmatch(_NUMBER, number)
    if match is None or (match["sign"] and match["sign_after"]):
        raise NotANumber(f"Not a number. Example: {takes.example}")
    ending, after = match["ending"] or "", match["currency_after"] or ""
    if f"{ending}{after}" in _SIGNS:
        ending, after = "", f"{ending}{after}"
    signs = [*_before(match["currency"] or "", takes), *filter(None, [after])]
    if takes.unit is Unit.MONEY and _is_code(ending, takes):
        signs, ending = [*signs, ending.upper()], ""
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
    return Amount(text.strip(), digits, ending, bool(match["exponent"]), per, rate)


def _before(written: str, takes: Takes) -> list[str]:
    """The currencies that stand before a number: `$`, `US $`, `usd`, or two as in `USD $`.

    Raises:
        NotANumber: where it is no currency.
    """
    whole = "".join(written.split())
    if not whole or whole in _SIGNS:
        return [whole] if whole else []
    code = whole if whole.isalpha() else whole[:-1]
    if not _is_code(code, takes):
        raise NotANumber(f"Not a number. Example: {takes.example}")
    return [code.upper(), *whole[len(code) :]]


def _contradict(signs: Sequence[str]) -> bool:
    """Whether a number has signs of two currencies, as `$5 EUR` has and `$5 USD` has not."""
    return len(signs) > 1 and not any(_names(one, signs[1 - at]) for at, one in enumerate(signs))


def _is_code(ending: str, takes: Takes) -> bool:
    """Whether an ending is a currency's code, as in `5 USD`, and no magnitude such as `MIO`."""
    if ending.lower() in MAGNITUDES:
        return False
    return len(ending) == 3 and (ending.isupper() or ending.upper() == takes.currency)


def _names(sign: str, currency: str) -> bool:
    """Whether a currency sign or code can stand for the currency."""
    return sign == currency or currency in _SIGNS.get(sign, ())
