"""What is said and kept when the program fails after all.

The report names versions, terminal, screens and where in the code it was. Numbers, texts and paths
of a session can be in the message of any exception and in any local variable: both are left out.

Source: docs/decisions/0033-when-the-program-fails.md.
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from typing import NamedTuple

from wizard import __version__
from wizard.disk import own_files
from wizard.disk.errors import as_typed
from wizard.disk.paths import state_dir
from wizard.problems import on_one_line, say

MOST_REPORTS = 20
"""Older ones go: nobody looks at a folder of hundreds."""
MOST_FRAMES = 60
"""Frames of one exception; what recurses has thousands, all alike."""
_LIBRARIES = ("textual", "rich", "pydantic", "tomlkit", "click")
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR", "TMUX", "SSH_TTY")
"""Variables that say what the terminal is; of the last ones, only whether they are set."""
_ONLY_WHETHER = frozenset({"NO_COLOR", "TMUX", "SSH_TTY"})


class Failed(Exception):
    """The screens failed; the exception that it was is the cause."""

    def __init__(self, screens: Sequence[str], work: str) -> None:
        """Keep the kinds of the screens that were open, lowest first, and where unsaved work is."""
        super().__init__("the screens failed")
        self.screens = tuple(screens)
        self.work = work


class Report(NamedTuple):
    """Where a report lies, or why it could not be written."""

    place: Path | None
    trouble: str = ""


def tell(error: BaseException, command: str) -> None:
    """Write a report and say, in a few calm lines, what happened and how to go on."""
    screens: Sequence[str] = ()
    work = "A session file is replaced as a whole or not at all: it is as it was, or saved."
    if isinstance(error, Failed):
        screens, work = error.screens, error.work
        error = error.__cause__ or error
    found = write(report(error, command, screens))
    with suppress(OSError):
        # Nobody may be there to read it.
        say("Payback failed. The fault is in the program, not in what you did.")
        say(work)
        if found.place is None:
            say(f"No report could be written: {found.trouble}.")
        else:
            say(f"A report is in {on_one_line(str(found.place))}")
            say("It holds versions and where in the program it was; no number, text or path of")
            say("yours. Please send it, with a word on what you did last.")


def where_work_is(path: Path | None, *, is_kept: bool, is_latest: bool = True) -> str:
    """A sentence about work that was not saved.

    It is kept where the next start finds it, with the last change where `is_latest`.
    """
    if not is_kept:
        return "What you had not saved could not be kept."
    lately = "" if is_latest else ", as it was a moment before"
    again = "payback" if path is None else f"payback open {as_typed(path)}"
    return f"What you had not saved is kept{lately}. This offers it again: {again}"


def report(error: BaseException, command: str, screens: Sequence[str] = ()) -> str:
    """The text of a report."""
    size = shutil.get_terminal_size((0, 0))
    lines = [
        f"Payback {__version__}, failed on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"Python {platform.python_version()} ({platform.python_implementation()})",
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"terminal {size.columns} x {size.lines}",
        *(f"{name}={_variable(name)}" for name in _TERMINAL if name in os.environ),
        f"command {command}",
        f"screens {' > '.join(screens) or 'none'}",
        "",
        *_told(error),
    ]
    return "\n".join(lines) + "\n"


def write(text: str) -> Report:
    """Put a report into the state folder, for its owner alone."""
    folder = state_dir() / "failures"
    place = folder / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}-{os.getpid()}.txt"
    try:
        own_files.write(place, text.encode(errors="backslashreplace"), is_synced=False)
    except OSError as trouble:
        return Report(None, trouble.strerror or type(trouble).__name__)
    _forget_old_ones(folder)
    return Report(place)


def _forget_old_ones(folder: Path) -> None:
    with suppress(OSError):
        for old in sorted(folder.glob("*.txt"))[:-MOST_REPORTS]:
            old.unlink(missing_ok=True)


def _version(library: str) -> str:
    # It takes longer to load than all else that a start of the screens needs of this module.
    from importlib import metadata

    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "unknown"


def _variable(name: str) -> str:
    if name in _ONLY_WHETHER:
        return "set" if os.environ[name] else "empty"
    # A text that somebody has put there is none of ours.
    return on_one_line(os.environ[name])[:40]


def _told(error: BaseException) -> Iterator[str]:
    """Types and places of an exception and of those that led to it, the last one first."""
    seen: set[int] = set()
    waiting: list[tuple[str, BaseException]] = [("", error)]
    while waiting:
        relation, one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield f"{relation}{type(one).__module__}.{type(one).__qualname__}"
        yield from _frames(one)
        if isinstance(one, BaseExceptionGroup):
            waiting += [("together with ", part) for part in one.exceptions]
        if one.__cause__ is not None:
            waiting.append(("because of ", one.__cause__))
        elif one.__context__ is not None and not one.__suppress_context__:
            waiting.append(("while handling ", one.__context__))


def _frames(error: BaseException) -> Iterator[str]:
    frames = [
        f"  {frame.f_globals.get('__name__', 'unknown')}:{line}:{frame.f_code.co_qualname}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    left_out = len(frames) - MOST_FRAMES
    if left_out > 0:
        half = MOST_FRAMES // 2
        frames[half:-half] = [f"  ... {left_out} more"]
    yield from frames or ["  raised nowhere"]
