"""What an extra brings, and how one is added to the environment that the program runs in."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from rules.answers.problem import Problem
from wizard.problems import InputUnusable

DISTRIBUTION = "distill-payback"


@dataclass(frozen=True, slots=True)
class Extra:
    """What an extra brings."""

    distributions: tuple[str, ...]
    serves: str

    def versions(self) -> dict[str, str | None]:
        """Which version of each distribution is installed, none where it is not there."""
        return {one: version(one) for one in self.distributions}


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


def needs_extra(what_needs: str, extra: str) -> InputUnusable:
    """What is said where an extra is needed that is not there; `what_needs` ends in its verb."""
    return InputUnusable(
        [
            Problem(
                f"{what_needs} an extra that is not installed; install it with:"
                f" {install_command(extra)}"
            )
        ]
    )


def version(distribution: str) -> str | None:
    """The version of a distribution that is installed."""
    from importlib import metadata

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def install_command(extra: str) -> str:
    """How an extra is added to the environment that the program runs in.

    What pipx and uv install anew has the extras that are named and no others, so that those which
    are there are named as well.
    """
    here = environment()
    wanted = [extra]
    if here.is_anew:
        wanted = [name for name in EXTRAS if name == extra or name in _installed()]
    return f"{here.command} '{DISTRIBUTION}[{','.join(wanted)}]'"


def reinstall_command() -> str:
    """How the program is installed once more where it is, with the extras that are there."""
    here = environment()
    if not here.is_anew:
        return f"{here.command} --force-reinstall {DISTRIBUTION}"
    extras = f"[{','.join(_installed())}]" if _installed() else ""
    return f"{here.command} '{DISTRIBUTION}{extras}'"


def _installed() -> list[str]:
    return [name for name, one in EXTRAS.items() if all(one.versions().values())]


@dataclass(frozen=True, slots=True)
class Environment:
    """What the program is installed in; its path would name somebody's projects."""

    words: str
    command: str
    """Installs into it."""
    is_anew: bool = False
    """Whether the command replaces what was asked for before."""


def environment() -> Environment:
    """The environment that the program runs in."""
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").exists():
        return Environment("installed by pipx", "pipx install --force", is_anew=True)
    if (prefix / "uv-receipt.toml").exists():
        return Environment("installed as a tool of uv", "uv tool install --force", is_anew=True)
    if sys.prefix != sys.base_prefix:
        return Environment("in a virtual environment", "pip install")
    return Environment("in no environment of its own", "pip install")
