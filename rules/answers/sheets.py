"""Worksheets: every input from which one number of a case is built.

Source: docs/specification.md §2.
"""

# Annotations are not postponed here: pydantic would compile each text anew at every start.
from typing import ClassVar

from rules.answers.part import NotNegative, Part, Positive, Share, ShareAboveZero


class Sheet(Part):
    """A worksheet: inputs that build one number (docs/specification.md §2)."""

    required: ClassVar[tuple[str, ...]] = ()
    """Inputs that have no default: without them the worksheet gives nothing."""

    @property
    def begun(self) -> bool:
        """Whether any input was answered."""
        return bool(self.model_fields_set)

    @property
    def absent(self) -> tuple[str, ...]:
        """Required inputs that were not answered, of a worksheet that was begun."""
        if not self.begun:
            return ()
        return tuple(name for name in self.required if getattr(self, name) is None)

    @property
    def complete(self) -> bool:
        """Whether the worksheet gives a number."""
        return self.begun and not self.absent


class TokenSheet(Sheet):
    """Tokens per call and prices per million tokens (§2.1)."""

    required = ("input", "output", "input_price", "output_price")
    input: NotNegative = None
    cached_input: NotNegative = None
    cache_write_input: NotNegative = None
    output: NotNegative = None
    input_price: NotNegative = None
    cached_input_price: NotNegative = None
    cache_write_price: NotNegative = None
    output_price: NotNegative = None
    batch_share: Share = None
    batch_discount: Share = None


class HostingSheet(Sheet):
    """Serving the student on rented or owned accelerators (§2.2)."""

    required = ("gpu_price_per_hour", "calls_per_second_per_replica")
    gpu_price_per_hour: NotNegative = None
    gpus_per_replica: NotNegative = None
    calls_per_second_per_replica: Positive = None
    peak_to_average: Positive = None
    target_load: ShareAboveZero = None
    min_replicas: NotNegative = None
    hours_per_month: Positive = None
    overhead: NotNegative = None


class DataGenerationSheet(Sheet):
    """The teacher labelling the training corpus (§2.3)."""

    required = ("examples",)
    examples: NotNegative = None
    attempts_per_example: NotNegative = None
    acceptance_rate: ShareAboveZero = None
    teacher_cost_per_1k_calls: NotNegative = None
    review_share: Share = None
    cost_per_review: NotNegative = None


class TrainingSheet(Sheet):
    """Training runs, by the hour or by the token (§2.3)."""

    gpu_hours: NotNegative = None
    gpu_price_per_hour: NotNegative = None
    million_tokens: NotNegative = None
    price_per_million: NotNegative = None
    epochs: NotNegative = None
    runs: NotNegative = None


class EvaluationSheet(Sheet):
    """Building the frozen evaluation set and its harness (§2.3)."""

    required = ("days", "day_rate")
    days: NotNegative = None
    day_rate: NotNegative = None
    labels: NotNegative = None
    cost_per_label: NotNegative = None


class EngineeringSheet(Sheet):
    """People's time to run, debug and validate (§2.3)."""

    required = ("days_each", "day_rate")
    people: NotNegative = None
    days_each: NotNegative = None
    day_rate: NotNegative = None
