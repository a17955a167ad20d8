"""What a price list says of a model, in US dollars per million tokens.

A price that the list does not have is None and nothing stands in for it; one that depends on more
than the session says is no single price.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from rules.answers.estimate import Estimate
from rules.answers.numbers import Unit, spell
from rules.words.wording import listed

Side = Literal["teacher", "student"]

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "input_price": "input",
        "cached_input_price": "cached-input",
        "cache_write_price": "cache-write",
        "output_price": "output",
    }
)
"""The prices of a tokens worksheet by their key in it, in words."""


@dataclass(frozen=True, slots=True)
class ListPrice:
    """One price of a model, with what it depends on."""

    tiers: tuple[tuple[int, float], ...]
    """Prices, each with the input tokens above which a call pays it for all its tokens; ascending,
    the first from 0."""
    varies: str = ""
    """What it depends on besides, in words; no tier holds then."""

    @property
    def single(self) -> float | None:
        """The price, where there is just one."""
        prices = {price for _, price in self.tiers}
        return prices.pop() if len(prices) == 1 and not self.varies else None

    def at(self, input_tokens: Estimate | None) -> float | None:
        """The price of calls of this length; None where not all of its numbers have the same."""
        if self.varies or input_tokens is None:
            return self.single
        prices = {self._of(tokens) for tokens in input_tokens.values}
        return prices.pop() if len(prices) == 1 else None

    def _of(self, tokens: float) -> float:
        passed = [price for above, price in self.tiers if tokens > above]
        return passed[-1] if passed else self.tiers[0][1]

    def in_words(self) -> str:
        """`$3`, or `$3 up to 200,000 input tokens a call, $6 above`."""
        if self.varies or self.single is not None:
            return self.varies or usd(self.tiers[0][1])
        limits = [f"up to {above:,}" for above, _ in self.tiers[1:]]
        limits[0] += " input tokens a call"
        parts = zip(self.tiers, [*limits, "above"], strict=True)
        return ", ".join(f"{usd(price)} {limit}" for (_, price), limit in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSet:
    """The four prices that a tokens worksheet takes."""

    input_price: ListPrice | None = None
    cached_input_price: ListPrice | None = None
    cache_write_price: ListPrice | None = None
    output_price: ListPrice | None = None

    def __iter__(self) -> Iterator[tuple[str, ListPrice | None]]:
        """The prices, each with its key in the worksheet."""
        for kind in KINDS:
            yield kind, getattr(self, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFound:
    """A model on a price list, with its prices on one day."""

    provider: str
    model: str
    """As the list calls it."""
    name: str
    """As people call it."""
    list_name: str
    list_version: str
    on: date
    prices: PriceSet
    batch: PriceSet | None = None
    """What the same costs in batch; None where the list has no prices for it."""
    remarks: tuple[str, ...] = ()
    """What else the list says that bears on the cost."""

    @property
    def reference(self) -> str:
        """`provider/model`, as a session names a model."""
        return f"{self.provider}/{self.model}"

    @property
    def has_price(self) -> bool:
        """Whether the list has any price of it, in batch or not."""
        stated = (*self.prices, *(self.batch or ()))
        return any(price is not None for _, price in stated)

    @property
    def source(self) -> str:
        """List, date and model, as the source of a number."""
        return f"{self.list_name} {self.list_version}, {self.on}, {self.reference}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What the prices alone do not show, a sentence each."""
        absent = [f"no {KINDS[kind]} price" for kind, price in self.prices if price is None]
        several = [
            f"no single {KINDS[kind]} price: {price.in_words()}"
            for kind, price in self.prices
            if price is not None and price.single is None
        ]
        found = [*([f"the list has {listed(absent, 'and')}"] if absent else []), *several]
        if self.batch is not None:
            found.append(f"in batch: {self._batch_in_words(self.batch)}")
        return (*found, *self.remarks)

    def _batch_in_words(self, batch: PriceSet) -> str:
        standard = dict(self.prices)
        return "; ".join(
            f"no {KINDS[kind]} price" if price is None else f"{KINDS[kind]} {price.in_words()}"
            for kind, price in batch
            if price is not None or standard[kind] is not None
        )


def usd(price: float) -> str:
    """`$2.5`: all digits, since prices per token are small."""
    return f"${spell(price, Unit.PLAIN)}"
