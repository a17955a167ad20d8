"""The report screen: a preview that follows, and a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Static

from screens.overlays.confirm import ConfirmScreen
from screens.overlays.palette import Palette
from screens.overlays.save_as import SaveAsScreen
from screens.pages.report import MAKING, ReportScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import VerdictScreen
from screens.theme import THEMES
from screens.widgets.report_page import Page, as_text
from tests.screens.drive import (
    Driver,
    complete,
    driven,
    holds_cursor,
    is_on,
    new,
    present,
    press,
    sample,
    send,
    shown,
    taken_in,
    themed,
    until,
)
from tests.wizard.cases import SAMPLES
from tests.wizard.conftest import Payback
from wizard.app.app import PaybackApp
from wizard.reports import formats
from wizard.reports.content import Rendered
from wizard.sessions.open_session import OpenSession

WORKED = "support_ticket_classifier"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A session in a folder of its own."""
    folder = tmp_path / "cases"
    folder.mkdir()
    return Path(shutil.copy(SAMPLES[WORKED], folder / "tickets.toml"))


def opened(case: Path, **more: Any) -> PaybackApp:
    return PaybackApp(session=OpenSession.open(case), **more)


async def on_report(pilot: Driver, app: PaybackApp) -> ReportScreen:
    await until(pilot, lambda: present(app))
    await press(pilot, "ctrl+l")
    await until(pilot, lambda: is_on(app, VerdictScreen))
    await press(pilot, "e")
    return await made(pilot, app)


async def made(pilot: Driver, app: PaybackApp) -> ReportScreen:
    await until(pilot, lambda: is_on(app, ReportScreen))
    screen: Any = app.screen
    await until(pilot, lambda: screen.made is not None and MAKING not in shown(app))
    return screen


async def retype(pilot: Driver, app: PaybackApp, path: Path | str) -> None:
    """Type another path."""
    app.screen.query_one("#report-path").focus()
    await taken_in(pilot)
    send(pilot, "end", "ctrl+u", *str(path))
    await taken_in(pilot)


def said(app: PaybackApp) -> str:
    return str(app.screen.query_one("#said", Static).content)


# ------------------------------------------------------------------------- preview


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_report_is_previewed_at_any_size(size: tuple[int, int], case: Path) -> None:
    async with driven(opened(case), size) as (app, pilot):
        screen = await on_report(pilot, app)
        seen = shown(app)
        assert "[++] Strong case. Payback in 2.4 months at full" in seen
        first, *others = formats.FORMATS
        assert (
            "  ".join((f"1 ● {first}", *(f"{at} ○ {one}" for at, one in enumerate(others, 2))))
            in seen
        )
        assert "Write it" in seen
        assert "w write" in seen
        assert max(map(len, seen.splitlines())) <= size[0]
        await until(pilot, lambda: holds_cursor(app))
        page = screen.query_one(Page)
        # No line is wrapped a second time.
        assert page.size.height == len(page.shown)
        # From the field at hand, which stays.
        before, focused = screen.scroller.scroll_offset, app.focused
        await press(pilot, "pagedown", "pagedown")
        await until(pilot, lambda: "[++] Strong case" not in shown(app))
        await press(pilot, "pageup", "pageup")
        await until(pilot, lambda: screen.scroller.scroll_offset == before)
        assert app.focused is focused
        await press(pilot, "tab", "tab", "tab", "tab", "end")
        await until(pilot, lambda: "Payback 0" in shown(app))


async def test_the_preview_follows_the_audience_at_once(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        screen = await on_report(pilot, app)
        assert "Every number used" in screen.as_text()
        await press(pilot, "tab", "right")
        assert "Every number used" not in screen.as_text()
        assert "The ask" in screen.as_text()
        await press(pilot, "left")
        assert "Every number used" in screen.as_text()


async def test_it_is_laid_out_anew_for_another_width(case: Path) -> None:
    async with driven(opened(case), (120, 40)) as (app, pilot):
        screen = await on_report(pilot, app)
        await pilot.resize_terminal(60, 20)
        page = screen.query_one(Page)
        await until(pilot, lambda: max(map(len, as_text(page.shown).splitlines())) <= 58)
        # What is copied goes elsewhere, and is as wide as any page of plain text.
        assert 58 < max(map(len, screen.as_text().splitlines())) <= 80


async def test_a_draft_says_what_is_missing() -> None:
    async with driven(new()) as (app, pilot):
        await on_report(pilot, app)
        assert "Still needed" in shown(app)


async def test_texts_of_the_session_are_no_markup() -> None:
    text = SAMPLES[WORKED].read_text(encoding="utf-8")
    odd = text.replace("Support-ticket classifier", "[red]x[/red] [@click=app.quit]y[/] $pb-bad")
    async with driven(PaybackApp(session=OpenSession.new(odd))) as (app, pilot):
        await on_report(pilot, app)
        assert shown(app).count("[red]x[/red] [@click=app.quit]y[/] $pb-bad") == 2


async def test_the_palette_and_every_view_lead_to_it_and_back(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await press(pilot, *"as a report")
        await until(pilot, lambda: "Key: e" in shown(app))
        await press(pilot, "down", "enter")
        await made(pilot, app)
        for key in ("s", "r"):
            await press(pilot, key)
            await until(pilot, lambda: not is_on(app, ReportScreen))
            await press(pilot, "e")
            await made(pilot, app)
        await press(pilot, "e")
        await until(pilot, lambda: is_on(app, StepScreen))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        bar = app.screen.query_one("#key-bar").region
        await pilot.click(offset=(shown(app).splitlines()[bar.y].index("report"), bar.y))
        await made(pilot, app)
        await press(pilot, "escape")
        await until(pilot, lambda: is_on(app, VerdictScreen))


@pytest.mark.part(1)
@pytest.mark.parametrize("theme", [one.name.removeprefix("payback-") for one in THEMES])
async def test_without_colour_all_words_remain(
    theme: str, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(opened(case, config=themed(theme)), (60, 20)) as (app, pilot):
        await on_report(pilot, app)
        assert app.no_color
        await press(pilot, "w")
        await until(pilot, lambda: "Written to" in shown(app))
        assert "● md" in shown(app)


# ------------------------------------------------------------------------- writing


async def test_in_each_format_it_is_written_beside_the_session(case: Path) -> None:
    begins = {"md": b"# ", "txt": b"Sup", "html": b"<!", "pdf": b"%PDF", "xlsx": b"PK"}
    assert begins.keys() == formats.FORMATS.keys()
    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        there = {case}
        for name in formats.FORMATS:
            written = case.with_suffix(f".{name}")
            await press(pilot, *(["right"] if there != {case} else []), "w")
            await until(pilot, lambda at=written: f"Written to {at}" in said(app))  # type: ignore[misc]
            assert written.read_bytes().startswith(begins[name])
            there.add(written)
            assert {*case.parent.iterdir()} == there


async def test_it_is_what_the_command_writes(case: Path, payback: Payback) -> None:
    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        await press(pilot, "tab", "right", "w")
        await until(pilot, lambda: "Written" in said(app))
    other = case.with_name("by-command.md")
    done = payback("report", case, "--format", "md", "--audience", "one-page", "-o", other)
    assert done.status == 0
    assert case.with_suffix(".md").read_bytes() == other.read_bytes()


async def test_keys_in_one_burst_reach_what_they_were_meant_for(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        send(pilot, "right", "tab", "right", "w")
        await until(pilot, lambda: "Written" in said(app))
        assert "Every number used" not in case.with_suffix(".txt").read_text(encoding="utf-8")


async def test_the_button_and_enter_in_the_path_write_as_well(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        await pilot.click("#write")
        await until(pilot, lambda: "Written" in said(app))
        assert "w write" in shown(app)
        await retype(pilot, app, case.parent / "memo")
        # It would be typed.
        assert "w write" not in shown(app)
        await press(pilot, "enter")
        # A name without an ending gets that of the format.
        await until(pilot, lambda: "memo.md" in said(app))
        assert (case.parent / "memo.md").exists()
        await retype(pilot, app, case.parent / "gpt-4.1")
        await press(pilot, "enter")
        await until(pilot, lambda: "gpt-4.1.md" in said(app))
        assert (case.parent / "gpt-4.1.md").exists()


@pytest.mark.parametrize("quote", ["'", '"'])
async def test_a_path_that_was_copied_in_quotes_is_meant_without_them(
    case: Path, quote: str
) -> None:
    memo = case.parent / "my memo.md"
    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        await retype(pilot, app, f"{quote}{memo}{quote}")
        await press(pilot, "enter")
        await until(pilot, lambda: "Written to" in said(app))
    assert memo.is_file()


async def test_what_exists_is_replaced_only_after_asking(case: Path) -> None:
    mine = case.with_suffix(".md")
    mine.write_text("mine")
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        for answer in ("enter", "escape"):
            await press(pilot, "w")
            await until(pilot, lambda: is_on(app, ConfirmScreen))
            assert "exists already" in shown(app)
            await press(pilot, answer)
            await until(pilot, lambda: is_on(app, ReportScreen))
            await until(pilot, lambda: said(app) == "Nothing was written.")
        assert mine.read_text() == "mine"
        await press(pilot, "w")
        await until(pilot, lambda: is_on(app, ConfirmScreen))
        await press(pilot, "down", "enter")
        await until(pilot, lambda: "Written" in said(app))
        assert mine.read_text(encoding="utf-8").startswith("# ")


async def test_the_session_itself_is_never_replaced(case: Path) -> None:
    before = case.read_bytes()
    link = case.with_name("link.md")
    link.symlink_to(case)
    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        for target in (case, link):
            await retype(pilot, app, target)
            await press(pilot, "enter")
            await until(pilot, lambda: "is the session itself" in said(app))
    assert case.read_bytes() == before


async def test_a_place_that_takes_no_report_is_named(case: Path) -> None:
    folder = case.parent
    refused = {
        f"{folder}": "is a folder; add the name of a file",
        f"{folder}/none/x.md": "its folder does not exist",
        f"{folder}/": "is a folder; add the name of a file",
        f"{folder}/{'x' * 300}": "its name is too long",
        "~nobody-of-this-name/x.md": "Nobody's folder is known",
        "/dev/null": "is no file but a device",
        f"{folder}/memo.PDF": "ends as pdf does, and the format is md; choose pdf as the format",
    }
    async with driven(opened(case), (250, 40)) as (app, pilot):
        await on_report(pilot, app)
        for path, why in refused.items():
            await retype(pilot, app, path)
            await press(pilot, "enter")
            await until(pilot, lambda why=why: why in said(app))  # type: ignore[misc]
            # What was typed is there to be mended.
            assert app.screen.query_one("#report-path").value == path  # type: ignore[attr-defined]
    assert [one.name for one in folder.iterdir()] == [case.name]


async def test_a_full_disk_leaves_nothing_half_written(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        with monkeypatch.context() as failing:
            failing.setattr("wizard.disk.writing.os.write", full)
            await press(pilot, "w")
            await until(pilot, lambda: "is full" in said(app))
        assert [one.name for one in case.parent.iterdir()] == [case.name]
        await press(pilot, "w")
        await until(pilot, lambda: "Written" in said(app))


async def test_a_missing_extra_is_said_with_how_to_install_it(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        await press(pilot, *["right"] * list(formats.FORMATS).index("pdf"), "w")
        await until(pilot, lambda: "pip install 'distill-payback[pdf]'" in said(app))
        assert [one.name for one in case.parent.iterdir()] == [case.name]


async def test_letters_that_no_font_has_are_told_of(case: Path) -> None:
    said_in_it = case.read_text(encoding="utf-8").replace("Support-ticket", "\U000110c2icket")
    case.write_text(said_in_it, encoding="utf-8")
    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        await press(pilot, *["right"] * list(formats.FORMATS).index("pdf"), "w")
        await until(pilot, lambda: "Written to" in said(app))
        assert "no font on this machine has U+110C2" in said(app)


async def test_rendering_blocks_nothing_and_a_second_key_starts_no_second_one(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, calls = threading.Event(), []

    def slow(report: formats.Reported) -> Rendered:
        calls.append(report)
        go_on.wait(20)
        return Rendered(b"# slow")

    monkeypatch.setitem(formats.FORMATS, "md", formats.Format("slow", slow, is_text=True))
    async with driven(opened(case)) as (app, pilot):
        screen = await on_report(pilot, app)
        await press(pilot, "w", "w")
        await until(pilot, lambda: len(calls) == 1)
        # Keys are taken in meanwhile.
        await press(pilot, "tab", "right", "w")
        assert "Every number used" not in screen.as_text()
        assert "Writing md" in said(app)
        go_on.set()
        await until(pilot, lambda: "Written" in said(app))
        assert len(calls) == 1


# ----------------------------------------------------------------------- the path


async def test_the_ending_follows_the_format(case: Path) -> None:
    async with driven(opened(case), (120, 40)) as (app, pilot):
        await on_report(pilot, app)
        path: Any = app.screen.query_one("#report-path")
        await press(pilot, "right")
        assert path.value == str(case.with_suffix(".txt"))
        await retype(pilot, app, "memo.txt")
        app.screen.query_one("#format").focus()
        await press(pilot, "left")
        assert path.value == "memo.md"
        # A choice is always made.
        await press(pilot, "backspace", "delete")
        assert path.value == "memo.md"


async def test_an_unsaved_case_asks_where_to_write_it(tmp_path: Path) -> None:
    async with driven(complete()) as (app, pilot):
        await on_report(pilot, app)
        assert "where to, such as report.md" in shown(app)
        await press(pilot, "w")
        await until(pilot, lambda: "no file to lie beside. Type where" in said(app))
        assert app.focused is app.screen.query_one("#report-path")
        await press(pilot, *str(tmp_path / "new.md"), "enter")
        await until(pilot, lambda: "Written" in said(app))
        text = (tmp_path / "new.md").read_text(encoding="utf-8")
        assert text.startswith("# Tickets\n")
        assert "from a session that is not saved yet." in text


async def test_a_format_with_pages_asks_for_the_paper_and_is_made_for_it(case: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
    pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        assert "Paper" not in shown(app)
        await press(pilot, "right", "right", "right")
        await until(pilot, lambda: "Paper" in shown(app) and "● a4" in shown(app))
        app.screen.query_one("#paper").focus()
        await taken_in(pilot)
        await press(pilot, "right")
        await until(pilot, lambda: "● letter" in shown(app))
        app.screen.query_one("#write").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: "Written to" in said(app))
    page = pypdf.PdfReader(case.with_suffix(".pdf")).pages[0]
    assert round(page.mediabox.height) == 792


async def test_an_emptied_path_is_asked_for_and_the_file_of_the_case_not_denied(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        await retype(pilot, app, "")
        await press(pilot, "enter")
        await until(pilot, lambda: said(app) == "Type where to write it.")


async def test_once_saved_the_report_goes_beside_it(tmp_path: Path) -> None:
    async with driven(complete()) as (app, pilot):
        await on_report(pilot, app)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: is_on(app, SaveAsScreen))
        await press(pilot, "ctrl+u", *str(tmp_path / "mine.toml"), "enter")
        await until(pilot, lambda: is_on(app, ReportScreen))
        path: Any = app.screen.query_one("#report-path")
        await until(pilot, lambda: path.value == str(tmp_path / "mine.md"))


async def test_who_wants_to_write_it_before_it_is_made_is_told_when_it_is(case: Path) -> None:
    async with driven(opened(case), (100, 30)) as (app, pilot):
        screen = await on_report(pilot, app)
        ready, screen.made = screen.made, None
        assert ready is not None
        send(pilot, "w")
        await until(pilot, lambda: MAKING in shown(app))
        screen._show(ready)
        await until(pilot, lambda: "The report is made and can be written" in shown(app))
        assert MAKING not in shown(app)


async def test_leaving_while_it_is_made_is_no_failure() -> None:
    async with driven(sample(WORKED)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        send(pilot, "e", "w", "escape", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await taken_in(pilot)


async def test_the_write_button_can_be_reached_by_tab(case: Path) -> None:
    async with driven(opened(case)) as (app, pilot):
        await on_report(pilot, app)
        await press(pilot, "tab", "tab", "tab")
        assert isinstance(app.focused, Button)
        await press(pilot, "enter")
        await until(pilot, lambda: "Written" in said(app))
