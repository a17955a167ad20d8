"""A team's policy file: thresholds that every case of the team is judged by.

Source: docs/specification.md §4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rules.keys import from_path
from rules.policy import Policy, TeamPolicy
from rules.problem import Problem
from rules.questions import nearest
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
    in_table = "policy" in raw
    stated = raw["policy"] if in_table else raw

    def placed(message: str, *key: str | int, severity: Any = "error") -> Problem:
        return Problem(message, from_path(key), name, line_of(text, key), severity)

    if not isinstance(stated, Mapping):
        raise InputUnusable(
            [placed("needs a table: write [policy], and its values below", "policy")]
        )
    known = {key: value for key, value in stated.items() if key in Policy.model_fields}
    case, wrong = validate({"schema": 1, "policy": known})
    if wrong:
        raise InputUnusable(
            placed(message, *(at if in_table else at[1:])) for at, message in wrong.items()
        )
    ignored = [("policy", key) if in_table else (key,) for key in stated if key not in known]
    if in_table:
        ignored += [(key,) for key in raw if key != "policy"]
    warnings = [
        placed(f"is not a value of a policy; it is ignored{_hint(at[-1])}", *at, severity="warning")
        for at in ignored
        if at != ("schema",)
    ]
    if not known:
        nothing = "states no value of a policy, so it changes nothing"
        warnings.append(Problem(nothing, file=name, severity="warning"))
    return TeamPolicy(case.policy.stated, name), tuple(warnings)


def _hint(name: str) -> str:
    suggestion = nearest(f"policy.{name}") or ""
    section, _, known = suggestion.rpartition(".")
    return f"; did you mean {known}?" if section == "policy" else ""
