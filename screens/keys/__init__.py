"""Every action a key can start: declared once for bindings, key bar, palette and documentation.

Keys that some terminals swallow are never an action's only route; each action stands in the palette
too. A keymap of one's own replaces keys by `id`: whatever shows a key asks `screens.keymap`.
"""

from __future__ import annotations

from textual.binding import Binding

from screens.keys.action import Action, Shelf
from screens.keys.case import CASE, EVERYWHERE, START, STEPS
from screens.keys.tables import PASTES, TABLES
from screens.keys.views import DECISIONS, IMPORTS, REPORT, TRACKING, VIEWS, WHAT_IF
from screens.keys.workshop import WORKSHOP
from screens.keys.written import short

SHELVES = (
    STEPS,
    CASE,
    VIEWS,
    WHAT_IF,
    REPORT,
    DECISIONS,
    TRACKING,
    TABLES,
    PASTES,
    IMPORTS,
    START,
    WORKSHOP,
    EVERYWHERE,
)
ACTIONS: tuple[Action, ...] = tuple(one for shelf in SHELVES for one in shelf.actions)

__all__ = ["ACTIONS", "SHELVES", "Action", "Shelf", "action", "bindings"]

_BY_ID = {action.id: action for action in ACTIONS}


def action(name: str) -> Action:
    """The action of an id."""
    return _BY_ID[name]


def bindings(*names: str) -> list[Binding]:
    """The bindings of several actions, for a screen's BINDINGS."""
    return [
        Binding(
            one.keys,
            one.call,
            one.label,
            key_display=short(one.keys.partition(",")[0]),
            id=one.id,
            show=False,
            priority=one.priority,
        )
        for one in map(action, names)
    ]
