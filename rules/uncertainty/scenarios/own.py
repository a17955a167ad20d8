"""The scenarios that a session names: read, and what is wrong with any of them told by key.

Source: docs/specification.md §15.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from rules.answers.answers import Answers
from rules.answers.keys import join
from rules.answers.problem import Problem
from rules.answers.records import Scenario
from rules.uncertainty.scenarios.built_in import AS_IT_IS
from rules.uncertainty.scenarios.setting import with_values

TABLE = "scenarios"
LONGEST_NAME = 60


class Own(NamedTuple):
    """A scenario of the session that can be judged."""

    name: str
    values: dict[str, Any]
    """What it sets, by key, as the file has it."""
    answers: Answers
    """Those of the case with these in their place."""


class Wrong(NamedTuple):
    """Why a scenario of the session is left out."""

    scenario: str
    """Its name; where it has none, which of them it is."""
    at: str
    """What of it is wrong: its name, all that it sets, or the answer of a key."""
    problem: Problem
    """By the key that it has in the session."""


class Read(NamedTuple):
    """What the scenarios of a session are."""

    usable: tuple[Own, ...]
    wrong: tuple[Wrong, ...]
    """Why any other is left out."""


def read(scenarios: Sequence[Scenario], answers: Answers) -> Read:
    """The scenarios of a session; one with any problem is left out whole.

    Args:
        scenarios: as the session holds them.
        answers: of the case.
    """
    usable, left_out = [], []
    taken: set[str] = set()
    for number, one in enumerate(scenarios):
        changed, refused = with_values(answers, one.set)
        called = " ".join(one.name.split())[:LONGEST_NAME] or f"Scenario {number + 1}"
        at = join(TABLE, number, "set")
        wrong = [Wrong(called, "name", one) for one in _about_name(number, one.name, taken)]
        if not one.set:
            why = "is empty; set at least one answer, or remove the scenario"
            wrong.append(Wrong(called, "set", Problem(why, at)))
        wrong += [Wrong(called, key, Problem(why, join(at, key))) for key, why in refused.items()]
        taken.add(folded(one.name))
        if wrong:
            left_out += wrong
        else:
            usable.append(Own(one.name.strip(), one.set, changed))
    return Read(tuple(usable), tuple(left_out))


def _about_name(number: int, name: str, taken: set[str]) -> Iterator[Problem]:
    key = join(TABLE, number, "name")
    said = folded(name)
    if not said:
        yield Problem("is missing; say in a few words what is otherwise", key)
    elif len(said) > LONGEST_NAME or len(name.splitlines()) > 1:
        yield Problem(f"needs one line of at most {LONGEST_NAME} characters", key)
    elif said == folded(AS_IT_IS):
        yield Problem("is what the case itself is called among them; give it another", key)
    elif said in taken:
        yield Problem("is a name used twice; give each scenario its own", key)


def folded(name: str) -> str:
    """A name as a person tells it from another, which a spreadsheet does as well."""
    return " ".join(name.split()).casefold()
