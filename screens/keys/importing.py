"""What can be done with figures that were read, before they are taken."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

IMPORTS = Shelf(
    "Where figures of an import are looked at",
    "where figures of an import are looked at (F4)",
    (
        Action(
            "take-figures",
            keys="t",
            call="take_figures",
            label="Import: take what is marked into the case",
            hint="take",
            shown="t",
        ),
        Action(
            "mark",
            keys="space",
            call="mark",
            label="Import: mark the answer at hand to be taken, or not",
            hint="mark",
            shown="space",
        ),
        Action(
            "mark-all",
            keys="a",
            call="mark_all",
            label="Import: mark all answers but those that are better already",
            hint="all",
            shown="a",
        ),
        Action(
            "mark-none",
            keys="n",
            call="mark_none",
            label="Import: mark no answer",
            hint="none",
            shown="n",
        ),
    ),
)
