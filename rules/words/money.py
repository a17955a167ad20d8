"""Amounts of money to words, one by one and where they are added up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from rules.words.wording import BESIDE, LONGEST_WHOLE, count, unspeakable, whole

_SIGNS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5"}
_WITHOUT_CENTS = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND"),
    *("VUV", "XAF", "XOF", "XPF"),
)
"""Currencies that have no smaller unit. Source: ISO 4217."""
_LEAST = 1e-4
"""Of money: what is closer to nothing is not told in digits."""


class Words(NamedTuple):
    """How figures read in one currency."""

    currency: str = "USD"
    is_one_off: bool = False
    """Whether all is over within a year, so that amounts of a year are told by the month."""

    @property
    def year(self) -> str:
        """What amounts of a year are told by: `a year`, and where none comes to be `a month`."""
        return "a month" if self.is_one_off else "a year"

    def of_year(self, amount: float) -> float:
        """An amount of a year as it is told: of a month where no year comes to be."""
        return amount / 12 if self.is_one_off else amount

    def yearly(self, amount: float) -> str:
        """An amount of a year, without saying so, beside one that does."""
        return self.money(self.of_year(amount))

    def a_year(self, amount: float) -> str:
        """`$24,000 a year`, or `$2,000 a month` of what is over within a year."""
        return f"{self.yearly(amount)} {self.year}"

    @property
    def _mark(self) -> str:
        return _SIGNS.get(self.currency, f"{self.currency} ")

    @property
    def has_cents(self) -> bool:
        """Whether the currency has a smaller unit."""
        return self.currency not in _WITHOUT_CENTS

    def money(self, amount: float) -> str:
        """`$223,200`, `$4.20`, `$0.0045`, `-CHF 1,200`; cents only below 100, parts of one below 1.

        Of a currency without cents `JPY 45`, and tenths only below 10: `JPY 4.5`. What is too small
        to be told stands on its side of nothing: `just over $0`.
        """
        if not math.isfinite(amount):
            return unspeakable(amount)
        sign, size = "-" if amount < 0 else "", abs(amount)
        if 0 < size < _LEAST:
            return f"{BESIDE[amount > 0]} {self._mark}0"
        return f"{sign}{self._mark}{self._digits(size)}"

    def short_money(self, amount: float) -> str:
        """`$223k`, `-CHF 1.2M`: for the axis of a chart."""
        if not math.isfinite(amount):
            return unspeakable(amount)
        size = abs(amount)
        is_whole = self.has_cents or size >= 100 or size < _LEAST
        digits = count(size) if is_whole else self._digits(size)
        return f"{'-' if amount < 0 else ''}{self._mark}{digits}"

    def summands(self, parts: Sequence[float], put_right: int | None = None) -> list[str]:
        """Amounts that are added up, so that as printed they are their sum as `money` prints it."""
        return [self.money(one) for one in self.adding_up(parts, put_right)]

    def subtotal(self, parts: Sequence[float], first: int, put_right: int | None = None) -> str:
        """What the first few of such amounts come to, so that it adds up with them as printed.

        And with the sum less the others: an amount that is told with its cents can have the one be
        another dollar than the other.
        """
        come_to = math.fsum(parts[:first])
        if abs(come_to) < self._whole_from <= max(map(abs, parts)):
            # To its last digit, beside amounts that are told without it.
            return self.money(come_to)
        shown = [*map(self._as_printed, self.adding_up(parts, put_right))]
        without = self._as_printed(math.fsum(parts)) - math.fsum(shown[first:])
        return self.money((math.fsum(shown[:first]) + without) / 2)

    def adding_up(self, parts: Sequence[float], put_right: int | None = None) -> list[float]:
        """Amounts that as printed come to their sum as it is printed, to its last digit.

        Where the rounding of each by itself would make up for more or less than that, it is put
        right in those that rounding moved most, each by one of its last digit: none is further from
        what it is than that, and one that is told in full stays.

        Args:
            parts: amounts of money, some perhaps below 0.
            put_right: the place of the one to put right instead, where that is what the others
                leave, and is told to the same digit.
        """
        total = math.fsum(parts)
        if not parts or not (total == 0 or 1 <= abs(total) < LONGEST_WHOLE):
            return [*parts]
        least_whole, finest, least = (100.0, 0.01, 0.1) if self.has_cents else (10.0, 0.1, 1.0)
        digit = finest
        if max(map(abs, (total, *parts))) >= self._whole_from:
            digit, least = 1.0, least_whole
        shown = [self._as_printed(one) for one in parts]
        steps = round((self._as_printed(total) - math.fsum(shown)) / digit)
        by = math.copysign(digit, steps)
        movable = [at for at, one in enumerate(shown) if min(abs(one), abs(one + by)) >= least]
        if put_right in movable and abs(steps) <= len(parts):
            moved, by = [put_right], steps * digit
        else:
            # Of those that rounding moved alike, in the largest it shows least.
            movable.sort(key=lambda at: ((shown[at] - parts[at]) / by, -abs(parts[at])))
            moved = movable[: abs(steps)]
        return [shown[at] + by if by and at in moved else one for at, one in enumerate(parts)]

    @property
    def _whole_from(self) -> float:
        """From which on an amount has no digits behind the dot."""
        return 99.995 if self.has_cents else 9.95

    def _digits(self, size: float) -> str:
        """None behind the dot from `_whole_from` on; more below 1, where two would be too few."""
        # A sum that is a hair beside a number reads as that number does.
        size = float(f"{size:.15g}")
        if size >= self._whole_from or size == 0:
            return whole(size)
        if size >= 1:
            return f"{size:.2f}" if self.has_cents else f"{size:.1f}".removesuffix(".0")
        shown = f"{size:.{1 - math.floor(math.log10(size))}f}".rstrip("0")
        return shown.ljust(len("0.00"), "0") if self.has_cents else shown.removesuffix(".")

    def _as_printed(self, amount: float) -> float:
        """An amount without the digits that printing leaves away."""
        size = abs(amount)
        if size < _LEAST:
            return 0.0
        return math.copysign(float(self._digits(size).replace(",", "")), amount)
