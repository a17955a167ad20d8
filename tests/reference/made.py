"""A session written by hand, that passes every condition."""

from __future__ import annotations

import tomllib
from typing import Any

from .facts import Facts, facts_of
from .judge import judge

CLEAN = """
as_of = 2025-01-31
[task]
breadth = "narrow"
training_data = "available"
[volume]
calls_per_month = { likely = 1_000_000, basis = "measured" }
[teacher]
cost_per_1k_calls = { likely = 10, basis = "quoted" }
training_terms = "permitted"
[student]
cost_per_1k_calls = { likely = 2, basis = "measured" }
[upfront]
data_generation = 8000
training_compute = 2000
evaluation_build = 4000
engineering_time = 2000
[maintenance]
redistillations_per_year = 2
[quality]
basis = "measured"
frozen = true
[[quality.slices]]
name = "all"
examples = 9000
teacher_score = 0.9
student_score = 0.9
"""


def session(text: str) -> dict[str, Any]:
    """A session of this text."""
    return tomllib.loads("schema = 1\n" + text)


def changed(*changes: tuple[str, str], more: str = "") -> dict[str, Any]:
    """The clean session with some of its text replaced, and more behind it."""
    text = CLEAN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return session(text + more)


def rules_of(one: dict[str, Any]) -> dict[str, str | None]:
    """The rules that fire, with their caps."""
    return {rule["id"]: rule["cap"] for rule in judge(one)["rules"]}


def of(*changes: tuple[str, str], more: str = "") -> Facts:
    """The figures of the clean session with some of its text replaced."""
    return facts_of(changed(*changes, more=more))
