"""Signs that must not reach a terminal as they are, and what is spelled with some of them."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest

from rules.words.signs import hidden
from rules.words.wording import visible

SPELLED = {
    "Persian, no joiner between": "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
    "Hindi, joined": "\u0915\u094d\u200d\u0937",
    "a technologist": "\U0001f469\u200d\U0001f4bb",
    "with a tone of skin": "\U0001f469\U0001f3fd\u200d\U0001f4bb",
    "a heart on fire": "\u2764\ufe0f\u200d\U0001f525",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "the flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "an emoji younger than some tables": "\U0001fae8",
    "wide signs and accents": "\u6f22\u5b57 e\u0301 \xa0 \u3000",
}


def test_every_sign_of_the_family_is_seen_and_nothing_else_is_touched() -> None:
    kept = {*"\t\n", *(chr(code) for code in range(0x1F000, 0x1FB00))}
    family = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}
    for first in range(0, sys.maxunicode + 1, 0x1000):
        codes = map(chr, range(first, first + 0x1000))
        signs = [sign for sign in codes if category(sign) in family and sign not in kept]
        shown = visible("|".join(["", *signs, ""])).split("|")
        unseen = [
            f"U+{ord(sign):04X}"
            for sign, there in zip(signs, shown[1:-1], strict=True)
            if not (there and there.isprintable())
        ]
        assert unseen == []


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_what_is_ordinary_spelling_stays(text: str) -> None:
    assert visible(text) == text
    assert hidden(f"a {text} b") == []


@pytest.mark.parametrize(
    "text",
    ["\u200dab", "ab\u200d", "a \u200c b", "1\u200d2", "a\u200d\u200db", "a\u200d\xb4", "`\u200da"],
)
def test_a_joiner_that_joins_nothing_is_seen(text: str) -> None:
    assert "<U+200" in visible(text)


@pytest.mark.parametrize("text", ["\U000e0067b", "\U0001f3f4\U000e0067\U000e0062"])
def test_the_letters_of_a_flag_are_seen_where_there_is_no_flag(text: str) -> None:
    assert "<U+E0067>" in visible(text)


def test_lines_and_tabs_stay() -> None:
    assert visible("one\n\ttwo\u2028three") == "one\n\ttwo\u240athree"
