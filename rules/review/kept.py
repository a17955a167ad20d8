"""Answers and policy as a decision keeps them: plain values by key, and back to what they were.

Source: docs/specification.md §14.1. Why so: docs/decisions/0095-what-a-decision-keeps.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any, NamedTuple

from rules.answers.answers import Answers, Entry, Table
from rules.answers.entries import entry_from, half_rows, in_file, table_from
from rules.answers.estimate import Estimate
from rules.answers.policy import RULE_SETTINGS, Policy, TeamPolicy
from rules.answers.validation import refusal_of
from rules.questions import NOT_JUDGED, QUESTIONS, Question

_POLICY = "policy."
_RULES = "rules."


class Refused(NamedTuple):
    """A value of a decision that cannot be used any more, by the key it is kept under."""

    key: str
    message: str
    table: str = "answers"
    """The table of the decision that holds it."""
    within: str = ""
    """Where in a table of rows it is: `[1].share`."""

    @property
    def place(self) -> str:
        """The key of the very value."""
        return f"{self.key}{self.within}"


def answers_kept(answers: Answers) -> dict[str, Any]:
    """What counts of answers, as plain values by key; a table as the rows that a file would have.

    What is not usable does not count, so it is not kept. Nor are values of the policy, which are
    kept for themselves: those of the session are not all that a case is judged by.
    """
    kept = {}
    for key in QUESTIONS:
        entry = answers.get(key)
        if entry is None or not entry.usable or key.startswith(_POLICY) or key in NOT_JUDGED:
            continue
        kept[key] = _kept(QUESTIONS[key], entry)
    return kept


def _kept(question: Question, entry: Entry) -> Any:
    if not isinstance(entry.value, Table):
        return _plain(entry.value)
    rows = [row for row in entry.value.rows if row not in half_rows(question, entry.value)]
    values = [{name: _plain(value) for name, value in row.values().items()} for row in rows]
    if not question.named_rows:
        return values
    column = question.value_column.key
    return {row["name"]: row[column] for row in values if row.keys() >= {"name", column}}


def _plain(value: Any) -> Any:
    """A value as TOML has it; an estimate with as little as says the same."""
    if isinstance(value, float):
        return in_file(value)
    if not isinstance(value, Estimate):
        return value
    members: dict[str, Any] = {"likely": in_file(value.likely)}
    if value.low is not None and value.high is not None:
        members |= {"low": in_file(value.low), "high": in_file(value.high)}
    if value.basis != "estimated":
        members["basis"] = value.basis
    if value.source:
        members["source"] = value.source
    return members if len(members) > 1 else members["likely"]


def answers_from(values: Mapping[str, Any]) -> tuple[Answers, tuple[Refused, ...]]:
    """The answers that were kept, and which of them cannot be used, as after an edit by hand."""
    entries: dict[str, Entry] = {}
    refused = [
        Refused(key, "is no question of this program")
        for key in values
        if key not in QUESTIONS or key.startswith(_POLICY)
    ]
    for key, question in QUESTIONS.items():
        if key not in values or key.startswith(_POLICY):
            continue
        refusal = refusal_of(tuple(key.split(".")), values[key])
        if refusal is None:
            entries[key] = _entry(question, values[key])
        else:
            refused.append(Refused(key, refusal.message, within=refusal.within))
    return Answers(entries), tuple(refused)


def _entry(question: Question, value: Any) -> Entry:
    if question.columns:
        return Entry("", table_from(question, value))
    return entry_from(question, value)


def policy_kept(policy: Policy, team: TeamPolicy | None) -> dict[str, Any]:
    """All values that a case is judged by, defaults included, and what the team makes of rules."""
    values = {name: value for name, value in policy.model_dump().items() if value is not None}
    rules = team.rules if team is not None else {}
    return {
        **{name: _plain(value) for name, value in values.items()},
        **{f"{_RULES}{rule}": setting for rule, setting in rules.items()},
    }


def policy_from(values: Mapping[str, Any], origin: str) -> tuple[TeamPolicy, tuple[Refused, ...]]:
    """The policy that was kept, as that of a team, since it wins over what a session says.

    Args:
        values: as `policy_kept` makes them.
        origin: who says so, in words.
    """
    found: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    refused = []
    for name, value in values.items():
        rule = name.removeprefix(_RULES)
        if rule != name:
            if value in RULE_SETTINGS:
                rules[rule] = value
            else:
                refused.append(Refused(name, f"needs one of {', '.join(RULE_SETTINGS)}", "policy"))
        elif name not in Policy.model_fields:
            refused.append(Refused(name, "is no value of a policy", "policy"))
        elif (refusal := refusal_of(("policy", name), value)) is not None:
            refused.append(Refused(name, refusal.message, "policy"))
        else:
            found[name] = value
    return TeamPolicy(found, origin, rules=rules), tuple(refused)


def fingerprint(answers: Mapping[str, Any], policy: Mapping[str, Any]) -> str:
    """64 hexadecimal digits that change with what answers and policy say, not with how they do.

    SHA-256 of one JSON object of both, its names sorted, without spaces. A number that is whole
    has no fraction; an estimate is its number where it says nothing else; a date is its text.
    """
    said = {"answers": _canonical(answers), "policy": _canonical(policy)}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        members = {name: _canonical(one) for name, one in value.items()}
        if "likely" not in members:
            return members
        if members.get("basis") == "estimated":
            del members["basis"]
        if members.get("source") == "":
            del members["source"]
        return members if len(members) > 1 else members["likely"]
    if isinstance(value, list | tuple):
        return [_canonical(one) for one in value]
    if isinstance(value, float):
        return _plain(value)
    return value.isoformat() if isinstance(value, date | time) else value
