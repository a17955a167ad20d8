"""Where the rules about teacher, student and their upkeep fire, and where not."""

from __future__ import annotations

from datetime import date

from tests.rules.cases import (
    FLAT,
    SAVINGS,
    VOLUME,
    Changes,
    measured,
    upfront,
)
from tests.rules.catalog.edge import (
    ANNUAL,
    HARDLY,
    LESS,
    MORE,
    NEVER_BACK,
    NO_GROWTH,
    STOP,
    THREE_MONTHS,
    Edge,
    falling,
    monitored,
    redistilled,
)


def teacher_until(year: int, month: int, day: int) -> Changes:
    """A case that is paid back after exactly three months, with a teacher that retires."""
    return {**THREE_MONTHS, "teacher.retires_on": date(year, month, day)}


def student_until(year: int, month: int, day: int) -> Changes:
    """The same with a student that retires."""
    return {**THREE_MONTHS, "student.retires_on": date(year, month, day)}


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
            "half the savings": redistilled(4, ANNUAL / 8),
            "within the slack": redistilled(4 / HARDLY, ANNUAL / 8 / HARDLY),
            "monthly, and half the savings": redistilled(12, ANNUAL / 24),
            "all the savings, but growth pays": redistilled(4, ANNUAL / 4),
        },
        quiet={
            "a little less": redistilled(4, ANNUAL / 8 * LESS),
            "a little less often": redistilled(4 * LESS, ANNUAL / 4),
            "nothing is saved": {
                **redistilled(4, ANNUAL / 8),
                "student.cost_per_1k_calls": measured(5),
            },
        },
    ),
    Edge(
        rule="unstable-teacher",
        cap=STOP,
        fires={
            "all the savings": {**redistilled(4, ANNUAL / 4), **NO_GROWTH},
            "more than the savings": {**redistilled(4, ANNUAL), **NO_GROWTH},
        },
        quiet={
            "a little less": {**redistilled(4, ANNUAL / 4 * LESS), **NO_GROWTH},
            "a little less often": {**redistilled(4 * LESS, ANNUAL), **NO_GROWTH},
            "growth pays": redistilled(4, ANNUAL / 4),
        },
    ),
    Edge(
        rule="upkeep-heavy",
        cap="reconsider",
        fires={
            "half the savings": monitored((ANNUAL / 2 - 24_000) / 12),
            "redistillations, but few": {**redistilled(3, ANNUAL / 6), **monitored(0)},
            "more than the savings": monitored(ANNUAL),
        },
        quiet={
            "a little less": monitored((ANNUAL / 2 - 24_000) / 12 * LESS),
            "frequent redistillations alone reach it": redistilled(4, ANNUAL / 8),
            "nothing is saved": {"student.cost_per_1k_calls": 5},
        },
    ),
    Edge(
        rule="teacher-retires",
        cap=None,
        fires={
            "on the day the cash is back": teacher_until(2026, 4, 15),
            "just within the horizon": teacher_until(2029, 1, 14),
        },
        quiet={
            "the day before the cash is back": teacher_until(2026, 4, 14),
            "at the end of the horizon": teacher_until(2029, 1, 15),
            "judged at no date": {"as_of": None, **teacher_until(2026, 4, 15)},
        },
    ),
    Edge(
        rule="teacher-retires",
        cap="reconsider",
        fires={
            "the day before": teacher_until(2026, 4, 14),
            "in a month begun": {
                **FLAT,
                **upfront(3 * SAVINGS * MORE),
                "teacher.retires_on": date(2026, 5, 14),
            },
            "within the horizon": {**NEVER_BACK, "teacher.retires_on": date(2029, 1, 14)},
            "before it is switched off": {**falling(LESS), "teacher.retires_on": date(2028, 1, 14)},
        },
        quiet={
            "on the day": teacher_until(2026, 4, 15),
            "a month begun by rounding": {
                **FLAT,
                **upfront(3 * SAVINGS * HARDLY),
                "teacher.retires_on": date(2026, 4, 15),
            },
            "after the horizon": {**NEVER_BACK, "teacher.retires_on": date(2029, 1, 15)},
            "when it is switched off": {**falling(LESS), "teacher.retires_on": date(2028, 1, 15)},
            "judged at no date": {"as_of": None, "teacher.retires_on": date(2020, 1, 1)},
        },
    ),
    Edge(
        rule="student-retires",
        cap=None,
        fires={
            "after a year": student_until(2027, 1, 15),
            "just within the horizon": student_until(2029, 1, 14),
        },
        quiet={
            "just within a year": student_until(2027, 1, 14),
            "at the end of the horizon": student_until(2029, 1, 15),
        },
    ),
    Edge(
        rule="student-retires",
        cap="defensible",
        fires={
            "on the day the cash is back": student_until(2026, 4, 15),
            "just within a year": student_until(2027, 1, 14),
        },
        quiet={
            "the day before the cash is back": student_until(2026, 4, 14),
            "after a year": student_until(2027, 1, 15),
        },
    ),
    Edge(
        rule="student-retires",
        cap=STOP,
        fires={
            "the day before": student_until(2026, 4, 14),
            "within the horizon": {**NEVER_BACK, "student.retires_on": date(2029, 1, 14)},
            "at the end of a shorter month": {
                "as_of": date(2025, 11, 30),
                **student_until(2026, 2, 27),
            },
        },
        quiet={
            "on the day": student_until(2026, 4, 15),
            "after the horizon": {**NEVER_BACK, "student.retires_on": date(2029, 1, 15)},
            "on the last day of a shorter month": {
                "as_of": date(2025, 11, 30),
                **student_until(2026, 2, 28),
            },
            "judged at no date": {"as_of": None, "student.retires_on": date(2020, 1, 1)},
        },
    ),
    Edge(
        rule="price-cut-breaks",
        cap=None,
        fires={
            "late after the cut": upfront(VOLUME / 1000 * (2 - 0.4) * 12 * MORE),
            "never after the cut": {"policy.price_cut": 0.95},
        },
        quiet={
            "in time after the cut": upfront(VOLUME / 1000 * (2 - 0.4) * 12),
            "late already": upfront(13 * SAVINGS),
            "no cut to be tried": {**upfront(6 * SAVINGS), "policy.price_cut": 0.0},
        },
    ),
)
