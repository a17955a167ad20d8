"""What an interview asks about a file that another program has open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from rules.words.wording import listed
from wizard.ask.terminal import Ended, Terminal
from wizard.disk.errors import shown
from wizard.disk.presence import Present
from wizard.problems import say
from wizard.sessions.naming import free_name

OfOthers = Literal["look", "open", "leave"]


def of_others(
    terminal: Terminal,
    file: Path,
    others: Sequence[Present],
    *,
    may_look: bool,
    has_person: bool,
) -> OfOthers:
    """How to work on a file that others have open.

    Args:
        terminal: where to ask.
        file: the session.
        others: who has it open, at least one.
        may_look: whether there is something to look at yet.
        has_person: whether somebody sits there; what is piped in goes on all the same, since it is
            meant for the questions.
    """
    told = f"{shown(file)} is open {others[0].in_words}."
    if not has_person:
        say(told)
        return "open"
    terminal.say(told)
    if may_look:
        copy = shown(free_name(file, "copy"))
        terminal.say(f"Type look to work on a copy, which is saved as {copy}.")
    terminal.say("Type open to work on it all the same, leave to leave it.")
    words: tuple[OfOthers, ...] = get_args(OfOthers) if may_look else ("open", "leave")
    while True:
        try:
            line = terminal.ask(f"{listed(list(words), 'or')}:").strip().lower()
        except Ended:
            return "leave"
        word = line.removeprefix(":")
        for one in words:
            if word and one.startswith(word):
                return one
