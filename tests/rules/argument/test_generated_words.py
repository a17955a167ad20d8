"""What is said of generated sessions reads as people write, and adds up as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rules.answers.policy import TeamPolicy
from rules.answers.validation import validate
from rules.argument.budget_ask import ask_of
from rules.argument.what_would_change import turns_of
from rules.assess import Assessment, assess_case
from tests.depth import sized
from tests.reference.generate import generate, team_policy

SILLY = re.compile(
    r"(?<![\d.,])0 months|(?<![\d.,])1 months|\+\d{4,}%|\de[-+]\d|\b(?:nan|inf|None|never months)\b"
    r"|not known|no number|more than can|[{}]|  |\.\.|,,|;;| \.| ,|: \.|\$-"
    r"|less than 0\.1 months to"
)
SAVINGS = re.compile(
    r"saves \D*(?P<gross>[\d,.]+) a (?:year|month), .*; after (?P<taken>.*) it leaves"
    r" (?P<sign>-?)\D*(?P<net>[\d,.]*\d)\."
)
AMOUNT = re.compile(r" of \D*([\d,.]*\d)")


def judged(start: int) -> Iterator[tuple[int, Assessment]]:
    for seed in range(start, start + 100):
        case, _ = validate(generate(seed))
        policy = team_policy(seed)
        yield seed, assess_case(case, team=TeamPolicy(policy, "team.toml") if policy else None)


def said(found: Assessment) -> Iterator[str]:
    verdict = found.verdict
    if verdict is not None:
        yield from (verdict.headline, *verdict.reasons, *verdict.instead)
    yield from (one.text for one in found.pitch)
    yield from (one.text for one in turns_of(found))
    yield ask_of(found).decision


def number(text: str) -> float:
    return float(text.replace(",", ""))


@pytest.mark.parametrize("start", range(0, sized(300, 10_000), 100))
def test_nothing_that_is_said_is_silly(start: int) -> None:
    for seed, found in judged(start):
        for text in said(found):
            # What is not known yet is what an unfinished case is about.
            if found.verdict is not None or "not known yet" not in text:
                assert not SILLY.search(text), (seed, text)


@pytest.mark.parametrize("start", range(0, sized(300, 10_000), 100))
def test_savings_gross_and_net_add_up_as_they_are_printed(start: int) -> None:
    seen = 0
    for seed, found in judged(start):
        text = next((one.text for one in found.pitch if one.part == "savings"), "")
        told = SAVINGS.search(text)
        if told is None:
            continue
        seen += 1
        gross, net = number(told["gross"]), number(told["net"])
        taken = [number(one) for one in AMOUNT.findall(told["taken"])]
        last_digit = 1 if gross >= 100 else 0.01
        left = gross - sum(taken)
        assert abs(left - net) <= last_digit + 1e-6, (seed, text)
    assert seen > 10
