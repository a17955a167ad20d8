"""Tokens and cost of a call.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from rules.answers.estimate import Basis
from rules.usage.cost import priced
from rules.usage.proposal import COST, KINDS, TOKENS, Beside, NotProposed, Proposal, told_calls
from rules.usage.summary import Summary
from rules.words.wording import without_noise


def tokens_proposed(found: Summary, beside: Beside) -> tuple[Proposal | NotProposed, ...]:
    """Tokens of a call, each kind by itself."""
    tokens = found.tokens
    of_kinds = (
        (tokens.input, found.input_told, found.input_told),
        (tokens.cached, found.cached_told, found.input_told),
        (tokens.written, found.written_told, found.input_told),
        (tokens.output, found.output_told, found.output_told),
    )
    if not beside.counts_calls or found.calls <= 0:
        why = "no call was answered" if beside.counts_calls else "the source counts no calls"
        return tuple(NotProposed(f"{TOKENS}.{kind}", why) for kind in KINDS)
    if not (tokens.input or tokens.output):
        return (NotProposed(f"{TOKENS}.input", "the source has no tokens"),)
    return tuple(
        _mean(f"{TOKENS}.{kind}", total, told, among, found, beside)
        for kind, (total, told, among) in zip(KINDS, of_kinds, strict=True)
    )


def _mean(
    key: str, total: float, told: int, among: int, found: Summary, beside: Beside
) -> Proposal | NotProposed:
    """Tokens of one kind per call; what no row tells is not 0.

    So many rows tell of this kind, `among` those that tell of tokens on this side of a call.
    """
    if not told:
        apart = "" if key.endswith((".input", ".output")) else " apart"
        return NotProposed(key, f"the source does not tell these tokens{apart}")
    said = f"{beside.source}; mean of {told_calls(found.calls)}"
    if told < found.answered_rows:
        said += f", told by {told:,} of {found.answered_rows:,} rows"
    calls = found.calls * among / found.answered_rows
    return Proposal(key, _digits(total / calls), source=said)


def _digits(value: float) -> float:
    """A mean, to as many digits as anybody could want of it."""
    return float(f"{value:.8g}")


def cost_proposed(found: Summary, beside: Beside) -> Proposal | NotProposed:
    """The cost of 1,000 calls, as logged, else by the list."""
    if not beside.counts_calls or found.calls <= 0:
        return NotProposed(COST, "a cost per call needs calls, and none is counted")
    basis: Basis = "measured"
    how = "billed for the days of" if found.billed else "logged,"
    said = f"{how} {told_calls(found.calls_with_cost)}"
    total, calls = found.cost or 0.0, found.calls_with_cost
    by_list = priced(found.unpriced, found.calls_unpriced, beside.prices)
    if by_list is not None:
        total, calls = total + by_list.cost, calls + found.calls_unpriced
        at_list = f"{told_calls(found.calls_unpriced)} without a logged cost at {by_list.source}"
        said = f"{said}; {at_list}" if found.calls_with_cost else at_list
        basis = "estimated"
    elif found.unpriced and not found.calls_with_cost:
        return NotProposed(COST, f"no cost is logged, and {_no_price(found, beside)}")
    elif found.unpriced or found.calls_untold:
        said = f"{said} of {told_calls(found.calls)}; the cost of the others is not known"
        basis = "estimated"
    if calls <= 0 or total <= 0:
        return NotProposed(COST, "no cost is logged")
    per_1k = 1000 * total / calls
    if beside.currency != "USD":
        if beside.rate is None:
            why = (
                f"costs are in US dollars and the case is in {beside.currency}; set"
                f" policy.usd_rate, how many {beside.currency} one US dollar is"
            )
            return NotProposed(COST, why)
        said = (
            f"{said}; ${without_noise(per_1k):g} at {beside.rate:g} {beside.currency} per US dollar"
        )
        per_1k *= beside.rate
    return Proposal(COST, _digits(per_1k), basis=basis, source=f"{beside.source}; {said}")


def _no_price(found: Summary, beside: Beside) -> str:
    missing = [one for one in found.unpriced if one not in beside.prices]
    named = [one for one in missing if one]
    if missing and not named:
        return "the source names no model to price it by"
    which = f" for {', '.join(named[:3])}" if named else " that is a single one"
    return f"the price list has none{which}"
