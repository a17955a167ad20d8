"""What can be done on the steps of a case, where questions are answered."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

STEPS = Shelf(
    "On the steps of a case",
    "on the steps",
    (
        Action(
            "go-on",
            "enter",
            "Go on: to the next question or step, into the rows of a table",
            priority=True,
        ),
        Action("next-question", "down", "Go to the next question", priority=True),
        Action("previous-question", "up", "Go to the previous question", priority=True),
        Action("next-step", "pagedown", "Go to the next step", hint="next", priority=True),
        Action("previous-step", "pageup", "Go to the previous step", hint="back", priority=True),
        Action(
            "details",
            "ctrl+r",
            "Details of this answer: range, basis, source and worksheet",
            hint="details",
            priority=True,
        ),
        Action(
            "worksheet",
            "equals_sign",
            "Build this answer: open its worksheet, or the rows of a table",
            hint="build",
            priority=True,
        ),
        Action(
            "missing",
            "f5",
            "Go to the next answer a verdict needs",
            hint="needed",
            runs="next_missing",
            priority=True,
        ),
        Action(
            "full-case",
            "f6",
            "From the quick look to the full case",
            hint="full case",
            priority=True,
        ),
        Action(
            "prices",
            "f12",
            "Look up a model's prices and fill them in",
            hint="prices",
            priority=True,
        ),
        Action("tour", "f11", "A tour of one minute through this screen"),
    ),
)
