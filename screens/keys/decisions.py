"""What can be done where decisions are on record."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

DECISIONS = Shelf(
    "On what was decided",
    "on what was decided (d on the verdict)",
    (Action("decide", "n", "Put a decision on record", hint="decide"),),
)
