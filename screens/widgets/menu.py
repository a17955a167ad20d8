"""A list to choose from, which says on which of its lines the option at hand stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.fields.one_line import OneLine
from screens.frame.textual_widgets import drawn


class Place(NamedTuple):
    """Where somebody is in a list."""

    highlighted: int | None
    line: int
    """The first that is visible."""


class Steady(OptionList):
    """An option list that may be filled anew at any time, also while a click is on its way."""

    def on_click(self, event: events.Click) -> None:
        """Let go of a click on an option that is not there any more."""
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked >= self.option_count:
            event.prevent_default()

    def render_line(self, y: int) -> Strip:
        """A line; that of the option at hand reversed where the theme has no colour for it."""
        strip = super().render_line(y)
        look = self.get_component_styles("option-list--option-highlighted").text_style
        # Textual draws an option with all of its look but this.
        if look.reverse and strip and _option_of(strip) == self.highlighted is not None:
            return strip.apply_style(Style(reverse=True))
        return strip

    # Textual gives these two no types.
    def action_page_up(self) -> None:
        if self._is_laid_out:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        if self._is_laid_out:
            super().action_page_down()  # type: ignore[no-untyped-call]

    @property
    def _is_laid_out(self) -> bool:
        """Whether it is known by now how much makes a page."""
        return bool(self.scrollable_content_region)


def _option_of(strip: Strip) -> int | None:
    """Which option a line is of, as a click on it would tell."""
    return next((one.style.meta.get("option") for one in strip if one.style is not None), None)


class Menu(Steady):
    """An option list whose highlighted line is known, for the hardware cursor to stand on."""

    # Repainted by the two options that change their look alone.
    highlighted: reactive[int | None] = reactive(None, repaint=False)
    _lines_shown: tuple[str, ...] | None = None

    def _watch_highlighted(self, before: int | None, now: int | None) -> None:
        for index in (before, now):
            option = None if index is None else drawn(self, index)
            if option is not None:
                self.refresh_lines(option.line, option.height)

    def show_lines(self, lines: Sequence[str], without: str) -> None:
        """Show an option for each line, and draw anew only what is another line than before.

        Args:
            lines: of text that is no markup.
            without: what stands there, not to be chosen, where there are none.
        """
        before, self._lines_shown = self._lines_shown, tuple(lines)
        if before is None or len(before) != len(lines):
            nothing = Option(Content(without), disabled=True)
            self.set_options([Option(Content(line)) for line in lines] or [nothing])
            return
        for at, line in enumerate(lines):
            if line != before[at]:
                self.replace_option_prompt_at_index(at, Content(line))

    def action_select(self) -> None:
        """Choose what is at hand; where nothing can be, the key is for what the list lies in."""
        if self.highlighted is None:
            raise SkipAction
        super().action_select()

    @property
    def cursor_line(self) -> int:
        """The line of the highlighted option within what is visible, 0 at the top."""
        if self.highlighted is None:
            return 0
        option = drawn(self, self.highlighted)
        return (0 if option is None else option.line) - self.scroll_offset.y

    @property
    def place(self) -> Place:
        """Where somebody is in it."""
        return Place(self.highlighted, round(self.scroll_y))

    def return_to(self, place: Place) -> None:
        """Go back to a place, as far as the list still reaches there."""
        if place.highlighted is not None and place.highlighted < self.option_count:
            self.highlighted = place.highlighted
        # The highlight scrolls into view by itself, once it is drawn.
        self.call_after_refresh(self.scroll_to, y=place.line, animate=False, immediate=True)


class KeyedMenu(Menu):
    """A list whose lines are known by keys; one of them is at hand."""

    keys: tuple[str, ...] = ()
    _width = 0
    """As it was when it was last to be seen."""
    _offered: str | None = None
    """What the program took to hand last."""

    @property
    def key(self) -> str | None:
        """Of the line at hand."""
        at = self.highlighted
        return self.keys[at] if at is not None and at < len(self.keys) else None

    @property
    def was_moved(self) -> bool:
        """Whether somebody has taken another line to hand since the program did."""
        return self.key != self._offered

    def show_keyed(self, lines: Mapping[str, str], without: str, first: str | None) -> None:
        """Show lines by key, with the same at hand where it still stands there, else the first.

        Args:
            lines: of text that is no markup.
            without: as for `show_lines`.
            first: the key of the line to take to hand then; that of the first one where None.
        """
        at_hand, self.keys = self.key, tuple(lines)
        self.show_lines([*lines.values()], without)
        if at_hand in self.keys:
            self._take(at_hand)
        elif self.keys:
            self.choose(first)

    def choose(self, key: str | None) -> None:
        """Take a line to hand; the first where there is none of that key."""
        self._take(key)
        self._offered = self.key

    def _take(self, key: str | None) -> None:
        self.highlighted = self.keys.index(key) if key in self.keys else 0


class MenuBelow(Menu):
    """A list below a field, to which up leads back from the first that can be chosen.

    What is typed there is meant for the field, and no key of the screen.
    """

    def __init__(self, field: str, *, id: str) -> None:
        """Show nothing yet.

        Args:
            field: selects the input above.
            id: of the widget.
        """
        super().__init__(id=id, markup=False)
        self._above = field

    @property
    def _field(self) -> OneLine:
        return self.screen.query_one(self._above, OneLine)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed; a question mark begins no name, and asks for help."""
        return character is not None and character.isprintable() and character not in " ?"

    def on_key(self, event: events.Key) -> None:
        """Go on in the field with what is typed."""
        if event.character is not None and self.check_consume_key(event.key, event.character):
            event.stop()
            event.prevent_default()
            self._at_its_end().insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Go on in the field with what is pasted."""
        self._at_its_end().on_paste(event)

    def _at_its_end(self) -> OneLine:
        self.screen.set_focus(self._field)
        self._field.cursor_position = len(self._field.value)
        return self._field

    def action_cursor_up(self) -> None:
        first = next((at for at, one in enumerate(self.options) if not one.disabled), None)
        if self.highlighted is not None and self.highlighted == first:
            self.screen.set_focus(self._field)
        else:
            super().action_cursor_up()
