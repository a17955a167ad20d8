"""The tutorial, typed in full, gives the answers of the sample it follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from rules.answers.answers import Answers, Table
from rules.questions import QUESTIONS, STEPS, Question, sheets_beside, worksheet
from screens.overlays.provenance import ProvenanceScreen
from screens.widgets.worksheets import inputs_of
from tests.screens.drive import Driver, details, paste, press, steps, table, until
from tests.wizard.cases import SAMPLES
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import read_session, session_of
from wizard.sessions.template import empty_session

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"


class Line(NamedTuple):
    """One row of a table of the tutorial."""

    label: str
    text: str
    basis: str
    source: str


class Block(NamedTuple):
    """A table of the tutorial, and what it says it belongs to."""

    step: str
    worksheet_of: str
    rows_of: str
    lines: tuple[Line, ...]


def blocks() -> Iterator[Block]:
    """The tables of the tutorial, in order."""
    step = worksheet_of = rows_of = ""
    lines: list[Line] = []
    for text in [*TUTORIAL.read_text("utf-8").splitlines(), ""]:
        row = re.fullmatch(r"\| (.+?) \| `(.+?)` \| ?(.*?) ?\| ?(.*?) ?\|", text)
        if row:
            lines.append(Line(*row.groups()))
            continue
        if lines:
            yield Block(step, worksheet_of, rows_of, tuple(lines))
            lines, worksheet_of = [], ""
        if heading := re.fullmatch(r"## \d (.+)", text):
            step, rows_of = heading[1], ""
        elif found := re.fullmatch(r"Worksheet of \*(.+)\*:", text):
            worksheet_of = found[1]
        elif found := re.match(r"Rows of \*(.+?)\*", text):
            rows_of = found[1]


def labelled(questions: Any, label: str) -> Question:
    return next(one for one in questions if one.label == label)


def of_step(title: str, label: str) -> Question:
    step = next(one for one in STEPS if one.title == title)
    return labelled(step.questions, label)


def test_tables_of_the_tutorial_stand_in_the_order_of_the_screen() -> None:
    """Whoever types one line after another, and enter, gets each into its field."""
    for block in blocks():
        if block.rows_of:
            asked = of_step(block.step, block.rows_of).columns
        elif block.worksheet_of:
            number = of_step(block.step, block.worksheet_of)
            asked = tuple(one for key in sheets_beside(number.key) for one in inputs_of(key))
        else:
            asked = next(one for one in STEPS if one.title == block.step).questions
        places = [[one.label for one in asked].index(line.label) for line in block.lines]
        assert places == sorted(places), [line.label for line in block.lines]


async def enter(pilot: Driver, question: Question, line: Line, *, nested: bool) -> None:
    """Fill in the field that has the focus, and the details of its number."""
    if question.choices or question.kind == "yes/no":
        await press(pilot, *line.text)
        return
    await paste(pilot, line.text)
    if not line.basis:
        return
    await press(pilot, "ctrl+r")
    if nested:
        await until(pilot, lambda: isinstance(pilot.app.screen, ProvenanceScreen))
    else:
        details(pilot.app)
        await press(pilot, "down")
    bases = ("measured", "quoted", "estimated", "assumed")
    await press(pilot, str(bases.index(line.basis) + 1), "down")
    await paste(pilot, line.source)
    depth = len(pilot.app.screen_stack)
    await press(pilot, "escape")
    await until(pilot, lambda: len(pilot.app.screen_stack) < depth)


async def follow(pilot: Driver) -> None:
    for block in blocks():
        if block.rows_of:
            await add_row(pilot, block)
        elif block.worksheet_of:
            await fill_worksheet(pilot, block)
        else:
            for line in block.lines:
                question = of_step(block.step, line.label)
                await steps(pilot.app).go_to(question.key)
                await focus(pilot, question)
                await enter(pilot, question, line, nested=False)


async def focus(pilot: Driver, question: Question) -> None:
    """Wait until a question has the focus."""
    await until(pilot, lambda: focused_on(pilot, question.key), question.key)


def focused_on(pilot: Driver, key: str) -> bool:
    present = getattr(pilot.app.screen, "form", None)
    row = present.present if present is not None else None
    return row is not None and row.question.key == key


async def fill_worksheet(pilot: Driver, block: Block) -> None:
    number = of_step(block.step, block.worksheet_of)
    await steps(pilot.app).go_to(number.key)
    await focus(pilot, number)
    await press(pilot, "=")
    sheet = [one for key in sheets_beside(number.key) for one in worksheet(key)]
    for line in block.lines:
        question = labelled(sheet, line.label)
        await details(pilot.app).form.focus_question(question.key)
        await focus(pilot, question)
        await enter(pilot, question, line, nested=True)
    await press(pilot, "escape")
    await until(pilot, lambda: pilot.app.screen is steps(pilot.app))


async def add_row(pilot: Driver, block: Block) -> None:
    question = of_step(block.step, block.rows_of)
    await steps(pilot.app).go_to(question.key)
    await focus(pilot, question)
    await press(pilot, "enter")
    if table(pilot.app).table.rows:
        await press(pilot, "ctrl+a")
    for line in block.lines:
        column = labelled(question.columns, line.label)
        while table(pilot.app).column is not column:
            await press(pilot, "tab")
        await focus(pilot, column)
        await enter(pilot, column, line, nested=True)
    await press(pilot, "escape")
    await until(pilot, lambda: pilot.app.screen is steps(pilot.app))


def plain(answers: Answers) -> dict[str, Any]:
    """Values by key; rows as their cells' values."""
    return {
        key: [row.values() for row in entry.value.rows]
        if isinstance(entry.value, Table)
        else entry.value
        for key, entry in answers.items()
        if key in QUESTIONS
    }


async def test_typed_in_full_it_gives_the_answers_of_its_sample() -> None:
    app = PaybackApp(session=OpenSession(session_of(empty_session(date(2026, 11, 24)))))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: steps(app).form.present)
        # The day of the example is typed over that of the new case.
        app.session.answer("as_of", None)  # type: ignore[union-attr]
        steps(app).show_answers(app.session.answers)  # type: ignore[union-attr]
        await follow(pilot)
        assert app.session is not None
        sample = read_session(SAMPLES["support_ticket_classifier"])
        assert plain(app.session.answers) == plain(sample.answers)
        assert app.session.assess().verdict is not None
        assert app.session.assess().verdict.id == "strong"  # type: ignore[union-attr]
