"""The catalogue of rules: one object per condition, in the order of docs/specification.md §4.3.

Documentation, screens, reports and `payback rules` read `RULES`; nothing else lists rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.catalog import (
    alternatives,
    cash,
    evidence,
    growth,
    guesswork,
    labels,
    quality,
    retirement,
    saving,
    scores,
    serving,
    task,
    teacher,
    uncounted,
    upkeep,
    upside,
    volume,
)
from rules.catalog.rule import Rule

_MODULES = (
    alternatives,
    cash,
    evidence,
    growth,
    guesswork,
    labels,
    quality,
    retirement,
    saving,
    scores,
    serving,
    task,
    teacher,
    uncounted,
    upkeep,
    upside,
    volume,
)
"""Where the rules stand, each as a name of its module."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (one for module in _MODULES for one in vars(module).values() if isinstance(one, Rule)),
        key=lambda rule: rule.place,
    )
)

BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
