"""Each key of the catalogue is scaled, replaced, kept with a reason or left out with one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.records import Records
from rules.questions import NOT_ASKED, NOT_JUDGED, QUESTIONS, Kind, Question
from wizard.support.redaction.copying import LEFT_OUT
from wizard.support.redaction.treatment import Treatment, handling_of

ABOUT_MONEY = re.compile(r"\b(cost|costs|price|prices|pay|paid|money|dollar|currency|rate)\b", re.I)
NO_AMOUNT = {  # shares, rates and a date, whatever their words are about
    "teacher.annual_price_change",
    "policy.discount_rate",
    "policy.fixed_cost_share",
    "policy.price_cut",
    "as_of",
}


def every_key() -> Iterator[tuple[str, Question]]:
    """Each question that is answered by itself, a table's columns behind the table's key."""
    for key, question in QUESTIONS.items():
        if not question.columns:
            yield key, question
        for column in question.columns:
            yield f"{key}.{column.key}", column


KEYS = dict(every_key())
TREATMENT = {key: handling_of(key, question).treatment for key, question in KEYS.items()}


def test_each_key_is_treated_for_a_reason() -> None:
    assert set(TREATMENT.values()) == set(Treatment)
    assert [key for key, question in KEYS.items() if not handling_of(key, question).why] == []


def test_money_is_scaled_and_nothing_else_is() -> None:
    scaled = {key for key, treatment in TREATMENT.items() if treatment is Treatment.SCALED}
    assert scaled == {key for key, question in KEYS.items() if question.kind is Kind.MONEY}


def test_a_text_that_people_write_never_stays() -> None:
    texts = [key for key, question in KEYS.items() if question.kind is Kind.TEXT]
    assert texts
    assert [key for key in texts if TREATMENT[key] is Treatment.KEPT] == []


def test_what_is_kept_is_no_amount_by_its_own_words() -> None:
    """A question that sounds like money is money, or was looked at and is a share or a rate."""
    sounding = {
        key
        for key, question in KEYS.items()
        if TREATMENT[key] is Treatment.KEPT
        and ABOUT_MONEY.search(f"{question.label} {question.unit}")
    }
    assert sounding == NO_AMOUNT


def test_no_threshold_of_a_policy_is_money() -> None:
    # Otherwise no factor could leave rules and verdict as they are.
    assert [
        key
        for key, question in KEYS.items()
        if key.startswith("policy.") and question.kind is Kind.MONEY
    ] == []
    asked = {key.removeprefix("policy.") for key in KEYS if key.startswith("policy.")}
    assert asked == set(Policy.model_fields)


def test_what_nobody_is_asked_for_is_left_out_or_written_by_the_program() -> None:
    left_out = {
        key: {key, key.partition(".")[0]} & LEFT_OUT.keys()
        for key in {*NOT_ASKED, *NOT_JUDGED} - {"schema"}
    }
    assert all(left_out.values()), left_out
    asked = QUESTIONS.keys() - NOT_JUDGED
    asked |= {key.partition(".")[0] for key in asked}
    assert asked.isdisjoint(LEFT_OUT)
    fields = Case.model_fields | Records.model_fields
    named = {field.alias or name for name, field in fields.items()}
    assert named <= asked | LEFT_OUT.keys() | {"schema"}
