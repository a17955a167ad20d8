"""Which calls of logs ran again on the teacher: those that share a request with the student.

A format says by what calls of one request are known (`Row.trace`). What ran again is marked behind
its model's name, so that sums by model tell it apart.

Why so: docs/decisions/0099-what-fell-back.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rules.review.from_usage import FELL_BACK, FELL_BACK_ALONE, Roles
from rules.usage.summary import COUNTED
from wizard.imports.usage.format import Format


def telling_fallbacks(format: Format, roles: Roles) -> Format | None:
    """The format with calls that fell back marked; None where it knows no requests.

    One call of the student and one answer of the teacher that began no earlier are a fallback.
    Where more share their request it is a session, of which nobody knows what led to what.
    """
    row = format.row
    if row.trace == "NULL":
        return None
    answered = f"({row.status}) IN ({_texts(COUNTED)})"
    student, teacher = (
        f"({row.model}) IN ({_texts(one)})" for one in (roles.students, roles.teachers)
    )
    is_request = f"NULLIF(CAST({row.trace} AS VARCHAR), '') IS NOT NULL"
    # Copies of a call are one call.
    one = f"HASH({', '.join(row.key)})" if row.key else f"HASH({row.time}, {row.model})"

    def counted(condition: str) -> str:
        return f"COUNT(DISTINCT CASE WHEN {condition} THEN {one} END) OVER request"

    counts = f"""
        SELECT *, {student} AS is_students, {teacher} AND {answered} AS is_teachers_answer,
            {is_request} AS has_request,
            {counted(f"{student} AND {answered}")} AS students_answers,
            {counted(student)} AS students_calls,
            {counted(f"{teacher} AND {answered}")} AS teachers_answers,
            MIN(CASE WHEN {student} THEN {row.time} END) OVER request AS students_began
        FROM ({format.records or "SELECT * FROM source"})
        WINDOW request AS (PARTITION BY {row.trace})"""
    fell_back = f"""has_request AND is_teachers_answer AND teachers_answers = 1
        AND students_calls > 0 AND students_answers <= 1 AND students_began <= ({row.time})"""
    mark = f"""CASE WHEN COALESCE({fell_back}, FALSE) THEN
            CASE WHEN students_answers = 1 THEN '{FELL_BACK}' ELSE '{FELL_BACK_ALONE}' END
        ELSE '' END"""
    marked = replace(row, model=f"(({row.model}) || ({mark}))")
    columns = (*format.columns, *format.trace_columns)
    return replace(format, columns=columns, records=counts, row=marked)


def _texts(words: Iterable[str]) -> str:
    """SQL of a list of texts; never empty."""
    quoted = ("'" + one.replace("'", "''") + "'" for one in sorted(words))
    return ", ".join(quoted) or "NULL"
