"""`KEY=VALUE` as typed on the command line."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.answers.estimate import Estimate
from rules.questions import QUESTIONS, Kind
from tests.wizard.cases import COMPLETE, answers_of, plain
from wizard.problems import InputUnusable
from wizard.sessions.assignments import with_setting, with_settings

CALLS = "volume.calls_per_month"


@pytest.fixture
def answers() -> Answers:
    return answers_of(COMPLETE)


def after(answers: Answers, *settings: str) -> Answers:
    for setting in settings:
        answers, _ = with_setting(answers, setting)
    return answers


def echo(answers: Answers, setting: str) -> str:
    return with_setting(answers, setting)[1]


def rows(answers: Answers, key: str) -> list[dict[str, Any]]:
    return [row.values() for row in answers[key].value.rows]


def refusal(answers: Answers, setting: str) -> tuple[str, str]:
    with pytest.raises(InputUnusable) as caught:
        with_setting(answers, setting)
    (problem,) = caught.value.problems
    return problem.key, problem.message


@pytest.mark.parametrize(
    ("beside", "kept"),
    [
        ([f"{CALLS}.basis=assumed"], ""),
        ([f"{CALLS}.basis=assumed", f"{CALLS}.source=a guess"], ""),
        ([f"{CALLS}.basis=assumed", "volume.monthly_growth.source=a guess"], ""),
        (
            [f"{CALLS}.source=logs"],
            " (still measured: change with .basis)",
        ),
    ],
)
def test_details_set_in_the_same_call_are_not_said_to_stay(
    answers: Answers, beside: list[str], kept: str
) -> None:
    answers = after(answers, f"{CALLS}=6M", "volume.monthly_growth=1%")
    _, said = with_settings(answers, [f"{CALLS}=900k", *beside])
    assert said[0] == f"{CALLS} = 900,000 calls{kept}"


# ------------------------------------------------------------------ every kind


@pytest.mark.parametrize("key", [key for key, one in QUESTIONS.items() if not one.columns])
def test_every_question_takes_its_own_example(key: str) -> None:
    example = QUESTIONS[key].example.partition(" or ")[0]
    answers, said = with_setting(Answers(), f"{key}={example}")

    assert answers[key].usable
    assert said.startswith(f"{key} = ")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        (
            f"{CALLS}=7.5M",
            7_500_000,
            f"{CALLS} = 7,500,000 calls (range 4.5M..8M dropped; still measured: change with"
            " .basis and .source)",
        ),
        (
            "student.cost_per_1k_calls=$0.42",
            0.42,
            "student.cost_per_1k_calls = USD 0.42 per 1,000 calls",
        ),
        ("volume.monthly_growth=2%", 0.02, "volume.monthly_growth = 2%"),
        ("upfront.ramp_months=2", 2, "upfront.ramp_months = 2 months"),
        ("teacher.p95_latency_seconds=800ms", 0.8, "teacher.p95_latency_seconds = 0.8 seconds"),
    ],
)
def test_numbers_are_said_back_in_full(
    answers: Answers, setting: str, value: float, said: str
) -> None:
    assert after(answers, setting).value(setting.partition("=")[0]).likely == value
    assert echo(answers, setting) == said


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("task.breadth=broad", "broad"),
        ("task.breadth=b", "broad"),
        ("quality.frozen=yes", True),
        ("task.task_types=3", 3),
        ("policy.discount_rate=8%", 0.08),
        ("risk.seed=7", 7),
        ("title=A = B", "A = B"),
        ("title= spaced ", "spaced"),
        ("title=[draft] {x}", "[draft] {x}"),
        ("currency=EUR", "EUR"),
    ],
)
def test_what_is_no_estimate(answers: Answers, setting: str, value: object) -> None:
    assert after(answers, setting).value(setting.partition("=")[0]) == value


def test_a_choice_is_said_back_with_its_meaning(answers: Answers) -> None:
    assert "many kinds" in echo(answers, "task.breadth=broad")


@pytest.mark.parametrize("text", ["5M..8M", "6M (5M..8M)"])
def test_a_range(answers: Answers, text: str) -> None:
    value = after(answers, f"{CALLS}={text}").value(CALLS)
    assert (value.low, value.high) == (5_000_000, 8_000_000)


def test_a_number_keeps_basis_and_source_of_the_one_before(answers: Answers) -> None:
    changed = after(answers, f"{CALLS}.source=logs", f"{CALLS}=7M")
    assert changed.value(CALLS) == Estimate(7e6, None, None, "measured", "logs")


def test_an_empty_value_takes_the_answer_back(answers: Answers) -> None:
    assert CALLS not in after(answers, f"{CALLS}=")
    assert echo(answers, f"{CALLS}=") == f"{CALLS} removed"
    assert plain(after(answers, "student.model=")) == plain(answers), "nothing to take back"


def test_what_was_not_there_is_not_said_to_be_removed(answers: Answers) -> None:
    nothing = ": there was nothing to remove"
    for key in ("student.model", "upfront.other.nobody", f"{CALLS}.source"):
        assert echo(answers, f"{key}=") == key + nothing
    assert echo(answers, f"{CALLS}.basis=") == f"{CALLS}.basis removed"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("9M", "9,000,000 calls (range 4.5M..8M dropped; still measured, logs: change with .basis"
         " and .source)"),
        ("9M (8M..10M)", "9,000,000 calls; 1 in 10 below 8,000,000, 1 in 10 above 10,000,000 (still"
         " measured, logs: change with .basis and .source)"),
        ("{ likely = 9 }", "9 calls (range 4.5M..8M dropped; no longer measured, logs)"),
        ('{ likely = 9, basis = "measured", source = "logs" }',
         "9 calls (range 4.5M..8M dropped)"),
    ],
)  # fmt: skip
def test_a_changed_number_says_what_became_of_its_details(
    answers: Answers, setting: str, said: str
) -> None:
    answers = after(answers, f"{CALLS}.source=logs")
    assert echo(answers, f"{CALLS}={setting}") == f"{CALLS} = {said}"


def test_details_are_said_back_alone(answers: Answers) -> None:
    assert echo(answers, f"{CALLS}.basis=quoted") == f"{CALLS}.basis = quoted"
    assert echo(answers, f"{CALLS}.source=the bill") == f"{CALLS}.source = the bill"


def test_amounts_are_in_the_currency_that_is_set_with_them(answers: Answers) -> None:
    found, said = with_settings(answers, ["teacher.cost_per_1k_calls=€4.50", "currency = EUR"])
    assert found.value("teacher.cost_per_1k_calls") == Estimate(4.5)
    assert "teacher.cost_per_1k_calls = EUR 4.5 per 1,000 calls" in said


def test_later_settings_see_earlier_ones(answers: Answers) -> None:
    changed = after(answers, "currency=EUR", "upfront.training_compute=€640")
    assert changed.value("upfront.training_compute").likely == 640
    assert "USD" in refusal(answers, "upfront.training_compute=€640")[1]


# ------------------------------------------------------------------ members


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        (f"{CALLS}.low=4M", Estimate(6e6, 4e6, 8e6, "measured")),
        (f"{CALLS}.high=9M", Estimate(6e6, 4.5e6, 9e6, "measured")),
        (f"{CALLS}.likely=7M", Estimate(7e6, 4.5e6, 8e6, "measured")),
        (f"{CALLS}.basis=assumed", Estimate(6e6, 4.5e6, 8e6, "assumed")),
        (f"{CALLS}.source=logs, a = b", Estimate(6e6, 4.5e6, 8e6, "measured", "logs, a = b")),
        (f"{CALLS}.source=", Estimate(6e6, 4.5e6, 8e6, "measured")),
        (f"{CALLS}.basis=", Estimate(6e6, 4.5e6, 8e6, "estimated")),
    ],
)  # fmt: skip
def test_members_of_a_number(answers: Answers, setting: str, value: Estimate) -> None:
    assert after(answers, setting).value(CALLS) == value


@pytest.mark.parametrize(
    ("setting", "key", "says"),
    [
        (f"{CALLS}.low=9M", CALLS, "low <= likely <= high"),
        (f"{CALLS}.low=", f"{CALLS}.low", "needs one number"),
        (f"{CALLS}.low=1M..2M", f"{CALLS}.low", "needs one number"),
        (f"{CALLS}.low=x", f"{CALLS}.low", "Not a number"),
        (f"{CALLS}.low=-1", f"{CALLS}.low", "above 0"),
        (f"{CALLS}.low=7M", CALLS, "has 7M, 6M, 8M"),
        (f"{CALLS}.basis=felt", f"{CALLS}.basis", "measured, quoted, estimated, assumed"),
        (f"{CALLS}.source=a\nb", f"{CALLS}.source", "one line"),
        (
            "student.cost_per_1k_calls.low=0.2",
            "student.cost_per_1k_calls.low",
            '"student.cost_per_1k_calls=LIKELY (LOW..HIGH)"',
        ),
        (
            "upfront.contingency.basis=quoted",
            "upfront.contingency.basis",
            "set upfront.contingency",
        ),
        ("title.low=1", "title.low", "is not a key"),
        ("quality.slices.low=1", "quality.slices.low", "is not a key"),
        ("policy.discount_rate.low=1", "policy.discount_rate.low", "is not a key"),
        ("quality.slices[0].share.low=1", "quality.slices[0].share.low", "is not a key"),
    ],
)
def test_members_that_cannot_be_set(answers: Answers, setting: str, key: str, says: str) -> None:
    assert refusal(answers, setting)[0] == key
    assert says in refusal(answers, setting)[1]


# ------------------------------------------------------------------ rows


def test_a_cell_of_a_row(answers: Answers) -> None:
    changed = after(answers, "quality.slices[1].examples=4k", "quality.slices[1].critical=yes")
    assert rows(changed, "quality.slices")[1] == {
        "name": "fraud", "share": 0.3, "teacher_score": 0.97, "student_score": 0.96,
        "examples": 4_000, "critical": True,
    }  # fmt: skip
    assert rows(changed, "quality.slices")[0] == rows(answers, "quality.slices")[0]


def test_the_row_behind_the_last_is_a_new_one(answers: Answers) -> None:
    changed = after(answers, "alternatives[0].kind=route", "alternatives[0].upfront=2k..3k",
                    "alternatives[0].upfront.basis=quoted")  # fmt: skip
    assert rows(changed, "alternatives") == [
        {"kind": "route", "upfront": Estimate(2_500, 2_000, 3_000, "quoted")}
    ]


def test_a_row_and_a_cell_are_removed(answers: Answers) -> None:
    changed = after(answers, "quality.slices[0].share=", "quality.slices[1]=")
    assert rows(changed, "quality.slices") == [
        {"name": "billing", "teacher_score": 0.95, "student_score": 0.94}
    ]
    assert echo(answers, "quality.slices[1]=") == "quality.slices[1] removed"
    assert "quality.slices" not in after(answers, "quality.slices[0]=", "quality.slices[0]=")


def test_named_rows(answers: Answers) -> None:
    changed = after(
        answers,
        "upfront.other.licence=6k",
        'upfront.other."gate.way = x"=1,500',
        "upfront.other.'say \"hi\"'=7",
        "upfront.other.legal review=",
        "upfront.other.basis=12",
        "upfront.other.licence.basis=quoted",
        "upfront.other.nobody=",
    )
    assert rows(changed, "upfront.other") == [
        {"name": "licence", "cost": Estimate(6_000, basis="quoted")},
        {"name": "gate.way = x", "cost": Estimate(1_500)},
        {"name": 'say "hi"', "cost": Estimate(7)},
        {"name": "basis", "cost": Estimate(12)},
    ]
    assert "upfront.other" not in after(Answers(), "upfront.other.nobody=")


def test_an_escaped_quote_in_a_name_does_not_end_it(answers: Answers) -> None:
    changed = after(answers, 'upfront.other."a\\"=b"=5')
    assert rows(changed, "upfront.other")[-1] == {"name": 'a"=b', "cost": Estimate(5)}


@pytest.mark.parametrize(
    ("setting", "key", "says"),
    [
        ("quality.slices[4].share=1", "quality.slices[4]", "has 2, counted from 0"),
        ("quality.slices[2]=", "quality.slices[2]", "has 2, counted from 0"),
        ("quality.slices[0]=5", "quality.slices[0]", "name, share, examples"),
        ("quality.slices[0].shar=1", "quality.slices[0].shar", "mean quality.slices[0].share?"),
        ("quality.slices[0].share=0", "quality.slices[0].share", "above 0"),
        ("quality.slices.billing=1", "quality.slices.billing", "is not a key"),
        ("quality.slices=5", "quality.slices", "set a cell, such as quality.slices[0].name,"),
        ("upfront.other=5", "upfront.other", "set upfront.other.NAME"),
        (
            'quality.slices=[{name = "a"}, {name = "b", share = "half"}]',
            "quality.slices[1].share",
            "needs a number",
        ),
        ('upfront.other={"b c" = "x"}', 'upfront.other."b c"', "needs a number"),
        ("upfront.other[0]=5", "upfront.other[0]", "is not a key"),
        ("upfront.other.x=-1", "upfront.other.x", "at least 0"),
    ],
)
def test_rows_that_cannot_be_set(answers: Answers, setting: str, key: str, says: str) -> None:
    assert refusal(answers, setting)[0] == key
    assert says in refusal(answers, setting)[1]


# ------------------------------------------------------------------ TOML


def test_toml_values_are_in_tomls_units(answers: Answers) -> None:
    table = '{ likely = 0.02, low = 0.01, high = 0.03, basis = "quoted", source = "x = y" }'
    changed = after(answers, f"volume.monthly_growth={table}")
    assert changed.value("volume.monthly_growth") == Estimate(0.02, 0.01, 0.03, "quoted", "x = y")


def test_whole_tables(answers: Answers) -> None:
    changed = after(
        answers,
        'quality.slices=[{ name = "all", teacher_score = 0.9, student_score = 0.8 }]',
        'upfront.other={ licence = 1, "a.b" = { likely = 2, basis = "quoted" } }',
        'alternatives=[{ kind = "route", upfront = { likely = 3 } }]',
    )
    assert rows(changed, "quality.slices") == [
        {"name": "all", "teacher_score": 0.9, "student_score": 0.8}
    ]
    assert rows(changed, "upfront.other") == [
        {"name": "licence", "cost": Estimate(1)},
        {"name": "a.b", "cost": Estimate(2, basis="quoted")},
    ]
    assert rows(changed, "alternatives") == [{"kind": "route", "upfront": Estimate(3)}]
    assert "quality.slices" not in after(answers, "quality.slices=")
    assert rows(after(answers, "quality.slices=[]"), "quality.slices") == []


@pytest.mark.parametrize(
    ("setting", "key", "says"),
    [
        (f"{CALLS}={{", CALLS, "is not a TOML value"),
        (f"{CALLS}={{ low = 1 }}", CALLS, "has no `likely`"),
        (f"{CALLS}={{ likely = nan }}", CALLS, "finite"),
        (f"{CALLS}={{ likely = 5, lo = 1 }}", f"{CALLS}.lo", "is not a key"),
        (f"{CALLS}={{ likely = 5 }}\nx = 1", CALLS, "nothing behind it"),
        ("volume.monthly_growth={ likely = 3 }", "volume.monthly_growth", "at most 0.25"),
        ("quality.slices={ a = 1 }", "quality.slices", "needs a list of tables"),
        ("quality.slices=[{ shar = 1 }]", "quality.slices[0].shar", "mean quality.slices[0].share"),
        ("quality.slices=[5]", "quality.slices[0]", "needs a table"),
        ("upfront.other=[1]", "upfront.other", "needs a table"),
        (f"{CALLS}={'{a=' * 10_000}", CALLS, "brackets"),
        (f"{CALLS}={{ {'a.' * 50_000}b = 1 }}", CALLS, "parts"),
        (f"{CALLS}={{ likely = {'9' * 5_000} }}", CALLS, "digits"),
    ],
    ids=range(13),
)
def test_toml_that_cannot_be_used(answers: Answers, setting: str, key: str, says: str) -> None:
    assert refusal(answers, setting)[0] == key
    assert says in refusal(answers, setting)[1]


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("setting", "key", "says"),
    [
        ("narrow", "", "write for instance task.breadth=narrow"),
        ("=narrow", "", "is not KEY=VALUE"),
        (" =narrow", "", "is not KEY=VALUE"),
        ('upfront.other."x=5', "", "is not KEY=VALUE"),
        ("task.bredth=narrow", "task.bredth", "did you mean task.breadth?"),
        (f"{CALLS}.sorce=x", f"{CALLS}.sorce", f"did you mean {CALLS}.source?"),
        ("upfront.other.a.bais=x", "upfront.other.a.bais", "did you mean upfront.other.a.basis?"),
        ("task.breadth.sorce=x", "task.breadth.sorce", "is not a key"),
        ("breadth=narrow", "breadth", "is not a key"),
        ("a=b", "a", "is not a key"),
        ("volume=7", "volume", f"set one of them, such as {CALLS}"),
        ("teacher.tokens=7", "teacher.tokens", "such as teacher.tokens."),
        ("schema=2", "schema", "is not set here: the version"),
        ("workshop.participants=x", "workshop.participants", "is not set here: a workshop"),
        ("workshop.rounds[0].key=x", "workshop.rounds[0].key", "is not set here: a workshop"),
        ("upfront.other.a.b=7", "upfront.other.a.b", 'in quotes: upfront.other."a.b"'),
        ('upfront.other.c "d"=5', 'upfront.other.c "d"', 'quotes: upfront.other."c \\"d\\""'),
        (f"{CALLS}=8M..5M", CALLS, "write 5M..8M"),
        ("result.verdict=strong", "result.verdict", "follows from the answers"),
        ("nothing=1", "nothing", "`payback new` writes all there are"),
        ("decisions[0].by=x", "decisions[0].by", "`payback decide` adds to it"),
        ("task.breadth=wide", "task.breadth", "narrow, moderate, broad (given: 'wide')"),
        (f"{CALLS}=1,5", CALLS, "1.5 or 15"),
        (f"{CALLS}=1.200,50", CALLS, "1200.50 or 1.20050"),
        (f"{CALLS}=-5", CALLS, "above 0"),
        (f"{CALLS}=nan", CALLS, "Not a number"),
        (f"{CALLS}=1e999", CALLS, "Too large"),
        ("teacher.retires_on=tomorrow", "teacher.retires_on", "2027-09-30"),
        ("teacher.retires_on=2026-02-30", "teacher.retires_on", "2027-09-30"),
        ("task.task_types=2.5", "task.task_types", "without a fraction"),
        ("quality.frozen=maybe", "quality.frozen", "yes or no"),
        ("currency=dollars", "currency", "three capitals"),
        (f"title={'x' * 121}", "title", "1 to 120 characters"),
        ("title=a\nb", "title", "write it on one"),
        ("title=\udcff", "", "UTF-8"),
    ],
)
def test_what_cannot_be_used_says_what_to_type(
    answers: Answers, setting: str, key: str, says: str
) -> None:
    found, message = refusal(answers, setting)
    assert says in message
    assert found == key or says == "UTF-8"


def test_no_kind_of_question_was_forgotten() -> None:
    asked = [one for each in QUESTIONS.values() for one in (each, *each.columns)]
    assert {one.kind for one in asked} == set(Kind)


@pytest.mark.parametrize("text", ["2026-11", "Nov 2026", "11/2026", "2026-11-01 00:00:00"])
def test_a_month_is_set_as_people_write_one(answers: Answers, text: str) -> None:
    changed, said = with_setting(answers, f"actuals[0].month={text}")
    assert changed.table("actuals").rows[0].cells["month"].value == "2026-11"
    assert "2026-11" in said


@pytest.mark.parametrize("text", ["2026-13", "November", "soon", "2026"])
def test_what_is_no_month_says_how_one_is_written(answers: Answers, text: str) -> None:
    found, message = refusal(answers, f"actuals[0].month={text}")
    assert found == "actuals[0].month"
    assert "year-month" in message


def test_a_rate_is_exchanged_and_the_echo_says_how() -> None:
    assert echo(Answers(), "volume.calls_per_month=200k/day") == (
        "volume.calls_per_month = 6,083,333 calls: 200,000 a day × 730 h ÷ 24 h"
    )
    assert echo(Answers(), "volume.calls_per_month=3..4M").endswith(
        "M counts for both ends: 3M to 4M; 3 itself is written 3..4,000,000"
    )


def test_days_of_work_are_sent_to_the_key_that_takes_them() -> None:
    with pytest.raises(InputUnusable) as refused:
        with_setting(Answers(), "upfront.engineering_time=20 days")
    assert "upfront.engineering_worksheet.days_each=20" in refused.value.problems[0].message
    with_setting(Answers(), "upfront.engineering_worksheet.days_each=20")


def test_a_decimal_comma_counts_in_answers_ends_and_cells() -> None:
    answers = Answers()
    for setting in (
        "volume.calls_per_month=1.200,50 (1.000,5..2000)",
        "volume.calls_per_month.high=2500,5",
        "upfront.other.audit=2,5k",
    ):
        answers, _ = with_setting(answers, setting, decimal_comma=True)
    assert answers.value("volume.calls_per_month").values == (1_000.5, 1_200.5, 2_500.5)
    assert answers.table("upfront.other").rows[0].values()["cost"].likely == 2_500
    with pytest.raises(InputUnusable, match="1,200 could mean 1,2 or 1200"):
        with_setting(answers, "volume.calls_per_month=1,200", decimal_comma=True)
