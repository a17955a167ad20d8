"""How the step screen shares its terminal, and a row its width."""

from __future__ import annotations

import pytest

from rules.questions import STEPS
from rules.questions.labelled import with_unit
from screens.fields.columns import BESIDE, FIELD, NOTE, SHORT_FIELD, columns, of_row
from screens.frame.room import (
    BARE_RAIL,
    COLUMNS_FROM,
    FORM,
    NAMED_RAIL,
    PANEL,
    SMALL_PANEL,
    heights,
    widths,
)

ASKED = [question for step in STEPS for question in step.questions if question.builds is None]
LONGEST = max(len(with_unit(question, "USD")) for question in ASKED) + BESIDE


def units_left_out(room: int) -> list[str]:
    """The labels that have no unit in so many cells, though they have one."""
    return [
        question.label
        for question in ASKED
        if with_unit(question, "USD", room - BESIDE) == question.label != with_unit(question, "USD")
    ]


def test_a_form_beside_a_panel_has_room_for_label_field_and_note() -> None:
    for width in range(COLUMNS_FROM, 251):
        shared = widths(width)
        assert shared is not None
        form = width - sum(shared)
        assert form >= FORM
        label, note = columns(form, LONGEST)
        assert not units_left_out(label)
        assert note >= NOTE
        assert form - label - note >= FIELD


@pytest.mark.parametrize("width", range(60, COLUMNS_FROM))
def test_where_there_is_less_the_form_has_all_of_it(width: int) -> None:
    assert widths(width) is None
    label, note = columns(width, LONGEST)
    assert not units_left_out(label)
    assert width - label - note >= SHORT_FIELD


def test_the_panel_shrinks_first_and_then_the_rail_loses_its_names() -> None:
    shared = [widths(width) for width in range(COLUMNS_FROM, 160)]
    rails = [one.rail for one in shared if one is not None]
    assert rails == sorted(rails)
    assert set(rails) == {BARE_RAIL, NAMED_RAIL}
    smallest_named = next(one for one in shared if one is not None and one.rail == NAMED_RAIL)
    assert smallest_named.panel == SMALL_PANEL
    named = [one.panel for one in shared if one is not None and one.rail == NAMED_RAIL]
    assert named == sorted(named)
    assert PANEL in named


def test_a_text_longer_than_its_field_takes_what_note_and_label_leave() -> None:
    common = columns(72, LONGEST)
    room = 72 - sum(common)
    usual = of_row(common, 72, label=10, text=room, note=9)
    assert usual == common
    longer = of_row(common, 72, label=10, text=room + common.note, note=0)
    assert longer == (common.label, 0)
    # Beyond that it leaves its column, but only where that makes it whole.
    moved = of_row(common, 72, label=10, text=60, note=0)
    assert moved == (10, 0)
    assert of_row(common, 72, label=10, text=80, note=0) == (common.label, 0)


def test_a_long_note_takes_what_the_text_leaves() -> None:
    common = columns(60, LONGEST)
    assert of_row(common, 60, label=10, text=5, note=16).note == 18
    assert of_row(common, 60, label=10, text=15, note=16).note == 60 - common.label - 15


def test_rows_stand_apart_only_where_help_and_what_stands_below_it_are_whole() -> None:
    room = {"count": 4, "opened": 3, "wanted": 10, "least": 7, "spare": 8}
    assert heights(29, rows=4, **room) == (8, True)
    # Also while one of them is open.
    assert heights(29, rows=7, **room) == (11, True)
    assert heights(28, rows=4, **room) == (4, False)
    # Rows scroll before the help goes below its least.
    assert heights(10, rows=4, **room) == (3, False)
