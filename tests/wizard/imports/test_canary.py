"""Nothing of a prompt, an answer, a key or an address leaves the reader, whatever is done with it.

Each column that is no name of a model or an endpoint holds it, in every format; then the whole way
is gone: page, JSON, scan, session, mapping, the own folder, the screen and what it keeps.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.depth import DEEP
from tests.screens.drive import (
    Driver,
    answers,
    driven,
    is_on,
    paste,
    present,
    press,
    send,
    shown,
    until,
)
from tests.wizard.conftest import Payback
from tests.wizard.imports import test_langfuse_pages as langfuse_pages
from tests.wizard.imports.made import CANARY, as_csv, as_lines, monthly
from tests.wizard.imports.test_hostile_files import FLAT, NESTED, Row, as_cells
from wizard.imports.engines.engine import Watch
from wizard.imports.importing import import_usage
from wizard.imports.report import as_object, page, remarks_of
from wizard.imports.request import Request
from wizard.imports.scan_report import as_object as scan_object
from wizard.imports.scan_report import page as scan_page
from wizard.imports.scanning import scan
from wizard.imports.sources.opening import open_sources
from wizard.imports.usage.detecting import NoFormat, Several
from wizard.problems import InputUnusable

SECRETS = (f"{CANARY} says hello", f"sk-{CANARY}", f"{CANARY}@example.com")
NAMES = (
    *("model", "name", "tag", "alias", "group", "team", "app", "provider", "project", "entity"),
    *("workspace", "api_key_id", "line_item", "slug", "version", "service", "workflow", "currency"),
)
"""Parts of the names of columns by which calls are told apart, which is what they are for."""


def is_a_name(column: str) -> bool:
    return any(part in column.lower() for part in NAMES)


def said(path: Path) -> str:
    """All that is said of a file."""
    request = Request(sources=(str(path),))
    try:
        opened = open_sources(request)
        found = import_usage(opened, request, Watch())
        scanned = scan(opened, request, Watch())
    except InputUnusable as unusable:
        return str(unusable)
    except (NoFormat, Several):
        return ""
    return "\n".join(
        (
            *(page(found), json.dumps(as_object(found)), *remarks_of(found)),
            *(scan_page(scanned), json.dumps(scan_object(scanned)), repr(found.usage)),
        )
    )


@pytest.mark.parametrize("name", FLAT)
def test_no_column_but_names_is_told_of(name: str, tmp_path: Path) -> None:
    rows = [as_cells(row) for row in FLAT[name]]
    columns = [
        one for one in dict.fromkeys(one for row in rows for one in row) if not is_a_name(one)
    ]
    spoilt = [
        {**rows[at % len(rows)], column: SECRETS[at % len(SECRETS)]}
        for at, column in enumerate(columns)
    ]
    # With good rows enough the file is used all the same.
    good = rows * (2 + len(spoilt) // len(rows))
    assert CANARY not in said(as_csv(tmp_path / "spoilt.csv", [*good, *spoilt]))
    for column in columns if DEEP else ():
        every = [{**row, column: SECRETS[0]} for row in rows]
        assert CANARY not in said(as_lines(tmp_path / "spoilt.jsonl", every)), column


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to the leaves of an object."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from places(inner, (*path, at))
    else:
        yield path


def exchanged(value: Any, path: tuple[Any, ...], instead: Any) -> Any:
    if not path:
        return instead
    first, *rest = path
    inner = exchanged(value[first], tuple(rest), instead)
    if isinstance(value, list):
        return [*value[:first], inner, *value[first + 1 :]]
    return {**value, first: inner}


def kind_of(path: tuple[Any, ...]) -> tuple[Any, ...]:
    """A way without its numbers: one of each kind is enough."""
    return tuple(one for one in path if isinstance(one, str))


@pytest.mark.parametrize("name", NESTED)
def test_no_place_but_names_is_told_of(name: str, tmp_path: Path) -> None:
    records: Any = NESTED[name]
    ways = {kind_of(path): path for path in places(records)}
    # What stands in attributes of spans is named beside it, not above.
    if name == "otlp":
        ways = {kind: path for kind, path in ways.items() if "attributes" not in kind}
    kept = {kind: path for kind, path in ways.items() if not any(map(is_a_name, kind[-1:]))}
    spoilt = [
        exchanged(records, path, SECRETS[at % len(SECRETS)])
        for at, path in enumerate(kept.values())
    ]
    every = [one for each in (*[records] * len(spoilt), *spoilt) for one in each]
    assert CANARY not in said(as_lines(tmp_path / "spoilt.jsonl", every))
    for kind, one in zip(kept, spoilt, strict=True) if DEEP else ():
        assert CANARY not in said(as_lines(tmp_path / "spoilt.jsonl", one)), kind


def test_a_file_without_a_heading_does_not_tell_its_first_row(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "bare.csv"
    row = f"2026-06-01T08:00:00Z,{CANARY} asks about a refund of 40 euros,{CANARY}@example.com,8\n"
    path.write_text(row * 3, encoding="utf-8")
    outcome = payback("import", "usage", path)
    assert outcome.status == 2
    assert CANARY not in outcome.out + outcome.err
    mapping = tmp_path / "map.toml"
    mapping.write_text('[columns]\ntime = "t"\ninput = "i"\noutput = "o"\n', encoding="utf-8")
    outcome = payback("import", "usage", path, "--map", mapping)
    assert outcome.status == 2
    assert CANARY not in outcome.out + outcome.err


# ------------------------------------------------------------------- the whole way


def with_canaries(path: Path) -> Path:
    rows: list[Row] = monthly({"2026-07": 300, "2026-08": 310})
    for row in rows:
        row.update(response=CANARY, proxy_server_request=json.dumps({"body": SECRETS[0]}))
        row.update(end_user=SECRETS[2], requester_ip_address=CANARY)
    # A few that cannot be used, of which some are named.
    rows[3]["prompt_tokens"] = SECRETS[0]
    rows[5]["startTime"] = SECRETS[1]
    return as_lines(path, rows)


def left_behind(*folders: Path, but: Path) -> list[str]:
    """Files in which it stands."""
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path != but and CANARY.encode() in path.read_bytes()
    ]


def test_commands_keep_and_say_nothing_of_it(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    monkeypatch.setenv("PAYBACK_HOME", str(home))
    logs = with_canaries(tmp_path / "spend.jsonl")
    session = tmp_path / "case.toml"
    session.write_text("schema = 1\n", encoding="utf-8")
    for command in (
        ("import", "usage", logs),
        ("import", "usage", logs, "--json"),
        ("import", "usage", logs, "--endpoint", "nothing like it"),
        ("import", "usage", logs, "--into", session, "--accept", "all"),
        ("scan", logs),
        ("scan", logs, "--by", "team", "--json"),
        ("scan", logs, "--start", "tickets", "-o", tmp_path / "begun.toml"),
        ("report", session, "--format", "md", "-o", tmp_path / "report.md"),
    ):
        outcome = payback(*command)
        assert CANARY not in outcome.out + outcome.err, command
    assert session.stat().st_size > 100
    assert left_behind(tmp_path, but=logs) == []


def test_an_endpoint_that_goes_by_an_address_is_read_and_its_address_not_kept(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    rows = monthly({"2026-07": 300, "2026-08": 310}, model_group=SECRETS[2])
    logs = as_lines(tmp_path / "spend.jsonl", rows)
    session = tmp_path / "case.toml"
    session.write_text("schema = 1\n", encoding="utf-8")
    one = ("--endpoint", SECRETS[2], "--into", session, "--accept", "all")
    assert payback("import", "usage", logs, *one).status == 0
    assert payback("scan", logs, "--start", SECRETS[2], "-o", tmp_path / "begun.toml").status == 0
    assert "(an address)" in session.read_text(encoding="utf-8")
    assert left_behind(tmp_path, but=logs) == []


async def on_the_screen(pilot: Driver, source: Path) -> str:
    """Read a source, choose the first of whatever is asked, and take all of it; what was seen."""
    from screens.pages.importing import ImportScreen

    app: Any = pilot.app
    seen = []
    await until(pilot, lambda: present(app))
    await press(pilot, "f4")
    await until(pilot, lambda: is_on(app, ImportScreen))
    await paste(pilot, f"'{source}'")
    send(pilot, "\n")
    for _ in range(20):
        await until(pilot, lambda: app.screen.stage != "reading")
        seen.append(shown(app))
        if app.screen.stage != "asking":
            break
        before = app.screen._way
        await press(pilot, "enter")
        await until(pilot, lambda before=before: app.screen._way != before or app.screen.review)  # type: ignore[misc]
    if app.screen.stage == "reviewing":
        seen.append(app.screen.as_text())
        await press(pilot, "a", "t")
        await until(pilot, lambda: not is_on(app, ImportScreen))
        seen.append(shown(app))
    return "\n".join(seen)


@pytest.mark.parametrize("make", [with_canaries, "langfuse", "unknown"])
async def test_the_screen_and_what_it_keeps_have_nothing_of_it(
    make: Callable[[Path], Path] | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.app.app import PaybackApp
    from wizard.sessions.open_session import OpenSession

    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "source"
    if make == "langfuse":
        as_lines(source, langfuse_pages.PAGES["numbered"])
    elif make == "unknown":
        cells = f"2026-06-01 08:00:00Z,100,8,{SECRETS[0]},{SECRETS[2]}"
        source.write_text(f"when,taken,given,asked,who\n{cells}\n{cells}\n", encoding="utf-8")
    elif callable(make):
        make(source)
    case = tmp_path / "case.toml"
    case.write_text("schema = 1\n", encoding="utf-8")
    async with driven(PaybackApp(session=OpenSession.open(case)), (120, 40)) as (app, pilot):
        assert CANARY not in await on_the_screen(pilot, source)
        assert CANARY not in repr(answers(app))
        app.keeper.finish()
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: not app.errands.under_way)
    assert left_behind(tmp_path, but=source) == []
    # What is unsaved is kept there indeed.
    assert any(path.is_file() for path in (tmp_path / "home").rglob("*"))
