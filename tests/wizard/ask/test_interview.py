"""`payback ask`: every command, by a person who types lines."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.answers.estimate import Estimate
from rules.assess import Assessment
from rules.questions import QUESTIONS, STEPS, quick_questions
from tests.wizard.ask.script import TODAY, Script, interview, keys_asked, lines_for
from tests.wizard.cases import COMPLETE, SAMPLES, plain, written
from wizard.ask.interview import Interview
from wizard.ask.terminal import WIDTH, Ended, PlainTerminal, choose
from wizard.sessions.open_session import OpenSession
from wizard.settings.policy_file import read_policy

CALLS = "volume.calls_per_month"
QUIT = [":quit", "discard"]


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new.toml"


def at(key: str, *lines: str) -> list[str]:
    """Lines typed at one question, and then away without saving."""
    return [f":jump {key}", *lines, *QUIT]


# ------------------------------------------------------------------ a whole case


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_sample_entered_gives_the_same_answers(name: str, tmp_path: Path) -> None:
    answers = written(SAMPLES[name])
    path = tmp_path / "entered.toml"

    script, session, saved = interview(lines_for(answers), path)

    assert saved
    assert "Not usable" not in script.text
    assert "not known here" not in script.text
    assert plain(written(path)) == plain(answers)
    assert not session.dirty


def test_on_the_way_every_question_is_asked_once_in_the_order_of_the_catalogue(new: Path) -> None:
    script, _, _ = interview([""] * 200, new)
    asked = keys_asked(script)
    first = asked[: asked.index("alternatives") + 1]

    assert first == [
        key
        for key, question in ((one.key, one) for step in STEPS for one in step.questions)
        if not question.builds and question.visible_when is None
    ]
    assert "Question 1 of" in script.text


def test_each_question_says_why_and_where_to_look(new: Path) -> None:
    script, _, _ = interview([""] * 60, new)
    for key in set(keys_asked(script)):
        question = QUESTIONS[key]
        assert f"Why: {question.why}" in script.text
        assert f"Look in: {question.where_to_find}" in script.text
        assert question.example in script.text
        for choice in question.choices:
            assert f"{choice.value}: {choice.meaning}" in script.text


def test_a_question_is_read_out_in_the_order_in_which_one_needs_it(new: Path) -> None:
    """As a screen reader comes to it: nothing stands behind the line to type into."""
    lines = [":jump task.breadth", "narrow", ":jump task.breadth", "broad"]
    script, _, _ = interview(lines, new)
    asked = script.text.split("< :jump task.breadth\n")[2].partition("\n< broad")[0]
    assert [line.partition(".")[0].partition(":")[0] for line in asked.strip().splitlines()] == [
        "Question 5 of 52, step 1 of 9, Task",
        "Breadth of the task",
        "Why",
        "Look in",
        "narrow",
        "moderate",
        "broad",
        "Example",
        "Present answer",
        ">",
    ]
    assert script.after("broad").startswith("Understood: broad")


def test_the_quick_path_asks_its_questions_and_gives_a_verdict(new: Path) -> None:
    typed = {
        "task.breadth": "narrow",
        CALLS: "6M",
        "teacher.cost_per_1k_calls": "4.20",
        "student.cost_per_1k_calls": "0.5",
        "upfront.data_generation": "5k",
        "upfront.engineering_time": "30k",
        "maintenance.redistillations_per_year": "2",
    }
    script, _, saved = interview(
        [*(typed[question.key] for question in quick_questions()), "save"], new, quick=True
    )

    assert saved
    assert keys_asked(script) == [question.key for question in quick_questions()]
    assert "case: payback in" in script.after(typed["task.breadth"])
    assert set(written(new)) == {*typed, "as_of"}


def test_a_worksheet_can_be_opened_on_the_quick_path(new: Path) -> None:
    script, _, _ = interview(
        ["6M", ":worksheet", "1,000", "", "", "50", "2.50", "", "", "10", "", "", "0.5"],
        new, quick=True,
    )  # fmt: skip
    assert keys_asked(script)[:4] == [
        CALLS, "teacher.cost_per_1k_calls", "teacher.tokens.input", "teacher.tokens.cached_input",
    ]  # fmt: skip
    assert written(new).value("teacher.tokens.input").likely == 1_000
    assert written(new).value("student.cost_per_1k_calls").likely == 0.5


# ------------------------------------------------------------------ answers


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        (CALLS, "7.5M", "= 7,500,000 calls"),
        (CALLS, "5M..8M", "= 6,500,000 calls; 1 in 10 below 5,000,000, 1 in 10 above 8,000,000"),
        ("volume.monthly_growth", "2%", "Understood: 2%, estimated"),
        ("volume.monthly_growth", "2", "2 = 2%"),
        ("student.cost_per_1k_calls", "$0.70", "= USD 0.7 per 1,000 calls"),
        ("task.breadth", "broad", "Understood: broad: many kinds"),
        ("task.breadth", "b", "= broad: many kinds"),
        ("quality.frozen", "yes", "Understood: yes"),
        ("teacher.retires_on", "2028-06-30", "Understood: 2028-06-30"),
        ("title", "  spaced ", "Understood: spaced\n"),
        ("title", "::colon", "Understood: :colon\n"),
    ],
)
def test_a_value_is_said_back_as_understood(case: Path, key: str, line: str, said: str) -> None:
    script, _, _ = interview(at(key, line), case)
    assert "Understood: " in script.after(line)
    assert said in script.after(line)


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        (CALLS, "1,5", "1.5 or 15"),
        (CALLS, "1.200,50", "1200.50 or 1.20050"),
        (CALLS, "-5", "above 0"),
        ("volume.monthly_growth", "0.5", "0.5"),
        ("student.cost_per_1k_calls", "€1", "USD"),
        ("task.breadth", "wide", "narrow, moderate, broad"),
        ("teacher.retires_on", "30.6.28", "2027-09-30"),
    ],
)
def test_a_value_that_is_not_usable_is_refused_and_asked_again(
    case: Path, key: str, line: str, said: str
) -> None:
    script, session, _ = interview(at(key, line), case)
    assert script.after(line).startswith("Not usable: ")
    assert said in script.after(line)
    assert script.after(line).endswith(">"), "the same question still waits"
    assert not session.dirty


def test_a_contradiction_is_told_at_once_and_with_the_verdict(case: Path) -> None:
    script, _, _ = interview(at("policy.strong_payback_months", "20", ":verdict"), case)
    assert "policy.strong_payback_months does not count: " in script.after("20")
    assert "must not fall" in script.after("20")
    assert "policy.strong_payback_months does not count: " in script.after(":verdict")


def test_an_unusable_value_of_the_file_is_shown_at_its_question(case: Path) -> None:
    case.write_text(COMPLETE.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = -0.5"))
    script, _, saved = interview(
        [":jump student.cost_per_1k_calls", ":again", "0.6", "", ":save", ":quit"], case
    )
    assert saved
    assert "Present answer: -0.5 is not usable" in script.after(":again")
    assert "cost_per_1k_calls = 0.6" in case.read_text()


# ------------------------------------------------------------------ details


def test_basis_and_source_are_asked_behind_a_number(case: Path) -> None:
    _, session, _ = interview(at(CALLS, "7M", "quoted, gateway, Aug-Oct"), case)
    assert session.answers.value(CALLS) == Estimate(7e6, None, None, "quoted", "gateway, Aug-Oct")


@pytest.mark.parametrize(
    ("line", "basis", "source"),
    [
        ("", "measured", "logs"),
        ("a", "assumed", "logs"),
        ("ASSUMED", "assumed", "logs"),
        ("quoted, new", "quoted", "new"),
        ("measured, -", "measured", ""),
    ],
)
def test_details_change_what_they_name(case: Path, line: str, basis: str, source: str) -> None:
    case.write_text(COMPLETE.replace('"measured" }', '"measured", source = "logs" }'))
    _, session, _ = interview(at(CALLS, ":details", line), case)
    entry = session.answers[CALLS]
    assert (entry.basis, entry.source) == (basis, source)
    assert entry.value.has_range


def test_details_that_are_none_are_asked_again(case: Path) -> None:
    script, session, _ = interview(at(CALLS, ":details", "felt, in my bones", ""), case)
    assert "Begin with one of measured, quoted" in script.after("felt, in my bones")
    assert not session.dirty


def test_details_at_a_question_without_a_number_are_those_of_the_last_one(case: Path) -> None:
    script, session, _ = interview(
        [
            ":jump upfront.ramp_months",
            "3",
            "",
            ":jump title",
            ":clear",
            ":details",
            "quoted",
            *QUIT,
        ],
        case,
    )
    assert "Ramp" in script.after(":details")
    assert session.answers["upfront.ramp_months"].basis == "quoted"


def test_details_where_there_is_no_number(case: Path) -> None:
    script, _, _ = interview(at("task.breadth", ":details"), case)
    assert "There is no number here" in script.after(":details")


@pytest.mark.parametrize(
    ("lines", "said_of_cell"),
    [((":clear", ""), None), ((":undo", ""), None), ((":details", "measured, log"), "measured")],
)
@pytest.mark.parametrize(
    "where",
    [["upfront.ramp_months", "3"], ["alternatives", "add", "Route", ":skip", "2k"]],
    ids=["question", "cell"],
)
def test_what_a_command_does_while_details_are_asked_for_stays_done(
    case: Path, where: list[str], lines: tuple[str, str], said_of_cell: str | None
) -> None:
    key, *typed = where
    _, session, _ = interview(at(key, *typed, *lines), case)
    rows = session.answers.table(key).rows
    entry = rows[-1].cells.get("upfront") if rows else session.answers.get(key)
    assert (entry.basis if entry else None) == said_of_cell


def test_while_a_cell_is_asked_about_commands_are_about_the_cell(case: Path) -> None:
    """Also where its details are asked for: not about the table."""
    before = ["add", "Route", "route", "2k"]
    for line in (":clear", ":back", ":skip", ":again"):
        script, session, _ = interview(at("alternatives", *before, line, ":undo", ":redo"), case)
        cells = session.answers.table("alternatives").rows[0].values()
        assert cells["name"] == "Route", line
        assert keys_asked(script)[-1] == "alternatives", line
    script, session, _ = interview(
        at("alternatives", *before, "", ":back", ":details", "quoted, offer"), case
    )
    cell = session.answers.table("alternatives").rows[0].cells["upfront"]
    assert (cell.basis, cell.source) == ("quoted", "offer")


# ------------------------------------------------------------------ moving


def test_back_goes_to_the_question_before_and_later_answers_stay(case: Path) -> None:
    script, session, _ = interview(["Renamed", "", ":back", ":back", "", "", ":b", *QUIT], case)
    assert keys_asked(script)[:6] == [
        "title", "task.description", "task.endpoint", "task.description", "title",
        "task.description",
    ]  # fmt: skip
    assert session.answers.value("title") == "Renamed"


def test_back_from_the_first_question(case: Path) -> None:
    script, _, _ = interview([":back", *QUIT], case)
    assert "This is the first question." in script.after(":back")


def test_back_works_behind_a_line_that_was_not_usable(case: Path) -> None:
    script, _, _ = interview([":jump as_of", "", "1,5", ":back", *QUIT], case)
    assert keys_asked(script)[-2:] == [CALLS, "as_of"]


def test_skip_goes_on_without_an_answer(case: Path) -> None:
    script, session, _ = interview([":skip", *QUIT], case)
    assert keys_asked(script) == ["title", "task.description"]
    assert not session.dirty


@pytest.mark.parametrize("words", [CALLS, "calls per month", "CALLS per Month", "volume per mo"])
def test_jump_finds_a_question_by_key_name_or_step(case: Path, words: str) -> None:
    script, _, _ = interview([f":jump {words}", *QUIT], case)
    assert keys_asked(script) == ["title", CALLS]


def test_months_after_launch_are_asked_where_one_jumps_to_them(case: Path) -> None:
    lines = [":jump launched", "2026-12-01", ":jump actuals", "add", "2026-12", "4.3M", "3.1M"]
    script, session, _ = interview([*lines, *[""] * 8, *QUIT], case)
    assert session.answers["student.launched_on"].value == date(2026, 12, 1)
    assert session.answers["actuals"].value.rows[0].values() == {
        "month": "2026-12",
        "calls": 4_300_000,
        "student_calls": 3_100_000,
    }
    assert "Not usable" not in script.text
    helped, _, _ = interview([":help", *QUIT], case)
    assert ":jump actuals asks for the months after launch" in helped.text


def test_jump_to_a_key_wins_over_longer_ones(case: Path) -> None:
    script, _, _ = interview(
        [":jump teacher.tokens.input", ":jump title", ":jump quality.source", *QUIT], case
    )
    assert keys_asked(script)[1:] == ["teacher.tokens.input", "title", "quality.source"]


def test_jump_offers_a_choice_where_several_match(case: Path) -> None:
    script, _, _ = interview([":jump retires", "2", ":jump retires", "", *QUIT], case)
    assert "1. Teacher retires on" in script.after(":jump retires")
    assert keys_asked(script) == ["title", "student.retires_on"]


def test_jump_to_nowhere(case: Path) -> None:
    script, _, _ = interview([":jump", ":jump zebra", *QUIT], case)
    assert ":jump volume" in script.after(":jump")
    assert "No question has 'zebra'" in script.after(":jump zebra")


def test_behind_a_setting_the_path_goes_on_where_it_was_left(case: Path) -> None:
    script, _, _ = interview(["", "", ":jump policy.discount_rate", "8%", "", *QUIT], case)
    assert keys_asked(script) == [
        "title", "task.description", "task.endpoint", "policy.discount_rate", "task.endpoint",
        "task.owner",
    ]  # fmt: skip
    assert "Off the path, Settings." in script.after(":jump policy.discount_rate")


def test_a_worksheet_is_opened_and_its_questions_follow(case: Path) -> None:
    script, _, _ = interview(
        [":jump upfront.engineering_time", ":worksheet", "2", "", "14", "", "700", "", *QUIT], case
    )
    assert "Type :worksheet" in script.after(":jump upfront.engineering_time")
    assert "direct answer wins" in script.after(":worksheet")
    assert keys_asked(script)[1:] == [
        "upfront.engineering_time", "upfront.engineering_worksheet.people",
        "upfront.engineering_worksheet.days_each", "upfront.engineering_worksheet.day_rate",
        "upfront.contingency",
    ]  # fmt: skip


def test_where_there_is_no_worksheet(case: Path) -> None:
    script, _, _ = interview([":worksheet", *QUIT], case)
    assert "no worksheet" in script.after(":worksheet")


# ------------------------------------------------------------------ history


def test_undo_and_redo_say_what_changed_wherever_one_is(case: Path) -> None:
    script, session, _ = interview(
        ["Renamed", "Sorts tickets", ":undo", ":undo", ":undo", ":redo", *QUIT], case
    )
    assert "What the calls do, present answer: none" in script.text
    assert "Title, present answer: Tickets" in script.text
    assert "There is nothing to undo." in script.text
    assert "Title, present answer: Renamed" in script.after(":redo")
    assert session.answers.value("title") == "Renamed"
    assert session.answers.value("task.description") is None


def test_a_number_with_its_details_is_one_step(case: Path) -> None:
    _, session, _ = interview([f":jump {CALLS}", "7M", "quoted, list", ":undo", *QUIT], case)
    assert session.answers.value(CALLS).likely == 6_000_000


def test_clear_takes_an_answer_back(case: Path) -> None:
    script, session, _ = interview(at("student.cost_per_1k_calls", ":clear"), case)
    assert "has no answer now" in script.after(":clear")
    assert "student.cost_per_1k_calls" not in session.answers


# ------------------------------------------------------------------ at any time


def test_verdict_page_missing_and_help(case: Path) -> None:
    lines = [":verdict", ":page", ":missing", ":help", ":xyz", ":s", f":{'x' * 99}", *QUIT]
    script, _, _ = interview(lines, case)
    assert script.after(":verdict").startswith("Defensible case: payback in")
    assert "Numbers used" in script.after(":page")
    assert "Nothing is missing" in script.after(":missing")
    for word in (":back", ":jump", ":skip", ":clear", ":undo", ":redo", ":details", ":worksheet",
                 ":verdict", ":page", ":missing", ":save", ":quit", ":again", ":help"):  # fmt: skip
        assert word in script.after(":help")
    assert ":xyz is not known here" in script.after(":xyz")
    assert ":s is not known here" in script.after(":s"), "save or skip"
    assert f":{'x' * 79}… (99 characters) is not known" in script.after(f":{'x' * 99}")


def test_without_a_verdict_what_it_needs_is_said(new: Path) -> None:
    script, _, _ = interview([":verdict"], new)
    assert "6 answers are missing" in script.after(":verdict")
    assert "Calls per month (volume.calls_per_month)" in script.after(":verdict")


def test_without_a_verdict_the_figures_known_are_said(case: Path) -> None:
    script, _, _ = interview([":jump task.breadth", ":clear", ":verdict", *QUIT], case)
    said = script.after(":verdict")
    assert "No verdict yet" in said
    assert "Known so far:" in said
    assert "- Upfront: $37,500" in said
    assert "- Payback: " in said


@pytest.mark.parametrize("where", [[], [f":jump {CALLS}", "7M"], [":jump quality.slices"],
                                   [":jump quality.slices", "add", "billing"]])  # fmt: skip
def test_wherever_one_is_all_commands_work(case: Path, where: list[str]) -> None:
    """At a question, at the details of a number, among rows and inside one."""
    script, _, saved = interview([*where, ":verdict", ":missing", ":save", ":quit"], case)
    assert saved
    assert "case: payback in" in script.after(":verdict")
    assert f"Saved: {case}" in script.after(":save")
    assert script.said[-1] == "< :quit"


# ------------------------------------------------------------------ rows


def test_rows_are_listed_added_changed_and_removed(case: Path) -> None:
    script, session, _ = interview(
        at("quality.slices", "2", "", "", "4k", "", "", "yes", "", "remove 1",
           "add", "other", "70%", "", "90%", "89%", "", "", "x"),
        case,
    )  # fmt: skip
    assert "Row 1: " in script.text
    assert " billing, " in script.text
    assert plain(session.answers)["quality.slices"] == [
        {"name": "fraud", "share": 0.3, "teacher_score": 0.97, "student_score": 0.96,
         "examples": 4_000, "critical": True},
        {"name": "other", "share": 0.7, "teacher_score": 0.9, "student_score": 0.89},
    ]  # fmt: skip
    assert "There is no such row" in script.after("x")


def test_a_cell_is_kept_by_an_empty_line_and_emptied_by_a_dash(case: Path) -> None:
    _, session, _ = interview(at("quality.slices", "1", "", "-", "", "", "-"), case)
    assert session.answers["quality.slices"].value.rows[0].values() == {
        "name": "billing", "teacher_score": 0.95,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "command"), [("help", ":help"), ("?", ":help"), ("QUIT", ":quit"), ("exit", ":quit")]
)
def test_a_command_without_its_colon_is_told_how_it_is_typed(
    case: Path, line: str, command: str
) -> None:
    script, _, _ = interview(at(CALLS, line), case)
    assert f"If you mean the command, it begins with a colon: {command}\n" in script.after(line)
    # In a row as well; and what resembles no command is told nothing of them.
    script, _, _ = interview(at("quality.slices", "1", "", line, "0.5"), case)
    assert f"a colon: {command}\n" in script.after(line)
    script, _, _ = interview(at(CALLS, "many"), case)
    assert "command" not in script.after("many")


def test_days_where_money_is_asked_for_are_told_the_way_to_the_worksheet(case: Path) -> None:
    script, _, _ = interview(at("upfront.engineering_time", "20 days"), case)
    assert "Not usable: 20 days does not fit here" in script.after("20 days")
    assert "Type :worksheet to answer there." in script.after("20 days")


def test_a_cell_that_is_not_usable_is_asked_again(case: Path) -> None:
    script, session, _ = interview(at("quality.slices", "1", "", "0", "many", "50%"), case)
    assert "Not usable: " in script.after("0")
    assert "Not usable: " in script.after("many")
    assert session.answers["quality.slices"].value.rows[0].values()["share"] == 0.5


def test_back_goes_through_the_columns_and_out_of_the_row(case: Path) -> None:
    script, session, _ = interview(
        at("quality.slices", "1", "renamed", ":back", "again", ":back", ":back", ":back"), case
    )
    assert session.answers["quality.slices"].value.rows[0].values()["name"] == "again"
    assert keys_asked(script)[-1] == "title", "from the rows to the question before"


def test_help_skip_and_clear_in_a_row(case: Path) -> None:
    script, session, _ = interview(
        at("quality.slices", "1", ":help", ":skip", ":clear", ":skip"), case
    )
    assert "- empties it" in script.after(":help")
    assert "share" not in session.answers["quality.slices"].value.rows[0].values()


def test_a_row_is_one_step_of_history(case: Path) -> None:
    script, session, _ = interview(
        at("alternatives", "add", "Route", "route", "2k", "quoted, offer", ":undo"), case
    )
    assert "Alternatives, present answer: none" in script.after(":undo")
    assert "alternatives" not in session.answers


def test_the_cells_typed_before_the_line_went_dead_are_saved(case: Path) -> None:
    _, _, saved = interview([":jump alternatives", "add", "Route", "route"], case)
    assert saved
    assert plain(written(case))["alternatives"] == [{"name": "Route", "kind": "route"}]


def test_named_rows(case: Path) -> None:
    script, session, _ = interview(
        at("upfront.other", "add", "licence", "gateway", "1.5k", "quoted", "add", "half", "", ""),
        case,
    )
    assert "Another row has this name" in script.after("licence")
    assert plain(session.answers)["upfront.other"] == [
        {"name": "licence", "cost": Estimate(5_000)},
        {"name": "legal review", "cost": Estimate(2_500)},
        {"name": "gateway", "cost": Estimate(1_500, basis="quoted")},
        {"name": "half"},
    ]
    assert "half has no" in script.text
    assert "not saved without one" in script.text


def test_shares_of_some_rows_are_told_when_the_rows_are_done(case: Path) -> None:
    script, _, _ = interview(at("quality.slices", "1", "", "-", *[""] * 5, ""), case)
    assert "quality.slices[1].share does not count" in script.text


# ------------------------------------------------------------------ the end


def test_the_last_question_is_followed_by_the_verdict_and_a_choice(case: Path) -> None:
    script, _, saved = interview(
        [
            ":jump alternatives",
            "",
            "verdict",
            "",
            "back",
            "",
            "first",
            ":jump alternatives",
            "",
            "q",
        ],
        case,
    )
    assert saved
    assert "That was the last question." in script.text
    assert keys_asked(script) == ["title", "alternatives", "alternatives", "title", "alternatives"]


def test_save_at_the_end_saves_and_leaves(case: Path) -> None:
    script, _, saved = interview(["Renamed", ":jump alternatives", "", "save", "never"], case)
    assert saved
    assert script.said[-1] == f"Saved: {case}"
    assert written(case).value("title") == "Renamed"


def test_quit_asks_what_to_do_with_unsaved_answers(case: Path) -> None:
    script, session, saved = interview(
        ["Renamed", ":quit", "what", "stay", ":quit", "discard"], case
    )
    assert saved
    assert script.text.count("There is an unsaved answer.") == 3
    assert session.dirty
    assert case.read_text() == COMPLETE

    interview(["Renamed", ":quit", "save"], case)
    assert written(case).value("title") == "Renamed"


def test_quit_with_nothing_unsaved_just_leaves(case: Path) -> None:
    script, _, saved = interview([":quit"], case)
    assert saved
    assert "unsaved" not in script.text


def test_the_end_of_input_saves(case: Path, new: Path) -> None:
    script, _, saved = interview(["Renamed"], case)
    assert saved
    assert script.said[-1] == f"Saved: {case}"
    assert written(case).value("title") == "Renamed"

    assert interview([], new)[2]
    assert not new.exists(), "nothing was answered, so nothing is to be kept"


def theirs(case: Path) -> str:
    """The file as another program writes it, with another title."""
    case.write_text(COMPLETE.replace("Tickets", "Theirs") + "# theirs\n")
    return case.read_text()


def test_what_another_program_changed_elsewhere_is_saved_together_with_mine(case: Path) -> None:
    def lines() -> Iterator[str]:
        yield from (":jump task.owner", "Mine")
        theirs(case)
        yield from (":save", ":undo", ":undo", ":quit", "save")

    script, session, saved = interview(lines(), case)
    assert saved
    assert f"Saved: {case}" in script.after(":save")
    assert "taken over from it: Title" in script.after(":save")
    assert session.answers.value("title") == "Theirs", "what is undone is what was done here"
    assert written(case).value("title") == "Theirs"
    assert written(case).value("task.owner") is None
    assert "# theirs\n" in case.read_text()


@pytest.mark.parametrize("said", ["mine", "theirs"])
def test_where_both_have_changed_an_answer_one_says_whose_counts(case: Path, said: str) -> None:
    def lines() -> Iterator[str]:
        yield "Renamed"
        theirs(case)
        yield from (":save", "neither", said, ":quit")

    script, _, saved = interview(lines(), case)
    assert saved
    for words in (
        "1 answer that you changed",
        "Mine: Renamed",
        "Theirs: Theirs",
        "Before: Tickets",
    ):
        assert words in script.after(":save")
    assert f"Saved: {case}" in script.after(said)
    assert written(case).value("title") == {"mine": "Renamed", "theirs": "Theirs"}[said]
    assert "# theirs\n" in case.read_text()


def test_a_clash_that_nobody_decides_leaves_the_file_as_it_is(case: Path) -> None:
    def lines() -> Iterator[str]:
        yield "Renamed"
        theirs(case)
        yield from (":save", "stay", ":quit", "save", "", ":quit", "discard")

    script, session, _ = interview(lines(), case)
    assert "Not saved. Type :save NAME" in script.after("stay")
    assert written(case).value("title") == "Theirs"
    assert session.answers.value("title") == "Renamed"


def test_a_clash_is_left_by_saving_under_another_name(case: Path, tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "Renamed"
        theirs(case)
        yield from (":save", "stay", f":save {tmp_path / 'mine'}", "Described", ":save", ":quit")

    _, session, saved = interview(lines(), case)
    assert saved
    assert written(case).value("title") == "Theirs"
    assert session.file.path == tmp_path / "mine.toml", "the session belongs to it now"
    answers = written(tmp_path / "mine.toml")
    assert answers.value("title") == "Renamed"
    assert answers.value("task.description") == "Described"


def test_a_clash_is_left_by_reading_the_file_again(case: Path) -> None:
    def lines() -> Iterator[str]:
        yield from ("Renamed", ":jump task.owner")
        theirs(case)
        yield from (":save", "stay", ":reload", ":undo", ":save", ":quit")

    script, _, saved = interview(lines(), case)
    assert saved
    assert "or :reload to go on" in script.text
    assert f"Read again: {case}" in script.after(":reload")
    assert ":undo brings it back" in script.after(":reload")
    assert keys_asked(script)[-1] == "task.owner"
    assert "Title, present answer: Renamed" in script.after(":undo")
    assert written(case).value("title") == "Renamed"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Path.unlink, "was moved or deleted"),
        (lambda path: path.write_text("[["), "cannot be read now"),
        (lambda path: path.write_text("schema = 99\n"), "schema"),
    ],
    ids=["deleted", "no TOML", "another schema"],
)
def test_a_save_that_is_refused_says_why_and_goes_on(
    case: Path, tmp_path: Path, change: Callable[[Path], Any], words: str
) -> None:
    def lines() -> Iterator[str]:
        yield "Renamed"
        change(case)
        yield from (":save", f":save {tmp_path / 'mine'}", ":quit")

    script, _, saved = interview(lines(), case)
    assert saved
    assert words in script.after(":save")
    assert "Type :save NAME" in script.after(":save")
    assert written(tmp_path / "mine.toml").value("title") == "Renamed"


def test_reading_again_without_anything_unsaved(case: Path, new: Path) -> None:
    def lines() -> Iterator[str]:
        case.write_text(COMPLETE.replace("Tickets", "Theirs"))
        yield from (":jump title", ":reload", ":quit")

    script, session, _ = interview(lines(), case)
    assert "Present answer: Theirs" in script.after(":reload")
    assert "set aside" not in script.text
    assert not session.dirty

    script, session, _ = interview(["Mine", ":reload", *QUIT], new)
    assert "there is no such file" in script.after(":reload")
    assert session.answers.value("title") == "Mine"


@pytest.mark.parametrize("where", [[":quit"], [":jump alternatives", ""]])
def test_another_name_can_be_given_wherever_saving_is_offered(
    case: Path, tmp_path: Path, where: list[str]
) -> None:
    other = tmp_path / "other name.toml"
    _, _, saved = interview(["Renamed", *where, f"save {other}"], case)
    assert saved
    assert case.read_text() == COMPLETE
    assert written(other).value("title") == "Renamed"


def test_a_name_that_is_taken_is_not_overwritten(case: Path, new: Path) -> None:
    new.write_text("schema = 1\n")
    script, session, _ = interview(["Renamed", f":save {new}", ":save", ":quit"], case)
    assert "already exists" in script.after(f":save {new}")
    assert new.read_text() == "schema = 1\n"
    assert session.file.path == case


def test_a_text_is_said_once(case: Path) -> None:
    script, _, _ = interview([":jump title", ":jump task.breadth", *QUIT], case)
    assert "Present answer: Tickets" in script.said
    assert "Present answer: narrow: one kind of decision, in a fixed form" in script.said


def test_ctrl_c_while_something_is_worked_out_warns_too(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = OpenSession.assess
    presses = iter([KeyboardInterrupt])

    def assess(session: OpenSession) -> Assessment:
        for press in presses:
            raise press
        return real(session)

    monkeypatch.setattr(OpenSession, "assess", assess)
    script, _, saved = interview(["Renamed", ":verdict", ":save", ":quit"], case)

    assert saved
    assert "Press ctrl+c again" in script.after(":verdict")
    assert keys_asked(script) == ["title", "task.description", "task.description"]
    assert written(case).value("title") == "Renamed"


def test_when_nobody_can_be_asked_any_more_a_copy_is_kept(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def lines() -> Iterator[str]:
        yield "Renamed"
        theirs(case)

    _, _, saved = interview(lines(), case)

    assert not saved
    assert written(case).value("title") == "Theirs"
    said = capsys.readouterr().err
    assert "changed by another program" in said
    copy = said.partition("your answers are kept at ")[2].strip()
    assert written(Path(copy)).value("title") == "Renamed"


# ------------------------------------------------------------------ the terminal


class Broken(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


class Keyboard(io.StringIO):
    """A keyboard at which ctrl+c is pressed where a line says so."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        line = super().readline()
        if line == "^C\n":
            raise KeyboardInterrupt
        return line


def plain_terminal(typed: str) -> tuple[PlainTerminal, io.StringIO]:
    shown = io.StringIO()
    return PlainTerminal(Keyboard(typed), shown), shown


def test_lines_are_wrapped_and_escapes_shown() -> None:
    terminal, shown = plain_terminal("an answer\n")
    terminal.say("word " * 40 + "\x1b[2J")
    assert terminal.ask("word " * 40 + "last:") == "an answer"
    assert "last: " in shown.getvalue()
    assert max(map(len, shown.getvalue().splitlines())) <= WIDTH
    assert "␛[2J" in shown.getvalue()


def test_one_ctrl_c_warns_and_the_line_can_be_typed_again() -> None:
    terminal, shown = plain_terminal("^C\nanswer\n")
    assert terminal.ask(">") == "answer"
    assert "Press ctrl+c again to leave without saving" in shown.getvalue()


def test_lines_from_a_pipe_leave_each_prompt_on_a_line_of_its_own() -> None:
    shown = io.StringIO()
    terminal = PlainTerminal(io.StringIO("\n\nquit\n"), shown)
    assert [terminal.ask("save or quit:") for _ in range(3)] == ["", "", "quit"]
    assert shown.getvalue() == "save or quit: \n" * 3


def test_two_leave() -> None:
    terminal, _ = plain_terminal("^C\n^C\n")
    with pytest.raises(KeyboardInterrupt):
        terminal.ask(">")


def test_a_warning_is_forgotten_with_the_next_line() -> None:
    terminal, _ = plain_terminal("^C\nanswer\n^C\nmore\n")
    assert [terminal.ask(">"), terminal.ask(">")] == ["answer", "more"]


def test_no_more_lines() -> None:
    terminal, _ = plain_terminal("last")
    assert terminal.ask(">") == "last"
    with pytest.raises(Ended):
        terminal.ask(">")


def test_a_terminal_that_is_gone() -> None:
    terminal = PlainTerminal(io.StringIO("x\n"), Broken())
    with pytest.raises(Ended):
        terminal.say("x")
    with pytest.raises(Ended):
        terminal.ask(">")


@pytest.mark.parametrize("line", ["\x1b[A", "a\x00b", "\x7f", "\x08x"])
def test_control_signs_are_no_answer(line: str) -> None:
    terminal, shown = plain_terminal(f"{line}\nword\twith tab\n")
    assert terminal.ask(">") == "word\twith tab"
    assert "control signs, as arrow keys send them" in shown.getvalue()


def test_bytes_that_are_no_text_are_not_taken() -> None:
    source = io.TextIOWrapper(io.BytesIO("Größe\n".encode("latin-1") + b"Size\n"), "utf-8")
    shown = io.StringIO()
    assert PlainTerminal(source, shown).ask(">") == "Size"
    assert "not UTF-8" in shown.getvalue()


def test_a_second_place_that_asks_goes_on_where_the_first_has_read() -> None:
    source = io.TextIOWrapper(io.BytesIO(b"one\ntwo\n"), encoding="utf-8")
    asked = [PlainTerminal(source, io.StringIO()).ask(">") for _ in range(2)]
    assert asked == ["one", "two"]


@pytest.mark.parametrize(
    ("lines", "chosen"), [(["2"], 1), ([""], None), (["3", "1"], 0), (["x", "0", ""], None)]
)
def test_choosing(lines: list[str], chosen: int | None) -> None:
    script = Script(lines)
    assert choose(script, ["a", "b"]) == chosen
    assert script.text.count("is none of these numbers") == len(lines) - 1
    assert script.said[:2] == ["1. a", "2. b"]


def test_nothing_said_needs_more_than_plain_lines() -> None:
    """A screen reader reads every sign; a dumb terminal knows no movement."""
    script, _, _ = interview(lines_for(written(SAMPLES["growing_product_search"])), _nowhere())
    for line in script.said:
        assert all(sign.isprintable() for sign in line)
        assert not any(0x2500 <= ord(sign) <= 0x259F for sign in line)


def _nowhere() -> Path:
    return Path(os.devnull).with_name("nobody-saves-here") / "x.toml"


def test_amounts_are_in_the_currency_of_the_team(tmp_path: Path) -> None:
    policy = tmp_path / "payback-policy.toml"
    policy.write_text('[defaults]\ncurrency = "EUR"\n', encoding="utf-8")
    team, _ = read_policy(policy)
    session = OpenSession.new(COMPLETE, team=team)
    script = Script(at("upfront.data_generation", "€9k", ""))
    Interview(session, script, tmp_path / "case.toml", TODAY, quick=False).run()

    assert "Unit: EUR in total." in script.text
    assert "Understood: €9k = EUR 9,000" in script.text


def test_a_default_of_the_team_is_what_counts_without_an_answer(tmp_path: Path) -> None:
    policy = tmp_path / "payback-policy.toml"
    policy.write_text("[defaults]\nvolume.monthly_growth = 0.02\n", encoding="utf-8")
    session = OpenSession.new(COMPLETE, team=read_policy(policy)[0])
    script = Script(at("volume.monthly_growth", "3%", ":again", ""))
    Interview(session, script, tmp_path / "case.toml", TODAY, quick=False).run()

    assert script.text.count("Without an answer: 2%, by the team's policy.") >= 1


def test_a_person_who_writes_the_comma_is_understood(tmp_path: Path) -> None:
    session = OpenSession.new("schema = 1\n")
    lines = [":jump calls per month", "1,200", "1.200,50", "", ":quit"]
    script = Script(lines)
    path = tmp_path / "case.toml"
    Interview(session, script, path, TODAY, quick=True, decimal_comma=True).run()
    assert "Example: 6M (4,5M..8M)." in script.text
    assert "1,200 could mean 1,2 or 1200" in script.after("1,200")
    assert "Understood: 1.200,50 = 1.200,5 calls" in script.after("1.200,50")
    assert session.answers.value("volume.calls_per_month").likely == 1_200.5
