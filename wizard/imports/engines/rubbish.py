"""A source of which most rows are bad."""

from __future__ import annotations

from rules.answers.problem import Problem
from rules.usage.usage import Usage
from wizard.imports.engines.judging import BAD, CHOICES
from wizard.imports.files.bad_rows import NO_UTF_8
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable


def refuse_rubbish(
    found: Usage, format: Format, source: str, *, is_at_a_word: bool = False
) -> None:
    """Refuse what is more than half bad: figures of the rest would be an accident.

    Where it looks like none of a format that somebody has named, and no call is found in it, what
    is none is bad as well.

    Raises:
        InputUnusable: where it is.
    """
    more = (
        sorted(found.dropped.keys() - {*BAD, *CHOICES}) if is_at_a_word and not found.kept else ()
    )
    bad = {reason: found.dropped.get(reason, 0) for reason in (*BAD, *more)}
    total = sum(bad.values())
    if total * 2 <= found.read:
        return
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in bad.items() if number)
    told = "; ".join(f"line {one.line}: {one.reason}" for one in found.bad_rows if one.line)
    is_foreign = {one.reason for one in found.bad_rows} == {NO_UTF_8}
    message = (
        f"{total:,} of {found.read:,} rows cannot be used ({reasons}) where they are read as"
        f" '{format.title}'{f': {told}' if told else ''}; "
        + (
            "save the file as UTF-8"
            if is_foreign
            else "is it of another format? Name it with --format, or the columns with --map"
        )
    )
    raise InputUnusable([Problem(message, file=source)])
