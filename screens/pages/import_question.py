"""What an import leaves open, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from rules.words.wording import visible
from screens.fields.cut import cut
from screens.frame.layers import Gesture
from screens.import_ports import ImportChoice, ImportOption
from screens.widgets.menu import Menu


class ImportQuestion(Vertical):
    """Asks one thing at a time."""

    class Answered(Gesture):
        """Somebody has chosen an option."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    _options: tuple[ImportOption, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static("", id="question", markup=False)
        yield Menu(id="options", markup=False)

    def ask(self, choice: ImportChoice) -> None:
        """Ask, with what is usual at hand."""
        self._options = choice.options
        self.query_one("#question", Static).update(Content(choice.asks))
        lines = list(_lines_of(choice.options, self.screen.size.width - 4))
        usual = (at for at, line in enumerate(lines) if line.id == str(choice.usual))
        menu = self.query_one(Menu)
        menu.set_options(lines)
        menu.highlighted = next(usual, 0)

    @on(Menu.OptionSelected)
    def _chosen(self, event: Menu.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Answered(self._options[int(event.option.id or 0)].name))


def _lines_of(options: tuple[ImportOption, ...], room: int) -> Iterator[Option]:
    """A line for each option, known by its number, under their headings.

    Args:
        options: to choose from.
        room: cells in a line; what is said about an option is seen whole beside a long name.
    """
    about = max((cell_len(visible(one.about)) for one in options), default=0)
    most = max(20, room - about - 4)
    width = min(most, max((cell_len(visible(one.label)) for one in options), default=0))
    heading = ""
    for number, one in enumerate(options):
        if one.heading != heading:
            heading = one.heading
            yield Option(Content(visible(heading)), disabled=True)
        name = set_cell_size(cut(visible(one.label), most), width)
        text = f"  {name}  {visible(one.about)}".rstrip()
        yield Option(Content(text), id=str(number))
