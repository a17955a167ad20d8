"""From an empty case to a verdict, saved and opened again; and what typing does on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from rules.questions import QUESTIONS, STEPS
from screens.fields.row import QuestionRow
from screens.overlays.save_as import SaveAsScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.help_strip import HelpStrip
from screens.widgets.step_rail import StepRail
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import (
    answers,
    at,
    complete,
    driven,
    field,
    holds_cursor,
    is_on,
    joined,
    new,
    paste,
    present,
    press,
    said,
    send,
    shown,
    steps,
    taken_in,
    text_of,
    texts,
    until,
    verdicts,
)
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession

SEVEN = {
    "volume.calls_per_month": "6M (4.5M..8M)",
    "teacher.cost_per_1k_calls": "$3.33",
    "student.cost_per_1k_calls": "0.42",
    "upfront.data_generation": "6,500",
    "upfront.engineering_time": "25k",
    "maintenance.redistillations_per_year": "2",
}


async def test_the_quick_path_from_the_start_page_to_the_same_verdict_next_day(
    tmp_path: Path,
) -> None:
    async with driven(PaybackApp(), (120, 40)) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen))
        assert "costs money first and saves later" in shown(app)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen) and present(app))
        # All in one burst, as a slow connection delivers it: each text goes into its own field.
        for text in SEVEN.values():
            send(pilot, *text, "enter")
        await until(pilot, lambda: present(app) == "task.breadth")
        send(pilot, "1")
        await until(pilot, lambda: "task.breadth" in answers(app))
        assert texts(answers(app)).items() >= SEVEN.items()
        panel = app.screen.query_one(VerdictPanel)
        assert panel.assessment is not None
        assert panel.assessment.verdict is not None
        # Nobody said how good the student is, so more than this cannot be said.
        assert panel.assessment.verdict.base == "strong"
        await until(pilot, lambda: "Arithmetic alone" in shown(app))
        assert "not saved yet" in shown(app)

        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        await until(pilot, lambda: verdicts(app).outlook is not None)
        first = verdicts(app).as_text()
        assert "payback in 1.8 months" in first

        send(pilot, "ctrl+s")
        await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
        field(app).value = str(tmp_path / "idea")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await until(pilot, lambda: "saved: idea.toml" in shown(app))
        send(pilot, "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert app.return_code == 0

    app = PaybackApp(session=OpenSession.open(tmp_path / "idea.toml"))
    async with app.run_test(size=(120, 40)) as pilot:
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        await until(pilot, lambda: verdicts(app).outlook is not None)
        again = verdicts(app).as_text()
        assert again.splitlines()[1:] == first.splitlines()[1:]
        assert "saved: idea.toml" in shown(app)
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_the_full_path_through_several_steps(tmp_path: Path) -> None:
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        send(pilot, *"Tickets", "pagedown", *"6M", "down", *"2%", "pagedown")
        await until(pilot, lambda: steps(app).step.name == "teacher" and present(app))
        await at(pilot, "teacher.cost_per_1k_calls")
        send(pilot, *"3.33", "pagedown")
        await until(pilot, lambda: steps(app).step.name == "student" and present(app))
        await at(pilot, "student.cost_per_1k_calls")
        send(pilot, *"0.42", "pagedown")
        await until(pilot, lambda: steps(app).step.name == "upfront" and present(app))
        await at(pilot, "upfront.data_generation")
        send(pilot, *"900", "pagedown")
        await until(pilot, lambda: steps(app).step.name == "upkeep" and present(app))
        assert texts(answers(app))["volume.monthly_growth"] == "2%"
        # Back over all of them: nothing is lost, and the rail says how far each is.
        send(pilot, *["pageup"] * 9)
        await until(pilot, lambda: steps(app).step.name == "task" and present(app) == "title")
        assert field(app).value == "Tickets"
        await until(pilot, lambda: "[1◐ Task] 2✓ 3✓ 4✓ 5✓ 6○" in shown(app))
        # What is still missing is one key away.
        assert "2 answers missing" in shown(app)
        send(pilot, "f5")
        await until(pilot, lambda: present(app) == steps(app).assessment.missing[0])
        send(pilot, "1")
        await until(pilot, lambda: len(steps(app).assessment.missing) == 1)
        send(pilot, "f5")
        await until(pilot, lambda: present(app) == steps(app).assessment.missing[0])
        send(pilot, "2")
        await until(pilot, lambda: steps(app).assessment.verdict)
        await until(pilot, lambda: "payback" in text_of(app.screen.query_one(VerdictPanel)))
        send(pilot, "f5")
        await until(pilot, lambda: is_on(app, VerdictScreen))


async def test_one_key_repaints_everything_before_any_message_is_handled() -> None:
    async with driven(new(quick=True), (120, 40)) as (app, pilot):
        await until(pilot, lambda: all(row.field.is_mounted for row in steps(app).form.rows))
        screen = steps(app)
        panel, strip = screen.query_one(VerdictPanel), screen.query_one(HelpStrip)
        rail = screen.query_one(StepRail)
        await until(pilot, lambda: strip.question is not None)
        row = screen.form.rows[0]
        assert row.word()[0] == "○ needed"
        assert rail.states == ("untouched",)

        field(app).value = "6M"
        # Nothing was awaited since.
        assert panel.assessment is screen.assessment
        assert "volume.calls_per_month" not in screen.assessment.missing
        assert strip.entry is not None
        assert "= 6,000,000 calls" in str(strip.render())
        assert row.word()[0] == "estimated"
        assert rail.states == ("begun",)

        field(app).value = "6Mx"
        assert row.field.has_class("-problem")
        assert row.word()[0].startswith("✗ ")
        assert "Example: 6M" in joined(str(strip.render()).splitlines())
        assert rail.states == ("problem",)
        assert "volume.calls_per_month" in screen.assessment.missing
        assert app.session is not None
        assert app.session.answers.get("volume.calls_per_month") is None
        await until(pilot, lambda: texts(answers(app)).get("volume.calls_per_month") == "6Mx")


TYPED = [
    # question, as typed, what the strip says
    ("volume.calls_per_month", "1,5", "✗"),
    ("volume.calls_per_month", "1.200,50", "✗"),
    ("volume.calls_per_month", "1 200", "= 1,200 calls"),
    ("volume.calls_per_month", "1,200", "= 1,200 calls"),
    ("teacher.cost_per_1k_calls", "$12", "= USD 12"),
    ("volume.calls_per_month", "12k", "= 12,000 calls"),
    ("volume.share_moved", "50%", "= 50%"),
    ("volume.monthly_growth", "2", "= 2%"),
    ("volume.monthly_growth", "0.5", "✗"),
    ("volume.calls_per_month", "6M (4.5M..8M)", "= 6,000,000 calls; 1 in 10 below 4,500,000"),
    ("volume.calls_per_month", "4.5M..8M", "1 in 10 above 8,000,000"),
    ("volume.calls_per_month", "-3", "✗"),
    ("volume.calls_per_month", "nan", "✗"),
    ("as_of", "24.11.2026", "= 2026-11-24"),
    ("as_of", "3/4/2026", "✗ 3/4/2026 could mean 2026-03-04 or 2026-04-03"),
    ("as_of", "24.11.26", "✗ Not a date"),
    ("title", "[@click=app.quit]x[/]", "= [@click=app.quit]x[/]"),
    ("title", "模型 naïve e\u0301 שלום", "= 模型 naïve e\u0301 שלום"),
]


async def test_every_text_is_understood_or_refused_and_never_rewritten() -> None:
    async with driven(new()) as (app, pilot):
        strip = app.screen.query_one(HelpStrip)
        for key, text, says in TYPED:
            for way in ("typed", "pasted", "pasted with line ends"):
                await at(pilot, key)
                field(app).value = ""
                await until(pilot, lambda: strip.entry is None)
                if way == "typed":
                    send(pilot, *text)
                else:
                    await paste(pilot, f"\n{text}\n" if "ends" in way else text)
                await until(pilot, lambda: field(app).value)
                await until(pilot, lambda: texts(answers(app)).get(key) == text)
                assert field(app).value == text
                await until(
                    pilot,
                    lambda: says in joined(text_of(strip).splitlines()),
                    f"{key}: {text} {way}\n{shown(app)}",
                )
                if says == "✗":
                    row = steps(app).form.present
                    assert row is not None
                    assert row.word()[0].startswith("✗ ")
                    # In full, with what to type instead.
                    assert answers(app)[key].problem


@pytest.mark.parametrize(("text", "readings"), [("1,5", ["1.5"]), ("1.200,50", ["1200.5"])])
async def test_a_number_of_another_country_is_refused_with_the_way_to_write_it(
    text: str, readings: list[str]
) -> None:
    async with driven(new(), (60, 20)) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        send(pilot, *text)
        strip = app.screen.query_one(HelpStrip)
        await until(pilot, lambda: "✗" in text_of(strip))
        said = joined(text_of(strip).splitlines())
        assert all(reading in said.replace(",", "") for reading in readings), said
        # Also at 60 columns nothing of it is cut off.
        problem = answers(app)["volume.calls_per_month"].problem
        assert problem is not None
        assert joined([problem]) in said


async def test_a_paste_of_ten_lines_loses_nothing() -> None:
    ten = "\n".join(f"line {number}" for number in range(10))
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        await paste(pilot, ten)
        await until(pilot, lambda: "title" in answers(app))
        assert texts(answers(app))["title"] == ten.replace("\n", " ")
        await at(pilot, "volume.calls_per_month")
        await paste(pilot, "\n".join(["1200"] * 10))
        await until(pilot, lambda: "volume.calls_per_month" in answers(app))
        entry = answers(app)["volume.calls_per_month"]
        # Ten numbers are not one: they are all there, and refused.
        assert entry.text.count("1200") == 10
        assert entry.problem
        send(pilot, "ctrl+z")
        await until(pilot, lambda: "volume.calls_per_month" not in answers(app))
        assert field(app).value == ""


async def test_a_title_of_ten_thousand_letters() -> None:
    long = "字é" * 5000
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        await paste(pilot, long)
        await until(pilot, lambda: texts(answers(app)).get("title") == long)
        # Longer than a title may be: said, and kept as it is.
        assert "Must have 1 to 120 characters" in shown(app)
        await until(pilot, lambda: holds_cursor(app))
        send(pilot, "home", "x")
        await until(pilot, lambda: texts(answers(app))["title"] == f"x{long}")
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        assert all(len(line) <= 80 for line in shown(app).splitlines())


async def test_back_from_a_bad_field_keeps_its_text_and_later_answers() -> None:
    async with driven(complete()) as (app, pilot):
        before = texts(answers(app))
        await at(pilot, "volume.calls_per_month")
        send(pilot, "x", "y", "pageup")
        await until(pilot, lambda: present(app) == "title")
        send(pilot, "pagedown")
        await until(pilot, lambda: present(app) == "volume.calls_per_month")
        assert field(app).value.endswith("xy")
        assert "✗" in shown(app)
        send(pilot, "enter", "up", "up")
        await until(pilot, lambda: "✗" in text_of(app.screen.query_one(HelpStrip)))
        after = texts(answers(app))
        changed = {key for key in after if after[key] != before.get(key)}
        assert changed == {"volume.calls_per_month"}


async def test_undo_and_redo_across_questions_and_steps() -> None:
    async with driven(complete()) as (app, pilot):
        start = texts(answers(app))
        await at(pilot, "volume.calls_per_month")
        send(pilot, "1", "2", "down", *"3%", "pagedown", *"big-model", "pagedown")
        await until(pilot, lambda: steps(app).step.name == "student" and present(app))
        await until(pilot, lambda: "teacher.model" in answers(app))
        typed = texts(answers(app))
        # A visit of a field is one step; the focus goes where something changed.
        for key in ("teacher.model", "volume.monthly_growth", "volume.calls_per_month"):
            send(pilot, "ctrl+z")
            await until(pilot, lambda: present(app) == key)
            await until(pilot, lambda: field(app).value == start.get(key, ""))
        assert texts(answers(app)) == start
        send(pilot, "ctrl+underscore")
        await until(pilot, lambda: "nothing to undo" in said(app))
        for key in ("volume.calls_per_month", "volume.monthly_growth", "teacher.model"):
            send(pilot, "ctrl+y")
            await until(pilot, lambda: present(app) == key)
            await until(pilot, lambda: field(app).value == typed[key])
        assert texts(answers(app)) == typed
        # From the verdict screen too: it judges again.
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "ctrl+z", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: texts(answers(app)) == start)
        assert texts(verdicts(app).answers) == start
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert texts(steps(app).answers) == start


async def test_basis_and_source_outlive_a_number_that_is_typed_anew() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        assert answers(app)["volume.calls_per_month"].basis == "measured"
        send(pilot, "ctrl+u", *"7M")
        await until(pilot, lambda: texts(answers(app)).get("volume.calls_per_month") == "7M")
        assert answers(app)["volume.calls_per_month"].basis == "measured"


async def test_a_question_that_an_answer_brings_up_comes_and_goes() -> None:
    app = new()
    asked, more = "upside.capability_revenue_per_month", "upside.capability_probability"
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, asked)
        assert steps(app).form.row(more) is None
        send(pilot, "5", "k")
        await until(pilot, lambda: steps(app).form.row(more))
        await at(pilot, more)
        send(pilot, *"30%")
        await until(pilot, lambda: texts(answers(app)).get(more) == "30%")
        shown_rows = [row for row in steps(app).form.children if isinstance(row, QuestionRow)]
        assert shown_rows == steps(app).form.rows
        send(pilot, "ctrl+z")
        await until(pilot, lambda: more not in answers(app))
        send(pilot, "ctrl+z")
        await until(pilot, lambda: steps(app).form.row(more) is None)
        await until(pilot, lambda: present(app) == asked)


async def test_choices_by_arrow_digit_and_mouse() -> None:
    async with driven(new(), (120, 24)) as (app, pilot):
        await at(pilot, "task.breadth")
        options = [one.value for one in QUESTIONS["task.breadth"].choices]
        for keys, chosen in (
            (["right"], options[0]),
            (["right"], options[1]),
            (["left"], options[0]),
            (["left"], options[-1]),
            (["2"], options[1]),
            (["space"], options[2]),
        ):
            send(pilot, *keys)
            await until(pilot, lambda: texts(answers(app)).get("task.breadth") == chosen)
        send(pilot, "backspace")
        await until(pilot, lambda: "task.breadth" not in answers(app))
        send(pilot, "9")
        await taken_in(pilot)
        assert "task.breadth" not in answers(app)
    async with driven(new()) as (app, pilot):
        await at(pilot, "task.breadth")
        widget = app.focused
        assert widget is not None
        await until(pilot, lambda: all(option in shown(app) for option in options))
        line = shown(app).splitlines()[widget.region.y]
        for option in options:
            await pilot.click(offset=(line.index(option), widget.region.y))
            await until(pilot, lambda: texts(answers(app)).get("task.breadth") == option)


async def test_the_mouse_reaches_steps_keys_fields_and_the_panel() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        rail = shown(app).splitlines()[1]
        await pilot.click(offset=(rail.index("4✓"), 1))
        await until(pilot, lambda: steps(app).step is STEPS[3] and present(app))
        bottom = shown(app).splitlines()[-1]
        await pilot.click(offset=(bottom.index("back"), 23))
        await until(pilot, lambda: steps(app).step is STEPS[2] and present(app))
        await pilot.click(steps(app).form.rows[1].field)
        await until(pilot, lambda: present(app) == steps(app).form.rows[1].question.key)
        # A click on the panel does what enter does there.
        await pilot.click(VerdictPanel)
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        steps(app).query_one(VerdictPanel).focus()
        await until(pilot, lambda: isinstance(app.focused, VerdictPanel))
        await until(pilot, lambda: holds_cursor(app) and "enter: in full" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, VerdictScreen))


async def test_enter_on_the_panel_goes_to_what_is_missing() -> None:
    async with driven(new(quick=True), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app) and "Still needed" in shown(app))
        await at(pilot, "upfront.engineering_time")
        app.screen.query_one(VerdictPanel).focus()
        await until(pilot, lambda: isinstance(app.focused, VerdictPanel))
        send(pilot, "enter")
        await until(pilot, lambda: present(app) == "volume.calls_per_month")
        # To the full case, with the question at hand and every answer kept.
        send(pilot, *"5M", "f6")
        await until(pilot, lambda: steps(app).steps is STEPS)
        await until(pilot, lambda: present(app) == "volume.calls_per_month")
        await until(pilot, lambda: field(app).value == "5M")


async def test_keys_of_a_burst_never_land_in_the_field_before() -> None:
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        send(pilot, "A", "pagedown", "1", "tab", "2", "shift+tab", "0", "down", "%")
        send(pilot, "pagedown", "M", "up", "enter", "3", "enter", "pageup", "0")
        await until(pilot, lambda: texts(answers(app)).get("volume.calls_per_month") == "100")
        found = texts(answers(app))
        del found["as_of"]
        assert found == {
            "title": "A",
            "volume.calls_per_month": "100",
            "volume.monthly_growth": "2%",
            "teacher.model": "M",
            "teacher.cost_per_1k_calls": "3",
        }


async def test_ctrl_c_copies_a_selection_and_twice_leaves() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        field(app).select_all()
        send(pilot, "ctrl+c")
        await until(pilot, lambda: app.clipboard == "Tickets")
        await until(pilot, lambda: "ctrl+c again" in said(app))
        send(pilot, "ctrl+c")
        await until(pilot, lambda: app._exit)


async def test_a_key_that_is_no_letter_does_nothing() -> None:
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        for key in ("alt+x", "f13", "ctrl+g", "insert", "ctrl+up"):
            app.post_message(events.Key(key, None))
        await press(pilot, "a")
        assert texts(answers(app))["title"] == "a"
