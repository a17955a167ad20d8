"""`payback workshop FILE` and `payback workshop merge BASE FILE...`: a session as a team.

Its facilitator gets a screen, and copies that were filled in apart become one session again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from rules.answers.answers import Entry
from rules.answers.entries import spell, understood
from rules.answers.problem import Problem
from rules.argument.brief import headline
from rules.assess import Assessment
from rules.questions.question import Question
from rules.words.wording import listed, plural, visible
from wizard.cli.changing import apply_changes, change_in_place
from wizard.cli.common import (
    FILE,
    STDOUT,
    exists_already,
    policy_option,
    recovery_option,
    team_policy,
    telling_of,
)
from wizard.cli.launch import launch_workshop
from wizard.disk import piped, store
from wizard.disk.errors import ChangedOnDisk, shown
from wizard.disk.folders import is_folder
from wizard.problems import Exit, InputUnusable, on_one_line, report, say
from wizard.process import file_name_of
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import FAILURES, problem_of
from wizard.sessions.session_file import SessionFile, read_session
from wizard.workshop.merge import Conflict, Merged, Taken, merge
from wizard.workshop.wishes import LOCAL, Wishes

LEAD = "lead"
"""The name of the command, which may be left out."""


class FileFirst(click.Group):
    """A group that leads a workshop on whatever is no command of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command in, where it was left out."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            _refuse_a_slip(args[0], ctx, list(self.commands))
            args = [LEAD, *args]
        return super().parse_args(ctx, args)


def _refuse_a_slip(word: str, ctx: click.Context, commands: list[str]) -> None:
    """Suggest the command that is meant by what is nearly its name, and no file."""
    slip = click.NoSuchCommand(word, possibilities=commands, ctx=ctx)
    if slip.possibilities and not os.path.lexists(file_name_of(word)):
        raise slip


@click.group("workshop", cls=FileFirst, subcommand_metavar="[lead] FILE | merge BASE FILE...")
def command() -> None:
    """Work on a session as a team: answer together, or join copies filled in apart."""


@command.command(LEAD)
@click.argument("file", type=FILE)
@click.option("--join", "joins", is_flag=True, help="Let people answer from their own devices.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default=LOCAL,
    show_default=True,
    help="With --join, the address of this machine that their browsers reach.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    metavar="N",
    help="With --join, the port; any that is free otherwise.",
)
@click.option(
    "--public-url",
    default="",
    metavar="URL",
    help="With --join, where people reach the proxy that stands in front.",
)
@click.option("--anonymous", "is_anonymous", is_flag=True, help="Show answers without names.")
@recovery_option
@policy_option
def lead(
    file: Path,
    joins: bool,
    host: str,
    port: int,
    public_url: str,
    is_anonymous: bool,
    no_recovery: bool,
    policy_file: Path | None,
) -> int:
    """Lead colleagues through blind rounds of estimates on a session.

    The keyboard goes from one to the next, or people answer from their own devices; nobody sees
    what others say before it is shown to all. What is agreed becomes an answer of FILE, and the
    rounds stand in its [workshop]. A workshop that was left goes on where it was.

    The word `lead` may be left out. What people answered and is not shown yet is kept also with
    --no-recovery, until it is shown: it is not the facilitator's to lose.
    """
    if not joins and (host, port, public_url) != (LOCAL, 0, ""):
        raise click.UsageError("--host, --port and --public-url go with --join.")
    wishes = Wishes(is_anonymous, joins, host, port, public_url)
    return launch_workshop(file, wishes, policy_file, recovers=not no_recovery)


@command.command("merge")
@click.argument("base", type=FILE)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    "output",
    type=FILE,
    metavar="PATH",
    help="Where to write the session that they make together, - for standard output.",
)
@click.option("--in-place", is_flag=True, help="Change BASE itself, as `payback set` does.")
@click.option("--force", is_flag=True, help="With -o, replace a file that exists.")
@policy_option
def merge_command(
    base: Path,
    files: tuple[Path, ...],
    output: Path | None,
    in_place: bool,
    force: bool,
    policy_file: Path | None,
) -> int:
    """Join copies of the session BASE that people have filled in apart.

    What one copy changed is taken. Where copies give different numbers, these become a round of a
    workshop, by participant, and BASE keeps its own; where they differ in anything else, BASE keeps
    its own as well, and the exit status is 2.

    BASE is the session as it was copied: what somebody has changed in it since looks like an answer
    that each copy has changed back.

    Without -o and --in-place nothing is written: what would come of it is printed.
    """
    if output is not None and in_place:
        raise click.UsageError("Choose one of -o and --in-place.")
    if force and output is None:
        raise click.UsageError("--force goes with -o PATH, where a file may be in the way.")
    if output is not None and output != STDOUT:
        _refuse_target(output, (base, *files), force)

    copies = _copies(files)
    team = team_policy(policy_file, base)

    def join(session: OpenSession) -> tuple[Merged, Assessment]:
        try:
            merged = merge(session.file, copies, date.today())
        except FAILURES as failure:
            raise InputUnusable([problem_of(failure, session.file.path)]) from failure
        assessment = apply_changes(session, merged.answers)
        session.file = merged.file
        return merged, assessment

    if in_place:
        _, (merged, assessment) = change_in_place(base, join, team=team)
    else:
        session = OpenSession(read_session(base, only_read=True), team=team)
        merged, assessment = join(session)
        if output is not None:
            _write(session, output, date.today(), force)
    report(merged.warnings)
    lines = list(_summary(merged, assessment))
    if output == STDOUT:
        for line in lines:
            say(line)
    else:
        written = base if in_place else output
        with telling_of(f"{shown(written)} was written" if written is not None else ""):
            click.echo(visible("\n".join(lines)))
    if not in_place and output is None:
        say("Nothing was written: add -o PATH, or --in-place to change the session itself.")
    return Exit.UNUSABLE if any(not one.is_round for one in merged.conflicts) else Exit.DONE


def _copies(files: tuple[Path, ...]) -> list[SessionFile]:
    """Read once, however often they are joined: what comes through a pipe does not come again."""
    problems: list[Problem] = []
    copies = []
    for path in files:
        try:
            copies.append(read_session(path, only_read=True))
        except InputUnusable as unusable:
            problems += unusable.problems
    if problems:
        raise InputUnusable(problems)
    return copies


def _write(session: OpenSession, target: Path, today: date, force: bool) -> None:
    try:
        text = session.text(today)
        if target == STDOUT:
            click.echo(text, nl=False)
            return
        store.save(target, text.encode(), expected=None, replace_changed=force)
    except ChangedOnDisk:
        raise exists_already(target) from None
    except FAILURES as failure:
        raise InputUnusable([problem_of(failure, target)]) from None


def _refuse_target(target: Path, read: tuple[Path, ...], force: bool) -> None:
    """Say before anything is read that a place cannot be written to."""
    if is_folder(target):
        raise InputUnusable([Problem("is a folder; add the name of a file", file=str(target))])
    if not os.path.lexists(target):
        return
    for path in read:
        try:
            is_read = os.path.samestat(target.stat(), piped.status_of(path))
        except (OSError, ValueError):
            # What is wrong with it is said by whoever reads it.
            continue
        if is_read:
            message = "is one of the files to merge; name another, or change BASE by --in-place"
            raise InputUnusable([Problem(message, file=str(target))])
    if not force:
        raise exists_already(target)


def _summary(merged: Merged, assessment: Assessment) -> Iterator[str]:
    for one in merged.taken:
        yield on_one_line(_of_taken(one, assessment.case.currency))
    for conflict in merged.conflicts:
        yield on_one_line(_of_conflict(conflict))
    counts = [f"{plural(len(merged.taken), 'answer', 'answers')} taken"]
    if merged.decisions:
        counts.append(f"{plural(merged.decisions, 'decision', 'decisions')} put on record")
    counts.append(plural(len(merged.conflicts), "conflict", "conflicts"))
    yield f"{listed(counts)}. {headline(assessment)}"


def _of_taken(one: Taken, currency: str) -> str:
    before = "" if one.replaced is None else f", in place of {_own(one.question, one.replaced)}"
    return (
        f"{one.key} {understood(one.question, one.entry.value, currency)}"
        f" (from {listed(list(one.names))}{before})"
    )


def _of_conflict(one: Conflict) -> str:
    said = listed([f"{name} says {spell(one.question, entry.value)}" for name, entry in one.said])
    kept = "nothing" if one.kept is None else _own(one.question, one.kept)
    then = (
        "a round of a workshop" if one.is_round else "settle it with `payback set` or in the wizard"
    )
    return f"{one.key}: conflict, {said}; kept {kept}: {then}"


def _own(question: Question, entry: Entry) -> str:
    """What the session has, as it was typed where it was."""
    return entry.text or spell(question, entry.value)
