"""What the driver makes of the bytes of a terminal."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("termios", reason="terminals of this kind are of POSIX")

from textual import events

from tests.soak.input_bytes import storm
from wizard.app.terminal.driver import MOST_CELLS, Decoder, Reader


def keys(reader: Reader, *reads: bytes) -> list[str]:
    found = [one for data in reads for one in reader.feed(data)]
    return [one.character or one.key for one in found if isinstance(one, events.Key)]


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        ([b"Caf\xe9 "], "Caf\ufffd "),
        ([b"\xc3("], "\ufffd("),
        ([b"\xc3", b"\xa9"], "\u00e9"),
        ([b"\xe2\x82", b"x"], "\ufffdx"),
        ([b"\xf0\x9f", b"\x99\x82"], "\U0001f642"),
        ([b"\xed\xa0\x80"], "\ufffd\ufffd\ufffd"),
        ([b"\x1b[M#\xc80z"], "\x1b[M   z"),
        ([b"\x1b[M", b"\xc3", b"\xa9\xffz"], "\x1b[M   z"),
        ([b"\x1b", b"[", b"M\xff", b"\xff\xff", b"\x1b[M\xfe\xfe\xfez"], "\x1b[M   \x1b[M   z"),
    ],
)
def test_what_is_no_text_is_replaced_however_it_is_cut(reads: list[bytes], text: str) -> None:
    decoder = Decoder()
    assert "".join(decoder.decode(one) for one in reads) == text


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_after_any_byte_the_next_key_counts(byte: int) -> None:
    assert keys(Reader(), bytes([byte]), b"x")[-1] == "x"


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b[1114112u",
        b"\x1b[99999999999;1u",
        b"\x1b[1:2:3;1u",
        b"\x1b[<0;1;1M",
        b"\x1b[M\xff\xff\xff",
    ],
)
def test_a_sequence_nobody_understands_costs_itself_alone(sequence: bytes) -> None:
    for cut in range(len(sequence) + 1):
        reader = Reader()
        assert keys(reader, b"a", sequence[:cut], sequence[cut:] + b"bc") == ["a", "b", "c"]


def test_a_size_that_no_terminal_has_is_noise() -> None:
    reader = Reader()
    large = MOST_CELLS + 1
    noise = b"\x1b[48;0;0;0;0t\x1b[48;%d;80;1;1t\x1b[48;24;%d;1;1t" % (large, large)
    found = list(reader.feed(noise + b"\x1b[48;24;80;480;800t"))
    assert [one.size for one in found if isinstance(one, events.Resize)] == [(80, 24)]


def test_whatever_comes_the_reader_reads_on() -> None:
    chance = random.Random(5)
    reader = Reader()
    for _ in range(2_000):
        whole = storm(chance)
        cut = chance.randint(0, len(whole))
        list(reader.feed(whole[:cut]))
        list(reader.feed(whole[cut:]))
    # Out of a paste or a sequence that was left open.
    assert keys(reader, b"\x1b[201~\x1b[A\x1b[A", b"x")[-1] == "x"


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        (b"\x1b[32m0.94\x1b[0m\tx", "\ufffd[32m0.94\ufffd[0m\tx"),
        (b"4\x1b2\x13\x11", "4\ufffd2\x13\x11"),
        (b"a\x1b", "a\ufffd"),
        (b"a\x1b\x1b[20", "a\ufffd\ufffd[20"),
        (b"\x1b[200~b", "\ufffd[200~b"),
        (b"\x1b" + b"c" * 60, "\ufffd" + "c" * 60),
        (b"\x1b]0;title\x07", "\ufffd]0;title\x07"),
    ],
)
def test_an_escape_in_a_paste_presses_no_key_and_loses_nothing(pasted: bytes, text: str) -> None:
    sent = b"\x1b[200~" + pasted + b"\x1b[201~z"
    for cut in range(len(sent) + 1):
        reader = Reader()
        found = [*reader.feed(sent[:cut])]
        found += [*reader.tick()] if 6 <= cut < len(sent) - 2 else []
        found += [*reader.feed(sent[cut:])]
        pastes = [one.text for one in found if isinstance(one, events.Paste)]
        assert pastes == [text], cut
        assert [one.key for one in found if isinstance(one, events.Key)] == ["z"], cut
