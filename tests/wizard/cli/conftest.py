"""The command line within the process, and as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.environment import surroundings
from wizard.cli import run


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """What it printed, wherever its lines were broken."""
        return " ".join(self.out.split())


Payback = Callable[..., Outcome]


@pytest.fixture
def payback(capsys: pytest.CaptureFixture[str]) -> Payback:
    """Run a command within this process."""

    def payback(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        return Outcome(status, *capsys.readouterr())

    return payback


@pytest.fixture
def process() -> Payback:
    """Run a command as people do."""

    def process(*arguments: str | Path, **environment: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *map(str, arguments)],
            env=surroundings(**environment),
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode())

    return process


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A complete case on disk."""
    from tests.wizard.cases import COMPLETE

    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


@pytest.fixture
def meddled(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Have another program write into a file, once, right before a command saves it."""

    def meddle(path: Path) -> None:
        from wizard.sessions.open_session import OpenSession

        real = OpenSession.save
        written = iter([b"# theirs\n"])

        def save(session: OpenSession, *arguments: Any, **more: Any) -> None:
            for line in written:
                path.write_bytes(path.read_bytes() + line)
            real(session, *arguments, **more)

        monkeypatch.setattr(OpenSession, "save", save)

    return meddle
