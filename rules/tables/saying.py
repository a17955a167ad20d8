"""A paste in words: what it is, where its columns go, and what becomes of the table.

Source: docs/specification.md §1.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.tables.plan import Plan
from rules.tables.taking import Taken
from rules.words.wording import plural, visible

MOST_NAMED = 3
"""Cells that are not usable and are named one by one."""
LONGEST_NAME = 40
"""Signs of a text that is pasted: what is said of it must not be lost behind it."""


def in_short(plan: Plan, found: Taken) -> str:
    """How it is read, and what becomes of the table."""
    heads = "under headings" if plan.has_headings else "without headings"
    left_out = plan.left_out
    more = f", {left_out:,} more behind them left out" if left_out else ""
    counts = {"new": found.added, "changed": found.changed, "removed": found.removed}
    become = [f"{count} {word}" for word, count in counts.items() if count]
    rows = plural(len(plan.rows), "row", "rows")
    total = f" Its last row, {_named(found.total)}, adds up the others and is left out."
    return (
        f"{plan.question.label}: {rows} {heads}, separated by {plan.sheet.separator}{more}."
        f" In the table: {', '.join(become) or 'nothing changes'}.{total if found.total else ''}"
    )


def where_it_goes(plan: Plan, at: int) -> str:
    """Where a column of the paste goes, and how its bare numbers are read."""
    head, question = plan.heads[at], plan.questions[at]
    name = f"Column {at + 1}{f', {_named(head)},' if head else ''}"
    if question is None:
        return f"{name} is left out"
    if plan.months and question == plan.told_by:
        text, month = next(iter(plan.months.items()))
        return (
            f"{name} goes into {question.label}; {text} is {month}, since only so all of them"
            " follow each other"
        )
    if not plan.is_percent(at):
        return f"{name} goes into {question.label}"
    reading = "0.94 is 94%" if at in plan.fractions else "0.94 is 0.94%"
    return f"{name} goes into {question.label}; bare numbers: {reading}"


def not_usable(found: Taken) -> Iterator[str]:
    """The cells that would keep a text nobody can calculate with."""
    wrong = found.unusable
    if not wrong:
        return
    stay = "is not usable and would keep what it says"
    if len(wrong) > 1:
        stay = "are not usable and would keep what they say"
    yield f"{plural(len(wrong), 'cell', 'cells')} {stay}:"
    for one in wrong[:MOST_NAMED]:
        yield visible(f"{_named(one.row)}, {one.column}: {one.problem}")
    if len(wrong) > MOST_NAMED:
        yield f"and {len(wrong) - MOST_NAMED} more"


def _named(text: str) -> str:
    name = visible(" ".join(text.split()))
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
