"""The first page: what it holds in which order, what is not counted, and what would stop a case."""

from __future__ import annotations

import math

import pytest

from rules.answers.policy import RuleSetting, TeamPolicy
from rules.argument.first_page import at_a_glance, first_page
from rules.argument.lines import Line
from rules.argument.not_counted import NEVER_COUNTED, not_counted
from rules.argument.what_would_stop import what_would_stop
from rules.assess import Assessment
from rules.catalog import RULES
from rules.figures.catalogue import figure
from rules.verdict import AGAINST
from rules.words.money import Words
from tests.rules.cases import Changes, estimate, judged, measured

WITH_ERRORS: Changes = {"quality.error_rate_increase": measured(0.01)}


def names(assessment: Assessment) -> list[str]:
    return [one.name for one in first_page(assessment)]


def by_lead(lines: tuple[Line, ...]) -> dict[str, str]:
    return {one.lead: one.text for one in lines}


def test_a_case_for_it_asks_after_its_figures_and_what_they_leave_out() -> None:
    assert names(judged()) == ["pitch", "figures", "not-counted", "ask", "stop"]


def test_what_is_asked_for_is_said_once() -> None:
    found = judged()
    (section,) = [one for one in first_page(found) if one.name == "pitch"]
    asked = by_lead(section.lines)["What we ask for"]
    (sentence,) = [one.text for one in found.pitch if one.part == "ask"]
    assert sentence == f"We ask for {asked}"
    free = judged({"upfront.engineering_time": None, "upfront.data_generation": None})
    (section,) = [one for one in first_page(free) if one.name == "pitch"]
    assert by_lead(section.lines)["What we ask for"].startswith(("No money", "$"))


def test_a_case_against_says_what_to_do_before_its_figures() -> None:
    against = judged({"volume.calls_per_month": measured(50_000)})
    assert names(against) == ["pitch", "why-not", "instead", "turning", "ask", "figures"]


def test_a_case_that_only_its_arithmetic_is_against_says_why() -> None:
    off: dict[str, RuleSetting] = {rule.id: "off" for rule in RULES}
    team = TeamPolicy({}, "team.toml", rules=off)
    found = judged({"volume.calls_per_month": measured(50_000)}, team)
    assert found.fired == ()
    (section,) = [one for one in first_page(found) if one.name == "why-not"]
    assert [one.text.partition(" is ")[0] for one in section.lines] == ["Payback"]


def test_a_draft_has_every_figure_that_is_known_and_no_other() -> None:
    draft = judged({"student.cost_per_1k_calls": None})
    assert names(draft) == ["missing", "pitch", "figures"]
    shown = {one.name for one in at_a_glance(draft)}
    assert {"calls", "teacher_cost_per_1k", "upfront_total", "annual_maintenance"} <= shown
    # Beyond what the page of a finished case has room for.
    assert "annual_teacher_spend" in shown
    assert not {"annual_savings", "payback_months", "cash.npv"} & shown
    assert all(not math.isnan(one.read(draft.figures)) for one in at_a_glance(draft))


def test_answers_left_out_are_told_of_a_finished_case_too() -> None:
    (section,) = [one for one in first_page(judged({"title": None})) if one.name == "figures"]
    assert {line.label for line in section.lines} >= {"Payback", "Cash payback"}
    told = {line.label: line.text for line in section.lines}
    assert told["Payback"].endswith("at full savings")
    assert "from approval" in told["Cash payback"]


def test_both_models_stand_side_by_side_with_the_calls_that_move() -> None:
    found = judged({"volume.share_moved": measured(0.9)})
    (section,) = [one for one in first_page(found) if one.name == "figures"]
    told = {line.label: line.text for line in section.lines}
    assert told["Calls a month"] == "6M, 90% of them move"
    assert told["Per 1,000 calls"].startswith("teacher $4.00, student $0.40, with upkeep $")


def test_the_bound_is_told_in_points_and_in_money_or_that_it_has_no_price() -> None:
    def bound(changes: Changes) -> str:
        (section,) = [one for one in first_page(judged(changes)) if one.name == "figures"]
        (said,) = [one.text for one in section.lines if one.label == "Additional errors at most"]
        return said

    assert "percentage points, $" in bound({})
    assert bound({"quality.cost_per_error": measured(0)}).endswith("no price on an error (95%)")


@pytest.mark.parametrize(
    ("savings", "upkeep", "errors"), [(75_976.6, 15_999.6, 3_490.6), (209_160.4, 24_400.4, 36_144)]
)
def test_what_is_left_of_the_savings_adds_up_as_printed(
    savings: float, upkeep: float, errors: float
) -> None:
    found = judged(
        {
            "volume.calls_per_month": measured(1_000_000),
            "teacher.cost_per_1k_calls": measured(savings / 12_000),
            "student.cost_per_1k_calls": measured(0),
            "maintenance.redistillations_per_year": measured(1),
            "maintenance.cost_per_redistillation": measured(upkeep),
            "maintenance.monitoring_per_month": measured(0),
            "quality.error_rate_increase": measured(0.01),
            "quality.cost_per_error": measured(errors / 120_000),
        }
    )
    cells = {one.name: one.cell(found.figures, Words("USD")) for one in at_a_glance(found)}

    def amount(name: str) -> int:
        return int(cells[name].removeprefix("$").replace(",", ""))

    gross = amount("annual_savings") - amount("annual_maintenance") - amount("annual_error_cost")
    assert gross == amount("annual_net_after_errors")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"quality.slices": None}, "nobody has measured any"),
        ({"quality.cost_per_error": None}, "no price on an error"),
        ({}, ""),
    ],
)
def test_an_error_cost_of_nothing_says_why_it_is_nothing(changes: Changes, why: str) -> None:
    found = judged(changes)
    remark = figure("annual_error_cost").remark
    assert remark is not None
    assert remark(found.figures, found.policy, found.words) == why


# ------------------------------------------------------------------- not counted


def test_what_has_no_line_is_said_of_every_case_and_once() -> None:
    said = by_lead(not_counted(judged()))
    assert all(one in said["In no line"].lower() for one in NEVER_COUNTED)
    assert "upside" not in " ".join(said.values()).lower()


def test_a_line_that_is_nothing_by_nobodys_word_is_named_and_one_that_was_measured_is_not() -> None:
    open_lines: Changes = {
        "upfront.engineering_time": None,
        "maintenance.monitoring_per_month": estimate(0),
        "quality.cost_per_error": None,
        "upfront.contingency": measured(0),
    }
    said = by_lead(not_counted(judged(open_lines)))["Counted as nothing"]
    assert said.startswith("Engineering time, monitoring and what a wrong answer costs, ")
    everything: Changes = {"upfront.contingency": measured(0.1)}
    assert "Counted as nothing" not in by_lead(not_counted(judged(everything)))


@pytest.mark.parametrize(
    ("changes", "is_named"),
    [
        # What they would repeat counts as nothing.
        ({"upfront.data_generation": None, "upfront.training_compute": None}, True),
        ({"maintenance.cost_per_redistillation": estimate(0)}, True),
        ({"maintenance.cost_per_redistillation": measured(0)}, False),
        ({"maintenance.cost_per_redistillation": measured(100)}, False),
        (
            {
                "maintenance.cost_per_redistillation": estimate(0),
                "maintenance.redistillations_per_year": measured(0),
            },
            False,
        ),
    ],
)
def test_redistillations_that_count_as_nothing_by_nobodys_word_are_named(
    changes: Changes, is_named: bool
) -> None:
    planned: Changes = {
        "maintenance.redistillations_per_year": measured(4),
        "maintenance.cost_per_redistillation": None,
    }
    said = by_lead(not_counted(judged({**planned, **changes}))).get("Counted as nothing", "")
    assert ("what a redistillation costs" in said.lower()) is is_named


def test_items_of_ones_own_may_hold_what_there_is_no_line_for() -> None:
    own = judged({"upfront.other": {"double running": measured(5_000)}})
    said = by_lead(not_counted(own))["In no line"]
    assert said.endswith(", unless in 'double running'.")


def test_an_upside_is_said_to_be_in_its_favour() -> None:
    found = judged(
        {"upside.latency_value_per_month": estimate(600), "upside.latency_metric": "time to answer"}
    )
    assert by_lead(not_counted(found))["In its favour"] == "Upside of $7,200 a year."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"upside.latency_metric": "time to answer"}, "lower latency ('time to answer')"),
        ({"upside.latency_value_per_month": estimate(600)}, "lower latency"),
        ({"upside.quality_metric": "complaints"}, "better answers ('complaints')"),
        ({"upside.capability": "offline triage"}, "a new capability ('offline triage')"),
        (
            {"upside.capability": "offline", "upside.capability_revenue_per_month": estimate(0)},
            "a new capability ('offline')",
        ),
        (
            {"upside.latency_metric": "time to answer", "upside.capability": "offline triage"},
            "lower latency ('time to answer') and a new capability ('offline triage')",
        ),
    ],
)
@pytest.mark.parametrize("volume", [6_000_000, 1_000])
def test_an_upside_that_nobody_has_priced_is_named_on_the_first_page(
    changes: Changes, said: str, volume: float
) -> None:
    found = judged({"volume.calls_per_month": measured(volume), **changes})
    leads = by_lead(tuple(line for one in first_page(found) for line in one.lines))
    assert leads["In its favour"] == f"Without an amount that counts: {said}."


def test_an_upside_may_be_worth_an_amount_and_more() -> None:
    found = judged(
        {
            "upside.capability_revenue_per_month": estimate(1_000),
            "upside.capability_probability": estimate(0.5),
            "upside.latency_metric": "time to answer",
        }
    )
    line = next(one for one in not_counted(found) if one.lead == "In its favour")
    assert line.text == (
        "Upside of $6,000 a year. Without an amount that counts: lower latency ('time to answer')."
    )
    assert line.key == "upside.capability_revenue_per_month"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"upfront.engineering_time": None}, "upfront.engineering_time"),
        ({"quality.cost_per_error": None}, "quality.cost_per_error"),
    ],
)
def test_a_line_leads_to_the_first_question_that_would_count_it(changes: Changes, key: str) -> None:
    found = judged({"upfront.contingency": measured(0.1), **changes})
    line = next(one for one in not_counted(found) if one.lead == "Counted as nothing")
    assert line.key == key


# ------------------------------------------------------------- what would stop it


def test_each_threshold_is_told_with_what_is_counted_today() -> None:
    # By hand: savings of 21,600 a month have to be 38,000 / 12 = 3,167, so (21,600 - 3,167) of the
    # teacher's 24,000 may go: 76.8 %. Half of a year's 259,200 is 129,600; half of what 30,000 of
    # upkeep leave is 114,600, which 3.6M buy at 0.05 for each of 72M calls: 3.2 %.
    assert by_lead(what_would_stop(judged(WITH_ERRORS))) == {
        "Volume": "Below 880k calls a month, 6M today, payback takes longer than 12 months.",
        "Price": "With the teacher 76.8% cheaper, $0.93 per 1,000 calls, payback takes longer than"
        " 12 months.",
        "Errors": "From 3.2 percentage points more wrong answers on, 1 counted, they take 50% of"
        " what upkeep leaves.",
        "Upkeep": "From $129,600 a year on, $30,000 counted, it takes 50% of the savings.",
    }


def test_beyond_each_threshold_it_is_no_case_to_distil() -> None:
    beyond: list[Changes] = [
        {"volume.calls_per_month": measured(879_000)},
        {"teacher.cost_per_1k_calls": measured(0.927)},
        {"quality.error_rate_increase": measured(0.0319)},
        {"maintenance.cost_per_redistillation": measured(61_900)},
    ]
    for changes in beyond:
        verdict = judged({**WITH_ERRORS, **changes}).verdict
        assert verdict is not None
        assert verdict.id in AGAINST, changes


def test_errors_without_a_price_stop_it_at_the_tolerance() -> None:
    said = by_lead(what_would_stop(judged({"quality.cost_per_error": measured(0)})))
    assert said["Errors"] == (
        "From 2 percentage points more wrong answers on, 0 counted, a loss on which nobody has put"
        " a price is too large."
    )


def test_savings_that_have_to_carry_the_upkeep_say_so() -> None:
    costly: Changes = {
        "maintenance.cost_per_redistillation": measured(40_000),
        "maintenance.monitoring_per_month": measured(0),
    }
    said = by_lead(what_would_stop(judged(costly)))
    assert said["Volume"].endswith("savings no longer carry the upkeep.")
    assert said["Price"].endswith("savings no longer carry the upkeep.")


def test_what_is_passed_already_is_no_threshold() -> None:
    for changes in (
        {"volume.calls_per_month": measured(800_000)},
        {"quality.error_rate_increase": measured(0.5)},
        {"student.cost_per_1k_calls": measured(9)},
    ):
        for one in what_would_stop(judged(changes)):
            assert "nan" not in one.text
            assert "-" not in one.text


@pytest.mark.parametrize(
    "changes",
    [
        {"teacher.training_terms": "prohibited"},
        {"task.breadth": "broad", "quality.slices": None},
        {"volume.monthly_growth": measured(-0.2)},
    ],
)
def test_a_remedy_is_said_once_on_the_first_page(changes: Changes) -> None:
    found = judged(changes)
    assert found.verdict is not None
    assert found.verdict.id in AGAINST
    said = [line.text for one in first_page(found) for line in one.lines]
    remedies = {one.remedy for one in found.fired}
    assert [one for one in said if one in remedies]
    assert len(said) == len(set(said))


def test_a_remedy_leads_to_the_answer_that_it_is_about() -> None:
    found = judged({"teacher.training_terms": "prohibited"})
    (section,) = [one for one in first_page(found) if one.name == "instead"]
    assert [line.key for line in section.lines] == ["teacher.training_terms"]
