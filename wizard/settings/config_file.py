"""The config file as it lies on disk, and what in it commands without a screen look at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rules.answers.problem import Problem
from wizard.disk import reading
from wizard.disk.errors import NoSuchFile, UnusableFile
from wizard.disk.paths import config_file
from wizard.toml.guard import TomlProblem, parse
from wizard.toml.lines import line_of

DECIMAL_COMMA = "decimal_comma"
"""The setting that says that numbers are typed with the comma as the decimal sign."""
SETTINGS = ("theme", "animation", "recovery", DECIMAL_COMMA, "keys")
"""All that the file can set."""
_UNTIL_THEN = "Until then nothing in this file counts."


class Written(NamedTuple):
    """What the file holds."""

    path: Path
    text: str = ""
    values: Mapping[str, Any] | None = None
    """None where there is no file, or one that cannot be used."""
    problems: tuple[Problem, ...] = ()
    """Why it cannot be used."""

    def wrong(self, message: str, *key: str) -> Problem:
        """What is wrong with a value, with the line it stands on."""
        return Problem(message, ".".join(key), str(self.path), line_of(self.text, key))


def read_file(path: Path | None = None) -> Written:
    """The config file, unjudged."""
    path = path or config_file()
    try:
        text, values = parse(reading.read(path)[0])
    except NoSuchFile:
        return Written(path)
    except UnusableFile as unusable:
        message = f"{unusable.reason}. {unusable.remedy} {_UNTIL_THEN}"
        return Written(path, problems=(Problem(message, file=str(path)),))
    except TomlProblem as problem:
        message = f"{problem.message} {problem.remedy} {_UNTIL_THEN}"
        return Written(path, problems=(Problem(message, file=str(path), line=problem.line),))
    return Written(path, text, values)


def switch(written: Written, name: str, default: bool) -> tuple[bool, Problem | None]:
    """A setting that is on or off, and what is wrong with it."""
    value = (written.values or {}).get(name, default)
    if isinstance(value, bool):
        return value, None
    return default, written.wrong("needs true or false", name)


def writes_decimal_comma() -> tuple[bool, tuple[Problem, ...]]:
    """Whether this person types the comma as the decimal sign, and why that is not known."""
    written = read_file()
    value, problem = switch(written, DECIMAL_COMMA, default=False)
    return value, written.problems if problem is None else (problem,)
