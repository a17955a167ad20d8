"""What a verdict to go ahead never goes with, over many generated sessions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.argument.what_it_hangs_on import outlook_of
from rules.assess import Assessment, assess_case
from tests.depth import sized
from tests.reference.estimates import OBSERVED
from tests.reference.facts import Facts, facts_of
from tests.reference.generate import Session, generate, team_policy, to_toml
from wizard.cli import run

JUDGED = sized(600, 10_000)
DRAWN = sized(160, 10_000)
SAID = "of 100 futures"
SAID_IN_SHORT = "The draws do not support it."


class Judged(NamedTuple):
    seed: int
    session: Session
    facts: Facts
    assessment: Assessment


def judged(seed: int) -> Judged:
    session, team = generate(seed), team_policy(seed)
    case, wrong = validate(session)
    assert wrong == {}
    assessment = assess_case(case, team=TeamPolicy(team, "team.toml") if team else None)
    return Judged(seed, session, facts_of(session, team), assessment)


def going_ahead(seeds: range, *verdicts: str) -> Iterator[Judged]:
    for seed in seeds:
        one = judged(seed)
        if one.assessment.verdict is not None and one.assessment.verdict.id in verdicts:
            yield one


def doubts(facts: Facts) -> Iterator[str]:
    """What a strong case must not have, by the figures of the second implementation."""
    if not facts.worth_it:
        yield "is worth nothing"
    for line in ("evaluation_build", "engineering_time"):
        item = facts.case.items[line]
        if item.value == 0 and item.basis not in OBSERVED:
            yield f"does not count {line}"
    quality = facts.figures["quality"]
    loss, tolerance = facts.case.error_increase, facts.case.policy["slice_tolerance"]
    if quality["upper_95"] is None or quality["upper_95"] > (loss + tolerance) * (1 + 1e-9):
        yield "bounds no loss"
    share = facts.case.policy["maintenance_share"]
    if facts.figures["annual_error_cost"] >= share * facts.figures["annual_net_benefit"]:
        yield "loses to errors what it saves"


@pytest.mark.parametrize("first", range(0, JUDGED, 100))
def test_a_strong_case_has_none_of_the_doubts(first: int) -> None:
    strong = [*going_ahead(range(first, first + 100), "strong")]
    assert strong
    assert [f"{one.seed} {doubt}" for one in strong for doubt in doubts(one.facts)] == []


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return " ".join(capsys.readouterr().out.split())


def silent_places(one: Judged, path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    """Where nothing is said of draws that speak against the verdict."""
    path.write_text(to_toml(one.session), encoding="utf-8")
    team = team_policy(one.seed)
    policy = path.with_name("team.toml")
    policy.write_text(to_toml({"policy": team or {}}), encoding="utf-8")
    by = [str(path), "--policy", str(policy)]
    result = json.loads(said(capsys, "assess", *by, "--json"))
    assert not result["risk"]["supports_verdict"]
    if SAID_IN_SHORT not in result["verdict"]["headline"]:
        yield "headline"
    if not any(SAID in part["text"] for part in result["pitch"]):
        yield "pitch"
    if SAID not in said(capsys, "assess", *by):
        yield "page"
    page = ("--format", "txt", "--audience", "one-page", "-o", "-")
    if SAID not in said(capsys, "report", *by, *page):
        yield "first page"


@pytest.mark.parametrize("first", range(0, DRAWN, 40))
def test_draws_that_speak_against_going_ahead_are_told_of(
    first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = []
    for one in going_ahead(range(first, first + 40), "strong", "defensible"):
        found = outlook_of(one.assessment).risk
        if found is not None and not found.supports_verdict:
            places = silent_places(one, tmp_path / "case.toml", capsys)
            silent += [f"{one.seed}: {place}" for place in places]
    assert silent == []
