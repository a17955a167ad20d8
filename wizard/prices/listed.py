"""What the list that the extra `prices` brings along says of a model; the network is never used.

The list's own way of asking answers with another price where the one wanted is missing, and by the
clock where no date is given. So the prices are read from its data: those in force on a date that
the caller names, and none where there is none.

Source: docs/specification.md §6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rules.figures.prices import ListPrice, PriceFound, PriceSet
from wizard.extras import needs_extra

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, Provider, TieredPrices

LIST = "genai-prices"
"""The distribution that holds the list; sources of numbers begin with it."""


_ON_LIST = {
    "input_price": "input_mtok",
    "cached_input_price": "cache_read_mtok",
    "cache_write_price": "cache_write_mtok",
    "output_price": "output_mtok",
}
"""What the list calls the prices of a worksheet."""


def list_version() -> str:
    """The version of the list.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    try:
        from genai_prices import __version__
    except ImportError:
        raise needs_extra("prices need", "prices") from None
    return __version__


def models() -> Iterator[tuple[Provider, ModelInfo]]:
    """Every model on the list, with its provider.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    try:
        from genai_prices.data import providers
    except ImportError:
        raise needs_extra("prices need", "prices") from None
    for provider in providers:
        for model in provider.models:
            yield provider, model


def price_found(provider: Provider, model: ModelInfo, on: date) -> PriceFound:
    """What the list says of a model's prices on a date."""
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
    from genai_prices.types import StartDateConstraint

    found: dict[str, Decimal | TieredPrices | None] = {}
    for variant in model.price_variants or ():
        limit = variant.constraint
        is_in_force = limit is None or (
            isinstance(limit, StartDateConstraint) and on >= limit.start_date
        )
        if variant.when == {"processing": "batch"} and is_in_force:
            found = {**_stated(variant.prices), **found}
    return found if any(found.get(name) is not None for name in _ON_LIST.values()) else {}


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
