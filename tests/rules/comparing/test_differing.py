"""Answers that differ between two states of one case, side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.answers.answers import Answers, Entry, Row, Table
from rules.comparing.differing import differing
from rules.comparing.written import NOT_ANSWERED
from rules.questions import QUESTIONS
from tests.wizard.cases import COMPLETE, answers_of, typed

CALLS = "volume.calls_per_month"
GROWTH = "volume.monthly_growth"
SLICES = "quality.slices"


@pytest.fixture
def before() -> Answers:
    return answers_of(COMPLETE)


def sides(before: Answers, after: Answers) -> dict[str, tuple[str, str]]:
    return {one.label: (one.before, one.after) for one in differing(before, after)}


def test_nothing_differs_from_itself_nor_by_its_spelling(before: Answers) -> None:
    assert differing(before, before) == ()
    same = before[CALLS]._replace(text="6M (4.5M..8M)")
    assert differing(before, before.answer(CALLS, same)) == ()


def test_each_answer_stands_by_its_label_and_in_the_order_of_the_questions(
    before: Answers,
) -> None:
    after = before.answer("maintenance.redistillations_per_year", None)
    after = after.answer(GROWTH, typed(GROWTH, "2%")).answer("title", typed("title", "Mail"))

    assert sides(before, after) == {
        "Title": ("Tickets", "Mail"),
        "Monthly growth": (NOT_ANSWERED, "2% (estimated)"),
        "Redistillations a year": ("2 (estimated)", NOT_ANSWERED),
    }
    assert [one.key for one in differing(before, after)] == sorted(
        (one.key for one in differing(before, after)), key=list(QUESTIONS).index
    )


def test_what_cannot_be_used_is_shown_as_it_was_typed(before: Answers) -> None:
    after = before.answer(GROWTH, typed(GROWTH, "1,5 or so"))
    assert sides(before, after) == {"Monthly growth": (NOT_ANSWERED, "1,5 or so")}


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"basis": "assumed"}, "(measured)", "(assumed)"),
        ({"source": "invoice 7"}, "(measured), no source", "(measured), invoice 7"),
    ],
)
def test_where_a_number_is_from_counts_and_is_seen(
    before: Answers, change: dict[str, str], old: str, new: str
) -> None:
    entry = before[CALLS]
    assert entry.value is not None
    value = replace(entry.value, **change)
    # What changes is given by name, so that its types are not known.
    after = before.answer(CALLS, entry._replace(value=value, **change))  # type: ignore[arg-type]

    ((was, is_now),) = sides(before, after).values()

    assert (was, is_now) == (f"6M (4.5M..8M) {old}", f"6M (4.5M..8M) {new}")


def test_of_a_table_only_the_cells_that_differ_are_shown(before: Answers) -> None:
    table = before.table(SLICES)
    column = QUESTIONS[SLICES].column("share")
    assert column is not None
    first, second = table.rows
    changed = first.with_cell("share", Entry("60%", 0.6))
    cells = {"name": Entry("new", "new")}
    after = before.answer(SLICES, Entry("", Table((changed, second, Row("9", cells)))))

    assert sides(before, after) == {
        QUESTIONS[SLICES].label: (
            f"billing, {column.label} 70%; 1 more, alike",
            f"billing, {column.label} 60%; new; 1 more, alike",
        )
    }
    assert sides(before, before.answer(SLICES, None))[QUESTIONS[SLICES].label][1] == NOT_ANSWERED
    emptied = before.answer(SLICES, Entry("", Table()))
    assert sides(before, emptied)[QUESTIONS[SLICES].label][1] == "no rows"
