"""What an import offers to one session: each answer beside the present one, and those taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from rules.answers.answers import Answers, Entry
from rules.answers.case_of import case_of
from rules.answers.defaults import CURRENCY, currency
from rules.answers.entries import entry_of, understood
from rules.answers.estimate import BASES, Estimate
from rules.answers.policy import Policy, TeamPolicy, effective
from rules.assess import assess
from rules.questions import QUESTIONS
from rules.usage.proposal import COST, TOKENS, Proposal
from wizard.imports.accepting import Question
from wizard.imports.accepting import accepted as named
from wizard.imports.importing import Money

Standing = Literal["new", "same", "other", "better", "begins", "mixed"]
"""How the present answer stands to a proposal: there is none, it says the same, something else, or
something else on a better basis; or the answer begins a worksheet that the case does without, or is
of calls on the student as well."""

DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        "better": "What is there has the better basis",
        "begins": "It begins a worksheet that the case does without, and that then lacks answers",
        "mixed": "Calls on the student are among these; months after launch are for payback track",
    }
)
"""Why an answer is not taken unasked."""


class Offer(NamedTuple):
    """A proposal for a session, beside what the session says."""

    proposal: Proposal
    entry: Entry
    """The answer that it would become."""
    now: str
    """The present answer in words, with basis and source; empty where there is none."""
    standing: Standing
    table: str = ""
    """The table that the entry is, where the proposal is for a column of one."""

    @property
    def answers(self) -> str:
        """The key of the answer that the entry is."""
        return self.table or self.proposal.key


def money_of(answers: Answers, team: TeamPolicy | None = None) -> Money:
    """In which money a session reckons, and what it says a dollar is."""
    name = currency(answers, team)
    policy, _ = effective(case_of(answers)[0].policy, team, name)
    return money_in(name, policy)


def money_in(name: str, policy: Policy) -> Money:
    """The money of a currency, with what the policy says a dollar is."""
    return Money() if name == CURRENCY else Money(name, policy.usd_rate)


def offers(answers: Answers, proposals: Iterable[Proposal], money: Money) -> tuple[Offer, ...]:
    """The proposals, each beside the present answer."""
    offered = tuple(_offer(answers.get(one.key), one, money) for one in proposals)
    before = set(assess(answers).missing)
    lacking = set(assess(with_accepted(answers, offered)).missing) - before
    begun = {_sheet(key) for key in lacking}
    if COST in before:
        # The tokens are a beginning of what is missing anyway.
        begun -= {TOKENS}
    return tuple(
        one._replace(standing="begins")
        if one.standing == "new" and _sheet(one.proposal.key) in begun
        else one
        for one in offered
    )


def _sheet(key: str) -> str:
    return key.rpartition(".")[0]


def _offer(before: Entry | None, one: Proposal, money: Money) -> Offer:
    question = QUESTIONS[one.key]
    value = (
        one.value
        if isinstance(one.value, str)
        else Estimate(one.value, one.low, one.high, one.basis, one.source)
    )
    entry = entry_of(question, value)
    if before is None:
        return Offer(one, entry, "", "new")
    said = (
        understood(question, before.value, money.currency) if before.usable else f"'{before.text}'"
    )
    now = ", ".join(filter(None, (said, before.basis or "", before.source)))
    if before.value == value:
        return Offer(one, entry, now, "same")
    is_better = (
        isinstance(value, Estimate)
        and before.usable
        and BASES.index(before.basis or "estimated") < BASES.index(one.basis)
    )
    return Offer(one, entry, now, "better" if is_better else "other")


def accepted(offered: Iterable[Offer], words: Collection[str]) -> tuple[Offer, ...]:
    """The offers that `--accept` names: by key, by the beginning of one up to a dot, or all.

    `all` takes nothing of `DOUBTS`; its key does.

    Raises:
        InputUnusable: where a word names none.
    """
    offered = tuple(offered)
    questions = [
        Question(one.proposal.key, one.now, "", DOUBTS.get(one.standing, "")) for one in offered
    ]
    keys = named(questions, words)
    return tuple(one for one in offered if one.standing != "same" and one.proposal.key in keys)


def with_accepted(answers: Answers, taken: Iterable[Offer]) -> Answers:
    """Answers with those that were taken, in one step."""
    for one in taken:
        answers = answers.answer(one.answers, one.entry)
    return answers
