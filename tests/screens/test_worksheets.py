"""Worksheets: marked where they are, opened by one key, and shown with what they make."""

from __future__ import annotations

import pytest

from screens.overlays.details import DetailsScreen
from screens.overlays.price_search import PriceSearchScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.widgets.help_strip import HelpStrip
from screens.widgets.menu import Menu
from tests.screens.drive import (
    Driver,
    answers,
    at,
    clicks,
    complete,
    details,
    driven,
    field,
    is_on,
    joined,
    new,
    present,
    press,
    sample,
    send,
    shown,
    steps,
    text_of,
    texts,
    until,
)
from wizard.app.app import PaybackApp
from wizard.settings.config import Config


def row_text(app: PaybackApp, key: str) -> str:
    row = steps(app).form.row(key)
    assert row is not None
    return text_of(row)


def sum_text(app: PaybackApp) -> str:
    return joined(text_of(details(app).query_one("#details-sum")).splitlines())


async def opened_by_equals(pilot: Driver, key: str) -> None:
    await at(pilot, key)
    send(pilot, "=")
    await until(pilot, lambda: is_on(pilot.app, DetailsScreen) and present(pilot.app))


async def test_a_row_with_a_worksheet_or_rows_is_marked_and_says_its_key() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "teacher.model")
        await until(pilot, lambda: "▸Teacher, per" in shown(app))
        assert "= tokens × price" in row_text(app, "teacher.cost_per_1k_calls")
        assert "▸Teacher model" not in shown(app)
        await at(pilot, "upfront.data_generation")
        await until(pilot, lambda: "= days × rate, else 0" in shown(app))
        assert "▸Other upfront costs" in shown(app)
        strip = app.screen.query_one(HelpStrip)
        await until(pilot, lambda: "= opens its worksheet: examples × cost" in text_of(strip))


async def test_the_key_opens_the_worksheet_at_what_it_needs_and_that_stands_first() -> None:
    async with driven(new()) as (app, pilot):
        await opened_by_equals(pilot, "teacher.cost_per_1k_calls")
        assert present(app) == "teacher.tokens.input"
        send(pilot, *"1200", "enter", *"60", "enter", *"2.5", "enter", *"10")
        await until(pilot, lambda: "1,200 × 2.5 + 60 × 10 per 1M tokens" in sum_text(app))
        assert "USD 3.6 per 1,000 calls" in sum_text(app)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        # On the step as well: in the row, and with its parts in the help.
        await until(pilot, lambda: "▸ USD 3.6" in row_text(app, "teacher.cost_per_1k_calls"))
        assert "1,200 × 2.5 + 60 × 10" in text_of(app.screen.query_one(HelpStrip))
        # Enter leads through it and, as in every form, out of it; down ends at its end.
        await opened_by_equals(pilot, "teacher.cost_per_1k_calls")
        end = details(app).form.rows[-1].question.key
        send(pilot, *["down"] * len(details(app).form.rows))
        await until(pilot, lambda: present(app) == end)
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: present(app) == "teacher.bill_per_month")
        # Opened again, it begins at its first question.
        await opened_by_equals(pilot, "teacher.cost_per_1k_calls")
        assert present(app) == "teacher.tokens.input"


async def test_what_is_typed_behind_a_worksheet_is_the_next_answer() -> None:
    app = new()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened_by_equals(pilot, "upfront.evaluation_build")
        steps_to_end = ["enter"] * (len(details(app).form.rows) - 2)
        # All of it in one write, as by somebody who types without a look at the screen.
        send(pilot, *"500", "enter", *"2", *steps_to_end, "enter", *"700")
        await until(pilot, lambda: is_on(app, StepScreen) and "700" in texts(answers(app)).values())
        assert "upfront.evaluation_build" not in answers(app)
        assert present(app) != "upfront.evaluation_build"
        assert field(app).value == "700"


async def test_the_last_question_of_a_step_is_gone_on_from_to_the_next_step() -> None:
    app = new()
    async with app.run_test(size=(80, 24)) as pilot:
        last = steps(app).form.rows[-1].question.key
        await at(pilot, last)
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        send(pilot, *["enter"] * len(details(app).form.rows))
        await until(pilot, lambda: is_on(app, StepScreen) and steps(app).current == 1)


async def test_a_number_typed_over_its_worksheet_says_what_does_not_count_any_more() -> None:
    app = new()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened_by_equals(pilot, "teacher.cost_per_1k_calls")
        send(pilot, *"1200", "enter", *"60", "enter", *"2.5", "enter", *"10", "escape", *"9")
        strip = "= USD 9 per 1,000 calls. Its worksheet does not count beside it: = USD 3.6"
        await until(pilot, lambda: strip in joined(shown(app).splitlines()))
        send(pilot, "backspace")
        await until(pilot, lambda: "does not count" not in shown(app))
        assert "▸ USD 3.6" in row_text(app, "teacher.cost_per_1k_calls")


async def test_the_key_opens_rows_too_and_is_typed_where_nothing_opens() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "quality.slices")
        send(pilot, "=")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await at(pilot, "title")
        await press(pilot, *"a=b")
        assert field(app).value == "a=b"


async def test_a_key_of_ones_own_opens_worksheets_and_is_what_rows_say() -> None:
    async with driven(new(config=Config(keys={"worksheet": "f4"}))) as (app, pilot):
        await at(pilot, "upfront.engineering_time")
        await until(pilot, lambda: "F4 days × rate" in shown(app))
        await press(pilot, "=")
        assert field(app).value == "="
        await press(pilot, "backspace")
        send(pilot, "f4")
        await until(pilot, lambda: is_on(app, DetailsScreen))


async def test_hosting_is_offered_where_the_students_cost_is_asked_for() -> None:
    async with driven(new(quick=True)) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        send(pilot, *"6M")
        await opened_by_equals(pilot, "student.cost_per_1k_calls")
        await until(pilot, lambda: "2 ○ hardware" in shown(app))
        send(pilot, "h")
        await until(pilot, lambda: "= hardware: by the hour" in shown(app))
        send(pilot, "enter")
        await until(pilot, lambda: present(app) == "student.hosting.gpu_price_per_hour")
        # What stands in for each answer is to be seen.
        for text in ("3 unless you say", "70% unless you say", "730 unless you say"):
            assert text in shown(app)
        send(pilot, *"2.5", "enter", *"8")
        await until(pilot, lambda: "2 replicas × 1 GPU × 2.5 × 730 h" in sum_text(app))
        assert "loaded to 14.3% on average" in sum_text(app)
        send(pilot, "escape")
        await until(pilot, lambda: "▸ USD 3,650 per month" in shown(app))
        assert "student.cost_per_1k_calls" not in steps(app).assessment.missing
        # It is what opens from now on.
        await opened_by_equals(pilot, "student.cost_per_1k_calls")
        assert present(app) == "student.hosting.gpu_price_per_hour"


async def test_the_other_worksheet_of_the_student_keeps_what_was_filled_in() -> None:
    async with driven(new()) as (app, pilot):
        await opened_by_equals(pilot, "student.cost_per_1k_calls")
        send(pilot, "enter", *"500")
        await until(pilot, lambda: texts(answers(app)).get("student.tokens.input") == "500")
        send(pilot, "up", "h")
        await until(pilot, lambda: details(app).form.row("student.hosting.overhead") is not None)
        send(pilot, "t")
        await until(pilot, lambda: details(app).form.row("student.tokens.input") is not None)
        row = details(app).form.row("student.tokens.input")
        assert row is not None
        await until(pilot, lambda: "500" in text_of(row))
        assert "details.sheet" not in texts(answers(app))


async def test_engineering_is_days_by_rate_on_the_quick_path() -> None:
    async with driven(new(quick=True)) as (app, pilot):
        await at(pilot, "upfront.engineering_time")
        send(pilot, *"20 x 700", "enter")
        await until(pilot, lambda: present(app) == "maintenance.redistillations_per_year")
        await until(pilot, lambda: "▸ USD 14,000: 20 days × 700" in shown(app))
        given = texts(answers(app))
        assert given["upfront.engineering_worksheet.days_each"] == "20"
        assert given["upfront.engineering_worksheet.day_rate"] == "700"
        # One step of undo brings back what was typed.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: present(app) == "upfront.engineering_time")
        assert field(app).value == "20 x 700"
        assert not any("engineering_worksheet" in key for key in texts(answers(app)))


async def test_days_alone_open_the_worksheet_at_the_rate() -> None:
    async with driven(new(quick=True)) as (app, pilot):
        await at(pilot, "upfront.engineering_time")
        send(pilot, *"20 days", "enter")
        await until(
            pilot,
            lambda: (
                is_on(app, DetailsScreen)
                and present(app) == "upfront.engineering_worksheet.day_rate"
            ),
        )
        assert texts(answers(app))["upfront.engineering_worksheet.days_each"] == "20"
        assert "upfront.engineering_time" not in texts(answers(app))


@pytest.mark.parametrize("width", [60, 80, 120, 160])
async def test_a_sum_is_cut_nowhere_it_is_left_out(width: int) -> None:
    async with driven(sample("growing_product_search"), (width, 30)) as (app, pilot):
        await at(pilot, "upfront.months_to_launch")
        for key in ("upfront.data_generation", "upfront.evaluation_build"):
            row = steps(app).form.row(key)
            assert row is not None
            place = row.field.region
            await until(pilot, lambda: "▸" in text_of(row.field)[place.x :], key)
            text = text_of(row.field)[place.x : place.right]
            assert "…" not in text or width <= 60, text


async def test_in_the_details_of_a_number_the_keys_of_the_steps_work_too() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "student.cost_per_1k_calls")
        await press(pilot, "ctrl+r")
        assert is_on(app, DetailsScreen)
        await press(pilot, "=")
        assert present(app) in ("details.paid_by", "student.tokens.input")
        await press(pilot, "escape")
        await at(pilot, "teacher.cost_per_1k_calls")
        await press(pilot, "ctrl+r", "=")
        assert present(app) == "teacher.tokens.input"
        await press(pilot, "f12")
        assert is_on(app, PriceSearchScreen)


async def test_another_currency_counts_from_the_next_key_on() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "currency")
        await press(pilot, *"EUR")
        await at(pilot, "teacher.cost_per_1k_calls")
        assert "Teacher, per 1,000 calls, EUR" in shown(app)
        await press(pilot, "ctrl+u", *"$7")
        assert "$ is not the case's currency, EUR" in joined(shown(app).splitlines())
        await press(pilot, "ctrl+u", *"€7")
        assert "= EUR 7 per 1,000 calls" in shown(app)


async def test_a_question_is_jumped_to_by_a_click() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+o", *"price")
        x, y, _, _ = app.screen.query_one(Menu).region
        clicks(pilot, x + 3, y + 2)
        await until(pilot, lambda: present(app) == "teacher.tokens.input_price")
