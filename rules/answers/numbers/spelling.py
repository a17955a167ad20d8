"""A number as one would type it. What is spelled here is read back as the same float."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from rules.answers.numbers.units import Figures, Unit

_SHORT = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))


def spell(value: float, unit: Unit) -> str:
    """The shortest usual way to type a number, read back by `parse` as the same float."""
    return _spelled(repr(float(value)), unit)


@lru_cache(maxsize=4096)
def _spelled(digits: str, unit: Unit) -> str:
    # By its digits, since 0 and -0 are equal; many cases, and every key press, spell the same.
    exact = Decimal(digits)
    if unit is Unit.PERCENT:
        return f"{short_digits(exact * 100)}%"
    if unit in (Unit.COUNT, Unit.MONEY) and abs(exact) >= 1_000:
        for size, ending in _SHORT:
            short = _plain(exact / size)
            if abs(exact) >= size and len(short.replace("-", "").replace(".", "")) <= 3:
                return short + ending
    return short_digits(exact)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short_digits(exact: Decimal) -> str:
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
    is_bare = figures.likely != 0 and likely[-1].isdecimal()
    return f"{likely} ({spell_ends(figures.low, figures.high, unit, is_bare=is_bare)})"


def spell_ends(low: float, high: float, unit: Unit, *, is_bare: bool = False) -> str:
    """`4.5M..8M`.

    Args:
        low: the lower end.
        high: the upper end.
        unit: of both.
        is_bare: whether a number without an ending stands before the range.
    """
    first, last = spell(low, unit), spell(high, unit)
    is_bare = is_bare or (low != 0 and first[-1].isdecimal())
    if is_bare and not last[-1].isdecimal():
        # In `900..1.5k` the ending would count for 900 as well.
        last = short_digits(Decimal(repr(high)))
    return f"{first}..{last}"
