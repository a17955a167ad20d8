"""What can be done with figures that were read, before they are taken."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

IMPORTS = Shelf(
    "Where figures of an import are looked at",
    "where figures of an import are looked at ({import})",
    (
        Action("take-figures", "t", "Import: take what is marked into the case", hint="take"),
        Action("mark", "space", "Import: mark the answer at hand to be taken, or not", hint="mark"),
        Action(
            "mark-all",
            "a",
            "Import: mark all answers but those that are better already",
            hint="all",
        ),
        Action("mark-none", "n", "Import: mark no answer", hint="none"),
    ),
)
