"""What a verdict to go ahead never goes with, over many generated sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.argument.what_it_hangs_on import Outlook, outlook_of
from rules.assess import Assessment, assess_case
from rules.results import as_json
from tests.depth import sized
from tests.reference.estimates import OBSERVED
from tests.reference.facts import Facts, facts_of
from tests.reference.generate import Session, generate, team_policy
from wizard.reports.compose import compose
from wizard.reports.formats import FORMATS, Report
from wizard.reports.material import Origin

JUDGED = sized(600, 10_000)
DRAWN = sized(160, 10_000)
SAID = "of 100 futures"


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


def silent_places(one: Assessment, outlook: Outlook) -> Iterator[str]:
    """Where nothing is said of draws that speak against the verdict."""
    result = as_json(one, "Case", outlook.sensitivity, outlook.risk)
    if SAID not in result["verdict"]["headline"]:
        yield "headline"
    if not any(SAID in part["text"] for part in result["pitch"]):
        yield "pitch"
    content = compose(
        one, outlook, Origin("Case", "case.toml", "1.2.3", date(2026, 11, 24)), "one-page"
    )
    page = FORMATS["txt"].render(Report(content, one, outlook)).data.decode()
    if SAID not in " ".join(page.split()):
        yield "first page"


@pytest.mark.parametrize("first", range(0, DRAWN, 40))
def test_draws_that_speak_against_going_ahead_are_told_of(first: int) -> None:
    silent = []
    for one in going_ahead(range(first, first + 40), "strong", "defensible"):
        outlook = outlook_of(one.assessment)
        if outlook.risk is not None and not outlook.risk.supports_verdict:
            places = silent_places(one.assessment, outlook)
            silent += [f"{one.seed}: {place}" for place in places]
    assert silent == []
