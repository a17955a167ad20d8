"""The wizard is killed while somebody types: nothing older than a second is lost.

    python -m tests.soak.kills [--size KILLS] [--seed SEED]

Each time the program is started at a terminal of its own, texts are typed into one question after
the other, and at a random moment the process is killed. What the next start offers must be what
stood there after one of the keys, and no key older than a second may be missing.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from rules.answers.answers import Answers
from tests.person import Person
from tests.wizard.cases import COMPLETE
from wizard.sessions import autosave

GOAL_S = 1.0
"""How old a key may be at the moment of the kill and still be missing."""
LONGEST_S = 4.0
"""Until the kill comes."""
QUESTIONS = ("title", "task.description", "task.endpoint", "task.owner")
"""Text is typed into these, one after the other; enter leads on."""
LETTERS = "abcdefghijklmnopqrstuvwxyz 0123456789"
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}


@dataclass
class Typed:
    """What stood in the questions after each key, and when that was pressed."""

    texts: list[tuple[str, ...]]
    """The first is what the file has."""
    at: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Killed:
    """What came of one kill."""

    keys: int
    """Pressed until then."""
    missing: int
    lost_s: float
    """Age of the oldest key that is missing; 0 where none is."""
    wrong: str = ""
    """What is offered and never stood there; empty where all is well."""


def kill_once(seed: str, folder: Path, *, looks: bool = False) -> Killed:
    """Type, kill, and look at what is offered.

    Args:
        seed: decides what is typed and when the kill comes.
        folder: an empty one, for the case and the program's own files.
        looks: start the program again and see that it offers the work.
    """
    chance = random.Random(seed)
    case, home = folder / "case.toml", folder / "home"
    case.write_text(COMPLETE, "utf-8")
    person = Person("open", case, size=(100, 30), PAYBACK_HOME=str(home), **TERMINAL)
    person.sees(b"palette")
    person.waits_until_quiet()
    # To the end of the title.
    person.types(b"\x1b[F")
    typed, killed_at = _type_until_killed(person, chance)
    with patch.dict(os.environ, PAYBACK_HOME=str(home)):
        kept = autosave.kept_for(case)
        offered = autosave.take_up(kept[0]).answers if kept else None
    if looks and offered is not None:
        _is_offered(case, home)
    return _compared(typed, killed_at, offered)


def _type_until_killed(person: Person, chance: random.Random) -> tuple[Typed, float]:
    typed = Typed([("Tickets", "", "", "")])
    place = 0
    end = time.monotonic() + chance.uniform(0.2, LONGEST_S)
    while (now := time.monotonic()) < end:
        texts = list(typed.texts[-1])
        if place < len(QUESTIONS) - 1 and chance.random() < 0.03:
            place += 1
            key = b"\r"
        else:
            letter = chance.choice(LETTERS)
            texts[place] += letter
            key = letter.encode()
        typed.texts.append(tuple(texts))
        typed.at.append(now)
        person.types(key)
        _read(person, chance.choice((0.0, 0.005, 0.02, 0.05, 0.12)))
    killed_at = time.monotonic()
    os.kill(person.pid, signal.SIGKILL)
    person.status()
    return typed, killed_at


def _read(person: Person, seconds: float) -> None:
    """Take what the program paints, as a terminal does."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) >= 0:
        if select.select([person.terminal], [], [], left)[0]:
            os.read(person.terminal, 65_536)


def _compared(typed: Typed, killed_at: float, offered: Answers | None) -> Killed:
    keys = len(typed.at)
    texts = typed.texts[0]
    if offered is not None:
        entries = (offered.get(key) for key in QUESTIONS)
        texts = tuple("" if one is None else one.text for one in entries)
    # A blank at the end may be no change at all, and is of no matter.
    stood = [index for index, one in enumerate(typed.texts) if _trimmed(one) == _trimmed(texts)]
    if not stood:
        return Killed(keys, keys, 0.0, f"{texts} never stood there; at last {typed.texts[-1]}")
    missing = keys - stood[-1]
    return Killed(keys, missing, killed_at - typed.at[stood[-1]] if missing else 0.0)


def _trimmed(texts: tuple[str, ...]) -> list[str]:
    return [one.strip() for one in texts]


def _is_offered(case: Path, home: Path) -> None:
    person = Person("open", case, size=(100, 30), PAYBACK_HOME=str(home), **TERMINAL)
    person.sees(b"There is unsaved work")
    os.kill(person.pid, signal.SIGKILL)
    person.status()


def kill_often(size: int, seed: int, say: Callable[[str], None]) -> list[Killed]:
    """Kill so many times and say how it went; every tenth time the next start is looked at."""
    found = []
    for number in range(size):
        with tempfile.TemporaryDirectory() as folder:
            killed = kill_once(f"{seed}/{number}", Path(folder), looks=number % 10 == 0)
        found.append(killed)
        if killed.wrong or killed.lost_s > GOAL_S:
            say(f"kill {seed}/{number}: {killed.lost_s:.2f} s lost. {killed.wrong}")
    return found


def main() -> int:
    """Kill at full size; 1 where something older than the goal was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200, help="how many kills")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = kill_often(asked.size, asked.seed, print)
    lost = sorted(one.lost_s for one in found)
    wrong = [one for one in found if one.wrong or one.lost_s > GOAL_S]
    print(
        f"{len(found)} kills, {sum(one.keys for one in found)} keys:"
        f" median {lost[len(lost) // 2]:.2f} s lost, at worst {lost[-1]:.2f} s;"
        f" {len(wrong)} beyond {GOAL_S:.0f} s or wrong."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
