"""Numbers to words, for screens, pages and reports alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rules.numbers import Unit, spell

_SIGNS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5"}


@dataclass(frozen=True, slots=True)
class Words:
    """How figures read in one currency."""

    currency: str = "USD"

    def money(self, amount: float) -> str:
        """`$223,200`, `$4.20`, `-CHF 1,200`; cents only below 100."""
        if math.isnan(amount):
            return "not known"
        sign = "-" if amount < 0 else ""
        mark = _SIGNS.get(self.currency, f"{self.currency} ")
        return f"{sign}{mark}{_digits(abs(amount), decimals=2)}"


def _digits(size: float, decimals: int) -> str:
    if size >= 1e15:
        return f"{size:.3g}"
    if size >= 99.995 or size == 0:
        return f"{size:,.0f}"
    if size >= 0.01:
        return f"{size:.{decimals}f}"
    return f"{size:.2g}" if size >= 1e-4 else f"{size:.1e}"


def months(count: float) -> str:
    """`2.3 months`; `never` where it is infinite."""
    if math.isnan(count):
        return "not known"
    if math.isinf(count):
        return "never"
    shown = f"{count:,.0f}" if count >= 100 else f"{count:.1f}".removesuffix(".0")
    return f"{shown} month" if shown == "1" else f"{shown} months"


def percent(fraction: float) -> str:
    """`87%`, `2.5%`, `0.04%`."""
    if math.isnan(fraction):
        return "not known"
    value = 100 * fraction
    size = abs(value)
    if size >= 99.95 or size == 0:
        return f"{value:,.0f}%"
    digits = 1 if size >= 1 else 2
    shown = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return f"{shown}%" if float(shown) else f"{value:.1g}%"


def count(number: float) -> str:
    """`6M`, `4.1M`, `1,200`, at most three significant digits."""
    if math.isnan(number):
        return "not known"
    if math.isinf(number):
        return "no number"
    if abs(number) < 1_000:
        return f"{number:.3g}"
    digits = 2 - math.floor(math.log10(abs(number)))
    return spell(float(round(number, digits)), Unit.COUNT)


def seconds(duration: float) -> str:
    """`1.8 s`, `450 ms`."""
    if math.isnan(duration):
        return "not known"
    return f"{duration * 1_000:.0f} ms" if abs(duration) < 1 else f"{duration:.3g} s"


def listed(words: list[str], joint: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
