"""The charts of a report as data: what `svg.py` draws, their axes, and what their words say."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rules.answers.slack import SLACK
from rules.argument.what_it_hangs_on import amount
from rules.assess import Assessment
from rules.figures.cash import LARGEST
from rules.results import label_of
from rules.uncertainty.ranges import Origin
from rules.uncertainty.risk import Risk
from rules.uncertainty.sensitivity import Sensitivity
from rules.words.money import Words
from rules.words.wording import between, months, percent
from wizard.reports.content import (
    Align,
    Axis,
    Bar,
    CurveChart,
    HistogramChart,
    Table,
    Tick,
    TornadoChart,
    clean,
)

if TYPE_CHECKING:
    from rules.review.reviewed import Reviewed

RANGE_SAID: dict[Origin, str] = {
    "stated": "stated",
    "slices": "from slices",
    "stand-in": "stands in",
}
_BARS = 10
"""Bars of a tornado; those below them are too short to be told apart."""


def curve(assessment: Assessment, found: Risk | None) -> CurveChart | None:
    """The balance over time; None where it is not known, or too large."""
    cash, words = assessment.figures.cash, assessment.words
    balance = tuple(float(one) for one in cash.balance)
    if not all(abs(one) <= LARGEST for one in balance):
        return None
    band = tuple((one.p10, one.p90) for one in found.balance) if found is not None else ()
    levels = (0.0, *balance, *(end for pair in band for end in pair))
    horizon = assessment.policy.horizon_months
    back = float(cash.payback_months)
    if back == 0:
        returns = "is never below it"
    elif math.isfinite(back):
        returns = f"is back for good after {months(back)}"
    else:
        returns = f"is not back within {months(horizon)}" if balance[0] else "ends below it"
    alt = (
        f"The balance starts at {words.money(balance[0])}, {returns}, and stands at"
        f" {words.money(balance[-1])} after {months(horizon)}."
    )
    if band:
        alt += f" Four times in five it ends {between(*map(words.money, band[-1]))}."
    return CurveChart(
        title="What is left of the investment, month by month"
        + (", and P10 to P90: eight futures of ten" if band else ""),
        alt=alt,
        x=months_axis(horizon, "months after approval"),
        y=axis(min(levels), max(levels), words.short_money, "balance", parts=4),
        balance=balance,
        band=band,
        mark=Tick(back, f"back after {months(back)}") if 0 < back < math.inf else None,
        data=_readings(
            {"Balance": balance},
            band,
            months_axis(horizon, "").ticks,
            words,
            "P10 and P90: in one draw of ten the balance is lower, in one of ten higher."
            if band
            else "",
        ),
    )


def _readings(
    lines: Mapping[str, Sequence[float]],
    band: Sequence[tuple[float, float]],
    at: Sequence[Tick],
    words: Words,
    note: str,
) -> Table:
    """The lines of a chart by what they are called, in the months that the axis names."""
    rows = []
    for tick in at:
        month = int(tick.at)
        numbers = (*(line[month] for line in lines.values()), *(band[month] if band else ()))
        rows.append((tick.text, *map(words.money, numbers)))
    columns = ("Month", *lines, *(("P10", "P90") if band else ()))
    align: tuple[Align, ...] = tuple("right" for _ in columns)
    return Table("Balance by month", columns, align, tuple(rows), note=note)


def tornado(assessment: Assessment, found: Sensitivity) -> TornadoChart | None:
    """What each assumption swings; None where none swings anything."""
    case, words = assessment.case, assessment.words
    swings = found.bars[:_BARS]
    if not swings:
        return None
    base = float(assessment.figures.cash.npv)
    ends = [base, *(end.npv for one in swings for end in (one.low, one.high))]
    first = swings[0]
    bars = f"longest of {len(swings)} bars" if len(swings) > 1 else "only bar"
    alt = (
        f"The {bars} is {clean(label_of(first.key, case))}: between"
        f" {amount(first.key, first.low.value, case.currency)} and"
        f" {amount(first.key, first.high.value, case.currency)} the net present value goes from"
        f" {words.money(first.low.npv)} to {words.money(first.high.npv)}. As the case is, it is"
        f" {words.money(base)}."
    )
    return TornadoChart(
        title="Net present value, as one assumption at a time goes over its range",
        alt=alt,
        x=axis(min(ends), max(ends), words.short_money, "net present value"),
        base=Tick(base, f"as it is: {words.short_money(base)}"),
        bars=tuple(
            Bar(
                label=clean(label_of(one.key, case)),
                low=float(one.low.npv),
                high=float(one.high.npv),
                low_text=amount(one.key, one.low.value, case.currency),
                high_text=amount(one.key, one.high.value, case.currency),
                is_default=one.is_default,
            )
            for one in swings
        ),
        data=Table(
            caption="Net present value at either end of each range",
            header=("Assumption", "From", "To", "Worth at from", "Worth at to", "Range"),
            align=("left", "right", "right", "right", "right", "left"),
            rows=tuple(
                (
                    clean(label_of(one.key, case)),
                    amount(one.key, one.low.value, case.currency),
                    amount(one.key, one.high.value, case.currency),
                    words.money(one.low.npv),
                    words.money(one.high.npv),
                    f"{RANGE_SAID[one.origin]}{', cut at a bound' if one.is_cut else ''}",
                )
                for one in swings
            ),
        ),
    )


def histogram(assessment: Assessment, found: Risk) -> HistogramChart:
    """How the net present value spreads over the draws."""
    words, spread = assessment.words, found.npvs
    beyond = f"{spread.beyond:,} of {found.draws:,} draws lie further out" if spread.beyond else ""
    return HistogramChart(
        title=f"Net present value in {found.draws:,} simulated draws",
        alt=(
            f"In {percent(found.positive_npv)} of the draws it is above zero. One in ten is below"
            f" {words.money(found.npv.p10)}, half are below {words.money(found.npv.p50)}, one in"
            f" ten is above {words.money(found.npv.p90)}."
        ),
        x=axis(spread.edges[0], spread.edges[-1], words.short_money, "net present value"),
        edges=spread.edges,
        counts=spread.counts,
        mark=Tick(0.0, "worth nothing") if spread.edges[0] < 0 < spread.edges[-1] else None,
        beyond=beyond,
    )


_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LEAST = 1e-300
"""Below it a stretch has too few digits left to be divided."""
_MONTHS = (1, 2, 3, 6, 12, 24, 48)


def axis(
    low: float, high: float, words: Callable[[float], str], label: str, parts: int = 5
) -> Axis:
    """An axis over at least these values, with round numbers on it.

    Args:
        low: least value.
        high: largest value.
        words: how a number on it reads.
        label: what is measured.
        parts: into how many stretches to divide it, more or less.
    """
    size = max(abs(low), abs(high))
    # Numbers that differ in their last digits only have no round ones between them.
    if not high - low > max(size * SLACK, _LEAST):
        spread = size if size > _LEAST else 1.0
        low, high = low - spread / 2, high + spread / 2
    step = _step((high - low) / parts)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(Tick(number * step, words(number * step)) for number in range(first, last + 1))
    return Axis(ticks[0].at, ticks[-1].at, ticks, label)


def _step(rough: float) -> float:
    """The smallest round number that is no less."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(step * size for step in _STEPS if step * size >= rough * (1 - 1e-9))


def months_axis(horizon: int, label: str) -> Axis:
    """An axis from 0 to a number of months, labelled at parts of a year."""
    step = next((one for one in _MONTHS if horizon / one <= 8), _MONTHS[-1])
    ticks = tuple(Tick(float(month), str(month)) for month in range(0, horizon + 1, step))
    return Axis(0.0, float(horizon), ticks, label)


def outcome_chart(case: Reviewed) -> CurveChart | None:
    """Plan, actual and forecast with its band; None where a number is too large."""
    found, words = case.forecast, case.words
    if found is None:
        return None
    band = tuple((one.p10, one.p90) for one in found.band)
    levels = (0.0, *found.planned, *found.balance, *(end for pair in band for end in pair))
    end = len(found.balance) - 1
    back = found.payback
    so_far = case.at.balanced
    at = months_axis(end, "months after approval")
    promised = f"{case.promised} were"
    alt = (
        f"The balance stands at {words.money(found.balance[so_far])}"
        f" {f'after {months(so_far)}' if so_far else 'at the start'},"
        f" {promised} {words.money(found.planned[so_far])}. It is"
        f" expected to stand at {words.money(found.balance[-1])} after {months(end)}, {promised}"
        f" {words.money(found.planned[-1])}; four times in five it ends"
        f" {between(words.money(found.end.p10), words.money(found.end.p90))}."
    )
    return CurveChart(
        title=f"Balance as {case.promised}, as it was, and as it is expected, with P10 to P90",
        alt=alt,
        x=at,
        y=axis(min(levels), max(levels), words.short_money, "balance", parts=4),
        balance=found.balance,
        band=band,
        mark=Tick(back, f"back after {months(back)}") if 0 < back < math.inf else None,
        data=_readings(
            {case.promised.capitalize(): found.planned, "Balance": found.balance},
            band,
            at.ticks,
            words,
            f"Up to month {so_far} as it was; after that as expected by now.",
        ),
        planned=found.planned,
        known=so_far,
    )
