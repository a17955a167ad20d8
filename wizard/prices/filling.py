"""The prices of a model as answers of a case, and what is said of those that the list lacks.

Source: docs/specification.md §6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.answers.answers import Answers
from rules.answers.case_of import case_of
from rules.answers.defaults import CURRENCY, currency, with_defaults
from rules.answers.entries import entry_of, understood
from rules.answers.estimate import Estimate
from rules.answers.numbers import Unit
from rules.answers.numbers import spell as spell_number
from rules.answers.policy import TeamPolicy, effective
from rules.answers.problem import Problem
from rules.figures.prices import KINDS, PriceFound, Side, usd
from rules.questions import QUESTIONS
from wizard.prices.listed import LIST
from wizard.problems import InputUnusable


def date_of(answers: Answers, today: date) -> date:
    """The date whose prices a case is about."""
    as_of = answers.value("as_of")
    return as_of if isinstance(as_of, date) else today


@dataclass(frozen=True, slots=True)
class Filling:
    """Answers with the prices of a model in them."""

    answers: Answers
    filled: tuple[str, ...]
    """What was filled, a line each."""
    noted: tuple[str, ...]
    """What the list does not have, and what wins over its prices, a line each."""

    @property
    def said(self) -> tuple[str, ...]:
        """What was filled, and what there is to say of it."""
        return *self.filled, *self.noted


def filling(
    answers: Answers,
    found: PriceFound,
    side: Side,
    team: TeamPolicy | None = None,
    *,
    called: Callable[[str], str] = str,
) -> Filling:
    """Fill in a model's name and its prices, and say what was done.

    A price that came from the list earlier and has no successor on it is taken back: it was
    another model's, or another day's.

    Args:
        answers: of the case.
        found: the model.
        side: what it is in the case.
        team: whose defaults and rate count.
        called: what an answer is called in a sentence, by its key.

    Raises:
        InputUnusable: where the case's currency is not that of the list and no rate is set, or the
            list has no price to fill in.
    """
    case, _ = with_defaults(answers, team)
    quotes, gaps = quoted(case, found, side, team, called=called)
    if not quotes:
        absent = "; ".join(gaps.values())
        raise InputUnusable([Problem(f"{found.reference} has no price to fill in: {absent}")])
    changed = answers
    filled, noted = [], []
    for key, value in ((f"{side}.model", found.reference), *quotes.items()):
        question = QUESTIONS[key]
        before = answers.get(key)
        changed = changed.answer(key, entry_of(question, value))
        was = ""
        if before is not None and before.value != value:
            details = ", ".join(filter(None, (before.text, before.rests_on, before.source)))
            was = f" (was {details})"
        filled.append(f"{called(key)} {understood(question, value, currency(case))}{was}")
    for key, gap in gaps.items():
        before = answers.get(key)
        told = f"{called(key)}: {gap}"
        if before is not None and is_from_list(before.source):
            changed = changed.answer(key, None)
            told += f"; taken back: {before.text}, {before.source}"
        elif before is not None:
            told += f"; still {before.text}"
        noted.append(told)
    if case.value(f"{side}.tokens.batch_share") is not None:
        discount = called(f"{side}.tokens.batch_discount")
        noted.append(f"{discount} is not filled; {_batch_said(found)}")
    noted += found.remarks
    direct = f"{side}.cost_per_1k_calls"
    if direct in with_defaults(changed, team)[0]:
        noted.append(f"{called(direct)} is answered directly and wins over these prices")
    return Filling(changed, tuple(filled), tuple(noted))


def _batch_said(found: PriceFound) -> str:
    if found.batch is None:
        return f"the list has no batch prices of this model on {found.on}"
    return next(note for note in found.notes if note.startswith("in batch"))


def is_from_list(source: str) -> bool:
    """Whether a number says that it comes from the list."""
    return source.startswith(f"{LIST} ")


def reference_in(source: str) -> str:
    """The model that the source of a price names; empty where it is not from the list."""
    parts = source.split(", ")
    return parts[2] if is_from_list(source) and len(parts) > 2 else ""


def quoted(
    answers: Answers,
    found: PriceFound,
    side: Side,
    team: TeamPolicy | None = None,
    *,
    called: Callable[[str], str] = str,
) -> tuple[dict[str, Estimate], dict[str, str]]:
    """The prices of a model as answers of a case, and why the others are none, both by key.

    Args:
        answers: of the case, a team's defaults among them.
        found: the model.
        side: what it is in the case.
        team: whose rate wins over the session's.
        called: what an answer is called in a sentence, by its key.

    Raises:
        InputUnusable: where the case's currency is not that of the list and no rate is set.
    """
    rate = _rate(answers, team)
    tokens = answers.value(f"{side}.tokens.input")
    quotes: dict[str, Estimate] = {}
    gaps: dict[str, str] = {}
    for kind, listed in found.prices:
        key = f"{side}.tokens.{kind}"
        if listed is None:
            gaps[key] = f"the list has no {KINDS[kind]} price"
            continue
        price = listed.at(tokens if isinstance(tokens, Estimate) else None)
        if price is None:
            gaps[key] = f"no single {KINDS[kind]} price: {listed.in_words()}"
            if not listed.varies:
                gaps[key] += f"; {called(f'{side}.tokens.input')} must lie within one of these"
            continue
        details = [found.source]
        if listed.single is None:
            details.append(f"of {listed.in_words()}".replace(", ", " and "))
        if rate is not None:
            per_dollar = spell_number(rate, Unit.PLAIN)
            details.append(f"{usd(price)} at {per_dollar} {currency(answers)} per US dollar")
        amount = price if rate is None else float(Decimal(repr(price)) * Decimal(repr(rate)))
        quotes[key] = Estimate(amount, basis="quoted", source=", ".join(details))
    return quotes, gaps


def _rate(answers: Answers, team: TeamPolicy | None) -> float | None:
    """Money of the case per US dollar, which has to be set; None where it is in dollars."""
    stated = answers.get("currency")
    if stated is not None and not stated.usable:
        raise InputUnusable([Problem("is not usable; mend it before prices go in", "currency")])
    if currency(answers) == CURRENCY:
        return None
    policy, _ = effective(case_of(answers)[0].policy, team, currency(answers))
    if policy.usd_rate is None:
        message = (
            f"is not set, and the list's prices are in US dollars; set how many"
            f" {currency(answers)} one US dollar is"
        )
        raise InputUnusable([Problem(message, "policy.usd_rate")])
    return policy.usd_rate
