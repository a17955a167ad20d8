"""A first look at one endpoint: whether it deserves a case, by what is measured and default costs.

What a source tells is taken from it; what only people know is a default that is stated. Whatever a
team has a default of its own for, that counts instead. The rules about money decide; those about
proof have nothing to look at yet.

Source: docs/specification.md §13.4.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from rules.answers.answers import Answers
from rules.answers.entries import entry_of
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.argument.lines import names_of
from rules.assess import Assessment, assess
from rules.catalog.cash import NO_NET_BENEFIT, SLOW_CASH
from rules.catalog.growth import SHRINKING_VOLUME
from rules.catalog.saving import NO_UNIT_SAVING, SPEND_TOO_SMALL
from rules.catalog.volume import HALF_VOLUME_BREAKS, LOW_VOLUME
from rules.questions import QUESTIONS, Kind
from rules.usage.proposal import COST, GROWTH, TOKENS, VOLUME, Proposals
from rules.verdict import AGAINST

Result = Literal["case", "too-little", "unknown-cost", "unknown-calls", "people-coding"]
"""Whether an endpoint deserves a case, or why it does not."""


class Screening(NamedTuple):
    """What a first look at an endpoint says."""

    result: Result
    why: str
    """A sentence or more."""
    payback_months: float | None = None
    """With default costs; infinite where they never come back, None where nothing was reckoned."""
    annual_net: float | None = None
    """What a year would save after upkeep, in money of the case."""
    calls_needed: float | None = None
    """From how many calls a month on it would pay back in time; infinite where no number does."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that decided, or that a case has to answer."""


class DefaultCost(NamedTuple):
    """What is taken where only people know it."""

    key: str
    value: float | str
    """In US dollars where it is money."""
    instead_of: tuple[str, ...] = ()
    """Other keys whose answer makes it unnecessary."""


_STUDENT: Final = (
    "student.cost_per_1k_calls",
    "student.fixed_cost_per_month",
)
DEFAULT_COSTS: Final = (
    DefaultCost("task.breadth", "narrow"),
    DefaultCost("student.tokens.input_price", 0.10, _STUDENT),
    DefaultCost("student.tokens.output_price", 0.40, _STUDENT),
    DefaultCost("upfront.data_generation_worksheet.examples", 20_000, ("upfront.data_generation",)),
    DefaultCost("upfront.training_compute", 500),
    DefaultCost("upfront.evaluation_build", 7_500),
    DefaultCost("upfront.engineering_time", 20_000),
    DefaultCost("maintenance.redistillations_per_year", 2),
    DefaultCost("maintenance.cost_per_redistillation", 4_000),
    DefaultCost("maintenance.monitoring_per_month", 300),
)
"""A small hosted model, labels by the teacher, and a few weeks of people's time.

Source: docs/decisions/0087-a-first-look-at-an-endpoint.md.
"""

_DECISIVE: Final = (
    NO_UNIT_SAVING,
    SPEND_TOO_SMALL,
    LOW_VOLUME,
    SHRINKING_VOLUME,
    NO_NET_BENEFIT,
    SLOW_CASH,
)
"""The rules about money that speak against an endpoint, the first cause first."""


def default_costs(team: TeamPolicy | None) -> tuple[DefaultCost, ...]:
    """The defaults that count beside those of a team."""
    own = frozenset() if team is None else frozenset(team.defaults)
    return tuple(one for one in DEFAULT_COSTS if own.isdisjoint((one.key, *one.instead_of)))


def screened(
    proposals: Proposals,
    *,
    no_case: str = "",
    team: TeamPolicy | None = None,
    currency: str = "USD",
    rate: float = 1.0,
) -> Screening:
    """What a first look at an endpoint says, judged by a team's policy and defaults.

    Proposals are in money of the case, of which `rate` is one US dollar. `no_case` is why its calls
    are no case, whatever they come to.
    """
    if no_case:
        return Screening("people-coding", _sentence(no_case))
    lacking = {one.key: one.why for one in proposals.not_made}
    if VOLUME in lacking:
        return Screening("unknown-calls", _sentence(lacking[VOLUME]))
    if COST in lacking:
        return Screening("unknown-cost", _sentence(lacking[COST]))
    return _judged(assess(_answers(proposals, team, currency, rate), team))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].removesuffix('.')}."


def _answers(proposals: Proposals, team: TeamPolicy | None, currency: str, rate: float) -> Answers:
    """What is measured, with defaults for the rest."""
    answers = Answers().answer("currency", entry_of(QUESTIONS["currency"], currency))
    for one in proposals.made:
        if one.key in (VOLUME, GROWTH, COST) and not isinstance(one.value, str):
            value = Estimate(one.value, one.low, one.high, one.basis, one.source)
            answers = answers.answer(one.key, entry_of(QUESTIONS[one.key], value))
    for key, amount in _assumed(proposals, team):
        question = QUESTIONS[key]
        said: Estimate | str
        if isinstance(amount, str):
            said = amount
        else:
            factor = rate if question.kind is Kind.MONEY else 1.0
            said = Estimate(amount * factor, basis="assumed", source="default of a first look")
        answers = answers.answer(key, entry_of(question, said))
    return answers


def _assumed(proposals: Proposals, team: TeamPolicy | None) -> Iterator[tuple[str, float | str]]:
    """What is not measured; the student's tokens are the teacher's."""
    for one in default_costs(team):
        yield one.key, one.value
    if team is None or not any(key in team.defaults for key in _STUDENT):
        for other in proposals.made:
            kind = other.key.removeprefix(f"{TOKENS}.")
            if kind in ("input", "output"):
                yield f"student.tokens.{kind}", other.value


def _judged(assessment: Assessment) -> Screening:
    figures = assessment.figures
    head = figures.headline
    money = {
        "payback_months": float(head.payback_months),
        "annual_net": float(head.annual_net_after_errors),
        "calls_needed": float(figures.break_even_calls_per_month),
    }
    if assessment.verdict is None or math.isnan(head.payback_months):
        lacking = names_of(assessment.to_mend)
        return Screening("unknown-cost", f"The first look lacks {lacking}.")
    fired = {one.rule.id: one for one in assessment.fired}
    against = [
        fired[rule.id] for rule in _DECISIVE if rule.id in fired and fired[rule.id].cap in AGAINST
    ]
    if against or figures.late(head.payback_months):
        why = against[0].message if against else assessment.verdict.reasons[0]
        return Screening("too-little", why, **money, rules=tuple(one.rule.id for one in against))
    words = assessment.words
    upfront = words.money(float(head.upfront_total))
    said = f"{upfront} upfront for {words.a_year(money['annual_net'])} after upkeep"
    halved = fired.get(HALF_VOLUME_BREAKS.id)
    if halved is not None:
        said += f". {halved.message.removesuffix('.')}"
    return Screening("case", f"{said}.", **money, rules=(halved.rule.id,) if halved else ())
