"""Whether a copy is judged as its original is: payback, rules, verdict and margins.

Source: docs/specification.md §8.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.assess import Assessment
from rules.figures.catalogue import FIGURES
from rules.uncertainty.sensitivity import sensitivity
from wizard.support.redaction.stand_ins import StandIns

TOLERANCE = 1e-9
"""How far a figure may be off, relative to itself: what rounding does, and no more."""


@dataclass(frozen=True)
class Judged:
    """All that is said of a case apart from amounts of money."""

    assessment: Assessment

    @property
    def outcome(self) -> tuple[object, ...]:
        """Verdict, rules that fired with their caps, and what is missing."""
        verdict = self.assessment.verdict
        return (
            None if verdict is None else (verdict.id, verdict.base, verdict.capped_by),
            [(one.rule.id, one.cap) for one in self.assessment.fired],
            self.assessment.missing,
            self.assessment.too_large is None,
        )

    @property
    def figures(self) -> Iterator[float]:
        """The figures that are no amounts of money."""
        figures = self.assessment.figures
        for one in FIGURES:
            # Whether there is an internal rate may hang on the rounding of flows that are nothing.
            if one.kind not in ("money", "price") and one.name != "cash.irr":
                yield one.read(figures)
        for alternative in figures.alternatives:
            yield alternative.incremental_payback_months

    @cached_property
    def margins(self) -> Mapping[str, float]:
        """How far each number alone may worsen, relative to itself; NaN where there is no limit."""
        found = sensitivity(self.assessment.case, self.assessment.policy)
        return {
            one.key: math.nan if one.change is None else one.change
            for one in (found.margins if found is not None else ())
            # The margin of a 0 is an amount itself.
            if one.value
        }


def is_judged_alike(original: Judged, copy: Judged, stand_ins: StandIns) -> bool:
    """Whether the copy comes to what the original comes to."""
    known = {stand_ins.key(one.key) for one in original.assessment.problems}
    return (
        original.outcome == copy.outcome
        # A problem of its own would be about the factor, not about the case.
        and all(one.key in known for one in copy.assessment.problems)
        and all(_same(*pair) for pair in zip(original.figures, copy.figures, strict=True))
        and _same_margins(
            {stand_ins.key(key): change for key, change in original.margins.items()}, copy.margins
        )
    )


def _same_margins(original: Mapping[str, float], copy: Mapping[str, float]) -> bool:
    return original.keys() == copy.keys() and all(
        _same(change, copy[key]) for key, change in original.items()
    )


def _same(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=TOLERANCE)
