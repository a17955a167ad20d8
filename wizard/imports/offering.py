"""All that an import offers to one session: answers, and shares of its slices."""

from __future__ import annotations

from typing import NamedTuple

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.usage.proposal import MODEL, Proposals
from rules.usage.summary import without_provider
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
    offered = offers(answers, found.made, money)
    if _has_calls_on_the_student(imported, answers):
        # Beside what one call to the teacher costs, such a mean says nothing of either model.
        offered = tuple(
            one if one.standing == "same" else one._replace(standing="mixed") for one in offered
        )
    return Offered(
        money,
        (*offered, *shares),
        Proposals((*found.made, *(one.proposal for one in shares)), (*found.not_made, *not_made)),
    )


def _has_calls_on_the_student(imported: Imported, answers: Answers) -> bool:
    """Whether calls of the source ran on the session's student, as after its launch."""
    student, teacher = (
        without_provider(str(answers.value(key) or "")) for key in ("student.model", MODEL)
    )
    called = {without_provider(one.name) for one in imported.summary.models}
    return student in called - {teacher, ""}
