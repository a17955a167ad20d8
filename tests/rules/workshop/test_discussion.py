"""What is said of the answers, against the case judged with each of them."""

from __future__ import annotations

import math
from datetime import date

import pytest

from rules.answers.records import Workshop
from rules.answers.validation import validate
from rules.words.money import Words
from rules.words.wording import months
from rules.workshop.discussion import discuss, meaning, whose
from rules.workshop.dissent import workshop_rows
from rules.workshop.pooling import Range, Stand
from tests.rules.cases import FLAT, case, estimate, judged, raw

VOLUME = "volume.calls_per_month"


def sure(value: float) -> Range:
    return Range(value, value, value)


def test_each_number_is_said_with_payback_and_verdict() -> None:
    talk = discuss(case(FLAT), VOLUME, {"Ada": sure(6e6), "Niklas": sure(1e4), "Cy": sure(1e5)})
    for one, volume in zip(talk.people, (6e6, 1e4, 1e5), strict=True):
        found = judged({**FLAT, VOLUME: estimate(volume)})
        assert found.verdict is not None
        assert months(found.figures.headline.payback_months) in one.text
        assert one.text.endswith(f": {found.verdict.id}.")
    assert talk.people[1].text.startswith("With Niklas' estimate it")
    assert talk.pool.text.startswith("With the pool it")
    assert talk.spread == "From 10k to 6M, with 100k in the middle."


@pytest.mark.parametrize(
    ("key", "said", "middle"),
    [
        (VOLUME, (3_083_333, 4_000_000), "3,541,666"),
        ("teacher.cost_per_1k_calls", (0.12, 0.13), "0.125"),
        ("volume.monthly_growth", (0.02, 0.03), "2.5%"),
        ("maintenance.redistillations_per_year", (2, 3), "2.5"),
    ],
)
def test_the_middle_of_calls_is_whole(key: str, said: tuple[float, float], middle: str) -> None:
    low, high = said
    talk = discuss(case(FLAT), key, {"Ada": sure(low), "Bo": sure(high)})
    assert talk.spread.endswith(f", with {middle} in the middle.")


def test_a_number_under_which_it_never_pays_back_says_never() -> None:
    talk = discuss(case(FLAT), "student.cost_per_1k_calls", {"Bo": sure(9)})
    text = talk.people[0].text
    assert text.startswith("With Bo's estimate it never pays back, net present value -$")
    assert text.endswith(": do-not-distill.")
    assert talk.spread == "All say 9."


def test_people_who_agree_on_the_verdict_move_on() -> None:
    talk = discuss(case(), VOLUME, {"Ada": sure(6e6), "Bo": sure(6.1e6)})
    assert not talk.matters
    assert talk.advice == "Each number, and each end of the pool, leads to strong: move on."


def test_a_difference_that_decides_is_to_be_measured_with_what_it_is_worth() -> None:
    said = {"Ada": Range(1e5, 6e6, 9e6), "Bo": Range(1e4, 1e5, 2e5)}
    talk = discuss(case(FLAT), VOLUME, said)
    worth = Words("USD").money(talk.weighed.worth)
    assert talk.matters
    assert talk.weighed.worth > 0
    assert talk.advice.startswith("The difference decides between strong, defensible and ")
    assert talk.advice.endswith(
        f"measure Calls per month. Knowing it before deciding is worth {worth}."
    )


def test_a_difference_in_verdict_alone_is_worth_no_money() -> None:
    talk = discuss(case(), VOLUME, {"Ada": sure(6e6), "Bo": sure(2.1e6)})
    assert talk.matters
    assert "in money knowing it first adds nothing" in talk.advice


def test_what_was_agreed_against_every_answer_is_said() -> None:
    said = {"Ada": sure(1e5), "Bo": sure(1.2e5)}
    apart = discuss(case(FLAT), VOLUME, said)
    assert not apart.matters
    among = discuss(case(FLAT), VOLUME, said, agreed=sure(1.1e5))
    assert (among.matters, among.advice) == (False, apart.advice)
    against = discuss(case(FLAT), VOLUME, said, agreed=sure(6e6))
    assert against.agreed is not None
    verdict = against.agreed.verdict
    assert verdict != against.people[0].verdict
    assert against.matters
    assert against.advice.startswith(f"What was agreed leads to {verdict}, and no answer does")


def test_without_a_verdict_nobody_can_say_what_it_changes() -> None:
    talk = discuss(case({"task.breadth": None}), VOLUME, {"Ada": sure(6e6), "Bo": sure(1)})
    assert talk.advice.startswith("There is no verdict yet")


def test_a_guess_is_judged_as_a_guess() -> None:
    said = {"Ada": sure(6e6)}
    assert discuss(case(), VOLUME, said).people[0].verdict == "strong"
    assert discuss(case(), VOLUME, said, basis="assumed").people[0].verdict == "defensible"


def test_who_stands_apart_is_named() -> None:
    said = {name: sure(6e6 + at) for at, name in enumerate("abcd")}
    assert discuss(case(), VOLUME, said).apart == ""
    assert discuss(case(), VOLUME, said | {"Zoe": sure(1e8)}).apart == "Zoe stands apart."


def test_a_number_that_contradicts_the_case_says_so() -> None:
    sheet = {
        "teacher.cost_per_1k_calls": None,
        "teacher.tokens.input": 1_000,
        "teacher.tokens.output": 100,
        "teacher.tokens.input_price": 3,
        "teacher.tokens.output_price": 10,
    }
    said = {"Ada": sure(2_000), "Bo": sure(100)}
    talk = discuss(case(sheet), "teacher.tokens.cached_input", said)
    assert talk.people[0].text == (
        "With Ada's estimate the case contradicts itself, so it says nothing."
    )
    assert talk.advice.startswith("Some of these numbers have no verdict: measure ")
    assert talk.advice.endswith("What knowing it is worth cannot be told yet.")


@pytest.mark.parametrize(("name", "said"), [("Ada", "Ada's"), ("Niklas", "Niklas'")])
def test_whose(name: str, said: str) -> None:
    assert whose(name) == said


# ----------------------------------------------------------------------- dissent


def workshop(agreed: list[dict[str, object]]) -> Workshop:
    return validate(
        {
            "schema": 1,
            "workshop": {
                "participants": [{"name": "Ada", "role": "platform"}, {"name": "Bo"}],
                "rounds": [
                    {
                        "key": VOLUME,
                        "number": 1,
                        "date": date(2026, 11, 24),
                        "estimates": [
                            {"participant": "Ada", "low": 5e6, "likely": 6e6, "high": 7e6},
                            {"participant": "Bo", "likely": 1e4},
                        ],
                    },
                    {
                        "key": "alternatives[4].upfront",
                        "estimates": [{"participant": "Bo", "likely": 1}],
                    },
                ],
                "agreed": agreed,
            },
        }
    )[0].workshop


def test_the_rows_say_what_was_agreed_and_what_the_other_number_would_mean() -> None:
    held = workshop(
        [
            {
                "key": VOLUME,
                "low": 5e6,
                "likely": 6e6,
                "high": 7e6,
                "method": "chosen",
                "date": date(2026, 11, 24),
                "dissent": [
                    {"participant": "Bo", "reason": "bots"},
                    {"participant": "Nobody knows", "reason": "was not asked"},
                ],
            }
        ]
    )
    rows = workshop_rows(case({**FLAT, VOLUME: estimate(6e6, 5e6, 7e6)}), held)
    (row,) = rows.agreed
    assert (row.label, row.said, row.method) == ("Calls per month", "6M (5M..7M)", "chosen")
    assert (row.people, row.rounds, row.is_answer) == (2, 1, True)
    bo, other = row.dissent
    assert (bo.name, bo.reason, bo.said) == ("Bo", "bots", "10k")
    assert bo.would_be is not None
    assert bo.would_be.verdict == "do-not-distill"
    assert (other.name, other.said, other.would_be) == ("Nobody knows", "", None)
    assert rows.open == ()


def test_a_number_changed_since_is_told_and_a_question_not_agreed_is_open() -> None:
    held = workshop([{"key": VOLUME, "likely": 6e6, "method": "pooled"}])
    assert not workshop_rows(case(), held).agreed[0].dissent
    assert workshop_rows(case(), held).agreed[0].is_answer
    assert not workshop_rows(case({VOLUME: estimate(5e6)}), held).agreed[0].is_answer
    rows = workshop_rows(case(), workshop([]))
    assert rows.agreed == ()
    assert [(one.key, one.said) for one in rows.open] == [
        (VOLUME, (("Ada", "6M (5M..7M)"), ("Bo", "10k")))
    ]


def test_without_a_workshop_there_are_no_rows() -> None:
    rows = workshop_rows(case(), validate(raw())[0].workshop)
    assert (rows.agreed, rows.open) == ((), ())


@pytest.mark.parametrize(
    ("payback", "npv", "said"),
    [
        (math.nan, math.nan, "With the pool there is no payback to tell yet."),
        (math.inf, -5_000, "With the pool it never pays back, net present value -$5,000."),
        (3, 1_000, "With the pool it pays back in 3 months, net present value $1,000."),
    ],
)
def test_what_becomes_of_a_case_is_one_sentence(payback: float, npv: float, said: str) -> None:
    stand = Stand("", sure(1), None, payback, npv)
    assert meaning(stand, "With the pool", Words("USD")).text == said
