"""Answers that usage gives to the questions of a case, and why it does not give the others.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from rules.usage.proposal import Beside, NotProposed, Proposal, Proposals, out_of_bounds
from rules.usage.serving import latency_proposed, model_proposed, peak_proposed
from rules.usage.summary import Summary
from rules.usage.tokens import cost_proposed, tokens_proposed
from rules.usage.volume import volume_proposed


def propose(found: Summary, beside: Beside) -> Proposals:
    """The answers that calls of one endpoint give."""
    answers = (
        *volume_proposed(found, beside),
        *tokens_proposed(found, beside),
        cost_proposed(found, beside),
        model_proposed(found, beside),
        latency_proposed(found, beside),
        peak_proposed(found, beside),
    )
    checked = [out_of_bounds(one) or one if isinstance(one, Proposal) else one for one in answers]
    return Proposals(
        tuple(one for one in checked if isinstance(one, Proposal)),
        tuple(one for one in checked if isinstance(one, NotProposed)),
    )
