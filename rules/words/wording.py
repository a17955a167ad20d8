"""Numbers to words, for screens, pages and reports alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from rules.answers.numbers import Unit, spell
from rules.answers.slack import above, below
from rules.words.signs import hidden, picture

_LEAST_PERCENT = 1e-6
LONGEST_WHOLE = 1e15
"""From which on a number has an exponent."""
BESIDE = {True: "just over", False: "just under"}
"""On which side of a number something lies that is too close to it for digits."""


def unspeakable(number: float) -> str:
    """What is said of what has no digits."""
    return "not known" if math.isnan(number) else "more than can be calculated"


def whole(number: float) -> str:
    """`1,234`; an exponent from a thousand billions on."""
    if not math.isfinite(number):
        return unspeakable(number)
    return f"{number:,.0f}" if abs(number) < LONGEST_WHOLE else f"{number:.3g}"


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
        return unspeakable(value)
    if size == 0:
        return "0%"
    if size < _LEAST_PERCENT:
        return f"{BESIDE[value > 0]} 0%"
    if size >= 100:
        return f"{whole(value if size < 1_000 else float(f'{value:.3g}'))}%"
    for digits in range(1 if size >= 1 else 2, 7):
        shown = f"{value:.{digits}f}"
        if 0 < abs(float(shown)) < 100:
            return f"{shown.rstrip('0').rstrip('.')}%"
    return f"{BESIDE[value < 0]} {100 if value > 0 else -100}%"


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
        return unspeakable(duration)
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


def first_of(names: Sequence[str], most: int) -> list[str]:
    """The first names, and how many more there are."""
    return [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]


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
