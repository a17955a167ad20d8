"""Numbers that are no one's answer, by the names that formulas give them.

No formula has a figure in it other than 0 and 1: whoever reads one sees what is meant, and whoever
doubts a number finds it in one place.
"""

from __future__ import annotations

from typing import NamedTuple

from rules.answers.slack import SLACK
from rules.figures.cash import HIGHEST_IRR
from rules.figures.intervals import Z95
from wizard.reports.workbook.formula import Formula

MONTHS_PER_YEAR = Formula("months_per_year", 12.0)
CALLS_PER_PRICE = Formula("calls_per_price", 1_000.0)
SECONDS_PER_HOUR = Formula("seconds_per_hour", 3_600.0)
ONE_HALF = Formula("one_half", 0.5)
ROUNDING_SLACK = Formula("rounding_slack", SLACK)
HIGHEST_RATE = Formula("highest_rate", HIGHEST_IRR)
LARGEST_FACTOR = Formula("largest_factor", 4.0)
REPLICAS_ABOVE = Formula("replicas_above", 5.0)
DEVIATE_95 = Formula("deviate_95", Z95)


class Constant(NamedTuple):
    """A number with its name, and what it is."""

    number: Formula
    label: str
    unit: str
    why: str


CONSTANTS = (
    Constant(MONTHS_PER_YEAR, "Months of a year", "months", ""),
    Constant(CALLS_PER_PRICE, "Calls that a price is of", "calls", "prices are per 1,000 calls"),
    Constant(SECONDS_PER_HOUR, "Seconds of an hour", "seconds", ""),
    Constant(ONE_HALF, "One half", "", "of the volume, in Figures; and in intervals of scores"),
    Constant(
        ROUNDING_SLACK, "Slack of comparisons", "of the larger",
        "so that no verdict hangs on the last binary digit of a number",
    ),
    Constant(HIGHEST_RATE, "Highest internal rate", "a year", "a rate above it says nothing"),
    Constant(
        LARGEST_FACTOR, "Largest monthly discount factor", "",
        "of the search for the internal rate: beyond it a year loses all but a ten-millionth",
    ),
    Constant(
        REPLICAS_ABOVE, "Replicas before the present number", "replicas",
        "the table of replicas begins with so many fewer",
    ),
    Constant(
        DEVIATE_95, "Normal deviate of 95%", "",
        "which intervals of scores on a limited number of examples reach to",
    ),
)  # fmt: skip
"""All of them, in the order in which the Inputs list them."""
