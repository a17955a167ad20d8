"""A small price list in the place of the bundled one, with one model for each thing to know."""

from __future__ import annotations

import sys
from datetime import UTC, date, time
from decimal import Decimal

import genai_prices.data
import pytest
from genai_prices.types import (
    ClauseStartsWith,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    PriceVariant,
    Provider,
    StartDateConstraint,
    Tier,
    TieredPrices,
    TimeOfDateConstraint,
)

TODAY = date(2026, 11, 24)


def prices(**stated: str | TieredPrices) -> ModelPrice:
    return ModelPrice(
        **{
            name: Decimal(price) if isinstance(price, str) else price
            for name, price in stated.items()
        }
    )


def tiered(base: str, *tiers: tuple[int, str]) -> TieredPrices:
    return TieredPrices(Decimal(base), [Tier(start, Decimal(price)) for start, price in tiers])


def model(id: str, *stated: ModelPrice | ConditionalPrice, **more: object) -> ModelInfo:
    conditional = [one for one in stated if isinstance(one, ConditionalPrice)]
    info = ModelInfo(
        id=id,
        match=ClauseStartsWith(starts_with=id),
        prices=conditional or next(one for one in stated if isinstance(one, ModelPrice)),
    )
    for attribute, value in more.items():
        setattr(info, attribute, value)
    return info


def since(start: date, stated: ModelPrice) -> ConditionalPrice:
    return ConditionalPrice(StartDateConstraint(start), prices=stated)


def between(start: int, end: int, stated: ModelPrice) -> ConditionalPrice:
    hours = TimeOfDateConstraint(time(start, tzinfo=UTC), time(end, tzinfo=UTC))
    return ConditionalPrice(hours, prices=stated)


def always(stated: ModelPrice) -> ConditionalPrice:
    return ConditionalPrice(prices=stated)


def provider(name: str, *models: ModelInfo) -> Provider:
    return Provider(id=name, name=f"{name.capitalize()} Inc", api_pattern=name, models=list(models))


def small_list() -> list[Provider]:
    return [
        provider(
            "acme",
            model(
                "large",
                always(
                    prices(
                        input_mtok="10",
                        cache_read_mtok="1",
                        cache_write_mtok="12.5",
                        output_mtok="30",
                    )
                ),
                since(
                    date(2026, 6, 1),
                    prices(input_mtok="5", cache_read_mtok="0.5", output_mtok="15"),
                ),
                name="The Large One",
                price_variants=[
                    PriceVariant(
                        {"processing": "batch"},
                        prices(input_mtok="2.5", output_mtok="7.5"),
                        StartDateConstraint(date(2026, 10, 14)),
                    ),
                    PriceVariant({"service_tier": "fast"}, prices(input_mtok="50")),
                ],
            ),
            model("small", prices(input_mtok="0.1", output_mtok="0.4")),
            model(
                "long",
                prices(
                    input_mtok=tiered("3", (200_000, "6")),
                    cache_read_mtok="0.3",
                    output_mtok=tiered("15", (128_000, "20"), (200_000, "25")),
                ),
            ),
            model(
                "night",
                always(prices(input_mtok="0.15", cache_read_mtok="0.01", output_mtok="0.6")),
                between(1, 4, prices(input_mtok="0.3", cache_read_mtok="0.01")),
            ),
            model(
                "coming",
                since(date(2027, 1, 1), prices(input_mtok="1", output_mtok="1")),
            ),
            model(
                "thinker",
                prices(
                    input_mtok="2",
                    output_mtok="8",
                    output_reasoning_mtok="3",
                    requests_kcount="5",
                    cache_write_1h_mtok="4",
                ),
                deprecated=True,
            ),
            model("listener", prices(audio_hours="0.36")),
        ),
        provider("other", model("small", prices(input_mtok="0.2", output_mtok="0.5"))),
        provider("hub", model("acme/large", prices(input_mtok="5.5", output_mtok="16"))),
    ]


@pytest.fixture
def price_list(monkeypatch: pytest.MonkeyPatch) -> list[Provider]:
    """The small list, in use."""
    providers = small_list()
    monkeypatch.setattr(genai_prices.data, "providers", providers)
    monkeypatch.setattr(genai_prices, "__version__", "0.2.9")
    return providers


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were not installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "genai_prices"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "genai_prices", None)


TOKENS = """\
schema = 1
# Kept by the platform team.
title = "Tickets"
as_of = 2026-11-24

[task]
breadth = "narrow" # one decision

[volume]
calls_per_month = 1_000_000

[teacher]
model = "acme/large" # since May
training_terms = "permitted"

[teacher.tokens]
input = 1_200
cached_input = 800
output = 60
input_price = { likely = 5, basis = "quoted", source = "genai-prices 0.2.9, 2026-11-24, acme/large" }
cached_input_price = 0.5
output_price = 15 # the dear part

[student]
cost_per_1k_calls = 0.5

[upfront]
engineering_time = 10_000

[maintenance]
redistillations_per_year = 2
"""  # noqa: E501
"""A case whose teacher is priced by tokens, as the small list has them on its day."""
