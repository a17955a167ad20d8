"""Whether widgets are styled once as a screen opens, and just as Textual itself would style them.

Where this fails with a new version of Textual, `screens/frame/textual_styles.py` is to be mended.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Label

from screens.frame.textual_styles import StyledOnce, StylesMounted
from tests.screens.drive import press, sample, taken_in


class Fields(StyledOnce[None]):
    """Fields, which set classes of their own while they are built."""

    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label("above")
            yield Input("1", type="integer")
            yield Input("x", type="integer", classes="odd")


class Program(StylesMounted):
    """A program that opens on fields, and changes colours by a class."""

    CSS = "Input.wrong { background: red; } .over Label { display: none; }"

    def get_default_screen(self) -> Screen[None]:
        return Fields()


@pytest.fixture
def styled(monkeypatch: pytest.MonkeyPatch) -> Counter[DOMNode]:
    """How often each widget was styled."""
    times: Counter[DOMNode] = Counter()
    apply = Stylesheet.apply

    def counted(self: Stylesheet, node: DOMNode, **options: Any) -> None:
        times[node] += isinstance(node, Widget)
        apply(self, node, **options)

    monkeypatch.setattr(Stylesheet, "apply", counted)
    return times


async def test_each_widget_is_styled_once_as_a_screen_opens(styled: Counter[DOMNode]) -> None:
    async with Program().run_test() as pilot:
        assert {styled[one] for one in pilot.app.screen.query("Label, Input, Vertical")} == {1}


async def test_a_class_that_is_set_on_a_widget_in_sight_shows_at_once() -> None:
    async with Program().run_test() as pilot:
        field = pilot.app.screen.query(Input).first()
        before = field.styles.background
        field.add_class("wrong")
        assert field.styles.background != before


async def test_classes_of_a_program_itself_reach_what_is_on_its_screens() -> None:
    async with Program().run_test() as pilot:
        pilot.app.add_class("over")
        assert not pilot.app.screen.query_one(Label).display


def _styles(screen: Screen[Any]) -> dict[str, object]:
    return {
        f"{number} {one.css_identifier}": (one.styles.base.get_rules(), one.styles.css)
        for number, one in enumerate(screen.walk_children(with_self=True))
    }


@pytest.mark.parametrize("keys", [[], ["ctrl+l"], ["f12"]], ids=["steps", "verdict", "details"])
async def test_a_screen_is_styled_as_all_its_rules_applied_anew_would_have_it(
    keys: list[str],
) -> None:
    async with sample("support_ticket_classifier").run_test(size=(120, 40)) as pilot:
        await taken_in(pilot)
        await press(pilot, *keys)
        found = _styles(pilot.app.screen)
        pilot.app.stylesheet.update(pilot.app.screen)
        assert _styles(pilot.app.screen) == found
