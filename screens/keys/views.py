"""What can be done on the views of a case: verdict, report, decisions, imports and the others."""

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

DECISIONS = Shelf(
    "On what was decided",
    "on what was decided (d on the verdict)",
    (Action("decide", "n", "Put a decision on record", hint="decide"),),
)

TRACKING = Shelf(
    "On plan and actual",
    "on plan and actual (t on the verdict)",
    (
        Action("months", "m", "Type, paste or correct the months after launch", hint="months"),
        Action("launched", "l", "Say on which day the student went live", hint="launch"),
    ),
)

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
