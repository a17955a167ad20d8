"""Figures from logs and evaluations on the screen: read, chosen, taken or left, and taken back."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from rules.answers.problem import Problem
from screens.fields.one_line import OneLine
from screens.import_ports import ImportChoice, ImportFound, ImportProgress, ImportWish
from screens.pages.home import HomeScreen
from screens.pages.importing import READING, ImportScreen
from screens.pages.step import StepScreen
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import Lines
from tests.screens.drive import (
    Driver,
    answers,
    complete,
    driven,
    holds_cursor,
    is_on,
    joined,
    new,
    paste,
    present,
    press,
    said,
    sample,
    send,
    shown,
    until,
)
from tests.wizard.cases import COMPLETE
from tests.wizard.imports import test_otlp as otlp
from tests.wizard.imports.evaluation.made import ANSWERS
from tests.wizard.imports.made import as_csv, as_lines, every, monthly, spend_row
from tests.wizard.imports.test_otlp import chat, line
from wizard.app.app import PaybackApp
from wizard.app.imports.usage import UsageReading
from wizard.imports.engines.engine import Progress, Watch
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession

CALLS = "volume.calls_per_month"
CANARY = "canary-9f3a-of-a-password"
COST = "teacher.cost_per_1k_calls"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Two complete months of one endpoint."""
    return as_lines(tmp_path / "spend.jsonl", monthly({"2026-07": 300, "2026-08": 310}))


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """Two complete months of two endpoints."""
    rows = monthly({"2026-07": 300, "2026-08": 310})
    for row in rows[::4]:
        row["model_group"] = "[red]odd[/]\x1b[31m"
    return as_csv(tmp_path / "spend.csv", rows)


def top(app: Any) -> ImportScreen:
    """The screen of imports on top."""
    assert isinstance(app.screen, ImportScreen)
    return app.screen


async def opened(pilot: Driver) -> None:
    await until(pilot, lambda: present(pilot.app))
    await press(pilot, "f4")
    await until(pilot, lambda: is_on(pilot.app, ImportScreen) and top(pilot.app).focused)


async def read(pilot: Driver, source: Path | str, stage: str = "reviewing") -> None:
    """Have a source be read, and wait for what comes of it."""
    await paste(pilot, str(source))
    send(pilot, "\n")
    await until(pilot, lambda: top(pilot.app).stage == stage)


async def choose(pilot: Driver, name: str, stage: str) -> None:
    """Choose a line of what is asked by its words."""
    menu: Any = pilot.app.screen.query_one("#options")
    menu.highlighted = next(
        at for at, one in enumerate(menu.options) if name in str(one.prompt) and not one.disabled
    )
    asked = top(pilot.app)._way
    await press(pilot, "enter")
    await until(
        pilot,
        lambda: (
            top(pilot.app).stage == stage and (stage == "reviewing" or top(pilot.app)._way != asked)
        ),
    )


async def go_to(pilot: Driver, key: str) -> None:
    """Highlight the line of an answer."""
    lines = pilot.app.screen.query_one(Lines)
    lines.highlighted = next(at for at in range(lines.option_count) if lines.answer_at(at) == key)
    await until(pilot, lambda: (offer := top(pilot.app).offer) is not None and offer.key == key)


# ------------------------------------------------------------------------ review


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_each_answer_stands_beside_the_present_one_and_one_undo_takes_all_back(
    size: tuple[int, int], logs: Path
) -> None:
    async with driven(complete(), size) as (app, pilot):
        await opened(pilot)
        before = answers(app)
        await read(pilot, logs)
        seen = joined(shown(app).splitlines())
        assert "610 rows read = 610 kept + 0 dropped" in seen
        assert "[x] Calls per month" in seen
        assert "now 6M (4.5M..8M), measured" in seen
        # Of the answer at hand all is said: range, basis, source line.
        assert "new = 305 calls, measured" in seen
        assert "610 rows, 2026-07-01 to 2026-08-31; mean of 2 complete months" in seen.replace(
            "LiteLLM spend log spend.jsonl, ", ""
        )
        assert max(map(len, shown(app).splitlines())) <= size[0]
        await until(pilot, lambda: holds_cursor(app))
        await press(pilot, "f10")
        whole = app.clipboard
        assert "Not proposed" in whole
        assert "- Monthly growth: needs three complete months" in whole
        send(pilot, "end")
        await until(pilot, lambda: "Monthly growth: needs" in joined(shown(app).splitlines()))
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert "Undo takes the whole import back" in said(app)
        assert answers(app).value(CALLS).likely == 305
        assert answers(app).value(COST).likely == pytest.approx(2.0)
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: answers(app) == before)


async def test_what_is_refused_leaves_the_file_as_it_was_byte_by_byte(
    case: Path, logs: Path
) -> None:
    before = case.read_bytes()
    async with driven(PaybackApp(session=OpenSession.open(case))) as (app, pilot):
        await opened(pilot)
        await read(pilot, logs)
        await press(pilot, "n", "t")
        assert "Nothing is marked" in said(app)
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert app.session is not None
        assert not app.session.dirty
        assert case.read_bytes() == before
        # One of them alone changes its own line alone.
        await press(pilot, "f4")
        await until(pilot, lambda: is_on(app, ImportScreen))
        await read(pilot, logs)
        await press(pilot, "n")
        await go_to(pilot, COST)
        await press(pilot, "space", "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.session is not None and not app.session.dirty)
    old, changed = before.decode().splitlines(), case.read_text(encoding="utf-8").splitlines()
    gone = [line for line in old if line not in changed]
    assert gone == ["cost_per_1k_calls = 4.20 # invoice"]


async def test_a_better_answer_is_replaced_only_where_it_is_marked_itself(
    case: Path, tmp_path: Path
) -> None:
    short = as_lines(
        tmp_path / "short.jsonl",
        [spend_row(at, one) for at, one in enumerate(every(timedelta(minutes=9), 200))],
    )
    async with driven(PaybackApp(session=OpenSession.open(case)), (120, 40)) as (app, pilot):
        await opened(pilot)
        await read(pilot, short)
        assert CALLS not in top(app).marked
        await go_to(pilot, CALLS)
        assert "What is there has the better basis." in shown(app)
        await press(pilot, "n", "a")
        assert CALLS not in top(app).marked
        await press(pilot, "space")
        assert CALLS in top(app).marked
        await press(pilot, "enter")
        assert CALLS not in top(app).marked
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert answers(app).value(CALLS).likely == 6e6


async def test_before_anything_is_read_the_clipboard_stays_as_it_is() -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        app.copy_to_clipboard("of elsewhere")
        await press(pilot, "f10")
        assert "There is nothing to copy yet." in said(app)
        assert app.clipboard == "of elsewhere"


async def test_what_the_case_says_already_is_not_offered_again(logs: Path) -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, logs)
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        await press(pilot, "f4")
        await until(pilot, lambda: is_on(app, ImportScreen))
        # What was read before is at hand.
        await until(pilot, lambda: str(logs) in "".join(shown(app).split()))
        await press(pilot, "down", "enter")
        assert app.screen.query_one("#sources").value == str(logs)  # type: ignore[attr-defined]
        send(pilot, "\n")
        await until(pilot, lambda: top(app).stage == "reviewing")
        assert "Already so in the case" in top(app).as_text()
        await go_to(pilot, CALLS)
        await press(pilot, "space")
        assert "The case says so already." in said(app)
        assert CALLS not in top(app).marked
        # An undo while it is looked at is followed.
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: "now 6M" in shown(app))


# --------------------------------------------------------------- what is left open


async def test_of_traces_it_is_asked_which_share_of_all_calls_they_hold(tmp_path: Path) -> None:
    traces = as_lines(tmp_path / "traces.jsonl", [line(*(chat(at) for at in range(10)))])
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, traces, "asking")
        assert "Traces are often a sample" in shown(app)
        await choose(pilot, "50%", "reviewing")
        assert "50%" in joined(top(app).as_text().splitlines())


async def test_of_several_endpoints_one_is_chosen(several: Path) -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, several, "asking")
        seen = shown(app)
        assert "has 2 by model_group" in seen
        assert "457 calls, 74.9%" in seen
        # What an endpoint is called is text, and nothing that a terminal obeys.
        assert "[red]odd[/]␛[31m" in seen
        await choose(pilot, "team", "reviewing")
        assert "610 rows read = 610 kept" in shown(app)
        await press(pilot, "escape")
        await until(pilot, lambda: top(app).stage == "asking")
        await choose(pilot, "tickets", "reviewing")
        assert "457 kept" in shown(app)
        assert "task.endpoint" in top(app).marked
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert answers(app).value("task.endpoint") == "tickets"


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_beside_a_long_name_of_an_endpoint_its_calls_are_seen(
    tmp_path: Path, width: int
) -> None:
    rows = monthly({"2026-07": 300, "2026-08": 310})
    for row in rows[::4]:
        row["model_group"] = "客户-endpoint-" * 20
    async with driven(complete(), (width, 24)) as (app, pilot):
        await opened(pilot)
        await read(pilot, as_csv(tmp_path / "spend.csv", rows), "asking")
        await until(pilot, lambda: "tickets" in shown(app))
        assert "153 calls, 25.1%" in shown(app)
        ends = [line.rstrip() for line in shown(app).splitlines() if " calls, " in line]
        assert len({cell_len(line.partition(" calls")[0]) for line in ends}) == 1


async def test_calls_by_the_field_of_slices_give_their_shares(tmp_path: Path) -> None:
    rows = monthly({"2026-07": 400})
    for at, row in enumerate(rows):
        row["team_id"] = ("billing", "fraud", "login", "fraud")[at % 4]
        row["model_group"] = "ab"[at % 2]
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, as_csv(tmp_path / "spend.csv", rows), "asking")
        assert "shares of slices" not in shown(app)
        await choose(pilot, "team", "asking")
        await choose(pilot, "all, by team", "reviewing")
        seen = top(app).as_text()
        assert "billing 25%, fraud 50% and now billing 70%, fraud 30%" in seen
        assert "no slice is called 'login' (25%)." in seen
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        found = answers(app).table("quality.slices").rows
        assert [row.values()["share"] for row in found] == [0.25, 0.5]


async def test_columns_and_zone_of_a_file_of_no_known_format_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "odd log.csv"
    rows = "".join(f"2026-06-0{day} 08:00:00,{100 + day},8,900,word\n" for day in range(1, 9))
    path.write_text(f"when,taken,given,took_ms,said\n{rows}", encoding="utf-8")
    async with driven(new()) as (app, pilot):
        await opened(pilot)
        await read(pilot, f"'{path.name}'", "asking")
        assert "helicone" in shown(app)
        await choose(pilot, "none of these", "asking")
        assert "such as 2026-06-01 08:00:00" in shown(app)
        assert "such as word" not in shown(app)
        for column in ("when", "taken", "given", "no column"):
            await choose(pilot, column, "asking")
        await choose(pilot, "no column", "asking")
        await choose(pilot, "took_ms", "asking")
        # Its name tells the unit, which is chosen before.
        menu: Any = app.screen.query_one("#options")
        assert str(menu.options[menu.highlighted].prompt).strip() == "ms"
        await choose(pilot, "ms", "asking")
        for _ in ("status", "model", "endpoint"):
            await choose(pilot, "no column", "asking")
        await choose(pilot, "UTC", "reviewing")
        assert "8 rows read = 8 kept" in shown(app)
        assert 'latency = "took_ms"' in (tmp_path / "usage-map.toml").read_text(encoding="utf-8")
        # From now on nothing of it has to be asked.
        await press(pilot, *["escape"] * 13)
        await until(pilot, lambda: top(app).stage == "choosing")
        await press(pilot, "enter")
        await until(pilot, lambda: top(app).stage == "reviewing")
        assert "Columns as usage-map.toml says." in top(app).as_text()


async def test_which_of_several_formats_it_is_is_asked_for(tmp_path: Path) -> None:
    rows = monthly({"2026-07": 300, "2026-08": 310})
    # Langfuse's columns stand beside those of a spend log.
    more = {"type": "GENERATION", "usageDetails": {"input": 1200, "output": 8}}
    both = [{**row, **more, "id": f"{at}"} for at, row in enumerate(rows)]
    log = as_lines(tmp_path / "both.jsonl", both)
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, log, "asking")
        assert "may be of several formats" in shown(app)
        await choose(pilot, "Langfuse", "reviewing")
        assert "from Langfuse" in shown(app)
        await press(pilot, "escape")
        await choose(pilot, "LiteLLM", "reviewing")
        assert "from LiteLLM" in shown(app)


async def test_which_share_of_the_calls_traces_hold_is_asked_for(tmp_path: Path) -> None:
    log = as_lines(tmp_path / "traces.jsonl", [otlp.line(otlp.chat(1))])
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, log, "asking")
        assert "Which share of all calls do these hold?" in shown(app)
        await choose(pilot, "10%", "reviewing")
        assert "taken times 10" in top(app).as_text()


async def test_scores_of_an_evaluation_are_taken_slice_by_slice(tmp_path: Path) -> None:
    rows = [
        {"id": item, "topic": topic, "large": teacher, "small": student}
        for item, topic, teacher, student in ANSWERS
        if student is not None
    ]
    path = as_csv(tmp_path / "scores.csv", rows)
    async with driven(new()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "up", "2", "down")
        await read(pilot, path, "asking")
        assert "Which system is the teacher?" in shown(app)
        assert "topic" not in shown(app), "it has no scores"
        await choose(pilot, "large", "asking")
        await choose(pilot, "small", "asking")
        assert "By which field are items put into slices?" in shown(app)
        assert "small" not in shown(app), "it has scores"
        await choose(pilot, "topic", "reviewing")
        seen = top(app).as_text()
        assert "billing: 5 examples, teacher 80.0%, student 60.0%" in seen
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        slices = answers(app).table("quality.slices")
        assert [row.values()["name"] for row in slices.rows] == ["billing", "login"]
        assert answers(app).value("quality.basis") == "measured"
        await press(pilot, "ctrl+z")
        await until(pilot, lambda: not answers(app).table("quality.slices").rows)
        assert answers(app).value("quality.basis") is None


async def test_where_nothing_is_proposed_no_key_says_that_something_could_be_marked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("item,large,small,topic\n0,1,1,login\n1,1,0,login\n", encoding="utf-8")
    async with driven(sample("support_ticket_classifier")) as (app, pilot):
        await opened(pilot)
        await press(pilot, "up", "2", "down")
        await read(pilot, path, "asking")
        await choose(pilot, "large", "asking")
        await choose(pilot, "small", "asking")
        await choose(pilot, "topic", "reviewing")
        for key in "tan":
            await press(pilot, key)
            await until(pilot, lambda: "Nothing is proposed that could be taken." in said(app))


async def test_a_session_begins_with_the_figures_of_an_endpoint(several: Path) -> None:
    async with driven(PaybackApp()) as (app, pilot):
        await until(pilot, lambda: is_on(app, HomeScreen) and app.focused)
        await press(pilot, "f4")
        await until(pilot, lambda: is_on(app, ImportScreen))
        await press(pilot, "escape")
        # Nothing was begun.
        await until(pilot, lambda: is_on(app, HomeScreen))
        menu: Any = app.screen.query_one("#menu")
        menu.highlighted = menu.get_option_index("import:")
        await press(pilot, "enter")
        await until(pilot, lambda: is_on(app, ImportScreen))
        await read(pilot, several, "asking")
        # With what a first look says of each.
        assert "Too little to save" in shown(app)
        assert "a month" in shown(app)
        await choose(pilot, "tickets", "reviewing")
        await press(pilot, "t")
        await until(pilot, lambda: is_on(app, StepScreen))
        assert answers(app).value("task.endpoint") == "tickets"
        assert answers(app).value(CALLS).basis == "measured"


# ------------------------------------------------------------ progress, calling off


class Slow:
    """Reads until it is called off."""

    kinds: Sequence[tuple[str, str]] = (("usage", "Logs."),)

    def __init__(self) -> None:
        self.called_off = 0

    def recent(self) -> Sequence[str]:
        return ()

    async def places(self, kind: str, typed: str) -> None:
        return None

    def masked(self, sources: str) -> str:
        return sources

    async def read(
        self, wish: ImportWish, show: Callable[[ImportProgress], None]
    ) -> ImportFound | ImportChoice | str:
        show(ImportProgress(0.42, 500_000_000, 3_000_000))
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.called_off += 1
            raise
        return ""


async def test_progress_is_shown_in_bytes_and_rows_and_reading_is_called_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = Slow()
    monkeypatch.setattr("wizard.app.imports.importing.Reading", lambda *_, **__: slow)
    async with driven(complete(), (60, 20)) as (app, pilot):
        await opened(pilot)
        for number, key in enumerate(("escape", "enter", "f4"), start=1):
            await read(pilot, "x", "reading")
            await until(pilot, lambda: "210 of 500 MB" in shown(app))
            assert f"{READING} 42%: 210 of 500 MB, about 1.26M rows" in shown(app)
            await press(pilot, key)
            await until(pilot, lambda number=number: slow.called_off == number)  # type: ignore[misc]
            if key != "f4":
                assert "called off" in joined(shown(app).splitlines())
                # What was typed is there to be read again.
                assert app.screen.query_one("#sources").value  # type: ignore[attr-defined]
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_the_thread_that_reads_is_called_off_as_well(
    logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def endless(opened: object, request: object, watch: Watch) -> None:
        watch.show(Progress(0.5, 2_000_000))
        if watch.cancelled.wait(30):
            ended.set()

    monkeypatch.setattr("wizard.app.imports.usage.import_usage", endless)
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await read(pilot, logs, "reading")
        await until(pilot, lambda: "1 of 2 MB" in shown(app))
        await press(pilot, "escape")
        await until(pilot, ended.is_set)


# -------------------------------------------------------------- what cannot be read


async def test_what_cannot_be_read_is_said_and_stays_to_be_mended(
    tmp_path: Path, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await press(pilot, "enter")
        assert "Type a file, a folder or a pattern" in shown(app)
        for typed, why in (
            (tmp_path / "none.csv", "is not there; look at the path"),
            ("'" + "a", "a quote is not closed"),
            ("~nobody-of-this-name/x.csv", "Write the path without it."),
        ):
            await press(pilot, "end", "ctrl+u")
            await paste(pilot, str(typed))
            # What was wrong with another name is not said of this one.
            await until(pilot, lambda: "enter reads;" in shown(app))
            await press(pilot, "enter")
            await until(pilot, lambda why=why: why in joined(shown(app).splitlines()))  # type: ignore[misc]
            assert app.screen.query_one("#sources").value == str(typed)  # type: ignore[attr-defined]
            assert ".." not in shown(app).replace("../", "")
        monkeypatch.setitem(sys.modules, "duckdb", None)
        await press(pilot, "end", "ctrl+u")
        await paste(pilot, str(logs))
        await press(pilot, "enter")
        await until(
            pilot, lambda: "pip install 'distill-payback[usage]'" in joined(shown(app).splitlines())
        )


async def test_an_option_that_a_message_names_is_said_to_be_one_of_the_command_line(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "request_id,startTime,model,prompt_tokens,completion_tokens,spend,call_type\n"
        "a,01/02/2026 08:00,gpt,1,2,0.1,acompletion\n",
        "utf-8",
    )
    async with driven(complete(), (120, 40)) as (app, pilot):
        await opened(pilot)
        await paste(pilot, str(log))
        await press(pilot, "enter")
        told = "or say how with --map. That is an option of the command line: payback import usage."
        await until(pilot, lambda: told in " ".join(shown(app).split()))


async def test_a_password_is_shown_no_longer_than_it_is_typed_and_is_in_no_file(
    tmp_path: Path, payback_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    tried: list[Sequence[str]] = []

    def refuse(self: UsageReading, *, looks_first: bool) -> ImportFound:
        tried.append(self.sources)
        raise InputUnusable([Problem("Nobody answers there", "sources")])

    monkeypatch.setattr(UsageReading, "read", refuse)
    async with driven(PaybackApp(session=OpenSession.open(path))) as (app, pilot):
        await opened(pilot)
        field = app.screen.query_one("#sources", OneLine)
        await press(pilot, *f"postgresql://me:{CANARY}@127.0.0.1/db")
        assert CANARY in field.value
        await press(pilot, "enter")
        await until(pilot, lambda: top(app).stage == "choosing" and "Nobody answers" in shown(app))
        assert field.value == "postgresql://me:***@127.0.0.1/db"
        # What stands around it can be changed; the password is still known.
        await press(pilot, *"x", "enter")
        await until(pilot, lambda: len(tried) == 2 and top(app).stage == "choosing")
        # One that is typed on is that with more behind it, and anew it is another.
        await press(pilot, "home", *["right"] * len("postgresql://me:***"), *"4", "tab")
        assert field.value == "postgresql://me:***@127.0.0.1/dbx"
        await press(pilot, "shift+tab", "enter")
        await until(pilot, lambda: len(tried) == 3 and top(app).stage == "choosing")
        await press(pilot, "end", "ctrl+u", *"postgresql://me:other@h", "enter")
        await until(pilot, lambda: len(tried) == 4 and top(app).stage == "choosing")
        assert [one for (one,) in tried] == [
            f"postgresql://me:{CANARY}@127.0.0.1/db",
            f"postgresql://me:{CANARY}@127.0.0.1/dbx",
            f"postgresql://me:{CANARY}4@127.0.0.1/dbx",
            "postgresql://me:other@h",
        ]
        assert CANARY not in app.export_screenshot() + top(app).as_text()
        # Work that is not saved is kept, and then it is saved.
        await press(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await press(pilot, *"4", "ctrl+s")
        await until(pilot, lambda: "Saved" in said(app))
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or CANARY.encode() not in file.read_bytes(), file


async def test_a_log_is_chosen_from_what_lies_there(
    payback_home: Path, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (logs.parent / "more").mkdir()
    (logs.parent / "more" / "evals.eval").touch()
    logs.rename(logs.parent / "more" / "may.jsonl")
    monkeypatch.chdir(logs.parent)
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        field: Any = app.screen.query_one("#sources")
        await until(pilot, lambda: "more/" in shown(app))
        await press(pilot, "down", "enter")
        await until(pilot, lambda: "may.jsonl" in shown(app))
        # An evaluation is offered where one is wanted.
        assert "evals.eval" not in shown(app)
        assert field.value == "more/"
        # A folder is gone through, and what is in it stands at hand.
        assert app.focused is app.screen.query_one("#below")
        await press(pilot, "enter")
        assert field.value == "more/may.jsonl"
        assert app.focused is field
        await press(pilot, "enter")
        await until(pilot, lambda: top(app).stage == "reviewing")


async def test_what_is_typed_narrows_what_is_offered(
    payback_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("may.csv", "june.csv"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        await until(pilot, lambda: "may.csv" in shown(app) and "june.csv" in shown(app))
        await press(pilot, "j")
        await until(pilot, lambda: "may.csv" not in shown(app) and "june.csv" in shown(app))
        await press(pilot, "z")
        await until(pilot, lambda: "june.csv" not in shown(app))


async def test_up_leads_back_from_what_was_read_before_to_the_field(
    payback_home: Path, logs: Path
) -> None:
    from wizard.imports.recent_sources import remember

    remember(["other.csv"])
    remember([str(logs)])
    async with driven(complete()) as (app, pilot):
        await opened(pilot)
        recent: Any = app.screen.query_one("#below")
        await press(pilot, "down", "down")
        assert recent.highlighted == 2
        assert app.focused is recent
        await press(pilot, "up")
        assert app.focused is recent
        await press(pilot, "up")
        assert app.focused is app.screen.query_one("#sources")


async def test_what_is_typed_below_the_field_goes_on_in_it(payback_home: Path, logs: Path) -> None:
    from wizard.imports.recent_sources import remember

    remember([str(logs)])
    app = complete()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        field = app.screen.query_one("#sources", OneLine)
        await press(pilot, "down")
        assert app.focused is app.screen.query_one("#below")
        # Each of these letters is a key of the views.
        keys = {one.keys for one in app.screen.query_one(KeyBar).at_hand}
        assert not keys & {"s", "r", "o", "b", "e", "d", "t", "v"}
        send(pilot, *"robesdtv.csv")
        await until(pilot, lambda: field.value == "robesdtv.csv")
        assert isinstance(app.screen, ImportScreen)
        assert app.focused is field
        await press(pilot, "down")
        await paste(pilot, "/also.csv\nb.csv")
        await until(pilot, lambda: field.value == "robesdtv.csv/also.csv b.csv")
        # A question mark asks for help, as wherever nothing is typed.
        await press(pilot, "down", "question_mark")
        await until(pilot, lambda: not isinstance(app.screen, ImportScreen))


async def test_addresses_are_not_remembered(payback_home: Path, logs: Path) -> None:
    from wizard.imports.recent_sources import recent_sources, remember

    remember([str(logs)])
    remember(["postgresql://me:secret@host/db"])
    remember([str(logs), "a b.csv"])
    assert recent_sources() == [f"{logs} '{Path('a b.csv').absolute()}'", str(logs)]
    assert "secret" not in json.dumps(
        [one.read_text("utf-8") for one in payback_home.rglob("*.json")]
    )


async def test_a_list_without_a_line_is_no_place_to_go_to(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a source is pasted before it is known what lies here, and is refused."""
    monkeypatch.setattr("wizard.app.imports.reading.places_for", lambda *_: None)
    async with driven(PaybackApp(session=OpenSession.open(case))) as (app, pilot):
        await opened(pilot)
        await read(pilot, "/nowhere/x", "choosing")
        await until(pilot, lambda: "is not there" in shown(app))
        for _ in range(3):
            await press(pilot, "down")
            assert app.focused is not None
            assert app.focused.id in ("kind", "sources")
