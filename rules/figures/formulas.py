"""The formulas in words, so that a reader can interrogate a figure without reading code.

Source: docs/specification.md §3.1 to §3.3.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """How one figure follows from others."""

    name: str
    words: str


FORMULAS: tuple[Formula, ...] = (
    Formula(
        "Upfront",
        "the items for data generation, training, evaluation and engineering, and any others,"
        " added up, and contingency on top of the sum",
    ),
    Formula("Handled calls", "calls per month × the share of calls that move"),
    Formula(
        "Savings a month",
        "handled calls ÷ 1,000 × (the teacher's cost per 1,000 calls × the share that needs no"
        " fallback − the student's cost per 1,000 calls) − the student's fixed cost a month",
    ),
    Formula(
        "Replicas",
        "where the student is hosted, calls per second at the peak ÷ what one replica serves at"
        " its planned load, rounded up, and no fewer than the fewest; each costs its GPUs × their"
        " price an hour × the hours switched on, with overhead, and belongs to the student's fixed"
        " cost a month",
    ),
    Formula("Payback", "upfront ÷ savings a month, at today's volume and prices, fully rolled out"),
    Formula(
        "Upkeep a year",
        "redistillations a year × the cost of one + 12 × monitoring a month",
    ),
    Formula("Net before errors", "12 × savings a month − upkeep a year"),
    Formula(
        "Error cost a year",
        "12 × handled calls × the share of additional wrong answers × the cost of one",
    ),
    Formula("Net after errors", "net before errors − error cost a year"),
    Formula(
        "Spend reduction",
        "12 × savings a month ÷ what the endpoint spends on the teacher in a year",
    ),
    Formula(
        "Half the volume",
        "payback at half the calls per month, with upfront and upkeep as they are",
    ),
    Formula(
        "Break-even",
        "the lowest volume from which on payback is defensible, at this and every higher volume",
    ),
    Formula(
        "Cash payback",
        "the month from which on the balance stays above zero, counted month by month from"
        " approval: upfront first, nothing until launch, then savings as traffic moves, with"
        " growth and price changes, less upkeep and errors",
    ),
    Formula(
        "Net present value",
        "all monthly amounts, each divided by (1 + the discount rate) to the power of its month"
        " ÷ 12, less upfront",
    ),
    Formula(
        "Internal rate", "the discount rate a year at which the net present value would be zero"
    ),
    Formula(
        "Additional errors",
        "as answered, or else over all slices of the evaluation, the teacher's score − the"
        " student's, weighted by traffic, where that is a loss; a gain counts as zero",
    ),
)
