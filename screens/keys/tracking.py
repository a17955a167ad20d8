"""What can be done where plan and actual lie side by side."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

TRACKING = Shelf(
    "On plan and actual",
    "on plan and actual (t on the verdict)",
    (
        Action("months", "m", "Type, paste or correct the months after launch", hint="months"),
        Action("launched", "l", "Say on which day the student went live", hint="launch"),
    ),
)
