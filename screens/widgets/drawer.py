"""What lies at the right side of a screen, on top of the one below."""

from __future__ import annotations

from textual.containers import Vertical


class Drawer(Vertical):
    """Has an edge where something is seen beside it; where it fills the screen it needs none."""

    def on_resize(self) -> None:
        self.set_class(self.outer_size.width < self.screen.size.width, "-beside")
