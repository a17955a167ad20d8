"""What is said of terminals, by what they say of themselves."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping

import pytest

from screens.frame import overlay
from wizard.support.doctor.finding import Finding, State
from wizard.support.doctor.terminal import LETTERS, SMALLEST, Streams, terminal

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Stream(io.TextIOWrapper):
    """A terminal, as far as a stream tells."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    sized(monkeypatch, 120, 40)


def sized(monkeypatch: pytest.MonkeyPatch, columns: int, lines: int) -> None:
    size = os.terminal_size((columns, lines))
    monkeypatch.setattr(os, "get_terminal_size", lambda descriptor: size)


def found_by(stream: Stream, environ: Mapping[str, str]) -> dict[str, Finding]:
    return {one.id: one for one in terminal(environ, Streams(stream, stream, stream))}


def found(**environ: str) -> dict[str, Finding]:
    return found_by(Stream(), {**GOOD, **environ})


def test_at_a_good_terminal_all_is_well() -> None:
    assert {one.state for one in found().values()} == {State.OK}


def test_the_smallest_size_is_that_of_the_screens() -> None:
    assert SMALLEST == overlay.SMALLEST


@pytest.mark.parametrize(
    ("columns", "lines", "state"),
    [
        (39, 24, State.MEND),
        (80, 9, State.MEND),
        (79, 24, State.MIND),
        (80, 23, State.MIND),
        (80, 24, State.OK),
    ],
)
def test_a_size_is_judged_by_what_it_shows(
    monkeypatch: pytest.MonkeyPatch, columns: int, lines: int, state: State
) -> None:
    sized(monkeypatch, columns, lines)
    assert found()["terminal.size"].state is state


def test_a_variable_that_belies_the_terminal_is_named() -> None:
    assert "unset COLUMNS" in found(COLUMNS="60")["terminal.columns"].remedy
    assert "terminal.columns" not in found(COLUMNS="120")
    assert "terminal.lines" in found(LINES="10")


@pytest.mark.parametrize(
    ("environ", "id_", "said"),
    [
        ({"TMUX": "/tmp/t,1,0", "TERM": "tmux-256color"}, "terminal.tmux", "escape-time"),
        ({"TMUX": "/tmp/t,1,0", "TERM": "xterm"}, "terminal.tmux.term", "tmux-256color"),
        ({"STY": "1.pts", "TERM": "screen"}, "terminal.screen", "screen-256color"),
        ({"TERM_PROGRAM": "vscode"}, "terminal.vscode", "F2"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "terminal.apple", "palette"),
        ({"TERMINAL_EMULATOR": "JetBrains-JediTerm"}, "terminal.jetbrains", "settings"),
        ({"TERM": "xterm", "COLORTERM": ""}, "terminal.colours", "COLORTERM"),
    ],
)
def test_a_known_trap_comes_with_its_way_out(environ: dict[str, str], id_: str, said: str) -> None:
    one = found(**environ)[id_]
    assert one.state is State.MIND
    assert said in one.remedy


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"NO_COLOR": "1"}, "NO_COLOR is set"),
        ({"NO_COLOR": ""}, "16 million"),
        ({"COLORTERM": ""}, "256 colours"),
        ({"COLORTERM": "", "TERM": "xterm"}, "16 colours"),
    ],
)
def test_colours_are_counted_as_the_screens_will(environ: dict[str, str], said: str) -> None:
    assert said in found(**environ)["terminal.colours"].text


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_plain_lines_are_nothing_to_mend(environ: dict[str, str]) -> None:
    plain = found_by(Stream("ascii"), {**GOOD, **environ})
    assert {one.state for one in plain.values()} == {State.OK}
    assert "plain lines" in plain["terminal.kind"].text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no TERM")
def test_no_term_at_all_is_to_be_mended() -> None:
    assert found(TERM="")["terminal.kind"].state is State.MEND


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_an_encoding_without_the_letters_is_to_be_mended(encoding: str) -> None:
    one = found_by(Stream(encoding), GOOD)["terminal.letters"]
    assert one.state is State.MEND
    assert encoding in one.text
    assert "UTF-8" in one.remedy


def test_in_a_pipeline_no_encoding_is_to_be_mended() -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    states = {one.id: one.state for one in terminal(GOOD, Streams(pipe, pipe, pipe))}
    assert states["terminal.letters"] is State.MIND


def test_the_letters_are_shown_where_they_can_be() -> None:
    assert LETTERS in found()["terminal.letters"].text


@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["none", "closed"])
def test_closed_streams_are_no_terminal(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None
) -> None:
    if stream is not None:
        stream.close()

    def no_size(descriptor: int) -> os.terminal_size:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "get_terminal_size", no_size)
    states = {one.id: one.state for one in terminal(GOOD, Streams(stream, stream, stream))}
    assert states["terminal.kind"] is State.MIND
    assert State.MEND not in states.values()
