"""What an import offers to a session, and what of it somebody takes: asked about, or named.

Nothing is taken that was not asked for: at a terminal each offer is put as a question, elsewhere
`--accept` names what to take.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rules.answers.problem import Problem, briefly
from rules.words.wording import listed
from wizard.ask.signals import prompting
from wizard.ask.terminal import Ended, PressedTwice, Terminal
from wizard.problems import InputUnusable, on_one_line

ALL = "all"
"""What `--accept` takes for every answer that there is no doubt about."""
_YES, _NO = ("y", "yes"), ("n", "no")


class Question(NamedTuple):
    """One answer that a source gives, beside the one that is there."""

    key: str
    now: str
    """What is there, in words; empty where nothing is."""
    new: str
    """What would be there instead."""
    doubt: str = ""
    """Why it is not taken unasked, as a sentence without a full stop; empty where it may be."""


class LeftUnanswered(Exception):
    """Whoever was asked has gone; nothing is taken."""


def asked(questions: Iterable[Question], terminal: Terminal | None = None) -> frozenset[str]:
    """The keys that a person takes, asked one by one.

    Raises:
        LeftUnanswered: where somebody leaves before the last one.
    """
    if terminal is None:
        with prompting() as terminal:
            return asked(questions, terminal)
    try:
        return frozenset(one.key for one in questions if _is_wanted(one, terminal))
    except (Ended, PressedTwice):
        raise LeftUnanswered from None


def _is_wanted(one: Question, terminal: Terminal) -> bool:
    terminal.say(f"\n{one.key}")
    if one.now:
        terminal.say(on_one_line(f"  now {one.now}"))
    terminal.say(on_one_line(f"  new {one.new}"))
    if one.doubt:
        terminal.say(on_one_line(f"  {one.doubt}."))
    while True:
        word = terminal.ask(f"Take it? y/n [{'n' if one.doubt else 'y'}]").strip().lower()
        if word in _YES or (not word and not one.doubt):
            return True
        if word in _NO or not word:
            return False
        terminal.say("Type y to take it, n to leave what is there.")


def refuse_strangers(words: Collection[str], keys: Sequence[str], besides: str = "") -> None:
    """Refuse what `--accept` names and no source ever gives, all of it, before one is read.

    `besides` says what they may give as well, of which nothing is among these words.
    """
    known = f"{listed([*filter(None, [besides]), *keys])}, or {ALL} of them"
    _refuse(words, keys, f"is never proposed here; there can be {known}")


def accepted(questions: Sequence[Question], words: Collection[str]) -> frozenset[str]:
    """The keys that `--accept` names: by key, by the beginning of one up to or with a dot, or all.

    `all` takes nothing that there is a doubt about; its key does.

    Raises:
        InputUnusable: where a word names none.
    """
    keys = [one.key for one in questions]
    known = f"there is {listed(keys)}" if keys else "nothing is proposed"
    _refuse(words, keys, f"is not proposed; {known}")
    return frozenset(
        one.key
        for one in questions
        if any(_names(word, one.key) for word in words) or (ALL in words and not one.doubt)
    )


def _refuse(words: Collection[str], keys: Sequence[str], why: str) -> None:
    """Refuse words that name none of these keys."""
    problems = [
        Problem(f"'{on_one_line(briefly(word))}' {why}", "--accept")
        for word in words
        if word != ALL and not any(_names(word, key) for key in keys)
    ]
    if problems:
        raise InputUnusable(problems)


def _names(word: str, key: str) -> bool:
    # Completing a key leaves the dot behind.
    return key == word or key.startswith(f"{word.removesuffix('.')}.")
