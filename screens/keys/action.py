"""What a key can start: an action, and the shelf of those that are at hand in one place."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """Something a person can do on a screen."""

    id: str
    """Names its binding in the config file."""
    keys: str
    """Default keys, separated by commas; the first is shown."""
    label: str
    """In full, for the palette and the help panel."""
    hint: str = ""
    """One or two words for the key bar; empty where the key moves about and needs no word."""
    runs: str = ""
    """The Textual action, where that has another name than the id."""
    priority: bool = False
    """Heard before the widget that has the focus, which would take some of these keys."""

    @property
    def call(self) -> str:
        """The Textual action it runs."""
        return self.runs or self.id.replace("-", "_")


class Shelf(NamedTuple):
    """Actions that are at hand in one place."""

    title: str
    """Heads them where all keys are listed."""
    at: str
    """Where they work, for whoever presses one of their keys elsewhere; empty where all do.

    With the id of an action in braces where its key belongs.
    """
    actions: tuple[Action, ...]


def heard_first(*actions: Action) -> tuple[Action, ...]:
    """Actions whose keys are heard before the widget that has the focus."""
    return tuple(one._replace(priority=True) for one in actions)
