"""The least a Textual program can be: one input. With "imports", what any such program loads."""

from __future__ import annotations

import sys

if "imports" in sys.argv:
    import tomllib

    import click
    from pydantic import BaseModel, Field

    LOADED = (tomllib, click, BaseModel, Field)

from textual.app import App, ComposeResult
from textual.widgets import Input, Label


class BareApp(App[None]):
    """A label and an input."""

    def compose(self) -> ComposeResult:
        """Yield both."""
        yield Label("READY")
        yield Input(compact=True)


if __name__ == "__main__":
    BareApp().run()
