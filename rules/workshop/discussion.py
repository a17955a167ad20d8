"""What to say of the answers: what each would mean, and whether the difference is worth a talk."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rules.answers.case import Case
from rules.answers.estimate import Basis
from rules.answers.policy import TeamPolicy
from rules.answers.slack import at_most
from rules.catalog.rule import VERDICTS, VerdictId
from rules.results import label_of
from rules.words.money import Words
from rules.words.wording import listed, months
from rules.workshop.pooling import Range, Stand, Weighed, stand, weigh
from rules.workshop.votes import estimated, middle_text, number_text


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the case comes to with one person's number."""

    name: str
    verdict: VerdictId | None
    """None where something else is missing, or the number cannot stand in this case."""
    text: str
    """`With Ada's estimate it pays back in 3 months, net present value $500: strong.`"""


@dataclass(frozen=True, slots=True)
class Discussion:
    """The answers to one question, weighed and in words."""

    key: str
    label: str
    weighed: Weighed
    people: tuple[Meaning, ...]
    pool: Meaning
    spread: str
    """How far the likely values are apart, as a sentence."""
    apart: str
    """Who stands apart, as a sentence; empty where nobody does."""
    advice: str
    """Whether to move on, or what to measure and what knowing it is worth; where what was agreed
    leads elsewhere than every answer, that."""
    agreed: Stand | None = None
    """What the case comes to with what was agreed; None while nothing is."""

    @property
    def matters(self) -> bool:
        """Whether the differences can change the verdict, or what was agreed has."""
        return self.weighed.matters or _leads_elsewhere(self.weighed, self.agreed)


def discuss(
    case: Case,
    key: str,
    said: Mapping[str, Range],
    team: TeamPolicy | None = None,
    weights: Mapping[str, float] | None = None,
    basis: Basis = "estimated",
    agreed: Range | None = None,
) -> Discussion:
    """What to say of the answers to one question.

    Args:
        case: of an Assessment, which has a team's default answers in it.
        key: of an estimate.
        said: at least one range, by the name that is shown beside it.
        team: by whose policy the case is judged.
        weights: by name; 1 for whoever is not in it.
        basis: of the number, once it is agreed.
        agreed: what was agreed on these answers, where something was.

    Raises:
        ValueError: as `weigh`.
    """
    weighed = weigh(case, key, said, team, weights, basis)
    question = estimated(key)
    label, spread, words = label_of(key, case), weighed.spread, Words(case.currency)
    low, high = (number_text(question, one) for one in (spread.lowest, spread.highest))
    middle = middle_text(question, spread.median)
    is_one = spread.lowest == spread.highest
    settled = None if agreed is None else stand("", case, key, agreed, team, basis)
    return Discussion(
        key,
        label,
        weighed,
        tuple(meaning(one, f"With {whose(one.name)} estimate", words) for one in weighed.people),
        meaning(weighed.pool, "With the pool", words),
        f"All say {low}." if is_one else f"From {low} to {high}, with {middle} in the middle.",
        _apart(weighed),
        _advice(weighed, settled, label, words),
        settled,
    )


def _leads_elsewhere(weighed: Weighed, agreed: Stand | None) -> bool:
    """Whether what was agreed has a verdict that no answer has, nor any end of the pool."""
    return (
        agreed is not None and agreed.verdict is not None and agreed.verdict not in weighed.verdicts
    )


def _apart(weighed: Weighed) -> str:
    names = list(weighed.outliers)
    if not names:
        return ""
    return f"{listed(names)} {'stands' if len(names) == 1 else 'stand'} apart."


def whose(name: str) -> str:
    """`Ada's`, `Niklas'`."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def meaning(one: Stand, start: str, words: Words) -> Meaning:
    """What becomes of the case, as a sentence that begins with whose number it is."""
    return Meaning(one.name, one.verdict, f"{start} {_outcome(one, words)}.")


def _outcome(one: Stand, words: Words) -> str:
    if not one.is_possible:
        return "the case contradicts itself, so it says nothing"
    start = "there is" if math.isnan(one.payback_months) else "it"
    said = f"{start} {payback_in_words(one)}"
    if math.isfinite(one.npv):
        said = f"{said}, net present value {words.money(one.npv)}"
    return f"{said}: {one.verdict}" if one.verdict is not None else said


def payback_in_words(one: Stand) -> str:
    """`pays back in 3 months`, `never pays back`, `no payback to tell yet`."""
    if math.isnan(one.payback_months):
        return "no payback to tell yet"
    if math.isinf(one.payback_months):
        return "never pays back"
    return f"pays back in {months(one.payback_months)}"


def _advice(weighed: Weighed, agreed: Stand | None, label: str, words: Words) -> str:
    verdicts: list[str] = [one for one in VERDICTS if one in weighed.verdicts]
    if verdicts and agreed is not None and _leads_elsewhere(weighed, agreed):
        return (
            f"What was agreed leads to {agreed.verdict}, and no answer does, nor any end of the"
            f" pool: they lead to {listed(verdicts)}. Say why."
        )
    if not verdicts:
        return (
            "There is no verdict yet, so nobody can say what the difference changes: agree on a"
            " number and move on."
        )
    if not weighed.matters:
        return f"Each number, and each end of the pool, leads to {verdicts[0]}: move on."
    if len(verdicts) == 1:
        start = "Some of these numbers have no verdict"
    else:
        start = f"The difference decides between {listed(verdicts)}"
    return f"{start}: measure {label}. {_worth(weighed.worth, words)}"


def _worth(worth: float, words: Words) -> str:
    if math.isnan(worth):
        return "What knowing it is worth cannot be told yet."
    if at_most(worth, 0):
        return (
            "The net present value has one sign over the whole pool, so in money knowing it first"
            " adds nothing."
        )
    return f"Knowing it before deciding is worth {words.money(worth)}."
