"""What an import reads: its kind, where it lies, and what was read before."""

from __future__ import annotations

from textual import on
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
from screens.ports import Imports, ImportWish
from screens.widgets.menu import Menu, MenuBelow

EXAMPLE = "a file, a folder or a pattern, such as logs/*.jsonl.gz"
HOW_TO = "enter reads; several are typed with a space between them, a name with spaces in quotes."


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
        self._recent: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        kinds = [Choice(name, about) for name, about in self.imports.kinds]
        with Horizontal(classes="how-row"):
            yield Static("Read", classes="how-label")
            yield ChoiceField(kinds, kinds[0].value, required=True, keys=True, id="kind")
        with Horizontal(classes="how-row"):
            yield Static("From", classes="how-label")
            yield OneLine(placeholder=EXAMPLE, id="sources")
        yield Static(HOW_TO, id="said", markup=False)
        yield MenuBelow("#sources", id="recent")

    def on_mount(self) -> None:
        self.watch(self.query_one("#kind", ChoiceField), "value", self.describe, init=False)
        self.list_recent()
        self.describe()

    def list_recent(self) -> None:
        """Show what was read before, the last of it first."""
        self._recent = tuple(self.imports.recent())
        menu = self.query_one("#recent", Menu)
        menu.display = bool(self._recent)
        heading = Option(Content("Read before"), disabled=True)
        menu.set_options([heading, *(Option(Content(f"  {visible(one)}")) for one in self._recent)])
        menu.highlighted = 1 if self._recent else None

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

    @on(Menu.OptionSelected, "#recent")
    def _chosen_again(self, event: Menu.OptionSelected) -> None:
        field = self.query_one("#sources", Input)
        # The first line is their heading.
        field.value = self._recent[event.option_index - 1]
        self.screen.set_focus(field)
