"""One person's answer to one question of a workshop: read from what they typed, or their own file.

Source: docs/specification.md §7.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules.answers.case import Case
from rules.answers.entries import parse_entry
from rules.answers.estimate import Estimate
from rules.answers.numbers import spell
from rules.answers.numbers.rates import rounded
from rules.answers.validation import problem_with
from rules.questions import is_estimate, question_of
from rules.questions.addresses import split
from rules.questions.question import NUMERIC, Question
from rules.workshop.pooling import Range, estimate_at
from rules.workshop.refused import Refused

LONGEST_REASON = 2_000
"""Characters in a reason that somebody types."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody answers, and why."""

    said: Range
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts of an answer, as somebody would type them."""

    low: str = ""
    likely: str = ""
    high: str = ""
    reason: str = ""


class VoteUnusable(Refused):
    """An answer that does not count, with what is wrong in each of its fields."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()), "not usable")
        self.fields = dict(fields)
        """Sentences by field: low, likely, high, reason."""


def read_vote(key: str, typed: Typed, currency: str = "", *, decimal_comma: bool = False) -> Vote:
    """The answer that typed texts make.

    Low and high come together or not at all; without them `likely` may be a range by itself, such
    as `6M (4.5M..8M)`.

    Args:
        key: of the estimate that is asked for.
        typed: numbers as people write them, percent where the question takes percent.
        currency: of the case, to refuse amounts in another one.
        decimal_comma: whether the person at hand writes the comma as the decimal sign.

    Raises:
        VoteUnusable: with everything that is wrong.
    """
    question = estimated(key)
    wrong: dict[str, str] = {}
    found: dict[str, Estimate] = {}
    for name in ("low", "likely", "high"):
        entry = parse_entry(
            question,
            getattr(typed, name),
            path=_path(key),
            currency=currency,
            decimal_comma=decimal_comma,
        )
        if entry is None:
            continue
        if entry.problem is not None:
            wrong[name] = entry.problem
        elif isinstance(entry.value, Estimate):
            found[name] = entry.value
    try:
        reason = read_reason(typed.reason)
    except Refused as refused:
        reason, wrong["reason"] = "", refused.message
    wrong |= _amiss(question, found, set(found) | set(wrong))
    if wrong:
        raise VoteUnusable(wrong)
    likely = found["likely"]
    if likely.low is not None and likely.high is not None:
        return Vote(Range(likely.low, likely.likely, likely.high), reason)
    low, high = found.get("low", likely).likely, found.get("high", likely).likely
    return Vote(Range(low, likely.likely, high), reason)


def _amiss(question: Question, found: Mapping[str, Estimate], given: set[str]) -> dict[str, str]:
    """What is wrong with usable numbers beside each other."""
    wrong: dict[str, str] = {}
    if "likely" not in given:
        wrong["likely"] = f"Type the likely value. Example: {question.example}"
    for name in ("low", "high"):
        if name in found and found[name].has_range:
            wrong[name] = "One number here, not a range"
    ends = {name for name in ("low", "high") if name in given}
    if len(ends) == 1:
        absent = "high" if "low" in ends else "low"
        wrong[absent] = f"Type {absent} as well, or leave both ends out"
    elif ends and "likely" in found and found["likely"].has_range:
        wrong["likely"] = "The range stands in low and high already; one number here"
    if wrong or not {"low", "likely", "high"} <= set(found):
        return wrong
    low, likely, high = (found[name].likely for name in ("low", "likely", "high"))
    said = {name: number_text(question, found[name].likely) for name in found}
    if low > high:
        wrong["low"] = f"Low, {said['low']}, is above high, {said['high']}; exchange them"
    elif likely < low:
        wrong["likely"] = f"Likely, {said['likely']}, is below low, {said['low']}"
    elif likely > high:
        wrong["likely"] = f"Likely, {said['likely']}, is above high, {said['high']}"
    return wrong


def read_reason(typed: str) -> str:
    """A reason without blanks around it.

    Raises:
        Refused: where it is too long, or cannot be written to a file.
    """
    reason = typed.strip()
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason):,} characters; shorten it to {LONGEST_REASON:,}",
            "too long",
        )
    if any(unicodedata.category(one) == "Cs" for one in reason):
        raise Refused("The reason holds half a character; type it anew", "unseen")
    return reason


def typed_vote(key: str, vote: Vote) -> Typed:
    """An answer as one would type it; reading it gives the same answer."""
    question, said = estimated(key), vote.said
    low, likely, high = (number_text(question, one) for one in (said.low, said.likely, said.high))
    if said.low == said.high:
        return Typed(likely=likely, reason=vote.reason)
    return Typed(low, likely, high, vote.reason)


def number_text(question: Question, value: float) -> str:
    """A number as one would type it as an answer to a question."""
    return spell(value, NUMERIC[question.kind])


def middle_text(question: Question, value: float) -> str:
    """A number between those that people gave: whole calls and cents, as what a rate comes to."""
    unit = NUMERIC[question.kind]
    return spell(float(rounded(Decimal(repr(float(value))), unit)), unit)


def why_no_answer(key: str, said: Range) -> str | None:
    """Why a range cannot answer a key, as a sentence; None where it can."""
    question = question_of(key)
    if question is None or not is_estimate(key):
        return f"{key} is not the key of an estimate"
    if not all(math.isfinite(one) for one in (said.low, said.high)):
        return "Low and high have to be numbers that one can calculate with"
    if not said.low <= said.likely <= said.high:
        return "Low has to be at most likely, and likely at most high"
    why = problem_with(_path(key), said.estimate, spell=lambda value: number_text(question, value))
    return None if why is None else f"{why[0].upper()}{why[1:]}"


def votes_from_copy(copy: Case, base: Case, keys: Iterable[str]) -> dict[str, Vote]:
    """The answers that somebody brings in their own copy of a session, by key.

    An answer that is the session's own is nobody's judgement, and none of them. Nor is one in a row
    that stands elsewhere in the copy: its key means another row there.

    Args:
        copy: what they filled in.
        base: the session that the workshop is about.
        keys: of its agenda.
    """
    found: dict[str, Vote] = {}
    for key in keys:
        theirs = estimate_at(copy, key)
        if theirs is None or not _is_one_row(key, copy, base):
            continue
        if _numbers(theirs) != _numbers(estimate_at(base, key)):
            found[key] = vote_of(theirs)
    return found


def _is_one_row(key: str, copy: Case, base: Case) -> bool:
    """Whether a key means the same row in both cases; true of a key in no row."""
    for row in split(key) or ():
        if isinstance(row, int):
            both = [one.alternatives[row : row + 1] for one in (copy, base)]
            return all(both) and both[0][0].name == both[1][0].name
    return True


def vote_of(estimate: Estimate) -> Vote:
    """An answer of a session as somebody's vote, its source as the reason."""
    low, high = estimate.low, estimate.high
    if low is None or high is None:
        low = high = estimate.likely
    return Vote(Range(low, estimate.likely, high), estimate.source)


def _numbers(estimate: Estimate | None) -> tuple[float, ...]:
    return () if estimate is None else estimate.values


def estimated(key: str) -> Question:
    """The question that the number of a key belongs to.

    Raises:
        ValueError: where the key is not that of an estimate.
    """
    question = question_of(key)
    if question is None or not is_estimate(key):
        raise ValueError(f"{key} is not the key of an estimate")
    return question


def _path(key: str) -> tuple[str | int, ...]:
    return tuple(split(key) or ())
