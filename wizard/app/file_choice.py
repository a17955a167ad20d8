"""Choosing a session file by walking folders: the one screen that looks at the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.fields.one_line import OneLine
from screens.frame.overlay import Overlay, cover
from screens.keys import bindings
from screens.widgets.key_bar import KeyBar
from screens.widgets.menu import Menu
from wizard.disk.errors import explain
from wizard.disk.folders import Lying, is_folder, lying_in
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.naming import expanded, is_session
from wizard.sessions.session_file import SessionFile, read_session

MOST = 500
"""Entries of a folder that are listed; a name beyond them can be typed."""

HINT = "enter takes it, backspace goes up; a path can be typed"


class Entries(Menu):
    """What a folder holds; what is typed or pasted here begins a path instead."""

    def on_key(self, event: events.Key) -> None:
        sign = event.character
        if sign is not None and event.is_printable and not sign.isspace() and sign != "?":
            event.stop()
            self._begin(sign)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._begin("").on_paste(event)

    def _begin(self, text: str) -> OneLine:
        path = self.screen.query_one("#path", OneLine)
        path.value = text
        path.cursor_position = len(text)
        self.screen.set_focus(path)
        return path


class FilesScreen(Overlay[SessionFile | None]):
    """Returns the session chosen, read; None where it was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("close"),
        Binding("backspace", "up", "Folder above", id="folder-above", show=False),
        # From the field: the list has its own.
        Binding("down", "into_list", "Into the list", id="into-list", show=False),
    ]

    def __init__(self, question: str, beside: Path | None = None) -> None:
        """Begin in a folder.

        Args:
            question: what a file is chosen for, so that nobody opens one who meant to compare it.
            beside: a file in it; None for the folder that the program was started in.
        """
        super().__init__()
        self._question = question
        self._remark = HINT
        try:
            here = Path.cwd()
            self.folder = here if beside is None else Path(os.path.normpath(here / beside)).parent
        except OSError:
            # Somebody has deleted it since the program began there.
            self.folder = Path(os.path.expanduser("~"))  # noqa: PTH111 - never fails
            self._remark = "The folder Payback was started in is gone; this is your own."

    def compose(self) -> ComposeResult:
        with Vertical(id="files"):
            yield Static(Content(on_one_line(self._question)), id="files-question")
            yield OneLine(id="path")
            yield Entries(id="entries")
            yield Static(Content(self._remark), id="files-remark", classes="quiet")
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
            inside = lying_in(folder, _may_be_chosen)
        except OSError as error:
            inside = []
            options.append(
                Option(Content(f"  not readable: {error.strerror or error}"), disabled=True)
            )
        for one in inside[:MOST]:
            self._listed.append(folder / one.name)
            options.append(
                Option(Content(f"{'▸' if one.is_folder else ' '} {on_one_line(one.name)}"))
            )
        if len(inside) > MOST:
            rest = f"  and {len(inside) - MOST} more; type a name above"
            options.append(Option(Content(rest), disabled=True))
        entries.add_options(options)
        entries.highlighted = 1 if len(self._listed) > 1 else 0
        path_field = self.query_one("#path", Input)
        path_field.value = on_one_line(str(folder))
        path_field.cursor_position = len(path_field.value)

    def _say(self, text: str) -> None:
        self.query_one("#files-remark", Static).update(Content(text))

    @on(OptionList.OptionSelected, "#entries")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(self._listed[event.option_index])

    @on(Input.Submitted, "#path")
    def _typed(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        shown = on_one_line(str(self.folder))
        if typed == shown or typed.startswith(f"{shown}{os.sep}"):
            # What cannot be shown as it is cannot be typed either.
            typed = f"{self.folder}{typed.removeprefix(shown)}"
        try:
            self._take(self.folder / expanded(typed))
        except InputUnusable as unusable:
            self._say(str(unusable))

    def _take(self, path: Path) -> None:
        """Go into a folder, or return a session; what can be neither is said."""
        if is_folder(path):
            self._show(Path(os.path.realpath(path)))
            self._say(HINT)
            self.query_one("#entries").focus()
            return
        if _is_missing(path):
            missing = "there is no such file. Correct the path, or choose from the list."
            self._say(on_one_line(f"{path}: {missing}"))
            return
        try:
            session = read_session(path)
        except InputUnusable as unusable:
            self._say(on_one_line(str(unusable)))
        except OSError as error:
            self._say(on_one_line("{}: {}. {}".format(path, *explain(error))))
        else:
            self.dismiss(session)

    def action_into_list(self) -> None:
        self.query_one("#entries").focus()

    def action_up(self) -> None:
        self._show(self.folder.parent)


def _is_missing(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        # What else is amiss is told by who reads it.
        return False
    return False


def _may_be_chosen(one: Lying) -> bool:
    """Whether it is a folder or a session; hidden ones are left out."""
    return is_session(one) or (one.is_folder and not one.name.startswith("."))
