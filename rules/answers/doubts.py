"""What in a case is probably not meant: it counts as it stands, and a warning names its key.

Source: docs/specification.md §1.3. Why so: docs/decisions/0047-what-is-warned-about.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from rules.answers.case import Case
from rules.answers.estimate import Estimate
from rules.answers.keys import join
from rules.answers.numbers import Unit, spell
from rules.answers.problem import Problem
from rules.answers.slack import above, below
from rules.questions import QUESTIONS, Kind
from rules.words.wording import percent

SHARES_OFF_BY = 0.01
"""By how much the shares of slices may miss 1."""
LEAST_PRICE, LARGEST_PRICE = 0.001, 1_000.0
"""Money per million tokens: prices that are usual in any currency lie between."""
_TOKEN_PRICES = ("input_price", "cached_input_price", "cache_write_price", "output_price")

_DATED = tuple(
    key
    for key, question in QUESTIONS.items()
    if question.kind is Kind.DATE and key not in ("as_of", "student.launched_on")
)
"""Days that are judged by how far they lie from as_of."""

Doubt = tuple[str, str]
"""A key, and what is doubtful about it."""


def doubts(case: Case) -> tuple[Problem, ...]:
    """Everything to warn about in a case, complete or not, in the order of its questions."""
    found = (
        *_undated(case),
        *_bill(case),
        *_prices(case),
        *_evaluation(case),
        *_slices(case),
        *_alternatives(case),
    )
    return tuple(Problem(message, key=key, severity="warning") for key, message in found)


def _undated(case: Case) -> Iterator[Doubt]:
    if case.as_of is not None:
        return
    for key in _DATED:
        if attrgetter(key)(case) is not None:
            yield (
                key,
                "is not judged, since the case has no as_of; say at which day it is looked at",
            )


def _bill(case: Case) -> Iterator[Doubt]:
    key, teacher = "teacher.bill_per_month", case.teacher
    if teacher.bill_per_month is None:
        return
    if teacher.cost_per_1k_calls is not None:
        yield key, "does not count: teacher.cost_per_1k_calls wins over it; take one of them back"
    elif teacher.tokens.begun:
        yield (
            key,
            "does not count: the worksheet teacher.tokens wins over it; take one of them back",
        )
    elif case.volume.calls_per_month is None:
        yield (
            key,
            "gives no cost per call without the calls it was for; answer volume.calls_per_month",
        )


def _prices(case: Case) -> Iterator[Doubt]:
    for role, sheet in (("teacher", case.teacher.tokens), ("student", case.student.tokens)):
        for name in _TOKEN_PRICES:
            yield from _price(f"{role}.tokens.{name}", getattr(sheet, name))
    at, training = "upfront.training_worksheet", case.upfront.training_worksheet
    yield from _price(f"{at}.price_per_million", training.price_per_million)


def _price(key: str, price: Estimate | None) -> Iterator[Doubt]:
    if price is None:
        return
    if below(price.likely, LEAST_PRICE) or above(price.likely, LARGEST_PRICE):
        yield (
            key,
            f"is {spell(price.likely, Unit.PLAIN)} per million tokens, and prices are seldom"
            f" outside {LEAST_PRICE:g} to {LARGEST_PRICE:,g}: check that it is per million, not"
            " per token or per thousand",
        )


def _evaluation(case: Case) -> Iterator[Doubt]:
    day = case.quality.evaluated_on
    if day is not None and case.as_of is not None and day > case.as_of:
        yield (
            "quality.evaluated_on",
            f"is after as_of, {case.as_of.isoformat()}: an evaluation that is still to come is no"
            " evidence yet; where it has been run, bring as_of up to date",
        )


def _slices(case: Case) -> Iterator[Doubt]:
    slices = case.quality.slices
    for index, one in enumerate(slices):
        name = f"slice '{one.name}'" if one.name else "this slice"
        place = join("quality.slices", index)
        if not one.scored:
            yield place, f"{name} has no score for both models yet, so it counts nowhere"
        elif one.examples is None:
            yield (
                place,
                f"{name} does not say how many examples it has, so its scores may be chance",
            )
    shares = [one.share for one in slices if one.share is not None]
    total = sum(shares)
    if shares and above(abs(total - 1), SHARES_OFF_BY):
        yield (
            "quality.slices",
            f"have shares that add up to {percent(total)} instead of 100%; they are used in"
            " proportion",
        )


def _alternatives(case: Case) -> Iterator[Doubt]:
    for index, one in enumerate(case.alternatives):
        rate = one.error_rate_increase
        if one.cost_per_1k_calls is None or (rate is not None and rate.basis != "assumed"):
            continue
        name = f"'{one.name}'" if one.name else "this alternative"
        what = "no error rate" if rate is None else "an error rate that is only assumed"
        yield (
            join("alternatives", index),
            f"{name} has {what}, so its errors are counted at the student's rate; score it on the"
            " same slices",
        )
