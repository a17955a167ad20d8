"""What can be done on the views of a case: verdict, what it hangs on, risk, comparison, report."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

VIEWS = Shelf(
    "On the verdict and the views beside it",
    "on the verdict (^L) and the views beside it",
    (
        Action(
            "to-sensitivity",
            keys="s",
            call="sensitivity",
            label="Show what the case hangs on, and go back",
            hint="hangs on",
            shown="s",
        ),
        Action(
            "to-risk",
            keys="r",
            call="risk",
            label="Show how likely it pays back, and go back",
            hint="risk",
            shown="r",
        ),
        Action(
            "to-scenarios",
            keys="o",
            call="scenarios",
            label="Show the case in scenarios, and go back",
            hint="scenarios",
            shown="o",
        ),
        Action(
            "compare",
            keys="b",
            call="compare",
            label="Compare with another session",
            hint="beside",
            shown="b",
        ),
        Action(
            "report",
            keys="e",
            call="report",
            label="Show the case as a report to hand over, and go back",
            hint="report",
            shown="e",
        ),
        Action(
            "decisions",
            keys="d",
            call="decisions",
            label="Show what was decided, and what has changed since",
            hint="decided",
            shown="d",
        ),
        Action(
            "track",
            keys="t",
            call="track",
            label="Show plan and actual month by month, and go back",
            hint="actual",
            shown="t",
        ),
        Action(
            "outcome",
            keys="v",
            call="outcome",
            label="Show what came of the case and what is open now, and go back",
            hint="outcome",
            shown="v",
        ),
        Action(
            "copy",
            keys="f10",
            call="copy",
            label="Copy the verdict as text",
            hint="copy",
            shown="F10",
        ),
        Action(
            "follow",
            keys="enter",
            call="follow",
            label="Go to the answer behind a line",
            hint="answer",
            shown="enter",
        ),
    ),
)

WHAT_IF = Shelf(
    "On what the case hangs on",
    "on what the case hangs on (s on the verdict)",
    (
        Action(
            "turn-down",
            keys="left",
            call="turn_down",
            label="What if: turn the number down",
            hint="less",
            shown="←",
        ),
        Action(
            "turn-up",
            keys="right",
            call="turn_up",
            label="What if: turn the number up",
            hint="more",
            shown="→",
        ),
        Action(
            "as-it-is",
            keys="0",
            call="as_it_is",
            label="What if: everything as it is again",
            hint="as it is",
            shown="0",
        ),
        Action(
            "adopt",
            keys="a",
            call="adopt",
            label="What if: make answers of what was tried",
            hint="adopt",
            shown="a",
        ),
        Action(
            "next-number",
            keys="down",
            call="next_number",
            label="Go to the next number",
            shown="↓",
        ),
        Action(
            "previous-number",
            keys="up",
            call="previous_number",
            label="Go to the number before",
            shown="↑",
        ),
    ),
)

REPORT = Shelf(
    "On the report",
    "on the report (e on the verdict)",
    (
        Action(
            "write-report",
            keys="w",
            call="write_report",
            label="Write the report to its file",
            hint="write",
            shown="w",
        ),
    ),
)
