"""Tokens at list prices: what unpriced calls would cost, and whether logged costs can be right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from rules.answers.estimate import Estimate
from rules.figures.prices import PriceFound
from rules.usage.summary import Tokens

PER: Final = 1e6
"""Tokens that a price is for."""

_SLIPS: Final = ((1e9, "nano-dollars"), (1e3, "thousandths of a dollar"), (100, "cents"))
"""Units in which amounts are taken for dollars, by how much too large they then are."""
_LIKELY_WITHIN: Final = 2.0
"""By which factor an honest cost may differ from the list: discounts, batches, surcharges."""


class Priced(NamedTuple):
    """Tokens at list prices."""

    cost: float
    """In US dollars."""
    source: str
    """List, its date, and the models."""


def at_list_price(tokens: Tokens, calls: float, price: PriceFound) -> float | None:
    """What tokens of so many calls cost by the list, in US dollars; None without a single price.

    Prices may depend on the length of a call. Cached and written tokens without a price of their
    own cost what input does, as in the worksheet of a case.
    """
    length = Estimate(tokens.input / calls) if calls else None
    prices = {kind: one.at(length) for kind, one in price.prices if one is not None}
    base, output = prices.get("input_price"), prices.get("output_price")
    parts = (
        (tokens.uncached, base),
        (tokens.cached, prices.get("cached_input_price", base)),
        (tokens.written, prices.get("cache_write_price", base)),
        (tokens.output, output),
    )
    if None in (base, output) or any(number and each is None for number, each in parts):
        return None
    return math.fsum(number * (each or 0) for number, each in parts) / PER


def priced(
    unpriced: Mapping[str, Tokens], calls: float, prices: Mapping[str, PriceFound]
) -> Priced | None:
    """What tokens of calls cost by the list, model by model; None where it has not all of them."""
    costs, sources = [], []
    for model, tokens in unpriced.items():
        found = prices.get(model)
        cost = at_list_price(tokens, calls, found) if found is not None else None
        if found is None or cost is None:
            return None
        costs.append(cost)
        sources.append(found.source)
    return Priced(math.fsum(costs), ", ".join(dict.fromkeys(sources))) if costs else None


def slip(logged: float, by_list: float) -> str:
    """The unit that a cost logged as dollars is in, told by what the list asks; empty if none."""
    if logged <= 0 or by_list <= 0:
        return ""
    ratio = logged / by_list
    for factor, unit in _SLIPS:
        if factor / _LIKELY_WITHIN <= ratio <= factor * _LIKELY_WITHIN:
            return unit
        if factor / _LIKELY_WITHIN <= 1 / ratio <= factor * _LIKELY_WITHIN:
            return f"dollars times {factor:,.0f}"
    return ""
