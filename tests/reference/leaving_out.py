"""What is not yet answered (docs/specification.md, 1.3)."""

from __future__ import annotations

import random
from collections.abc import Callable

from .building import ITEMS, SHEETS, Session, drop, put
from .estimates import table


def leave_out(session: Session, rng: random.Random) -> None:
    """Remove one to three things that a verdict needs (section 1.3)."""

    def no_teacher() -> None:
        drop(session, "teacher.cost_per_1k_calls")
        drop(session, "teacher.tokens")
        drop(session, "teacher.bill_per_month")

    def no_student() -> None:
        for key in ("cost_per_1k_calls", "tokens", "hosting", "fixed_cost_per_month"):
            drop(session, f"student.{key}")

    def no_upfront() -> None:
        for key in (*ITEMS, *SHEETS.values(), "other"):
            drop(session, f"upfront.{key}")

    def half_a_worksheet() -> None:
        path, keys = rng.choice(
            [
                ("teacher.tokens", ["input", "output", "input_price", "output_price"]),
                ("student.tokens", ["input", "output", "input_price", "output_price"]),
                ("student.hosting", ["gpu_price_per_hour", "calls_per_second_per_replica"]),
                ("upfront.data_generation_worksheet", ["examples"]),
                ("upfront.evaluation_worksheet", ["days", "day_rate"]),
                ("upfront.engineering_worksheet", ["days_each", "day_rate"]),
            ]
        )
        begun: dict[str, Session] = {
            "teacher.tokens": {"input": 1200, "output": 150, "input_price": 2.5},
            "student.tokens": {"input": 1200, "output": 150, "output_price": 0.6},
            "student.hosting": {"gpu_price_per_hour": 2.1, "min_replicas": 2},
            "upfront.data_generation_worksheet": {"review_share": 0.1, "examples": 5000},
            "upfront.evaluation_worksheet": {"days": 10, "labels": 500},
            "upfront.engineering_worksheet": {"people": 2, "days_each": 15},
        }
        if not table(session, path):
            put(session, path, dict(begun[path]))
        for key in rng.sample(keys, rng.randint(1, min(2, len(keys)))):
            drop(session, f"{path}.{key}")
        if not table(session, path):
            drop(session, path)
        if rng.random() < 0.7:  # else a direct answer, where there is one, still wins
            if path.endswith("tokens"):
                drop(session, path.replace("tokens", "cost_per_1k_calls"))
            for item, sheet in SHEETS.items():
                if path == f"upfront.{sheet}":
                    drop(session, f"upfront.{item}")

    steps: list[Callable[[], None]] = [
        lambda: drop(session, "volume.calls_per_month"),
        no_teacher,
        no_student,
        no_upfront,
        lambda: drop(session, "maintenance.redistillations_per_year"),
        lambda: drop(session, "task.breadth"),
        half_a_worksheet,
        half_a_worksheet,
        half_a_worksheet,
    ]
    for step in rng.sample(steps, rng.choice([1, 1, 2, 3])):
        step()
    if rng.random() < 0.05:
        for key in list(session):
            if key not in ("schema", "title"):
                del session[key]
