"""A team's policy file: thresholds that every case of the team is judged by.

Source: docs/specification.md §4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rules.keys import join
from rules.policy import Policy, TeamPolicy
from rules.problem import Problem
from rules.validation import validate
from wizard.problems import InputUnusable
from wizard.sessions import store
from wizard.sessions.lines import line_of
from wizard.sessions.toml_guard import TomlProblem, parse


def read_policy(path: Path) -> tuple[TeamPolicy, tuple[Problem, ...]]:
    """The values a policy file states, and warnings about keys that mean nothing.

    The values stand in a `[policy]` table as in a session, or at the top of the file.

    Raises:
        InputUnusable: where the file cannot be read, or a value in it cannot be used.
    """
    name = str(path)
    try:
        text, raw = parse(store.read(path)[0])
    except store.UnusableFile as unusable:
        raise InputUnusable([Problem(f"{unusable.reason}. {unusable.remedy}", file=name)]) from None
    except TomlProblem as problem:
        message = f"{problem.message} {problem.remedy}"
        raise InputUnusable([Problem(message, file=name, line=problem.line)]) from None
    at: tuple[str, ...] = ("policy",) if isinstance(raw.get("policy"), Mapping) else ()
    table: Mapping[str, Any] = raw["policy"] if at else raw
    known = {key: value for key, value in table.items() if key in Policy.model_fields}
    case, wrong = validate({"schema": 1, "policy": known})

    def place(key: str) -> tuple[str, int | None]:
        return (".".join((*at, key)), line_of(text, (*at, key)))

    if wrong:
        raise InputUnusable(
            Problem(message, place(str(where[-1]))[0], name, place(str(where[-1]))[1])
            for where, message in wrong.items()
        )
    outside = [join(key) for key in raw if at and key not in ("policy", "schema")]
    inside = [key for key in table if key not in known and key != "schema"]
    warnings = tuple(
        Problem("is not a value of a policy; it is ignored", *_shown(name, key, line), "warning")
        for key, line in [(one, line_of(text, (one,))) for one in outside]
        + [place(one) for one in inside]
    )
    return TeamPolicy(case.policy.stated, name), warnings


def _shown(name: str, key: str, line: int | None) -> tuple[str, str, int | None]:
    return key, name, line
