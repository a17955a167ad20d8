"""All that an import offers to one session: answers, and shares of its slices."""

from __future__ import annotations

from typing import NamedTuple

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.usage.proposal import Proposals
from wizard.imports.importing import Imported, Money
from wizard.imports.review import Offer, money_of, offers
from wizard.imports.slice_shares import offered_shares


class Offered(NamedTuple):
    """What is offered to a session."""

    money: Money
    """In which it reckons."""
    offers: tuple[Offer, ...]
    proposals: Proposals
    """What is offered, and what is not."""


def offered_to(imported: Imported, answers: Answers, team: TeamPolicy | None) -> Offered:
    """What an import offers to a session of these answers, judged by a team's policy."""
    money = money_of(answers, team)
    found = imported.proposals(money)
    shares, not_made = offered_shares(imported, answers)
    return Offered(
        money,
        (*offers(answers, found.made, money), *shares),
        Proposals((*found.made, *(one.proposal for one in shares)), (*found.not_made, *not_made)),
    )
