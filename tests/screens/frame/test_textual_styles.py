"""Whether widgets are styled once as a screen opens, and just as Textual itself would style them.

Where this fails with a new version of Textual, `screens/frame/textual_styles.py` is to be mended.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual import css
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Label

from screens.frame.textual_styles import Sheets, StyledOnce, StylesMounted
from tests.screens.conftest import Parsed
from tests.screens.drive import complete, press, sample, taken_in


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


class Marked(Label):
    """A label with a component of its own, which is asked for as it is painted."""

    COMPONENT_CLASSES = {"marked--sign", "marked--never"}
    DEFAULT_CSS = """
    Marked .marked--sign { color: #00ff00; }
    Marked.wrong .marked--sign { color: #ff0000; }
    Marked.other .marked--never { color: #0000ff; }
    """

    def render(self) -> Content:
        return Content.styled("!", self.get_visual_style("marked--sign"))


class Marks(StylesMounted):
    """A program with one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = Sheets(variables=self.get_css_variables())

    def compose(self) -> ComposeResult:
        yield Marked()


@pytest.fixture
def components(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each component was styled."""
    times: Counter[str] = Counter()
    apply = Stylesheet.apply

    def counted(self: Stylesheet, node: DOMNode, **options: Any) -> None:
        if type(node) is DOMNode:
            times.update(node._classes)
        apply(self, node, **options)

    monkeypatch.setattr(Stylesheet, "apply", counted)
    return times


@pytest.mark.painted
async def test_a_component_is_styled_once_somebody_asks_for_it(components: Counter[str]) -> None:
    async with Marks().run_test() as pilot:
        await pilot.pause()
        assert components == {"marked--sign": 1}
        assert "marked--never" in pilot.app.query_one(Marked)._component_styles
        with pytest.raises(KeyError):
            pilot.app.query_one(Marked).get_component_styles("marked--unheard-of")


@pytest.mark.painted
async def test_a_class_that_changes_a_component_repaints_what_has_it() -> None:
    async with Marks().run_test() as pilot:
        await pilot.pause()
        label = pilot.app.query_one(Marked)

        def colour() -> str:
            (segment, *_) = label.render_line(0)
            assert segment.style is not None
            assert segment.style.color is not None
            return segment.style.color.name

        painted: list[object] = []
        label.refresh = lambda *_, **__: painted.append(label)  # type: ignore[assignment]
        assert colour() == "#00ff00"
        label.add_class("other", update=False)
        pilot.app.stylesheet.update(label)
        assert not painted
        label.add_class("wrong", update=False)
        pilot.app.stylesheet.update(label)
        assert painted
        del label.refresh
        label.refresh()
        await pilot.pause()
        assert colour() == "#ff0000"


@pytest.mark.parametrize(
    "keys", [[], ["tab", "7"], ["ctrl+l"], ["f12"], ["ctrl+p"], ["f1"]], ids="".join
)
async def test_components_are_styled_as_textual_styles_them(keys: list[str]) -> None:
    async with sample("support_ticket_classifier").run_test(size=(120, 40)) as pilot:
        await taken_in(pilot)
        await press(pilot, *keys)
        sheets = pilot.app.stylesheet
        for one in pilot.app.screen.walk_children(Widget, with_self=True):
            names = sorted(one._get_component_classes())
            found = {name: one.get_component_styles(name).base.get_rules() for name in names}
            one._component_styles = {}
            Stylesheet._process_component_classes(sheets, one)
            assert set(one._component_styles) == set(names)
            assert found == {
                name: one.get_component_styles(name).base.get_rules() for name in names
            }


def test_sheets_are_parsed_anew_only_for_other_colours_or_other_sheets(tmp_path: Path) -> None:
    sheet, later = tmp_path / "first.tcss", tmp_path / "later.tcss"
    sheet.write_text("Label { color: $text-colour; }")
    later.write_text("Input { color: $text-colour; }")
    sheets = Sheets(variables={"text-colour": "#111111"})
    sheets.read(sheet)
    before = sheets.rules
    sheets.set_variables({"text-colour": "#111111"})
    sheets.reparse()
    assert sheets.rules is before
    sheets.read(later)
    sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets.rules] == ["#111111", "#111111"]
    assert set(sheets.rules_map) == {"Label", "Input"}
    sheets.set_variables({"text-colour": "#222222"})
    sheets.reparse()
    assert [rule.styles.color.hex for rule in sheets.rules] == ["#222222", "#222222"]


async def test_a_start_parses_each_sheet_once(
    monkeypatch: pytest.MonkeyPatch, parsed_once: Parsed
) -> None:
    # As in a program that has just begun.
    parsed_once.clear()
    parsed: list[object] = []
    parse = css.parse.parse

    def counted(*given: Any, **named: Any) -> Any:
        # By where it comes from and how much it weighs.
        parsed.append((given[2], named["tie_breaker"]))
        return parse(*given, **named)

    monkeypatch.setattr(css.stylesheet, "parse", counted)
    async with complete().run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert len(parsed) == len(set(parsed)) > 5
