"""Keys of a field, taken in the order in which they were typed."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from screens.frame.textual_widgets import own_bindings


async def run_own_binding(field: Widget, event: events.Key) -> bool:
    """Run what a key is bound to in a field itself; whether there is anything.

    Textual would run it only after the key has travelled up to the app and back. Keys typed
    meanwhile would overtake it, and where they move the focus it would reach another field.
    """
    for binding in own_bindings(field, event.key):
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return True
    return False
