"""What came of a case in a few words: how it stands, as what, and what can be done now.

Source: docs/specification.md §14.5 and §14.6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from rules.answers.slack import above, at_least
from rules.review.findings.finding import Noticed
from rules.review.findings.money import BEHIND
from rules.review.forecast import Forecast
from rules.review.reviewed import Reviewed
from rules.review.ways_open import Kind, Way
from rules.verdict import Tone
from rules.words.wording import months, percent, plural


class Stand(NamedTuple):
    """How a case stands against what was approved."""

    words: str
    sign: str
    """Beside the words, so that colour never stands alone."""
    tone: Tone


AS_PLANNED: Final = {name: Stand(f"As {name}", "+", "good") for name in ("approved", "planned")}
BETTER: Final = {
    name: Stand(f"Better than {name}", "++", "good") for name in ("approved", "planned")
}
BEHIND_SO_FAR: Final = Stand("Behind plan so far", "?", "fair")
"""Where months on record are too few for the finding."""
NOT_YET: Final = Stand("Nothing to tell yet", "?", "fair")
_BY_FINDING: Final = {
    "go-back": Stand("Another way is better from here", "×", "bad"),
    "never-launched": Stand("Never launched", "×", "bad"),
    "quality-slipped": Stand("Quality has slipped", "?", "fair"),
    "behind-plan": Stand("Behind plan", "?", "fair"),
}
"""The first of these that was noticed says how the case stands; a review that is due says nothing
of it."""
MORE_FALLBACK: Final = Stand("More falls back than planned", "?", "fair")
"""Where no more errors were counted: calls may fall back by design, and their answers are right."""

WAYS: Final[dict[Kind, str]] = {
    "keep": "Keep the student",
    "redistil": "Redistil now",
    "move-more": "Move more calls",
    "teacher": "Go back to the teacher",
    "alternative": "Change to",
}


def stand(case: Reviewed, noticed: Sequence[Noticed]) -> Stand:
    """How a case stands.

    Args:
        case: that is looked at.
        noticed: what was found, the most pressing first.
    """
    for one in noticed:
        if one.watch.id == "quality-slipped" and one.evidence["error_rate"] is None:
            return MORE_FALLBACK
        if one.watch.id in _BY_FINDING:
            return _BY_FINDING[one.watch.id]
    found = case.forecast
    if found is None or not case.gap.months:
        return NOT_YET
    planned = found.planned[found.known] - found.planned[0]
    more = found.balance[found.known] - found.planned[found.known]
    if planned > 0 and above(-more, BEHIND * planned):
        return BEHIND_SO_FAR
    # As much ahead as it would have to lie behind to be told of.
    is_better = planned > 0 and at_least(more, BEHIND * planned)
    return (BETTER if is_better else AS_PLANNED)[case.promised]


def headline(case: Reviewed) -> str:
    """Balance, payback and its chance, in a sentence or two."""
    found, words = case.forecast, case.words
    if found is None:
        return "A number is too large to calculate with."
    horizon = months(case.plan.policy.horizon_months)
    if not found.known:
        said = "No month with the student is on record."
    else:
        said = (
            f"After {plural(found.known, 'month', 'months')} the balance is"
            f" {words.money(found.balance[found.known])}; {case.promised} were"
            f" {words.money(found.planned[found.known])}."
        )
    return (
        f"{said} {_when_back(case, found, horizon)}; the chance that it is back within {horizon} is"
        f" {percent(found.within_horizon)}."
    )


def _when_back(case: Reviewed, found: Forecast, horizon: str) -> str:
    comes, was_to_come = math.isfinite(found.payback), math.isfinite(found.planned_payback)
    if not comes and not was_to_come:
        return f"The money is not back within {horizon}, as {case.promised}"
    back = f"back after {months(found.payback)}" if comes else f"not back within {horizon}"
    planned = months(found.planned_payback) if was_to_come else f"more than {horizon}"
    return f"The money is {back}, {case.promised} were {planned}"


def way_in_words(way: Way) -> str:
    """`Keep the student`, `Change to a small model`."""
    return f"{WAYS[way.kind]} {way.name}".strip() if way.name else WAYS[way.kind]


def best_in_words(case: Reviewed) -> str:
    """Which way is worth most from here, and over how long."""
    ways, words = case.ways, case.words
    best = ways.best
    ahead = plural(ways.months, "month", "months")
    said = (
        f"Over the {ahead} ahead, what was spent left out, the best way is:"
        f" {way_in_words(best)[:1].lower()}{way_in_words(best)[1:]}"
    )
    if best.kind == "teacher":
        return f"{said}; every way with the student is worth less than nothing against it."
    return f"{said}, worth {words.money(best.npv)} today against having all calls on the teacher."
