"""Which policy file judges a session: the one that is named, or the nearest one above it.

Source: docs/specification.md §4.1.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from wizard.disk import piped
from wizard.problems import InputUnusable

FILE_NAME = "payback-policy.toml"
"""What is looked for beside a session and in the folders above it."""
VARIABLE = "PAYBACK_POLICY"
"""The environment variable that names a policy file."""


class Found(NamedTuple):
    """A policy file that is in force, before it is read."""

    path: Path
    how: str = ""
    """How it came to be in force, in words; empty where the command names it."""


class Policies:
    """The policies of several sessions: each file is looked for, read and told of once."""

    def __init__(
        self,
        named: Path | None = None,
        *,
        tell: Callable[[Found, tuple[Problem, ...]], None] | None = None,
    ) -> None:
        """Prepare.

        Args:
            named: the policy file that the command names, which holds for all sessions.
            tell: is called with each file that comes into force, and the warnings about it.
        """
        self._named = named
        self._tell = tell
        self._by_folder: dict[Path, Path | None] = {}
        self._read: dict[Path, TeamPolicy | None] = {}

    def of(self, session: Path | None) -> TeamPolicy | None:
        """The policy that judges a session.

        Raises:
            InputUnusable: where the file cannot be used, with all that is wrong with it the first
                time, and a reminder for each session after that.
        """
        found = self.find(session)
        if found is None:
            return None
        if found.path not in self._read:
            self._read[found.path] = None
            self._read[found.path] = self._use(found)
        policy = self._read[found.path]
        if policy is None:
            message = f"is not judged: its policy {found.path} cannot be used"
            raise InputUnusable([Problem(message, file=str(session or ""))])
        return policy

    def find(self, session: Path | None) -> Found | None:
        """The policy file of a session, if there is one."""
        if self._named is not None:
            return Found(self._named)
        stated = os.environ.get(VARIABLE)
        if stated:
            return Found(Path(os.path.expanduser(stated)), f"named by {VARIABLE}")  # noqa: PTH111
        is_named = session is not None and piped.descriptor_of(session) is None
        folder = session.parent if session is not None and is_named else Path()
        if folder not in self._by_folder:
            path = _in_or_above(folder)
            self._by_folder[folder] = None if path is None else _as_seen_from_here(path)
        path = self._by_folder[folder]
        return None if path is None else Found(path, "found beside the session or above it")

    def _use(self, found: Found) -> TeamPolicy:
        # Most cases have none.
        from wizard.settings.policy_file import read_policy

        try:
            # What lies beside a session is a file; waiting for what a stray pipe may bring is for
            # those who name one.
            policy, warnings = read_policy(found.path, may_be_piped=not found.how)
        except InputUnusable as unusable:
            if not found.how:
                raise
            raise InputUnusable(
                one._replace(message=f"{one.message} ({found.how})") for one in unusable.problems
            ) from None
        if self._tell is not None:
            self._tell(found, warnings)
        return policy


def _in_or_above(folder: Path) -> Path | None:
    try:
        # Unlike a Path's own method, this one bears links that lead in circles.
        real = Path(os.path.realpath(folder))
    except OSError:
        # The current folder was deleted, and no session can be read in it either.
        return None
    for one in (real, *real.parents):
        # A link that leads nowhere is a gate that somebody wanted, and is refused on reading.
        if os.path.lexists(one / FILE_NAME):
            return one / FILE_NAME
    return None


def _as_seen_from_here(path: Path) -> Path:
    """The path from the current folder on, where it lies in that, so that messages stay short."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path
