"""What can be done on the views of a case: verdict, what it hangs on, risk, comparison, report."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

VIEWS = Shelf(
    "On the verdict and the views beside it",
    "on the verdict ({verdict}) and the views beside it",
    (
        Action(
            "to-sensitivity",
            "s",
            "Show the sensitivity, what the case hangs on, and go back",
            hint="hangs on",
            runs="sensitivity",
        ),
        Action(
            "to-risk",
            "r",
            "Show the risk, how likely it pays back, and go back",
            hint="risk",
            runs="risk",
        ),
        Action(
            "to-scenarios",
            "o",
            "Show the case in scenarios, and go back",
            hint="scenarios",
            runs="scenarios",
        ),
        Action("compare", "b", "Compare with another session", hint="beside"),
        Action("report", "e", "Show the case as a report to hand over, and go back", hint="report"),
        Action(
            "decisions",
            "d",
            "Show the decisions on record, and what has changed since",
            hint="decided",
        ),
        Action("track", "t", "Show plan and actual month by month, and go back", hint="actual"),
        Action(
            "outcome",
            "v",
            "Show the outcome, what came of the case and is open now, and go back",
            hint="outcome",
        ),
        Action("copy", "f10", "Copy the verdict as text", hint="copy"),
        Action("follow", "enter", "Go to the answer behind a line", hint="answer"),
    ),
)

WHAT_IF = Shelf(
    "On what the case hangs on",
    "on what the case hangs on ({to-sensitivity} on the verdict)",
    (
        Action("turn-down", "left", "What if: turn the number down", hint="less"),
        Action("turn-up", "right", "What if: turn the number up", hint="more"),
        Action("as-it-is", "0", "What if: everything as it is again", hint="as it is"),
        Action("adopt", "a", "What if: make answers of what was tried", hint="adopt"),
        Action("next-number", "down", "Go to the next number"),
        Action("previous-number", "up", "Go to the number before"),
    ),
)

REPORT = Shelf(
    "On the report",
    "on the report ({report} on the verdict)",
    (Action("write-report", "w", "Write the report to its file", hint="write"),),
)
