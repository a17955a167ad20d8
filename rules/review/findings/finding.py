"""What a finding of a review is: a condition under which somebody has to look, or to act.

Like a rule it is declared once, with its words and when it fires; unlike a rule it caps nothing,
and judging a case knows none of it.

Source: docs/specification.md §14.6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from rules.review.reviewed import Reviewed
from rules.words.money import Words

Evidence: TypeAlias = Mapping[str, Any]
"""The values that made it fire, by name; "never" is infinity."""


class Watch(NamedTuple):
    """One condition. Stateless: everything it says comes from the case that is looked at."""

    id: str
    """Never changes once it is released."""
    title: str
    fires_when: str
    """The condition in words, for the documentation."""
    check: Callable[[Reviewed], Evidence | None]
    explain: Callable[[Evidence, Words], str]
    """A sentence with the numbers in it."""
    remedy: str
    """What to do about it."""


class Noticed(NamedTuple):
    """A condition that holds."""

    watch: Watch
    evidence: Evidence
    message: str
