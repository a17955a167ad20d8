"""Two programs on one file: what the wizard says, and that nothing of either is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.save_as import SaveAsScreen
from screens.step import StepScreen
from tests.screens.drive import answers, field, is_on, said, send, shown, texts, until
from tests.wizard.cases import COMPLETE, typed, written
from tests.wizard.dialogs import GROWTH, asks, choose, dialog, opened, type_growth
from wizard.app import PaybackApp
from wizard.session import OpenSession


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


async def test_what_somebody_else_changed_elsewhere_is_saved_together_with_mine(
    case: Path,
) -> None:
    app = opened(case)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_growth(pilot, "2%")
        case.write_text(COMPLETE.replace("Tickets", "Theirs") + "# theirs\n", "utf-8")
        send(pilot, "ctrl+s")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert "taken over from it: Title" in said(app)
        assert "Theirs" in shown(app).splitlines()[0]
        assert texts(written(case)) | {GROWTH: "2%", "title": "Theirs"} == texts(written(case))
        assert "# theirs\n" in case.read_text("utf-8")
        # What is undone is what was done here.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: GROWTH not in answers(app))
        assert texts(answers(app))["title"] == "Theirs"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
@pytest.mark.parametrize("answer", ["save-as", "mine", "theirs", "stay"])
async def test_where_both_have_changed_an_answer_both_are_shown(
    case: Path, tmp_path: Path, answer: str, size: tuple[int, int]
) -> None:
    theirs = COMPLETE.replace("Tickets", "Theirs").replace(
        "[volume]", "[volume]\nmonthly_growth = 0.05"
    )
    app = opened(case)
    async with app.run_test(size=size) as pilot:
        await type_growth(pilot, "2%")
        case.write_text(theirs, "utf-8")
        send(pilot, "ctrl+s")
        await asks(pilot, "was changed here, and in the file by another program")
        for words in ("Mine: 2%", "Theirs: 5%", "Before: no answer"):
            assert words in dialog(app)
        await choose(pilot, answer)
        if answer == "save-as":
            await until(pilot, lambda: is_on(app, SaveAsScreen) and app.focused)
            field(app).value = str(tmp_path / "mine.toml")
            send(pilot, "enter")
            await until(pilot, lambda: "saved: mine.toml" in shown(app))
            assert texts(written(tmp_path / "mine.toml"))[GROWTH] == "2%"
            assert texts(written(tmp_path / "mine.toml"))["title"] == "Tickets"
            assert case.read_text("utf-8") == theirs
        elif answer == "stay":
            await until(pilot, lambda: is_on(app, StepScreen))
            assert "not saved" in shown(app).splitlines()[0]
            assert case.read_text("utf-8") == theirs
            assert texts(answers(app))[GROWTH] == "2%"
        else:
            await until(pilot, lambda: "saved: case.toml" in shown(app))
            chosen = {"mine": "2%", "theirs": "5%"}[answer]
            assert texts(written(case))[GROWTH] == chosen
            assert texts(answers(app))[GROWTH] == chosen
            assert texts(written(case))["title"] == "Theirs"


@pytest.mark.parametrize("answer", ["all-mine", "all-theirs"])
async def test_several_clashes_can_be_decided_at_once(case: Path, answer: str) -> None:
    session = OpenSession.open(case)
    for key in ("title", "task.owner", "task.description"):
        session.answer(key, typed(key, "mine"))
    app = PaybackApp(session=session)
    theirs = COMPLETE.replace('"Tickets"', '"theirs"').replace(
        "[task]", '[task]\nowner = "theirs"\ndescription = "theirs"'
    )
    async with app.run_test(size=(80, 24)) as pilot:
        case.write_text(theirs, "utf-8")
        send(pilot, "ctrl+s")
        await asks(pilot, "(1 of 3)")
        await pilot.click("#mine")
        await asks(pilot, "(2 of 3)")
        await choose(pilot, answer)
        await until(pilot, lambda: "saved: case.toml" in shown(app))
    others = answer.removeprefix("all-")
    found = texts(written(case))
    keys = ("title", "task.owner", "task.description")
    assert sorted(found[key] for key in keys) == sorted(["mine", others, others])


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (b"[[", "Invalid initial character"),
        (b"schema = 99\n", "schema"),
        (b"\xff\xfe", "cannot be read now"),
    ],
    ids=["no TOML", "another schema", "no text"],
)
async def test_a_file_that_nobody_can_read_any_more_is_asked_about(
    case: Path, theirs: bytes, words: str
) -> None:
    app = opened(case)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_growth(pilot, "2%")
        case.write_bytes(theirs)
        send(pilot, "ctrl+s")
        await asks(pilot, words)
        await choose(pilot, "stay")
        assert case.read_bytes() == theirs
        assert texts(answers(app))[GROWTH] == "2%"
        send(pilot, "ctrl+s")
        await asks(pilot, words)
        await choose(pilot, "overwrite")
        await until(pilot, lambda: "saved: case.toml" in shown(app))
        assert texts(written(case))[GROWTH] == "2%"
