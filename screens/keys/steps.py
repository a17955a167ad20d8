"""What can be done on the steps of a case, where questions are answered."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

STEPS = Shelf(
    "On the steps of a case",
    "on the steps",
    (
        Action(
            "go-on",
            keys="enter",
            call="go_on",
            label="Go on: to the next question or step, into the rows of a table",
            shown="enter",
            priority=True,
        ),
        Action(
            "next-question",
            keys="down",
            call="next_question",
            label="Go to the next question",
            shown="↓",
            priority=True,
        ),
        Action(
            "previous-question",
            keys="up",
            call="previous_question",
            label="Go to the previous question",
            shown="↑",
            priority=True,
        ),
        Action(
            "next-step",
            keys="pagedown",
            call="next_step",
            label="Go to the next step",
            hint="next",
            shown="PgDn",
            priority=True,
        ),
        Action(
            "previous-step",
            keys="pageup",
            call="previous_step",
            label="Go to the previous step",
            hint="back",
            shown="PgUp",
            priority=True,
        ),
        Action(
            "details",
            keys="ctrl+r",
            call="details",
            label="Range, basis, source and worksheet of this answer",
            hint="details",
            shown="^R",
            priority=True,
        ),
        Action(
            "missing",
            keys="f5",
            call="next_missing",
            label="Go to the next answer a verdict needs",
            hint="needed",
            shown="F5",
            priority=True,
        ),
        Action(
            "full-case",
            keys="f6",
            call="full_case",
            label="From the quick look to the full case",
            hint="full case",
            shown="F6",
            priority=True,
        ),
        Action(
            "prices",
            keys="f12",
            call="prices",
            label="Look up a model's prices and fill them in",
            hint="prices",
            shown="F12",
            priority=True,
        ),
        Action(
            "tour",
            keys="f11",
            call="tour",
            label="A tour of one minute through this screen",
            shown="F11",
        ),
    ),
)
