"""What a key can start: an action, and the shelf of those that are at hand in one place."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """Something a person can do on a screen."""

    id: str
    """Names its binding in the config file."""
    keys: str
    """Default keys, separated by commas; the first is shown."""
    call: str
    """The Textual action it runs."""
    label: str
    """In full, for the palette and the help panel."""
    hint: str = ""
    """One or two words for the key bar; empty where the key moves about and needs no word."""
    shown: str = ""
    """The key as it is shown."""
    priority: bool = False
    """Heard before the widget that has the focus, which would take some of these keys."""


class Shelf(NamedTuple):
    """Actions that are at hand in one place."""

    title: str
    """Heads them where all keys are listed."""
    at: str
    """Where they work, for whoever presses one of their keys elsewhere; empty where all do."""
    actions: tuple[Action, ...]
