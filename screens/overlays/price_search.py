"""Price search: type part of a model's name, take its prices."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from rules.figures.prices import KINDS, PriceFound, usd
from screens.fields.one_line import OneLine
from screens.frame.overlay import cover
from screens.overlays.jump import SearchScreen
from screens.ports import PriceSearch
from screens.theme import STYLES
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu


class _Model(Option):
    """A model of the list, as something to choose."""

    def __init__(self, found: PriceFound) -> None:
        super().__init__(_described(found))
        self.found = found


class PriceSearchScreen(SearchScreen[PriceFound | None]):
    """Returns the model chosen, or None."""

    CSS_PATH = STYLES / "price_search.tcss"

    def __init__(self, search: PriceSearch, words: str = "") -> None:
        super().__init__()
        self._search = search
        self._words = words
        self._found_for: str | None = None
        self._take_when_found = False

    def compose(self) -> ComposeResult:
        with Vertical(id="price-search"):
            yield OneLine(self._words, placeholder="part of a provider's or a model's name")
            yield Menu(markup=False)
            yield Static(id="price-search-said", markup=False)
            yield KeyBar("close")
        yield cover()

    def on_mount(self) -> None:
        self._look(self._words)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._take_when_found = False
        self._look(event.value)

    # Exclusive: what was found for words typed before must not come in after a later search.
    @work(exclusive=True)
    async def _look(self, words: str) -> None:
        found: Sequence[PriceFound] = ()
        said = ""
        if words.strip():
            answer = await self._search(words)
            if not self.is_here:
                return
            if isinstance(answer, str):
                said = answer
            else:
                found = answer
                said = "" if found else "Nothing on the list is called that."
        field = self.query_one(OneLine)
        if not found and self._found_for is None and words == field.value == self._words:
            # The name that the case has is no beginning of one on the list: typing replaces it.
            field.select_all()
        self._found_for = words
        menu = self.query_one(Menu)
        menu.clear_options()
        menu.add_options([_Model(one) for one in found])
        menu.highlighted = 0 if found else None
        self.query_one("#price-search-said", Static).update(said)
        if self._take_when_found and found:
            self.dismiss(found[0])

    @on(Input.Submitted)
    def _take_highlighted(self, event: Input.Submitted) -> None:
        if event.value != self._found_for:
            # What is highlighted was found for other words.
            self._take_when_found = True
            return
        self._take(self.query_one(Menu).highlighted_option)

    @on(OptionList.OptionSelected)
    def _take_selected(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option)

    def _take(self, option: Option | None) -> None:
        if isinstance(option, _Model):
            self.dismiss(option.found)


def _described(found: PriceFound) -> Content:
    """A model and below it its prices; one that is absent is said to be."""
    parts = []
    for kind, price in found.prices:
        if price is None:
            said = "none"
        else:
            said = usd(price.single) if price.single is not None else "no single price"
        parts.append(f"{KINDS[kind]} {said}")
    return Content(f"{found.reference}\n  {', '.join(parts)}")
