"""Fields and panels where there is less room than they would like: nothing ends without a sign."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from screens.fields.cut import cut
from screens.fields.one_line import OneLine
from screens.keys import action
from screens.overlays.jump import JumpScreen
from screens.pages.step import StepScreen
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import (
    answers,
    at,
    complete,
    driven,
    field,
    is_on,
    paste,
    present,
    press,
    said,
    sample,
    send,
    shown,
    steps,
    text_of,
    texts,
    until,
)
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession


@pytest.mark.parametrize(
    ("text", "width", "left"),
    [
        ("short", 5, "short"),
        ("a sentence", 6, "a sen…"),
        ("▸ USD 3.325", 9, "▸ USD…"),
        ("USD 3,325 a year", 12, "USD 3,325 a…"),
        ("12345", 3, "…"),
        ("....... or more", 5, "....…"),
        ("12345678901234567890", 12, "20 digits"),
        ("1234567890123456 tokens of 12 slices", 12, "16 digits…"),
        ("gpt-4 turbo", 8, "gpt-4 t…"),
        ("x", 0, ""),
    ],
)
def test_a_text_is_cut_with_a_sign_and_never_inside_a_number(
    text: str, width: int, left: str
) -> None:
    assert cut(text, width) == left


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_field_that_shows_a_part_only_says_so(size: tuple[int, int]) -> None:
    app = complete()
    text = "Sorts each incoming support ticket into one of the queues there are, by what it says"
    async with app.run_test(size=size) as pilot:
        await at(pilot, "title")
        send(pilot, "ctrl+u", *text)
        await until(pilot, lambda: texts(answers(app)).get("title") == text)
        # While one types, the end is to be seen.
        await until(pilot, lambda: "by what it says" in text_of(field(app)))
        typed = field(app)
        send(pilot, "down")
        await until(pilot, lambda: app.focused is not typed)
        await until(pilot, lambda: "…" in text_of(typed))
        assert "Sorts each" in text_of(typed)


async def test_a_paste_of_megabytes_is_refused_in_words_and_the_field_stays_as_it_is() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "title")
        before = field(app).value
        await paste(pilot, "日本é" * 400_000)
        await until(pilot, lambda: "1,200,000" in said(app))
        assert "100,000" in said(app)
        await paste(pilot, "x" * 50_000)
        await until(pilot, lambda: field(app).value == before + "x" * 50_000)


async def test_cells_that_are_pasted_as_a_name_are_its_words() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "title")
        await press(pilot, "ctrl+u")
        await paste(pilot, "support\ttickets\r\nof spring\t")
        await until(pilot, lambda: field(app).value == "support tickets of spring")


async def test_what_a_file_holds_and_cannot_be_used_is_shown_and_led_to() -> None:
    text = """\
schema = 1
title = "Nasty"
[task]
breadth = "sideways"
[volume]
calls_per_month = { likely = 5, low = 9, high = 3 }
monthly_growth = 0.9
share_moved = "half"
"""
    async with driven(PaybackApp(session=OpenSession.new(text))) as (app, pilot):
        await until(pilot, lambda: present(app))
        panel = app.screen.query_one(VerdictPanel)
        await until(pilot, lambda: "4 answers not usable, left out: F" in text_of(panel))
        await at(pilot, "task.owner")
        await until(pilot, lambda: "✗ sideways" in shown(app))
        assert "✗ not a choice" in shown(app)
        await at(pilot, "volume.fallback_rate")
        await until(pilot, lambda: "5 (9..3)" in shown(app))
        for word in ("✗ out of range", "✗ out of bounds", "✗ not a number"):
            assert word in shown(app)
        wanted = steps(app).assessment.to_mend
        assert "volume.monthly_growth" in wanted
        await steps(app).go_to("title")
        for one in wanted:
            send(pilot, action("missing").keys)
            await until(pilot, lambda: present(app) == one, f"{one}: {present(app)}")


@pytest.mark.parametrize("width", [40, 60, 70, 80, 90, 99])
async def test_the_verdict_line_ends_in_a_whole_word(width: int) -> None:
    async with driven(sample("low_volume_contract_review"), (width, 24)) as (app, pilot):
        await until(pilot, lambda: present(app))
        panel = app.screen.query_one(VerdictPanel)
        line = text_of(panel).rstrip()
        verdict = steps(app).assessment.verdict
        assert verdict is not None
        assert "…" not in line
        if "held back by" in line:
            titles = [one.title_within for one in steps(app).assessment.fired]
            assert line.endswith((*titles, "rule", "rules"))
            assert not any(one in line for one in verdict.capped_by)


async def test_a_sum_of_a_worksheet_stands_where_there_is_room_for_it() -> None:
    async with driven(sample("support_ticket_classifier"), (120, 40)) as (app, pilot):
        await at(pilot, "teacher.retires_on")
        row = next(
            one for one in steps(app).form.rows if one.question.key == "teacher.cost_per_1k_calls"
        )
        await until(pilot, lambda: "▸ USD" in text_of(row.field))
        assert "▸ USD 3.325 " in text_of(row.field)


async def test_a_search_without_a_match_says_so() -> None:
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+o")
        await until(pilot, lambda: is_on(app, JumpScreen))
        send(pilot, *"zzz")
        await until(pilot, lambda: "No question has zzz in its name" in shown(app))
        send(pilot, "down", "enter", "ctrl+u", *"owner", "enter")
        await until(pilot, lambda: is_on(app, StepScreen) and present(app) == "task.owner")


class Narrowing(App[None]):
    """A line that gets another width while somebody types into it."""

    def compose(self) -> ComposeResult:
        yield OneLine()


async def test_what_is_typed_stays_in_sight_in_another_width() -> None:
    app = Narrowing()
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.query_one(OneLine)
        line.insert_text_at_cursor("a rather long text that goes on and on and has an END")
        for width in (50, 30, 12, 40):
            line.styles.width = width
            await pilot.pause()
            assert line.size.width == width
            assert line.render_line(0).text.rstrip().endswith("END")


async def test_a_tab_of_a_file_is_one_sign_beside_which_the_cursor_stands(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    before = 'schema = 1\ntitle = "a\\tb"\n[task]\ndescription = """\none\ntwo\tthree"""\n'
    path.write_text(before, encoding="utf-8")
    async with driven(PaybackApp(session=OpenSession.open(path))) as (app, pilot):
        await at(pilot, "title")
        title = field(app)
        assert text_of(title).split() == ["▌Title", "a␉b"]
        send(pilot, "end", "left")
        await until(pilot, lambda: title.cursor_position == 2)
        assert title.cursor_screen_offset.x == title.content_region.x + 2
        assert "a␉b" in shown(app).splitlines()[0]
        await at(pilot, "task.description")
        description = field(app)
        assert "one␊two␉three" in text_of(description)
        await at(pilot, "task.owner")
        send(pilot, *"platform")
        await until(pilot, lambda: texts(answers(app)).get("task.owner") == "platform")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "platform" in path.read_text("utf-8"))
        saved = path.read_text("utf-8")
        assert saved.startswith(before)
        await at(pilot, "title")
        send(pilot, "end", "Z")
        await until(pilot, lambda: texts(answers(app)).get("title") == "a\tbZ")
