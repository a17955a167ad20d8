"""What an import asks a person about files: which column is what, and of which format they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.ask.terminal import Ended, PressedTwice, Terminal, choose
from wizard.disk.errors import shown
from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Format
from wizard.imports.usage.mapping import ColumnMapping
from wizard.imports.usage.naming_columns import (
    NEEDED,
    ROLES,
    UNITS,
    example_of,
    guess,
    has_more,
    is_column,
    likely_unit,
    mapping_of,
    offered,
    refuse_one_object,
    what_it_is,
)
from wizard.problems import InputUnusable, on_one_line


def needs_mapping(file: SourceFile) -> InputUnusable:
    """What is said of a file of no known format where nobody can be asked.

    Raises:
        InputUnusable: where no mapping could help.
    """
    refuse_one_object(file)
    is_table = file.container in ("csv", "parquet")
    what = "columns" if is_table else "fields"
    names = [f"'{visible(one)}'" for one in offered(file)]
    if names and has_more(file):
        names.append("others")
    has = f"its {what} are {listed(names)}" if names else f"none of its {what} can be told by name"
    guessed = guess(file)
    lines = "; ".join(f"{role} = {json.dumps(guessed.get(role, '...'))}" for role in NEEDED)
    message = (
        f"{what_it_is(file)}; {has}. Wanted of each call are when it began, its tokens in and its"
        f" tokens out. Say which is what in a TOML file, under [columns]: {lines},"
        f"{'' if is_table else ' where a dot leads into an object,'} and name it with --map;"
        " cost, latency, model, endpoint and others may stand there too"
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


def ask_mapping(file: SourceFile, terminal: Terminal) -> ColumnMapping | None:
    """Ask which column is what; None where somebody leaves.

    Raises:
        InputUnusable: where no column of it could be any of that.
    """
    refuse_one_object(file)
    terminal.say(f"{shown(file.path)} {what_it_is(file)}. Its columns:")
    for name in offered(file):
        example = example_of(file, name)
        terminal.say(on_one_line(f"  {name}{f' (such as {example})' if example else ''}"))
    try:
        columns = dict(_asked(file, guess(file), terminal))
        units = {role: _unit_of(role, columns[role], terminal) for role in UNITS if role in columns}
    except (Ended, PressedTwice):
        return None
    return mapping_of(file, columns, units)


def _asked(
    file: SourceFile, guessed: dict[str, str], terminal: Terminal
) -> Iterator[tuple[str, str]]:
    for role, one in ROLES.items():
        likely = guessed.get(role, "")
        while True:
            default = f" [{visible(likely)}]" if likely else ""
            hint = "" if role in NEEDED or likely else " (empty for none)"
            typed = terminal.ask(f"{one.words}{hint}{default}:").strip()
            name = "" if typed == "-" else typed or likely
            if name and is_column(file, name):
                yield role, name
                break
            if not name and role not in NEEDED:
                break
            terminal.say(
                "Type the name of a column as it stands above, with a dot into an object"
                f"{'' if role in NEEDED else '; - for none'}."
            )


def _unit_of(role: str, column: str, terminal: Terminal) -> str:
    options, likely = UNITS[role], likely_unit(role, column)
    while True:
        typed = terminal.ask(f"Unit of the {role}, {listed(list(options), 'or')} [{likely}]:")
        word = typed.strip().lower() or likely
        if word in options:
            return word
