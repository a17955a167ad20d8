"""What every test of the program needs, and its commands: within the process, and as one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest

from tests.environment import ran
from tests.wizard.cases import COMPLETE
from wizard.cli import run
from wizard.sessions.open_session import OpenSession


@pytest.fixture(autouse=True)
def payback_home(new_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folders, away from those of the person who runs the tests."""
    home = new_folder("payback-home")
    monkeypatch.setenv("PAYBACK_HOME", str(home))
    monkeypatch.delenv("PAYBACK_POLICY", raising=False)
    # The last resort for a copy of unsaved text.
    monkeypatch.setattr("tempfile.tempdir", str(new_folder("temporary")))
    return home


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """No template is compiled again for the same settings, whichever page or report it is for."""
    compile_ = jinja2.Environment.compile
    compiled: dict[tuple[object, ...], CodeType] = {}

    def kept(environment: jinja2.Environment, *arguments: Any, **more: Any) -> CodeType:
        settings = (one for one in vars(environment).values() if isinstance(one, str | bool | type))
        key = (*settings, *environment.extensions, *arguments, *more.items())
        if key not in compiled:
            compiled[key] = compile_(environment, *arguments, **more)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jinja2.Environment, "compile", kept)
        yield


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
        done = ran(sys.executable, "-m", "wizard", *arguments, given=None, **environment)
        return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode())

    return process


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A complete case on disk."""
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


@pytest.fixture
def meddled(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Have another program write into a file, once, right before a command saves it."""

    def meddle(path: Path) -> None:
        real = OpenSession.save
        written = iter([b"# theirs\n"])

        def save(session: OpenSession, *arguments: Any, **more: Any) -> None:
            for line in written:
                path.write_bytes(path.read_bytes() + line)
            real(session, *arguments, **more)

        monkeypatch.setattr(OpenSession, "save", save)

    return meddle
