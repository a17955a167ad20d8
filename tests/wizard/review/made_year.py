"""A case, and the logs of a gateway of the year after its launch, made from a plan."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rules.review.plan import Plan
from tests.rules.review.recorded import by_its_days, plan_of
from wizard.sessions.session_file import session_of

STUDENT, TEACHER = "acme/small-ft", "acme/large"
LAUNCHED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Truth:
    """What is to be known about a year. Costs are per 1,000 calls."""

    calls_per_month: float = 1_000
    monthly_growth: float = 0.02
    share_moved: float = 0.8
    fallback_rate: float = 0.06
    teacher: float = 4_000
    annual_price_change: float = -0.1
    student: float = 600
    months_to_launch: int = 2
    ramp_months: int = 3

    def with_one_wrong(self, name: str) -> Truth:
        """The same with one number quite different."""
        wrong: Mapping[str, Any] = {
            "calls_per_month": 0.65 * self.calls_per_month,
            "monthly_growth": self.monthly_growth - 0.05,
            "share_moved": 0.6 * self.share_moved,
            "fallback_rate": self.fallback_rate + 0.15,
            "teacher": 0.6 * self.teacher,
            "annual_price_change": self.annual_price_change - 0.4,
            "student": 2 * self.student,
            "ramp_months": self.ramp_months + 5,
        }
        return replace(self, **{name: wrong[name]})

    def session(self, extra: str = "") -> str:
        """The session of a case that says so."""
        return f"""\
schema = 1
title = "Ticket classifier"

[task]
breadth = "narrow"

[volume]
calls_per_month = {self.calls_per_month}
monthly_growth = {self.monthly_growth}
share_moved = {self.share_moved}
fallback_rate = {self.fallback_rate}

[teacher]
model = "{TEACHER}"
cost_per_1k_calls = {self.teacher}
annual_price_change = {self.annual_price_change}

[student]
model = "{STUDENT}"  # behind the gateway
cost_per_1k_calls = {self.student}

[upfront]
engineering_time = 20_000
months_to_launch = {self.months_to_launch}
ramp_months = {self.ramp_months}

[maintenance]
redistillations_per_year = 0
{extra}"""

    @property
    def plan(self) -> Plan:
        """The plan that it is."""
        from rules.answers.case_of import case_of

        case, problems = case_of(session_of(self.session()).answers)
        assert problems == ()
        return plan_of(case)


KEYS = {
    "calls_per_month": "volume.calls_per_month",
    "monthly_growth": "volume.monthly_growth",
    "share_moved": "volume.share_moved",
    "fallback_rate": "volume.fallback_rate",
    "teacher": "teacher.cost_per_1k_calls",
    "annual_price_change": "teacher.annual_price_change",
    "student": "student.cost_per_1k_calls",
    "ramp_months": "upfront.ramp_months",
}
"""What each number is called in a session."""


def any_truth(seed: int) -> Truth:
    """A case like many."""
    draw = random.Random(seed)
    return Truth(
        calls_per_month=draw.randint(800, 1_400),
        monthly_growth=round(draw.uniform(-0.01, 0.04), 3),
        share_moved=round(draw.uniform(0.6, 0.95), 2),
        fallback_rate=round(draw.uniform(0.0, 0.1), 2),
        teacher=draw.randint(2_500, 6_000),
        annual_price_change=round(draw.uniform(-0.2, 0.1), 2),
        student=draw.randint(200, 800),
        months_to_launch=draw.randint(0, 5),
        ramp_months=draw.randint(1, 4),
    )


def month_of(number: int) -> datetime:
    """The first moment of a month of service, counted from 1."""
    index = LAUNCHED.month - 1 + number - 1
    return LAUNCHED.replace(year=LAUNCHED.year + index // 12, month=index % 12 + 1)


def logged(truth: Truth, months: int = 12, *, traces: bool = True) -> Iterator[dict[str, Any]]:
    """The rows of a gateway's log: what the student answers, what goes on to the teacher, the rest.

    Args:
        truth: what the months are made from.
        months: of service.
        traces: whether calls of one request tell so.
    """
    number = 0
    plan = truth.plan
    for one in plan.months(months):
        start = month_of(one.service)
        terms = by_its_days(plan, one.terms, start.date())
        calls, handled = round(terms.calls), round(terms.handled)
        fell_back = round(terms.handled * terms.fallback_rate)
        step = (month_of(one.service + 1) - start) / calls
        cost = {
            STUDENT: terms.student_cost / terms.handled,
            TEACHER: terms.teacher_cost_per_1k / 1_000,
        }
        for at in range(calls):
            models = [STUDENT] if at < handled else [TEACHER]
            models += [TEACHER] if at < fell_back else []
            for later, model in enumerate(models):
                began = start + at * step + timedelta(milliseconds=500 * later)
                row = {
                    "request_id": f"call-{number}",
                    "startTime": began.isoformat(),
                    "endTime": (began + timedelta(seconds=0.4)).isoformat(),
                    "model": model,
                    "spend": cost[model],
                    "prompt_tokens": 1_200,
                    "completion_tokens": 8,
                    "status": "success",
                }
                yield row | ({"session_id": f"{one.service}-{at}"} if traces else {})
                number += 1


def logs(path: Path, truth: Truth, months: int = 12, *, traces: bool = True) -> Path:
    """The log of these months as a file."""
    rows = list(logged(truth, months, traces=traces))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path
