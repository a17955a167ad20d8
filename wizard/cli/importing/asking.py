"""What an import asks a person about files: which column is what, and of which format they are.

A mapping is asked for once: it is kept beside the session, or in the current folder, and used from
there the next time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.ask.terminal import Ended, PressedTwice, Terminal, choose
from wizard.disk.errors import explain, shown
from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Format, bare
from wizard.imports.usage.mapping import ColumnMapping, Columns, Units
from wizard.problems import InputUnusable, on_one_line, say

KEPT_AS: Final = "usage-map.toml"
"""What a mapping is kept as."""

_SHOWN: Final = 40

_ROLES: Final = {
    "time": ("When a call began", ("time", "timestamp", "created", "createdat", "start", "ts")),
    "input": ("Tokens in", ("prompttokens", "inputtokens", "contexttokens", "tokensin")),
    "output": ("Tokens out", ("completiontokens", "outputtokens", "generatedtokens")),
    "cached": ("Tokens in that were read from a cache", ("cachedtokens", "cachereadtokens")),
    "cost": ("What it cost, in US dollars or parts of one", ("cost", "spend", "totalcost")),
    "latency": ("How long it took", ("latency", "durationms", "latencyms", "duration")),
    "status": ("Whether it succeeded", ("status", "statuscode")),
    "model": ("The model", ("model", "modelname")),
    "endpoint": ("What tells endpoints apart", ("endpoint", "app", "service", "route")),
}
"""What is asked for, in which words, and which names it goes by."""
_NEEDED: Final = ("time", "input", "output")


def kept_at(into: Path | None) -> Path:
    """Where the mapping of an import is kept."""
    return (into.parent if into is not None else Path()) / KEPT_AS


def needs_mapping(file: SourceFile) -> InputUnusable:
    """What is said of a file of no known format where nobody can be asked."""
    names = listed([f"'{visible(one)}'" for one in file.names[:_SHOWN]])
    guessed = guess(file)
    lines = "; ".join(f"{role} = {json.dumps(guessed.get(role, '...'))}" for role in _NEEDED)
    message = (
        f"is of no known format; its columns are {names}. Say which is what in a TOML file, under"
        f" [columns]: {lines}, and name it with --map"
    )
    return InputUnusable([Problem(on_one_line(message), file=shown(file.path))])


def needs_format(formats: Sequence[Format], file: str) -> InputUnusable:
    """What is said of a file of several formats where nobody can be asked."""
    names = listed([f"{one.name} ({one.title})" for one in formats], "or")
    return InputUnusable([Problem(f"may be {names}; say which with --format", file=file)])


def ask_format(formats: Sequence[Format], terminal: Terminal) -> str | None:
    """Ask which of several formats it is; None where nobody says."""
    terminal.say("The files may be of several formats:")
    try:
        chosen = choose(terminal, [one.title for one in formats])
    except (Ended, PressedTwice):
        return None
    return None if chosen is None else formats[chosen].name


def guess(file: SourceFile) -> dict[str, str]:
    """Columns by role, where a name suggests it."""
    found: dict[str, str] = {}
    for role, (_, names) in _ROLES.items():
        likely = [one for one in file.names if bare(one) in names]
        if len(likely) == 1:
            found[role] = likely[0]
    return found


def ask_mapping(file: SourceFile, terminal: Terminal) -> ColumnMapping | None:
    """Ask which column is what; None where somebody leaves."""
    terminal.say(f"{shown(file.path)} is of no known format. Its columns:")
    for name in file.names[:_SHOWN]:
        example = next(file.values(name), "")
        # A cell may hold a prompt, which is nobody's business here.
        told = f" (such as {example})" if _is_harmless(example) else ""
        terminal.say(on_one_line(f"  {name}{told}"))
    guessed = guess(file)
    try:
        columns = dict(_asked(file, guessed, terminal))
        units = {
            unit: answer
            for unit, options in (("latency", _LATENCY), ("cost", _COST))
            if unit in columns and (answer := _one_of(unit, options, terminal))
        }
    except (Ended, PressedTwice):
        return None
    return ColumnMapping(
        title=visible(file.path.stem)[:100],
        columns=Columns(**columns),
        units=Units.model_validate(units),
    )


_LATENCY: Final = ("s", "ms", "us", "ns")
_COST: Final = ("dollars", "cents", "micro-dollars", "nano-dollars")


def _is_harmless(example: Any) -> bool:
    """Whether it is a number or a time, of which nothing is given away."""
    text = str(example)
    return 0 < len(text) <= 40 and all(sign.isdecimal() or sign in "-:.TZ+ " for sign in text)


def _asked(
    file: SourceFile, guessed: dict[str, str], terminal: Terminal
) -> Iterator[tuple[str, str]]:
    for role, (words, _) in _ROLES.items():
        likely = guessed.get(role, "")
        while True:
            default = f" [{visible(likely)}]" if likely else ""
            hint = "" if role in _NEEDED or likely else " (empty for none)"
            typed = terminal.ask(f"{words}{hint}{default}:").strip()
            name = "" if typed == "-" else typed or likely
            if name and (name in file.names or name.partition(".")[0] in file.names):
                yield role, name
                break
            if not name and role not in _NEEDED:
                break
            terminal.say(
                "Type the name of a column as it stands above, with a dot into an object"
                f"{'' if role in _NEEDED else '; - for none'}."
            )


def _one_of(unit: str, options: Sequence[str], terminal: Terminal) -> str:
    while True:
        typed = terminal.ask(f"Unit of the {unit}, {listed(list(options), 'or')} [{options[0]}]:")
        word = typed.strip().lower() or options[0]
        if word in options:
            return word


def keep(mapping: ColumnMapping, path: Path) -> None:
    """Keep a mapping where the next import finds it; a file that is there stays as it is."""
    import tomlkit

    contents = mapping.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    text = tomlkit.dumps(contents)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as failure:
        reason, _ = explain(failure)
        say(f"The mapping could not be kept at {shown(path)}: {reason}.")
    else:
        say(f"The mapping is kept at {shown(path)}; --map names it for other sessions.")
