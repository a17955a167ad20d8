"""Choosing a session file by walking folders: the one screen that looks at the disk."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.fields.one_line import OneLine
from screens.keys import bindings
from screens.overlay import Overlay, cover
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu

MOST = 500
"""Entries of a folder that are shown."""


class FilesScreen(Overlay[Path | None]):
    """Returns the file chosen; None where it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding("backspace", "up", "Folder above", id="folder-above", show=False),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder.resolve()

    def compose(self) -> ComposeResult:
        with Vertical(id="files"):
            yield OneLine(str(self.folder), id="path")
            yield Menu(id="entries")
            yield Static(
                Content("enter opens, backspace goes up; a path can be typed above"),
                classes="quiet",
            )
            yield KeyBar("close")
        yield cover()

    def on_mount(self) -> None:
        self._show(self.folder)
        self.query_one("#entries").focus()

    def _show(self, folder: Path) -> None:
        """List a folder: the one above, folders, then sessions."""
        entries = self.query_one("#entries", OptionList)
        entries.clear_options()
        self.folder = folder
        self._listed = [folder.parent]
        options = [Option(Content("▸ .."))]
        try:
            inside = sorted(folder.iterdir(), key=lambda one: (one.is_file(), one.name.lower()))
        except OSError as error:
            inside = []
            options.append(Option(Content(f"  not readable: {error.strerror}"), disabled=True))
        for path in inside[:MOST]:
            if path.name.startswith(".") or not (path.is_dir() or path.suffix == ".toml"):
                continue
            self._listed.append(path)
            options.append(Option(Content(f"{'▸' if path.is_dir() else ' '} {path.name}")))
        entries.add_options(options)
        entries.highlighted = 1 if len(self._listed) > 1 else 0
        self.query_one("#path", Input).value = str(folder)

    @on(OptionList.OptionSelected, "#entries")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(self._listed[event.option_index])

    @on(Input.Submitted, "#path")
    def _typed(self, event: Input.Submitted) -> None:
        self._take(Path(event.value.strip()).expanduser())

    def _take(self, path: Path) -> None:
        if path.is_dir():
            self._show(path.resolve())
            self.query_one("#entries").focus()
        else:
            self.dismiss(path)

    def action_up(self) -> None:
        self._show(self.folder.parent)

    def action_close(self) -> None:
        self.dismiss(None)
