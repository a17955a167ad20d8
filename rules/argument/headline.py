"""A verdict in a sentence or two: what it is, when the money is back, what holds it there.

Source: docs/specification.md §5.7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rules.answers.policy import Policy
from rules.catalog.rule import VerdictId
from rules.figures.figures import Figures
from rules.figures.ops import NEVER
from rules.verdict import SPOKEN, Fired
from rules.words.wording import listed, months

APART = 0.5
"""Share of the shorter payback from which on the two of them are both told."""


def headline_of(
    final: VerdictId,
    base: VerdictId,
    figures: Figures,
    policy: Policy,
    named: Sequence[Fired],
    not_counted: Sequence[str],
) -> str:
    """The headline of a verdict.

    Args:
        final: the verdict.
        base: what the arithmetic alone would say.
        figures: of the case.
        policy: whose thresholds a payback is told by.
        named: the rules that hold it where it is, in the order in which they are told.
        not_counted: lines of cost that count as nothing, by name.
    """
    says = f"{_paybacks(figures, policy)}{_without(not_counted)}"
    titles = ", ".join(one.title_within for one in named)
    verdict = SPOKEN[final].words
    if final == base:
        return f"{verdict}: {says}; mind: {titles}." if titles else f"{verdict}: {says}."
    alone = f"Arithmetic alone would say {base}"
    if final in ("reconsider", "do-not-distill"):
        # Against goes first: a short payback would read as praise.
        return f"{verdict}: {titles}. {alone}: {says}."
    return f"{verdict}: {says}. {alone}; held back by: {titles}."


def _without(not_counted: Sequence[str]) -> str:
    if not not_counted:
        return ""
    return f"; {listed(list(not_counted))} {'is' if len(not_counted) == 1 else 'are'} not counted"


def _paybacks(figures: Figures, policy: Policy) -> str:
    """The payback at full savings; beside it that in cash, where the two are far apart."""
    payback, cash = figures.headline.payback_months, figures.cash.payback_months
    has_upfront = figures.headline.upfront_total > 0
    if payback == NEVER:
        says = "the savings never recover the upfront" if has_upfront else "nothing is saved"
    elif payback == 0:
        says = "nothing upfront has to be recovered"
    else:
        says = f"payback in {payback_in_words(payback, policy)}"
    if not far_apart(payback, cash):
        return says
    if payback == NEVER:
        says = f"today's {says.removeprefix('the ')}" if has_upfront else f"today {says}"
    elif payback > 0:
        says = f"{says} at full savings"
    if cash == 0:
        over = months(policy.horizon_months)
        return f"{says}, and over {over} it costs no more than it saves"
    if cash == NEVER and payback == 0:
        return f"{says}, but over {months(policy.horizon_months)} it costs more than it saves"
    if cash == NEVER:
        return f"{says}, but the cash is not back within {months(policy.horizon_months)}"
    joint = "but with the changes to come" if payback == NEVER else "and"
    back = payback_in_words(cash, policy)
    return f"{says}, {joint} the cash is back {back} after approval"


def paybacks_in_short(figures: Figures) -> str:
    """The same where there is room for a few words; empty where no payback is known."""
    payback, cash = figures.headline.payback_months, figures.cash.payback_months
    if math.isnan(payback):
        return ""
    beside = f", cash {months(cash)}" if far_apart(payback, cash) else ""
    return f"payback {months(payback)}{beside}"


def far_apart(payback: float, cash: float) -> bool:
    """Whether headline and cash payback differ by more than half of the smaller."""
    if payback == cash or math.isnan(payback) or math.isnan(cash):
        return False
    return abs(payback - cash) > APART * min(payback, cash)


def payback_in_words(payback: float, policy: Policy) -> str:
    """A payback, so that it reads on the side of every threshold that it is on."""
    return months(
        payback,
        policy.strong_payback_months,
        policy.defensible_payback_months,
        policy.stop_payback_months,
    )
