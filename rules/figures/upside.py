"""What distilling may bring besides savings, and which amounts of it count.

Source: docs/specification.md §3.1.
"""

from __future__ import annotations

from typing import NamedTuple

from rules.answers.case import Case, Upside
from rules.answers.estimate import Estimate
from rules.figures.reading import Reading


class Gain(NamedTuple):
    """One of them."""

    name: str
    """As people call it."""
    text_key: str
    """The key of the metric that it would show in, or of the feature it makes possible."""
    text: str
    amount_key: str
    amount: Estimate | None
    """Money per month."""
    needs_metric: bool
    """Whether its amount counts only where the text says a metric."""

    @property
    def can_count(self) -> bool:
        """Whether an amount would be money, and not only a quality of the case."""
        return bool(self.text) or not self.needs_metric

    @property
    def has_amount(self) -> bool:
        """Whether somebody has priced it above 0."""
        return self.amount is not None and self.amount.likely > 0


def _gain(upside: Upside, name: str, text: str, amount: str, *, needs_metric: bool = True) -> Gain:
    said: str = getattr(upside, text)
    money: Estimate | None = getattr(upside, amount)
    return Gain(name, f"upside.{text}", said.strip(), f"upside.{amount}", money, needs_metric)


def latency(upside: Upside) -> Gain:
    """Answers that come sooner."""
    return _gain(upside, "lower latency", "latency_metric", "latency_value_per_month")


def quality(upside: Upside) -> Gain:
    """Answers that are better."""
    return _gain(upside, "better answers", "quality_metric", "quality_value_per_month")


def capability(upside: Upside) -> Gain:
    """A feature that there could not be otherwise."""
    amount = "capability_revenue_per_month"
    return _gain(upside, "a new capability", "capability", amount, needs_metric=False)


def gains(upside: Upside) -> tuple[Gain, ...]:
    """All of them."""
    return latency(upside), quality(upside), capability(upside)


def annual_upside(case: Case, read: Reading) -> float:
    """Money per year of the amounts that count; a feature's by its probability."""
    upside, counted = case.upside, 0.0
    for one in (latency(upside), capability(upside), quality(upside)):
        value: float = read(one.amount_key, one.amount, 0.0)
        if not one.needs_metric and one.amount is not None:
            key = "upside.capability_probability"
            value = value * read(key, upside.capability_probability, 1.0)
        if one.can_count:
            counted += value
    return 12.0 * counted
