"""The scenarios that every case has, each declared once: for tables, screens and the workbook.

Source: docs/specification.md §15, docs/decisions/0103-scenarios-beside-a-case.md.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

End = Literal["value", "low", "high", "worse", "better"]
"""Where the numbers with a stated range stand: at their value, at an end, or at the end at which
the case is worse or better."""


class Change(NamedTuple):
    """What a scenario makes of a case. As it is declared, nothing."""

    calls: float = 1.0
    """The calls of a month, times this."""
    is_cut: bool = False
    """Whether the teacher's price is cut, from the first month on, by the policy's price_cut."""
    price_change: float | None = None
    """Fraction by which the teacher's price changes a year, in place of what was answered."""
    months_late: int = 0
    """Months that the student is launched later."""
    end: End = "value"
    at_upper_bound: bool = False
    """Whether as many answers are wrong as the evaluation leaves open, at 95 %."""


class BuiltIn(NamedTuple):
    """A scenario that every case has, as far as its answers tell enough."""

    name: str
    change: Change
    says: str
    """What is otherwise in it, as a sentence."""


AS_IT_IS = "Base"
"""What the case itself is called among its scenarios."""
BUILT_IN: tuple[BuiltIn, ...] = (
    BuiltIn(
        "Half the volume",
        Change(calls=0.5),
        "Half the calls from the first month on; a call costs what it costs today.",
    ),
    BuiltIn(
        "Price cut",
        Change(is_cut=True),
        "The teacher's price cut from the first month on by the policy's price_cut.",
    ),
    *(
        BuiltIn(
            f"Price falls {fall}% a year",
            Change(price_change=-fall / 100),
            f"The teacher's price falls {fall}% a year, whatever was answered.",
        )
        for fall in (30, 50, 90)
    ),
    *(
        BuiltIn(
            f"{said} months late",
            Change(months_late=months),
            f"The student is launched {said.lower()} months later than answered.",
        )
        for said, months in (("Three", 3), ("Six", 6))
    ),
    BuiltIn(
        "Stated lows",
        Change(end="low"),
        "Every number with a stated range at its low, costs and volumes alike.",
    ),
    BuiltIn(
        "Stated highs",
        Change(end="high"),
        "Every number with a stated range at its high, costs and volumes alike.",
    ),
    BuiltIn(
        "Stated ranges, worse end",
        Change(end="worse"),
        "Every number with a stated range at the end that is worse for the case.",
    ),
    BuiltIn(
        "Stated ranges, better end",
        Change(end="better"),
        "Every number with a stated range at the end that is better for the case.",
    ),
    BuiltIn(
        "Errors at their upper bound",
        Change(at_upper_bound=True),
        "As many more wrong answers as the evaluation leaves open, at 95%.",
    ),
)
"""All of them, in the order in which they are shown."""
