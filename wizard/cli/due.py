"""`payback check DIR --due`: the reviews that are due in folders, for a job that runs every day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from rules.answers.problem import Problem
from rules.answers.records import Decision
from rules.review.decisions import DECISIONS
from rules.review.due import due_review
from rules.review.words import made_in_words
from rules.words.wording import plural, visible
from wizard.cli.one_object import print_object
from wizard.disk.errors import shown
from wizard.disk.folders import is_folder
from wizard.problems import Exit, InputUnusable, on_one_line, report, say
from wizard.review.recording import readable_decisions
from wizard.sessions.folder import NotASession, contents, toml_files
from wizard.sessions.session_file import read_session


class _Due(NamedTuple):
    path: Path
    title: str
    decision: Decision
    review: date


def list_due(places: Sequence[Path], on: date, *, as_object: bool) -> int:
    """List what is due in folders and files on a day; the exit status says whether anything is."""
    found: list[_Due] = []
    unusable: list[Problem] = []
    looked_at = 0
    for path, is_named in _files(places):
        try:
            # Most sessions of a folder are not decided, and those that are get a closer look.
            if not is_named and not contents(path).get(DECISIONS):
                looked_at += 1
                continue
            session = read_session(path, only_read=True)
            decision = due_review(readable_decisions(session), on)
        except NotASession:
            continue
        except InputUnusable as wrong:
            unusable += wrong.problems
            continue
        looked_at += 1
        if decision is not None and decision.review is not None:
            found.append(_Due(path, session.title, decision, decision.review))
    found.sort(key=lambda one: (one.review, str(one.path)))
    report(unusable)
    if as_object:
        print_object(_object(found, on, looked_at))
    elif found:
        click.echo(visible("\n".join(_lines(found, on))))
    elif looked_at or not unusable:
        # Of what cannot be read nobody knows.
        read = plural(looked_at, "session", "sessions") + (" could be read" if unusable else "")
        say(f"No review is due on {on.isoformat()}: {read}.")
    if unusable:
        return Exit.UNUSABLE
    return Exit.DUE if found else Exit.DONE


def _files(places: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The TOML files of folders, and files that are named; whether each of them is named."""
    for place in places:
        if is_folder(place):
            yield from ((path, False) for path in toml_files(place))
        else:
            yield place, True


def _lines(found: Sequence[_Due], on: date) -> Iterator[str]:
    for one in found:
        days = (on - one.review).days
        since = f"{plural(days, 'day', 'days')} ago" if days else "today"
        yield on_one_line(
            f"{shown(one.path)}: review due on {one.review.isoformat()}, {since}. {one.title}:"
            f" {made_in_words(one.decision)}."
        )


def _object(found: Sequence[_Due], on: date, looked_at: int) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "sessions": looked_at,
        "due": [
            {
                "file": str(one.path),
                "title": one.title,
                "review": one.review.isoformat(),
                "days_over": (on - one.review).days,
                "decision": one.decision.decision,
                "decided_on": None if one.decision.date is None else one.decision.date.isoformat(),
                "by": one.decision.by or None,
            }
            for one in found
        ],
    }
