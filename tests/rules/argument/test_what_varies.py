"""What stands beside a chance, and what is said where the draws speak against a verdict."""

from __future__ import annotations

import pytest

from rules.argument.what_it_hangs_on import chances, outlook_of
from rules.argument.what_varies import doubt, futures, what_varies, with_risk
from rules.assess import Assessment
from rules.uncertainty.risk import Risk
from tests.rules.cases import Changes, case, estimate, judged, measured

UNSCORED: Changes = {"quality.slices": None, "quality.basis": None}
ALL_ANSWERED: Changes = {
    **UNSCORED,
    "teacher.annual_price_change": estimate(0.0, -0.1, 0.1),
    "volume.share_moved": 0.9,
    "volume.fallback_rate": 0.01,
    "upfront.contingency": 0.1,
    "quality.error_rate_increase": estimate(0.001, basis="measured"),
}


def drawn(changes: Changes) -> tuple[Assessment, Risk]:
    assessment = judged(changes)
    found = outlook_of(assessment).risk
    assert found is not None
    return assessment, found


def said(changes: Changes) -> str:
    return what_varies(drawn(changes)[1], case(changes))


def test_it_says_how_many_vary_and_how_many_of_them_by_a_stand_in() -> None:
    text = said({**ALL_ANSWERED, "volume.calls_per_month": measured(6e6, 5e6, 8e6)})
    assert text == (
        "18 numbers vary, 16 of them by a stand-in for a range that nobody gave; none that is large"
        " is held still"
    )


def test_where_nobody_gave_a_range_all_stand_in() -> None:
    assert said(UNSCORED).startswith("13 numbers vary, all by a stand-in for a range that nobody")


def test_where_no_stand_in_is_wanted_what_is_held_is_named() -> None:
    changes = {
        **ALL_ANSWERED,
        "volume.calls_per_month": measured(6e6, 5e6, 8e6),
        "risk.stand_ins": False,
    }
    assert said(changes) == (
        "2 numbers vary, all over ranges that somebody gave; held still although large:"
        " monthly growth, teacher per 1,000 calls, additional errors and 2 more"
    )


def test_one_number_alone() -> None:
    one = {**UNSCORED, "volume.calls_per_month": measured(6e6, 5e6, 8e6), "risk.stand_ins": False}
    assert said(one).startswith("1 number varies, over a range that somebody gave; held")


def test_people_s_time_that_nobody_counted_is_named_first() -> None:
    text = said({**ALL_ANSWERED, "upfront.engineering_time": None, "upfront.evaluation_build": 0})
    assert text.endswith("held still although large: engineering time")


def test_it_stands_right_behind_the_first_chance() -> None:
    assessment, found = drawn(UNSCORED)
    first, second, *_ = chances(assessment, found).lines
    assert first.label == "Within 12 months"
    assert second.text.startswith("13 numbers vary")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "in none of 100 futures"),
        (0.004, "in fewer than 1 of 100 futures"),
        (0.4524, "in 45 of 100 futures"),
        (0.4999, "in 49 of 100 futures"),
        (0.5, "in 50 of 100 futures"),
        (0.996, "in 99 of 100 futures"),
        (1, "in 100 of 100 futures"),
    ],
)
def test_a_chance_reads_on_the_side_that_it_is_on(share: float, words: str) -> None:
    assert futures(share) == words


# A payback of 2.4 months with a launch that is likely to be late.
LATE: Changes = {
    **UNSCORED,
    "volume.calls_per_month": measured(6e6, 5e6, 7e6),
    "upfront.months_to_launch": estimate(11, 9, 40),
}


def test_where_the_draws_speak_against_a_verdict_headline_and_pitch_say_so() -> None:
    assessment, found = drawn(LATE)
    told = with_risk(assessment, found)
    assert assessment.verdict is not None
    assert told.verdict is not None
    expected = doubt(found, assessment)
    in_time = round(100 * found.within_target)
    assert expected.startswith(
        f"The draws do not support it: paid back within 12 months in {in_time} of 100 futures ("
    )
    assert "numbers vary" in expected
    # A headline is too short for a chance with what stands behind it; the pitch has both.
    assert told.verdict.headline == f"{assessment.verdict.headline} The draws do not support it."
    assert told.verdict._replace(headline="", is_doubted=False) == assessment.verdict._replace(
        headline=""
    )
    # It is as good a case as before, and looks no better than the draws say.
    assert (assessment.verdict.tone, told.verdict.tone) == ("good", "fair")
    (risk,) = (one.text for one in told.pitch if one.part == "risk")
    assert risk.endswith(expected)


def test_where_they_support_it_nothing_is_added() -> None:
    assessment, found = drawn(UNSCORED)
    assert found.supports_verdict
    assert with_risk(assessment, found) is assessment
    assert with_risk(assessment, None) is assessment


def test_a_verdict_against_needs_no_support() -> None:
    assessment, found = drawn({**LATE, "teacher.training_terms": "prohibited"})
    assert found.within_target < 0.5
    assert with_risk(assessment, found) is assessment


def test_a_mean_below_nothing_is_told() -> None:
    ruinous = {
        **UNSCORED,
        "quality.error_rate_increase": measured(0.0, 0.0, 0.4),
        "volume.calls_per_month": measured(6e6, 5e6, 7e6),
    }
    assessment, found = drawn(ruinous)
    assert found.within_target > 0.5
    assert "on average" in doubt(found, assessment)


def test_a_large_number_that_is_held_is_named_as_its_row_is() -> None:
    priced = {"name": "Cheaper vendor", "kind": "route", "cost_per_1k_calls": estimate(2)}
    assessment = judged({"alternatives": [priced]})
    found = outlook_of(assessment).risk
    assert found is not None
    against = found._replace(
        supports_verdict=False, large_held=("alternatives[0].cost_per_1k_calls",)
    )
    assert "although large: cheaper vendor" in doubt(against, assessment)
