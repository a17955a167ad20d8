"""What is tried at its extremes: every number of every sample, in a session where it counts."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rules.answers.bounds import Bounds
from rules.answers.bounds_of import bounds_of
from rules.answers.keys import from_path
from rules.questions import QUESTIONS, Kind, Question, worksheet
from tests.wizard.cases import SAMPLES

DRAWS = 1_000

Path = tuple[str | int, ...]
Raw = dict[str, Any]
TINY, HUGE = 5e-324, 1.7976931348623157e308


@dataclass(frozen=True, slots=True)
class Trial:
    """A sample with one number at an extreme."""

    sample: str
    path: Path
    value: Any

    @property
    def key(self) -> str:
        """The key of the number."""
        return from_path(self.path)

    def __str__(self) -> str:
        return f"{self.sample}: {self.key} = {self.value}"


def trials() -> Iterator[Trial]:
    """All there are: every number of every sample at every extreme."""
    for sample in SAMPLES:
        for path, question in _numbers():
            for value in _values(path, question):
                yield Trial(sample, path, value)


def _numbers() -> Iterator[tuple[Path, Question]]:
    """Every number that a session can hold, a first row of each table among them."""
    for key, question in QUESTIONS.items():
        at: Path = tuple(key.split("."))
        columns: list[tuple[Path, Question]]
        if question.kind is not Kind.TABLE:
            columns = [(at, question)]
        elif question.named_rows:
            columns = [((*at, "extreme"), question.columns[-1])]
        else:
            columns = [((*at, 0, one.key), one) for one in question.columns]
        yield from (
            (path, one) for path, one in columns if one.kind in _NUMERIC and path[0] != "schema"
        )


_NUMERIC = {
    Kind.MONEY,
    Kind.COUNT,
    Kind.PERCENT,
    Kind.MONTHS,
    Kind.SECONDS,
    Kind.NUMBER,
    Kind.INTEGER,
}


def _values(path: Path, question: Question) -> Iterator[Any]:
    bounds = _bounds(path)
    if question.kind is Kind.INTEGER:
        yield from (one for one in _WHOLE if bounds.admits(one))
        return
    ends = _ends(bounds)
    plain = dict.fromkeys((*ends, TINY, 1e-300, 1.0, 1e14, 1e16, 2.0**63, 1e150, 1e308, HUGE))
    admitted = sorted(one for one in plain if bounds.admits(one))
    if not question.is_estimate:
        yield from admitted
        return
    yield from admitted
    low, high = admitted[0], admitted[-1]
    for likely in dict.fromkeys((low, high, _middle(admitted))):
        yield {"likely": likely, "low": low, "high": high}
    yield {"likely": low, "low": low, "high": low}
    yield {"likely": _middle(admitted), "low": _middle(admitted), "high": high}


_WHOLE = (-(2**63), -1, 0, 1, 2, 60, 100, 240, 365, 1_000_000, 2**53 + 1, 2**63 - 1)


def _middle(admitted: list[float]) -> float:
    return 1.0 if 1.0 in admitted else admitted[len(admitted) // 2]


def _bounds(path: Path) -> Bounds:
    key = from_path(path)
    if key == "risk.draws":
        return Bounds(least=100, most=1_000_000)
    if key == "policy.horizon_months":
        return Bounds(least=1, most=240)
    if key == "policy.broad_task_types":
        return Bounds(least=0)
    if key in ("task.task_types", "quality.slices[0].examples"):
        return Bounds(least=1)
    return bounds_of(key)


def _ends(bounds: Bounds) -> Iterator[float]:
    """The bounds, what lies next to them inside, and nothing."""
    for end, inwards in (
        (bounds.least, math.inf),
        (bounds.above, math.inf),
        (bounds.most, -math.inf),
        (bounds.below, -math.inf),
    ):
        if end is not None:
            yield end
            yield math.nextafter(end, inwards)
    yield 0.0


def raw_of(trial: Trial) -> Raw:
    """The session of a trial, in which its number counts."""
    raw = tomllib.loads(SAMPLES[trial.sample].read_text(encoding="utf-8"))
    raw.pop("result", None)
    _put(raw, ("risk", "draws"), DRAWS)
    _complete_row(raw, trial.path)
    builds = QUESTIONS[trial.key].builds if trial.key in QUESTIONS else None
    if builds is not None:
        # A direct answer would win over the worksheet.
        if builds != "student.hosting":
            _take(raw, tuple(builds.split(".")))
        for one in worksheet(builds):
            if _get(raw, tuple(one.key.split("."))) is None and one.key in _FILLED:
                _put(raw, tuple(one.key.split(".")), _FILLED[one.key])
    _put(raw, trial.path, trial.value)
    return raw


_FILLED: dict[str, float] = {
    **{
        f"{model}.tokens.{name}": value
        for model in ("teacher", "student")
        for name, value in (
            ("input", 1_800),
            ("cached_input", 200),
            ("cache_write_input", 100),
            ("output", 300),
            ("input_price", 3 if model == "teacher" else 0.1),
            ("output_price", 15 if model == "teacher" else 0.4),
            ("batch_share", 0.1),
        )
    },
    "student.hosting.gpu_price_per_hour": 2,
    "student.hosting.calls_per_second_per_replica": 4,
    "upfront.data_generation_worksheet.examples": 20_000,
    "upfront.data_generation_worksheet.review_share": 0.1,
    "upfront.data_generation_worksheet.cost_per_review": 0.5,
    "upfront.training_worksheet.gpu_hours": 200,
    "upfront.training_worksheet.gpu_price_per_hour": 3,
    "upfront.training_worksheet.million_tokens": 50,
    "upfront.training_worksheet.price_per_million": 3,
    "upfront.evaluation_worksheet.days": 5,
    "upfront.evaluation_worksheet.day_rate": 800,
    "upfront.evaluation_worksheet.labels": 2_000,
    "upfront.evaluation_worksheet.cost_per_label": 0.5,
    "upfront.engineering_worksheet.days_each": 20,
    "upfront.engineering_worksheet.day_rate": 800,
}
"""What a worksheet is filled with, so that each of its numbers counts."""
_ROWS: dict[str, Raw] = {
    "alternatives": {"name": "prompt it", "cost_per_1k_calls": 0.9},
    "slices": {"name": "all", "examples": 900, "teacher_score": 0.95, "student_score": 0.94},
    "correlations": {
        "a": "volume.calls_per_month",
        "b": "teacher.cost_per_1k_calls",
        "rho": 0.1,
    },
    "actuals": {
        "month": "2026-03",
        "calls": 1e6,
        "student_calls": 8e5,
        "fallback_calls": 2e4,
        "teacher_cost": 900,
        "student_cost": 500,
        "upkeep": 100,
        "errors": 2_000,
        "p95_latency_seconds": 1,
    },
}


def _complete_row(raw: Raw, path: Path) -> None:
    """A row to put the number in, where the sample has none."""
    if 0 not in path:
        return
    at = path[: path.index(0)]
    rows = _get(raw, at)
    if not rows:
        _put(raw, at, [dict(_ROWS[str(at[-1])])])
    elif path[-1] == "share":
        # All have one or none.
        for row in rows:
            row.setdefault("share", 0.5)


def _get(raw: Any, path: Path) -> Any:
    for part in path:
        if isinstance(raw, dict) and part not in raw:
            return None
        raw = raw[part]
    return raw


def _put(raw: Any, path: Path, value: Any) -> None:
    *tables, last = path
    for part in tables:
        raw = raw.setdefault(part, {}) if isinstance(raw, dict) else raw[part]
    raw[last] = value


def _take(raw: Raw, path: Path) -> None:
    table = _get(raw, path[:-1])
    if isinstance(table, dict):
        table.pop(path[-1], None)
