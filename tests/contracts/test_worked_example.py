"""The example that runs through the specification: its numbers are those of the program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rules.assess import Assessment, assess
from rules.results import as_json
from rules.uncertainty.sensitivity import Sensitivity, sensitivity
from tests.contracts.test_docs import SPECIFICATION
from wizard.sessions.codec import decode

SESSION = (Path(__file__).parent / "worked_example.toml").read_text("utf-8")
TEXT = " ".join(SPECIFICATION.read_text("utf-8").replace("**", "").split())
ROW = re.compile(r"\| `([\w.]+)` \| ([\d.,]+)( %)? \|")


def judged(changes: Mapping[str, Any] | None = None) -> Assessment:
    data = tomllib.loads(SESSION)
    for key, value in (changes or {}).items():
        *tables, name = key.split(".")
        holder = data
        for table in tables:
            holder = holder[table]
        holder[name] = value
    return assess(decode(data)[0])


def figures(changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The result as JSON has it."""
    found: dict[str, Any] = as_json(judged(changes), "x")["result"]
    return found


def swung() -> Sensitivity:
    example = judged()
    found = sensitivity(example.case, example.policy)
    assert found is not None
    return found


def printed(value: float, like: str) -> str:
    """A number with as many decimals as the page gives it."""
    decimals = len(like.partition(".")[2])
    return f"{value:,.{decimals}f}"


def test_the_table_of_headline_figures_says_what_the_program_computes() -> None:
    result = figures()
    rows = [one for one in ROW.findall(TEXT) if one[0].partition(".")[0] in result]
    assert len(rows) >= 14
    for name, said, is_percent in rows:
        value: Any = result
        for part in name.split("."):
            value = value[part]
        assert printed(value * (100 if is_percent else 1), said) == said, name


def phrases() -> dict[str, tuple[float, ...]]:
    """What the specification says in words, with the numbers that stand for each `#`."""
    price_change = "teacher.annual_price_change"
    plain, cash = figures(), figures()["cash"]
    falling, steep = (figures({price_change: one})["cash"] for one in (-0.1, -0.3))
    dates = {"as_of": date(2026, 1, 15), "student.retires_on": date(2027, 11, 20)}
    (alternative,) = judged().figures.alternatives
    swings = {one.key: one for one in swung().tornado}
    margins = {one.key: one for one in swung().margins}
    volume, fallback = swings["volume.calls_per_month"], swings["volume.fallback_rate"]
    loss, tokens = swings["quality.error_rate_increase"], swings["teacher.tokens.input"]
    fallback_margin = margins["volume.fallback_rate"]
    assert fallback_margin.limit is not None
    assert fallback_margin.change is not None
    net = [after - before for before, after in pairwise(cash["months"])]
    return {
        "the loss is at most # %": (100 * plain["quality"]["upper_95"],),
        "| `half_volume` | # months, # a year |": (
            plain["half_volume"]["payback_months"],
            plain["half_volume"]["annual_net_benefit"],
        ),
        "break-even is (2,868.39 + 1,825) / (0.001539 × 0.9) = # calls a month": (
            plain["break_even_calls_per_month"],
        ),
        "on one replica, and nets #; month 5 is fully ramped and nets #": (net[3], net[4]),
        "turns positive for good after # months (headline: #); npv is # and irr # %": (
            cash["payback_months"],
            plain["payback_months"],
            cash["npv"],
            100 * cash["irr"],
        ),
        "cash payback becomes # months and npv #": (falling["payback_months"], falling["npv"]),
        "nothing is saved from month # on": (steep["savings_end_month"],),
        "The three years bring #, # and #, and a month of delay costs #": (
            *cash["net_by_year"],
            cash["cost_of_delay"],
        ),
        "the 22nd month is the last, and npv #": (figures(dates)["cash"]["npv"],),
        "comes back at 699.77 a month: # months": (alternative.incremental_payback_months,),
        "moves npv from # to #. Fallback": (volume.low.npv, volume.high.npv),
        "runs from # % to # %: npv # and #. The quality": (
            100 * fallback.low.value,
            100 * fallback.high.value,
            fallback.low.npv,
            fallback.high.npv,
        ),
        "The quality loss runs from # % to # %": (100 * loss.low.value, 100 * loss.high.value),
        "examples leave open: npv # and #. The load": (loss.low.npv, loss.high.npv),
        "of which there are # to #: npv # and #. The margin": (
            tokens.low.value,
            tokens.high.value,
            tokens.low.npv,
            tokens.high.npv,
        ),
        "The margin of the fallback rate is # % (a change of +# %)": (
            100 * fallback_margin.limit,
            100 * fallback_margin.change,
        ),
    }


def test_what_it_says_in_words_is_what_the_program_computes() -> None:
    for phrase, values in phrases().items():
        pattern = re.escape(phrase).replace(r"\#", r"([\d,.]*\d)")
        found = re.search(pattern, TEXT)
        assert found, f"the specification does not say: {phrase}"
        assert tuple(map(printed, map(float, values), found.groups())) == found.groups(), phrase


def test_the_load_is_borne_by_what_it_says() -> None:
    assert "borne by the teacher's input tokens" in TEXT
    assert swung().load_bearing == "teacher.tokens.input"


@pytest.mark.parametrize(("growth", "base"), [(0.02, "defensible"), (0, "reconsider")])
def test_its_base_is_what_it_says(growth: float, base: str) -> None:
    found = judged({"volume.monthly_growth": growth})
    assert found.verdict is not None
    assert found.verdict.base == base
    if growth:
        quiet = {"idle-hardware", "fixed-cost-heavy"}
        fired = {one.rule.id for one in found.fired}
        assert {"half-volume-breaks", "slow-cash", "price-cut-breaks"} <= fired
        assert not quiet & fired
