"""Where the rules about teacher, student and their upkeep fire, and where not."""

from __future__ import annotations

from datetime import date

from tests.rules.cases import (
    FLAT,
    SAVINGS,
    VOLUME,
    upfront,
)
from tests.rules.catalog.edge import (
    ANNUAL,
    HARDLY,
    LESS,
    MORE,
    NEVER_BACK,
    STOP,
    THREE_MONTHS,
    Edge,
    monitored,
    redistilled,
)

EDGES = (
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
)
