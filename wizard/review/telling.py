"""Decisions in words for a terminal, and as JSON.

Source: docs/specification.md §14.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from rules.answers.records import Decision
from rules.review.words import in_words, standing
from rules.words.money import Words
from rules.words.wording import plural
from wizard.reports.text import WIDTH, plain, points, words


def recorded(decision: Decision, remarks: Iterable[str], spell: Words) -> str:
    """What is said once a decision is on record, with further remarks."""
    answers = plural(len(decision.answers), "answer", "answers")
    said = [
        f"The case: {standing(decision, spell)}.",
        *remarks,
        f"Kept with it: {answers} and the policy, fingerprint {decision.fingerprint[:12]}.",
    ]
    return plain([*words(f"{in_words(decision)}.", WIDTH), *points(said, WIDTH)])


def as_json(value: Any) -> Any:
    """A plain value of TOML as JSON has it: days and times as text, no number as none."""
    if isinstance(value, Mapping):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date | time) else value
