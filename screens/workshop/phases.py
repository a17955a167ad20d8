"""Which keys matter most in which part of a workshop."""

from __future__ import annotations

from rules.workshop.state import Phase

KEYS: dict[Phase, tuple[str, ...]] = {
    "idle": ("go", "add-person", "door", "add-item", "remove-item", "item-up", "item-down"),
    "voting": ("go", "reveal", "timer", "door", "add-person", "away", "close"),
    "revealed": ("agree-pool", "agree-other", "another-round", "next-item", "close"),
    "settled": ("next-item", "object", "another-round", "undo", "close"),
}
"""The key bar, by how far the open question has come."""
ALWAYS = ("door", "projector", "help", "bring", "hide-names", "save", "verdict")
"""Behind them, as far as there is room."""
