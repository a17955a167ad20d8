"""The whole examination, in the order in which one would ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.answers.problem import Problem
from rules.words.wording import plural
from wizard.problems import InputUnusable
from wizard.settings.policies import Policies
from wizard.settings.policy_file import read_policy
from wizard.support.doctor import folders, installation, terminal
from wizard.support.doctor.finding import Finding, State


@dataclass(frozen=True, slots=True)
class Part:
    """Findings about one thing."""

    heading: str
    findings: tuple[Finding, ...]


def examine() -> tuple[Part, ...]:
    """All findings. Nothing is changed or written by looking."""
    parts: Iterable[tuple[str, Iterator[Finding]]] = (
        ("Program", installation.program()),
        ("Terminal", terminal.terminal()),
        ("Screens and settings", installation.screens_and_config()),
        ("Team's policy", _policy()),
        ("Extras", installation.extras()),
        ("Folders", folders.folders()),
        ("What is kept", folders.kept()),
    )
    return tuple(Part(heading, tuple(findings)) for heading, findings in parts)


def _policy() -> Iterator[Finding]:
    """The policy file that is in force in the present folder, if there is one."""
    found = Policies().find(None)
    if found is None:
        yield Finding("policy.file", State.OK, "none is in force in this folder")
        return
    # Its path may name a customer; the command says it.
    name = f"a policy file, {found.how},"
    wrong: tuple[Problem, ...] = ()
    try:
        _, warnings = read_policy(found.path)
    except InputUnusable as unusable:
        wrong, warnings = unusable.problems, ()
    if wrong:
        yield Finding(
            "policy.file",
            State.MEND,
            f"{name} cannot be used, so that nothing is judged:"
            f" {plural(len(wrong), 'problem', 'problems')}",
            "See them with: payback policy",
        )
    elif warnings:
        yield Finding(
            "policy.file",
            State.MIND,
            f"{name} is in force; {plural(len(warnings), 'line', 'lines')} of it count for nothing",
            "See them with: payback policy",
        )
    else:
        yield Finding("policy.file", State.OK, f"{name} is in force")
