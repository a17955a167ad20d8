"""What each way is worth from today (docs/specification.md, 14.5), once more and plainly.

One loop over months, no arrays, nothing of the program. A student without hosting.
"""

from __future__ import annotations

import math
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Any

from .slack import ceiling

Z = 1.2815515655


@dataclass
class Student:
    """What a month with it is reckoned from, in the first month after the last on record."""

    calls: float
    growth: float
    share: float
    fallback: float
    price: float
    price_change: float
    per_1k: float
    fixed: float
    upkeep: float
    error_rate: float
    cost_per_error: float
    launch: int
    """Months from there until it serves; less than 0 where it has served."""
    ramp: int


@dataclass
class Record:
    """What a test knows of a case: answers of the plan and of now alike, and its months."""

    answers: dict[str, float]
    growth_range: tuple[float, float]
    months: dict[int, dict[str, Any]]
    """By month after approval."""
    launch: int
    today: int
    horizon: int
    rate: float


def net(student: Student, month: int) -> float:
    """Money of a month, counted from 1."""
    if month <= student.launch:
        return 0.0
    served = 1.0 if student.ramp == 0 else min(1.0, (month - student.launch) / student.ramp)
    handled = student.calls * (1 + student.growth) ** (month - 1) * student.share * served
    price = student.price * (1 + student.price_change) ** ((month - 1) / 12)
    saved = handled / 1000 * ((1 - student.fallback) * price - student.per_1k)
    errors = handled * student.error_rate * student.cost_per_error
    return saved - student.fixed - student.upkeep - errors


def npv(student: Student, skipped: int, months: int, rate: float, cost: float = 0.0) -> float:
    """Of so many months, behind those between the last on record and today."""
    return -cost + sum(
        net(student, skipped + month) / (1 + rate) ** (month / 12) for month in range(1, months + 1)
    )


def student_now(record: Record) -> Student:
    """The student as months on record and answers have it."""
    answers, months = record.answers, record.months
    numbers = sorted(months)
    last = numbers[-1]
    ramp = ceiling(answers["ramp"])
    rolled = [one for one in numbers if one - record.launch >= max(ramp, 1)]
    handled = {one: months[one]["student_calls"] for one in numbers}

    def pooled(part: str, whole: str, over: list[int]) -> float:
        return sum(months[one][part] for one in over) / sum(months[one][whole] for one in over)

    recent = numbers[-3:]
    teacher_calls = {
        one: months[one]["calls"] - handled[one] + months[one]["fallback_calls"] for one in recent
    }
    price = 1000 * sum(months[one]["teacher_cost"] for one in recent) / sum(teacher_calls.values())
    expected = sum(handled[one] / 1000 * answers["student"] + answers["fixed"] for one in recent)
    dear = sum(months[one]["student_cost"] for one in recent) / expected
    upkeep = answers["upkeep"] / 12
    if len(numbers) >= 12 / answers["redistillations"]:
        upkeep = sum(months[one]["upkeep"] for one in numbers) / len(numbers)
    calls, growth = volume_after(record)
    return Student(
        calls=calls,
        growth=growth,
        share=pooled("student_calls", "calls", rolled) if rolled else answers["share"],
        fallback=pooled("fallback_calls", "student_calls", numbers),
        price=price
        * (1 + answers["price_change"]) ** ((last + 1 - sum(recent) / len(recent)) / 12),
        price_change=answers["price_change"],
        per_1k=answers["student"] * dear,
        fixed=answers["fixed"] * dear,
        upkeep=upkeep,
        error_rate=pooled("errors", "student_calls", numbers),
        cost_per_error=answers["cost_per_error"],
        launch=record.launch - last,
        ramp=ramp,
    )


def volume_after(record: Record) -> tuple[float, float]:
    """Calls of the month after the last, and growth: months in a row, and what was expected."""
    numbers = sorted(record.months)
    run = [numbers[-1]]
    while run[0] - 1 in record.months:
        run.insert(0, run[0] - 1)
    points = [(one - run[-1], math.log(average_month(record.months[one]))) for one in run]
    scatter = 0.05
    if len(points) >= 4:
        scatter = max(1e-4, math.sqrt(squares_left(points) / (len(points) - 2)))
    low, high = record.growth_range
    prior = max(1e-4, (math.log(1 + high) - math.log(1 + low)) / (2 * Z))
    # What was expected of the slope is one more observation, of the slope alone.
    rows = [(1 / scatter, x / scatter, y / scatter) for x, y in points]
    rows.append((0.0, 1 / prior, math.log(1 + record.answers["growth"]) / prior))
    level, slope = least_squares(rows)
    return math.exp(level + slope), math.exp(slope) - 1


def average_month(month: dict[str, Any]) -> float:
    """Its calls a day, times the days of a twelfth of four years."""
    first = month["month"]
    return float(month["calls"] / monthrange(first.year, first.month)[1] * 1461 / 48)


def squares_left(points: list[tuple[int, float]]) -> float:
    """Around the line that fits best."""
    level, slope = least_squares([(1.0, float(x), y) for x, y in points])
    return sum((y - level - slope * x) ** 2 for x, y in points)


def least_squares(rows: list[tuple[float, float, float]]) -> tuple[float, float]:
    """The two numbers that fit a * first + b * second = third best."""
    aa = sum(a * a for a, _, _ in rows)
    ab = sum(a * b for a, b, _ in rows)
    bb = sum(b * b for _, b, _ in rows)
    ay = sum(a * y for a, _, y in rows)
    by = sum(b * y for _, b, y in rows)
    second = (by - ab / aa * ay) / (bb - ab * ab / aa)
    return (ay - ab * second) / aa, second


def worths(record: Record, other: dict[str, Any]) -> dict[str, float]:
    """The worth of each way from today; `other` is the one alternative."""
    answers = record.answers
    student = student_now(record)
    skipped = record.today - max(record.months)
    months = max(12, record.horizon - record.today)

    def worth(one: Student, cost: float = 0.0) -> float:
        return npv(one, skipped, months, record.rate, cost)

    redistilled = replace(
        student,
        error_rate=min(student.error_rate, answers["error_rate"]),
        fallback=min(student.fallback, answers["fallback"]),
    )
    target = answers["share"] if answers["share"] > student.share + 1e-9 else 1.0
    wait = other["launch"]
    instead = replace(
        student,
        share=1.0,
        fallback=0.0,
        per_1k=other["cost"],
        fixed=0.0,
        upkeep=0.0,
        error_rate=other["error_rate"],
        ramp=0,
        launch=skipped + wait,
    )
    return {
        "keep": worth(student),
        "redistil": worth(redistilled, answers["redistillation"]),
        "move-more": worth(replace(student, share=target)),
        "teacher": 0.0,
        "alternative": npv(student, skipped, min(wait, months), record.rate)
        + worth(instead, other["upfront"]),
    }
