"""What several commands share: arguments, policy, and reading a session to judge it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.assess import Assessment, assess
from rules.figures.bill import BILL, with_bill_of
from rules.questions import QUESTIONS, locate
from wizard.disk.errors import shown
from wizard.problems import AnswerUnwritten, InputUnusable, by_line, report, say
from wizard.process import file_name_of
from wizard.sessions.session_file import SessionFile, read_session
from wizard.settings.policies import Found, Policies


def width_to_read() -> int:
    """Cells of a line of text: as many as a narrow terminal has, the usual ones anywhere else.

    What goes into a pipe or a file is the same whatever window it was asked for in.
    """
    from wizard.reports.text import NARROWEST, WIDTH

    if not sys.stdout.isatty():
        return WIDTH
    import shutil

    there = shutil.get_terminal_size((WIDTH, 24)).columns
    return min(WIDTH, max(NARROWEST, there))


STDOUT = Path("-")
"""What a command is given for a target, to write to standard output."""


class _File(click.Path):
    """A path as typed; whether it can be read is said by whoever reads it, in our words."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path by which the system finds the file."""
        if isinstance(value, str):
            value = file_name_of(value)
            # Most names have letters, and making a Path takes longer than looking for one.
            if value != str(STDOUT) and not value.strip("./-") and Path(value) == STDOUT:
                # A file may have this name, and is then written ./- everywhere but in a Path.
                value = os.path.abspath(value)  # noqa: PTH100 - a Path drops the ./ too
        return super().convert(value, param, ctx)


FILE = _File()


@contextmanager
def telling_of(done: str) -> Iterator[None]:
    """Printing of what was done, which stays done and is said to be where printing fails.

    Args:
        done: as a sentence without a full stop; empty where nothing was.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read it had read enough.
        raise
    except OSError as failure:
        raise AnswerUnwritten(failure, done) from failure


def complete_settings(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str]:
    """The keys that a shell can complete `KEY=` to."""
    return [f"{key}=" for key in QUESTIONS if key.startswith(incomplete)]


policy_option = click.option(
    "--policy",
    "policy_file",
    type=FILE,
    metavar="FILE",
    help="Judge by this policy file of a team, whose values win over the session's. Otherwise"
    " PAYBACK_POLICY names one, or a payback-policy.toml beside the session or above it is"
    " used.",
)
"""`--policy FILE`, which wins over the session's own policy."""


recovery_option = click.option(
    "--no-recovery",
    is_flag=True,
    help="Keep nothing of unsaved work for the case of a crash, and offer nothing kept before.",
)
"""`--no-recovery`, which leaves no trace of what was not saved."""


def team_policies(policy_file: Path | None) -> Policies:
    """The policies by which a command's sessions are judged, told of on standard error."""
    return Policies(policy_file, tell=_tell)


def team_policy(policy_file: Path | None, session: Path | None = None) -> TeamPolicy | None:
    """The policy by which one session is judged; without one, that of the current folder.

    Raises:
        InputUnusable: where the policy cannot be used.
    """
    return team_policies(policy_file).of(session)


def _tell(found: Found, warnings: Iterable[Problem]) -> None:
    # Nobody who names a file on the command line has to be told which one is used.
    if found.how:
        say(f"Policy: {found.path} ({found.how})")
    report(warnings)


def decimal_comma() -> bool:
    """Whether the person at hand types the comma as the decimal sign, as their config file says.

    What is wrong with that is told; numbers are then read with the dot.
    """
    from wizard.settings.config_file import writes_decimal_comma

    comma, problems = writes_decimal_comma()
    report(problems)
    return comma


def with_settings(
    answers: Answers, settings: Iterable[str], team: TeamPolicy | None = None
) -> Answers:
    """Answers with every `KEY=VALUE` tried, in order, amounts in the currency of the case.

    Another volume leaves what a call costs as it is, also where that is taken from a bill.

    Raises:
        InputUnusable: with every setting that cannot be used.
    """
    before, settings = answers, tuple(settings)
    if not settings:
        return answers
    from wizard.sessions import assignments

    answers, _ = assignments.with_settings(answers, settings, team, decimal_comma=decimal_comma())
    is_billed = not {BILL, f"{BILL}.likely"}.isdisjoint(map(assignments.key_in, settings))
    return answers if is_billed else with_bill_of(before, answers)


def judged(session: SessionFile, answers: Answers, team: TeamPolicy | None) -> Assessment:
    """The assessment of a session with some answers, which are all usable.

    Raises:
        InputUnusable: with every value that is not.
    """
    assessment = assess(answers, team)
    # What is wrong with an answer is judged as it is now: a setting may have replaced it.
    beside = [one for one in session.errors if not _is_in_an_answer(one.key)]
    unread = tuple(f"{one.key}." for one in beside)
    # A row that cannot be read lacks nothing besides.
    within = [one for one in assessment.errors if not one.key.startswith(unread)]
    wrong = by_line((*beside, *session.placed(within)))
    if wrong:
        raise InputUnusable(wrong)
    return assessment


def _is_in_an_answer(key: str) -> bool:
    """Whether a key is of something asked, and not of a whole row or table that cannot be read."""
    place = locate(key)
    return place is not None and not (isinstance(place[1], int) and place[2] is None)


def exists_already(
    target: Path, remedy: str = "replace it with --force, or name another file with -o"
) -> InputUnusable:
    """What is said of a target that there is, and that nobody has said to replace."""
    return InputUnusable([Problem(f"exists already; {remedy}", file=shown(target))])


def read_and_judge(
    path: Path, settings: Iterable[str] = (), team: TeamPolicy | None = None
) -> tuple[SessionFile, Assessment]:
    """Read a session and judge it.

    Raises:
        InputUnusable: where it cannot be read, or a value in it cannot be used.
    """
    session, settings = read_session(path, only_read=True), tuple(settings)
    answers = with_settings(session.answers, settings, team)
    if settings:
        from wizard.sessions import assignments

        session = session._replace(tried=assignments.by_key(settings))
    return session, judged(session, answers, team)
