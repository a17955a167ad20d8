"""Texts as nobody meant them: a file cut, doubled, joined with another, with odd words put in."""

from __future__ import annotations

import random

VALID = (
    "0", "-0.0", "1", "-1", "1e308", "5e-324", "1e-300", "9223372036854775807", "1e16", "1e14",
    "0.5", "12", "0.001", "2.5e6", "60", "1_000_000", "inf", "nan", "true", "2026-02-28",
    "9999-12-31", '""', '"narrow"', '"measured"', '"\u202eabc"', "[]", "{}", "[{}]", "[1, 2]",
    "[{ name = 1 }]", "{ likely = 1, low = 0, high = 1e308 }",
    "{ likely = 5e-324, low = 0, high = 1e308 }", "{ likely = 1, low = 2, high = 3 }",
    '{ basis = "measured" }', "{ likely = 0.5, low = 0, high = 1 }",
    '{ likely = 3, low = 2, high = 40, basis = "assumed" }',
    "{ likely = 1e14, low = 1, high = 1e15 }",
)  # fmt: skip
"""Values that TOML can read, whatever the key makes of them."""
NUMBERS = (
    "0", "-0.0", "1", "-1", "1e308", "1.79e308", "-1e308", "5e-324", "1e-300", "9007199254740993",
    "9223372036854775807", "9223372036854775808", "0x7fffffffffffffff", "0o17",
    "1_000_000", "1__0", "+inf", "-inf", "nan", "1e", "1.", ".5", "6M", "0.1e-1", "1e16", "1e14",
)  # fmt: skip
WORDS = (
    "true", "false", "2026-02-30", "2026-11-26", "0001-01-01", "9999-12-31T23:59:60Z", "07:32:00",
    '""', "''", '"narrow"', '"measured"', '"\\u0000"', '"\\uD800"', '"\\U0010FFFF"',
    '"\u202eabc"', '"a\tb"', '"""', "'''", '"unfinished', "[", "]", "[]", "[[", "]]", "{", "}",
    "{}", "[[[[[[]]]]]]", "{ likely = 1, low = 0, high = 1e308 }",
    "{ likely = 5e-324, low = 0, high = 1e308 }", "{ likely = 1, low = 2, high = 3 }",
    "{ likely = nan }", '{ basis = "measured" }', "{ likely = 1, likely = 2 }", "=", ".", ",",
    "#", "\\", "\x00", "\x1b]0;x\x07", "\ufeff", "\u2028", "\r", "\r\n", "schema", "schema = 1",
    "schema = 2", "policy", "result", "quality.slices", "a.b.c.d", '"".""', "volume",
    "volume.calls_per_month", "workshop", "risk.draws = 1000000",
)  # fmt: skip
BYTES = (b"\xff", b"\xfe\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\x00", b"\x80", b"\xf4\x90\x80\x80")


LONG = "1" + "0" * 400
"""A number of more digits than any kind of number has."""


def damaged(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """A file after one to eight accidents.

    Args:
        data: the file as it was.
        others: files of which parts may get into it.
        rng: where the accidents come from.
    """
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        data = rng.choice(_ACCIDENTS)(data, others, rng)
    return data


def revalued(data: bytes, rng: random.Random) -> bytes:
    """A file with other values, or lines left out, that TOML reads where it did before."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        settings = [
            number
            for number, line in enumerate(lines)
            if b" = " in line and not line.lstrip().startswith((b"#", b"{", b"schema"))
        ]
        if not settings:
            break
        number = rng.choice(settings)
        if rng.random() < 0.2:
            del lines[number]
        else:
            lines[number] = lines[number].split(b" = ")[0] + b" = " + rng.choice(VALID).encode()
    return b"\n".join(lines)


def typed(rng: random.Random) -> str:
    """What somebody might type where a number is asked for, and what nobody would."""
    signs = "0123456789" * 3 + ".,.,  -+()%$€kKmMbB/x×–_'eE" + "\u00a0\u202f\u200b\u2212\u0661٫"
    kind = rng.random()
    if kind < 0.4:
        return "".join(rng.choice(signs) for _ in range(rng.randint(0, 18)))
    if kind < 0.8:
        parts = rng.choice(
            ("{}..{}", "{} ({}..{})", "{}%", "${}", "{}k", "{} M", "{}...{}", "{}-{}")
        )
        return parts.format(*(rng.choice((*NUMBERS, LONG)) for _ in range(3)))
    if kind < 0.95:
        return rng.choice(NUMBERS + WORDS)
    return "".join(chr(rng.randint(1, 0x2FFF)) for _ in range(rng.randint(1, 40)))


def _flip(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + rng.randrange(2) :]


def _cut(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[min(b, a + rng.choice((1, 10, 100, 10_000))) :]


def _insert(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    piece = rng.choice(BYTES) if rng.random() < 0.1 else _odd(rng)
    return data[:at] + piece + data[at:]


def _value(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    settings = [number for number, line in enumerate(lines) if b"=" in line]
    if not settings:
        return _insert(data, others, rng)
    number = rng.choice(settings)
    lines[number] = lines[number].split(b"=")[0] + b"= " + _odd(rng)
    return b"\n".join(lines)


def _line(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    other = rng.choice(others).split(b"\n")
    at = rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        lines.insert(at, rng.choice(other))
    elif kind == 1:
        lines.insert(at, lines[rng.randrange(len(lines))])
    elif kind == 2:
        del lines[at]
    else:
        to = rng.randrange(len(lines))
        lines[at], lines[to] = lines[to], lines[at]
    return b"\n".join(lines)


def _join(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    other = rng.choice(others)
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _repeat(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    piece = _odd(rng) if rng.random() < 0.7 else data[at : at + rng.randrange(200)]
    return data[:at] + piece * rng.choice((2, 10, 300, 3_000)) + data[at:]


def _odd(rng: random.Random) -> bytes:
    return rng.choice((*NUMBERS, LONG) if rng.random() < 0.5 else WORDS).encode(
        "utf-8", "surrogatepass"
    )


_ACCIDENTS = (_flip, _cut, _insert, _value, _value, _value, _line, _line, _join, _repeat)
