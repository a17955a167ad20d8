"""The config file: theme, keys and the like. All has a default; a mistake is named, not fatal.

It lies where `payback --help` says:

    theme = "light"
    animation = false
    recovery = false
    decimal_comma = true
    [keys]
    save = "ctrl+s,f12"
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from rules.answers.problem import Problem
from rules.words.wording import listed
from screens.keymap import clashes, problem_with, usual
from screens.keys import ACTIONS, action
from screens.keys.written import pretty
from screens.theme import DEFAULT_THEME, THEMES
from wizard.settings.config_file import DECIMAL_COMMA, SETTINGS, Written, read_file, switch

_SWITCHES = {"animation": True, "recovery": True, DECIMAL_COMMA: False}
"""What is on or off, and which of them without a word."""


class Config(NamedTuple):
    """What a person set."""

    theme: str = DEFAULT_THEME
    animation: bool = True
    recovery: bool = True
    """Whether unsaved work is kept for the case of a crash, and offered afterwards."""
    decimal_comma: bool = False
    """Whether numbers are typed with the comma as the decimal sign."""
    keys: Mapping[str, str] = MappingProxyType({})
    """Keys by the id of an action; several are separated by commas."""
    problems: tuple[Problem, ...] = ()


def read_config(path: Path | None = None) -> Config:
    """The config, with what in it could not be used among its problems."""
    written = read_file(path)
    if written.values is None:
        return Config(problems=written.problems)
    return _checked(written, written.values)


def _checked(written: Written, raw: Mapping[str, Any]) -> Config:
    problems: list[Problem] = []

    def wrong(key: tuple[str, ...], message: str) -> None:
        problems.append(written.wrong(message, *key))

    names = {one.name.removeprefix("payback-"): one.name for one in THEMES}
    theme = DEFAULT_THEME
    if "theme" in raw:
        theme = names.get(str(raw["theme"]), "")
        if not theme:
            wrong(("theme",), f"is not a theme; there are {', '.join(names)}")
            theme = DEFAULT_THEME
    switches = {}
    for name, default in _SWITCHES.items():
        switches[name], problem = switch(written, name, default)
        if problem is not None:
            problems.append(problem)
    table = raw.get("keys", {})
    if not isinstance(table, Mapping):
        wrong(("keys",), 'needs a table: write [keys], and below it lines such as save = "f12"')
        table = {}
    keys: dict[str, str] = {}
    known = {one.id for one in ACTIONS}
    for name, value in table.items():
        if name not in known:
            wrong(("keys", name), _no_action(name, known))
        elif not isinstance(value, str):
            wrong(("keys", name), 'needs keys in quotes, such as "ctrl+s,f12"')
        elif (message := problem_with(action(name), value)) is not None:
            wrong(("keys", name), message)
        else:
            keys[name] = usual(value)
    for clash in clashes(keys):
        message = (
            f"cannot have {pretty(clash.key)}, which is {clash.other.id}'s; choose another key"
        )
        wrong(("keys", clash.id), message)
        del keys[clash.id]
    for name in raw:
        if name not in SETTINGS:
            wrong((name,), f"is not a setting; there are {listed([*SETTINGS])}")
    return Config(theme, **switches, keys=keys, problems=tuple(problems))


def _no_action(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.lower().replace("_", "-"), known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(known))}"
    return f"is not an action; {hint}"
