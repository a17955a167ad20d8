"""Sessions, policies, settings, kept work and typed numbers as nobody meant them.

Whatever a file holds, a command answers, or says what is wrong with exit status 2; it never fails
by itself, never hangs, and a change that was refused has left the file as it was.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rules.answers.entries import parse_entry, spell
from rules.questions import QUESTIONS
from tests.reference.generate import generate, team_policy, to_toml
from tests.soak._damage import damaged, revalued, typed
from wizard.cli import run
from wizard.sessions import autosave
from wizard.sessions.samples import list_samples
from wizard.settings.config import read_config

PATIENCE_S = 20
"""Seconds of processor after which an input counts as one that hangs."""
ANSWERED, REFUSED, GATE = 0, 2, 3


class Hangs(BaseException):
    """An input took longer than anybody would wait; nothing that handles failures handles it."""


@dataclass
class Found:
    """What a run tried, and what broke."""

    tried: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    broke: list[str] = field(default_factory=list)
    """What broke it, and where the input lies."""


class Fuzz:
    """Makes inputs, one after the other, and tries each."""

    def __init__(self, seed: int, folder: Path) -> None:
        """Prepare.

        Args:
            seed: of everything that is drawn.
            folder: for the files that are tried; those that break something stay there.
        """
        self._rng = random.Random(seed)
        self._folder = folder
        self.found = Found()
        # The same for every command: click keeps each stream that it has ever written to.
        self._printed, self._err = io.BytesIO(), io.StringIO()
        self._out = io.TextIOWrapper(self._printed, "utf-8", write_through=True)
        self._sessions = [one.path.read_bytes() for one in list_samples()]
        self._sessions += [to_toml(generate(seed * 1_000 + n)).encode() for n in range(40)]
        policies = [team_policy(seed * 1_000 + n) for n in range(200)]
        self._policies = [to_toml(one).encode() for one in policies if one is not None]
        self._settings = [
            b'theme = "dark"\nanimation = false\n[keys]\nsave = "f12"\nundo = "f11,f10"\n'
        ]
        self._kinds: dict[str, Callable[[Path], None]] = {
            "session": self._session,
            "change": self._change,
            "policy": self._policy,
            "typed number": self._typed,
            "settings": self._config,
            "kept work": self._kept,
            "copies joined": self._joined,
        }

    def one(self) -> None:
        """Try one more input."""
        kind = self._rng.choice(
            ["session"] * 6 + ["change"] * 4 + ["policy"] * 2 + ["typed number"] * 6
            + ["settings", "kept work", "copies joined"]
        )  # fmt: skip
        self.found.tried[kind] += 1
        path = self._folder / "case.toml"
        try:
            with _patience():
                self._kinds[kind](path)
        except Hangs:
            self._broke(kind, "hangs", path)
        except Exception as error:
            # Whatever it is: that there is none is what is tried here.
            self._broke(kind, f"{type(error).__name__}: {error}", path)

    def _broke(self, kind: str, how: str, path: Path) -> None:
        kept = self._folder / f"broke-{len(self.found.broke)}"
        kept.mkdir()
        for one in self._folder.glob("*.toml"):
            (kept / one.name).write_bytes(one.read_bytes())
        self.found.broke.append(f"{kind}: {how} ({kept})")
        print(self.found.broke[-1], flush=True)

    def _run(self, *arguments: str) -> tuple[int, str]:
        """Run a command in this process.

        Returns:
            Its status, and what it printed.
        """
        for stream in (self._printed, self._err):
            stream.seek(0)
            stream.truncate()
        with contextlib.redirect_stdout(self._out), contextlib.redirect_stderr(self._err):
            status = run(arguments)
        self.found.statuses[f"{arguments[0]} {status}"] += 1
        said = self._err.getvalue()
        assert status in (ANSWERED, REFUSED, GATE), f"{arguments}: {status}: {said}"
        assert "Traceback" not in said, f"{arguments}: {said}"
        assert status != REFUSED or said, f"{arguments}: refused without a word"
        return status, self._printed.getvalue().decode()

    def _damaged(self, of: list[bytes]) -> bytes:
        one = self._rng.choice(of)
        if self._rng.random() < 0.6:
            return revalued(one, self._rng)
        return damaged(one, of, self._rng)

    def _session(self, path: Path) -> None:
        path.write_bytes(self._damaged(self._sessions))
        self._run("check", str(path))
        status, printed = self._run("assess", "--quick", "--json", str(path))
        if status == ANSWERED:
            json.loads(printed, parse_constant=_no_such_number)
        more = self._rng.random()
        if more < 0.1:
            self._run("assess", str(path))
        elif more < 0.15:
            self._run(
                "report", str(path), "--format", self._rng.choice(["md", "txt", "html"]), "-o", "-"
            )
        elif more < 0.2:
            other = self._folder / "other.toml"
            other.write_bytes(self._damaged(self._sessions))
            self._run("compare", str(path), str(other))

    def _change(self, path: Path) -> None:
        before = self._rng.choice(self._sessions)
        if self._rng.random() < 0.3:
            before = self._damaged(self._sessions)
        path.write_bytes(before)
        key = self._rng.choice(list(QUESTIONS))
        status, _ = self._run("set", str(path), f"{key}={typed(self._rng)}")
        after = path.read_bytes()
        if status == ANSWERED:
            tomllib.loads(after.decode().removeprefix("\ufeff"))
        else:
            assert after == before, "a change that was refused has changed the file"

    def _policy(self, path: Path) -> None:
        path.write_bytes(self._rng.choice(self._sessions))
        policy = self._folder / "policy.toml"
        policy.write_bytes(self._damaged(self._policies))
        self._run("policy", str(path), "--policy", str(policy))
        self._run("assess", "--quick", str(path), "--policy", str(policy))

    def _typed(self, path: Path) -> None:
        question = self._rng.choice(list(QUESTIONS.values()))
        text = typed(self._rng)
        entry = parse_entry(question, text, path=tuple(question.key.split(".")), currency="USD")
        if entry is None:
            return
        assert entry.text == text, "the text is no longer as typed"
        assert entry.usable or entry.problem, f"{text!r} is neither understood nor refused"
        if entry.usable and entry.value is not None:
            spell(question, entry.value)

    def _config(self, path: Path) -> None:
        path.write_bytes(self._damaged(self._settings))
        for problem in read_config(path).problems:
            assert str(problem)

    def _kept(self, path: Path) -> None:
        slot = autosave.Slot()
        slot.place.parent.mkdir(parents=True, exist_ok=True)
        state = {
            "title": "T", "path": None, "text": "schema = 1\n", "process": 0,
            "answers": {"volume.calls_per_month": {"text": "6M", "basis": None, "source": ""}},
        }  # fmt: skip
        whole = json.dumps(state).encode()
        slot.place.write_bytes(damaged(whole, [whole, *self._sessions], self._rng))
        try:
            for one in autosave.kept():
                with contextlib.suppress(autosave.Unreadable):
                    autosave.take_up(one)
        finally:
            slot.drop()

    def _joined(self, path: Path) -> None:
        base = self._rng.choice(self._sessions)
        path.write_bytes(base)
        copy = self._folder / "copy.toml"
        copy.write_bytes(damaged(base, self._sessions, self._rng))
        before = path.read_bytes()
        self._run("workshop", "merge", str(path), str(copy), "-o", "-")
        assert path.read_bytes() == before


def _no_such_number(name: str) -> float:
    raise AssertionError(f"{name} in JSON")


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    def too_long(number: int, frame: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _memory_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Try inputs for as long as is asked for; 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="payback-fuzz-"))
    os.environ["PAYBACK_HOME"] = str(folder / "home")
    fuzz = Fuzz(chosen.seed, folder)
    until = time.monotonic() + chosen.minutes * 60
    warm, told = 0.0, time.monotonic()
    while time.monotonic() < until:
        fuzz.one()
        tried = fuzz.found.tried.total()
        if tried == 2_000:
            warm = _memory_mib()
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(
                f"{tried} tried, {len(fuzz.found.broke)} broke, {_memory_mib():.0f} MiB", flush=True
            )
    print(f"inputs tried   {fuzz.found.tried.total()}: {dict(fuzz.found.tried)}")
    print(f"exit statuses  {dict(sorted(fuzz.found.statuses.items()))}")
    print(f"memory         {warm:.0f} MiB after 2,000 inputs, {_memory_mib():.0f} MiB at the end")
    print(f"broke          {len(fuzz.found.broke)}")
    return 1 if fuzz.found.broke else 0


if __name__ == "__main__":
    sys.exit(main())
