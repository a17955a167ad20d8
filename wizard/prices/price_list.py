"""Prices of models from the list that the extra `prices` brings along; the network is never used.

The list's own way of asking answers with another price where the one wanted is missing, and by the
clock where no date is given. So the prices are read from its data: those in force on a date that
the caller names, and none where there is none.

Source: docs/specification.md §6.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rules.answers.answers import Answers
from rules.answers.case_of import case_of
from rules.answers.defaults import with_defaults
from rules.answers.entries import entry_of, understood
from rules.answers.estimate import Estimate
from rules.answers.numbers import Unit
from rules.answers.numbers import spell as spell_number
from rules.answers.policy import TeamPolicy, effective
from rules.answers.problem import Problem
from rules.figures.prices import KINDS, ListPrice, PriceFound, PriceSet, Side, usd
from rules.questions import QUESTIONS
from wizard.problems import InputUnusable
from wizard.sessions.assignments import DEFAULT_CURRENCY, currency

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, PriceVariant, Provider, TieredPrices

    from screens.ports import PriceSearch

LIST = "genai-prices"
"""The distribution that holds the list; sources of numbers begin with it."""

MISSING_EXTRA = (
    "prices need an extra that is not installed; install it with:"
    " pip install 'distill-payback[prices]'"
)

_SHOWN_AS_ONE_TYPES = 50

_ON_LIST = {
    "input_price": "input_mtok",
    "cached_input_price": "cache_read_mtok",
    "cache_write_price": "cache_write_mtok",
    "output_price": "output_mtok",
}
"""What the list calls the prices of a worksheet."""


# ------------------------------------------------------------------- finding


def search(words: str, on: date) -> list[PriceFound]:
    """The models whose provider or name holds every word, likeliest first, unpriced ones last.

    Likely is what is called just that, then what begins so, has it as whole words, and has little
    else in its name.

    Args:
        words: as typed; without any, every model is found.
        on: the date whose prices are wanted.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    typed = words.lower().split()
    found = [
        (provider, model)
        for provider, model in _models()
        if all(word in _names(provider, model) for word in typed)
    ]
    wanted = " ".join(typed)

    def likelihood(one: tuple[Provider, ModelInfo]) -> tuple[bool, bool, bool, bool, int, str]:
        provider, model = one
        reference, name = _reference(provider, model).lower(), model.id.lower()
        begins = reference.startswith(wanted) or name.startswith(wanted)
        is_in_words = {*typed} <= {*_words(reference), *_words(provider.name.lower())}
        # The less a name has besides what was typed, the more it is meant.
        rank = reference != wanted, name != wanted, not begins, not is_in_words
        return *rank, len(name), reference

    priced = (_found(*one, on) for one in sorted(found, key=likelihood))
    return sorted(priced, key=lambda one: not one.has_price)


def named(reference: str, on: date) -> list[PriceFound]:
    """The models that a name stands for: one, unless several providers have one of this name.

    `provider/model` is taken as the list has it, else with a date or `latest` behind the model's
    name; a name that only resembles one on the list stands for none.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    wanted = reference.strip().lower()
    models = list(_models())
    found = [one for one in models if _reference(*one).lower() == wanted]
    found = found or [one for one in models if one[1].id.lower() == wanted]
    found = found or [one for one in models if _is_release_of(wanted, *one)]
    return [_found(*one, on) for one in found]


def nearest(words: str) -> list[str]:
    """The references on the list that come closest to words which match none."""
    from difflib import get_close_matches

    wanted = " ".join(words.lower().split())
    names: dict[str, str] = {}
    for provider, model in _models():
        reference = _reference(provider, model)
        names.setdefault(reference.lower(), reference)
        names.setdefault(model.id.lower(), reference)
    return list(dict.fromkeys(names[one] for one in get_close_matches(wanted, names, n=3)))


def price_search(on: date) -> PriceSearch:
    """The search for a screen, with the prices of a date."""

    async def look(words: str) -> Sequence[PriceFound] | str:
        try:
            # Reading the list for the first time takes longer than a key press may.
            found = await asyncio.to_thread(search, words, on)
        except InputUnusable as unusable:
            return str(unusable)
        return found[:_SHOWN_AS_ONE_TYPES]

    return look


def date_of(answers: Answers, today: date) -> date:
    """The date whose prices a case is about."""
    as_of = answers.value("as_of")
    return as_of if isinstance(as_of, date) else today


def list_version() -> str:
    """The version of the list.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    try:
        from genai_prices import __version__
    except ImportError:
        raise InputUnusable([Problem(MISSING_EXTRA)]) from None
    return __version__


def _models() -> Iterator[tuple[Provider, ModelInfo]]:
    try:
        from genai_prices.data import providers
    except ImportError:
        raise InputUnusable([Problem(MISSING_EXTRA)]) from None
    for provider in providers:
        for model in provider.models:
            yield provider, model


def _reference(provider: Provider, model: ModelInfo) -> str:
    return f"{provider.id}/{model.id}"


def _names(provider: Provider, model: ModelInfo) -> str:
    return f"{_reference(provider, model)} {provider.name} {model.name or ''}".lower()


def _is_release_of(wanted: str, provider: Provider, model: ModelInfo) -> bool:
    """Whether a reference is that of a model with no more than a date, or `latest`, added.

    The list's own matching goes by the beginning of a name and takes other versions and variants,
    fine-tuned ones among them, for the model itself.
    """
    provider_id, _, name = wanted.partition("/")
    if provider_id != provider.id.lower() or not model.is_match(name):
        return False
    known = {*_words(model.id), *re.findall("[a-z0-9]+", (model.name or "").lower())}
    undated = re.sub(r"[-@](\d{8}|\d{4}-\d{2}-\d{2}|latest)$", "", name)
    return undated != name and known.issuperset(_words(undated))


def _words(name: str) -> list[str]:
    # What is neither letter nor digit is a word too, so that a space or a comma is not looked over.
    return re.findall(r"[a-z0-9]+|[^a-z0-9@:._-]", name.lower())


# ------------------------------------------------------------------- reading


def _found(provider: Provider, model: ModelInfo, on: date) -> PriceFound:
    in_force = _in_force(model, on)
    batch = _batch(model, on)
    return PriceFound(
        provider=provider.id,
        model=model.id,
        name=model.name or model.id,
        list_name=LIST,
        list_version=list_version(),
        on=on,
        prices=_price_set(in_force),
        batch=_price_set([batch]) if batch else None,
        remarks=tuple(_remarks(model, in_force)),
    )


_Stated = Mapping[str, "Decimal | TieredPrices | None"]
"""What the list states of a model, by its own names; what it does not state is absent."""


def _in_force(model: ModelInfo, on: date) -> list[_Stated]:
    """What holds on a date: one set of prices, or several that change with the time of day."""
    from genai_prices.types import ModelPrice, TimeOfDateConstraint

    if isinstance(model.prices, ModelPrice):
        return [_stated(model.prices)]
    by_time: list[_Stated] = []
    # The last entry that applies is the one that counts.
    for one in reversed(model.prices):
        if isinstance(one.constraint, TimeOfDateConstraint):
            by_time.append(_stated(one.prices))
        elif one.constraint is None or on >= one.constraint.start_date:
            return [_stated(one.prices), *by_time]
    return [{}, *by_time]


def _batch(model: ModelInfo, on: date) -> _Stated:
    """What the list states for calls in batch; empty where that is nothing."""
    found: dict[str, Decimal | TieredPrices | None] = {}
    for variant in model.price_variants or ():
        if variant.when == {"processing": "batch"} and _applies(variant, on):
            found = {**_stated(variant.prices), **found}
    return found if any(found.get(name) is not None for name in _ON_LIST.values()) else {}


def _applies(variant: PriceVariant, on: date) -> bool:
    from genai_prices.types import StartDateConstraint

    constraint = variant.constraint
    return constraint is None or (
        isinstance(constraint, StartDateConstraint) and on >= constraint.start_date
    )


def _stated(prices: ModelPrice) -> _Stated:
    # An attribute that is absent would be answered as None or not at all, by its name.
    return vars(prices)


def _price_set(in_force: Sequence[_Stated]) -> PriceSet:
    return PriceSet(**{kind: _price(in_force, name) for kind, name in _ON_LIST.items()})


def _price(in_force: Sequence[_Stated], name: str) -> ListPrice | None:
    values = [one.get(name) for one in in_force]
    if all(value is None for value in values):
        return None
    prices = [_list_price(value) if value is not None else None for value in values]
    if any(price != prices[0] for price in prices):
        said = dict.fromkeys(price.in_words() if price else "none" for price in prices)
        return ListPrice((), f"{' or '.join(said)}, by the time of day")
    if name == "output_mtok":
        reasoning = next((one.get("output_reasoning_mtok") for one in in_force), None)
        if reasoning is not None and reasoning != values[0]:
            other = _list_price(reasoning).in_words()
            return ListPrice((), f"{_in_words(values[0])}, {other} for reasoning")
    return prices[0]


def _list_price(value: Decimal | TieredPrices) -> ListPrice:
    if isinstance(value, Decimal):
        return ListPrice(((0, float(value)),))
    tiers = [(tier.start, float(tier.price)) for tier in value.tiers]
    return ListPrice(((0, float(value.base)), *tiers))


def _in_words(value: Decimal | TieredPrices | None) -> str:
    return _list_price(value).in_words() if value is not None else "none"


def _remarks(model: ModelInfo, in_force: Sequence[_Stated]) -> Iterator[str]:
    if model.deprecated:
        yield "the provider calls it deprecated"
    for name, says in (
        ("cache_write_1h_mtok", "cache writes kept for an hour: {}"),
        ("requests_kcount", "{} for 1,000 calls on top, which the tokens do not show"),
    ):
        stated = dict.fromkeys(_in_words(one.get(name)) for one in in_force)
        if set(stated) != {"none"}:
            yield says.format(" or ".join(stated))


# ------------------------------------------------------------------- filling


@dataclass(frozen=True, slots=True)
class Filling:
    """Answers with the prices of a model in them."""

    answers: Answers
    said: tuple[str, ...]
    """What was filled, and what the list does not have, a line each."""


def filled(
    answers: Answers, found: PriceFound, side: Side, team: TeamPolicy | None = None
) -> Answers:
    """Answers with a model's name and the prices that the list has for it.

    Raises:
        InputUnusable: as `filling`.
    """
    return filling(answers, found, side, team).answers


def filling(
    answers: Answers, found: PriceFound, side: Side, team: TeamPolicy | None = None
) -> Filling:
    """Fill in a model's name and its prices, and say what was done.

    A price that came from the list earlier and has no successor on it is taken back: it was
    another model's, or another day's.

    Raises:
        InputUnusable: where the case's currency is not that of the list and no rate is set, or the
            list has no price to fill in.
    """
    case, _ = with_defaults(answers, team)
    quotes, gaps = quoted(case, found, side, team)
    if not quotes:
        absent = "; ".join(gaps.values())
        raise InputUnusable([Problem(f"{found.reference} has no price to fill in: {absent}")])
    changed = answers
    said = []
    for key, value in ((f"{side}.model", found.reference), *quotes.items()):
        question = QUESTIONS[key]
        before = answers.get(key)
        changed = changed.answer(key, entry_of(question, value))
        was = ""
        if before is not None and before.value != value:
            details = ", ".join(filter(None, (before.text, before.basis, before.source)))
            was = f" (was {details})"
        said.append(f"{key} {understood(question, value, currency(case))}{was}")
    for key, gap in gaps.items():
        before = answers.get(key)
        if before is None:
            said.append(f"{key}: {gap}")
        elif is_from_list(before.source):
            changed = changed.answer(key, None)
            said.append(f"{key}: {gap}; taken back: {before.text}, {before.source}")
        else:
            said.append(f"{key}: {gap}; still {before.text}")
    if case.value(f"{side}.tokens.batch_share") is not None:
        said.append(f"{side}.tokens.batch_discount is not filled; {_batch_said(found)}")
    said += found.remarks
    direct = f"{side}.cost_per_1k_calls"
    if direct in case:
        said.append(f"{direct} is answered directly and wins over these prices")
    return Filling(changed, tuple(said))


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
    answers: Answers, found: PriceFound, side: Side, team: TeamPolicy | None = None
) -> tuple[dict[str, Estimate], dict[str, str]]:
    """The prices of a model as answers of a case, and why the others are none, both by key.

    Args:
        answers: of the case, a team's defaults among them.
        found: the model.
        side: what it is in the case.
        team: whose rate wins over the session's.

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
                gaps[key] += f"; {side}.tokens.input has to lie within one of these"
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
    """Money of the case per US dollar; None where the case is in dollars.

    Raises:
        InputUnusable: where it is not, and nobody has set a rate.
    """
    stated = answers.get("currency")
    if stated is not None and not stated.usable:
        raise InputUnusable([Problem("is not usable; mend it before prices go in", "currency")])
    if currency(answers) == DEFAULT_CURRENCY:
        return None
    policy, _ = effective(case_of(answers)[0].policy, team)
    if policy.usd_rate is None:
        message = (
            f"is not set, and the list's prices are in US dollars; set how many"
            f" {currency(answers)} one US dollar is"
        )
        raise InputUnusable([Problem(message, "policy.usd_rate")])
    return policy.usd_rate
