"""Versions, the machine, the extras, and whether the screens can be loaded at all."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from wizard import __version__
from wizard.support.doctor.finding import Finding, State, without_home

DISTRIBUTION = "distill-payback"
_SECONDS = 60.0
"""How long loading the screens may take on a slow disk."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What an extra brings."""

    distributions: tuple[str, ...]
    serves: str


EXTRAS = {
    "prices": Extra(("genai-prices",), "looking up what models cost"),
    "pdf": Extra(("typst",), "reports as pdf"),
    "web": Extra(("aiohttp", "segno"), "participants' pages in a workshop"),
    "usage": Extra(("duckdb",), "importing usage from files"),
    "sql": Extra(("sqlglot",), "printing the query for a warehouse"),
    "postgres": Extra(("psycopg",), "importing usage from a PostgreSQL"),
    "clickhouse": Extra(("clickhouse-connect", "PyYAML"), "importing usage from a ClickHouse"),
    "spark": Extra(("pyspark-client",), "importing usage through Spark Connect"),
    "portfolio": Extra(("highspy",), "choosing among cases for a budget"),
}
"""The extras that the program has a use for."""


def program() -> Iterator[Finding]:
    """Versions and the machine."""
    yield Finding("program.version", State.OK, f"payback {__version__}")
    yield Finding(
        "program.python", State.OK, f"Python {platform.python_version()}, {_environment().words}"
    )
    yield Finding(
        "program.platform",
        State.OK,
        f"{platform.system()} {platform.release()}, {platform.machine()}",
    )


def extras() -> Iterator[Finding]:
    """Which extras are installed, and how one gets the others."""
    for name, extra in EXTRAS.items():
        versions = {one: _version(one) for one in extra.distributions}
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


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def install_command(extra: str) -> str:
    """How an extra is added to the environment that the program runs in."""
    return f"{_environment().command} '{DISTRIBUTION}[{extra}]'"


@dataclass(frozen=True, slots=True)
class _Environment:
    """What the program is installed in; its path would name somebody's projects."""

    words: str
    command: str
    """Installs into it."""


def _environment() -> _Environment:
    parts = Path(sys.prefix).parts
    if "pipx" in parts:
        return _Environment("installed by pipx", "pipx install --force")
    if "uv" in parts and "tools" in parts:
        return _Environment("installed as a tool of uv", "uv tool install --force")
    if sys.prefix != sys.base_prefix:
        return _Environment("in a virtual environment", "pip install")
    return _Environment("in no environment of its own", "pip install")


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
            f"Install it anew, for instance with: pip install --force-reinstall {DISTRIBUTION}",
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
