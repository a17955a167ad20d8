"""What rules say of sessions as a generator makes them: readable, and about an answer there is."""

from __future__ import annotations

import re

import pytest

from rules.answers.validation import validate
from rules.assess import assess_case
from rules.questions import locate
from tests.depth import sized
from tests.reference.generate import generate

PER_TEST = 50
CODE = re.compile(r"\b(?:nan|inf|None|True|False)\b|[{}]|\be[+-]\d\d|\.\.|  ")
NOTHING = re.compile(r"\b0 months|-0%|-[$€£¥]0(?![.\d])")
"""A nothing that a sentence should not need to say."""


@pytest.mark.parametrize("first", range(0, sized(200, 8000), PER_TEST))
def test_message_and_remedy_are_sentences(first: int) -> None:
    for seed in range(first, first + PER_TEST):
        made, wrong = validate(generate(seed))
        assert wrong == {}
        for fired in assess_case(made).fired:
            where = f"seed {seed}, {fired.rule.id}: {fired.said}"
            assert fired.message.endswith("."), where
            assert fired.remedy == "" or fired.remedy.endswith("."), where
            assert not CODE.search(fired.said), where
            assert not NOTHING.search(fired.said), where
            assert locate(fired.about) is not None, where
