"""What may happen in a workshop, and when.

A Meeting is frozen. Whatever happens makes another one; what cannot happen now is Refused, in words
for whoever asked. Days and times come from outside, and nothing waits for a time to pass.

Source: docs/specification.md §7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.workshop.agenda import Agenda
from rules.workshop.people import MOST, Person, checked_line, checked_name, guest_name
from rules.workshop.pooling import Range, pooled
from rules.workshop.refused import Refused
from rules.workshop.state import Ballot, Method, Settlement, State
from rules.workshop.votes import Vote, read_reason, why_no_answer


@dataclass(frozen=True, slots=True)
class Meeting(State):
    """A workshop at one moment, and all that may come of it."""

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
        person, ballot = self.known(name), self.voting()
        _check(ballot.key, vote.said)
        after = self._with_ballot(replace(ballot, votes={**ballot.votes, person.name: vote}))
        return after if person.is_here else after.come_back(person.name)

    def reveal(self) -> Meeting:
        """Show the answers to everybody, also where somebody has not answered yet.

        Raises:
            Refused: where nobody has, or no round is held.
        """
        ballot = self.voting()
        if not ballot.votes:
            raise Refused("Nobody has answered yet, so there is nothing to reveal", "no answers")
        return self._with_ballot(replace(ballot, is_revealed=True))

    def again(self, day: date, began: datetime | None = None) -> Meeting:
        """Another round of the open question; what was said stays on record.

        Raises:
            Refused: where its answers are not revealed.
        """
        ballot = self.shown()
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
        ballot = self.shown()
        said = self.said
        chosen = None if weights is None else [weights.get(name, 1.0) for name in said]
        try:
            exact = pooled(list(said.values()), chosen)
        except ValueError as error:
            raise Refused(f"{str(error)[0].upper()}{str(error)[1:]}", "weights") from None
        short = Range(*(float(f"{one:.4g}") for one in (exact.low, exact.likely, exact.high)))
        # A bound that is itself no answer may lie within the fifth digit.
        return short if why_no_answer(ballot.key, short) is None else exact

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
        ballot = self.shown()
        _check(ballot.key, said)
        earlier = self.agreement(ballot.key)
        dissent = earlier.dissent if earlier is not None else {}
        settled = Settlement(ballot.key, said, method, day, dissent, ballot.number, is_weighted)
        others = tuple(one for one in self.settlements if one.key != ballot.key)
        return replace(self, settlements=(*others, settled))

    def dissent(self, name: str, reason: str = "", key: str = "") -> Meeting:
        """Somebody does not share what was agreed; kept with the reason.

        Args:
            name: of the person.
            reason: why.
            key: the question; the open one where none is named.

        Raises:
            Refused: where it is not agreed.
        """
        settled, person = self.settled(key), self.known(name)
        kept = {**settled.dissent, person.name: read_reason(reason)}
        return self._with_settlement(replace(settled, dissent=kept))

    def withdraw_dissent(self, name: str, key: str = "") -> Meeting:
        """Somebody shares what was agreed after all; as `dissent`."""
        settled, person = self.settled(key), self.known(name)
        kept = {name: why for name, why in settled.dissent.items() if name != person.name}
        return self._with_settlement(replace(settled, dissent=kept))

    # ------------------------------------------------------------------ helpers

    def _round(self, key: str, number: int, day: date, began: datetime | None) -> Ballot:
        return Ballot(key, number, day, began=began, is_anonymous=self.is_anonymous)

    def _with_brought(self, key: str, brought: Mapping[str, Mapping[str, Vote]]) -> Meeting:
        ballot = self.latest(key)
        if ballot is None or ballot.is_revealed or ballot.number > 1:
            return self
        theirs = {name: votes[key] for name, votes in brought.items() if key in votes}
        usable = {
            name: vote for name, vote in theirs.items() if why_no_answer(key, vote.said) is None
        }
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
    refusal = why_no_answer(key, said)
    if refusal is not None:
        raise Refused(refusal, "not usable")
