"""The chart of what came of a case: plan, actual and forecast with its band.

Source: docs/specification.md §14.5.
"""

from __future__ import annotations

import math

from rules.review.reviewed import Reviewed
from rules.words.wording import between, months
from wizard.reports.content import CurveChart, Table, Tick
from wizard.reports.scales import axis, months_axis


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
        mark=Tick(back, f"back after {months(back)}") if math.isfinite(back) else None,
        data=Table(
            "Balance by month",
            ("Month", case.promised.capitalize(), "Balance", "P10", "P90"),
            ("right",) * 5,
            tuple(
                (
                    tick.text,
                    *(
                        words.money(one)
                        for one in (
                            found.planned[int(tick.at)],
                            found.balance[int(tick.at)],
                            *band[int(tick.at)],
                        )
                    ),
                )
                for tick in at.ticks
            ),
            note=f"Up to month {so_far} as it was; after that as expected by now.",
        ),
        planned=found.planned,
        known=so_far,
    )
