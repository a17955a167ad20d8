"""Each rule: cases that just fire it at each of its caps, and cases that just do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from rules.argument.budget_ask import ask_of
from rules.argument.what_would_change import turns_of
from rules.catalog import BY_ID, RULES
from rules.catalog.rule import VERDICTS, Cap, VerdictId
from rules.words.wording import Words
from tests.held import held_against
from tests.rules.cases import (
    FLAT,
    MAINTENANCE,
    NOTHING,
    SAVING_PER_CALL,
    SAVINGS,
    UPFRONT,
    VOLUME,
    Changes,
    caps,
    estimate,
    judged,
    measured,
    scored,
    upfront,
)

STOP: VerdictId = "do-not-distill"
MORE, LESS = 1 + 1e-6, 1 - 1e-6
HARDLY = 1 + 1e-10
"""Within the slack: counts as equal."""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One cap of one rule, and the cases on both sides of it."""

    rule: str
    cap: Cap
    fires: Mapping[str, Changes]
    quiet: Mapping[str, Changes] = field(default_factory=dict)
    """Cases in which the rule is silent, or sets another cap."""


BREAK_EVEN = UPFRONT / 12 / SAVING_PER_CALL
"""Calls per month at which the base case's payback is exactly 12 months."""
ANNUAL = 12 * SAVINGS
CALLS_PER_REPLICA = 0.7 / 3 * 730 * 3600
"""Calls per month of one replica that serves one call per second, at the default loads."""
LOAD_AT_ONE_PER_SECOND = VOLUME / (730 * 3600)


def volume(calls: float, **other: Any) -> Changes:
    return {"volume.calls_per_month": estimate(calls, **({"basis": "measured"} | other))}


def slices(*rows: dict[str, Any]) -> Changes:
    return {"quality.slices": list(rows)}


def hosted(price: float, calls_per_second: float = 1.0, **other: Any) -> Changes:
    sheet = {"gpu_price_per_hour": price, "calls_per_second_per_replica": calls_per_second, **other}
    return {f"student.hosting.{key}": measured(value) for key, value in sheet.items()}


def redistilled(times: float, cost: float) -> Changes:
    return {
        "maintenance.redistillations_per_year": measured(times),
        "maintenance.cost_per_redistillation": measured(cost),
    }


def monitored(per_month: float) -> Changes:
    return {"maintenance.monitoring_per_month": measured(per_month)}


def mistaken(rate: float, cost: float) -> Changes:
    return {"quality.error_rate_increase": rate, "quality.cost_per_error": cost}


def alternative(**numbers: Any) -> Changes:
    """Something that costs and brings exactly what distilling the base case does."""
    same = {"name": "a cache", "cost_per_1k_calls": 0.4, "upfront": UPFRONT, "months_to_launch": 2}
    return {"alternatives": [{**same, "annual_upkeep": MAINTENANCE, **numbers}]}


def shrinking(growth: float, upfront_share: float) -> Changes:
    """The upfront as a share of what 36 shrinking months bring in."""
    brought_in = sum(SAVINGS * (1 + growth) ** month for month in range(36))
    return {
        **FLAT,
        **upfront(brought_in * upfront_share),
        "volume.monthly_growth": measured(growth),
    }


DISCOUNTED = sum(SAVINGS / 2 ** (month / 12) for month in range(1, 37))
"""Present value of the base case's savings at a discount rate of 100 %."""
AT_100_PERCENT = {"policy.discount_rate": 1.0}
LOSS_PER_ERROR = (ANNUAL - MAINTENANCE) / (12 * VOLUME * 0.01)
"""Price of an error at which 1 % more errors eat exactly the annual net benefit."""
UPKEEP_OF_ALL = (ANNUAL - 24_000) / 12
"""Monitoring per month at which upkeep takes exactly all savings."""
THREE_MONTHS = {**FLAT, **upfront(3 * SAVINGS)}
NEVER_BACK = {**FLAT, **upfront(37 * SAVINGS)}
GUESSABLE = (
    "volume.calls_per_month",
    "teacher.cost_per_1k_calls",
    "student.cost_per_1k_calls",
    "upfront.data_generation",
    "upfront.training_compute",
)


def guessed(count: int) -> Changes:
    likely = dict(zip(GUESSABLE, (VOLUME, 4, 0.4, 8_000, 4_000), strict=True))
    return {key: estimate(likely[key], basis="assumed") for key in GUESSABLE[:count]}


EDGES = (
    Edge(
        rule="no-unit-saving",
        cap=STOP,
        fires={
            "the student costs as much": {"student.cost_per_1k_calls": 4},
            "within the slack": {"student.cost_per_1k_calls": 4 / HARDLY},
            "fallback eats the saving": {"volume.fallback_rate": 0.9},
            "a replica costs all it can save": {
                **hosted(SAVING_PER_CALL * CALLS_PER_REPLICA / 730),
            },
        },
        quiet={
            "the student costs a little less": {"student.cost_per_1k_calls": 4 * LESS},
            "a replica costs a little less": {
                **hosted(SAVING_PER_CALL * CALLS_PER_REPLICA / 730 * LESS),
            },
        },
    ),
    Edge(
        rule="low-volume",
        cap="reconsider",
        fires={
            "just below break-even": volume(BREAK_EVEN * LESS),
            "late, but the cash is back in time": {
                **FLAT,
                **volume(BREAK_EVEN / 2 * 0.9),
                "volume.monthly_growth": 0.25,
            },
        },
        quiet={
            "at break-even": volume(BREAK_EVEN),
            "above it": volume(BREAK_EVEN * MORE),
            "no volume pays back": {"student.cost_per_1k_calls": 5},
        },
    ),
    Edge(
        rule="low-volume",
        cap=STOP,
        fires={"just beyond stop": volume(BREAK_EVEN / 2 * LESS)},
        quiet={
            "at stop": volume(BREAK_EVEN / 2),
            "beyond stop, but the cash is not": {
                **FLAT,
                **volume(BREAK_EVEN / 2 * 0.9),
                "volume.monthly_growth": 0.25,
            },
        },
    ),
    Edge(
        rule="uncertain-volume",
        cap="defensible",
        fires={
            "a guess": volume(VOLUME, basis="assumed"),
            "late at its low": volume(VOLUME, low=BREAK_EVEN * LESS, high=VOLUME),
        },
        quiet={
            "an estimate": volume(VOLUME, basis="estimated"),
            "in time at its low": volume(VOLUME, low=BREAK_EVEN, high=VOLUME),
            "late already": volume(BREAK_EVEN * 0.9, low=BREAK_EVEN * 0.8, high=VOLUME),
        },
    ),
    Edge(
        rule="half-volume-breaks",
        cap="defensible",
        fires={"half is just late": volume(2 * BREAK_EVEN * LESS)},
        quiet={
            "half is in time": volume(2 * BREAK_EVEN),
            "late already": volume(BREAK_EVEN * LESS),
        },
    ),
    Edge(
        rule="half-volume-breaks",
        cap="reconsider",
        fires={
            "without growth": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": 0,
            },
        },
        quiet={
            "with a little growth": {
                **volume(2 * BREAK_EVEN * LESS),
                "volume.monthly_growth": 1e-9,
            },
            "half is in time": {**volume(2 * BREAK_EVEN), "volume.monthly_growth": 0},
        },
    ),
    Edge(
        rule="shrinking-volume",
        cap="defensible",
        fires={"just below -1 %": {"volume.monthly_growth": -0.01 * MORE}},
        quiet={
            "at -1 %": {"volume.monthly_growth": -0.01},
            "within the slack": {"volume.monthly_growth": -0.01 * HARDLY},
        },
    ),
    Edge(
        rule="shrinking-volume",
        cap="reconsider",
        fires={"the cash just never comes back": shrinking(-0.02, MORE)},
        quiet={
            "it just comes back": shrinking(-0.02, LESS),
            "it comes back on paper": shrinking(-0.02, 1.0),
            "at -1 %": shrinking(-0.01, MORE),
        },
    ),
    Edge(
        rule="slow-cash",
        cap="defensible",
        fires={"just late": {**FLAT, **upfront(12 * SAVINGS * MORE)}},
        quiet={
            "just in time": {**FLAT, **upfront(12 * SAVINGS)},
            "within the slack": {**FLAT, **upfront(12 * SAVINGS * HARDLY)},
        },
    ),
    Edge(
        rule="slow-cash",
        cap="reconsider",
        fires={
            "beyond stop": {**FLAT, **upfront(24 * SAVINGS * MORE)},
            "worth nothing today": {**FLAT, **AT_100_PERCENT, **upfront(DISCOUNTED)},
            "back in the last month": {**FLAT, **upfront(36 * SAVINGS)},
        },
        quiet={
            "at stop": {**FLAT, **upfront(24 * SAVINGS)},
            "worth something today": {**FLAT, **AT_100_PERCENT, **upfront(DISCOUNTED * LESS)},
        },
    ),
    Edge(
        rule="slow-cash",
        cap=STOP,
        fires={"not back in the last month": {**FLAT, **upfront(36 * SAVINGS * MORE)}},
        quiet={"back in the last month": {**FLAT, **upfront(36 * SAVINGS)}},
    ),
    Edge(
        rule="unstable-teacher",
        cap="defensible",
        fires={
            "monthly": redistilled(12, 100),
            "monthly, and nothing is saved": {
                **redistilled(12, 100),
                "student.cost_per_1k_calls": 5,
            },
        },
        quiet={"a little less than monthly": redistilled(12 * LESS, 100)},
    ),
    Edge(
        rule="unstable-teacher",
        cap="reconsider",
        fires={
            "half the savings": redistilled(2, ANNUAL / 4),
            "within the slack": redistilled(2, ANNUAL / 4 / HARDLY),
        },
        quiet={"a little less": redistilled(2, ANNUAL / 4 * LESS)},
    ),
    Edge(
        rule="unstable-teacher",
        cap=STOP,
        fires={"all the savings": redistilled(2, ANNUAL / 2)},
        quiet={"a little less": redistilled(2, ANNUAL / 2 * LESS)},
    ),
    Edge(
        rule="upkeep-heavy",
        cap="reconsider",
        fires={"half the savings": monitored((ANNUAL / 2 - 24_000) / 12)},
        quiet={
            "a little less": monitored((ANNUAL / 2 - 24_000) / 12 * LESS),
            "redistillations alone reach it": redistilled(2, ANNUAL / 4),
            "nothing is saved": {"student.cost_per_1k_calls": 5},
        },
    ),
    Edge(
        rule="no-net-benefit",
        cap=STOP,
        fires={
            "upkeep takes all": monitored(UPKEEP_OF_ALL),
            "upkeep takes all, but for rounding": monitored(UPKEEP_OF_ALL / HARDLY),
            "upkeep and errors take all": mistaken(0.01, LOSS_PER_ERROR),
        },
        quiet={
            "upkeep leaves a little": monitored(UPKEEP_OF_ALL * LESS),
            "errors leave a little": mistaken(0.01, LOSS_PER_ERROR * LESS),
        },
    ),
    Edge(
        rule="teacher-retires",
        cap="reconsider",
        fires={
            "the day before": {**THREE_MONTHS, "teacher.retires_on": date(2026, 4, 14)},
            "in a month begun": {
                **FLAT,
                **upfront(3 * SAVINGS * MORE),
                "teacher.retires_on": date(2026, 5, 14),
            },
            "within the horizon": {**NEVER_BACK, "teacher.retires_on": date(2029, 1, 14)},
        },
        quiet={
            "on the day": {**THREE_MONTHS, "teacher.retires_on": date(2026, 4, 15)},
            "a month begun by rounding": {
                **FLAT,
                **upfront(3 * SAVINGS * HARDLY),
                "teacher.retires_on": date(2026, 4, 15),
            },
            "after the horizon": {**NEVER_BACK, "teacher.retires_on": date(2029, 1, 15)},
            "judged at no date": {"as_of": None, "teacher.retires_on": date(2020, 1, 1)},
        },
    ),
    Edge(
        rule="student-retires",
        cap=STOP,
        fires={
            "the day before": {**THREE_MONTHS, "student.retires_on": date(2026, 4, 14)},
            "within the horizon": {**NEVER_BACK, "student.retires_on": date(2029, 1, 14)},
            "at the end of a shorter month": {
                **THREE_MONTHS,
                "as_of": date(2025, 11, 30),
                "student.retires_on": date(2026, 2, 27),
            },
        },
        quiet={
            "on the day": {**THREE_MONTHS, "student.retires_on": date(2026, 4, 15)},
            "after the horizon": {**NEVER_BACK, "student.retires_on": date(2029, 1, 15)},
            "on the last day of a shorter month": {
                **THREE_MONTHS,
                "as_of": date(2025, 11, 30),
                "student.retires_on": date(2026, 2, 28),
            },
            "judged at no date": {"as_of": None, "student.retires_on": date(2020, 1, 1)},
        },
    ),
    Edge(
        rule="price-cut-breaks",
        cap=None,
        fires={"late after the cut": upfront(VOLUME / 1000 * (2 - 0.4) * 12 * MORE)},
        quiet={
            "in time after the cut": upfront(VOLUME / 1000 * (2 - 0.4) * 12),
            "late already": upfront(13 * SAVINGS),
        },
    ),
    Edge(
        rule="broad-task",
        cap="reconsider",
        fires={
            "errors have no price": {"task.breadth": "broad", "quality.cost_per_error": 0},
            "nothing was measured": {"task.breadth": "broad", "quality.basis": "quoted"},
            "no slices": {"task.breadth": "broad", "quality.slices": []},
            "a slice regresses": {"task.breadth": "broad", **slices(scored(0.95, 0.9))},
            "eleven types": {
                "task.breadth": "moderate",
                "task.task_types": 11,
                "quality.cost_per_error": 0,
            },
        },
        quiet={
            "quality is bounded": {"task.breadth": "broad"},
            "ten types": {
                "task.breadth": "moderate",
                "task.task_types": 10,
                "quality.cost_per_error": 0,
            },
        },
    ),
    Edge(
        rule="broad-task",
        cap="defensible",
        fires={
            "broad": {"task.breadth": "broad"},
            "eleven types": {"task.breadth": "moderate", "task.task_types": 11},
        },
        quiet={
            "ten types": {"task.breadth": "moderate", "task.task_types": 10},
            "types not counted": {"task.breadth": "moderate"},
            "many types of a narrow task": {"task.breadth": "narrow", "task.task_types": 99},
            "errors have no price": {"task.breadth": "broad", "quality.cost_per_error": 0},
        },
    ),
    Edge(
        rule="errors-outweigh-savings",
        cap=STOP,
        fires={
            "as much as the net": mistaken(0.01, LOSS_PER_ERROR),
            "within the slack": mistaken(0.01, LOSS_PER_ERROR / HARDLY),
        },
        quiet={
            "a little less": mistaken(0.01, LOSS_PER_ERROR * LESS),
            "there is no net": {**mistaken(0.01, LOSS_PER_ERROR), **monitored(UPKEEP_OF_ALL)},
        },
    ),
    Edge(
        rule="unpriced-quality-loss",
        cap="reconsider",
        fires={
            "just above the tolerance": mistaken(0.02 * MORE, 0),
            "shown by the slices": {**slices(scored(0.95, 0.9)), "quality.cost_per_error": 0},
        },
        quiet={
            "at the tolerance": mistaken(0.02, 0),
            "within the slack": mistaken(0.02 * HARDLY, 0),
            "an error has a price": mistaken(0.03, 0.0001),
        },
    ),
    Edge(
        rule="slice-regression",
        cap="defensible",
        fires={
            "just below the tolerance": slices(scored(0.95, 0.93 * LESS)),
            "just below its minimum": slices(scored(0.95, 0.97 * LESS, minimum_score=0.97)),
        },
        quiet={
            "at the tolerance": slices(scored(0.95, 0.93)),
            "at its minimum": slices(scored(0.95, 0.8, minimum_score=0.8)),
            "student not scored": slices({"teacher_score": 0.9}, scored(0.9, 0.9)),
        },
    ),
    Edge(
        rule="slice-regression",
        cap=STOP,
        fires={
            "just below the tolerance": slices(scored(0.95, 0.93 * LESS, critical=True)),
            "one of two": slices(scored(0.9, 0.5), scored(0.95, 0.92, critical=True)),
        },
        quiet={
            "at the tolerance": slices(scored(0.95, 0.93, critical=True)),
            "another one is critical": slices(scored(0.9, 0.5), scored(0.95, 0.95, critical=True)),
        },
    ),
    Edge(
        rule="no-quality-evidence",
        cap="defensible",
        fires={
            "no slices": {"quality.slices": []},
            "no slice is scored": slices({"teacher_score": 0.9}),
            "not measured": {"quality.basis": "quoted"},
        },
        quiet={"one slice is scored": slices({"teacher_score": 0.9}, scored(0.9, 0.9))},
    ),
    Edge(
        rule="thin-evaluation",
        cap=None,
        fires={
            "for the difference": slices(scored(0.95, 0.95, 912)),
            "by the rule of three": slices(scored(1, 1, 149)),
        },
        quiet={
            "enough for the difference": slices(scored(0.95, 0.95, 913)),
            "enough by the rule of three": slices(scored(1, 1, 150)),
            "examples not counted": slices({"teacher_score": 0.9, "student_score": 0.9}),
        },
    ),
    Edge(
        rule="thin-evaluation",
        cap="defensible",
        fires={"critical": slices(scored(0.95, 0.95, 912, critical=True))},
        quiet={
            "critical and enough": slices(scored(0.95, 0.95, 913, critical=True)),
            "another one is critical": slices(
                scored(0.95, 0.95, 912), scored(0.95, 0.95, 913, critical=True)
            ),
        },
    ),
    Edge(
        rule="suspect-slice",
        cap=None,
        fires={"better by more than 0.1": slices(scored(0.85, 0.95 * MORE))},
        quiet={
            "better by 0.1": slices(scored(0.85, 0.95)),
            "worse by far": slices(scored(0.95, 0.5)),
        },
    ),
    Edge(
        rule="fallback-too-high",
        cap=STOP,
        fires={
            "all that is saved": {"volume.fallback_rate": 0.9},
            "within the slack": {"volume.fallback_rate": 0.9 / HARDLY},
        },
        quiet={
            "a little less": {"volume.fallback_rate": 0.9 * LESS},
            "no fallback": {"volume.fallback_rate": 0, "student.cost_per_1k_calls": 4 * LESS},
            "the student is dearer": {"volume.fallback_rate": 0.5, "student.cost_per_1k_calls": 4},
        },
    ),
    Edge(
        rule="fixed-cost-heavy",
        cap="defensible",
        fires={
            "half the gross": {"student.fixed_cost_per_month": SAVINGS / 2},
            "idle replicas": hosted(SAVINGS / 2 / 730, 100),
        },
        quiet={
            "a little less": {"student.fixed_cost_per_month": SAVINGS / 2 * LESS},
            "idle replicas, a little cheaper": hosted(SAVINGS / 2 / 730 * LESS, 100),
            "busy replicas": hosted(SAVINGS / 20 / 730, 1),
            "nothing is saved": {
                "student.fixed_cost_per_month": SAVINGS,
                "student.cost_per_1k_calls": 5,
            },
        },
    ),
    Edge(
        rule="idle-hardware",
        cap=None,
        fires={
            "just below half": hosted(1, LOAD_AT_ONE_PER_SECOND / (0.35 / 3) * MORE),
            "two replicas": hosted(1, LOAD_AT_ONE_PER_SECOND / (0.35 / 3), min_replicas=2),
        },
        quiet={
            "at half": hosted(1, LOAD_AT_ONE_PER_SECOND / (0.35 / 3)),
            "no hosting": {"student.fixed_cost_per_month": 1_000},
            "hosting without a price": {"student.hosting.calls_per_second_per_replica": 1_000},
        },
    ),
    Edge(
        rule="unmeasured-serving",
        cap=None,
        fires={
            "cost": {"student.cost_per_1k_calls": estimate(0.4, basis="quoted")},
            "throughput": {
                **hosted(1, 10),
                "student.hosting.calls_per_second_per_replica": 10,
            },
            "fixed cost alone": {
                "student.cost_per_1k_calls": None,
                "student.fixed_cost_per_month": 2_400,
            },
        },
        quiet={
            "all measured": hosted(1, 10),
            "only the price is quoted": {
                **hosted(1, 10),
                "student.hosting.gpu_price_per_hour": estimate(1, basis="quoted"),
            },
            "a fixed cost beside": {"student.fixed_cost_per_month": 100},
        },
    ),
    Edge(
        rule="slower-student",
        cap=None,
        fires={
            "a little": {
                "teacher.p95_latency_seconds": 2,
                "student.p95_latency_seconds": 2 * MORE,
            },
        },
        quiet={
            "as fast": {"teacher.p95_latency_seconds": 2, "student.p95_latency_seconds": 2},
            "teacher not timed": {"student.p95_latency_seconds": 9},
        },
    ),
    Edge(
        rule="data-generation-missing",
        cap="defensible",
        fires={
            "0": {"upfront.data_generation": 0},
            "not mentioned": {"upfront.data_generation": None},
        },
        quiet={
            "a cent": {"upfront.data_generation": 0.01},
            "0, measured": {"upfront.data_generation": measured(0)},
            "0, quoted": {"upfront.data_generation": estimate(0, basis="quoted")},
        },
    ),
    Edge(
        rule="cost-line-missing",
        cap=None,
        fires={
            "training": {"upfront.training_compute": 0},
            "evaluation": {"upfront.evaluation_build": None},
            "engineering": {"upfront.engineering_time": measured(0)},
        },
        quiet={"a cent": {"upfront.training_compute": 0.01}},
    ),
    Edge(
        rule="maintenance-missing",
        cap="defensible",
        fires={"0": {"maintenance.redistillations_per_year": 0}},
        quiet={
            "one in ten years": {"maintenance.redistillations_per_year": 0.1},
            "0, measured": {"maintenance.redistillations_per_year": measured(0)},
        },
    ),
    Edge(
        rule="cheaper-alternative",
        cap="reconsider",
        fires={
            "a little cheaper": alternative(upfront=UPFRONT * LESS),
            "at the tolerated loss": {
                **alternative(upfront=0, error_rate_increase=0.02),
                "quality.cost_per_error": 0,
            },
        },
        quiet={
            "worth the same": alternative(),
            "beyond the tolerated loss": {
                **alternative(upfront=0, error_rate_increase=0.02 * MORE),
                "quality.cost_per_error": 0,
            },
            "without a price": {"alternatives": [{"name": "a cache"}]},
            "worth nothing itself": {
                **alternative(cost_per_1k_calls=5),
                "student.cost_per_1k_calls": 6,
            },
        },
    ),
    Edge(
        rule="upside-only",
        cap=STOP,
        fires={
            "a little more than the loss": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.capability_revenue_per_month": 100 * (1 + 1e-3),
            },
        },
        quiet={
            "as much as the loss": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.capability_revenue_per_month": 100,
            },
            "unlikely": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.capability_revenue_per_month": 150,
                "upside.capability_probability": 0.5,
            },
            "a latency value without a metric": {
                **monitored(UPKEEP_OF_ALL + 100),
                "upside.latency_value_per_month": 1_000,
            },
            "there is no loss": {"upside.capability_revenue_per_month": 100},
        },
    ),
    Edge(
        rule="latency-unattached",
        cap=None,
        fires={
            "no metric": {"upside.latency_value_per_month": 0.01},
            "a blank metric": {
                "upside.latency_value_per_month": 5,
                "upside.latency_metric": " ",
            },
        },
        quiet={
            "a metric": {
                "upside.latency_value_per_month": 5,
                "upside.latency_metric": "conversion",
            },
            "no value": {"upside.latency_value_per_month": 0},
        },
    ),
    Edge(
        rule="terms-prohibited",
        cap=STOP,
        fires={"prohibited": {"teacher.training_terms": "prohibited"}},
        quiet={
            "permitted": {"teacher.training_terms": "permitted"},
            "unreviewed": {"teacher.training_terms": "unreviewed"},
        },
    ),
    Edge(
        rule="terms-unreviewed",
        cap="defensible",
        fires={
            "unreviewed": {"teacher.training_terms": "unreviewed"},
            "not mentioned": {"teacher.training_terms": None},
        },
        quiet={
            "permitted": {"teacher.training_terms": "permitted"},
            "prohibited": {"teacher.training_terms": "prohibited"},
        },
    ),
    Edge(
        rule="no-training-data",
        cap="reconsider",
        fires={"unavailable": {"task.training_data": "unavailable"}},
        quiet={
            "unknown": {"task.training_data": None},
            "available": {"task.training_data": "available"},
        },
    ),
    Edge(
        rule="guesswork",
        cap="defensible",
        fires={
            "five of eight": guessed(5),
            "four of seven": {**guessed(4), "upfront.engineering_time": None},
        },
        quiet={"four of eight": guessed(4)},
    ),
)

FIRING = [
    pytest.param(edge.rule, edge.cap, changes, id=f"{edge.rule}-{edge.cap}-{name}")
    for edge in EDGES
    for name, changes in edge.fires.items()
]
QUIET = [
    pytest.param(edge.rule, edge.cap, changes, id=f"{edge.rule}-{edge.cap}-{name}")
    for edge in EDGES
    for name, changes in edge.quiet.items()
]


@pytest.mark.parametrize(("rule", "cap", "changes"), FIRING)
def test_fires_with_the_cap(rule: str, cap: Cap, changes: Changes) -> None:
    assert caps(changes).get(rule, "silent") == cap


@pytest.mark.parametrize(("rule", "cap", "changes"), QUIET)
def test_does_not_fire_with_the_cap_just_beside(rule: str, cap: Cap, changes: Changes) -> None:
    assert caps(changes).get(rule, "silent") != cap


UNREADABLE = re.compile(r"\b(?:nan|inf|None|True|False)\b|\d\.\d{4,}|\d{5,}|[{}]")


@pytest.mark.parametrize(("rule", "cap", "changes"), FIRING)
def test_says_what_it_found_in_readable_words(rule: str, cap: Cap, changes: Changes) -> None:
    (fired,) = (one for one in judged(changes).fired if one.rule.id == rule)
    assert not UNREADABLE.search(fired.message), fired.message
    assert fired.message.endswith(".")
    assert fired.message[0].isupper() or fired.message[0] in "$-0123456789a"
    assert fired.rule.remedy.endswith(".")
    assert fired.rule.fires_when


ROUNDINGS = frozenset(
    (
        "all that is saved",
        "as much as the net",
        "fallback eats the saving",
        "upkeep and errors take all",
        "upkeep takes all, but for rounding",
        "within the slack",
        "worth nothing today",
    )
)
"""Cases of which a sentence tells the rounding of a sum, which no text is held to."""


def told(edge: Edge, name: str, changes: Changes) -> Iterator[str]:
    """All sentences about a case in which a rule fires."""
    found = judged(changes)
    (fired,) = (one for one in found.fired if one.rule.id == edge.rule)
    yield f"--- {edge.rule}, {edge.cap}: {name}"
    yield fired.message
    if found.verdict is not None:
        yield from (found.verdict.headline, *found.verdict.reasons, *found.verdict.instead)
    yield from (f"{one.part}: {one.text}" for one in found.pitch)
    yield from (one.text for one in turns_of(found))
    yield ask_of(found).decision


def test_all_that_is_said_where_rules_fire_reads_as_it_did() -> None:
    lines = [
        line
        for edge in EDGES
        for name, changes in edge.fires.items()
        if name not in ROUNDINGS
        for line in told(edge, name, changes)
    ]
    held_against("rules.txt", "\n".join(lines) + "\n")


def test_each_cap_of_each_rule_has_firing_cases_and_near_misses() -> None:
    covered = {(edge.rule, edge.cap) for edge in EDGES if edge.fires and edge.quiet}
    assert covered == {(rule.id, cap) for rule in RULES for cap in rule.caps}
    assert len(EDGES) == len(covered)


def test_a_rule_names_its_caps_from_the_mildest_on() -> None:
    for rule in RULES:
        assert list(rule.caps) == sorted(
            rule.caps, key=lambda cap: -1 if cap is None else VERDICTS.index(cap)
        )


def test_the_base_case_fires_no_rule_at_all() -> None:
    assert caps() == {}


def test_rules_are_found_by_id() -> None:
    assert list(BY_ID) == [rule.id for rule in RULES]
    assert all(BY_ID[rule.id] is rule for rule in RULES)


def test_a_message_names_the_numbers_that_made_the_rule_fire() -> None:
    def message(rule: str, changes: Changes) -> str:
        return next(one.message for one in judged(changes).fired if one.rule.id == rule)

    low = message("low-volume", volume(800_000))
    assert "800k" in low
    assert "880k" in low
    assert "12 months" in low
    thin = message("thin-evaluation", slices(scored(0.95, 0.95, 500, name="refunds")))
    assert "refunds" in thin
    assert "500" in thin
    assert "2" in thin
    unit = message("no-unit-saving", {"student.cost_per_1k_calls": 5, "currency": "EUR"})
    assert "-\u20ac1.00" in unit


def test_an_incomplete_case_is_not_told_that_nothing_is_saved() -> None:
    changes = {**redistilled(12, 100), "volume.calls_per_month": None}
    (fired,) = (one for one in judged(changes).fired if one.rule.id == "unstable-teacher")
    assert fired.message == (
        "Planned: 12 redistillations a year; what that leaves of the savings is not known yet."
    )


@pytest.mark.parametrize(
    ("model", "day", "words"),
    [
        ("teacher", 14, "retired on 2026-01-14, before this case was judged."),
        (
            "teacher",
            15,
            "retires on 2026-01-15, before the cash invested is back (needed until 2026-04-15).",
        ),
        ("student", 14, "retired on 2026-01-14, before this case was judged."),
        # Without the student nothing comes back, over the whole horizon.
        (
            "student",
            15,
            "retires on 2026-01-15, before the cash invested is back (needed until 2029-01-15).",
        ),
    ],
)
def test_a_model_is_said_to_have_retired_from_the_day_after(
    model: str, day: int, words: str
) -> None:
    found = judged({**THREE_MONTHS, f"{model}.retires_on": date(2026, 1, day)})
    (fired,) = (one for one in found.fired if one.rule.id == f"{model}-retires")
    assert fired.message.endswith(words)


def test_a_tolerance_near_zero_needs_more_examples_than_there_are() -> None:
    changes = {"policy.slice_tolerance": 1e-200}
    (fired,) = (one for one in judged(changes).fired if one.rule.id == "thin-evaluation")
    assert "inf" not in fired.message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_whose_inputs_are_missing_does_not_fail(rule: Any) -> None:
    nothing = judged(NOTHING)
    finding = rule.find(nothing.case, nothing.figures, nothing.policy)
    if finding is not None:
        assert rule.explain(finding.evidence, Words())
