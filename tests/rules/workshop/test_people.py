"""Names as people have them: which are taken, and which are one name."""

from __future__ import annotations

import pytest

from rules.workshop.people import checked_name, identity, without_unseen
from rules.workshop.refused import Refused

JOINED = {
    "Persian, kept apart": "علی\u200cرضا",
    "Hindi, half a letter": "क्\u200dष",
    "Sinhala": "ශ්\u200dරී",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "at a computer": "\U0001f469\u200d\U0001f4bb",
    "with a colour of skin": "\U0001f469\U0001f3fd\u200d\u2695\ufe0f",
    "a flag of two signs": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "with a surname": "Dr. علی\u200cرضا Mohammadi",
}
"""Spelled with U+200C or U+200D."""
UNSEEN = {
    "A\u202eda": "Ada",
    "\u200dAda": "Ada",
    "Ada\u200c": "Ada",
    "A \u200d da": "A da",
    "Ada\u200b\u200d": "Ada",
    "A\u200d\u200dda": "Ada",
    "A\x1b[31mda": "A[31mda",
    "\u200fעדה\u200f": "עדה",
    "\ufeffAda": "Ada",
    "A\ud800da": "Ada",
    "1\u200d2": "12",
}
"""What is refused, and what is left of it."""


@pytest.mark.parametrize("name", JOINED.values(), ids=JOINED)
def test_joiners_that_are_spelling_are_part_of_a_name(name: str) -> None:
    assert checked_name(name) == name
    assert without_unseen(name) == name


@pytest.mark.parametrize("name", JOINED.values(), ids=JOINED)
def test_names_are_compared_without_joiners(name: str) -> None:
    bare = name.replace("\u200c", "").replace("\u200d", "")
    assert identity(name) == identity(bare)
    assert identity(name) != identity(f"{name} B.")


@pytest.mark.parametrize("typed", UNSEEN)
def test_what_does_not_show_is_refused_by_its_number_and_can_be_left_out(typed: str) -> None:
    with pytest.raises(Refused, match=r"do not show \(U\+[0-9A-F]{4}.*leave them out"):
        checked_name(typed)
    left = without_unseen(typed)
    assert left == UNSEEN[typed]
    assert checked_name(left) == left


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u115f\u1160", "\u2800", "\ufe0f", "\u034f", "\u200d"]
)
def test_a_name_has_something_to_see(blank: str) -> None:
    with pytest.raises(Refused):
        checked_name(blank)
    assert identity(f"A{blank}da") == identity("ada")


@pytest.mark.parametrize(
    "spellings",
    [("Zoë", "Zoe\u0308", "ZOË"), ("Straße", "STRASSE"), ("Ａｄａ", "ada"), ("ﬁn", "FIN")],
)
def test_spellings_of_one_name_are_one(spellings: tuple[str, ...]) -> None:
    assert len({identity(one) for one in spellings}) == 1
