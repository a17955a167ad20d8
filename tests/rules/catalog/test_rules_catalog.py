"""Each rule: cases that just fire it at each of its caps, and cases that just do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from rules import catalog
from rules.answers.policy import RuleSetting, TeamPolicy
from rules.argument.budget_ask import ask_of
from rules.argument.what_would_change import turns_of
from rules.catalog import BY_ID, RULES
from rules.catalog.rule import VERDICTS, Cap, Rule
from rules.questions import locate
from rules.words.money import Words
from tests.held import held_against
from tests.rules.cases import (
    NOTHING,
    Changes,
    caps,
    judged,
    scored,
)
from tests.rules.catalog import (
    edges_of_alternatives,
    edges_of_cash,
    edges_of_cost,
    edges_of_evidence,
    edges_of_models,
    edges_of_quality,
    edges_of_task,
    edges_of_volume,
)
from tests.rules.catalog.edge import (
    THREE_MONTHS,
    Edge,
    redistilled,
    slices,
    volume,
)

EDGES = sorted(
    (
        *edges_of_volume.EDGES,
        *edges_of_cash.EDGES,
        *edges_of_models.EDGES,
        *edges_of_cost.EDGES,
        *edges_of_task.EDGES,
        *edges_of_quality.EDGES,
        *edges_of_evidence.EDGES,
        *edges_of_alternatives.EDGES,
    ),
    key=lambda edge: list(BY_ID).index(edge.rule),
)

FIRING = [
    pytest.param(edge.rule, edge.cap, changes, id=f"{edge.rule}-{edge.cap}-{name}")
    for edge in EDGES
    for name, changes in edge.fires.items()
]
QUIET = [
    pytest.param(edge.rule, edge.cap, changes, id=f"{edge.rule}-{edge.cap}-{name}")
    for edge in EDGES
    for name, changes in edge.quiet.items()
]


@pytest.mark.parametrize(("rule", "cap", "changes"), FIRING)
def test_fires_with_the_cap(rule: str, cap: Cap, changes: Changes) -> None:
    assert caps(changes).get(rule, "silent") == cap


@pytest.mark.parametrize(("rule", "cap", "changes"), QUIET)
def test_does_not_fire_with_the_cap_just_beside(rule: str, cap: Cap, changes: Changes) -> None:
    assert caps(changes).get(rule, "silent") != cap


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_team_can_switch_each_rule_off_or_cap_it_anew(rule: Rule) -> None:
    changes = next(iter(next(edge for edge in EDGES if edge.rule == rule.id).fires.values()))

    def capped(setting: RuleSetting) -> list[Cap]:
        found = judged(changes, TeamPolicy({}, "team.toml", rules={rule.id: setting}))
        return [one.cap for one in found.fired if one.rule.id == rule.id]

    assert capped("off") == []
    assert capped("-") == [None]
    assert capped("reconsider") == ["reconsider"]


UNREADABLE = re.compile(r"\b(?:nan|inf|None|True|False)\b|\d\.\d{4,}|\d{5,}|[{}]")


@pytest.mark.parametrize(("rule", "cap", "changes"), FIRING)
def test_says_what_it_found_in_readable_words(rule: str, cap: Cap, changes: Changes) -> None:
    (fired,) = (one for one in judged(changes).fired if one.rule.id == rule)
    assert not UNREADABLE.search(fired.message), fired.message
    assert fired.message.endswith(".")
    assert fired.message[0].isupper() or fired.message[0] in "$-0123456789a"
    assert not UNREADABLE.search(fired.remedy), fired.remedy
    assert fired.remedy == "" or fired.remedy.endswith(".")
    assert fired.rule.remedy.endswith(".")
    assert fired.rule.fires_when
    assert locate(fired.about) is not None, fired.about


ROUNDINGS = frozenset(
    (
        "all that is saved",
        "as much as the net",
        "fallback eats the saving",
        "upkeep and errors take all",
        "upkeep takes all, but for rounding",
        "within the slack",
        "worth nothing today",
    )
)
"""Cases of which a sentence tells the rounding of a sum, which no text is held to."""


def told(edge: Edge, name: str, changes: Changes) -> Iterator[str]:
    """All sentences about a case in which a rule fires."""
    found = judged(changes)
    (fired,) = (one for one in found.fired if one.rule.id == edge.rule)
    yield f"--- {edge.rule}, {edge.cap}: {name}"
    yield fired.message
    yield f"remedy: {fired.remedy or 'none'}"
    if found.verdict is not None:
        yield from (found.verdict.headline, *found.verdict.reasons, *found.verdict.instead)
    yield from (f"{one.part}: {one.text}" for one in found.pitch)
    yield from (one.text for one in turns_of(found))
    yield ask_of(found).decision


def test_all_that_is_said_where_rules_fire_reads_as_it_did() -> None:
    lines = [
        line
        for edge in EDGES
        for name, changes in edge.fires.items()
        if name not in ROUNDINGS
        for line in told(edge, name, changes)
    ]
    held_against("rules.txt", "\n".join(lines) + "\n")


def test_each_cap_of_each_rule_has_firing_cases_and_near_misses() -> None:
    covered = {(edge.rule, edge.cap) for edge in EDGES if edge.fires and edge.quiet}
    assert covered == {(rule.id, cap) for rule in RULES for cap in rule.caps}
    assert len(EDGES) == len(covered)


def test_a_rule_names_its_caps_from_the_mildest_on() -> None:
    for rule in RULES:
        assert list(rule.caps) == sorted(
            rule.caps, key=lambda cap: -1 if cap is None else VERDICTS.index(cap)
        )


def test_the_base_case_fires_no_rule_at_all() -> None:
    assert caps() == {}


def test_every_rule_of_every_module_has_a_place_of_its_own() -> None:
    modules = [
        import_module(f"{catalog.__name__}.{one.name}") for one in iter_modules(catalog.__path__)
    ]
    declared = [one for module in modules for one in vars(module).values() if type(one) is Rule]
    assert sorted(rule.id for rule in declared) == sorted(BY_ID)
    assert len({rule.place for rule in declared}) == len(declared)


def test_rules_are_found_by_id() -> None:
    assert list(BY_ID) == [rule.id for rule in RULES]
    assert all(BY_ID[rule.id] is rule for rule in RULES)


def test_a_message_names_the_numbers_that_made_the_rule_fire() -> None:
    def message(rule: str, changes: Changes) -> str:
        return next(one.message for one in judged(changes).fired if one.rule.id == rule)

    low = message("low-volume", volume(800_000))
    assert "800k" in low
    assert "880k" in low
    assert "12 months" in low
    thin = message("thin-evaluation", slices(scored(0.95, 0.95, 500, name="refunds")))
    assert "refunds" in thin
    assert "500" in thin
    assert "2" in thin
    unit = message("no-unit-saving", {"student.cost_per_1k_calls": 5, "currency": "EUR"})
    assert "\u20ac5.00" in unit
    assert "\u20ac4.00" in unit


def test_an_incomplete_case_is_not_told_that_nothing_is_saved() -> None:
    changes = {**redistilled(12, 100), "volume.calls_per_month": None}
    (fired,) = (one for one in judged(changes).fired if one.rule.id == "unstable-teacher")
    assert fired.message == (
        "Planned: 12 redistillations a year; what that leaves of the savings is not known yet."
    )


@pytest.mark.parametrize(
    ("model", "day", "words"),
    [
        ("teacher", 14, "retired on 2026-01-14, before this case was judged."),
        (
            "teacher",
            15,
            "retires on 2026-01-15, before the cash invested is back (needed until 2026-04-15).",
        ),
        ("student", 14, "retired on 2026-01-14, before this case was judged."),
        # Without the student nothing comes back, over the whole horizon.
        (
            "student",
            15,
            "retires on 2026-01-15, and the cash invested is not back by then.",
        ),
    ],
)
def test_a_model_is_said_to_have_retired_from_the_day_after(
    model: str, day: int, words: str
) -> None:
    found = judged({**THREE_MONTHS, f"{model}.retires_on": date(2026, 1, day)})
    (fired,) = (one for one in found.fired if one.rule.id == f"{model}-retires")
    assert fired.message.endswith(words)


def test_more_examples_never_make_an_evaluation_thinner() -> None:
    severity: list[Cap | str] = ["defensible", None, "silent"]
    found = [
        severity.index(caps(slices(scored(0.95, 0.94, number))).get("thin-evaluation", "silent"))
        for number in (1, 3, 10, 50, 200, 800, 900, 950, 1_000, 1_100, 2_000, 100_000)
    ]
    assert found == sorted(found)
    assert found[0] < found[-1]


def test_what_is_thin_is_said_of_everything_that_is() -> None:
    changes = {
        **slices(
            scored(0.95, 0.94, 80, name="refunds"),
            scored(0.95, 0.95, 300, name="mail"),
            {"name": "chat", "teacher_score": 0.9, "student_score": 0.9},
        ),
        "policy.slice_tolerance": 0.01,
    }
    (fired,) = (one for one in judged(changes).fired if one.rule.id == "thin-evaluation")
    assert fired.message == (
        "How many examples were scored is not said of 'chat', so nothing bounds chance. 'refunds'"
        " has 80 examples; telling 1 percentage point from chance takes 3,992. Too few examples on"
        " 'refunds' and 'mail'."
    )
    assert fired.remedy == (
        "Say how many examples were scored on 'chat'. Label more examples of 'refunds' and 'mail',"
        " or say which larger loss would still be fine."
    )


def test_a_tolerance_near_zero_needs_more_examples_than_there_are() -> None:
    changes = {"policy.slice_tolerance": 1e-200}
    (fired,) = (one for one in judged(changes).fired if one.rule.id == "thin-evaluation")
    assert "inf" not in fired.message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_whose_inputs_are_missing_does_not_fail(rule: Any) -> None:
    nothing = judged(NOTHING)
    finding = rule.find(nothing.case, nothing.figures, nothing.policy)
    if finding is not None:
        assert rule.explain(finding.evidence, Words())
