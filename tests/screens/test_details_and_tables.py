"""What opens on a question: range, basis, source, worksheets; and the rows of tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from rules.answers.answers import Table
from rules.answers.estimate import Estimate
from rules.questions import QUESTIONS
from screens.keys import action
from screens.overlays.confirm import ConfirmScreen
from screens.overlays.details import DetailsScreen
from screens.overlays.help import HelpScreen
from screens.overlays.jump import JumpScreen
from screens.overlays.provenance import ProvenanceScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.help_strip import HelpStrip
from screens.widgets.table_grid import TableGrid
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import (
    Driver,
    answers,
    at,
    complete,
    details,
    driven,
    field,
    is_on,
    joined,
    new,
    present,
    said,
    sample,
    send,
    shown,
    steps,
    table,
    taken_in,
    text_of,
    texts,
    until,
)
from tests.wizard.cases import COMPLETE
from wizard.app.app import PaybackApp
from wizard.sessions import autosave
from wizard.sessions.open_session import OpenSession

SLICES = QUESTIONS["quality.slices"]
CALLS = "volume.calls_per_month"


async def open_details(pilot: Driver, key: str) -> DetailsScreen:
    await at(pilot, key)
    send(pilot, "ctrl+r")
    await until(pilot, lambda: is_on(pilot.app, DetailsScreen) and present(pilot.app))
    return details(pilot.app)


async def test_range_basis_and_source_of_a_number() -> None:
    async with driven(new()) as (app, pilot):
        screen = await open_details(pilot, CALLS)
        # Said before there is a number: kept until there is one.
        send(pilot, "down", "1", "down", *"gateway logs", "up", "up", *"6M (4.5M..8M)")
        await until(pilot, lambda: texts(answers(app)).get(CALLS) == "6M (4.5M..8M)")
        entry = answers(app)[CALLS]
        assert (entry.basis, entry.source) == ("measured", "gateway logs")
        assert entry.value == Estimate(6e6, 4.5e6, 8e6, "measured", "gateway logs")
        # Deleted to type another one: they stay.
        send(pilot, "ctrl+u")
        await until(pilot, lambda: CALLS not in answers(app))
        send(pilot, *"7M")
        await until(pilot, lambda: texts(answers(app)).get(CALLS) == "7M")
        assert answers(app)[CALLS].source == "gateway logs"
        send(pilot, "down", "4")
        await until(pilot, lambda: answers(app)[CALLS].basis == "assumed")
        assert answers(app)[CALLS].value.basis == "assumed"
        # The verdict line on top follows too.
        panel = screen.query_one(VerdictPanel)
        assert panel.assessment is not None
        assert CALLS not in panel.assessment.missing
        # Undo within: one step per visit of a field, with the focus on what changed.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: answers(app)[CALLS].basis == "measured")
        await until(pilot, lambda: "● measured" in shown(app))
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: present(app) == CALLS and field(app).value == "7M")
        assert "basis ▸ measured   source ▸ gateway logs" in shown(app)


async def test_what_is_typed_right_before_closing_is_not_lost() -> None:
    async with driven(new()) as (app, pilot):
        await open_details(pilot, CALLS)
        send(pilot, *"8M", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: field(app).value == "8M")
        assert texts(answers(app))[CALLS] == "8M"
        assert texts(steps(app).answers)[CALLS] == "8M"


async def test_a_worksheet_grows_as_one_types_and_the_direct_answer_wins() -> None:
    app = new()
    key = "upfront.data_generation"
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, "teacher.cost_per_1k_calls")
        send(pilot, *"3")
        screen = await open_details(pilot, key)
        total = screen.query_one("#details-sum", Static)

        def sum_says(text: str) -> bool:
            return text in str(total.render())

        assert present(app) == key
        await screen.form.focus_question("upfront.data_generation_worksheet.examples")
        send(pilot, *"1M")
        await until(pilot, lambda: sum_says("Worksheet = USD 3,000"))
        send(pilot, "0")
        await until(pilot, lambda: not sum_says("Worksheet"))
        send(pilot, "backspace", "backspace", *"0M")
        await until(pilot, lambda: sum_says("Worksheet = USD 30,000"))
        # The step says so too, while there is no answer of its own.
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "▸ USD 30,000" in shown(app))
        send(pilot, *"900", "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen))
        await until(pilot, lambda: "The number typed above wins" in shown(app))
        # Undone from inside, one step after the other, each shown where it was.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: key not in answers(app))
        await until(pilot, lambda: "wins" not in shown(app))
        assert is_on(app, DetailsScreen)
        send(pilot, "ctrl+z")
        await until(pilot, lambda: present(app) == "upfront.data_generation_worksheet.examples")
        # What was done before it opened is undone on the step, where it can be seen.
        for _ in range(3):
            if is_on(app, DetailsScreen):
                send(pilot, "ctrl+z")
                await taken_in(pilot)
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: present(app) == "teacher.cost_per_1k_calls")
        assert field(app).value == ""


async def test_a_source_without_a_number_is_told_what_it_waits_for() -> None:
    async with driven(new()) as (app, pilot):
        screen = await open_details(pilot, "upfront.data_generation")
        await until(pilot, lambda: "= build" in shown(app))
        await screen.form.focus_question("details.source")
        await until(pilot, lambda: "Kept once the number itself is typed" in shown(app))
        # What would only type a sign is not promised as a key.
        await until(pilot, lambda: "= build" not in shown(app))
        send(pilot, *"a=b", "up", "up", *"900", "down", "down")
        await until(pilot, lambda: "Kept once" not in shown(app))
        entry = screen.answers.get("upfront.data_generation")
        assert entry is not None
        assert (entry.value.likely, entry.source) == (900, "a=b")


async def test_the_bill_stands_in_for_a_cost_per_call_and_says_so() -> None:
    app = new()
    key = "teacher.cost_per_1k_calls"
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, "volume.calls_per_month")
        send(pilot, *"3M")
        await at(pilot, "teacher.bill_per_month")
        send(pilot, *"9700")
        await until(pilot, lambda: "▸ USD 3.2333 per 1,000" in shown(app))
        screen = await open_details(pilot, key)
        total = screen.query_one("#details-sum", Static)
        await until(pilot, lambda: "Bill = USD 3.2333 per 1,000 calls" in str(total.render()))
        send(pilot, *"4")
        await until(pilot, lambda: "typed above wins" in str(total.render()))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "▸ USD 3.2333" not in shown(app))


async def test_hosting_stands_beside_the_fixed_cost() -> None:
    async with driven(sample("growing_product_search"), (120, 40)) as (app, pilot):
        await open_details(pilot, "student.fixed_cost_per_month")
        await until(pilot, lambda: "Hosting = " in shown(app))
        await until(pilot, lambda: details(app).form.rows[-1].is_mounted)
        before = str(details(app).query_one("#details-sum", Static).render())
        await details(app).form.focus_question("student.hosting.min_replicas")
        send(pilot, "9")
        await until(
            pilot, lambda: str(details(app).query_one("#details-sum", Static).render()) != before
        )


def signs(app: PaybackApp) -> list[str]:
    """What stands before each row in sight."""
    lines = text_of(table(app).query_one(TableGrid)).splitlines()[2:]
    found = [line.split()[0] for line in lines if line.split()]
    return [sign for sign in found if sign == "+" or sign.isdecimal()]


async def test_rows_are_added_edited_removed_and_undone() -> None:
    app = complete()
    key = "quality.slices"

    def names() -> list[str]:
        entry = answers(app).get(key)
        if entry is None:
            return []
        assert isinstance(entry.value, Table)
        return [row.cells["name"].text for row in entry.value.rows if "name" in row.cells]

    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, key)
        await until(pilot, lambda: "▸ 2: billing, fraud" in shown(app))
        send(pilot, "space")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app) == "name")
        await until(pilot, lambda: field(app).value == "billing")
        rows = table(app).query_one(TableGrid)
        # All rows stand there, and one to begin the next in.
        await until(pilot, lambda: signs(app) == ["1", "2", "+"])

        # Typed right before the key that goes to another row: it stays in its own.
        send(pilot, "2", "down", "3", "up")
        await until(pilot, lambda: names() == ["billing2", "fraud3"])
        await until(pilot, lambda: field(app).value == "billing2")

        send(pilot, "ctrl+a")
        await until(pilot, lambda: table(app).row_id == "3" and present(app) == "name")
        # Nothing typed: no row.
        assert len(names()) == 2
        send(pilot, *"spam", "tab", *"5%", "tab", *"x")
        await until(pilot, lambda: names() == ["billing2", "fraud3", "spam"])
        await until(pilot, lambda: "✗ x" in text_of(rows))
        assert signs(app) == ["1", "2", "3", "+"]

        # Back with shift+tab, and with the mouse on a cell.
        send(pilot, "up", "shift+tab", "shift+tab")
        await until(pilot, lambda: present(app) == "name" and field(app).value == "fraud3")
        await pilot.click(offset=(5, rows.region.y + 2))
        await until(pilot, lambda: table(app).row_id == "1" and present(app) == "name")

        await pilot.click("#remove")
        await until(pilot, lambda: names() == ["fraud3", "spam"])
        await until(pilot, lambda: table(app).row_id == "2" and present(app) == "name")
        send(pilot, "ctrl+z")
        await until(pilot, lambda: names() == ["billing2", "fraud3", "spam"])
        await until(pilot, lambda: table(app).row_id == "1" and present(app))
        await until(pilot, lambda: field(app).value == "billing2")
        send(pilot, "ctrl+y")
        await until(pilot, lambda: names() == ["fraud3", "spam"])
        # All of them: then there is no answer any more, and the form waits for a first row.
        send(pilot, "ctrl+d")
        await until(pilot, lambda: table(app).row_id == "3" and present(app))
        assert len(names()) == 2
        send(pilot, "ctrl+d")
        await until(pilot, lambda: len(names()) == 1)
        send(pilot, "ctrl+d")
        await until(pilot, lambda: key not in answers(app))
        await until(pilot, lambda: signs(app) == ["+"])
        send(pilot, "ctrl+d")
        await until(pilot, lambda: present(app) == "name")
        send(pilot, *"only")
        await until(pilot, lambda: names() == ["only"])
        await pilot.click("#add")
        await until(pilot, lambda: table(app).row_id == "2" and present(app))
        await pilot.click("#close")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "▸ 1: only" in shown(app))


async def test_pairs_of_name_and_value() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "upfront.other")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        await until(pilot, lambda: field(app).value == "licence")
        send(pilot, "tab", "backspace", "9")
        await until(pilot, lambda: "59" in text_of(table(app).query_one(TableGrid)))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert app.session is not None
        assert app.session.dirty


@pytest.mark.parametrize(
    ("keys", "why"), [(("shift+tab", *"audit"), "✗ audit"), (("4", "k"), "✗ 4k")]
)
async def test_half_a_pair_is_marked_not_said_to_be_saved_and_kept(
    tmp_path: Path, keys: tuple[str, ...], why: str
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    async with driven(PaybackApp(session=OpenSession.open(path)), (120, 40)) as (app, pilot):
        await at(pilot, "upfront.other")
        send(pilot, "enter", "ctrl+a", "tab", *keys)
        await until(pilot, lambda: why in shown(app))
        await until(pilot, lambda: "yet; until then it neither" in shown(app))
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen) and "✗ 1 wrong" in shown(app))
        assert "yet; until then it neither" in joined(shown(app).splitlines())
        send(pilot, "ctrl+s")
        await until(pilot, lambda: is_on(app, ConfirmScreen) and app.focused)
        send(pilot, "enter")
        await until(pilot, lambda: "but for Other upfront costs" in said(app))
        await until(pilot, lambda: "not saved" in shown(app).splitlines()[0])
        kept = autosave.Slot().place.parent
        await until(pilot, lambda: any(kept.glob("*.json")))
        # And finished, it is saved without a word.
        await at(pilot, "upfront.other")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        await table(app).go(table(app).table.rows[-1].id)
        send(pilot, "ctrl+u", *"audit", "tab", "ctrl+u", "4", "k", "ctrl+s", "escape")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert "audit = 4000" in path.read_text("utf-8")


async def test_unusable_answers_are_named_before_saving_the_rest(tmp_path: object) -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, CALLS)
        send(pilot, "x")
        await at(pilot, "quality.slices")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app))
        send(pilot, "tab", "x", "ctrl+s")
        await until(pilot, lambda: not is_on(app, TableScreen))
        # A new case is asked for its name first.
        await until(pilot, lambda: app.focused is not None)
        field(app).value = f"{tmp_path}/case.toml"
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, ConfirmScreen))
        await until(pilot, lambda: "Calls per month and Slices" in shown(app))
        await pilot.click("#stay")
        await until(pilot, lambda: is_on(app, TableScreen))
        assert app.session is not None
        assert app.session.dirty


async def test_another_row_is_shown_at_the_same_column() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "quality.slices")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app) == "name")
        send(pilot, "tab", "down")
        await until(pilot, lambda: table(app).row_id == "2" and present(app) == "share")
        send(pilot, "up")
        await until(pilot, lambda: table(app).row_id == "1" and present(app) == "share")


async def test_rows_that_contradict_each_other_are_marked_with_the_reason() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await at(pilot, "quality.slices")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app) == "name")
        for row in ("1", "2"):
            await table(app).go(row, SLICES.column("share"))
            send(pilot, "ctrl+u")
            await until(pilot, lambda: field(app).value == "")
        send(pilot, *"40%")
        await until(pilot, lambda: "✗ 40%" in text_of(table(app).query_one(TableGrid)))
        await until(pilot, lambda: "give every slice a share, or none" in shown(app))
        assert "✗ conflict" in shown(app)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "✗ 1 wrong" in shown(app))
        # And what is wrong, and in which row.
        assert "✗ Slices, 2: Share of traffic. Is stated here" in shown(app)
        assert "! 7 Quality" in shown(app)


async def test_from_details_and_tables_one_goes_wherever_the_steps_lead() -> None:
    async with driven(complete()) as (app, pilot):
        for key, screen in ((CALLS, DetailsScreen), ("quality.slices", TableScreen)):

            async def open_it() -> None:
                await at(pilot, key)
                send(pilot, "enter" if screen is TableScreen else "ctrl+r")
                await until(pilot, lambda: is_on(app, screen) and present(app))

            await open_it()
            send(pilot, "ctrl+u", *"9M", "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen))
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, StepScreen))
            await open_it()
            # Whatever is typed right after the key is part of the name.
            send(pilot, "ctrl+o", *"owner")
            await until(pilot, lambda: is_on(app, JumpScreen) and field(app).value == "owner")
            send(pilot, "enter")
            await until(pilot, lambda: is_on(app, StepScreen) and present(app) == "task.owner")
            await open_it()
            send(pilot, "f1")
            await until(pilot, lambda: is_on(app, HelpScreen))
            send(pilot, "escape")
            await until(pilot, lambda: is_on(app, screen))
            labels = {command.title for command in app.get_system_commands(app.screen)}
            for name in ("verdict", "jump", "help", "quit", "save-as", "missing", "home"):
                assert action(name).label in labels
            send(pilot, "escape")
            await until(pilot, lambda: is_on(app, StepScreen))
        assert texts(answers(app))[CALLS] == "9M"
        # All is there: what is missing is the verdict itself.
        await open_details(pilot, CALLS)
        send(pilot, *action("missing").keys.split(",")[:1])
        await until(pilot, lambda: is_on(app, VerdictScreen))


async def test_what_is_missing_is_gone_through_round_and_round() -> None:
    async with driven(sample("unfinished_draft")) as (app, pilot):
        await until(pilot, lambda: present(app))
        missing = steps(app).assessment.missing
        assert len(missing) > 1
        (key,) = action("missing").keys.split(",")
        for wanted in (*missing, *missing):
            send(pilot, key)
            await until(pilot, lambda: present(app) == wanted, f"{wanted}: {present(app)}")


async def test_the_details_of_a_text_speak_of_no_range() -> None:
    async with driven(complete()) as (app, pilot):
        for key in ("currency", "title", "task.breadth"):
            await open_details(pilot, key)
            await until(pilot, lambda: "?" in text_of(app.screen.query_one(HelpStrip)))
            assert "chance in ten" not in shown(app)
            send(pilot, "escape")
            await until(pilot, lambda: is_on(app, StepScreen))
        await open_details(pilot, CALLS)
        await until(pilot, lambda: "chance in ten" in shown(app))


async def test_details_of_a_cell_keep_the_reason_why_it_is_not_usable() -> None:
    async with driven(complete(), (120, 40)) as (app, pilot):
        await at(pilot, "upfront.other")
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and present(app) == "name")
        send(pilot, "tab", "ctrl+u", "x")
        await until(pilot, lambda: "✗ not a number" in shown(app))
        send(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, ProvenanceScreen))
        send(pilot, "1", "escape")
        await until(pilot, lambda: is_on(app, TableScreen))
        await taken_in(pilot)
        assert "✗ not a number" in shown(app)


async def test_an_answer_that_is_probably_not_meant_is_doubted_where_it_stands() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "teacher.cost_per_1k_calls")
        send(pilot, *"4")
        await at(pilot, "teacher.bill_per_month")
        send(pilot, *"9700")
        await until(pilot, lambda: "! Please check: does not count:" in shown(app))
        # Understood it is all the same.
        assert "= USD 9,700 per month." in shown(app)
        screen = await open_details(pilot, "teacher.cost_per_1k_calls")
        await screen.form.focus_question("teacher.tokens.output_price")
        send(pilot, *"0.00001")
        await until(pilot, lambda: "! Please check: is 0.00001 per" in shown(app))
        send(pilot, "ctrl+u", *"10")
        await until(pilot, lambda: "Please check" not in shown(app))
