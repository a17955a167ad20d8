"""A line to type into, for answers, names and searches alike."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from rules.words.signs import JOINERS
from screens.fields.cut import cut
from screens.fields.settled import run_own_binding
from screens.frame.text_filter import each_seen
from screens.frame.textual_widgets import ShownOtherwise, shows_cursor

LINE_END = " ⏎ "
"""What stands for a line end in a field of one line: several numbers must not become one."""
MOST_SIGNS = 100_000
"""Signs of a text after a paste: a field walks through all of them whenever its cursor blinks."""


class OneLine(ShownOtherwise):
    """An input that keeps all of a paste and whose cursor never leaves it."""

    # Its width never follows its text, so a key need not lay the screen out anew, as Input does.
    value: reactive[str] = reactive("", layout=False, init=False)
    virtual_size: reactive[Size] = reactive(Size(0, 0), layout=False)

    def __init__(
        self, value: str = "", *, prose: bool = True, placeholder: str = "", id: str | None = None
    ) -> None:
        """Take over a text.

        Args:
            value: the text to begin with.
            prose: lines and cells of a paste are joined by spaces; else by a sign that shows them.
            placeholder: shown while there is no text.
            id: of the widget.
        """
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self._prose = prose
        self.shorter: tuple[str, ...] = ()
        """What stands there instead of the placeholder where that has no room, longest first."""
        self.left_to_others: tuple[str, ...] = ()
        """Keys of signs that do something instead of standing in the text."""
        self.is_cell = False
        """Whether it is one of many, so that a paste of rows and columns is not for it alone."""

    @property
    def shown(self) -> str:
        """The text, in which a tab or a line end of a file is a sign of its own, as in messages."""
        return each_seen(self.value)

    def on_mount(self) -> None:
        self.cursor_blink = self.app.animation_level != "none"

    def on_resize(self) -> None:
        """In another width the end of a long text is typed as much in sight as it was."""
        if self.has_focus:
            at = super().cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
            self.scroll_to_region(Region(at, 0, 1, 1), force=True, animate=False)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor stands; a text longer than the field scrolls only afterwards."""
        offset, region = super().cursor_screen_offset, self.content_region
        return Offset(min(max(offset.x, region.x), max(region.x, region.right - 1)), offset.y)

    def render_line(self, y: int) -> Strip:
        """The text; its beginning with a sign where it does not fit and nobody types into it."""
        width = self.scrollable_content_region.width
        whole = text = self.shown
        style = self.rich_style
        if not text:
            text, style = (
                self.standing_in(width),
                self.get_component_rich_style("input--placeholder"),
            )
        is_usual = text in (whole, self.placeholder) and cell_len(text) <= width
        if y != 0 or is_usual or (self.has_focus and self.value):
            return super().render_line(y)
        shown = cut(text, width)
        first = style
        if self.has_focus and shows_cursor(self):
            first = self.get_component_rich_style("input--cursor")
        line = Strip([Segment(shown[:1], first), Segment(shown[1:], style)])
        return line.extend_cell_length(width).apply_style(self.rich_style)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is a sign of the text, and no key of the screen."""
        return key not in self.left_to_others and super().check_consume_key(key, character)

    def standing_in(self, width: int) -> str:
        """What stands in the empty field: the longest that fits."""
        offered = (self.placeholder, *self.shorter)
        return next((one for one in offered if cell_len(one) <= width), offered[-1])

    async def on_key(self, event: events.Key) -> None:
        if self._prose and event.character in JOINERS:
            # Part of how words are spelled; an input takes only what shows.
            event.stop()
            self.replace(event.character, *self.selection)
        await run_own_binding(self, event)

    def on_unmount(self) -> None:
        # The screen's signal holds what an input subscribed with, and by that the input and its
        # form, for as long as the screen lives: every step once visited would stay in memory.
        self.screen.text_selection_started_signal.unsubscribe(self)

    def on_paste(self, event: events.Paste) -> None:
        from rules.tables.sheet import sheet_of

        if self.is_cell and sheet_of(event.text) is not None:
            # Whoever has the other cells takes it.
            event.prevent_default()
            return
        lines = [line.strip() for line in event.text.strip().splitlines()]
        text = " ".join(lines).replace("\t", " ") if self._prose else LINE_END.join(lines)
        if len(self.value) + len(text) <= MOST_SIGNS:
            self.replace(text, *self.selection)
        else:
            self.notify(
                f"Not pasted: with these {len(text):,} characters it would be more than the"
                f" {MOST_SIGNS:,} that a field takes. Copy less of it.",
                severity="warning",
                markup=False,
            )
        # Textual's own handler, which keeps the first line alone, must not run as well.
        event.prevent_default()
        event.stop()
