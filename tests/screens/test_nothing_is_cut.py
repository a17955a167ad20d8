"""Room goes where it is needed: at each question nothing is cut while cells or lines are free.

A few questions at each size here; every question at every size where all of it is tried.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from rules.questions import STEPS
from rules.questions.labelled import shortest_with_unit, with_unit
from screens.fields.choice_row import ChoiceRow
from screens.fields.columns import BESIDE, GAP
from screens.fields.row import QuestionRow
from screens.fields.text_row import TextRow
from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.widgets.form import QuestionForm
from screens.widgets.help_strip import HelpStrip
from screens.widgets.table_grid import TableGrid
from screens.widgets.verdict_panel import VerdictPanel
from tests.depth import DEEP, sized
from tests.screens.drive import (
    at,
    driven,
    is_on,
    joined,
    new,
    present,
    press,
    sample,
    shown,
    steps,
    text_of,
    until,
)
from wizard.app.app import PaybackApp

SIZES = [(80, 24), (100, 30), (110, 32), (120, 40), (160, 50), (60, 20)]
ASKED = [question.key for step in STEPS for question in step.questions if question.builds is None]
CASES = ("support_ticket_classifier", "growing_product_search", "new")
CUT = "…"


def chosen(width: int) -> list[str]:
    """The questions that are looked at in a width: others in each, in the order of the steps."""
    picked = random.Random(width).sample(range(len(ASKED)), sized(5, len(ASKED)))
    return [ASKED[number] for number in sorted(picked)]


@pytest.mark.parametrize("case", CASES if DEEP else CASES[:1])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_at_any_question(size: tuple[int, int], case: str) -> None:
    app = new() if case == "new" else sample(case)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: present(app))
        for key in chosen(size[0]):
            if steps(app).form.row(key) is None and key not in _asked(app):
                # It depends on another answer.
                continue
            await at(pilot, key)
            await until(pilot, lambda: all(row.is_mounted for row in steps(app).form.rows))
            found = [*_rows(app), *_help(app), *_panel(app)]
            assert not found, f"at {key}: {found}\n{shown(app)}"


def _asked(app: PaybackApp) -> set[str]:
    """The keys of all questions that are asked now."""
    case = steps(app)
    return {
        one.key
        for step in case.steps
        for one in step.questions
        if one.builds is None and (one.visible_when is None or one.visible_when(case.answers))
    }


def _seen(widget: Widget) -> list[str]:
    """The lines of a widget, without what stands beside it."""
    region = widget.region
    lines = shown(widget.app).splitlines()[region.y : region.bottom]
    return [line[region.x : region.right] for line in lines]


def _rows(app: PaybackApp) -> list[str]:
    """What is cut in rows that have room for it."""
    form = steps(app).form
    found = []
    for row in form.rows:
        if not form.region.contains_region(row.region):
            continue
        line = _seen(row)[0]
        if CUT in line and (missing := _cut(row, line)):
            found.append(f"{row.question.key}: {missing} in {line!r}")
    return found


def _cut(row: QuestionRow, line: str) -> str:
    """Which of label, answer and note is cut though all three have room in the row."""
    word, _ = row.word()
    label = shortest_with_unit(row.question, row.currency)
    parts = {"note": word, "label": row.question.label, "answer": _answer(row)}
    needed = cell_len(label) + BESIDE + row.field.gutter.width + _wanted(row)
    needed += cell_len(word) + GAP if word else 0
    if needed > row.size.width:
        # Not all of them fit. Then a field that is cut is filled to its end.
        field = line[row.field.region.x - row.region.x : row.field.region.right - row.region.x]
        return "" if CUT in field or not field.endswith("   ") else "a field with room to spare"
    return next((name for name, text in parts.items() if text and text not in line), "")


def _answer(row: QuestionRow) -> str:
    if isinstance(row, TextRow):
        return row.input.value
    return f"● {row.choice.value}" if isinstance(row, ChoiceRow) and row.choice.value else ""


def _wanted(row: QuestionRow) -> int:
    return row.wanted(0) if isinstance(row, ChoiceRow) else cell_len(_answer(row)) + 1


def _help(app: PaybackApp, *beside: Sequence[str]) -> list[str]:
    """What is cut in the help while lines are empty, of it or of what stands beside it."""
    strip = app.screen.query_one(HelpStrip)
    lines, question = _seen(strip), strip.question
    assert question is not None
    whole = joined(lines)
    free = any(not line.strip() for one in (*beside, lines) for line in one)
    said = [question.prompt, question.why, question.where_to_find]
    cut = [one for one in said if joined([one]) not in whole]
    found = [f"help while lines are free: {cut}"] if free and cut else []
    if CUT in whole and free:
        found.append(f"{CUT} in the help while lines are free")
    form = app.screen.query_one(QuestionForm)
    if form.max_scroll_y > 0 and strip.outer_size.height > strip.least_lines:
        found.append("rows have to scroll while the help has lines to spare")
    return found


@pytest.mark.part(4)
@pytest.mark.parametrize(
    "size", [(80, 24), (60, 20), (100, 30)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize(
    "key", ["teacher.cost_per_1k_calls", "student.cost_per_1k_calls", "upfront.data_generation"]
)
async def test_in_the_details(size: tuple[int, int], key: str) -> None:
    async with driven(sample("support_ticket_classifier"), size) as (app, pilot):
        await at(pilot, key)
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) and app.focused)
        form = app.screen.query_one(QuestionForm)
        for _ in form.rows:
            assert not _help(app, _seen(form)), shown(app)
            await press(pilot, "down")


@pytest.mark.part(4)
@pytest.mark.parametrize("key", ["quality.slices", "alternatives", "upfront.other"])
@pytest.mark.parametrize(
    "size", [(80, 24), (60, 20), (100, 30)], ids=lambda size: f"{size[0]}x{size[1]}"
)
async def test_in_a_table(size: tuple[int, int], key: str) -> None:
    async with driven(sample("support_ticket_classifier"), size) as (app, pilot):
        await at(pilot, key)
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, TableScreen) and app.focused)
        # In a row of its own, and in one that cannot be used.
        grid = app.screen.query_one(TableGrid)
        for _ in grid.question.columns:
            assert not _help(app, _seen(grid)), shown(app)
            await press(pilot, "tab")
        before = grid.outer_size.height
        await press(pilot, "ctrl+a", *"one more", "down", *"and another", "down")
        await until(pilot, lambda: size[1] < 24 or grid.outer_size.height >= before)
        assert not _help(app, _seen(grid)), shown(app)


def _panel(app: PaybackApp) -> list[str]:
    panel = app.screen.query_one(VerdictPanel)
    return ["the panel"] if CUT in joined(_seen(panel)) else []


@pytest.mark.part(7)
@pytest.mark.parametrize("width", [60, 80, 99, 100, 104, 106, 107, 110, 115, 118, 120, 121, 160])
async def test_a_title_a_range_and_a_chosen_option_are_whole(width: int) -> None:
    async with driven(sample("support_ticket_classifier"), (width, 30)) as (app, pilot):
        await at(pilot, "title")
        await until(pilot, lambda: "Support-ticket classifier" in text_of(steps(app).form))
        assert "● narrow" in text_of(steps(app).form)
        assert "● available" in text_of(steps(app).form)
        await at(pilot, "volume.calls_per_month")
        await until(pilot, lambda: "6M (4.5M..8M)" in text_of(steps(app).form))
        assert "measured" in text_of(steps(app).form)
        for row in steps(app).form.rows:
            assert with_unit(row.question, row.currency) in shown(app)
