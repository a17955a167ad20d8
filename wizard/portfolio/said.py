"""Why cases wait, and what is held still, in words."""

from __future__ import annotations

from rules.argument.what_varies import inline
from rules.comparing.portfolio.plan import Plan, Waiting
from rules.comparing.portfolio.preparing import Reason
from rules.comparing.portfolio.whole import Whole
from rules.results import label_of
from rules.words.money import Words
from rules.words.wording import listed, months

MOST_HELD = 3
"""Numbers held still that are named; the others are counted."""


def reasons(found: Plan, waiting: Waiting) -> str:
    """Why a case waits, as a clause."""
    return "; ".join(reason(one, found) for one in waiting.reasons)


def reason(one: Reason, found: Plan) -> str:
    """One reason, as a clause."""
    say = Words(found.currency)
    each = " in any quarter in which it is worth doing" if found.terms.per_quarter else ""
    match one.why:
        case "budget":
            return f"the budget is {say.money(one.amount)} short{each}"
        case "people":
            return f"people are {months(one.amount)} short{each}"
        case "too-late":
            return "no time is left in which it could begin"
        case "excluded":
            return f"{one.other} is done instead"
        case "needs":
            return f"needs {one.other}, which is not done"
        case "loses-money":
            return f"would be worth {say.money(one.amount)}"
        case "verdict":
            return f"do-not-distill, by {listed(list(one.rules))}"
        case "impossible":
            return one.says
        case "too-large":
            return "its draws are too large to calculate with"
        case "not-proved":
            return "not proved to be worse than what is done"


def held(whole: Whole, found: Plan) -> str:
    """Which large numbers no draw touches, as a clause."""
    if not whole.large_held:
        return "none that is large is held still"
    shown = [
        f"{inline(label_of(key, found.members[name].case))} of {name}"
        for name, key in whole.large_held[:MOST_HELD]
    ]
    if len(whole.large_held) > MOST_HELD:
        shown.append(f"{len(whole.large_held) - MOST_HELD} more")
    return f"held still although large: {listed(shown)}"
