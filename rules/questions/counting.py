"""What the unit of a question means for what is typed: by what it is counted, and its nouns.

A unit is written for people; here stands what a reader of numbers has to know of each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from rules.answers.numbers import Per, Takes, Unit, rates
from rules.questions.question import NUMERIC, Question


class Counting(NamedTuple):
    """By what a number is counted, and what may stand behind it."""

    per: Per | None = None
    nouns: tuple[str, ...] = ()
    """In the singular, longer ones first; for a price also which of its kind is priced: `input`."""
    measured: Per | None = None
    """What it is an amount of, where it can be given in others of it as well."""


_PER_CALL = Per(rates.CALLS, Decimal(1), "call")
_CALL_NOUNS = ("call", "request", "req", "query")


def _each(thing: str) -> Counting:
    return Counting(Per(thing, Decimal(1), thing), ("each",))


BY_UNIT: Mapping[str, Counting] = MappingProxyType(
    {
        "": Counting(),
        "calls": Counting(nouns=_CALL_NOUNS),
        "calls per second": Counting(rates.SECOND, _CALL_NOUNS),
        "tokens per call": Counting(_PER_CALL, ("token", "tok")),
        "million tokens": Counting(nouns=("million token",), measured=rates.MILLION_TOKENS),
        "examples": Counting(nouns=("training example", "example")),
        "labels": Counting(nouns=("label",)),
        "wrong answers": Counting(nouns=("wrong answer", "error", "mistake")),
        "tasks": Counting(nouns=("task",)),
        "draws": Counting(nouns=("draw",)),
        "runs": Counting(nouns=("training run", "run")),
        "epochs": Counting(nouns=("epoch",)),
        "GPUs": Counting(nouns=("gpu",)),
        "GPU-hours": Counting(nouns=("gpu-hour", "gpu hour", "hour", "hr", "h")),
        "replicas": Counting(nouns=("replica",)),
        "people": Counting(nouns=("people", "person", "engineer")),
        "days": Counting(nouns=("working day", "day", "d"), measured=rates.WORKING_DAY),
        "months": Counting(measured=rates.MONTH),
        "seconds": Counting(),
        "hours a month": Counting(rates.MONTH, ("hour", "hr", "h")),
        "times the average": Counting(nouns=("time", "x")),
        "times the default": Counting(nouns=("time", "x")),
        "per US dollar": Counting(Per("US dollar", Decimal(1), "US dollar")),
        "a year": Counting(rates.YEAR, ("time",)),
        "each": Counting(nouns=("each",)),
        "per month": Counting(rates.MONTH),
        "per year": Counting(rates.YEAR),
        "per day": Counting(rates.WORKING_DAY),
        "per GPU-hour": Counting(rates.HOUR),
        "per 1,000 calls": Counting(rates.THOUSAND_CALLS),
        "per million tokens": Counting(rates.MILLION_TOKENS),
        "per example": _each("example"),
        "per label": _each("label"),
        "per error": _each("error"),
    }
)


def _of_tokens(owner: str) -> dict[str, Counting]:
    """The tokens of a model and their prices, each with the words for which of them it is."""
    sorts = {"input": ("input", "prompt"), "output": ("output", "completion")}
    tokens = {
        f"{owner}.tokens.{name}": Counting(
            _PER_CALL, (*(f"{word} token" for word in words), "token", "tok")
        )
        for name, words in sorts.items()
    }
    prices = {
        f"{owner}.tokens.{name}_price": Counting(rates.MILLION_TOKENS, words)
        for name, words in sorts.items()
    }
    cached = Counting(rates.MILLION_TOKENS, ("cached", "input"))
    return tokens | prices | {f"{owner}.tokens.cached_input_price": cached}


_BY_KEY = {
    **_of_tokens("teacher"),
    **_of_tokens("student"),
    "volume.calls_per_month": Counting(rates.MONTH, _CALL_NOUNS),
    "volume.monthly_growth": Counting(rates.MONTH),
    "teacher.annual_price_change": Counting(rates.YEAR),
    "policy.discount_rate": Counting(rates.YEAR),
}
"""Where the unit does not say it, because the label does."""


def counting(question: Question) -> Counting:
    """By what the number that answers a question is counted, and its nouns."""
    return _BY_KEY.get(question.key) or BY_UNIT[question.unit]


def takes(question: Question, currency: str = "", *, decimal_comma: bool = False) -> Takes:
    """What the field of a numeric question takes.

    Args:
        question: that asks for a number.
        currency: of the case.
        decimal_comma: whether the person at hand writes the comma as the decimal sign.
    """
    per, nouns, measured = counting(question)
    unit = NUMERIC[question.kind]
    return Takes(unit, currency, per, nouns, decimal_comma, measured, such_as=question.example)


def takes_whole(question: Question, *, decimal_comma: bool = False) -> Takes:
    """What the field of a question takes that asks for a whole number."""
    unit = Unit.MONTHS if question.unit == "months" else Unit.COUNT
    nouns = counting(question).nouns
    return Takes(unit, nouns=nouns, decimal_comma=decimal_comma, such_as=question.example)


_PLURAL_IN_FRONT: Final = r"(?!times\b)((?:wrong )?[\w-]+)s\b(.*)"
_ODD: Final = {"people": "person"}


def of_unit(shown: str, unit: str) -> str:
    """`1 task`, `2 tasks`, `1 token per call`, `1 times the average`.

    Args:
        shown: a number in words.
        unit: of several, as questions have it; empty where there is none.
    """
    if shown == "1":
        found = re.fullmatch(_PLURAL_IN_FRONT, unit)
        unit = found[1] + found[2] if found else _ODD.get(unit, unit)
    return f"{shown} {unit}".strip()
