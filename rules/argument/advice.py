"""What to do instead of distilling now: nothing that leads to the next refusal.

Source: docs/specification.md §5.7.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rules.answers.slack import below
from rules.argument.volume_needed import FARTHEST, volume_needed
from rules.catalog.growth import SHRINKING
from rules.catalog.rule import VerdictId
from rules.figures.alternatives import AlternativeResult
from rules.figures.figures import Figures
from rules.verdict import AGAINST, SPOKEN, Fired, MoreCalls
from rules.words.money import Words
from rules.words.wording import count, listed

_BY_VOLUME = ("low-volume", "half-volume-breaks", "growth-carries")
"""Rules that more calls could silence."""


class Elsewhere(NamedTuple):
    """What a case would be called at another volume."""

    verdict: VerdictId | None
    against: tuple[str, ...]
    """What the rules are called that would speak against it there."""


def steps(
    figures: Figures, fired: Sequence[Fired], named: Sequence[Fired], words: Words
) -> list[str]:
    """What to do instead, the first step first.

    Args:
        figures: of a case against distilling.
        fired: all rules that fired.
        named: those that decide, or cause what decides.
        words: for amounts of money.
    """
    by_id = {one.rule.id: one for one in fired}
    best = advised_alternative(figures, fired)
    taken = [_take(best, words)] if best is not None else []
    if "spend-too-small" in by_id:
        said = taken or [by_id["spend-too-small"].remedy]
        # What is spent today is all that can be saved, but for what growth may add to it.
        return [*said, by_id["growth-carries"].remedy] if "growth-carries" in by_id else said
    tried = {one.kind for one in figures.alternatives if one.priced}
    causes = [one for one in named if not one.rule.is_symptom]
    advice = [*taken]
    # The stock advice to prompt a small model is no news where that was reckoned already.
    advice += [
        one.remedy
        for one in causes or named
        if one.remedy
        and (one.rule.advises is None or one.rule.advises not in tried)
        and not (taken and one.rule.id == "cheaper-alternative")
    ]
    unproven = by_id.get("alternative-unproven")
    if best is None and unproven is not None and unproven.remedy not in advice:
        advice.append(unproven.remedy)
    elif best is None and tried:
        advice.append("No alternative listed is worth its cost at acceptable quality.")
    return advice or ["Stay with the teacher, and bring down the upfront or what a call costs."]


def advised_alternative(figures: Figures, fired: Sequence[Fired]) -> AlternativeResult | None:
    """The alternative to take in place of distilling; None where none is shown to be worth it.

    Where spend is too small to matter, it is one only if it is worth more than distilling.
    """
    student, policy = figures.drivers, figures.policy
    ids = {one.rule.id for one in fired}
    if "spend-too-small" in ids and "cheaper-alternative" not in ids:
        return None
    worthwhile = [one for one in figures.alternatives if one.is_worthwhile(student, policy)]
    return max(worthwhile, key=lambda one: one.npv, default=None)


def _take(one: AlternativeResult, words: Words) -> str:
    upfront = words.money(one.upfront_total) if one.upfront_total > 0 else "nothing"
    take = f"Take the alternative '{one.name or one.kind}' first:"
    if one.monthly_savings < 0:
        return (
            f"{take} today it costs {words.money(-one.monthly_savings)} a month more, for {upfront}"
            f" upfront, but with what is to change it is worth {words.money(one.npv)}."
        )
    return (
        f"{take} it saves {words.money(one.monthly_savings)} a month for {upfront} upfront, worth"
        f" {words.money(one.npv)} today."
    )


def more_calls(
    figures: Figures, fired: Sequence[Fired], judged_at: Callable[[float], Elsewhere]
) -> MoreCalls | None:
    """From how many calls on a case would be one to distil, or that calls alone make it none.

    None where neither is worth saying.
    """
    ids = {one.rule.id for one in fired}
    now, hosting = figures.drivers.calls_per_month, figures.drivers.hosting
    # Where calls leave, a volume that is reached would not last.
    leaving = below(figures.drivers.monthly_growth, SHRINKING)
    if "spend-too-small" in ids or leaving or not now > 0:
        return None
    seen: dict[float, Elsewhere] = {}

    def is_case(volume: float) -> bool:
        seen[volume] = judged_at(volume)
        return seen[volume].verdict is not None and seen[volume].verdict not in AGAINST

    capacity = math.inf
    if hosting is not None:
        capacity = hosting.capacity / figures.drivers.share_moved
    needed = volume_needed(now, is_case, capacity)
    if needed is not None:
        return MoreCalls(
            needed,
            f"Come back at {count(needed)} calls a month, {count(now)} today: from there on it is a"
            " defensible case, all else as it is.",
        )
    return _not_by_calls(seen) if ids.intersection(_BY_VOLUME) else None


def _not_by_calls(seen: Mapping[float, Elsewhere]) -> MoreCalls | None:
    """That more calls alone make no case of it, and what else would have to change."""
    if not seen:
        return None
    farthest = seen[max(seen)]
    if farthest.verdict is None or farthest.verdict not in AGAINST:
        return None
    still = f", since there would still be against it: {listed(list(farthest.against))}"
    return MoreCalls(
        None,
        f"More calls alone make no case of it: even at {FARTHEST:,} times as many the verdict is"
        f" '{SPOKEN[farthest.verdict].within}'{still if farthest.against else ''}.",
    )
