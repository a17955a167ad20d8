"""Sensitivity and risk against plain reckoning and plain sampling, written apart from them."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.argument.what_it_hangs_on import outlook_of
from rules.assess import assess_case
from rules.results import as_json
from tests.depth import sized
from tests.reference.facts import Facts, facts_of
from tests.reference.futures import Bar, Chances, Future, draw, tornado, worth_of_knowing
from tests.reference.generate import Session, generate, team_policy
from tests.reference.headline import annual_maintenance
from tests.reference.ranges import BOUNDS, Bounds, ranges_of, with_values
from tests.reference.slack import NEVER, at_most, known

SWUNG = range(sized(60, 1_500))
DRAWN = range(sized(8, 300))
DRAWS = 600


def complete(seeds: range) -> Iterator[tuple[int, Session, dict[str, Any] | None, Facts]]:
    for seed in seeds:
        session, team = generate(seed), team_policy(seed)
        facts = facts_of(session, team)
        if not facts.case.missing:
            yield seed, session, team, facts


def told(session: Session, team: dict[str, Any] | None) -> dict[str, Any]:
    case, wrong = validate(session)
    assert wrong == {}
    assessed = assess_case(case, team=TeamPolicy(team, "team.toml") if team else None)
    outlook = outlook_of(assessed)
    written = json.dumps(as_json(assessed, "x", outlook.sensitivity, outlook.risk))
    result: dict[str, Any] = json.loads(written)
    return result


def agree(ours: float, theirs: float, scale: float) -> bool:
    return math.isclose(ours, theirs, rel_tol=1e-7, abs_tol=1e-9 * scale + 1e-6)


def ends_differ(ours: dict[str, Any], theirs: Future, scale: float) -> bool:
    months = NEVER if ours["payback_months"] is None else ours["payback_months"]
    same_months = months == theirs.payback_months or agree(months, theirs.payback_months, 1)
    return not same_months or not agree(ours["npv"], theirs.npv, scale)


def tornado_differs(ours: list[dict[str, Any]], theirs: list[Bar], scale: float) -> Iterator[str]:
    bars = {bar.key: bar for bar in theirs}
    told_of = {bar["key"]: bar for bar in ours}
    still = {key for key, bar in told_of.items() if bar["low"]["value"] == bar["high"]["value"]}
    if bars.keys() | still != told_of.keys():
        yield f"keys {sorted((bars.keys() | still) ^ told_of.keys())}"
    for key in bars.keys() & told_of.keys():
        bar, said = bars[key], told_of[key]
        if bar.origin != said["range"]:
            yield f"{key}: {said['range']} but {bar.origin}"
        for end, expected in (("low", bar.low), ("high", bar.high)):
            if ends_differ(said[end], expected, scale):
                yield f"{key} {end}: {said[end]} but {expected}"


@pytest.mark.parametrize("first", range(0, len(SWUNG), 20))
def test_the_tornado_is_that_of_the_edited_sessions(first: int) -> None:
    found = []
    for seed, session, team, _ in complete(SWUNG[first : first + 20]):
        said = told(session, team)["sensitivity"]
        theirs = tornado(session, team)
        widest = max((bar.swing for bar in theirs), default=0.0)
        differing = [*tornado_differs(said["tornado"], theirs, widest)]
        bears = next((bar.swing for bar in theirs if bar.key == said["load_bearing"]), 0.0)
        if not agree(widest, bears, widest):
            differing.append(f"{said['load_bearing']} but {theirs[0].key} bears the load")
        found += [f"seed {seed}: {each}" for each in differing]
    assert found == []


def fails(session: Session, team: dict[str, Any] | None, key: str, value: float) -> bool:
    """Whether the headline is late, or leaves nothing of a year, with one number at a value."""
    facts = facts_of(with_values(session, {key: value}), team)
    saved, upkeep = known(facts.yearly_savings), known(annual_maintenance(facts.case))
    return facts.late(facts.payback) or at_most(saved, upkeep)


def margin_differs(session: Session, team: dict[str, Any] | None, margin: dict[str, Any]) -> str:
    """What is wrong with a margin, by trying values up to it and just beyond."""
    key, value, limit = margin["key"], margin["value"], margin["limit"]
    if fails(session, team, key, value):
        return "" if limit is None else f"has the limit {limit}, and the case fails already"
    bounds = BOUNDS.get(key.rsplit(".", 1)[-1], Bounds())
    if limit is None:
        ends = (bounds.low, min(bounds.high, max(abs(value) * 1e3, 1.0)))
        rest = [[value + (end - value) * step / 10 for step in range(1, 10)] for end in ends]
        both = all(any(fails(session, team, key, x) for x in side) for side in rest)
        return "has no limit, and fails both ways" if both else ""
    before = [value + (limit - value) * step / 10 * (1 - 1e-7) for step in range(1, 11)]
    if any(fails(session, team, key, x) for x in before):
        return f"has the limit {limit}, and fails before it"
    step = max(abs(value), abs(limit)) * 1e-6 or 0.01
    beyond = [limit + step] * (limit >= value) + [limit - step] * (limit <= value)
    inside = [x for x in [limit, *beyond] if bounds.low <= x <= bounds.high]
    if len(inside) > 1 and not any(fails(session, team, key, x) for x in inside):
        return f"has the limit {limit}, and does not fail beyond it"
    return ""


@pytest.mark.parametrize("first", range(0, len(DRAWN), 4))
def test_margins_end_where_the_edited_session_first_fails(first: int) -> None:
    found = []
    for seed, session, team, _ in complete(DRAWN[first : first + 4]):
        for margin in told(session, team)["sensitivity"]["margins"]:
            wrong = margin_differs(session, team, margin)
            if wrong:
                found.append(f"seed {seed}: {margin['key']} = {margin['value']} {wrong}")
    assert found == []


def unlikely(ours: float, theirs: float, draws: int, count: int) -> bool:
    """Whether two shares differ by more than luck explains, five deviations of it."""
    p = (ours * draws + theirs * count + 1) / (draws + count + 2)
    return abs(ours - theirs) > 5 * math.sqrt(p * (1 - p) * (1 / draws + 1 / count)) + 1e-12


def risk_differs(said: dict[str, Any], theirs: Chances, verdict: str) -> Iterator[str]:
    draws = said["draws"]
    for name, share in (
        ("within_target", theirs.share(theirs.target)),
        ("within_horizon", theirs.within_horizon),
        ("positive_npv", theirs.positive),
    ):
        if unlikely(said[name], share, draws, theirs.count):
            yield f"{name}: {said[name]} but {share}"
    for percentile, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        bar = said["npv"][percentile]
        under = sum(one.npv < bar - 1e-9 * abs(bar) for one in theirs.futures) / theirs.count
        upto = sum(one.npv <= bar + 1e-9 * abs(bar) for one in theirs.futures) / theirs.count
        luck = 5 * math.sqrt(share * (1 - share) * (1 / draws + 1 / theirs.count))
        if not under - luck <= share <= upto + luck:
            yield f"npv {percentile}: {bar}, below which lie {under} to {upto}"
    gains = [max(0.0, one.npv) for one in theirs.futures]
    mean_gain = sum(gains) / theirs.count
    spread = math.sqrt(sum((gain - mean_gain) ** 2 for gain in gains) / theirs.count)
    npvs = [one.npv for one in theirs.futures]
    spread += math.sqrt(sum((npv - theirs.mean) ** 2 for npv in npvs) / theirs.count)
    if abs(said["evpi"] - theirs.evpi) > 5 * spread * math.sqrt(1 / draws + 1 / theirs.count) + 1:
        yield f"evpi: {said['evpi']} but {theirs.evpi}"
    if any(one["value"] > said["evpi"] * (1 + 1e-9) + 1e-9 for one in said["evppi"]):
        yield "knowing one number is worth more than knowing all"
    near = min(abs(said["within_target"] - 0.5) / 0.02, abs(theirs.mean) / (spread / 10 + 1e-9))
    if near > 1 and said["supports_verdict"] != theirs.supports(verdict):
        yield f"supports_verdict: {said['supports_verdict']}"


@pytest.mark.parametrize("first", range(0, len(DRAWN), 4))
def test_chances_are_those_of_plain_sampling(first: int) -> None:
    found = []
    for seed, session, team, _ in complete(DRAWN[first : first + 4]):
        result = told(session, team)
        said, theirs = result["risk"], draw(session, team, DRAWS, random.Random(seed))
        if said is None or theirs is None:
            assert said is theirs, seed
            continue
        differing = risk_differs(said, theirs, result["verdict"]["id"])
        found += [f"seed {seed}: {each}" for each in differing]
    assert found == []


def test_knowing_the_load_bearing_number_is_worth_what_deciding_on_each_value_gains() -> None:
    found, weighed = [], 0
    for seed, session, team, _ in complete(SWUNG):
        result = told(session, team)
        said = result["risk"]
        if said is None or said["evpi"] < 0.02 * (said["npv"]["p90"] - said["npv"]["p10"]):
            continue
        first = said["evppi"][0]
        worth = worth_of_knowing(session, team, first["key"], random.Random(seed))
        if abs(first["value"] - worth.value) > 2 * worth.luck + 5 * first["standard_error"]:
            found.append(f"seed {seed}: {first} but {worth}")
        weighed += 1
        if weighed == sized(4, 60):
            break
    assert found == []
    assert weighed >= 4


def test_what_varies_is_drawn_and_the_rest_is_held() -> None:
    for seed, session, team, _ in complete(SWUNG):
        said = told(session, team)["risk"]
        varying = {one.key: one.origin for one in ranges_of(session, team)}
        if not session.get("risk", {}).get("stand_ins", True):
            varying = {key: origin for key, origin in varying.items() if origin != "stand-in"}
        drawn = {} if said is None else {one["key"]: one["range"] for one in said["drawn"]}
        assert drawn == varying, seed
        assert said is None or not varying.keys() & set(said["held"]), seed
        assert said is None or {one.key for one in ranges_of(session, team)} <= (
            drawn.keys() | set(said["held"])
        )


def test_numbers_that_go_together_are_drawn_together() -> None:
    found = []
    for seed, session, team, _ in complete(DRAWN):
        keys = [bar.key for bar in tornado(session, team)][:3]
        pairs = zip(keys, keys[1:], (0.8, -0.5), strict=False)
        rows = [{"a": a, "b": b, "rho": rho} for a, b, rho in pairs]
        tied = session | {"risk": {"correlations": rows}}
        result, theirs = told(tied, team), known(draw(tied, team, DRAWS, random.Random(seed)))
        differing = risk_differs(result["risk"], theirs, result["verdict"]["id"])
        found += [f"seed {seed}: {each}" for each in differing]
    assert found == []
