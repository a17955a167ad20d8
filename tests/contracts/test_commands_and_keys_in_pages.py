"""Every command and every key that a page for readers names: the program has it.

What a command prints is held by the examples that `test_docs.py` runs; here are all the others.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest

from screens.keys import ACTIONS
from tests.contracts.test_docs import ROOT, named
from wizard.cli import cli
from wizard.cli.workshop import LEAD, FileFirst

PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "tutorial.md",
    *(ROOT / "docs" / "how-to").glob("*.md"),
]
FENCE = re.compile(r"^\s*(```|~~~)([^\n]*)\n(.*?)^\s*\1", re.MULTILINE | re.DOTALL)
OF_OTHERS = {"ctrl+c", "ctrl+space", "ctrl+u", "ctrl+v", "ctrl+x"}
"""Of a terminal, an editor, a field of one line, and the clipboard."""
KEY = re.compile(r"(?<!\w)(\^[A-Z]|F\d{1,2}|ctrl\+[a-z]+)(?![\w+])")


def lines_of_shells(text: str) -> Iterator[str]:
    """Lines of code blocks, joined where one goes on; of a transcript those that are typed."""
    for block in FENCE.finditer(text):
        lines = re.sub(r"\\\n\s*", " ", block[3]).splitlines()
        yield from (line for line in lines if block[2] != "text" or line.startswith("$ "))


def commands(text: str) -> Iterator[list[str]]:
    """Each call of the program, as the arguments that a shell would give it."""
    spans = re.findall(r"`(payback [^`\n]+)`", FENCE.sub("", text))
    for line in (*lines_of_shells(text), *spans):
        if found := re.search(r"(?:^\s*|\$ |\| |<\(|run: )payback (.*)", line):
            words = shlex.shlex(found[1], posix=True, punctuation_chars=True)
            words.whitespace_split = True
            yield list(takewhile(lambda word: word not in {"|", ";", ")", "&&"}, words))


def parsed(arguments: list[str]) -> None:
    """Have a command take its options apart, without running it.

    Raises:
        click.UsageError: where there is no such command or option, or something is missing.
    """
    command: click.Command = cli
    context = click.Context(cli, info_name="payback", **cli.context_settings)
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        if isinstance(command, FileFirst) and arguments[0] not in command.commands:
            arguments = [LEAD, *arguments]
        name, found, arguments = command.resolve_command(context, arguments)
        assert found is not None
        command, context = found, click.Context(found, context, info_name=name)
    command.make_parser(context).parse_args(args=list(arguments))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_names_is_understood(page: Path) -> None:
    wrong = []
    for arguments in commands(page.read_text("utf-8")):
        try:
            parsed(arguments)
        except click.UsageError as refused:
            wrong.append(f"payback {shlex.join(arguments)}: {refused.format_message()}")
    assert wrong == []


def test_commands_are_found_in_every_page_that_is_about_some() -> None:
    without = [named(page) for page in PAGES if not list(commands(page.read_text("utf-8")))]
    assert without == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```sh\npayback assess a.toml  # as it is\n```", [["assess", "a.toml"]]),
        ("```sh\nx | payback assess - --json | jq .\n```", [["assess", "-", "--json"]]),
        ("```sh\npayback set a.toml \\\n  b=1\n```", [["set", "a.toml", "b=1"]]),
        ("`payback open FILE` opens it", [["open", "FILE"]]),
        ("```text\n$ payback check . --due\na.toml: due\n```", [["check", ".", "--due"]]),
    ],
)
def test_what_counts_as_a_command(text: str, found: list[list[str]]) -> None:
    assert list(commands(text)) == found


def test_an_option_that_is_gone_is_found() -> None:
    with pytest.raises(click.UsageError):
        parsed(["assess", "a.toml", "--no-such-option"])
    with pytest.raises(click.UsageError):
        parsed(["no-such-command"])


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_key_that_a_page_names_does_something(page: Path) -> None:
    text = page.read_text("utf-8")
    ours = {key for one in ACTIONS for key in one.keys.split(",")}
    assert set(map(as_bound, KEY.findall(FENCE.sub("", text)))) - ours - OF_OTHERS == set()


def as_bound(shown: str) -> str:
    """A key as bindings have it: `^L` is `ctrl+l`."""
    return f"ctrl+{shown[1:].lower()}" if shown.startswith("^") else shown.lower()
