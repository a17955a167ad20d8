"""A team's policy file: what it sets for every case of the team.

Source: docs/specification.md §4.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rules.answers.answers import Entry
from rules.answers.entries import entry_of
from rules.answers.estimate import MEMBERS, Estimate, describe
from rules.answers.keys import from_path
from rules.answers.policy import RULE_SETTINGS, Policy, RuleSetting, TeamPolicy
from rules.answers.problem import Problem
from rules.answers.validation import problem_with, validate
from rules.catalog import BY_ID
from rules.questions import NOT_ASKED, QUESTIONS, Question, nearest
from wizard.disk import piped, reading
from wizard.disk.errors import UnusableFile
from wizard.problems import InputUnusable
from wizard.toml.guard import TomlProblem, parse
from wizard.toml.lines import line_of

_TABLES = ("policy", "defaults", "rules")
_NO_VALUES = ("schema", *_TABLES)
"""Keys at the top of the file that are none of its thresholds."""
_NEVER_A_DEFAULT = {
    "title": "each case has its own title",
    "as_of": "each case has its own date",
    "student.launched_on": "each case has its own launch",
}
_KEYS = (*QUESTIONS, *NOT_ASKED)
_HAS_ROWS = "has rows; only a single answer can have a default"


def read_policy(
    path: Path, *, may_be_piped: bool = False
) -> tuple[TeamPolicy, tuple[Problem, ...]]:
    """What a policy file sets, and warnings about keys that mean nothing.

    The values stand in a `[policy]` table as in a session, or at the top of the file, or some here
    and some there.

    Raises:
        InputUnusable: where the file cannot be read, or a value in it cannot be used.
    """
    name = piped.named(path)
    read = piped.read if may_be_piped else reading.read
    try:
        data = read(path)[0]
        text, raw = parse(data)
    except UnusableFile as unusable:
        raise InputUnusable([Problem(f"{unusable.reason}. {unusable.remedy}", file=name)]) from None
    except TomlProblem as problem:
        _refuse_misplaced(data, name)
        message = f"{problem.message} {problem.remedy}"
        raise InputUnusable([Problem(message, file=name, line=problem.line)]) from None
    reader = _Reader(name, text)
    policy = reader.policy(raw)
    if reader.wrong:
        raise InputUnusable(sorted(reader.wrong, key=lambda one: one.line or 0))
    if policy.changes_nothing:
        _refuse_misplaced(data, name)
    return policy, tuple(reader.warnings)


def _refuse_misplaced(data: bytes, name: str) -> None:
    # Policies in which all is well need none of it.
    from wizard.kind_of_file import POLICY, refuse_misplaced

    refuse_misplaced(data, POLICY, name)


class _Reader:
    """Reads the contents of one policy file, collecting what is wrong with it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.wrong: list[Problem] = []
        self.warnings: list[Problem] = []
        self.defaulted: set[str] = set()

    def policy(self, raw: Mapping[str, Any]) -> TeamPolicy:
        """All that the file sets."""
        team = TeamPolicy(
            self.values(raw),
            self.name,
            dict(self.defaults(self.table(raw, "defaults"), ())),
            dict(self.rules(self.table(raw, "rules"))),
        )
        if team.changes_nothing:
            nothing = "states no value of a policy, so it changes nothing"
            self.warnings.append(Problem(nothing, file=self.name, severity="warning"))
        return team

    def refuse(self, message: str, *key: str | int) -> None:
        """Note an error about what stands at a key."""
        line = line_of(self.text, key)
        self.wrong.append(Problem(message, from_path(key), self.name, line))

    def warn(self, message: str, *key: str | int) -> None:
        """Note a warning about what stands at a key."""
        line = line_of(self.text, key)
        self.warnings.append(Problem(message, from_path(key), self.name, line, "warning"))

    def table(self, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """A table of the file, empty where there is none."""
        table = raw.get(name, {})
        if isinstance(table, Mapping):
            return table
        self.refuse(f"needs a table: write [{name}], and its values below", name)
        return {}

    def values(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The thresholds that the file states."""
        table = self.table(raw, "policy")
        known: dict[str, Any] = {}
        places: dict[str, tuple[str, ...]] = {}
        stated: list[tuple[tuple[str, ...], Any]]
        stated = [(("policy", key), value) for key, value in table.items()]
        stated += [((key,), value) for key, value in raw.items() if key not in _NO_VALUES]
        for at, value in stated:
            key = at[-1]
            if key not in Policy.model_fields:
                hint = _hint(key) or (_hint_at_table(key) if len(at) == 1 else "")
                self.warn(f"is not a value of a policy; it is ignored{hint}", *at)
            elif key in known:
                self.refuse("stands here and under [policy]; keep one of them", *at)
            else:
                known[key], places[key] = value, at
        case, wrong = validate({"schema": 1, "policy": known})
        for path, message in wrong.items():
            self.refuse(message, *places[str(path[1])], *path[2:])
        return case.policy.stated

    def defaults(
        self, table: Mapping[str, Any], above: tuple[str, ...]
    ) -> Iterator[tuple[str, Entry]]:
        """The default answers by key, written `"a.b" = 1`, `a.b = 1` or as tables."""
        for name, value in table.items():
            at = (*above, name)
            key = ".".join(at)
            question = QUESTIONS.get(key)
            if key in self.defaulted:
                self.refuse("stands twice under [defaults]; keep one of them", "defaults", *at)
            elif question is not None:
                self.defaulted.add(key)
                entry = self.default(question, value, at)
                if entry is not None:
                    yield key, entry
            elif isinstance(value, Mapping) and any(one.startswith(f"{key}.") for one in _KEYS):
                yield from self.defaults(value, at)
            elif (reason := _why_none(key)) is not None:
                self.refuse(reason, "defaults", *at)
            else:
                close = nearest(key)
                hint = f"; did you mean {close}?" if close is not None else ""
                self.warn(f"is not the key of an answer; it is ignored{hint}", "defaults", *at)

    def default(self, question: Question, value: Any, at: tuple[str, ...]) -> Entry | None:
        """One default answer as an entry; None where it cannot be used."""
        key = question.key
        path = tuple(key.split("."))
        problem: str | None
        if key.startswith("policy."):
            problem = "is no answer but a value of the policy; write it under [policy]"
        elif question.columns:
            problem = _HAS_ROWS
        elif key in _NEVER_A_DEFAULT:
            problem = f"cannot have a default: {_NEVER_A_DEFAULT[key]}"
        else:
            problem = problem_with(path, value)
        if problem is not None:
            self.refuse(problem, "defaults", *at)
            return None
        if not question.is_estimate:
            return entry_of(question, value)
        for member in value if isinstance(value, Mapping) else ():
            if member not in MEMBERS:
                self.warn("is not part of a number; it is ignored", "defaults", *at, member)
        return entry_of(question, self.quoted(value))

    def quoted(self, value: Any) -> Estimate:
        """A number that names the policy file as where it comes from."""
        estimate = Estimate.from_toml(value)
        file = TeamPolicy({}, self.name).name
        states_basis = isinstance(value, Mapping) and "basis" in value
        return replace(
            estimate,
            basis=estimate.basis if states_basis else "quoted",
            source=f"{estimate.source} ({file})" if estimate.source else file,
        )

    def rules(self, table: Mapping[str, Any]) -> Iterator[tuple[str, RuleSetting]]:
        """What becomes of rules, by id."""
        for rule, setting in table.items():
            if rule not in BY_ID:
                from difflib import get_close_matches

                close = get_close_matches(rule, BY_ID, n=1)
                hint = f"; did you mean {close[0]}?" if close else "; `payback rules` lists them"
                self.refuse(f"is not a rule{hint}", "rules", rule)
            elif setting not in RULE_SETTINGS:
                choices = ", ".join(f'"{one}"' for one in RULE_SETTINGS)
                self.refuse(f"needs one of {choices}, not {describe(setting)}", "rules", rule)
            else:
                yield rule, setting


def _why_none(key: str) -> str | None:
    """Why a key that is no question's has no default; None where it is not known at all."""
    of_rows = key.partition("[")[0]
    if of_rows in NOT_ASKED:
        return f"cannot have a default: {NOT_ASKED[of_rows]}"
    tables = (one.key for one in QUESTIONS.values() if one.columns)
    return _HAS_ROWS if any(f"{of_rows}.".startswith(f"{one}.") for one in tables) else None


def _hint(name: str) -> str:
    if name in QUESTIONS:
        return "; write it under [defaults]"
    suggestion = nearest(f"policy.{name}") or ""
    section, _, known = suggestion.rpartition(".")
    return f"; did you mean {known}?" if section == "policy" else ""


def _hint_at_table(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), _TABLES, n=1)
    return f"; did you mean [{close[0]}]?" if close else ""
