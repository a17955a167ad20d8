"""A number built from others (docs/specification.md, 2.1 and 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .estimates import basis_of, likely, number, weakest

TOKENS_REQUIRED = ("input", "output", "input_price", "output_price")


@dataclass
class Answer:
    """What a key or its worksheet came to.

    given    somebody answered the key or began its worksheet
    value    the number, None where unknown
    basis    weakest basis of what was given, None where the value is a default or unknown
    missing  dotted keys of the required worksheet inputs that are not there
    """

    given: bool = False
    value: float | None = None
    basis: str | None = None
    missing: list[str] = field(default_factory=list)


def sheet_basis(sheet: dict) -> str | None:
    """The weakest basis among the inputs that were given."""
    return weakest([basis_of(value) for value in sheet.values()])


def worksheet_answer(
    path: str, sheet: dict, required: tuple[str, ...], compute: Callable[[dict], float | None]
) -> Answer:
    """Evaluate a worksheet that was begun; nothing where a required input is missing."""
    missing = [f"{path}.{key}" for key in required if key not in sheet]
    if missing:
        return Answer(given=True, missing=missing)
    value = compute(sheet)
    return Answer(given=True, value=value, basis=None if value is None else sheet_basis(sheet))


def direct_or_worksheet(
    where: dict,
    key: str,
    path: str,
    sheet: dict,
    required: tuple[str, ...],
    compute: Callable[[dict], float | None],
) -> Answer:
    """A direct answer wins; else the worksheet if begun; else nothing was given (section 2)."""
    if key in where:
        return Answer(given=True, value=likely(where[key]), basis=basis_of(where[key]))
    if sheet:
        return worksheet_answer(path, sheet, required, compute)
    return Answer()


def tokens_cost(sheet: dict) -> float:
    """Section 2.1: cost per 1,000 calls."""
    total_input = likely(sheet["input"])
    cached = number(sheet, "cached_input", 0.0)
    written = number(sheet, "cache_write_input", 0.0)
    input_price = likely(sheet["input_price"])
    dollars_per_million_calls = 0.0
    dollars_per_million_calls += max(0.0, total_input - cached - written) * input_price
    dollars_per_million_calls += cached * number(sheet, "cached_input_price", input_price)
    dollars_per_million_calls += written * number(sheet, "cache_write_price", input_price)
    dollars_per_million_calls += likely(sheet["output"]) * likely(sheet["output_price"])
    per_call = dollars_per_million_calls / 1e6
    discount = number(sheet, "batch_share", 0.0) * number(sheet, "batch_discount", 0.5)
    return 1000 * per_call * (1 - discount)


def data_generation_cost(sheet: dict, labelling_cost: float | None) -> float | None:
    """Section 2.3, data generation; unknown where it needs a teacher's cost that is unknown."""
    cost = number(sheet, "teacher_cost_per_1k_calls", labelling_cost)
    if cost is None:
        return None
    examples = likely(sheet["examples"])
    attempts = examples / number(sheet, "acceptance_rate", 1.0)
    attempts *= number(sheet, "attempts_per_example", 1.0)
    reviews = examples * number(sheet, "review_share", 0.0)
    return attempts * cost / 1000 + reviews * number(sheet, "cost_per_review", 0.0)


def training_cost(sheet: dict) -> float:
    """Section 2.3, training; no input is required."""
    hours = number(sheet, "gpu_hours", 0.0) * number(sheet, "gpu_price_per_hour", 0.0)
    tokens = number(sheet, "million_tokens", 0.0) * number(sheet, "price_per_million", 0.0)
    return number(sheet, "runs", 1.0) * (hours + tokens * number(sheet, "epochs", 1.0))


def evaluation_cost(sheet: dict) -> float:
    """Section 2.3, evaluation."""
    days = likely(sheet["days"]) * likely(sheet["day_rate"])
    return days + number(sheet, "labels", 0.0) * number(sheet, "cost_per_label", 0.0)


def engineering_cost(sheet: dict) -> float:
    """Section 2.3, engineering."""
    return number(sheet, "people", 1.0) * likely(sheet["days_each"]) * likely(sheet["day_rate"])
