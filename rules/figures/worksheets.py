"""Worksheets: a number nobody knows by heart, built from numbers they do.

Each function returns the number its sheet gives, NaN where a required input is missing.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rules.answers.case import Quality, Slice
from rules.answers.estimate import Basis, Estimate, weakest
from rules.answers.sheets import (
    DataGenerationSheet,
    EngineeringSheet,
    EvaluationSheet,
    HostingSheet,
    Sheet,
    TokenSheet,
    TrainingSheet,
)
from rules.figures.ops import Number, Ops
from rules.figures.reading import Reading

ITEM_SHEETS = {
    "data_generation": "data_generation_worksheet",
    "training_compute": "training_worksheet",
    "evaluation_build": "evaluation_worksheet",
    "engineering_time": "engineering_worksheet",
}
"""The four upfront items that every distillation has, each with its worksheet."""
UNBILLED = ("people", "existing-labels")
"""Who writes labels without a call of the teacher, by upfront.labelled_by."""


def tokens_cost_per_1k(sheet: TokenSheet, at: str, read: Reading) -> Number:
    """Money per 1,000 calls from tokens per call and prices per million tokens (§2.1).

    Cached and written tokens are no more than the input in a case; where one of the three is varied
    or drawn they may come to more, and the input is then as many as they are.
    """
    tokens = read(f"{at}.input", sheet.input)
    cached = read(f"{at}.cached_input", sheet.cached_input, 0.0)
    written = read(f"{at}.cache_write_input", sheet.cache_write_input, 0.0)
    output = read(f"{at}.output", sheet.output)
    price = read(f"{at}.input_price", sheet.input_price)
    cached_price = read.either(f"{at}.cached_input_price", sheet.cached_input_price, price)
    write_price = read.either(f"{at}.cache_write_price", sheet.cache_write_price, price)
    output_price = read(f"{at}.output_price", sheet.output_price)
    discount: Number = 0.0
    if sheet.batch_share is not None:
        discount = read(f"{at}.batch_share", sheet.batch_share) * read(
            f"{at}.batch_discount", sheet.batch_discount, 0.5
        )
    plain = tokens - cached - written
    # Nothing where there are fewer than none, for a number and for draws of it alike.
    millionths = (
        plain * (plain > 0) * price
        + cached * cached_price
        + written * write_price
        + output * output_price
    )
    return millionths / 1_000 * (1 - discount)


class Hosting(NamedTuple):
    """Rented or owned accelerators that serve the student (§2.2)."""

    cost_per_replica: Number
    """Money per month."""
    calls_per_second_per_replica: Number
    peak_to_average: Number
    target_load: Number
    min_replicas: Number
    hours_per_month: Number

    @property
    def capacity(self) -> Number:
        """Calls per month that one replica serves at its target load."""
        return (
            self.calls_per_second_per_replica
            * self.target_load
            / self.peak_to_average
            * (self.hours_per_month * 3600)
        )

    def average_calls_per_second(self, handled: Number) -> Number:
        """Average rate over the month for a number of handled calls."""
        return handled / (self.hours_per_month * 3600)

    def replicas(self, handled: Number, ops: Ops) -> Number:
        """How many replicas a month's handled calls need."""
        average = self.average_calls_per_second(handled)
        needed = ops.divide(
            average * self.peak_to_average, self.calls_per_second_per_replica * self.target_load
        )
        return ops.maximum(self.min_replicas, ops.ceil(needed))

    def cost(self, handled: Number, ops: Ops) -> Number:
        """Money per month for a number of handled calls."""
        return self.replicas(handled, ops) * self.cost_per_replica

    def load_factor(self, handled: Number, ops: Ops) -> Number:
        """Share of the rented capacity that the average load uses."""
        return ops.divide(
            self.average_calls_per_second(handled),
            self.replicas(handled, ops) * self.calls_per_second_per_replica,
        )


def hosting(sheet: HostingSheet, read: Reading) -> Hosting | None:
    """The hosting a worksheet describes; None where it was not begun (§2.2)."""
    if not sheet.begun:
        return None
    at = "student.hosting"
    price = read(f"{at}.gpu_price_per_hour", sheet.gpu_price_per_hour)
    gpus = read(f"{at}.gpus_per_replica", sheet.gpus_per_replica, 1.0)
    hours = read(f"{at}.hours_per_month", sheet.hours_per_month, 730.0)
    overhead = read(f"{at}.overhead", sheet.overhead, 0.0)
    return Hosting(
        cost_per_replica=gpus * price * hours * (1 + overhead),
        calls_per_second_per_replica=read(
            f"{at}.calls_per_second_per_replica", sheet.calls_per_second_per_replica
        ),
        peak_to_average=read(f"{at}.peak_to_average", sheet.peak_to_average, 3.0),
        target_load=read(f"{at}.target_load", sheet.target_load, 0.7),
        min_replicas=read(f"{at}.min_replicas", sheet.min_replicas, 1.0),
        hours_per_month=hours,
    )


def data_generation(sheet: DataGenerationSheet, teacher_cost: Number, read: Reading) -> Number:
    """Money for the teacher's labels and their review (§2.3)."""
    at = "upfront.data_generation_worksheet"
    examples = read(f"{at}.examples", sheet.examples)
    attempts = read(f"{at}.attempts_per_example", sheet.attempts_per_example, 1.0)
    accepted = read(f"{at}.acceptance_rate", sheet.acceptance_rate, 1.0)
    cost = read.either(
        f"{at}.teacher_cost_per_1k_calls", sheet.teacher_cost_per_1k_calls, teacher_cost
    )
    reviewed = read(f"{at}.review_share", sheet.review_share, 0.0)
    review = read(f"{at}.cost_per_review", sheet.cost_per_review, 0.0)
    return examples / accepted * attempts * cost / 1_000 + examples * reviewed * review


def training_compute(sheet: TrainingSheet, read: Reading) -> Number:
    """Money for the training runs (§2.3)."""
    at = "upfront.training_worksheet"
    hours = read(f"{at}.gpu_hours", sheet.gpu_hours, 0.0)
    hour_price = read(f"{at}.gpu_price_per_hour", sheet.gpu_price_per_hour, 0.0)
    tokens = read(f"{at}.million_tokens", sheet.million_tokens, 0.0)
    token_price = read(f"{at}.price_per_million", sheet.price_per_million, 0.0)
    epochs = read(f"{at}.epochs", sheet.epochs, 1.0)
    runs = read(f"{at}.runs", sheet.runs, 1.0)
    return runs * (hours * hour_price + tokens * token_price * epochs)


def evaluation_build(sheet: EvaluationSheet, read: Reading) -> Number:
    """Money for the frozen evaluation set, its slices and its harness (§2.3)."""
    at = "upfront.evaluation_worksheet"
    days = read(f"{at}.days", sheet.days)
    rate = read(f"{at}.day_rate", sheet.day_rate)
    labels = read(f"{at}.labels", sheet.labels, 0.0)
    cost = read(f"{at}.cost_per_label", sheet.cost_per_label, 0.0)
    return days * rate + labels * cost


def engineering_time(sheet: EngineeringSheet, read: Reading) -> Number:
    """Money for people's time (§2.3)."""
    at = "upfront.engineering_worksheet"
    people = read(f"{at}.people", sheet.people, 1.0)
    days = read(f"{at}.days_each", sheet.days_each)
    rate = read(f"{at}.day_rate", sheet.day_rate)
    return people * days * rate


def error_rate_from_slices(quality: Quality) -> float | None:
    """Fraction of additional wrong answers over the scored slices (§2.4).

    A gain on one slice never pays for a loss on another. None where no slice is scored.
    """
    scored = [one for one in quality.slices if one.scored]
    if not scored:
        return None
    weights = slice_weights(scored)
    losses = [
        weight * max(0.0, (one.teacher_score or 0.0) - (one.student_score or 0.0))
        for one, weight in zip(scored, weights, strict=True)
    ]
    return sum(losses) / sum(weights)


def slice_weights(slices: Sequence[Slice]) -> list[float]:
    """How much each slice counts, at most 1: its share, or the same for all where none is given.

    In proportion to the largest share, so that no sum of them is too large to calculate with.
    """
    shares = [1.0 if one.share is None else one.share for one in slices]
    largest = max(shares, default=1.0)
    return [share / largest for share in shares]


def sheet_basis(sheet: Sheet) -> Basis | None:
    """The basis of the number a worksheet gives: that of the weakest input stated."""
    stated = (getattr(sheet, name) for name in sheet.model_fields_set)
    return weakest([one.basis for one in stated if isinstance(one, Estimate)])
