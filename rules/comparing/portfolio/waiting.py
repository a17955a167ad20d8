"""Why a case is not among those that are done.

Source: docs/specification.md §16.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rules.answers.slack import SLACK
from rules.comparing.portfolio.choices import Option, Terms, Totals
from rules.comparing.portfolio.preparing import Prepared, Reason


def why_not(name: str, prepared: Prepared, chosen: Sequence[int], terms: Terms) -> list[Reason]:
    """The reasons for which a member waits beside those that are chosen.

    Args:
        name: of the member.
        prepared: what could be chosen.
        chosen: the options that are.
        terms: what there is to spend.
    """
    if name in prepared.blocked:
        return [prepared.blocked[name]]
    choices = prepared.choices
    done = choices.members(chosen)
    lacking = [one for one in prepared.relations.closure(name) if one not in done]
    for one in lacking:
        for other in prepared.relations.excluded_by(one, done):
            return [Reason("excluded", other)]
    needs = [Reason("needs", one) for one in lacking if one != name]
    closed = next((one for one in lacking if one not in choices.of), None)
    if closed is not None:
        return needs if closed != name else [*_by_itself(prepared, name, terms), *needs]
    supporters = choices.supporters.get(name)
    if supporters is not None and supporters.isdisjoint(done):
        return [Reason("verdict", rules=prepared.members[name].against)]
    before = choices.totals(chosen)
    trials = [
        choices.totals([*chosen, *added])
        for option in choices.of[name]
        if (added := _with_needs(prepared, option, lacking)) is not None
    ]
    if not trials:
        return [Reason("too-late"), *needs]
    gains = [one.npv - before.npv for one in trials]
    if max(gains) <= SLACK * max(abs(before.npv), 1.0):
        return [Reason("loses-money", amount=max(gains)), *needs]
    return [*_shortest(trials, gains, terms), *needs]


def _by_itself(prepared: Prepared, name: str, terms: Terms) -> list[Reason]:
    """Why a member is never worth a look."""
    offered = prepared.offered.get(name, ())
    if not offered:
        return [Reason("too-late")]
    first = max(offered, key=lambda one: one.own_npv)
    if first.own_npv <= 0:
        return [Reason("loses-money", amount=first.npv)]
    return _lacking(Totals(0.0, (first.own_upfront,), (first.own_people,)), terms) or [
        Reason("not-proved")
    ]


def _with_needs(prepared: Prepared, option: int, lacking: Sequence[str]) -> list[int] | None:
    """An option with all that it still needs, begun as early as it can; None without the time."""
    choices = prepared.choices
    this = choices.options[option].member
    added = [option, *(choices.of[name][0] for name in lacking if name != this)]
    by_name: dict[str, Option] = {
        choices.options[one].member: choices.options[one] for one in added
    }
    for name, one in by_name.items():
        for needed in choices.needs.get(name, ()):
            if needed in by_name and by_name[needed].launched > one.start:
                return None
    return added


def _shortest(trials: Sequence[Totals], gains: Sequence[float], terms: Terms) -> list[Reason]:
    """What is lacking where least is, of the times at which something would be gained."""
    found = [_lacking(one, terms) for one, gain in zip(trials, gains, strict=True) if gain > 0]

    def share(reasons: list[Reason]) -> float:
        limits = {"budget": terms.budget, "people": terms.people or 0.0}
        return math.fsum(one.amount / (limits[one.why] or 1.0) for one in reasons)

    return min(found, key=share) or [Reason("not-proved")]


def _lacking(totals: Totals, terms: Terms) -> list[Reason]:
    """By how much a choice goes beyond what there is, in the quarter that is worst."""
    reasons = []
    money = max(totals.upfront) - terms.budget
    if money > SLACK * max(terms.budget, 1.0):
        reasons.append(Reason("budget", amount=money))
    if terms.people is not None:
        months = max(totals.people) - terms.people
        if months > SLACK * max(terms.people, 1.0):
            reasons.append(Reason("people", amount=months))
    return reasons
