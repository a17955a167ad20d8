"""Every question of every step, worksheet and table, on a terminal its form does not fit into."""

from __future__ import annotations

from rules.questions import QUESTIONS, SETTINGS, STEPS, sheets_beside
from screens.fields.choice_field import ChoiceField
from screens.fields.table_row import TableField
from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from tests.depth import part_of
from tests.screens.drive import (
    Driver,
    answers,
    at,
    complete,
    details,
    driven,
    holds_cursor,
    is_on,
    new,
    present,
    said,
    send,
    shown,
    steps,
    table,
    texts,
    until,
)
from wizard.app.app import PaybackApp

LOW = (80, 16)


async def change(pilot: Driver, app: PaybackApp, key: str) -> None:
    """Change the answer at hand, whatever its kind."""
    before = answers(app).get(key)
    if isinstance(app.focused, ChoiceField):
        send(pilot, "space")
    else:
        send(pilot, "7")
    await until(pilot, lambda: answers(app).get(key) != before, f"{key} did not change")


async def test_of_the_steps() -> None:
    async with driven(new(), LOW) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        overflowing = 0
        for number, step in enumerate(STEPS):
            await steps(app).show_step(number)
            keys = [row.question.key for row in steps(app).form.rows]
            await until(pilot, lambda: steps(app).form.rows[-1].is_mounted)
            overflowing += steps(app).form.max_scroll_y > 0
            # From wherever one is on a step.
            turns = part_of(keys, 2, step.name)
            for key in keys:
                assert present(app) == key
                await until(pilot, lambda: holds_cursor(app), f"cursor outside of {key}")
                row = steps(app).form.present
                assert row is not None
                # The whole row is in view, label and note included.
                await until(pilot, lambda: steps(app).form.region.contains_region(row.region))
                assert row.question.label in shown(app).splitlines()[row.region.y]
                start = texts(answers(app))
                if not isinstance(app.focused, TableField):
                    await change(pilot, app, key)
                    send(pilot, "ctrl+z")
                    await until(pilot, lambda: texts(answers(app)) == start, key)
                    await until(pilot, lambda: present(app) == key)
                if key in turns:
                    there, back = ("pageup", "pagedown") if number else ("pagedown", "pageup")
                    beside = number - 1 if number else 1
                    send(pilot, there)
                    await until(pilot, lambda: steps(app).current == beside and present(app))
                    send(pilot, back)
                    await until(
                        pilot,
                        lambda: steps(app).step is step and present(app) == keys[0],
                    )
                    await steps(app).form.focus_question(key)
                # Down to the next one, but from the last by enter to the next step.
                if key != keys[-1]:
                    send(pilot, "down")
                    await until(pilot, lambda: present(app) not in ("", key))
            if not isinstance(app.focused, TableField):
                send(pilot, "enter")
                if number + 1 < len(STEPS):
                    await until(pilot, lambda: steps(app).current == number + 1)
        assert overflowing >= 3
        await steps(app).show_step(len(STEPS) - 1)
        send(pilot, "pagedown")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        assert said(app) == ""


async def test_of_the_details_worksheets_and_settings() -> None:
    async with driven(new(), LOW) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        sheets = [key for key in QUESTIONS if sheets_beside(key)]
        assert len(sheets) >= 3
        settings = [one.key for one in SETTINGS.questions if not one.columns]
        for key in [*sheets, *settings[:4], "volume.monthly_growth"]:
            await at(pilot, key)
            if is_on(app, StepScreen):
                send(pilot, "ctrl+r")
            await until(pilot, lambda: is_on(app, DetailsScreen) and present(app))
            form = details(app).form
            await until(pilot, lambda: form.rows[-1].is_mounted)
            for row in form.rows:
                one = row.question.key
                assert present(app) == one
                await until(pilot, lambda: holds_cursor(app), f"cursor outside of {one}")
                await until(
                    pilot,
                    lambda: form.region.contains_region(row.region),
                    f"{one}\n{shown(app)}",
                )
                if not one.startswith("details."):
                    start = texts(answers(app))
                    await change(pilot, app, one)
                    send(pilot, "ctrl+z")
                    await until(pilot, lambda: texts(answers(app)) == start, one)
                    await until(pilot, lambda: present(app) == one)
                send(pilot, "down")
                if row is not form.rows[-1]:
                    await until(pilot, lambda: present(app) not in ("", one))
            send(pilot, "up", "escape")
            await until(pilot, lambda: is_on(app, StepScreen))


async def test_of_the_tables() -> None:
    async with driven(complete(), LOW) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        for question in [one for one in QUESTIONS.values() if one.columns]:
            await at(pilot, question.key)
            await until(pilot, lambda: holds_cursor(app), question.key)
            if is_on(app, StepScreen):
                send(pilot, "enter")
            await until(pilot, lambda: is_on(app, TableScreen) and present(app))
            await until(pilot, lambda: table(app).form.rows[-1].is_mounted)
            start = answers(app).get(question.key)
            for column in question.columns:
                assert present(app) == column.key
                await until(pilot, lambda: holds_cursor(app), f"cursor outside of {column.key}")
                row = table(app).form.present
                assert row is not None
                await until(
                    pilot,
                    lambda: table(app).form.region.contains_region(row.region),
                    f"{column.key}\n{shown(app)}",
                )
                await change(pilot, app, question.key)
                send(pilot, "ctrl+z")
                await until(pilot, lambda: answers(app).get(question.key) == start)
                at_hand = table(app).row_id
                more = table(app).table.rows[1:]
                new = table(app).table.next_id()
                for key, row_id in (("down", more[0].id if more else new), ("up", at_hand)):
                    send(pilot, key)
                    await until(pilot, lambda: table(app).row_id == row_id and present(app))
                if column is not question.columns[-1]:
                    send(pilot, "tab")
                    await until(pilot, lambda: present(app) not in ("", column.key))
            send(pilot, "escape")
            await until(pilot, lambda: is_on(app, StepScreen))
            assert answers(app).get(question.key) == start
