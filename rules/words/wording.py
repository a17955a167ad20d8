"""Numbers to words, for screens, pages and reports alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rules.answers.numbers import Unit, spell
from rules.answers.slack import above, below
from rules.words.signs import hidden, picture

_SIGNS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5"}
_WITHOUT_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
"""Currencies that have no smaller unit. Source: ISO 4217."""


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
        return self.currency not in _WITHOUT_CENTS.split()

    def money(self, amount: float) -> str:
        """`$223,200`, `$4.20`, `$0.0045`, `-CHF 1,200`; cents only below 100, parts of one below 1.

        Of a currency without cents `JPY 45`, and tenths only below 10: `JPY 4.5`. What is too small
        to be told stands on its side of nothing: `just over $0`.
        """
        if not math.isfinite(amount):
            return _unspeakable(amount)
        sign, size = "-" if amount < 0 else "", abs(amount)
        if 0 < size < _LEAST:
            return f"{_BESIDE[amount > 0]} {self._mark}0"
        return f"{sign}{self._mark}{self._digits(size)}"

    def short_money(self, amount: float) -> str:
        """`$223k`, `-CHF 1.2M`: for the axis of a chart."""
        if not math.isfinite(amount):
            return _unspeakable(amount)
        size = abs(amount)
        is_whole = self.has_cents or size >= 100 or size < _LEAST
        digits = count(size) if is_whole else self._digits(size)
        return f"{'-' if amount < 0 else ''}{self._mark}{digits}"

    def summands(self, parts: Sequence[float], put_right: int | None = None) -> list[str]:
        """Amounts that are added up, so that as printed they are their sum as `money` prints it."""
        return [self.money(one) for one in self.adding_up(parts, put_right)]

    def subtotal(self, parts: Sequence[float], first: int, put_right: int | None = None) -> str:
        """What the first few of such amounts come to, so that it adds up with them as printed."""
        come_to = math.fsum(parts[:first])
        if abs(come_to) < self._whole_from <= max(map(abs, parts)):
            # To its last digit, beside amounts that are told without it.
            return self.money(come_to)
        shown = map(self._as_printed, self.adding_up(parts, put_right)[:first])
        return self.money(math.fsum(shown))

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
        if not parts or not (total == 0 or 1 <= abs(total) < _LONGEST_WHOLE):
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


_LEAST = 1e-4
"""Of money: what is closer to nothing is not told in digits."""
_LEAST_PERCENT = 1e-6
_LONGEST_WHOLE = 1e15
"""From which on a number has an exponent."""
_BESIDE = {True: "just over", False: "just under"}


def _unspeakable(number: float) -> str:
    return "not known" if math.isnan(number) else "more than can be calculated"


def whole(number: float) -> str:
    """`1,234`; an exponent from a thousand billions on."""
    if not math.isfinite(number):
        return _unspeakable(number)
    return f"{number:,.0f}" if abs(number) < _LONGEST_WHOLE else f"{number:.3g}"


_AGES = 12_000
"""Months beyond which nobody counts them."""


@lru_cache(maxsize=64)
def months(count: float, *limits: float) -> str:
    """`2.3 months`; `never` where it is infinite.

    Args:
        count: how many.
        limits: thresholds it is compared with: rounding never carries it onto or over one.
    """
    if math.isnan(count):
        return "not known"
    if math.isinf(count):
        return "never"
    if 0 < count < 0.05:
        return "less than 0.1 months"
    for digits in (1, 2):
        if not _crossed(count, round(count, digits), limits):
            return _in_months(count, digits)
    limit = _crossed(count, round(count, 2), limits)[0]
    return f"just {'over' if count > limit else 'under'} {_in_months(limit, 1)}"


def _in_months(count: float, digits: int) -> str:
    if count >= _AGES:
        return "more than 1,000 years"
    shown = f"{count:.{digits}f}".rstrip("0").rstrip(".")
    if count >= 100 and digits == 1:
        shown = whole(count)
    return f"{shown} month" if shown == "1" else f"{shown} months"


def _crossed(count: float, rounded: float, limits: Sequence[float]) -> list[float]:
    """The thresholds that rounding would carry a number onto or over."""
    return [
        limit
        for limit in limits
        if (above(rounded, limit), below(rounded, limit))
        != (above(count, limit), below(count, limit))
    ]


def plural(number: float, one: str, more: str) -> str:
    """`1 redistillation`, `2.5 redistillations`, `12,345 rows`, `1.23M rows`."""
    shown = in_digits(number)
    return f"{shown} {one if shown == '1' else more}"


def in_digits(number: float) -> str:
    """`0.25`, `12,345`, `1.23M`: of at most six digits."""
    # From a million on these would be written with an exponent.
    return f"{number:,g}" if abs(number) < 999_999.5 else count(number)


def percent(fraction: float) -> str:
    """`87%`, `2.5%`, `0.04%`, `112,000%`; never 0 nor 100 by rounding alone."""
    value = without_noise(100 * fraction)
    size = abs(value)
    if not math.isfinite(value):
        return _unspeakable(value)
    if size == 0:
        return "0%"
    if size < _LEAST_PERCENT:
        return f"{_BESIDE[value > 0]} 0%"
    if size >= 100:
        return f"{whole(value if size < 1_000 else float(f'{value:.3g}'))}%"
    for digits in range(1 if size >= 1 else 2, 7):
        shown = f"{value:.{digits}f}"
        if 0 < abs(float(shown)) < 100:
            return f"{shown.rstrip('0').rstrip('.')}%"
    return f"{_BESIDE[value < 0]} {100 if value > 0 else -100}%"


def relative(change: float) -> str:
    """How far a number moves, against what it is: `+25%`, `-99.9%`, `×64` from ten times on."""
    if change >= 9:
        return f"×{whole(float(f'{1 + change:.3g}'))}"
    if abs(change) >= 0.01 and change > -0.99:
        return f"{change:+.0%}"
    said = percent(change)
    return f"+{said}" if said[0].isdigit() and change > 0 else said


def span(low: str, high: str) -> str:
    """A range by its ends as they are printed: `$1 to $2`; `$1` where these are printed alike."""
    return low if low == high else f"{low} to {high}"


def between(low: str, high: str) -> str:
    """The same within a sentence: `between $1 and $2`, `at about $1`."""
    return f"at about {low}" if low == high else f"between {low} and {high}"


def points(fraction: float) -> str:
    """A difference of two shares: `2 percentage points`."""
    if math.isnan(fraction):
        return "not known"
    shown = percent(fraction).removesuffix("%")
    return f"{shown} percentage point" if shown == "1" else f"{shown} percentage points"


def told_apart(shown: str, limit: str, side: str) -> str:
    """A number beside a limit that it lies `over` or `under`, also where both read the same."""
    return f"just {side} {limit}" if shown == limit else shown


def without_noise(number: float) -> float:
    """A computed number, such as an average of slices, without its last, rounded digits."""
    return float(f"{number:.12g}")


def count(number: float) -> str:
    """`6M`, `4.1M`, `1,200`, at most three significant digits."""
    if math.isnan(number):
        return "not known"
    rounded = float(f"{number:.3g}")
    return "no number" if math.isinf(rounded) else spell(rounded, Unit.COUNT)


def seconds(duration: float) -> str:
    """`1.8 s`, `450 ms`."""
    if not math.isfinite(duration):
        return _unspeakable(duration)
    if abs(duration) < 0.9995:
        return f"{in_three_digits(duration * 1_000)} ms"
    return f"{in_three_digits(duration)} s"


def in_three_digits(number: float) -> str:
    """`0.25`, `1.8`, `1,230`: of at most three significant digits."""
    rounded = float(f"{number:.3g}")
    # From here on `.3g` would write an exponent.
    return whole(rounded) if abs(rounded) >= 1_000 else f"{rounded:g}"


def listed(words: list[str], joint: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def enumerated(names: list[str]) -> str:
    """`a, b and c`, or `a; b, c; d` where a name has a comma of its own."""
    return "; ".join(names) if any("," in one for one in names) else listed(names)


def visible(text: str) -> str:
    """Text with every sign that a terminal would obey or hide replaced by one that can be seen.

    Titles and sources come from files; a terminal obeys what is in them unless it is shown instead.
    Tabs and line ends stay.
    """
    shown, done = [], 0
    for at in hidden(text):
        if text[at] not in "\t\n":
            shown += [text[done:at], picture(text[at])]
            done = at + 1
    return "".join([*shown, text[done:]])
