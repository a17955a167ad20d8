"""A workshop as it goes: who is there, what is asked, who has answered, what was agreed.

A Meeting is frozen. Whatever happens makes another one; what cannot happen now is Refused, in words
for whoever asked. Days and times come from outside, and nothing waits for a time to pass.

Source: docs/specification.md §7.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from rules.answers.estimate import Basis
from rules.answers.slack import above, below
from rules.answers.validation import problem_with
from rules.questions import is_estimate, question_of
from rules.questions.addresses import split
from rules.workshop.agenda import Agenda
from rules.workshop.people import (
    MOST,
    Person,
    checked_line,
    checked_name,
    guest_name,
    identity,
)
from rules.workshop.pooling import Range, pooled
from rules.workshop.refused import Refused
from rules.workshop.votes import Vote, number_text, read_reason

Phase = Literal["idle", "voting", "revealed", "settled"]
"""Of the current question: none is open, people answer blind, answers are shown, it is agreed."""
Method = Literal["pooled", "chosen"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One round of one question."""

    key: str
    number: int
    """Of the round, from 1."""
    day: date | None
    """When it was held; None where a file does not say."""
    votes: Mapping[str, Vote] = field(default_factory=dict)
    """By the name of the person, in no order that means anything."""
    is_revealed: bool = False
    began: datetime | None = None
    """When people began to answer: shown, and never enforced."""
    is_anonymous: bool = False
    """Whether people were told that their names do not stand beside their answers."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest that somebody said of the current question, and in which round."""

    vote: Vote
    number: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was agreed for one question."""

    key: str
    said: Range
    method: Method
    day: date | None
    dissent: Mapping[str, str] = field(default_factory=dict)
    """The reasons of those who do not share it, by name."""
    after: int = 0
    """The number of the round it rests on."""
    is_weighted: bool = False
    """Whether some counted for more than others in the pool."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A workshop at one moment."""

    people: tuple[Person, ...] = ()
    """In the order in which they joined first."""
    agenda: Agenda = ()
    ballots: tuple[Ballot, ...] = ()
    """All rounds of all questions, in the order in which they began."""
    settlements: tuple[Settlement, ...] = ()
    """One for each question that was agreed."""
    key: str | None = None
    """Of the question that is open; None between questions."""
    is_anonymous: bool = False
    """Whether the answers of rounds yet to begin are shown without names."""
    brought: Mapping[str, Mapping[str, Vote]] = field(default_factory=dict)
    """Answers that people came with, by name and key; each counts once its question opens."""

    # ------------------------------------------------------------------ what is

    @property
    def ballot(self) -> Ballot | None:
        """The latest round of the question that is open."""
        return None if self.key is None else self.latest(self.key)

    @property
    def phase(self) -> Phase:
        """How far the question that is open has come."""
        ballot = self.ballot
        if ballot is None:
            return "idle"
        if not ballot.is_revealed:
            return "voting"
        settled = self.agreement(ballot.key)
        return "settled" if settled is not None and settled.after >= ballot.number else "revealed"

    @property
    def pending(self) -> tuple[str, ...]:
        """Who is here and has not answered this round; nobody while none is held."""
        ballot = self.ballot
        if ballot is None or ballot.is_revealed:
            return ()
        return tuple(
            one.name for one in self.people if one.is_waited_for and one.name not in ballot.votes
        )

    @property
    def standing(self) -> dict[str, Standing]:
        """The latest that each person said of the question that is open, as far as it is shown.

        Whoever was silent in a later round, or has left, stands by what they said before.
        """
        found: dict[str, Standing] = {}
        for ballot in self.rounds(self.key) if self.key is not None else ():
            if ballot.is_revealed:
                found |= {name: Standing(one, ballot.number) for name, one in ballot.votes.items()}
        return {one.name: found[one.name] for one in self.people if one.name in found}

    @property
    def said(self) -> dict[str, Range]:
        """The ranges of `standing`, as `discuss` and `weigh` take them."""
        return {name: one.vote.said for name, one in self.standing.items()}

    @property
    def basis(self) -> Basis:
        """The basis of what is agreed: reasoned where somebody gave a reason, else a guess."""
        has_reason = any(one.vote.reason for one in self.standing.values())
        return "estimated" if has_reason else "assumed"

    @property
    def hides_names(self) -> bool:
        """Whether names do not stand beside the answers to the question that is open."""
        return self.key is not None and any(one.is_anonymous for one in self.rounds(self.key))

    @property
    def next_key(self) -> str | None:
        """The first question of the agenda, other than the open one, that is not agreed."""
        waiting = (one.key for one in self.agenda if self.agreement(one.key) is None)
        return next((key for key in waiting if key != self.key), None)

    @property
    def is_through(self) -> bool:
        """Whether every question of the agenda is agreed."""
        return bool(self.agenda) and all(self.agreement(one.key) for one in self.agenda)

    def person(self, name: str) -> Person | None:
        """Who is meant by a name, however it is typed."""
        wanted = identity(name)
        return next((one for one in self.people if identity(one.name) == wanted), None)

    def known(self, name: str) -> Person:
        """Who is meant by a name.

        Raises:
            Refused: where nobody called that takes part.
        """
        person = self.person(name)
        if person is None:
            raise Refused(f"Nobody called {name[:80]} takes part; join first", "unknown")
        return person

    def agreement(self, key: str) -> Settlement | None:
        """What was agreed for a question."""
        return next((one for one in self.settlements if one.key == key), None)

    def latest(self, key: str) -> Ballot | None:
        """The latest round of a question."""
        rounds = self.rounds(key)
        return rounds[-1] if rounds else None

    def rounds(self, key: str) -> tuple[Ballot, ...]:
        """The rounds of a question, in order."""
        found = (one for one in self.ballots if one.key == key)
        return tuple(sorted(found, key=lambda one: one.number))

    def answer_of(self, name: str) -> Vote | None:
        """What somebody answered in the latest round of the question that is open."""
        ballot = self.ballot
        return None if ballot is None else ballot.votes.get(self.known(name).name)

    def start_of(self, name: str) -> Vote | None:
        """What somebody starts from in this round: their answer of the latest one before."""
        person, ballot = self.known(name), self.ballot
        if ballot is None:
            return None
        earlier = [
            one.votes[person.name]
            for one in self.rounds(ballot.key)
            if one.number < ballot.number and person.name in one.votes
        ]
        return earlier[-1] if earlier else None

    def outside(self, said: Range) -> dict[str, str]:
        """Who lies outside a range with their latest answer, and the reason they gave for it.

        Outside is whose likely value the range does not hold; where it has no width, whose own
        range does not hold it.
        """
        is_point = said.low == said.high
        found = {}
        for name, one in self.standing.items():
            theirs = one.vote.said
            holder, value = (theirs, said.likely) if is_point else (said, theirs.likely)
            if below(value, holder.low) or above(value, holder.high):
                found[name] = one.vote.reason
        return found

    # ------------------------------------------------------------------- people

    def join(self, name: str = "", role: str = "") -> Meeting:
        """Somebody joins; without a name, under one that is made up.

        Raises:
            Refused: where the name cannot be used or somebody has it already ("taken"), also
                somebody who has left ("away"): whether they are the same person, only people know.
        """
        shown = checked_name(name) if name.strip() else guest_name(one.name for one in self.people)
        said_role = checked_line(role, "role")
        same = self.person(shown)
        if same is not None and same.is_here:
            raise Refused(
                f"{same.name} is here already; add an initial or a surname to tell you apart",
                "taken",
            )
        if same is not None:
            raise Refused(
                f"{same.name} took part before; come back under that name, or take another one",
                "away",
            )
        if len(self.people) >= MOST:
            raise Refused(f"A workshop takes {MOST} people, and all places are taken", "full")
        return replace(self, people=(*self.people, Person(shown, said_role)))

    def expect(self, name: str) -> Meeting:
        """Somebody of whom nothing is known but that they took part before is yet to come back."""
        if self.person(name) is not None or len(self.people) >= MOST:
            return self
        return replace(self, people=(*self.people, Person(name, is_here=False)))

    def has_said(self, name: str) -> bool:
        """Whether there is anything on record of somebody."""
        return any(name in one.votes for one in self.ballots) or any(
            name in one.dissent for one in self.settlements
        )

    def leave(self, name: str) -> Meeting:
        """Somebody leaves: what they said stays, and nobody waits for them any more."""
        return self._with_person(replace(self.known(name), is_here=False))

    def come_back(self, name: str) -> Meeting:
        """Somebody who left is here again, and finds their answers."""
        return self._with_person(replace(self.known(name), is_here=True))

    def forget(self, name: str) -> Meeting:
        """Take out somebody who joined by mistake.

        Raises:
            Refused: where they have answered something.
        """
        person = self.known(name)
        if self.has_said(person.name):
            raise Refused(
                f"{person.name} has answered already, and what was said stays; let them leave"
                " instead",
                "has answered",
            )
        return replace(
            self,
            people=tuple(one for one in self.people if one is not person),
            brought={name: votes for name, votes in self.brought.items() if name != person.name},
        )

    def with_anonymity(self, is_anonymous: bool) -> Meeting:
        """Show answers without names, or with them, from the next round on.

        A round that has begun stays as people were told.
        """
        return replace(self, is_anonymous=is_anonymous)

    # ---------------------------------------------------------------- questions

    def with_agenda(self, agenda: Agenda) -> Meeting:
        """Another agenda, as `moved`, `removed` and `added` of rules.workshop.agenda make it.

        Raises:
            Refused: where the open question is not in it.
        """
        if self.key is not None and all(one.key != self.key for one in agenda):
            raise Refused("This question is open; close it before it leaves the agenda", "open")
        return replace(self, agenda=agenda)

    def ask(self, key: str, day: date, began: datetime | None = None) -> Meeting:
        """Open a question of the agenda.

        A new one starts its first round, one whose round was broken off goes on with it, and one
        that has been revealed is shown again as it stands.

        Raises:
            Refused: where it is not on the agenda, or another one is being answered.
        """
        if all(one.key != key for one in self.agenda):
            raise Refused(f"{key} is not on the agenda; add it first", "not on the agenda")
        if self.phase == "voting" and key != self.key:
            raise Refused("A round is under way; reveal or close it first", "voting")
        ballot = self.latest(key)
        if ballot is None:
            return replace(
                self, key=key, ballots=(*self.ballots, self._round(key, 1, day, began))
            )._with_brought(key, self.brought)
        if ballot.is_revealed or key == self.key:
            return replace(self, key=key)
        return replace(self, key=key)._with_ballot(replace(ballot, began=began or ballot.began))

    def close(self) -> Meeting:
        """Leave the open question as it is; it can be opened again."""
        return replace(self, key=None)

    def bring(self, name: str, votes: Mapping[str, Vote]) -> Meeting:
        """Somebody comes with answers: each is theirs once its question is asked.

        They can be changed like any other. An answer given in the meeting is not replaced.
        """
        person = self.known(name)
        theirs = {**self.brought.get(person.name, {}), **votes}
        after = replace(self, brought={**self.brought, person.name: theirs})
        ballot = after.ballot
        if ballot is None:
            return after
        return after._with_brought(ballot.key, {person.name: theirs})

    def vote(self, name: str, vote: Vote) -> Meeting:
        """Somebody answers, or changes their answer; whoever answers is here.

        Raises:
            Refused: where no round is held, or the number is out of the bounds of its key.
        """
        person, ballot = self.known(name), self._voting()
        _check(ballot.key, vote.said)
        after = self._with_ballot(replace(ballot, votes={**ballot.votes, person.name: vote}))
        return after if person.is_here else after.come_back(person.name)

    def reveal(self) -> Meeting:
        """Show the answers to everybody, also where somebody has not answered yet.

        Raises:
            Refused: where nobody has, or no round is held.
        """
        ballot = self._voting()
        if not ballot.votes:
            raise Refused("Nobody has answered yet, so there is nothing to reveal", "no answers")
        return self._with_ballot(replace(ballot, is_revealed=True))

    def again(self, day: date, began: datetime | None = None) -> Meeting:
        """Another round of the open question; what was said stays on record.

        Raises:
            Refused: where its answers are not revealed.
        """
        ballot = self._shown()
        following = self._round(ballot.key, ballot.number + 1, day, began)
        return replace(self, ballots=(*self.ballots, following))

    # ---------------------------------------------------------------- agreement

    def pool(self, weights: Mapping[str, float] | None = None) -> Range:
        """The pool of the latest answers, in four digits: an average of opinions has no more.

        Args:
            weights: by name; 1 for whoever is not in it.

        Raises:
            Refused: where nothing is revealed, or the weights cannot be used.
        """
        ballot = self._shown()
        said = self.said
        chosen = None if weights is None else [weights.get(name, 1.0) for name in said]
        try:
            exact = pooled(list(said.values()), chosen)
        except ValueError as error:
            raise Refused(f"{str(error)[0].upper()}{str(error)[1:]}", "weights") from None
        short = Range(*(float(f"{one:.4g}") for one in (exact.low, exact.likely, exact.high)))
        # A bound that is itself no answer may lie within the fifth digit.
        return short if _refusal(ballot.key, short) is None else exact

    def agree_pooled(self, day: date, weights: Mapping[str, float] | None = None) -> Meeting:
        """Agree on the pool of the latest answers; as `pool`."""
        pool = self.pool(weights)
        counted = {(weights or {}).get(name, 1.0) for name in self.said}
        return self._agree(pool, "pooled", day, is_weighted=len(counted) > 1)

    def agree_chosen(self, day: date, said: Range) -> Meeting:
        """Agree on a range that the people chose.

        Raises:
            Refused: where nothing is revealed, or the number is out of the bounds of its key.
        """
        return self._agree(said, "chosen", day, is_weighted=False)

    def _agree(self, said: Range, method: Method, day: date, is_weighted: bool) -> Meeting:
        ballot = self._shown()
        _check(ballot.key, said)
        earlier = self.agreement(ballot.key)
        dissent = earlier.dissent if earlier is not None else {}
        settled = Settlement(ballot.key, said, method, day, dissent, ballot.number, is_weighted)
        others = tuple(one for one in self.settlements if one.key != ballot.key)
        return replace(self, settlements=(*others, settled))

    def dissent(self, name: str, reason: str = "") -> Meeting:
        """Somebody does not share what was agreed for the open question; kept with the reason.

        Raises:
            Refused: where it is not agreed.
        """
        settled, person = self._settled(), self.known(name)
        kept = {**settled.dissent, person.name: read_reason(reason)}
        return self._with_settlement(replace(settled, dissent=kept))

    def withdraw_dissent(self, name: str) -> Meeting:
        """Somebody shares what was agreed after all."""
        settled, person = self._settled(), self.known(name)
        kept = {name: why for name, why in settled.dissent.items() if name != person.name}
        return self._with_settlement(replace(settled, dissent=kept))

    # ------------------------------------------------------------------ helpers

    def _voting(self) -> Ballot:
        ballot = self.ballot
        if ballot is None:
            raise Refused("No question is open", "idle")
        if ballot.is_revealed:
            raise Refused(
                "The answers of this round are revealed and stay; another round takes new ones",
                "revealed",
            )
        return ballot

    def _shown(self) -> Ballot:
        ballot = self.ballot
        if ballot is None:
            raise Refused("No question is open", "idle")
        if not ballot.is_revealed:
            raise Refused("Reveal the answers of this round first", "voting")
        return ballot

    def _settled(self) -> Settlement:
        ballot = self._shown()
        settled = self.agreement(ballot.key)
        if settled is None or self.phase != "settled":
            raise Refused("Nothing is agreed for this question yet", "not agreed")
        return settled

    def _round(self, key: str, number: int, day: date, began: datetime | None) -> Ballot:
        return Ballot(key, number, day, began=began, is_anonymous=self.is_anonymous)

    def _with_brought(self, key: str, brought: Mapping[str, Mapping[str, Vote]]) -> Meeting:
        ballot = self.latest(key)
        if ballot is None or ballot.is_revealed or ballot.number > 1:
            return self
        theirs = {name: votes[key] for name, votes in brought.items() if key in votes}
        usable = {name: vote for name, vote in theirs.items() if _refusal(key, vote.said) is None}
        return self._with_ballot(replace(ballot, votes={**usable, **ballot.votes}))

    def _with_person(self, changed: Person) -> Meeting:
        people = tuple(changed if one.name == changed.name else one for one in self.people)
        return replace(self, people=people)

    def _with_ballot(self, changed: Ballot) -> Meeting:
        same = (changed.key, changed.number)
        ballots = (changed if (one.key, one.number) == same else one for one in self.ballots)
        return replace(self, ballots=tuple(ballots))

    def _with_settlement(self, changed: Settlement) -> Meeting:
        settlements = (changed if one.key == changed.key else one for one in self.settlements)
        return replace(self, settlements=tuple(settlements))


def _check(key: str, said: Range) -> None:
    refusal = _refusal(key, said)
    if refusal is not None:
        raise Refused(refusal, "not usable")


def _refusal(key: str, said: Range) -> str | None:
    """Why a range cannot answer a key, as a sentence."""
    question, path = question_of(key), split(key)
    if question is None or path is None or not is_estimate(key):
        return f"{key} is not the key of an estimate"
    if not all(math.isfinite(one) for one in (said.low, said.high)):
        return "Low and high have to be numbers that one can calculate with"
    if not said.low <= said.likely <= said.high:
        return "Low has to be at most likely, and likely at most high"
    why = problem_with(tuple(path), said.estimate, spell=lambda value: number_text(question, value))
    return None if why is None else f"{why[0].upper()}{why[1:]}"
