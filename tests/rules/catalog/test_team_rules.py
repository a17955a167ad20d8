"""Rules that a team has switched off or capped anew, which a reader can see."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers.policy import RuleSetting, TeamPolicy
from rules.argument.brief import brief, headline
from rules.assess import Assessment
from rules.verdict import Verdict
from tests.rules.cases import Changes, judged

UNREVIEWED: Changes = {"teacher.training_terms": None}


def team(**rules: RuleSetting) -> TeamPolicy:
    settings: Any = {name.replace("_", "-"): setting for name, setting in rules.items()}
    return TeamPolicy({}, "shared/team.toml", rules=settings)


def verdict(found: Assessment) -> Verdict:
    assert found.verdict is not None
    return found.verdict


def test_a_rule_that_is_off_holds_nothing_back_and_is_not_among_the_fired() -> None:
    assert verdict(judged(UNREVIEWED)).id == "defensible"
    found = judged(UNREVIEWED, team(terms_unreviewed="off"))
    assert verdict(found).id == "strong"
    assert found.fired == ()


def test_headline_and_reasons_say_that_rules_are_off() -> None:
    found = verdict(judged(UNREVIEWED, team(terms_unreviewed="off", guesswork="off")))
    assert found.headline.endswith(". 2 rules are switched off by team.toml.")
    assert found.reasons[-1] == (
        "2 rules are switched off by team.toml: terms-unreviewed, guesswork;"
        " here terms-unreviewed would have fired."
    )


def test_of_a_single_rule_that_is_off_and_would_be_silent_anyway() -> None:
    found = verdict(judged({}, team(guesswork="off")))
    assert found.headline.endswith(" 1 rule is switched off by team.toml.")
    assert found.reasons[-1] == "1 rule is switched off by team.toml: guesswork."


@pytest.mark.parametrize(
    ("setting", "becomes", "says"),
    [
        ("-", "strong", "terms-unreviewed only informs"),
        ("defensible", "defensible", "terms-unreviewed at defensible"),
        ("reconsider", "reconsider", "terms-unreviewed at reconsider"),
        ("do-not-distill", "do-not-distill", "terms-unreviewed at do-not-distill"),
    ],
)
def test_a_rule_capped_anew(setting: RuleSetting, becomes: str, says: str) -> None:
    found = judged(UNREVIEWED, team(terms_unreviewed=setting))
    assert verdict(found).id == becomes
    assert [one.cap for one in found.fired] == [None if setting == "-" else setting]
    assert verdict(found).reasons[-1] == f"1 rule is capped anew by team.toml: {says}."


def test_a_cap_of_the_team_makes_no_silent_rule_fire() -> None:
    assert judged({}, team(terms_unreviewed="do-not-distill")).fired == ()


def test_what_became_of_rules_is_listed_with_its_origin_and_on_the_page() -> None:
    found = judged(UNREVIEWED, team(terms_unreviewed="off", guesswork="-", broad_task="off"))
    assert [(one.key, one.value, one.origin) for one in found.policy_overrides] == [
        ("rules.terms-unreviewed", "off", "shared/team.toml"),
        ("rules.guesswork", "-", "shared/team.toml"),
        ("rules.broad-task", "off", "shared/team.toml"),
    ]
    (section,) = [one for one in brief(found) if one.heading == "Policy"]
    assert [line.text for line in section.lines] == [
        "rules.terms-unreviewed = off (from shared/team.toml); it would have fired",
        "rules.guesswork = - (from shared/team.toml)",
        "rules.broad-task = off (from shared/team.toml)",
    ]
    assert section.lines[0].key is None
    assert "switched off and 1 rule is capped anew by team.toml" in headline(found)


def test_without_rules_of_a_team_nothing_is_said() -> None:
    strict = TeamPolicy({"discount_rate": 0.3}, "team.toml")
    assert verdict(judged({}, strict)).headline == verdict(judged()).headline
