"""The terminal: its size, colours and letters, and what is known to go wrong in some."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from wizard.app.terminal.abilities import abilities
from wizard.support.doctor.finding import Finding, State

SMALLEST = (40, 10)
"""Columns and lines below which the screens show a sentence only."""
COMFORTABLE = (80, 24)
LETTERS = "─│╭╮█▁▃▅▇●○✓→×"
"""Some of each kind that the screens are drawn with."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The standard streams of a program; None for one that is closed."""

    stdin: TextIO | None
    stdout: TextIO | None
    stderr: TextIO | None

    @property
    def are_a_terminal(self) -> bool:
        """Whether a person sits at both ends."""
        return _is_terminal(self.stdin) and _is_terminal(self.stdout)


def terminal(
    environ: Mapping[str, str] = os.environ, streams: Streams | None = None
) -> Iterator[Finding]:
    """All there is to say about the terminal."""
    streams = streams or Streams(sys.stdin, sys.stdout, sys.stderr)
    yield _kind(environ, streams)
    if _is_plain(environ):
        # Plain lines need no cells, colours or letters of the screens.
        return
    yield from _size(environ)
    yield _colours(environ)
    yield _letters(streams)
    yield from _known_traps(environ)


def _kind(environ: Mapping[str, str], streams: Streams) -> Finding:
    term = environ.get("TERM", "")
    about = ", ".join(
        f"{name}={value}"
        for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL")
        if (value := environ.get(name))
    )
    if not streams.are_a_terminal:
        return Finding(
            "terminal.kind",
            State.MIND,
            f"no terminal at both ends of this command ({about or 'no TERM'})",
            "Run it in the terminal that gives trouble; screens open only on one.",
        )
    if _is_plain(environ):
        return Finding(
            "terminal.kind",
            State.OK,
            f"plain lines are asked for ({about}), so that no screens open",
        )
    if not term and os.name != "nt":
        return Finding(
            "terminal.kind",
            State.MEND,
            "TERM is not set, so nobody knows what the terminal can do",
            "Set it to what your terminal is, in most cases: export TERM=xterm-256color",
        )
    return Finding("terminal.kind", State.OK, about or "a console of Windows")


def _is_plain(environ: Mapping[str, str]) -> bool:
    return environ.get("TERM") == "dumb" or environ.get("ACCESSIBLE") == "1"


def _size(environ: Mapping[str, str]) -> Iterator[Finding]:
    real = _measured()
    if real is None:
        yield Finding("terminal.size", State.OK, "no size, for want of a terminal")
        return
    said = f"{real[0]}×{real[1]} cells"
    if real[0] < SMALLEST[0] or real[1] < SMALLEST[1]:
        yield Finding(
            "terminal.size",
            State.MEND,
            f"{said}: too small for the screens",
            f"Make the window larger than {SMALLEST[0]}×{SMALLEST[1]}, or its letters smaller.",
        )
    elif real[0] < COMFORTABLE[0] or real[1] < COMFORTABLE[1]:
        yield Finding(
            "terminal.size",
            State.MIND,
            f"{said}: help and verdict are folded to a line",
            f"{COMFORTABLE[0]}×{COMFORTABLE[1]} shows all of a screen.",
        )
    else:
        yield Finding("terminal.size", State.OK, said)
    for name, cells in zip(("COLUMNS", "LINES"), real, strict=True):
        stated = environ.get(name)
        if stated and stated != str(cells):
            yield Finding(
                f"terminal.{name.lower()}",
                State.MIND,
                f"{name}={stated} is set and wins over the {cells} that the terminal has",
                f"Take it out, with: unset {name}",
            )


def _colours(environ: Mapping[str, str]) -> Finding:
    # An empty one counts as not set.
    if environ.get("NO_COLOR"):
        return Finding("terminal.colours", State.OK, "NO_COLOR is set: black and white, with words")
    match abilities(environ).colours:
        case "truecolor":
            return Finding("terminal.colours", State.OK, "16 million colours")
        case "256":
            return Finding(
                "terminal.colours", State.OK, "256 colours: each theme is shown in some of them"
            )
    return Finding(
        "terminal.colours",
        State.MIND,
        "16 colours, by what TERM says: each theme is shown in some of them",
        "Where the terminal can do more: export TERM=xterm-256color COLORTERM=truecolor",
    )


def _letters(streams: Streams) -> Finding:
    # The screens are drawn on standard error.
    encodings = {getattr(one, "encoding", None) for one in (streams.stdout, streams.stderr)}
    lacking = sorted(one for one in encodings if one and not _can_write(one))
    if lacking:
        return Finding(
            "terminal.letters",
            # A pipeline shows no screens.
            State.MEND if streams.are_a_terminal else State.MIND,
            f"output is encoded as {', '.join(lacking)}, which lacks the letters of the screens",
            "Choose a locale with UTF-8, for instance: export LC_ALL=C.UTF-8",
        )
    return Finding(
        "terminal.letters",
        State.OK,
        f"letters of the screens: {LETTERS}",
        "Where one looks like a box or a question mark, a font such as DejaVu Sans Mono has it.",
    )


def _known_traps(environ: Mapping[str, str]) -> Iterator[Finding]:
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    in_tmux = bool(environ.get("TMUX"))
    traps = (
        (
            "tmux",
            in_tmux,
            "inside tmux: esc comes late, and colours and copying depend on its settings",
            "In ~/.tmux.conf: set -sg escape-time 10, set -g set-clipboard on, and"
            " set -as terminal-features ',*:RGB'",
        ),
        (
            "tmux.term",
            in_tmux and not term.startswith(("tmux", "screen")),
            f"inside tmux TERM is {term or 'not set'}, which may garble the picture",
            "In ~/.tmux.conf: set -g default-terminal tmux-256color",
        ),
        (
            "screen",
            not in_tmux and environ.get("STY"),
            "inside GNU screen: 256 colours at most, and copying does not reach the clipboard",
            "In ~/.screenrc: term screen-256color, and defutf8 on",
        ),
        (
            "vscode",
            program == "vscode",
            "the terminal of VS Code keeps ctrl+q and others for itself",
            "Leave by the palette, F2 where no keymap says otherwise, or by ctrl+c twice.",
        ),
        (
            "apple",
            program == "Apple_Terminal",
            "Terminal of macOS draws lines with gaps in some fonts, and F keys need fn",
            "Menlo at line spacing 1 has no gaps; every key has an entry in the palette.",
        ),
        (
            "jetbrains",
            environ.get("TERMINAL_EMULATOR", "").startswith("JetBrains"),
            "the terminal of JetBrains programs keeps esc for itself",
            "Take out 'Move focus to the editor with Escape' in its settings, Tools, Terminal.",
        ),
        (
            "console",
            os.name == "nt" and not environ.get("WT_SESSION"),
            "the old console of Windows lacks colours and letters",
            "Use Windows Terminal.",
        ),
    )
    for name, is_here, text, remedy in traps:
        if is_here:
            yield Finding(f"terminal.{name}", State.MIND, text, remedy)


def _is_terminal(stream: TextIO | None) -> bool:
    # A closed stream is None, or says so.
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _measured() -> tuple[int, int] | None:
    """Columns and lines of the first stream that has them, whatever variables say."""
    for descriptor in (1, 2, 0):
        try:
            size = os.get_terminal_size(descriptor)
        except OSError:
            continue
        if size.columns and size.lines:
            return size.columns, size.lines
    return None


def _can_write(encoding: str) -> bool:
    try:
        LETTERS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
