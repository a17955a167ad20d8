"""Break-even as formulas, and with hosting what each number of replicas carries.

Source: docs/specification.md §3.2.
"""

from __future__ import annotations

from wizard.reports.workbook.constants import CALLS_PER_PRICE, REPLICAS_ABOVE, ROUNDING_SLACK
from wizard.reports.workbook.figure_rows import FigureRows
from wizard.reports.workbook.formula import NONE, Formula
from wizard.reports.workbook.functions import and_, if_, is_number, maximum, whole_up
from wizard.reports.workbook.worksheets import Hosted

REPLICA_ROWS = 12
_NAME = "break_even_calls_per_month"


def write_break_even(figures: FigureRows) -> None:
    """Fill the rows of break-even."""
    inputs = figures.inputs
    figures.section("Break-even: the volume from which on payback stays within the defensible")
    needed = figures.figure(
        "A month has to earn, replicas aside",
        maximum(
            figures.upfront / inputs["policy.defensible_payback_months"], figures.monthly_upkeep
        )
        + inputs["student.fixed_cost_per_month"],
        "money",
        "upfront over the defensible payback, or upkeep where that is more, and the fixed cost",
        "figures_needed",
    )
    share = inputs["volume.share_moved"]
    if figures.hosted is None:
        least = ROUNDING_SLACK * (inputs["student.cost_per_1k_calls"] / CALLS_PER_PRICE)
        figures.result(
            _NAME,
            if_(figures.saving_per_call <= least, NONE, needed / (figures.saving_per_call * share)),
            'what a month has to earn over the saving per call; "none" where nothing is saved',
        )
        return
    _hosted(figures, figures.hosted, needed, share)
    _table(figures, figures.hosted, needed, share)


def _hosted(figures: FigureRows, hosted: Hosted, needed: Formula, share: Formula) -> None:
    earned = figures.saving_per_call * hosted.capacity
    margin = figures.figure(
        "A full replica earns beyond its cost", earned - hosted.cost, "money",
        "saving per call times its capacity, less its cost", "figures_replica_margin",
    )  # fmt: skip
    none = margin <= ROUNDING_SLACK * hosted.cost
    count = figures.figure(
        "Replicas at break-even",
        if_(none, NONE, maximum(hosted.least, whole_up((needed + earned) / margin) - 1)),
        "count",
        "beyond them, no further replica brings payback back above the limit",
        "figures_break_even_replicas",
        "replicas",
    )
    volume = (needed + count * hosted.cost) / (figures.saving_per_call * share)
    figures.result(
        _NAME,
        if_(none, NONE, volume),
        'what a month has to earn with so many replicas, over the saving per call; "none" where a'
        " full replica does not earn its own cost",
    )


def _table(figures: FigureRows, hosted: Hosted, needed: Formula, share: Formula) -> None:
    """What each number of replicas carries and earns, around the present one."""
    sheet = figures.sheet
    fixed = figures.inputs["student.fixed_cost_per_month"]
    limit = figures.inputs["policy.defensible_payback_months"]
    figures.section("Replicas: what each number of them carries, and when it pays back")
    sheet.header(
        figures.row,
        "Replicas",
        "Payback, full",
        "Up to calls a month",
        "Cost a month",
        "Defensible from calls a month",
        right=range(5),
    )
    sheet.units(figures.row + 1, "replicas", "months", "calls", sheet.currency, "calls")
    figures.row += 2
    first = figures.row
    count = maximum(1, whole_up(hosted.least), figures.replicas - REPLICAS_ABOVE)
    for row in range(first, first + REPLICA_ROWS):
        one = sheet.put(row, 0, count, "figure count")
        full = one * hosted.capacity
        monthly = full * figures.saving_per_call - one * hosted.cost - fixed
        earning = sheet.put(
            row, 1, if_(monthly > 0, figures.upfront / monthly, NONE), "figure months"
        )
        sheet.put(row, 2, full / share, "figure whole")
        sheet.put(row, 3, one * hosted.cost, "figure money")
        from_volume = (needed + one * hosted.cost) / (figures.saving_per_call * share)
        within = if_(and_(is_number(earning), earning <= limit), from_volume, NONE)
        sheet.put(row, 4, within, "figure whole")
        count = one + 1
    figures.row = first + REPLICA_ROWS
