"""Versions, the machine, the extras, and whether the screens can be loaded at all."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from wizard import __version__
from wizard.extras import EXTRAS, environment, install_command, reinstall_command
from wizard.support.doctor.finding import Finding, State, without_home

_SECONDS = 60.0
"""How long loading the screens may take on a slow disk."""


def program() -> Iterator[Finding]:
    """Versions and the machine."""
    yield Finding("program.version", State.OK, f"payback {__version__}")
    yield Finding(
        "program.python", State.OK, f"Python {platform.python_version()}, {environment().words}"
    )
    yield Finding(
        "program.platform",
        State.OK,
        f"{platform.system()} {platform.release()}, {platform.machine()}",
    )


def extras() -> Iterator[Finding]:
    """Which extras are installed, and how one gets the others."""
    for name, extra in EXTRAS.items():
        versions = extra.versions()
        if all(versions.values()):
            there = ", ".join(f"{one} {version}" for one, version in versions.items())
            yield Finding(f"extras.{name}", State.OK, f"{name}: {there}")
        else:
            yield Finding(
                f"extras.{name}",
                State.MIND,
                f"{name} is not installed; it is for {extra.serves}",
                f"If you want that: {install_command(name)}",
            )


def screens_and_config() -> Iterator[Finding]:
    """Whether the screens load, and what of the config file counts.

    They are loaded in a process of their own, so that a broken library is told of and does not end
    the examination.
    """
    try:
        loaded = json.loads(_loading())
    except (OSError, ValueError, subprocess.SubprocessError) as failed:
        why = failed.stderr if isinstance(failed, subprocess.CalledProcessError) else str(failed)
        last = next(reversed((why or "").strip().splitlines()), "it says nothing")
        yield Finding(
            "program.screens",
            State.MEND,
            f"the screens do not load: {without_home(last)}",
            f"Install it anew, for instance with: {reinstall_command()}",
        )
        return
    yield Finding(
        "program.screens", State.OK, f"the screens load, with Textual {loaded['textual']}"
    )
    if not loaded["exists"]:
        yield Finding("config.file", State.OK, "no config file: theme and keys are the usual ones")
    elif not loaded["problems"]:
        yield Finding("config.file", State.OK, "all that the config file says counts")
    for number, problem in enumerate(loaded["problems"]):
        # What is said of a file that cannot be read tells what to do by itself.
        mend = "Mend that line or take it out; until" if problem.startswith("line ") else "Until"
        yield Finding(
            f"config.problem.{number}",
            State.MEND,
            f"the config file: {without_home(problem)}",
            f"{mend} then the usual setting holds.",
        )


def _loading() -> str:
    """What `loading.py` prints.

    Raises:
        OSError, SubprocessError: where it does not run to its end.
    """
    here = str(Path(__file__).parents[3])
    elsewhere = os.environ.get("PYTHONPATH")
    done = subprocess.run(
        # -P: nothing is loaded from the folder somebody happens to stand in.
        [sys.executable, "-P", "-m", "wizard.support.doctor.loading"],
        env={**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{elsewhere}" if elsewhere else here},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=True,
    )
    return done.stdout
