"""Days and months as people, spreadsheets and pages on the internet write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.days import NotADay, day_of, month_of

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-28",
        " 2026-11-28 ",
        "2026/11/28",
        "2026\u201111\u201128",
        "2026-11-28T23:30:00Z",
        "2026-11-28 00:00:00",
        "28.11.2026",
        "28/11/2026",
        "11/28/2026",
        "28 Nov 2026",
        "28-Nov-26",
        "28. November 2026",
        "28th of November 2026",
        "Nov 28, 2026",
        "NOVEMBER 28 2026",
        "Saturday, 28 November 2026",
        "Sat Nov 28 2026",
        "11/28/2026 0:00",
        "11/28/2026 12:00:00 AM",
        "28.11.2026 00:00",
        "28 Nov 2026, 10:00 p.m.",
        "Nov 28, 2026 at 10:00 UTC",
        "Sat, 28 Nov 2026 10:00:00 +0100",
    ],
)
def test_a_day_that_can_be_one_alone_is_read(text: str) -> None:
    assert day_of(text) == DAY
    assert month_of(text) == "2026-11"


def test_a_day_of_which_both_numbers_are_the_same_has_one_reading() -> None:
    assert day_of("4/4/2026") == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3/4/2026", "3/4/2026 could mean 2026-03-04 or 2026-04-03"),
        ("November 2026", "November 2026 names no day"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("31 June 2027", "June 2027 has 30 days"),
        ("28.11.26", "Not a date"),
        ("2026-13-01", "Not a date"),
        ("28 Nob 2026", "Not a date"),
        ("28 Nov", "Not a date"),
        ("0000-11-03", "Not a date"),
        ("tomorrow", "Not a date"),
        ("2026-11-28 (?)", "Not a date"),
        ("2026-W48", "Not a date"),
        ("Fri, 28 Nov 2026", "2026-11-28 is a Saturday, and no Friday"),
        ("monday 2026-11-28", "2026-11-28 is a Saturday, and no Monday"),
        ("10:00", "Not a date"),
        ("", "Not a date"),
    ],
)
def test_what_is_no_single_day_says_why(text: str, why: str) -> None:
    with pytest.raises(NotADay) as refused:
        day_of(text)
    assert str(refused.value) == why
    assert refused.value.word


@pytest.mark.parametrize(
    "text", ["2026-11", "2026/11", "11/2026", "Nov 2026", "2026 Nov", "Nov-26", "November '26"]
)
def test_a_month_is_read_as_spreadsheets_write_one(text: str) -> None:
    assert month_of(text) == "2026-11"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3/4/2026", "3/4/2026 could mean 2026-03 or 2026-04"),
        ("Total", "Not a month"),
        ("2026-13", "Not a month"),
        ("11", "Not a month"),
        ("Q4 2026", "Not a month"),
        ("2026-W01", "Not a month"),
    ],
)
def test_what_is_no_single_month_says_why(text: str, why: str) -> None:
    with pytest.raises(NotADay) as refused:
        month_of(text)
    assert str(refused.value) == why


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_as_a_file_writes_it(day: date) -> None:
    assert day_of(day.isoformat()) == day
    assert day_of(f"{day:%d %B %Y}") == day


@given(st.text(max_size=20) | st.from_regex(r"[0-9A-Za-z ./-]{1,16}", fullmatch=True))
def test_any_text_is_a_day_or_says_why_it_is_none(text: str) -> None:
    for read in (day_of, month_of):
        with suppress(NotADay):
            assert read(text)
