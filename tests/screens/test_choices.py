"""Choices: every option in sight with its key and its meaning, picked by letters as by digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.answers import Entry
from rules.answers.policy import TeamPolicy
from rules.questions import QUESTIONS, Kind
from screens.fields.choice_field import ChoiceField, Letters
from screens.fields.laid_out import in_a_list, in_rows
from screens.overlays.table import TableScreen
from screens.widgets.help_strip import HelpStrip
from tests.screens.drive import (
    Driver,
    answers,
    at,
    clicks,
    complete,
    driven,
    is_on,
    joined,
    new,
    present,
    press,
    said,
    send,
    shown,
    steps,
    table,
    text_of,
    texts,
    until,
)
from wizard.app.app import PaybackApp

SIZES = [(60, 20), (80, 24), (100, 30), (110, 32), (120, 40), (160, 50)]
CHOICES = {key: [*one.choices] for key, one in QUESTIONS.items() if one.kind is Kind.CHOICE} | {
    f"{key} {column.key}": [*column.choices]
    for key, one in QUESTIONS.items()
    for column in one.columns
    if column.kind is Kind.CHOICE
}


def field_of(app: PaybackApp) -> ChoiceField:
    assert isinstance(app.focused, ChoiceField)
    return app.focused


def value(app: PaybackApp, key: str) -> str | None:
    entry = answers(app).get(key)
    return None if entry is None else entry.text


async def place_of(pilot: Driver, text: str) -> tuple[int, int]:
    """The cell at which a text begins, once it is there."""
    await until(pilot, lambda: text in shown(pilot.app))
    y, line = next(
        (number, line) for number, line in enumerate(shown(pilot.app).splitlines()) if text in line
    )
    return line.index(text), y


@pytest.mark.part(3)
@pytest.mark.parametrize("size", SIZES)
async def test_at_hand_every_option_is_there_with_its_key_and_what_it_means(
    size: tuple[int, int],
) -> None:
    async with driven(new(), size) as (app, pilot):
        for key, choices in CHOICES.items():
            if key not in QUESTIONS:
                continue
            await at(pilot, key)
            row = steps(app).form.present
            assert row is not None
            form = steps(app).form
            await until(pilot, lambda: row.region.height > len(choices))
            await until(pilot, lambda: form.region.contains_region(row.region), key)
            lines = [line[row.region.x : row.region.right] for line in text_of(row).splitlines()]
            below = "\n".join(lines[1:])
            assert re.findall(r"([0-9]) [○●] (\S+)", below) == [
                (str(number), one.value) for number, one in enumerate(choices, 1)
            ]
            assert "…" not in below
            listed = joined(re.sub(r"^ *[0-9] [○●] \S+", "", line) for line in lines[1:])
            assert all(one.meaning in listed for one in choices), listed


async def test_a_row_gives_the_lines_of_its_options_back() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "task.breadth")
        row = steps(app).form.present
        assert row is not None
        await until(pilot, lambda: row.region.height == 4)
        send(pilot, "down")
        await until(pilot, lambda: row.region.height == 1)
        assert "one kind of decision" not in shown(app)


@given(st.data())
def test_a_name_typed_in_full_is_chosen_whatever_was_before(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([*CHOICES, "yes/no"]))
    values = ["yes", "no"] if key == "yes/no" else [one.value for one in CHOICES[key]]
    letters, present = Letters(values), ""
    for name in data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=4)):
        for letter in name:
            present = letters.pick(letter, present) or present
        assert present == name


def test_a_letter_goes_from_one_to_the_next_that_begins_so() -> None:
    letters = Letters(["available", "unavailable", "unknown"])
    assert letters.pick("u", "") == "unavailable"
    assert letters.pick("U", "unavailable") == "unknown"
    assert letters.pick("u", "unknown") == "unavailable"
    assert letters.pick("n", "unavailable") == "unavailable"
    assert letters.pick("k", "unavailable") == "unknown"
    assert letters.pick("x", "unknown") is None
    letters.forget()
    assert letters.pick("n", "unknown") is None


async def test_letters_choose_in_one_burst_and_are_one_step_of_undo() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "teacher.training_terms")
        send(pilot, *"prohib")
        await until(pilot, lambda: value(app, "teacher.training_terms") == "prohibited")
        await press(pilot, "x")
        assert value(app, "teacher.training_terms") == "prohibited"
        # What fits none is not passed over in silence.
        offered = "1 permitted, 2 prohibited or 3 unreviewed."
        assert said(app) == f"x is none of these: {offered}"
        await press(pilot, "9")
        assert said(app) == f"9 is none of these: {offered}"
        send(pilot, "ctrl+z")
        await until(pilot, lambda: value(app, "teacher.training_terms") is None)


async def test_letters_choose_in_the_cell_of_a_table() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "alternatives")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        send(pilot, *"mine", "tab")
        await until(pilot, lambda: present(app) == "kind")
        send(pilot, *"ro")
        await until(pilot, lambda: table(app).row.values().get("kind") == "route")
        # All of them stand below the cell.
        await until(pilot, lambda: "3 ○ cache-and-batch" in shown(app))
        assert "4 ● route" in shown(app)
        await at_critical(pilot, app)
        send(pilot, "y")
        await until(pilot, lambda: table(app).table.rows[0].values().get("critical") is True)
        send(pilot, "n")
        await until(pilot, lambda: table(app).table.rows[0].values().get("critical") is False)


async def at_critical(pilot: Driver, app: PaybackApp) -> None:
    send(pilot, "escape")
    await until(pilot, lambda: not is_on(app, TableScreen))
    await at(pilot, "quality.slices")
    send(pilot, "enter")
    await until(pilot, lambda: is_on(app, TableScreen) and present(app))
    send(pilot, *["tab"] * 5)
    await until(pilot, lambda: present(app) == "critical")


async def test_a_click_that_comes_for_the_focus_changes_no_answer() -> None:
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app) == "title")
        x, y = await place_of(pilot, "○ moderate")
        clicks(pilot, x, y)
        await until(pilot, lambda: present(app) == "task.breadth")
        assert value(app, "task.breadth") is None
        clicks(pilot, *await place_of(pilot, "2 ○ moderate"))
        await until(pilot, lambda: value(app, "task.breadth") == "moderate")
        # Nor one on an answer that has no room for the others.
        await at(pilot, "upfront.labelled_by")
        send(pilot, "1")
        await until(pilot, lambda: value(app, "upfront.labelled_by") == "teacher")
        await at(pilot, "upfront.contingency")
        x, y = await place_of(pilot, "● teacher (1 of 4)")
        clicks(pilot, x, y, times=3)
        await until(pilot, lambda: present(app) == "upfront.labelled_by")
        assert value(app, "upfront.labelled_by") == "teacher"


async def test_a_click_on_what_stands_below_chooses_it() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "teacher.training_terms")
        x, y = await place_of(pilot, "2 ○ prohibited  the terms")
        clicks(pilot, x + 20, y)
        await until(pilot, lambda: value(app, "teacher.training_terms") == "prohibited")
        assert present(app) == "teacher.training_terms"


async def test_yes_and_no_stand_in_the_row_with_their_keys() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "quality.frozen")
        await until(pilot, lambda: "1 ○ yes  2 (no)" in shown(app))
        send(pilot, "y")
        await until(pilot, lambda: "1 ● yes  2 ○ no" in shown(app))
        assert value(app, "quality.frozen") == "yes"


async def test_what_counts_without_an_answer_stands_in_the_empty_field() -> None:
    async with driven(new(), (60, 20)) as (app, pilot):
        await at(pilot, "volume.share_moved")
        await until(pilot, lambda: "100% unless you say" in shown(app))
        assert "0% unless you say" in shown(app)
        # The digit that is typed is all that stands there.
        send(pilot, *"90")
        await until(pilot, lambda: "100%" not in text_of(steps(app).form.rows[2].field))
        await at(pilot, "teacher.model")
        # An option does not look chosen: nobody has chosen it.
        await until(pilot, lambda: "unreviewed unless you say" in shown(app))
        assert "●" not in shown(app)
        await at(pilot, "teacher.training_terms")
        await until(pilot, lambda: "(unless you say)" in shown(app))


async def test_where_there_is_little_room_a_default_stands_in_brackets() -> None:
    async with driven(new(), (50, 20)) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        field = steps(app).form.rows[2].field
        await until(pilot, lambda: "100%" in text_of(field))
        assert "(100%)" in text_of(field) or "100% unless you say" in text_of(field)


async def test_a_default_of_the_team_stands_there_as_what_counts() -> None:
    given = {
        "volume.monthly_growth": Entry("2%", 0.02),
        "task.training_data": Entry("available", "available"),
    }
    app = new(team=TeamPolicy({}, "folder/team.toml", given))
    async with app.run_test(size=(50, 20)) as pilot:
        await at(pilot, "volume.calls_per_month")
        await until(pilot, lambda: "2% unless you say" in shown(app))
        await at(pilot, "title")
        await until(pilot, lambda: "available unless you say" in shown(app))
        assert texts(answers(app)).get("task.training_data") is None
        await at(pilot, "volume.monthly_growth")
        strip = app.screen.query_one(HelpStrip)
        said = "Without an answer: 2%, by the team's policy."
        await until(pilot, lambda: said in joined(text_of(strip).splitlines()))


async def test_how_options_are_picked_stands_beside_them() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "task.breadth")
        strip = app.screen.query_one(HelpStrip)
        how = "Arrows, 1-3 or first letters choose, delete clears."
        await until(pilot, lambda: how in text_of(strip))
        send(pilot, "2")
        await until(pilot, lambda: "= moderate" in text_of(strip))
        assert how in joined(text_of(strip).splitlines())
        await at(pilot, "quality.frozen")
        await until(pilot, lambda: "Arrows, 1-2 or first letters" in text_of(strip))
        await at(pilot, "title")
        await until(pilot, lambda: "choose" not in text_of(strip))


def test_options_without_room_for_meanings_still_have_their_keys() -> None:
    names = ["1 ○ teacher", "2 ○ other-model", "3 ○ people"]
    lines = in_a_list(names, ["a", "b", "c"], 40, 10, 2)
    assert [piece.text for line in lines for piece in line] == names
    assert len(lines) == 2
    assert all(piece.start + len(piece.text) <= 40 for line in lines for piece in line)


def test_options_that_do_not_fit_on_a_line_go_on_on_the_next() -> None:
    lines = in_rows(["○ one", "○ two", "○ three"], 13)
    assert [[piece.text for piece in line] for line in lines] == [["○ one", "○ two"], ["○ three"]]
