"""Where a team's default answers stand in, and that they never beat what a case says."""

from __future__ import annotations

import pytest

from rules.answers.answers import Answers, Entry
from rules.answers.defaults import with_defaults
from rules.answers.entries import entry_of
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.assess import assess
from rules.questions import QUESTIONS
from tests.wizard.cases import COMPLETE, answers_of

DAY_RATE = "upfront.engineering_worksheet.day_rate"


def team(**defaults: object) -> TeamPolicy:
    return TeamPolicy({}, "folder/team.toml", entries(defaults))


def entries(values: dict[str, object]) -> dict[str, Entry]:
    named = {name.replace("__", "."): value for name, value in values.items()}
    return {key: entry_of(QUESTIONS[key], value) for key, value in named.items()}


def quoted(likely: float) -> Estimate:
    return Estimate(likely, basis="quoted", source="team.toml")


def test_a_default_stands_in_for_an_answer_and_is_listed_with_its_origin() -> None:
    found = assess(
        answers_of(COMPLETE), team(currency="EUR", maintenance__monitoring_per_month=quoted(400))
    )
    assert found.case.currency == "EUR"
    (used,) = [one for one in found.used if one.key == "maintenance.monitoring_per_month"]
    assert (used.estimate, used.is_default) == (quoted(400), False)
    assert [(one.key, one.value, one.origin) for one in found.policy_overrides] == [
        ("defaults.currency", "EUR", "folder/team.toml"),
        ("defaults.maintenance.monitoring_per_month", 400, "folder/team.toml"),
    ]


def test_an_answer_of_the_case_wins() -> None:
    found = assess(answers_of(COMPLETE), team(student__cost_per_1k_calls=quoted(3)))
    assert found.figures.drivers.student_cost_per_1k == 0.5
    assert found.policy_overrides == ()


def test_one_that_is_not_usable_is_an_answer_too() -> None:
    answers = answers_of(COMPLETE).answer("currency", Entry("euro", problem="is no code"))
    assert with_defaults(answers, team(currency="EUR"))[1] == ()


def test_an_amount_of_money_is_taken_by_a_case_in_the_currency_of_the_team_alone() -> None:
    amounts = {"upfront__training_compute": quoted(900), "volume__monthly_growth": quoted(0.01)}
    of_team = team(currency="EUR", **amounts)
    bare = answers_of('schema = 1\n[upfront.other]\n"a" = 1\n')
    assert len(with_defaults(bare, of_team)[1]) == 3
    in_euros = bare.answer("currency", Entry("EUR", "EUR"))
    assert len(with_defaults(in_euros, of_team)[1]) == 2
    for elsewhere in (Entry("USD", "USD"), Entry("dollar", problem="is no code")):
        taken = with_defaults(bare.answer("currency", elsewhere), of_team)[1]
        assert taken == ("volume.monthly_growth",)
    in_dollars = bare.answer("currency", Entry("USD", "USD"))
    assert len(with_defaults(in_dollars, team(**amounts))[1]) == 2


def test_what_a_dollar_is_counts_in_the_currency_of_the_team_alone() -> None:
    defaults = team(currency="EUR").defaults
    of_team = TeamPolicy({"usd_rate": 0.92, "price_cut": 0.4}, "folder/team.toml", defaults)
    for currency, rate in (("EUR", 0.92), ("GBP", None)):
        found = assess(answers_of(COMPLETE).answer("currency", Entry(currency, currency)), of_team)
        assert (found.policy.usd_rate, found.policy.price_cut) == (rate, 0.4)
        listed = [one.key for one in found.policy_overrides]
        assert ("usd_rate" in listed) == (rate is not None)


def test_a_part_of_a_worksheet_is_taken_only_where_the_worksheet_is_begun() -> None:
    rates = TeamPolicy({}, "team.toml", {DAY_RATE: entry_of(QUESTIONS[DAY_RATE], quoted(900))})
    not_begun = answers_of(COMPLETE)
    assert assess(not_begun, rates).complete
    assert with_defaults(not_begun, rates)[1] == ()

    begun = answers_of(
        COMPLETE.replace(
            "engineering_time = 30_000", "[upfront.engineering_worksheet]\ndays_each = 10"
        )
    )
    assert assess(begun).missing == (DAY_RATE,)
    assert assess(begun, rates).figures.inputs.upfront_items["engineering_time"] == 9_000


@pytest.mark.parametrize(
    ("key", "replaced"),
    [
        ("teacher.cost_per_1k_calls", "[teacher.tokens]\ninput = 500"),
        ("teacher.cost_per_1k_calls", "bill_per_month = 900"),
        ("teacher.bill_per_month", "cost_per_1k_calls = 4.20"),
        ("teacher.bill_per_month", "tokens = { input = 500 }"),
        ("quality.error_rate_increase", ""),
    ],
)
def test_what_the_case_says_another_way_is_not_overruled(key: str, replaced: str) -> None:
    text = COMPLETE.replace("cost_per_1k_calls = 4.20 # invoice", replaced or "model = ''")
    taken = with_defaults(
        answers_of(text), TeamPolicy({}, "t", {key: entry_of(QUESTIONS[key], quoted(0.5))})
    )[1]
    assert taken == ()


def test_a_default_that_contradicts_an_answer_says_where_it_is_from() -> None:
    key = "teacher.tokens.cached_input"
    text = COMPLETE.replace(
        "cost_per_1k_calls = 4.20 # invoice",
        "tokens = { input = 100, output = 10, input_price = 2, output_price = 8 }",
    )
    found = assess(
        answers_of(text),
        TeamPolicy({}, "a/team.toml", {key: entry_of(QUESTIONS[key], quoted(500))}),
    )
    (problem,) = found.errors
    assert problem.key == key
    assert problem.message.endswith("(a default of team.toml)")


def test_without_defaults_nothing_is_copied() -> None:
    answers = Answers()
    assert with_defaults(answers, None) == (answers, ())
    assert with_defaults(answers, TeamPolicy({}, "t"))[0] is answers
