"""What stands beside and in an empty field, so that nobody has to guess.

A question's label with its unit, what counts without an answer, and what a worksheet multiplies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rules.questions.question import NUMERIC, Kind, Question

_SHORTER = {
    "per million tokens": "/1M",
    "per GPU-hour": "/hour",
    "per month": "/month",
}
"""Units of money as they are written where there is little room."""


def unit_in_words(question: Question, currency: str) -> str:
    """What an answer is counted in: `USD in total`, `USD per month`, `percent`, `calls`."""
    if question.kind is Kind.MONEY:
        return f"{currency} {question.unit or 'in total'}".strip()
    return question.unit or ("percent" if question.kind is Kind.PERCENT else "")


def unit_behind(question: Question, currency: str) -> str:
    """What a value behind the label is counted in, as far as neither of them says so."""
    if question.kind is Kind.PERCENT:
        return ""
    unit = next(iter(_units(question, currency)), "")
    return currency if unit == f"{currency} in total" else unit


def with_unit(question: Question, currency: str, room: int | None = None) -> str:
    """The label, and as much of its unit as fits behind it.

    Args:
        question: that is asked.
        currency: of the case.
        room: how long it may be; None where there is room enough.
    """
    units = _units(question, currency)
    for joint in (", ", " "):
        for unit in units:
            whole = f"{question.label}{joint}{unit}"
            if room is None or len(whole) <= room:
                return whole
    return question.label


SHEETS: Mapping[str, str] = MappingProxyType(
    {
        "teacher.cost_per_1k_calls": "tokens × price",
        "student.cost_per_1k_calls": "tokens × price",
        "student.hosting": "GPU hosting",
        "upfront.data_generation": "examples × cost",
        "upfront.training_compute": "GPU-hours or tokens × price",
        "upfront.evaluation_build": "days × rate",
        "upfront.engineering_time": "days × rate",
    }
)
"""What a worksheet makes its number of, by the key of the number, or `student.hosting`."""


def opens_a_sheet(question: Question, sheets: Sequence[str], key: str) -> tuple[str, ...]:
    """What an empty field says of the worksheets that lead to its answer, longest first.

    Args:
        question: whose field it is.
        sheets: the worksheets.
        key: that opens them, as it is shown.
    """
    opens = f"{key} {' or '.join(dict.fromkeys(SHEETS[sheet] for sheet in sheets))}"
    first, _, rest = question.default.partition(", ")
    if rest == "else 0" or rest.startswith("else from"):
        return f"{opens}, {rest}", opens, f"{key} {SHEETS[sheets[0]]}", f"{key} opens"
    if not first.startswith("from "):
        whole, short, *_ = unless_said(question.default)
        return f"{whole}; {opens}", f"{short} {opens}", whole, short
    return opens, f"{key} {SHEETS[sheets[0]]}", f"{key} opens"


def unless_said(default: str) -> tuple[str, ...]:
    """What counts without an answer, as an empty field says it, from the longest to the shortest.

    Never as one would type it, which would look like an answer: `3 unless you say`, `(3)`.

    Args:
        default: in words, `100%, all of them`; empty where nothing counts.
    """
    if not default:
        return ("",)
    # What explains it is said in the help. "from the slices, else 0%" is no explanation.
    first, _, rest = default.partition(", ")
    if rest.startswith("else "):
        head = f"{first}, or {rest.removeprefix('else ')}"
        return head, f"({head})", f"({first})"
    head = first.partition("; ")[0]
    return f"{head} unless you say", f"({head})"


def shortest_with_unit(question: Question, currency: str) -> str:
    """The label with its unit in as few signs as still say it."""
    units = _units(question, currency)
    return f"{question.label} {units[-1]}" if units else question.label


def _units(question: Question, currency: str) -> tuple[str, ...]:
    """The unit, in full and then shorter; none where the label says it."""
    unit, label = question.unit, question.label.lower()
    if question.kind is Kind.MONEY:
        if not unit:
            return (f"{currency} in total", currency)
        if _says(label, unit):
            return (currency,)
        short = (f"{currency}{_SHORTER[unit]}",) if unit in _SHORTER else ()
        return (f"{currency} {unit}", *short, currency)
    if question.kind is Kind.PERCENT:
        return ("%",)
    thing, per, by = unit.partition(" per ")
    if per:
        return (f"per {by}",) if _says(label, thing) and not _says(label, f"per {by}") else ()
    if question.kind is Kind.COUNT or question.kind not in (*NUMERIC, Kind.INTEGER):
        # A label names what is counted.
        return ()
    return () if not unit or _says(label, unit) else (unit,)


def _says(label: str, unit: str) -> bool:
    """Whether a label has the words of a unit: `Cost per label` that it is per label."""
    unit = unit.lower()
    if unit.startswith("per ") or unit == "each":
        return " per " in label or unit.removeprefix("per ") in label
    return any(word.rstrip("s") in label for word in unit.split() if len(word) > 3)
