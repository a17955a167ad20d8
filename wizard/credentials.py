"""Addresses of databases, and the passwords in them: what is shown of one, and how it is hidden.

A password on a command line stands in the list of processes, which everybody on the machine may
read. It is moved into the variable of the environment from which the database's own programs take
it, and the program begins again without it.

Source: docs/decisions/0090-credentials-and-rights.md; docs/threat-model.md.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

_VARIABLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("postgresql", "postgres"), "PGPASSWORD"),
    **dict.fromkeys(("clickhouse", "clickhouses", "clickhousedb"), "CLICKHOUSE_PASSWORD"),
    "sc": "SPARK_CONNECT_AUTHENTICATE_TOKEN",
}
"""Where programs of a database look for a password, by the scheme of its addresses."""

_ADDRESS: Final = re.compile(rf"(?:{'|'.join(_VARIABLES)}):/*|[A-Za-z][\w+.-]+://")
_USER: Final = re.compile(
    r"(?P<scheme>[\w+.-]+):(?P<slashes>/*)(?P<user>[^/?#@:]*):(?P<word>[^?#]*)@"
)
_PARAMETER: Final = re.compile(r"(?P<before>[?&])password=(?P<word>[^&#]*)(?P<after>&?)")
# Of Spark Connect: parameters stand behind semicolons.
_TOKEN: Final = re.compile(r"(?P<before>;)\s*token=(?P<word>[^;?#]*)(?P<after>)", re.IGNORECASE)

_SOURCE: Final = re.compile(r"(?P<quote>['\"])?(?P<text>(?(quote)(?:(?!(?P=quote)).)+|\S+))['\"]?")
"""One of several sources in a line, which may stand in quotes."""
MASK: Final = "***"
"""Shown in the place of a password."""


class Parted(NamedTuple):
    """An address without its password."""

    address: str
    variable: str
    """Of the environment, where the password belongs."""
    password: str


def is_address(source: str) -> bool:
    """Whether a source is the address of a database, well written or not, and no file."""
    return _ADDRESS.match(source) is not None


def scheme_of(address: str) -> str:
    """What stands before the colon."""
    return address.partition(":")[0].lower()


def parted(text: str) -> Parted | None:
    """An address and the password in it; None where there is none, or no database that is read."""
    variable = _VARIABLES.get(scheme_of(text)) if is_address(text) else None
    if variable is None:
        return None
    found = _USER.match(text)
    if found is not None:
        without = f"{found['scheme']}:{found['slashes']}{found['user']}@{text[found.end() :]}"
        inner = parted(without)
        return Parted(inner.address if inner else without, variable, unquote(found["word"]))
    found = (_TOKEN if scheme_of(text) == "sc" else _PARAMETER).search(text)
    if found is None:
        return None
    glue = found["before"] if found["after"] else ""
    without = f"{text[: found.start()]}{glue}{text[found.end() :]}"
    # Of several the last one counts, as it does where they are read.
    return parted(without) or Parted(without, variable, unquote(found["word"]))


def masked(sources: str) -> tuple[str, tuple[str, ...]]:
    """A line of sources with a sign in the place of each password, and these as they were typed."""
    parts, words, end = [], [], 0
    for start, stop in _places(sources):
        parts += [sources[end:start], MASK]
        words.append(sources[start:stop])
        end = stop
    return "".join([*parts, sources[end:]]), tuple(words)


def unmasked(sources: str, words: Sequence[str]) -> str:
    """A line of sources with passwords in the place of their signs, in the order of `masked`."""
    parts, left, end = [], iter(words), 0
    for start, stop in _places(sources):
        word = sources[start:stop]
        if MASK in word:
            word = word.replace(MASK, next(left, MASK), 1)
        parts += [sources[end:start], word]
        end = stop
    return "".join([*parts, sources[end:]])


def _places(sources: str) -> Iterator[tuple[int, int]]:
    """Where passwords stand in a line of sources, each from its first sign to behind its last."""
    for one in _SOURCE.finditer(sources):
        text = one["text"]
        if not is_address(text):
            continue
        user, begins = _USER.match(text), one.start("text")
        if user is not None and user["word"]:
            yield begins + user.start("word"), begins + user.end("word")
        behind = _TOKEN if scheme_of(text) == "sc" else _PARAMETER
        for found in behind.finditer(text, user.end() if user is not None else 0):
            if found["word"]:
                yield begins + found.start("word"), begins + found.end("word")


def without_passwords(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Arguments of a command without passwords, and these by the variable where they belong."""
    kept, words = [], {}
    for one in arguments:
        found = parted(one)
        kept.append(one if found is None else found.address)
        if found is not None:
            words[found.variable] = found.password
    return kept, words


def hide_passwords() -> None:
    """Begin the program again where a password stands on its command line, without it.

    Where a process cannot become another one, the arguments are changed alone.
    """
    if not any("://" in one or is_address(one) for one in sys.argv[1:]):
        return
    kept, words = without_passwords(sys.argv[1:])
    if not words:
        return
    os.environ.update(words)
    if os.name == "posix":
        started = sys.orig_argv[: len(sys.orig_argv) - len(kept)]
        os.execv(sys.executable, [*started, *kept])
    sys.argv[1:] = kept
