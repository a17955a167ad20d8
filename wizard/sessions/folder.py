"""The sessions of a folder, read for no more than their cases: there may be thousands.

Source: docs/specification.md §5.5.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rules.answers.case import Case
from rules.answers.case_of import case_of
from rules.answers.defaults import applicable, with_defaults
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.answers.validation import validate
from wizard.disk import reading
from wizard.disk.errors import UnusableFile, explain
from wizard.problems import InputUnusable
from wizard.sessions.codec import ABSENT, lookup
from wizard.sessions.migrations import SCHEMA
from wizard.sessions.naming import folder_meant
from wizard.sessions.session_file import read_session
from wizard.settings.policies import FILE_NAME
from wizard.toml.guard import TomlProblem, parse

_BEGINS = re.compile(rb"(?m)^[ \t]*(?:schema[ \t]*=|\[)")
"""Of a file that cannot be read as TOML: what it begins with is all there is to tell it by."""


class NotASession(Exception):
    """A TOML file of something else."""


def without_sessions(folder: Path) -> InputUnusable:
    """What is said of a folder in which no file is a session."""
    return InputUnusable([Problem("holds no session; name a folder that does", file=str(folder))])


def toml_files(folder: Path) -> Iterator[Path]:
    """Every TOML file in a folder and below, in the order of their names.

    Hidden folders stay out, and so does what is called as the policy file of a team.

    Raises:
        InputUnusable: where the folder, or one below it, cannot be listed.
    """

    def refuse(error: OSError) -> None:
        reason, remedy = explain(error)
        if isinstance(error, FileNotFoundError):
            reason, remedy = "there is no such folder", folder_meant(Path(error.filename or folder))
        raise InputUnusable([Problem(f"{reason}. {remedy}", file=str(error.filename or folder))])

    for holder, below, names in os.walk(folder, onerror=refuse):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".toml") and not name.startswith(".") and name != FILE_NAME:
                yield Path(holder, name)


def contents(path: Path) -> dict[str, Any]:
    """What a session holds, as TOML gives it, not looked into.

    Raises:
        NotASession: where the file says that it is something else.
        InputUnusable: where it cannot be read.
    """
    try:
        data, _ = reading.read(path)
        raw = parse(data)[1]
    except UnusableFile as unusable:
        message = f"{unusable.reason}. {unusable.remedy}"
        raise InputUnusable([Problem(message, file=str(path))]) from None
    except TomlProblem as problem:
        begins = _BEGINS.search(data)
        if begins is None or begins[0].endswith(b"["):
            raise NotASession from None
        message = f"{problem.message} {problem.remedy}"
        raise InputUnusable([Problem(message, file=str(path), line=problem.line)]) from None
    if "schema" not in raw:
        raise NotASession
    return raw


def read_case(path: Path, team: TeamPolicy | None) -> tuple[Case, str]:
    """The case of a session, with a team's default answers in it, and its title.

    Raises:
        NotASession: where the file says that it is something else.
        InputUnusable: where it cannot be read, or a value in it cannot be used.
    """
    raw = contents(path)
    if raw["schema"] == SCHEMA:
        if team is not None:
            _fill_in(raw, team)
        case, wrong = validate(raw)
        if not wrong:
            return case, case.title or path.stem
    return _with_care(path, team)


def _fill_in(raw: dict[str, Any], team: TeamPolicy) -> None:
    def is_answered(key: str) -> bool:
        return lookup(raw, tuple(key.split("."))) is not ABSENT

    currency = raw.get("currency")
    for key in tuple(applicable(team, is_answered, currency)):
        *tables, name = key.split(".")
        holder = raw
        for table in tables:
            holder = holder.setdefault(table, {})
            if not isinstance(holder, dict):
                # What is no table is an error that validation tells of.
                break
        else:
            holder[name] = team.defaults[key].value


def _with_care(path: Path, team: TeamPolicy | None) -> tuple[Case, str]:
    """The same of a session in which something is wrong or old, which takes longer."""
    session = read_session(path)
    answers, _ = with_defaults(session.answers, team)
    case, problems = case_of(answers)
    wrong = session.errors or session.placed(one for one in problems if one.severity == "error")
    if wrong:
        raise InputUnusable(wrong)
    return case, session.title
