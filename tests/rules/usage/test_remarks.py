"""What is said of usage beside its answers, word for word, each sentence where it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from rules.figures.prices import ListPrice, PriceFound, PriceSet
from rules.usage.remarks import remarks
from rules.usage.summary import summary
from rules.usage.usage import Group, Usage
from tests.rules.usage.made import group, usage

LISTED = PriceFound(
    provider="acme",
    model="large",
    name="Large",
    list_name="list",
    list_version="1",
    on=date(2026, 6, 1),
    prices=PriceSet(input_price=ListPrice(((0, 5_000),)), output_price=ListPrice(((0, 0.0),))),
)
"""At which the plain hundred calls cost the $5 that are logged for them."""


def said(*groups: Group, listed: bool = False, **changes: Any) -> tuple[str, ...]:
    made: Usage = usage(*groups, **changes)
    return remarks(made, summary(made), {"gpt-large": LISTED} if listed else {})


def test_plain_calls_need_no_remark() -> None:
    assert said(group()) == said(group(), listed=True) == ()


FAILED = group(status="error", calls=0.0, failed=1.0, rows=1, costed="none", cost=0.0)
BILLED = group(status="error", calls=0.0, failed=3.0, rows=5, cost=1.0)
HITS = group(status="proxy_cache_hit", calls=25.0, costed="none", cost=0.0)
FREE = group(costed="zero", cost=0.0, calls=1.0)
ODD = group(contradicted=1_200)
BUCKETS = group(input_cached=500.0, input_written=500.0, output=500.0)


def of_models(*calls: float) -> Iterator[Group]:
    for number, one in enumerate(calls, start=1):
        yield group(model=f"m{number}", calls=one)


@pytest.mark.parametrize(
    ("groups", "changes", "sentences"),
    [
        ([group(), FAILED], {}, ["Failed: 1 call, 0.99% of those made."]),
        (
            [group(), BILLED],
            {},
            [
                "Failed: 3 calls, 2.9% of those made.",
                "Failed and billed attempts: 2. Money and tokens count, and no call.",
            ],
        ),
        (
            [group(), HITS],
            {},
            [
                "Answered by the proxy's cache: 25 calls, 20%. They were saved, so neither calls"
                " nor tokens are counted."
            ],
        ),
        (
            [group(), FREE],
            {},
            ["Tokens and a cost of 0: 1 call. Their cost is taken for unknown, not for free."],
        ),
        (
            [ODD],
            {},
            [
                "Rows with more cached and written tokens than input: 1,200. There they are taken"
                " to lie beside it."
            ],
        ),
        (
            [BUCKETS],
            {"counts_calls": False},
            [
                "The source counts tokens and no calls. Of the input: 50% not cached, 25% read"
                " from a cache and 25% written to one; 0.25 output tokens for each input token."
            ],
        ),
        (
            list(of_models(60, 40)),
            {},
            ["Models seen: m1 (60%) and m2 (40%)."],
        ),
        (
            list(of_models(30, 20, 20, 10, 10, 6, 4)),
            {},
            ["Models seen: m1 (30%), m2 (20%), m3 (20%), m4 (10%), m5 (10%) and 2 more."],
        ),
        (
            list(of_models(40, 20, 20, 10, 10)),
            {},
            ["Models seen: m1 (40%), m2 (20%), m3 (20%), m4 (10%) and m5 (10%)."],
        ),
        (
            [group(calls=0.0, model="a"), group(calls=0.0, model="b", output=3_200.0)],
            {"months": (5, 5)},
            [
                "Models seen: b (79.2% of tokens) and a (20.8% of tokens).",
                "No call was answered in 2026-05: is a file missing?",
            ],
        ),
        (
            [group()],
            {"is_sampled": True},
            [
                "The source may be a sample: counts are lower bounds. --sampled 10% says how large"
                " a one, --sampled 100% that it is none."
            ],
        ),
        ([group()], {"is_sampled": True, "sampled": 1.0}, []),
        (
            [group()],
            {"sampled": 0.1},
            [
                "The source is a sample of 10%: calls a month are taken times 10, and totals are"
                " those of the sample."
            ],
        ),
        (
            [group()],
            {"probed_copies": True},
            [
                "Rows that stand in the source twice were looked for in a 16th of it, since it is"
                " large; none was found."
            ],
        ),
        (
            [group()],
            {"months": (6, 8)},
            ["No call was answered in 2026-07 and 2026-08: is a file missing?"],
        ),
    ],
)
def test_what_is_not_plain_is_said(
    groups: list[Group], changes: dict[str, Any], sentences: list[str]
) -> None:
    assert list(said(*groups, **changes)) == sentences


SECONDS = "it is in seconds."
MILLISECONDS = "it is in milliseconds. End minus start is used."
NEITHER = "which is neither seconds nor milliseconds. End minus start is used."


@pytest.mark.parametrize(
    ("logged", "words"),
    [
        (79.0, f"0.79 times end minus start in seconds, {NEITHER}"),
        (80.0, f"0.8 times end minus start in seconds: {SECONDS}"),
        (125.0, f"1.25 times end minus start in seconds: {SECONDS}"),
        (126.0, f"1.26 times end minus start in seconds, {NEITHER}"),
        (79_900.0, f"799 times end minus start in seconds, {NEITHER}"),
        (80_000.0, f"800 times end minus start in seconds: {MILLISECONDS}"),
        (125_000.0, f"1,250 times end minus start in seconds: {MILLISECONDS}"),
        (126_000.0, f"1,260 times end minus start in seconds, {NEITHER}"),
    ],
)
def test_the_unit_of_a_latency_field_is_told_by_what_was_measured(
    logged: float, words: str
) -> None:
    # What has one of the two alone says nothing of the other.
    lame = (group(latency_logged=9e9), group(latency=9e9))
    both = group(latency=100.0, latency_logged=logged)
    assert said(both, *lame) == (f"The source's latency field is {words}",)


@pytest.mark.parametrize(
    ("cost", "ratio", "unit"),
    [
        (5 * 100.0, "100", "cents"),
        (5 * 1e3, "1,000", "thousandths of a dollar"),
        (5 * 1e9, "1,000,000,000", "nano-dollars"),
        (5 / 100, "0.01", "dollars times 100"),
        (5 / 1e9, "0.000000001", "dollars times 1,000,000,000"),
    ],
)
def test_a_cost_that_is_off_the_list_by_a_unit_is_told_of(
    cost: float, ratio: str, unit: str
) -> None:
    aside = (
        group(status="error", calls=0.0, cost=1e6),
        group(costed="none", cost=0.0, input_uncached=1e9),
    )
    found = said(group(cost=cost), *aside, listed=True)
    assert (
        f"The logged cost of gpt-large is {ratio} times its list price: is it in {unit}?" in found
    )
    bill = group(status="bill", calls=0.0, cost=cost, input_uncached=0.0, output=0.0)
    found = said(group(costed="apart", cost=0.0), bill, listed=True)
    assert found == (
        f"The bills are {ratio} times the list price of the same days: are they in {unit}?",
    )
