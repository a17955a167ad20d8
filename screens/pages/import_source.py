"""What an import reads: its kind, where it lies, and what was read before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from rules.questions import Choice
from rules.words.wording import visible
from screens.fields.choice_field import ChoiceField
from screens.fields.one_line import OneLine
from screens.fields.settled import settled
from screens.import_ports import ImportPlaces, Imports, ImportWish
from screens.widgets.menu import Menu, MenuBelow

EXAMPLE = "a file, a folder or a pattern, such as logs/*.jsonl.gz"
HOW_TO = "enter reads; several are typed with a space between them, a name with spaces in quotes."

_FOLDER = "▸"


class _Line(NamedTuple):
    """A line below the field."""

    text: str
    typed: str | None = None
    """What the field holds once it is chosen; None for a heading."""
    goes_on: bool = False
    """Whether it is a folder, to choose from in turn."""

    @property
    def is_found(self) -> bool:
        """Whether it may be what is looked for: no heading, and not the folder above."""
        return self.typed is not None and not self.text.startswith(f"{_FOLDER} ..")


class ImportSource(Vertical):
    """Takes down what is to be read."""

    class Named(Message):
        """Somebody has said what to read."""

        def __init__(self, wish: ImportWish) -> None:
            super().__init__()
            self.wish = wish

    def __init__(self, imports: Imports, id: str) -> None:
        """Offer the kinds that can be read, and sources that were.

        Args:
            imports: knows both.
            id: of this widget.
        """
        super().__init__(id=id)
        self.imports = imports
        self._below: tuple[_Line, ...] = ()

    def compose(self) -> ComposeResult:
        kinds = [Choice(name, about) for name, about in self.imports.kinds]
        with Horizontal(classes="how-row"):
            yield Static("Read", classes="how-label")
            yield ChoiceField(kinds, kinds[0].value, required=True, keys=True, id="kind")
        with Horizontal(classes="how-row"):
            yield Static("From", classes="how-label")
            yield OneLine(placeholder=EXAMPLE, id="sources")
        yield Static(HOW_TO, id="said", markup=False)
        yield MenuBelow("#sources", id="below")

    def on_mount(self) -> None:
        # Until it is known what lies here, there is nothing to go to.
        self.query_one("#below", Menu).display = False
        self.watch(self.query_one("#kind", ChoiceField), "value", self._of_kind, init=False)
        self._of_kind()

    def _of_kind(self, _: str = "") -> None:
        self.describe()
        self.list_places()

    @on(Input.Changed, "#sources")
    def _names_another(self) -> None:
        if self.query_one("#said").has_class("-failed"):
            self.describe()
        self.list_places()

    def list_places(self) -> None:
        """Show what there is to choose from: what lies there, and what was read before."""
        kind = self.query_one("#kind", ChoiceField).value
        self._look(kind, self.query_one("#sources", Input).value)

    @work(exclusive=True, group="places")
    async def _look(self, kind: str, typed: str) -> None:
        places = await self.imports.places(kind, typed)
        # The program may be on its way out.
        if self.is_attached:
            here, before = _here(places), _before(self.imports.recent())
            self._show((*here, *before) if typed.strip() else (*before, *here))

    def _show(self, lines: tuple[_Line, ...]) -> None:
        menu = self.query_one("#below", Menu)
        if lines == self._below:
            return
        self._below = lines
        menu.display = bool(lines)
        menu.set_options(Option(Content(one.text), disabled=one.typed is None) for one in lines)
        menu.highlighted = next(
            (at for at, one in enumerate(lines) if one.is_found), 1 if lines else None
        )

    def describe(self, _: str = "") -> None:
        """Say what the kind at hand is, and how sources are named."""
        about = dict(self.imports.kinds)[self.query_one("#kind", ChoiceField).value]
        self.say(f"{about}\n{HOW_TO}")

    def say(self, text: str, *, failed: bool = False) -> None:
        """Say something below the fields."""
        said = self.query_one("#said", Static)
        said.update(Content(text))
        said.set_class(failed, "-failed")

    @on(Input.Submitted, "#sources")
    async def _typed(self, event: Input.Submitted) -> None:
        await settled(self.screen)
        self._mask()
        if typed := event.input.value.strip():
            kind = self.query_one("#kind", ChoiceField).value
            self.post_message(self.Named(ImportWish(kind, typed)))
        else:
            self.say(f"Type {EXAMPLE}.", failed=True)

    @on(Input.Blurred, "#sources")
    def _mask(self) -> None:
        """Show no password any longer than somebody types it."""
        field = self.query_one("#sources", Input)
        masked = self.imports.masked(field.value)
        if masked != field.value:
            field.value = masked
            field.cursor_position = len(masked)

    @on(Menu.OptionSelected, "#below")
    def _chosen(self, event: Menu.OptionSelected) -> None:
        line = self._below[event.option_index]
        field = self.query_one("#sources", Input)
        field.value = line.typed or ""
        field.cursor_position = len(field.value)
        if not line.goes_on:
            self.screen.set_focus(field)


def _before(recent: Sequence[str]) -> tuple[_Line, ...]:
    read = (_Line(f"  {visible(one)}", one) for one in recent)
    return (_Line("Read before"), *read) if recent else ()


def _here(places: ImportPlaces | None) -> tuple[_Line, ...]:
    if places is None:
        return ()
    more = [_Line(f"  and {places.more:,} more; type how a name begins")] if places.more else []
    inside = (
        _Line(f"{_FOLDER if one.is_folder else ' '} {one.name}", one.typed, one.is_folder)
        for one in places.inside
    )
    return (_Line(f"In {places.folder}"), *inside, *more)
