"""A workshop at one moment: who is there, what is asked, who has answered, what was agreed.

Source: docs/specification.md §7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rules.answers.estimate import Basis
from rules.answers.problem import briefly
from rules.answers.slack import above, below
from rules.workshop.agenda import Agenda
from rules.workshop.people import Person, identity
from rules.workshop.pooling import Range
from rules.workshop.refused import Refused
from rules.workshop.votes import Vote

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
class State:
    """A workshop at one moment, and what can be told of it."""

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
        return "settled" if self.is_settled(ballot.key) else "revealed"

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
            raise Refused(f"Nobody called {briefly(name)} takes part; join first", "unknown")
        return person

    def agreement(self, key: str) -> Settlement | None:
        """What was agreed for a question."""
        return next((one for one in self.settlements if one.key == key), None)

    def is_settled(self, key: str) -> bool:
        """Whether a question was agreed, and no other round of it has begun since."""
        settled, latest = self.agreement(key), self.latest(key)
        return settled is not None and (latest is None or settled.after >= latest.number)

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

    def has_said(self, name: str) -> bool:
        """Whether there is anything on record of somebody."""
        return any(name in one.votes for one in self.ballots) or any(
            name in one.dissent for one in self.settlements
        )

    def voting(self) -> Ballot:
        """The round that people answer.

        Raises:
            Refused: where none is held.
        """
        ballot = self.ballot
        if ballot is None:
            raise Refused("No question is open", "idle")
        if ballot.is_revealed:
            raise Refused(
                "The answers of this round are revealed and stay; another round takes new ones",
                "revealed",
            )
        return ballot

    def shown(self) -> Ballot:
        """The latest round of the open question, whose answers are shown.

        Raises:
            Refused: where none are.
        """
        ballot = self.ballot
        if ballot is None:
            raise Refused("No question is open", "idle")
        if not ballot.is_revealed:
            raise Refused("Reveal the answers of this round first", "voting")
        return ballot

    def settled(self, key: str = "") -> Settlement:
        """What was agreed for a question; for the open one where none is named.

        Raises:
            Refused: where nothing is.
        """
        key = key or self.shown().key
        settled = self.agreement(key)
        if settled is None or not self.is_settled(key):
            raise Refused("Nothing is agreed for this question yet", "not agreed")
        return settled
