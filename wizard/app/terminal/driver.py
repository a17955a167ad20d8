"""The wizard at a terminal of POSIX: whatever bytes come in, and when nobody is at the other end.

Textual's own driver decodes strictly, so that a byte that is no UTF-8 ends the program, as do a
report of a key that it cannot make a key of and a terminal that was closed; and its writing thread
ends with a closed terminal, after which the program waits for ever for room in its queue.

Source: docs/decisions/0032-bytes-that-are-no-text.md.
"""

from __future__ import annotations

import os
import re
import selectors
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import IO, Any, Protocol, cast

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from screens.frame.textual_private import Parser, show_on, tell

MOST_CELLS = 10_000
"""Columns or lines of a terminal beyond which a report of its size is noise."""

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_OLD_MOUSE = b"\x1b[M"
"""Begins a report of three more bytes: button, column and line, each of them any byte."""
_LONGEST = 33
"""Signs of a sequence as far as the parser looks at one."""
_PIECES = re.compile(f"\x1b[^\x1b]{{0,{_LONGEST - 1}}}|\\A[^\x1b]{{1,{_LONGEST}}}|[^\x1b]+")


class Decoder:
    """Text of the bytes that a terminal sends, however they are cut; what is none is U+FFFD."""

    def __init__(self) -> None:
        self._utf8 = getincrementaldecoder("utf-8")("replace")
        self._before = b""
        self._coordinates = 0

    def decode(self, data: bytes) -> str:
        """The text that is complete by now."""
        return self._utf8.decode(self._without_coordinates(data))

    def _without_coordinates(self, data: bytes) -> bytes:
        """The same bytes; blanks for those of an old mouse report, which are no text."""
        known = len(self._before)
        seen = bytearray(self._before + data)
        at = known
        while True:
            until = min(at + self._coordinates, len(seen))
            seen[at:until] = b" " * (until - at)
            at, self._coordinates = until, self._coordinates - (until - at)
            found = seen.find(_OLD_MOUSE, max(0, at - len(_OLD_MOUSE) + 1))
            if self._coordinates or found < 0:
                break
            at, self._coordinates = found + len(_OLD_MOUSE), 3
        self._before = bytes(seen[1 - len(_OLD_MOUSE) :])
        return bytes(seen[known:])


class Pastes:
    """Text as it comes, but for the escapes inside of a paste, which begin no sequence there.

    The parser would look for one, lose what it looked at or take it for keys.
    """

    def __init__(self) -> None:
        self._is_inside = False
        self._seen = ""
        """What may be the beginning of the mark of an end; kept back inside of a paste."""

    def without_escapes(self, text: str) -> str:
        """The text that is complete by now, with U+FFFD for such escapes."""
        if not self._is_inside and not self._seen and "\x1b" not in text:
            return text
        return "".join(map(self._next, text))

    def _next(self, sign: str) -> str:
        mark = _PASTE_ENDS if self._is_inside else _PASTE_BEGINS
        kept, seen = self._seen, self._seen + sign
        if not mark.startswith(seen):
            kept, seen = (kept, sign) if sign == "\x1b" else (seen, "")
        elif len(seen) < len(mark):
            kept = ""
        else:
            kept, seen = seen, ""
        was_inside, self._seen = self._is_inside, seen
        self._is_inside ^= kept == mark
        if not was_inside:
            return sign
        return kept if kept == mark else kept.replace("\x1b", "\ufffd")


class Reader:
    """What a terminal sends, as messages; a sequence that cannot be understood is none."""

    def __init__(self) -> None:
        self._decoder = Decoder()
        self._pastes = Pastes()
        self._parser = Parser()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages of these bytes, and of what came before them."""
        text = self._pastes.without_escapes(self._decoder.decode(data))
        for piece in _PIECES.findall(text):
            # Sign by sign where a sequence may stand, so that one that fails costs itself alone.
            for part in piece if len(piece) <= _LONGEST else [piece]:
                yield from self._messages(part)

    def tick(self) -> Iterator[Message]:
        """What a pause shows to be complete: an escape that nothing follows is a key."""
        yield from self._messages("")

    def _messages(self, text: str) -> Iterator[Message]:
        try:
            found = list(self._parser.feed(text) if text else self._parser.tick())
        except Exception:
            # Numbers in a report can be any: no sign has them, or they divide by nothing.
            self._parser = self._parser.anew()
            return
        yield from (one for one in found if not _is_noise(one))


def _is_noise(message: Message) -> bool:
    if isinstance(message, events.Resize):
        return not (0 < message.size.width <= MOST_CELLS and 0 < message.size.height <= MOST_CELLS)
    if isinstance(message, events.MouseEvent):
        return not (abs(message.x) <= MOST_CELLS and abs(message.y) <= MOST_CELLS)
    return False


class Hosted(Protocol):
    """What the driver tells the app."""

    def terminal_gone(self) -> None:
        """Nobody reads or types any more."""

    def fail(self, error: Exception) -> None:
        """What it does for the app has failed."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, which no byte and no closed terminal ends in the middle."""

    def __init__(self, app: Any, **more: Any) -> None:
        super().__init__(app, **more)
        shown_on = sys.__stderr__
        if shown_on is None or not shown_on.isatty():
            # Messages may go to a file; the screens are for whoever types.
            shown_on = sys.__stdout__
        show_on(self, _UntilGone(cast(IO[str], shown_on)))

    def start_application_mode(self) -> None:
        """Take the terminal, again after it was given back for a while."""
        self.exit_event.clear()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back; whatever cannot be written, lines can be typed again."""
        try:
            super().stop_application_mode()
        finally:
            self.exit_event.set()
            if self.attrs_before is not None:
                with suppress(termios.error):
                    termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def run_input_thread(self) -> None:
        """Hand over what comes until the app wants no more, or nobody is there any more."""
        try:
            self._hand_over()
        except Exception as error:
            # A thread of its own: the app can only be told.
            tell(self, partial(_failed, error=error))

    def _hand_over(self) -> None:
        reader = Reader()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        data = os.read(self.fileno, 4096)
                    except BlockingIOError:
                        continue
                    except OSError:
                        # So says a closed terminal, and so does one that is not ours to read.
                        data = b""
                    if not data:
                        tell(self, _gone)
                        return
                    for message in reader.feed(data):
                        self.process_message(message)
                for message in reader.tick():
                    self.process_message(message)


def _gone(app: Hosted) -> None:
    app.terminal_gone()


def _failed(app: Hosted, error: Exception) -> None:
    app.fail(error)


class _UntilGone:
    """A stream that takes everything, also when its terminal is gone."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()
