"""Sessions that tests start from."""

from __future__ import annotations

import tomllib
from pathlib import Path

from rules.answers.answers import Answers, Entry, Table
from rules.answers.entries import parse_entry
from rules.questions import QUESTIONS
from wizard.sessions.codec import decode
from wizard.sessions.samples import list_samples

SAMPLES = {sample.name: sample.path for sample in list_samples()}

COMPLETE = """\
schema = 1
# Kept by the platform team.
title = "Tickets"
as_of = 2026-11-24

[task]
breadth = "narrow" # one decision

[volume]
calls_per_month = { likely = 6_000_000, low = 4.5e6, high = 8_000_000, basis = "measured" }

[teacher]
cost_per_1k_calls = 4.20 # invoice
training_terms = "permitted"

[student]
cost_per_1k_calls = 0.5

[upfront]
engineering_time = 30_000

[upfront.other]
licence = 5_000 # purchase order 17
"legal review" = 2_500

[maintenance]
redistillations_per_year = 2

[[quality.slices]]
# The big one.
name = "billing"
share = 0.7
teacher_score = 0.95
student_score = 0.94

[[quality.slices]]
name = "fraud"
share = 0.3
teacher_score = 0.97
student_score = 0.96
"""
"""A case with a verdict, a range, both kinds of tables, and remarks."""


def answers_of(text: str) -> Answers:
    """The answers that the text of a session holds."""
    return decode(tomllib.loads(text))[0]


def written(path: Path) -> Answers:
    """The answers that a session on disk holds."""
    return answers_of(path.read_text(encoding="utf-8"))


def typed(key: str, text: str) -> Entry | None:
    """The entry that a typed text makes for a question."""
    return parse_entry(QUESTIONS[key], text, path=tuple(key.split(".")))


def plain(answers: Answers) -> dict[str, object]:
    """Answers as plain values by key, for comparison."""
    return {
        key: [row.values() for row in entry.value.rows]
        if isinstance(entry.value, Table)
        else entry.value
        for key, entry in answers.items()
    }
