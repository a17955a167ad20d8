"""All that an import offers to one session: answers beside the present ones, shares of its slices.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from rules.answers.answers import Answers, Entry, Table
from rules.answers.case_of import case_of
from rules.answers.defaults import CURRENCY, currency
from rules.answers.entries import entry_of, spell, understood
from rules.answers.estimate import BASES, Estimate
from rules.answers.policy import Policy, TeamPolicy, effective
from rules.assess import assess
from rules.questions import QUESTIONS
from rules.usage.proposal import COST, MODEL, TOKENS, NotProposed, Proposal, Proposals
from rules.usage.shares import SHARES, Shares, shares_of, unmatched
from rules.usage.summary import without_provider
from rules.words.wording import listed, percent
from wizard.imports.accepting import Question
from wizard.imports.accepting import accepted as named
from wizard.imports.importing import Imported, Money
from wizard.problems import on_one_line

SLICES: Final = "quality.slices"
Standing = Literal["new", "same", "other", "better", "begins", "mixed"]
"""How the present answer stands to a proposal: there is none, it says the same, something else, or
something else on a better basis; or the answer begins a worksheet that the case does without, or is
of calls on the student as well."""

DOUBTS: Final[Mapping[str, str]] = {
    "better": "What is there has the better basis",
    "begins": "It begins a worksheet that the case does without, and that then lacks answers",
    "mixed": "Calls on the student are among these; months after launch are for payback track",
}
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
    offered = offers(answers, found.made, money)
    if _has_calls_on_the_student(imported, answers):
        # Beside what one call to the teacher costs, such a mean says nothing of either model.
        offered = tuple(
            one if one.standing == "same" else one._replace(standing="mixed") for one in offered
        )
    shares, strange = _shares(imported, answers)
    made = found.made
    if shares is not None:
        offered, made = (*offered, shares), (*made, shares.proposal)
    not_made = (*found.not_made, *(NotProposed(SHARES, why) for why in strange))
    return Offered(money, offered, Proposals(made, not_made))


def _has_calls_on_the_student(imported: Imported, answers: Answers) -> bool:
    """Whether calls of the source ran on the session's student, as after its launch."""
    student, teacher = (
        without_provider(str(answers.value(key) or "")) for key in ("student.model", MODEL)
    )
    called = {without_provider(one.name) for one in imported.summary.models}
    return student in called - {teacher, ""}


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
    now = ", ".join(filter(None, (said, before.rests_on or "", before.source)))
    if before.value == value:
        return Offer(one, entry, now, "same")
    is_better = (
        isinstance(value, Estimate)
        and before.usable
        and BASES.index(before.basis or "estimated") < BASES.index(one.basis)
    )
    return Offer(one, entry, now, "better" if is_better else "other")


def accepted(offered: Sequence[Offer], words: Collection[str]) -> tuple[Offer, ...]:
    """The offers that `--accept` names: by key, by the beginning of one up to a dot, or all.

    `all` takes nothing of `DOUBTS`; its key does.

    Raises:
        InputUnusable: where a word names none.
    """
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


# ----------------------------------------------------------- shares of slices


def _shares(imported: Imported, answers: Answers) -> tuple[Offer | None, tuple[str, ...]]:
    """The shares that calls give to a session's slices, and what does not match.

    Nothing is offered unless somebody has said by what calls are told apart, and has named no
    endpoint: calls of one have no names to tell them apart by.
    """
    request, table = imported.request, answers.table(SLICES)
    names = [str(name) for row in table.rows if (name := row.values().get("name"))]
    if not request.by or request.endpoint is not None or not names:
        return None, ()
    why = _why_no_shares(imported, table)
    if why:
        return None, (why,)
    found = shares_of(imported.endpoints, names)
    strange = unmatched(found)
    keeps = [row for row in table.rows if row.values().get("name") in found.without]
    if not found.of:
        return None, (f"no slice is called as `{request.by}` has it: {strange[-1]}",)
    if any("share" not in row.values() for row in keeps):
        return None, (f"every slice needs a share, or none has one: {'; '.join(strange)}",)
    return _offer_of_shares(imported, table, found), strange


def _why_no_shares(imported: Imported, table: Table) -> str:
    by = imported.request.by
    if not imported.usage.counts_calls:
        return "the source counts no calls"
    if imported.opened.counts_twice or by in imported.opened.format.several:
        return f"a call may be counted under several {by} names, which then are no shares"
    if table.repeated_names:
        return f"several slices are called {listed(table.repeated_names)}; rename all but one"
    if not imported.summary.calls:
        return "no call was answered"
    return ""


def _offer_of_shares(imported: Imported, table: Table, found: Shares) -> Offer:
    column = QUESTIONS[SLICES].column("share")
    assert column is not None
    before = [(row.values().get("name"), row.values().get("share")) for row in table.rows]
    for row in table.rows:
        share = dict(found.of).get(str(row.values().get("name")))
        if share is not None:
            table = table.with_row(row.with_cell("share", entry_of(column, float(f"{share:.6g}"))))
    after = [(row.values().get("name"), row.values().get("share")) for row in table.rows]
    standing: Standing = "other"
    if before == after:
        standing = "same"
    elif not any(share for _, share in before):
        standing = "new"
    counted = f"by {imported.request.by}, of {imported.summary.calls:,.0f} calls"
    proposal = Proposal(
        SHARES,
        _shares_told(found.of),
        source=f"{imported.source()}; {counted}",
        rows=tuple({"name": name, "share": share} for name, share in found.of),
    )
    entry = Entry(spell(QUESTIONS[SLICES], table), table)
    now = _shares_told([(str(name), share) for name, share in before if share is not None])
    return Offer(proposal, entry, on_one_line(now), standing, SLICES)


def _shares_told(shares: Iterable[tuple[str, float]]) -> str:
    return on_one_line(", ".join(f"{name} {percent(share)}" for name, share in shares))
