"""The config file: theme, keys and the like. All has a default; a mistake is named, not fatal.

It lies where `payback --help` says:

    theme = "light"
    animation = false
    recovery = false
    [keys]
    save = "ctrl+s,f12"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rules.answers.problem import Problem
from screens.keymap import clashes, pretty, problem_with, usual
from screens.keys import ACTIONS, action
from screens.theme import DEFAULT_THEME, THEMES
from wizard.disk import store
from wizard.disk.paths import config_file
from wizard.toml.guard import TomlProblem, parse
from wizard.toml.lines import line_of


@dataclass(frozen=True, slots=True)
class Config:
    """What a person set."""

    theme: str = DEFAULT_THEME
    animation: bool = True
    recovery: bool = True
    """Whether unsaved work is kept for the case of a crash, and offered afterwards."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by the id of an action; several are separated by commas."""
    problems: tuple[Problem, ...] = ()


def read_config(path: Path | None = None) -> Config:
    """The config, with what in it could not be used among its problems."""
    path = path or config_file()
    if not path.exists():
        return Config()
    try:
        text, raw = parse(store.read(path)[0])
    except store.UnusableFile as unusable:
        return Config(problems=(Problem(f"{unusable.reason}. {unusable.remedy}", file=str(path)),))
    except TomlProblem as problem:
        message = f"{problem.message} {problem.remedy} Until then nothing in this file counts."
        return Config(problems=(Problem(message, file=str(path), line=problem.line),))
    return _checked(raw, path, text)


def _checked(raw: Mapping[str, Any], path: Path, text: str) -> Config:
    problems: list[Problem] = []

    def wrong(key: tuple[str, ...], message: str) -> None:
        problems.append(Problem(message, ".".join(key), str(path), line_of(text, key)))

    names = {one.name.removeprefix("payback-"): one.name for one in THEMES}
    theme = DEFAULT_THEME
    if "theme" in raw:
        theme = names.get(str(raw["theme"]), "")
        if not theme:
            wrong(("theme",), f"is not a theme; there are {', '.join(names)}")
            theme = DEFAULT_THEME
    switches = {name: raw.get(name, True) for name in ("animation", "recovery")}
    for name, value in switches.items():
        if not isinstance(value, bool):
            wrong((name,), "needs true or false")
            switches[name] = True
    table = raw.get("keys", {})
    if not isinstance(table, Mapping):
        wrong(("keys",), 'needs a table: write [keys], and below it lines such as save = "f12"')
        table = {}
    keys: dict[str, str] = {}
    known = {one.id for one in ACTIONS}
    for name, value in table.items():
        if name not in known:
            wrong(("keys", name), f"is not an action; there are {', '.join(sorted(known))}")
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
        if name not in ("theme", *switches, "keys"):
            wrong((name,), "is not a setting; there are theme, animation, recovery and keys")
    return Config(theme, **switches, keys=keys, problems=tuple(problems))
