"""Folders of small cases whose numbers do not vary, and the plain arithmetic of them."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

from rules.answers.validation import validate
from rules.assess import outcome_of
from rules.comparing.portfolio.choices import Terms
from rules.comparing.portfolio.member import Link, Member, member_of
from rules.comparing.portfolio.plan import Plan, plan

PLAIN: Mapping[str, Any] = {
    "schema": 1,
    "task": {"breadth": "narrow", "training_data": "available"},
    "volume": {"calls_per_month": 1_000_000},
    "teacher": {"cost_per_1k_calls": 3.0, "training_terms": "permitted"},
    "student": {"cost_per_1k_calls": 1.0},
    "upfront": {"engineering_time": 10_000},
    "maintenance": {"redistillations_per_year": 0},
    "risk": {"stand_ins": False},
    "policy": {"discount_rate": 1e-12},
}
"""2,000 a month of savings for 10,000; worth 62,000 in 36 months, undiscounted."""


def member(name: str, **changes: Any) -> Member:
    """A plain case with other answers, `__` between table and key; relations by file."""
    raw: dict[str, Any] = copy.deepcopy(dict(PLAIN))
    for key, value in changes.items():
        holder = raw
        *tables, last = key.split("__")
        for table in tables:
            holder = holder.setdefault(table, {})
        if value is None:
            holder.pop(last, None)
        else:
            holder[last] = value
    case, wrong = validate(raw)
    assert not wrong, wrong
    return member_of(
        name,
        case.title or name,
        case,
        outcome_of(case),
        needs=_links("needs", case.portfolio.needs),
        excludes=_links("excludes", case.portfolio.excludes),
    )


def _links(kind: str, texts: Sequence[str]) -> tuple[Link, ...]:
    """Files by the names of members; one of them does not exist."""
    return tuple(
        Link(f"portfolio.{kind}[{at}]", text, None if text == "nowhere.toml" else text)
        for at, text in enumerate(texts)
    )


def planned(members: Sequence[Member], budget: float, **terms: Any) -> Plan:
    """The plan of members in dollars."""
    found = plan(members, "USD", Terms(budget, **{"draws": 100, **terms}))
    assert found is not None
    return found


def names(found: Plan) -> list[str]:
    """Those that are done, in order."""
    return [one.option.member for one in found.places]


def random_folder(seed: int, most: int = 15, *, months: int = 36) -> list[Member]:
    """Cases with shared costs, needs and exclusions at random; some lose money."""
    rng = random.Random(seed)
    count = rng.randint(1, most)
    labels = [f"case{number:02}.toml" for number in range(count)]
    order = rng.sample(labels, count)
    found = []
    for name in labels:
        before = order[: order.index(name)]
        other = [one for one in labels if one != name]
        upfront: dict[str, Any] = {
            "data_generation": rng.choice([0, 3_000, rng.randint(1, 30_000)]),
            "evaluation_build": rng.choice([5_000, rng.randint(1, 20_000)]),
            "months_to_launch": rng.choice([0, 0, 2, 5]),
            "contingency": rng.choice([0, 0.2]),
        }
        if rng.random() < 0.6:
            upfront["engineering_worksheet"] = {
                "people": rng.choice([1, 2]),
                "days_each": rng.choice([5, 21, 40]),
                "day_rate": rng.choice([400, 700]),
            }
        else:
            upfront["engineering_time"] = rng.randint(0, 20_000)
        shared = {}
        for item, chance in (("data_generation", 0.2), ("evaluation_build", 0.5)):
            if rng.random() < chance:
                shared[item] = rng.choice(["harness", "labels"])
        if "engineering_worksheet" in upfront and rng.random() < 0.3:
            shared["engineering_time"] = "platform"
        student: dict[str, Any] = {"cost_per_1k_calls": rng.choice([0.5, 1.0, 2.0])}
        if rng.random() < 0.3:
            student["hosting"] = {
                "gpu_price_per_hour": rng.choice([0.5, 1.0]),
                "calls_per_second_per_replica": rng.choice([1, 4]),
                "min_replicas": rng.choice([1, 2]),
            }
            if rng.random() < 0.7:
                shared["hosting"] = rng.choice(["pool", "harness"])
        portfolio: dict[str, Any] = {"shared": shared}
        if before and rng.random() < 0.25:
            portfolio["needs"] = rng.sample(before, min(len(before), rng.choice([1, 1, 2])))
        if other and rng.random() < 0.2:
            portfolio["excludes"] = [rng.choice(other)]
        found.append(
            member(
                name,
                volume__calls_per_month=rng.choice(
                    [rng.randint(100_000, 1_000_000), rng.randint(1_000_000, 6_000_000)]
                ),
                volume__monthly_growth=rng.choice([0.0, 0.02, -0.01]),
                teacher__cost_per_1k_calls=rng.choice([2.0, 3.0, 4.5]),
                student=student,
                upfront=upfront,
                maintenance__redistillations_per_year=rng.choice([0, 2]),
                portfolio=portfolio,
                policy={"discount_rate": rng.choice([0.1, 0.25]), "horizon_months": months},
            )
        )
    return found


class PlainCase:
    """A case by the formulas of the specification, one after the other, for one beginning.

    Args:
        one: whose answers are all likely values.
        start: months until it begins.
    """

    def __init__(self, one: Member, start: int) -> None:
        case = one.case
        value = {
            name: 0.0 if answer is None else answer.likely
            for name, answer in (
                ("data_generation", case.upfront.data_generation),
                ("evaluation_build", case.upfront.evaluation_build),
                ("engineering_time", case.upfront.engineering_time),
                ("contingency", case.upfront.contingency),
                ("growth", case.volume.monthly_growth),
                ("teacher", case.teacher.cost_per_1k_calls),
                ("student", case.student.cost_per_1k_calls),
            )
        }
        sheet = case.upfront.engineering_worksheet
        days = 0.0
        if sheet.days_each is not None and sheet.day_rate is not None:
            days = (sheet.people.likely if sheet.people else 1.0) * sheet.days_each.likely
            value["engineering_time"] = days * sheet.day_rate.likely
        self.people = days / 21
        assert case.volume.calls_per_month is not None
        volume, rate = case.volume.calls_per_month.likely, one.policy.discount_rate
        launch = start + (case.upfront.months_to_launch or _ZERO).likely
        items = {
            item: value[item] * (1 + value["contingency"])
            for item in ("data_generation", "evaluation_build", "engineering_time")
        }
        self.launched = launch
        self.upfront = sum(items.values())
        yearly = case.maintenance.redistillations_per_year
        upkeep = (yearly.likely if yearly else 0.0) * value["data_generation"] / 12
        discount = [(1 + rate) ** (month / 12) for month in range(one.policy.horizon_months + 1)]
        self.npv = -self.upfront / discount[start]
        self.idle = [0.0]
        hosting = case.student.hosting
        for month in range(1, one.policy.horizon_months + 1):
            calls = volume * (1 + value["growth"]) ** (month - 1)
            fixed = idle = 0.0
            if hosting.gpu_price_per_hour is not None:
                assert hosting.calls_per_second_per_replica is not None
                assert hosting.min_replicas is not None
                replica = hosting.gpu_price_per_hour.likely * 730
                per_second = hosting.calls_per_second_per_replica.likely
                needed = calls / (730 * 3600) * 3 / (per_second * 0.7)
                fixed = max(hosting.min_replicas.likely, math.ceil(needed)) * replica
                idle = fixed - needed * replica
            live = month > launch
            net = calls / 1_000 * (value["teacher"] - value["student"]) - fixed - upkeep
            self.npv += live * net / discount[month]
            self.idle.append(live * idle / discount[month])
        self.shared: dict[tuple[str, int], float] = {}
        """Present values by name and month, 0 of upfront."""
        self.shared_upfront: dict[str, float] = {}
        self.shared_people: dict[str, float] = {}
        for item, name in case.portfolio.shared.items():
            if item == "hosting":
                for month, amount in enumerate(self.idle):
                    if month:
                        self.shared[name, month] = self.shared.get((name, month), 0.0) + amount
                continue
            self.shared_upfront[name] = self.shared_upfront.get(name, 0.0) + items[item]
            at = name, 0
            self.shared[at] = self.shared.get(at, 0.0) + items[item] / discount[start]
            if item == "engineering_time":
                self.shared_people[name] = self.people


class _Zero:
    likely = 0.0


_ZERO = _Zero()
