"""Where a text belongs that is typed as an amount of money and is none: `20 days`, `3 x 800`.

A worksheet makes the amount of it. What was typed is taken along, each part to its own question.

Source: docs/specification.md §1.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import NamedTuple

from rules.answers.numbers import (
    MAX_LENGTH,
    Figures,
    NotANumber,
    Takes,
    Unit,
    in_hand,
    rates,
    read_typed,
    spell,
    spell_range,
    without_marks,
)
from rules.questions import QUESTIONS, sheets_offered, worksheet
from rules.questions.counting import takes
from rules.questions.question import NUMERIC, Kind, Question

_TIMES = r"(?i)(?<=[0-9a-z%\s])\s*(?:[\u00d7*]|(?<![a-z])x(?![a-z])|\s(?:at|times)\s)\s*"

_WORK = r"(?i)[0-9][0-9.,_' -]*(?:working\s+)?(?:day|week|hour|month)s?"
"""An amount of somebody's time."""

_FACTORS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "upfront.engineering_time": (("people", "days_each", "day_rate"),),
    "upfront.evaluation_build": (("days", "day_rate"), ("labels", "cost_per_label")),
    "upfront.training_compute": (
        ("runs", "gpu_hours", "gpu_price_per_hour"),
        ("million_tokens", "price_per_million"),
    ),
    "student.hosting": (("gpus_per_replica", "gpu_price_per_hour"),),
}
"""The answers of a worksheet that are multiplied, the price last; the more common ones first."""


class Belonging(NamedTuple):
    """What to say of a text that belongs elsewhere, and where it goes."""

    message: str
    word: str
    carried: tuple[tuple[str, str], ...]
    """Keys of a worksheet's questions, and what is to be typed there."""


def belonging(question: Question, text: str, takes: Takes) -> Belonging | None:
    """Where a text belongs that does not answer a question; None where nobody knows.

    Args:
        question: that it was typed into.
        text: as typed.
        takes: what the field takes.
    """
    cleaned = without_marks(text)
    if question.kind not in NUMERIC or not cleaned or len(cleaned) > MAX_LENGTH:
        return None
    parts = [part.strip() for part in re.split(_TIMES, cleaned)]
    if not all(parts):
        return None
    product = _product(parts, takes) if len(parts) > 1 else None
    if question.kind is Kind.MONEY:
        for sheet in sheets_offered(question.key):
            carried = (
                _factors(sheet, parts, takes) if len(parts) > 1 else _one(sheet, cleaned, takes)
            )
            if carried:
                return _into_a_worksheet(cleaned, carried, product)
    if question.kind is Kind.MONEY and re.fullmatch(_WORK, cleaned):
        message = f"{cleaned} is work, and an amount is asked for; type the days times their rate"
        return Belonging(message, "not money", ())
    if product is not None:
        return Belonging(f"Nothing is multiplied here; type {product}", "a product", ())
    return None


def _one(sheet: str, text: str, field: Takes) -> tuple[tuple[str, str], ...]:
    """The questions of a worksheet that take a number by the noun or the rate behind it."""
    fitting = ((one, _fitting(one, text, field)) for one in worksheet(sheet))
    found = [(one, number) for one, number in fitting if number is not None]
    # A price of tokens is one of input or of output; the others have a default.
    needed = [(one.key, number) for one, number in found if not one.default]
    return tuple(needed or [(one.key, number) for one, number in found[:1]])


def _fitting(question: Question, text: str, field: Takes) -> str | None:
    """The number of a text, where what stands behind it says that this question takes it."""
    own = takes(question, field.currency, decimal_comma=field.decimal_comma)
    is_measured = rates.measured(text, own) is not None
    try:
        number, per, _ = rates.split(text, own)
        figures = read_typed(text, own)
    except NotANumber:
        return None
    if question.kind is Kind.MONEY:
        if per is None or own.per is None:
            return None
        spelled = spell_range(Figures(*figures[:3]), own.unit)
        return in_hand(spelled, decimal_comma=field.decimal_comma)
    if is_measured:
        return text.strip()
    return number if number != text.strip() and per is None else None


def _factors(sheet: str, parts: Sequence[str], field: Takes) -> tuple[tuple[str, str], ...]:
    """The questions that take the parts of a product: by their nouns, the others in their order."""
    questions = {one.key.rpartition(".")[2]: one for one in worksheet(sheet)}
    for names in _FACTORS.get(sheet, ()):
        slots = [questions[name] for name in names]
        if len(parts) > len(slots):
            continue
        carried: dict[str, str] = {}
        bare = []
        for part in parts:
            fitting = ((one.key, _fitting(one, part, field)) for one in slots)
            key, number = next((one for one in fitting if one[1] is not None), ("", None))
            if number is None or key in carried:
                bare.append(part)
            else:
                carried[key] = number
        # Without a noun the last one is the price, and what it is multiplied by stands before it.
        free = [one for one in slots[-len(parts) :] if one.key not in carried]
        for order in (bare, bare[::-1]):
            taken = list(zip(free, order, strict=False))
            if all(_can_take(one, part, field) for one, part in taken):
                carried |= {one.key: part for one, part in taken}
                return tuple((one.key, carried[one.key]) for one in slots if one.key in carried)
    return ()


def _can_take(question: Question, text: str, field: Takes) -> bool:
    try:
        read_typed(text, takes(question, field.currency, decimal_comma=field.decimal_comma))
    except NotANumber:
        return False
    return True


def _product(parts: Sequence[str], field: Takes) -> str | None:
    """What the parts come to, as one would type it; None where they are no plain numbers."""
    plain = Takes(field.unit, field.currency, decimal_comma=field.decimal_comma)
    if field.unit not in (Unit.MONEY, Unit.COUNT, Unit.PLAIN, Unit.MONTHS):
        return None
    try:
        figures = [read_typed(part, plain) for part in parts]
    except NotANumber:
        return None
    if any(one.low is not None for one in figures):
        return None
    result = float(prod(Decimal(repr(one.likely)) for one in figures))
    return in_hand(spell(result, field.unit), decimal_comma=field.decimal_comma)


def _into_a_worksheet(
    text: str, carried: tuple[tuple[str, str], ...], product: str | None
) -> Belonging:
    is_choice = product is None and len({number for _, number in carried}) == 1 < len(carried)
    places = (" or " if is_choice else ", ").join(
        f"{QUESTIONS[key].label} ({key}={number})" for key, number in carried
    )
    here = f"; or type {product} here" if product is not None else ""
    message = f"{text} does not fit here; the worksheet takes it: {places}{here}"
    return Belonging(message, "worksheet", carried[:1] if is_choice else carried)
