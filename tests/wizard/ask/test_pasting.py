"""Pastes in the plain interview: said before they are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wizard.ask.script import interview
from tests.wizard.ask.test_interview import at
from wizard.sessions.session_file import read_session

PASTE = ("segment\tn\tteacher\tstudent", "fraud\t900\t0.94\t0.9", "spam\t70\t0.8\tn/a", "")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new.toml"


def rows(path: Path) -> list[dict[str, object]]:
    return [row.values() for row in read_session(path).answers.table("quality.slices").rows]


def test_a_table_is_pasted_said_back_and_taken(new: Path) -> None:
    lines = at("quality.slices", "paste", *PASTE, "yes", "", ":save")
    script, session, _ = interview(lines, new)
    assert "Column 3, teacher, goes into Teacher score; bare numbers: 0.94 is 94%." in script.text
    assert "Row 1: Slice fraud, Examples 900, Teacher score 94%, Student score 90%" in script.text
    assert "2 rows under headings, separated by tabs. In the table: 2 new." in script.text
    assert rows(new)[1] == {"name": "spam", "examples": 70, "teacher_score": 0.8}
    # All of it is one step.
    session.undo()
    assert session.answers.table("quality.slices").rows == ()


@pytest.mark.parametrize(
    ("words", "score"), [("fractions 3", 0.0094), ("nonsense", 0.94), ("fractions 9", 0.94)]
)
def test_it_is_read_as_somebody_says(new: Path, words: str, score: float) -> None:
    lines = at("quality.slices", "paste", *PASTE, words, "yes", "", ":save")
    interview(lines, new)
    assert rows(new)[0]["teacher_score"] == score


def test_commas_are_asked_about(new: Path) -> None:
    table = ("name;teacher", "a;94,1", "b;95,2", "")
    lines = at("quality.slices", "paste", *table, "commas", "yes", "", ":save")
    script, _, _ = interview(lines, new)
    assert "2 cells are not usable and would keep what they say" in script.text
    assert [row["teacher_score"] for row in rows(new)] == [0.941, 0.952]


def test_dots_that_may_group_digits_are_asked_about(new: Path) -> None:
    table = ("item;cost", "labels;1.200", "lawyer;12.500", "")
    lines = at("upfront.other", "paste", *table, "commas", "yes", "", ":save")
    script, _, _ = interview(lines, new)
    assert "The dot of 1.200 is a decimal sign; commas has it group digits." in script.text
    found = read_session(new).answers.table("upfront.other").rows
    assert [row.cells["cost"].text for row in found] == ["1.2k", "12.5k"]


def test_it_may_have_no_headings_and_take_the_place_of_all_rows(new: Path) -> None:
    other = ("segment\tn", "risk\t50", "")
    lines = at(
        "quality.slices", "paste", *PASTE, "yes", "paste", *other, "headings", "headings",
        "replace", "yes", "", ":save",
    )  # fmt: skip
    script, _, _ = interview(lines, new)
    assert "2 rows without headings, separated by tabs." in script.text
    assert "1 row under headings, separated by tabs. In the table: 1 new." in script.text
    assert "In the table: 1 new, 2 removed." in script.text
    assert rows(new) == [{"name": "risk", "examples": 50}]


@pytest.mark.parametrize("leave", ["", "no"])
def test_it_is_left_by_an_empty_line_and_so_is_what_is_no_table(new: Path, leave: str) -> None:
    lines = at("quality.slices", "paste", *PASTE, leave, "paste", "one line", "", "", ":save")
    script, session, _ = interview(lines, new)
    assert "Nothing was taken." in script.text
    assert "That is no table" in script.text
    assert session.answers.table("quality.slices").rows == ()


def test_a_save_says_which_cells_it_leaves_out(new: Path) -> None:
    table = ("name;teacher", "a;94,1", "b;0.9", "")
    script, _, _ = interview(at("quality.slices", "paste", *table, "yes", ":save"), new)
    assert "but for Slices (Teacher score of a)." in " ".join(script.text.split())
    assert rows(new) == [{"name": "a"}, {"name": "b", "teacher_score": 0.009}]
