"""Numbers typed as people have them: said back, taken into a worksheet, with a decimal comma."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Input

from rules.answers.estimate import Estimate
from rules.workshop.pooling import Range
from rules.workshop.votes import Typed, Vote
from screens.overlays.details import DetailsScreen
from screens.pages.step import StepScreen
from screens.widgets.help_strip import HelpStrip
from screens.workshop.ballot import ballot
from tests.screens.drive import (
    answers,
    at,
    details,
    driven,
    is_on,
    joined,
    new,
    paste,
    present,
    send,
    shown,
    steps,
    text_of,
    texts,
    until,
)
from wizard.settings.config import Config

CALLS = "volume.calls_per_month"
ENGINEERING = "upfront.engineering_time"
DAYS = "upfront.engineering_worksheet.days_each"
RATE = "upfront.engineering_worksheet.day_rate"


def strip_text(app: object) -> str:
    """What the strip below the fields says, without its line ends."""
    return joined(text_of(steps(app).query_one(HelpStrip)).splitlines())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("200k/day", "= 6,083,333 calls: 200,000 a day × 730 h ÷ 24 h"),
        ("3-4M", "M counts for both ends: 3M to 4M; 3 itself is written 3..4,000,000"),
    ],
)
async def test_what_was_made_of_a_number_stands_below_it_in_full(
    size: tuple[int, int], text: str, heard: str
) -> None:
    async with driven(new(), size) as (app, pilot):
        await at(pilot, CALLS)
        send(pilot, *text)
        await until(pilot, lambda: texts(answers(app)).get(CALLS) == text)
        assert heard in strip_text(app)


async def test_marks_that_do_not_show_may_come_along_with_a_paste() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, CALLS)
        await paste(pilot, "\u202d3,000,000\u202c")
        await until(pilot, lambda: CALLS in answers(app))
        assert answers(app)[CALLS].value == Estimate(3e6)
        assert "= 3,000,000 calls" in strip_text(app)


async def test_one_key_takes_days_of_work_into_the_worksheet_and_one_undo_brings_them_back() -> (
    None
):
    async with driven(new()) as (app, pilot):
        await at(pilot, ENGINEERING)
        send(pilot, *"20 days")
        await until(pilot, lambda: texts(answers(app)).get(ENGINEERING) == "20 days")
        assert "✗ worksheet" in shown(app)
        assert "Engineering days each" in strip_text(app)
        assert "enter or = takes it into the worksheet" in strip_text(app)
        send(pilot, "ctrl+r")
        # The day rate is what the worksheet still needs.
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app) == RATE)
        assert texts(answers(app)) | {DAYS: "20"} == texts(answers(app))
        assert ENGINEERING not in answers(app)
        send(pilot, *"800")
        await until(pilot, lambda: "USD 16,000" in shown(app))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        send(pilot, "ctrl+z", "ctrl+z")
        await until(pilot, lambda: texts(answers(app)).get(ENGINEERING) == "20 days")
        assert DAYS not in answers(app)


async def test_a_product_fills_both_questions_of_its_worksheet() -> None:
    async with driven(new(), (120, 40)) as (app, pilot):
        await at(pilot, ENGINEERING)
        send(pilot, *"3 x 800", "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app) == DAYS)
        assert texts(answers(app))[DAYS] == "3"
        assert texts(answers(app))[RATE] == "800"
        assert "USD 2,400" in shown(app)


async def test_gpus_are_taken_to_the_hosting_of_the_student() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "student.cost_per_1k_calls")
        send(pilot, *"2 GPUs", "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
        assert texts(answers(app))["student.hosting.gpus_per_replica"] == "2"
        assert details(app).question.key == "student.fixed_cost_per_month"


async def test_a_person_who_writes_the_comma_is_understood_everywhere_on_the_screens() -> None:
    async with driven(new(config=Config(decimal_comma=True))) as (app, pilot):
        await at(pilot, CALLS)
        assert "4,5M..8M" in strip_text(app)
        send(pilot, *"1.200,50")
        await until(pilot, lambda: CALLS in answers(app))
        assert answers(app)[CALLS].value == Estimate(1_200.5)
        assert "= 1.200,5 calls" in strip_text(app)
        await at(pilot, DAYS)
        send(pilot, *"1,5")
        await until(pilot, lambda: DAYS in answers(app))
        assert answers(app)[DAYS].value == Estimate(1.5)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await at(pilot, "upfront.other")
        send(pilot, "enter")
        await until(pilot, lambda: not is_on(app, StepScreen) and present(app) == "name")
        send(pilot, *"audit", "tab", *"2,5k")
        await until(pilot, lambda: len(answers(app).table("upfront.other").rows) == 1)
        await until(
            pilot,
            lambda: (
                answers(app).table("upfront.other").rows[0].values().get("cost") == Estimate(2_500)
            ),
        )


async def test_one_group_of_three_is_asked_about_with_the_comma_too() -> None:
    async with driven(new(config=Config(decimal_comma=True))) as (app, pilot):
        await at(pilot, CALLS)
        send(pilot, *"1,200")
        await until(pilot, lambda: texts(answers(app)).get(CALLS) == "1,200")
        assert "1,200 could mean 1,2 or 1200" in strip_text(app)


async def test_a_ballot_begins_with_numbers_that_this_person_would_type() -> None:
    app = new()
    given: list[Vote | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app))
        start = Typed("1,200", "1.5k", "2,345.5")
        form = ballot(CALLS, "Ada", "USD", start, decimal_comma=True)
        app.push_screen(form, given.append)
        await until(pilot, lambda: app.screen is form and app.focused)
        typed = {
            name: form.query_one(f"#blank-{name}", Input).value
            for name in ("low", "likely", "high")
        }
        assert typed == {"low": "1200", "likely": "1,5k", "high": "2.345,5"}
        form.query_one("#give", Button).press()
        await until(pilot, lambda: given)
    assert given == [Vote(Range(1_200, 1_500, 2_345.5))]
