"""The config file: theme, keys, and what is said of its mistakes."""

from __future__ import annotations

import errno
import os
from typing import Any

import pytest
from textual import constants
from textual.types import AnimationLevel
from textual.widgets import Input

from screens.keys import ACTIONS
from screens.overlays.help import HelpScreen
from screens.overlays.palette import Palette
from screens.theme import DEFAULT_THEME, THEMES
from screens.widgets.key_bar import KeyBar
from tests.screens.drive import (
    complete,
    driven,
    is_on,
    present,
    press,
    said,
    send,
    shown,
    text_of,
    until,
)
from wizard.app.palette_offers import choose_theme
from wizard.disk import store, writing
from wizard.disk.paths import config_file
from wizard.problems import InputUnusable
from wizard.settings.config import Config, read_config
from wizard.settings.theme import keep_theme


def write_config(text: str) -> Config:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, "utf-8")
    return read_config()


def test_the_config_is_read_and_its_mistakes_are_named() -> None:
    assert read_config() == Config()
    config = write_config('theme = "light"\nanimation = false\n[keys]\nsave = "ctrl+s,ctrl+f"\n')
    assert (config.theme, config.animation, dict(config.keys), config.problems) == (
        "payback-light",
        False,
        {"save": "ctrl+s,ctrl+f"},
        (),
    )
    config = write_config(
        'theme = "pink"\nanimation = 3\ncolour = 1\n[keys]\nsave = ""\nnope = "x"\n'
    )
    assert (config.theme, config.animation, dict(config.keys)) == (DEFAULT_THEME, True, {})
    where = {(one.key, one.line) for one in config.problems}
    assert where == {
        ("theme", 1), ("animation", 2), ("colour", 3), ("keys.save", 5), ("keys.nope", 6),
    }  # fmt: skip
    assert write_config("decimal_comma = true\n").decimal_comma
    config = write_config('decimal_comma = "yes"\n')
    assert not config.decimal_comma
    assert [(one.key, one.message) for one in config.problems] == [
        ("decimal_comma", "needs true or false")
    ]
    config = write_config("theme = \n")
    assert [one.line for one in config.problems] == [1]
    config_file().unlink()
    config_file().mkdir()
    assert "a folder" in read_config().problems[0].message


@pytest.mark.parametrize("name", [one.name for one in THEMES])
async def test_the_config_sets_the_theme_and_its_problems_are_told(name: str) -> None:
    short = name.removeprefix("payback-")
    app = complete(config=write_config(f'theme = "{short}"\nanimation = false\nnope = 1\n'))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app))
        assert app.theme == name
        assert app.animation_level == "none"
        assert isinstance(app.focused, Input)
        assert not app.focused.cursor_blink
        assert "nope" in said(app)


@pytest.mark.parametrize(
    "before",
    [
        None,
        "",
        '# Mine.\nanimation = false # calm\n\n[keys]\nsave = "ctrl+s,f12" # as elsewhere\n',
        'theme = "light" # for the projector\nnope = 1\n',
    ],
)
async def test_a_theme_chosen_in_the_palette_stays(before: str | None) -> None:
    place = config_file()
    config = Config() if before is None else write_config(before)
    async with driven(complete(config=config)) as (app, pilot):
        await until(pilot, lambda: present(app))
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await press(pilot, *"theme: contrast")
        await until(pilot, lambda: "Change colours" in shown(app))
        await press(pilot, "down", "enter")
        await until(pilot, lambda: app.theme == "payback-contrast")
        await until(pilot, lambda: f"Kept in {place}" in said(app))
    assert read_config().theme == "payback-contrast"
    text = place.read_text("utf-8")
    kept = [line for line in (before or "").splitlines() if not line.startswith("theme")]
    assert [line for line in text.splitlines() if not line.startswith("theme")] == kept
    assert "# for the projector" in text or "# for the projector" not in (before or "")


async def test_a_theme_that_cannot_be_kept_is_changed_and_that_is_said() -> None:
    async with driven(complete(config=write_config("theme = \n"))) as (app, pilot):
        await until(pilot, lambda: present(app))
        await choose_theme(app, "light")
        assert app.theme == "payback-light"
        await until(pilot, lambda: "the theme is not kept for the next time" in said(app))
    assert config_file().read_text("utf-8") == "theme = \n"


def test_a_theme_on_a_full_disk_is_not_told_to_go_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write_config("decimal_comma = true\n")
    monkeypatch.setattr(writing, "write_new", full)
    with pytest.raises(InputUnusable) as caught:
        keep_theme("light")
    (problem,) = caught.value.problems
    assert problem.message == (
        "the theme is not kept for the next time: the disk or your share of it is full"
    )


def test_a_theme_takes_the_place_of_nothing_that_was_written_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_config("decimal_comma = true\n")
    save = store.save

    def late(*arguments: Any, **more: Any) -> None:
        config_file().write_text("animation = false\n", "utf-8")
        save(*arguments, **more)

    monkeypatch.setattr(store, "save", late)
    with pytest.raises(InputUnusable) as caught:
        keep_theme("light")
    (problem,) = caught.value.problems
    assert "the file was changed meanwhile; choose the theme again" in problem.message
    assert config_file().read_text("utf-8") == "animation = false\n"


@pytest.mark.parametrize("level", ["none", "basic", "full"])
async def test_the_environment_says_too_what_may_move(
    level: AnimationLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", level)
    async with driven(complete()) as (app, pilot):
        await until(pilot, lambda: present(app))
        assert app.animation_level == level
        assert isinstance(app.focused, Input)
        assert app.focused.cursor_blink == (level != "none")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("save = 3", "needs keys in quotes"),
        ('save = "not a key!!"', "needs keys by their names"),
        ('save = ","', "the comma itself"),
        ('save = "ctrl+s,"', "the comma itself"),
        ('save = ""', "needs keys by their names"),
        ('save = "ctrl+p"', "cannot have ctrl+p, which is palette's"),
        ('save = "a"', "cannot have a: it could not be typed any more"),
        ('save = "Shift+A"', "it could not be typed any more"),
        ('save = "space"', "cannot have space"),
        ('jump = "tab"', "cannot have tab, which fields need"),
        ('quit = "ctrl+c"', "which fields need"),
        ('help = "ctrl+l,f1"', "cannot have ctrl+l, which is verdict's"),
        ('save = "ctrl+i"', "cannot have ctrl+i: most terminals send it as tab"),
        ('save = "f12,Ctrl+M"', "cannot have Ctrl+M: most terminals send it as enter"),
        ('save = "ctrl+["', "cannot have ctrl+[: most terminals send it as esc"),
        ('save_as = "f12"', "is not an action; did you mean save-as?"),
        ('Verdikt = "f12"', "is not an action; did you mean verdict?"),
        ('fly = "f12"', "is not an action; there are add-item, "),
    ],
)
def test_a_key_that_cannot_be_used_is_named_with_the_reason_and_ignored(
    line: str, words: str
) -> None:
    config = write_config(f"[keys]\n{line}\n")

    (problem,) = config.problems
    assert words in problem.message
    assert str(problem).startswith(f"{config_file()}:2: keys.{line.split()[0]}: ")
    assert dict(config.keys) == {}


def test_a_table_of_keys_that_is_none_is_named() -> None:
    config = write_config("keys = 3\n")

    assert [(one.key, one.line) for one in config.problems] == [("keys", 1)]


def test_keys_are_understood_as_people_write_them() -> None:
    config = write_config(
        '[keys]\nsave = "Ctrl+S, Ctrl+F"\nhelp = "?,f1"\nverdict = "shift+alt+v"\n'
        'months = "shift+m"\n'
    )

    assert config.problems == ()
    assert dict(config.keys) == {
        "save": "ctrl+s,ctrl+f",
        "help": "question_mark,f1",
        "verdict": "alt+shift+v",
        "months": "M",
    }


def test_two_actions_may_change_keys_but_not_share_one() -> None:
    assert write_config('[keys]\nsave = "ctrl+l"\nverdict = "ctrl+s"\n').problems == ()
    config = write_config('[keys]\nsave = "ctrl+f"\nverdict = "ctrl+f"\n')
    assert [one.key for one in config.problems] == ["keys.verdict"]
    assert dict(config.keys) == {"save": "ctrl+f"}
    # Without its key of its own, verdict wants the one that save was to have.
    config = write_config('[keys]\nsave = "ctrl+l"\nverdict = "ctrl+p"\n')
    assert [one.key for one in config.problems] == ["keys.verdict", "keys.save"]


def test_the_keys_of_the_program_are_keys_one_may_have() -> None:
    text = "\n".join(f'{one.id} = "{one.keys}"' for one in ACTIONS)

    assert write_config(f"[keys]\n{text}\n").problems == ()


@pytest.mark.parametrize("written", ["+", "/", "plus", "slash", "alt++", "alt+minus", "alt+-"])
def test_signs_that_join_or_have_short_names_are_keys_too(written: str) -> None:
    assert write_config(f'[keys]\nadd-item = "{written}"\n').problems == ()


def test_a_file_that_is_no_toml_is_said_with_line_and_remedy() -> None:
    (problem,) = write_config("theme = light\n").problems

    assert problem.line == 1
    assert "Put text in quotes" in problem.message
    assert "nothing in this file counts" in problem.message


async def test_help_bar_and_palette_show_the_keys_in_force() -> None:
    app = complete(config=Config(keys={"save": "ctrl+f", "details": "ctrl+g,f5", "quit": "alt+q"}))
    async with app.run_test(size=(120, 60)) as pilot:
        await until(pilot, lambda: present(app))
        bar = text_of(app.screen.query_one(KeyBar))
        assert "^F save" in bar
        assert "^G details" in bar
        hints = {one.title: one.help for one in app.get_system_commands(app.screen)}
        assert hints["Save"] == "Key: ^F"
        assert hints["Undo"] == "Key: ^Z"
        send(pilot, "f1")
        await until(pilot, lambda: is_on(app, HelpScreen))
        await until(pilot, lambda: "Quit is alt+q" in shown(app))
        lines = [" ".join(one.split()) for one in shown(app).splitlines()]
        assert any("ctrl+f Save" in one for one in lines)
        assert any("ctrl+g, F5 Details" in one for one in lines)
        assert "ctrl+s" not in shown(app)
        assert said(app) == ""


def test_recovery_can_be_switched_off() -> None:
    assert read_config().recovery
    assert not write_config("recovery = false\n").recovery
    config = write_config('recovery = "no"\n')
    assert config.recovery
    assert "needs true or false" in str(config.problems[0])
