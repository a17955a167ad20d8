"""Small folders whose best choice is reckoned by hand.

A plain case saves 2,000 a month for 10,000: 62,000 over 36 months, undiscounted.
"""

from __future__ import annotations

from datetime import date

import pytest

from rules.comparing.portfolio import solver
from rules.comparing.portfolio.choices import Choices, Terms
from rules.comparing.portfolio.plan import Plan
from rules.comparing.portfolio.solver import Best, SolverFailed
from tests.rules.comparing.portfolio.made import member, names, planned

HARNESS = {"portfolio__shared": {"evaluation_build": "harness"}}


def why(found: Plan, name: str) -> list[tuple[str, str]]:
    """Why a case waits: the reasons with what each is about."""
    waiting = next(one for one in found.waiting if one.member.name == name)
    return [(reason.why, reason.other) for reason in waiting.reasons]


def lacking(found: Plan, name: str) -> float:
    waiting = next(one for one in found.waiting if one.member.name == name)
    return waiting.reasons[0].amount


def test_a_shared_cost_is_paid_once() -> None:
    # 10,000 of people each, and 8,000 for one harness.
    both = [member(name, upfront__evaluation_build=8_000, **HARNESS) for name in ("a", "b")]
    found = planned(both, 28_000)
    assert names(found) == ["a", "b"]
    assert found.totals.upfront == pytest.approx((28_000,))
    assert found.totals.npv == pytest.approx(2 * 72_000 - 28_000)
    (shared,) = found.shared
    assert (shared.name, shared.members) == ("harness", ("a", "b"))
    assert shared.saved == pytest.approx(8_000)
    # The first in order pays for it.
    assert [one.upfront for one in found.places] == pytest.approx([18_000, 10_000])


def test_without_a_name_in_common_nothing_is_shared() -> None:
    found = planned(
        [
            member("a", upfront__evaluation_build=8_000, **HARNESS),
            member("b", upfront__evaluation_build=8_000),
        ],
        28_000,
    )
    assert len(found.places) == 1
    assert found.shared == ()
    assert [(one.key, one.file) for one in found.problems] == [
        ("portfolio.shared.evaluation_build", "a")
    ]


def test_of_several_amounts_the_largest_of_those_chosen_is_paid() -> None:
    cheap = member("cheap", upfront__evaluation_build=4_000, **HARNESS)
    dear = member("dear", upfront__evaluation_build=9_000, **HARNESS)
    assert planned([cheap, dear], 29_000).totals.upfront == pytest.approx((29_000,))
    alone = planned([cheap, dear], 14_000)
    assert names(alone) == ["cheap"]
    assert alone.totals.upfront == pytest.approx((14_000,))


def test_contingency_belongs_to_what_is_shared() -> None:
    both = [
        member(name, upfront__evaluation_build=8_000, upfront__contingency=0.5, **HARNESS)
        for name in ("a", "b")
    ]
    assert planned(both, 50_000).totals.upfront == pytest.approx((2 * 15_000 + 12_000,))


def test_two_cases_that_lose_money_alone_can_pay_for_one_thing_together() -> None:
    # 52,000 of savings beyond people's time, for a harness of 70,000.
    both = [
        member(name, upfront__evaluation_build=70_000, **HARNESS) for name in ("a.toml", "b.toml")
    ]
    assert all(one.npv < 0 for one in both)
    found = planned(both, 100_000)
    assert found.totals.npv == pytest.approx(2 * 62_000 - 70_000)
    assert names(planned(both[:1], 100_000)) == []


def test_of_shared_hosting_only_what_stands_idle_is_counted_once() -> None:
    # A replica costs 730 a month and serves 613,200 calls; a case needs half of one.
    served = {
        "volume__calls_per_month": 306_600,
        "teacher__cost_per_1k_calls": 9.0,
        "student": {"hosting": {"gpu_price_per_hour": 1.0, "calls_per_second_per_replica": 1.0}},
        "portfolio__shared": {"hosting": "pool"},
    }
    alone = 36 * (306.6 * 9 - 730) - 10_000
    both = [member(name, **served) for name in ("a", "b")]
    assert both[0].npv == pytest.approx(alone)
    found = planned(both, 20_000)
    assert found.totals.npv == pytest.approx(2 * alone + 36 * 365)


def test_what_is_needed_comes_first_and_counts() -> None:
    # The base loses 10,000; what it makes possible is worth 62,000.
    base = member("base", volume__calls_per_month=1)
    top = member("top", portfolio__needs=["base"])
    found = planned([top, base], 20_000)
    assert names(found) == ["base", "top"]
    assert found.totals.npv == pytest.approx(52_000, abs=1)
    short = planned([top, base], 15_000)
    assert names(short) == []
    assert why(short, "top") == [("budget", ""), ("needs", "base")]
    assert lacking(short, "top") == pytest.approx(5_000)
    assert why(short, "base") == [("loses-money", "")]


def test_a_case_begins_once_what_it_needs_is_launched() -> None:
    base = member("base", upfront__months_to_launch=4)
    top = member("top", upfront__months_to_launch=1, portfolio__needs=["base"])
    found = planned([top, base], 20_000)
    assert [one.option.start for one in found.places] == [0, 4]
    # 32 months of savings for the one, 31 for the other.
    assert found.totals.npv == pytest.approx(2_000 * (32 + 31) - 20_000)


def test_of_two_that_exclude_each_other_the_better_one_is_done() -> None:
    better = member("better", volume__calls_per_month=1_100_000)
    found = planned([member("a", portfolio__excludes=["better"]), better], 50_000)
    assert names(found) == ["better"]
    assert why(found, "a") == [("excluded", "better")]


def test_people_are_a_limit_beside_money() -> None:
    days = {"days_each": 42, "people": 1, "day_rate": 100}
    two_months = member("a", upfront={"engineering_worksheet": days})
    money_only = member("b")
    found = planned([two_months, money_only], 50_000, people=1.5)
    assert names(found) == ["b"]
    assert why(found, "a") == [("people", "")]
    assert lacking(found, "a") == pytest.approx(0.5)
    assert found.without_months == ("b",)
    assert planned([two_months, money_only], 50_000, people=2).totals.people == (2,)


def test_what_loses_money_is_never_done() -> None:
    found = planned([member("a", teacher__cost_per_1k_calls=1.1)], 1e9)
    assert names(found) == []
    assert found.whole is None
    assert why(found, "a") == [("loses-money", "")]
    assert lacking(found, "a") == pytest.approx(36 * 100 - 10_000)


def test_what_must_not_be_done_is_not_whatever_it_is_worth() -> None:
    barred = member("a", teacher__training_terms="prohibited")
    found = planned([barred, member("b", portfolio__needs=["a"])], 1e9)
    assert names(found) == []
    assert why(found, "a") == [("verdict", "")]
    assert why(found, "b") == [("needs", "a")]


def test_a_case_that_pays_back_too_late_is_done_for_the_sake_of_another_only() -> None:
    # Worth something in 36 months, and yet only back after 30.
    late = member("late", upfront__engineering_time=60_000)
    assert late.verdict == "do-not-distill"
    assert late.npv > 0
    assert late.barred_by == ()
    alone = planned([late], 1e6)
    assert names(alone) == []
    assert why(alone, "late") == [("verdict", "")]
    assert names(planned([late, member("b", portfolio__needs=["late"])], 1e6)) == ["late", "b"]


def test_the_order_is_by_worth_per_money() -> None:
    large = member("large", volume__calls_per_month=4_000_000, upfront__engineering_time=60_000)
    small = member("small", upfront__engineering_time=5_000)
    assert names(planned([large, small], 1e6)) == ["small", "large"]


def test_a_budget_of_nothing_buys_what_costs_nothing() -> None:
    free = member("free", upfront__engineering_time=0)
    found = planned([member("a"), free], 0)
    assert names(found) == ["free"]
    assert why(found, "a") == [("budget", "")]
    assert lacking(found, "a") == 10_000


def test_what_the_next_money_buys() -> None:
    cases = [member("a", volume__calls_per_month=1_500_000), member("b")]
    found = planned(cases, 10_000).marginal
    assert found is not None
    assert (found.added, found.dropped) == (("b",), ())
    assert found.npv == pytest.approx(62_000)
    # More money may buy another case instead.
    dear = member("dear", volume__calls_per_month=9_000_000, upfront__engineering_time=20_000)
    found = planned([member("a"), dear], 10_000).marginal
    assert found is not None
    assert (found.added, found.dropped) == (("dear",), ("a",))
    nothing = planned(cases, 20_000).marginal
    assert nothing is not None
    assert (nothing.npv, nothing.added) == (0.0, ())


def test_what_the_next_money_buys_is_open_where_that_takes_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def best(choices: Choices, terms: Terms) -> Best:
        if terms.budget > 20_000:
            raise SolverFailed("none within 10 seconds")
        return solver.best(choices, terms)

    monkeypatch.setattr("rules.comparing.portfolio.plan.best", best)
    found = planned([member("a")], 20_000)
    assert names(found) == ["a"]
    assert found.marginal is None


def test_a_quarter_has_its_own_budget_and_what_waits_earns_later() -> None:
    better = member("better", volume__calls_per_month=1_500_000)
    found = planned([member("a"), better], 10_000, per_quarter=True)
    assert [(one.option.member, one.option.quarter) for one in found.places] == [
        ("better", 0),
        ("a", 1),
    ]
    assert found.totals.npv == pytest.approx((36 * 3_000 - 10_000) + (33 * 2_000 - 10_000))
    assert found.totals.upfront[:3] == pytest.approx((10_000, 10_000, 0))


def test_a_case_does_not_begin_where_the_student_would_retire_before_the_cash_is_back() -> None:
    better = member("better", volume__calls_per_month=1_500_000)
    # The cash is back after five months: after eight of the second quarter, which is too late.
    brief = member("a", as_of=date(2026, 1, 1), student__retires_on=date(2026, 8, 1))
    assert names(planned([brief], 10_000, per_quarter=True)) == ["a"]
    found = planned([brief, better], 10_000, per_quarter=True)
    assert names(found) == ["better"]
    assert why(found, "a") == [("budget", "")]
    assert lacking(found, "a") == pytest.approx(10_000)


def test_what_waits_beyond_its_horizon_for_what_it_needs_has_no_time_left() -> None:
    first = member("first", upfront__months_to_launch=36)
    after = member("after", portfolio={"needs": ["first"]})
    found = planned([first, after], 50_000, per_quarter=True)
    assert why(found, "after") == [("too-late", ""), ("needs", "first")]


def test_what_excludes_a_case_that_is_launched_is_not_done() -> None:
    done = member("done", student__launched_on=date(2026, 1, 2))
    other = member("other", portfolio={"excludes": ["done"]})
    found = planned([done, other], 10_000)
    assert names(found) == []
    assert why(found, "other") == [("excluded", "done")]


def test_upfront_of_a_later_quarter_is_discounted() -> None:
    rate = {"policy": {"discount_rate": 0.1}}
    found = planned([member("a", **rate), member("b", **rate)], 10_000, per_quarter=True)
    later = found.places[1].option
    nets = sum(2_000 / 1.1 ** (month / 12) for month in range(4, 37))
    assert later.npv == pytest.approx(nets - 10_000 / 1.1 ** (3 / 12))


def test_a_case_that_is_launched_is_done_and_has_paid_what_it_shares() -> None:
    done = member(
        "done", student__launched_on=date(2026, 1, 2), upfront__evaluation_build=8_000, **HARNESS
    )
    next_one = member(
        "next",
        upfront__evaluation_build=8_000,
        portfolio={"needs": ["done"], "shared": {"evaluation_build": "harness"}},
    )
    found = planned([done, next_one], 10_000)
    assert names(found) == ["next"]
    assert found.totals.npv == pytest.approx(62_000)
    assert found.paid == ("harness",)
    assert found.waiting == ()


def test_horizons_are_each_case_s_own() -> None:
    long = member("long", policy={"horizon_months": 48, "discount_rate": 1e-12})
    found = planned([member("short"), long], 20_000)
    assert found.horizons == (36, 48)
    assert found.totals.npv == pytest.approx(36 * 2_000 + 48 * 2_000 - 20_000)
    # Nothing varies in any of them, so there is no chance of anything.
    assert found.whole is None
    wide = {"likely": 10_000, "low": 9_000, "high": 11_000}
    varied = planned([member("short", upfront__engineering_time=wide), long], 20_000).whole
    assert varied is not None
    assert varied.horizon_months == 48


def test_of_cases_that_are_alike_the_first_by_name_is_done() -> None:
    for order in (["a", "b", "c"], ["c", "b", "a"]):
        assert names(planned([member(name) for name in order], 10_000)) == ["a"]


def test_of_cases_that_are_alike_the_first_by_name_begins_first() -> None:
    found = planned([member(name) for name in "bdca"], 10_000, per_quarter=True)
    assert names(found) == ["a", "b", "c", "d"]
    assert [one.option.quarter for one in found.places] == [0, 1, 2, 3]


def test_of_cases_worth_as_much_the_cheaper_one_is_done() -> None:
    # 2,000 more of upfront, and 2,000 more of savings.
    dear = member(
        "a", upfront__engineering_time=12_000, volume__calls_per_month=1_027_777.7777777778
    )
    cheap = member("b")
    assert dear.npv == pytest.approx(cheap.npv, rel=1e-12)
    assert names(planned([dear, cheap], 13_000)) == ["b"]


def test_cases_in_another_currency_are_left_alone() -> None:
    euros = member("euros", currency="EUR")
    found = planned([euros, member("a"), member("b", portfolio__needs=["euros"])], 50_000)
    assert names(found) == ["a"]
    assert why(found, "b") == [("needs", "euros")]
    assert [one.member.name for one in found.waiting] == ["b"]
