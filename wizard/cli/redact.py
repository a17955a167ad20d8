"""`payback redact FILE`: a copy that can be shown to strangers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from rules.answers.problem import Problem
from rules.words.wording import plural
from wizard.cli.common import FILE, STDOUT, exists_already, telling_of
from wizard.disk import piped
from wizard.disk.errors import ChangedOnDisk, SaveFailed, shown
from wizard.disk.store import save
from wizard.problems import Exit, InputUnusable, on_one_line, say
from wizard.sessions.session_file import read_session
from wizard.settings.policies import Policies
from wizard.support.redaction.copying import Copy
from wizard.support.redaction.redact import redact

NAME = "redacted.toml"
"""A name of its own: that of the session may say as much as its title."""


@click.command("redact")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=FILE,
    metavar="PATH",
    help=f"Where to write the copy, - for standard output; otherwise {NAME} beside FILE.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def command(file: Path, output: Path | None, force: bool) -> int:
    """Write a copy of a session for asking in public, without names, texts and amounts.

    All money is multiplied by one factor that is kept nowhere, so that payback, rules and verdict
    are those of the session. What was left out, and what still stands in the copy, is said on
    standard error: read it before you show the copy to anybody.
    """
    session = read_session(file, only_read=True)
    target = output or _beside(file)
    if target != STDOUT:
        _refuse(target, file)
    copy = redact(session)
    if target == STDOUT:
        click.echo(copy.text, nl=False)
    else:
        _write(target, copy.text.encode(), replace=force)
        with telling_of(f"{shown(target)} was written"):
            click.echo(on_one_line(str(target)))
    for line in _account(copy, has_policy=Policies().find(file) is not None):
        say(on_one_line(line))
    return Exit.DONE


def _beside(session: Path) -> Path:
    if piped.descriptor_of(session) is not None:
        message = "has no place for a copy beside it; say where with -o PATH, - for standard output"
        raise InputUnusable([Problem(message, file=piped.named(session))])
    # A path such as `.` has no name; that it is a folder was said when it was read.
    return session.with_name(NAME) if session.name else session


def _refuse(target: Path, session: Path) -> None:
    with suppress(OSError, ValueError):
        if os.path.samestat(target.stat(), piped.status_of(session)):
            message = "is the session itself, which its copy never replaces; name another with -o"
            raise InputUnusable([Problem(message, file=shown(target))])


def _write(target: Path, data: bytes, *, replace: bool) -> None:
    try:
        save(target, data, expected=None, replace_changed=replace, is_precious=False)
    except ChangedOnDisk:
        raise exists_already(target) from None
    except SaveFailed as failed:
        raise InputUnusable([Problem(str(failed))]) from None


def _account(copy: Copy, *, has_policy: bool) -> Iterator[str]:
    """What was done, what is not in the copy, and what still is."""
    yield (
        f"Replaced: {plural(len(copy.stand_ins), 'text', 'texts, names and sources among them')}."
        f" Scaled by one factor: {plural(len(copy.amounts), 'amount', 'amounts')}."
    )
    left_out = [*copy.left_out]
    if has_policy:
        left_out.append("the team's policy: the copy is judged by the session's own")
    yield f"Left out: {'; '.join(left_out) or 'nothing'}."
    yield (
        "Still in it: volumes and other counts, growth, rates, shares, scores, months, dates,"
        " latencies and the thresholds of the session."
    )
    yield (
        "The ratios between amounts are true: whoever knows one of them, such as a public price,"
        " can work out the others; where they were short numbers, such as 0.15 and 3,000, their"
        " digits can be worked out from the ratios alone."
    )
