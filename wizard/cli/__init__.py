"""The command line: one module per command, imported only when its command runs.

Source: docs/specification.md §5.3 (exit status).
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import click

from rules.answers.problem import briefly
from rules.words.wording import visible
from wizard import __version__
from wizard.problems import AnswerUnwritten, Exit, InputUnusable, report, say
from wizard.process import give_up

PROGRAM = "payback"


class _Place(NamedTuple):
    module: str
    summary: str


_COMMANDS = {
    "open": _Place("wizard.cli.open", "Open a session in the wizard."),
    "new": _Place("wizard.cli.new", "Write a commented, empty session, and open it."),
    "ask": _Place("wizard.cli.ask", "Answer the questions one by one, as plain lines."),
    "assess": _Place("wizard.cli.assess", "Judge sessions: payback, verdict, reasons."),
    "compare": _Place("wizard.cli.compare", "Put sessions side by side, and say what differs."),
    "rank": _Place("wizard.cli.rank", "Order a folder of sessions by what they are worth."),
    "portfolio": _Place("wizard.cli.portfolio", "Choose cases of a folder for a budget."),
    "scenarios": _Place("wizard.cli.scenarios", "Judge a case in other states of the world."),
    "published": _Place("wizard.cli.published", "List published cases, and lay one beside them."),
    "report": _Place("wizard.cli.write_report", "Write the case as a document or a spreadsheet."),
    "workshop": _Place("wizard.cli.workshop", "Answer as a team, or join copies of a session."),
    "decide": _Place("wizard.cli.decide", "Put on record what was decided, and on which case."),
    "log": _Place("wizard.cli.log", "Tell what was decided, and what has changed since."),
    "track": _Place("wizard.cli.track", "Hold what came of a case against its plan."),
    "review": _Place("wizard.cli.review", "Say what came of a decided case, and what is open."),
    "calibration": _Place("wizard.cli.calibration", "Say how good the guesses of a folder were."),
    "set": _Place("wizard.cli.set", "Change answers in a session file, in place."),
    "import": _Place("wizard.cli.importing", "Read figures from logs, and offer the answers."),
    "scan": _Place("wizard.cli.scan", "List the endpoints of logs: which deserves a case."),
    "prices": _Place("wizard.cli.prices", "Look up what models cost, for a session too."),
    "check": _Place("wizard.cli.check", "Say what is wrong with sessions, by line."),
    "policy": _Place("wizard.cli.policy", "Print what sessions are judged by, and why."),
    "rules": _Place("wizard.cli.rules", "List the rules, or explain one."),
    "schema": _Place("wizard.cli.schema", "Print the JSON Schema of a session."),
    "samples": _Place("wizard.cli.samples", "List, print or copy the sample sessions."),
    "redact": _Place("wizard.cli.redact", "Write a copy for asking in public."),
    "doctor": _Place("wizard.cli.doctor", "Say whether all is well, and what to mend."),
    "completion": _Place("wizard.cli.completion", "Print a shell's completion script."),
}


class ReaderGone(Exception):
    """Whoever read standard output has read enough."""


@contextmanager
def _noticing_a_gone_reader() -> Iterator[None]:
    # click would end the program for it as for a bug.
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is run."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse the arguments, which prints the help where it is asked for."""
        with _noticing_a_gone_reader():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _noticing_a_gone_reader():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one would meet them."""
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first argument; names that come near it are suggested."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as none:
            # click looks among commands that are imported.
            names = self.list_commands(ctx)
            raise click.NoSuchCommand(none.command_name, possibilities=names, ctx=ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        command: click.Command = importlib.import_module(place.module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in _COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say where to begin, and where a person's settings lie."""
        # Only a page of help needs it.
        from wizard.disk.paths import config_file

        super().format_epilog(ctx, formatter)
        formatter.write_paragraph()
        formatter.write(
            "  Theme and keys of the wizard are set in this file, where there is one:\n"
        )
        # Whole, however long it is, so that it can be copied.
        formatter.write(f"  {visible(str(config_file()))}\n")


_IN_PLAIN_LINES = (
    "\nTERM or ACCESSIBLE asks for plain lines, which `payback ask FILE` has: it asks"
    "\nthe questions of a case, a new one or a session that is there."
)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `payback samples`, then `payback assess` on a copy of one.",
)
@click.version_option(__version__, "--version", prog_name=PROGRAM)
@click.option(
    "--no-recovery",
    is_flag=True,
    help="Without a command: keep nothing of unsaved work, and offer nothing kept before.",
)
@click.pass_context
def cli(ctx: click.Context, no_recovery: bool) -> int | None:
    """Judge whether distilling a large model into a small one pays back.

    A case is one TOML file that you keep beside your code. Exit status: 0 done, 2 an input or usage
    that cannot be used, 3 a verdict worse than --fail-under or a review that is due, 1 a bug.

    Without a command the wizard opens on its start page.
    """
    if ctx.invoked_subcommand is not None:
        if no_recovery:
            raise click.UsageError("--no-recovery stands behind the command that it is for.")
        return None
    from wizard.cli.launch import has_terminal, launch, plain_wanted

    if has_terminal() and not plain_wanted():
        return launch(recovers=not no_recovery)
    click.echo(ctx.get_help())
    if has_terminal():
        click.echo(_IN_PLAIN_LINES)
    return Exit.DONE


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; nothing is raised."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli.main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return int(status or Exit.DONE)
    except InputUnusable as unusable:
        report(unusable.problems)
        return Exit.UNUSABLE
    except click.exceptions.NoArgsIsHelpError as wanted:
        click.echo(wanted.format_message())
        return Exit.DONE
    except click.UsageError as wrong:
        say(_briefly_told(wrong.format_message(), arguments))
        if wrong.ctx is not None:
            say(f"See '{wrong.ctx.command_path} --help'.")
        return Exit.UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted.")
        return Exit.INTERRUPTED
    except (ReaderGone, BrokenPipeError):
        give_up(sys.stdout)
        return Exit.DONE
    except AnswerUnwritten as unwritten:
        return _unwritten(unwritten.failure, unwritten.done)
    except Exception as bug:
        if isinstance(bug, OSError) and bug.filename is None:
            # Files have names: what failed is the output, on a full disk for instance.
            return _unwritten(bug)
        if os.environ.get("PAYBACK_DEBUG"):
            raise
        from wizard.support.failure import tell

        tell(bug, next((word for word in arguments if word in _COMMANDS), "none"))
        return Exit.BUG


def _briefly_told(message: str, arguments: Sequence[str]) -> str:
    """What click says of arguments, which it repeats whole, however long they are."""
    for one in (*arguments, *(word.partition("=")[2] for word in arguments)):
        # Some are repeated as Python would write them.
        for written in (one, repr(one)[1:-1]):
            message = message.replace(written, briefly(written)) if written else message
    return message


def _unwritten(failure: OSError, done: str = "") -> Exit:
    from wizard.disk.errors import explain

    give_up(sys.stdout)
    reason, _ = explain(failure)
    then = f"All the same, {done}." if done else "Send it to another place."
    say(f"The answer could not be written: {reason}. {then}")
    return Exit.UNUSABLE
