"""Sessions of every sort on every screen: samples, all keys, contradictions, hostile text."""

from __future__ import annotations

import pytest

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.entries import parse_entry
from rules.questions import QUESTIONS, STEPS, Kind, Question
from screens.fields.choice_row import options
from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.widgets.lines import Lines
from tests.screens.drive import (
    Driver,
    at,
    complete,
    driven,
    is_on,
    new,
    present,
    said,
    sample,
    send,
    shown,
    steps,
    taken_in,
    until,
)
from tests.wizard.cases import SAMPLES
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession

CANARY = "\x1b]52;c;aGk=\x07[b]\x9b31m\u202e[@click=app.quit]x[/]{{7*7}} \x00$(id)"
"""What a terminal, a markup or a template would obey, in one text."""
HARMFUL = [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u202e"]


def answered(question: Question, *, text: str | None = None) -> Entry | None:
    """An answer to a question, of whatever kind."""
    path = tuple(question.key.split("."))
    if question.columns:
        cells = {}
        for column in question.columns:
            entry = answered(column, text=text)
            if entry is not None:
                cells[column.key] = entry
        return Entry("", Table((Row("1", cells), Row("2", cells))))
    if question.kind is Kind.TEXT and text is not None:
        return Entry(text, text)
    if question.choices or question.kind is Kind.YES_NO:
        return parse_entry(question, options(question)[0].value, path=path)
    return parse_entry(question, question.example.partition(" or ")[0], path=("details",))


def filled(*, text: str | None = None) -> PaybackApp:
    """The wizard on a session with every question answered."""
    session = OpenSession.new("schema = 1\n")
    entries = {
        key: entry
        for key, question in QUESTIONS.items()
        if (entry := answered(question, text=text)) is not None
    }
    session.apply(Answers(entries))
    return PaybackApp(session=session)


async def tour(pilot: Driver, every: int) -> str:
    """Look at every screen there is of the case, and at every so many lines of it.

    Returns:
        Everything that was shown.
    """
    app, pages = pilot.app, []

    async def look() -> None:
        await taken_in(pilot)
        pages.append(shown(app))

    for number in range(len(STEPS)):
        await steps(app).show_step(number)
        await until(pilot, lambda: steps(app).form.rows[-1].is_mounted)
        for row in steps(app).form.rows[::every]:
            await steps(app).form.focus_question(row.question.key)
            await look()
    opened = [key for key, question in QUESTIONS.items() if question.columns]
    sheets = ("upfront.data_generation", "student.fixed_cost_per_month")
    for key in (*opened, "title", *sheets)[:: max(1, every // 4)]:
        await at(pilot, key)
        if is_on(app, StepScreen):
            send(pilot, "enter" if key in opened else "ctrl+r")
        await until(pilot, lambda: is_on(app, DetailsScreen) or is_on(app, TableScreen))
        await until(pilot, lambda: present(app))
        await look()
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    lines = app.screen.query_one(Lines)
    for index in range(0, lines.option_count, 3 * every):
        lines.highlighted = index
        await look()
    send(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, StepScreen))
    return "\n".join(pages)


@pytest.mark.part(3)
@pytest.mark.parametrize("name", list(SAMPLES))
async def test_a_sample_opens_on_every_screen(name: str) -> None:
    async with driven(sample(name), (100, 30)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await tour(pilot, every=30)
        assert said(app) == ""
        assert app.session is not None
        # Looking changes nothing.
        assert not app.session.dirty


async def test_a_session_with_every_key() -> None:
    async with driven(filled(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: present(app))
        pages = await tour(pilot, every=2)
        for question in (one for step in STEPS for one in step.questions):
            assert question.builds or question.label in pages
        assert said(app) == ""


async def test_no_text_of_a_session_is_obeyed() -> None:
    app = filled(text=CANARY)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: present(app))
        raw = await tour(pilot, every=4)
        # The text is there, as far as a line goes, and none of it did anything.
        assert "[b]" in raw
        assert "[@click=app.quit]" in raw
        app.notify(CANARY, markup=False)
        send(pilot, "ctrl+r", "escape", "f3")
        await until(pilot, lambda: not is_on(app, StepScreen))
        await taken_in(pilot)
        for screen in app.screen_stack:
            filtered = [
                strip.apply_filter(app.get_line_filters()[-1], app.screen.background_colors[1]).text
                for strip in screen._compositor.render_strips()
            ]
            assert not [sign for sign in HARMFUL for line in filtered if sign in line]
        assert not app._exit


async def test_a_contradictory_and_an_unusable_session() -> None:
    async with driven(complete(), (100, 30)) as (app, pilot):
        await at(pilot, "volume.share_moved")
        send(pilot, *"0%")
        await at(pilot, "volume.fallback_rate")
        send(pilot, *"100%")
        await at(pilot, "student.cost_per_1k_calls")
        send(pilot, "x")
        await until(pilot, lambda: steps(app).assessment.verdict is None)
        await tour(pilot, every=20)
        assert steps(app).assessment.verdict is None
    async with driven(new(), (100, 30)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await tour(pilot, every=20)
