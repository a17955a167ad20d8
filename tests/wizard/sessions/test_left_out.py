"""What a save leaves out, in words by which somebody finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.answers.answers import Entry, Row
from tests.wizard.cases import COMPLETE
from wizard.sessions.left_out import left_out
from wizard.sessions.open_session import OpenSession

WRONG = Entry("lots", problem="Not a number")


@pytest.fixture
def session(tmp_path: Path) -> OpenSession:
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, "utf-8")
    return OpenSession.open(path)


def with_slices(session: OpenSession, *cells: dict[str, Entry]) -> str:
    table = session.answers.table("quality.slices")
    for one in table.rows:
        table = table.without_row(one.id)
    for cell in cells:
        table = table.with_row(Row(table.next_id(), cell))
    session.answer("quality.slices", Entry("", table))
    return left_out(session)


def wrong(name: str) -> dict[str, Entry]:
    return {"name": Entry(name, name), "share": WRONG}


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (1, "Share of a"),
        (4, "Share of a; Share of b; Share of c; Share of d"),
        (5, "Share of a; Share of b; Share of c; Share of d; Share of e"),
        (6, "Share of a; Share of b; Share of c; Share of d; 2 more"),
    ],
)
def test_of_many_cells_the_first_are_named(session: OpenSession, count: int, named: str) -> None:
    said = with_slices(session, *(wrong(name) for name in "abcdef"[:count]))
    assert said.replace("Share of traffic", "Share") == f"Slices ({named})"


def test_a_row_is_named_on_one_line_of_its_own_length(session: OpenSession) -> None:
    assert "of row 1" in with_slices(session, {"share": WRONG})
    assert f"of {'x' * 40})" in with_slices(session, wrong("x" * 40))
    assert f"of {'x' * 39}…)" in with_slices(session, wrong("x" * 41))


def test_an_answer_that_is_no_table_is_named_by_its_question(session: OpenSession) -> None:
    session.answer("volume.share_moved", WRONG)
    session.answer("volume.fallback_rate", WRONG)
    assert left_out(session) == "Share of calls that move and Fallback to the teacher"
