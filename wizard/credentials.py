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
from urllib.parse import quote, unquote

_VARIABLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("postgresql", "postgres"), "PGPASSWORD"),
    **dict.fromkeys(("clickhouse", "clickhouses", "clickhousedb"), "CLICKHOUSE_PASSWORD"),
    "sc": "SPARK_CONNECT_AUTHENTICATE_TOKEN",
}
"""Where programs of a database look for a password, by the scheme of its addresses."""

_ADDRESS: Final = re.compile(rf"(?:{'|'.join(_VARIABLES)}):/*|[A-Za-z][\w+.-]+://")
_SCHEME: Final = re.compile(r"[\w+.-]+:/*")
_SERVER: Final = r"(?:\[[^\]/?#@]*\]|[^][/?#@:,]*)(?::\d*)?"
_OPTION: Final = r"[A-Za-z]\w{3,}=[^&]*"
_SERVERS: Final = rf"{_SERVER}(?:,{_SERVER})*"
_BEHIND_USER: Final = re.compile(
    rf"{_SERVERS}(?:/;.*|/[^/?#@]*)?(?:\?{_OPTION}(?:&{_OPTION})*)?\Z", re.DOTALL
)
"""Servers with their ports, a database or what Spark has in its place, and parameters."""
_MAY_HOLD_AT: Final = (
    r"(?:user\w*|password|token|email|options|application_name|service"
    r"|passfile|ssl\w*|log_comment|quota_key)"
)
_SURE_OPTION: Final = rf"(?:{_MAY_HOLD_AT}=[^&]*|[A-Za-z]\w{{3,}}=[^&@]*)"
_SURE_PART: Final = rf"(?:\s*{_MAY_HOLD_AT}=[^;]*|[^;@]*)"
_WITHOUT_USER: Final = re.compile(
    rf"{_SERVERS}(?:/;{_SURE_PART}(?:;{_SURE_PART})*|/[^/?#@]*)?"
    rf"(?:\?{_SURE_OPTION}(?:&{_SURE_OPTION})*)?\Z",
    re.DOTALL | re.IGNORECASE,
)
"""The same where no `@` could be the one behind a password: in `u:1?word=x@h` the word may be
`1?word=x`, which is how PostgreSQL's own library reads it."""
_PARAMETER: Final = re.compile(r"(?P<before>[?&])password=(?P<word>[^&]*)(?P<after>&?)")
# Of Spark Connect: parameters stand behind semicolons.
_TOKEN: Final = re.compile(r"(?P<before>;)\s*token=(?P<word>[^;?#]*)(?P<after>)", re.IGNORECASE)

_SOURCE: Final = re.compile(r"(?P<quote>['\"])?(?P<text>(?(quote)(?:(?!(?P=quote)).)+|\S+))['\"]?")
"""One of several sources in a line, which may stand in quotes."""
_SECRET: Final = re.compile(
    r"[?&;]\s*\w*(?:pass|pwd|token|secret|key|credential)\w*=(?P<word>[^&;?#]*)", re.IGNORECASE
)
"""A parameter that could be one, whether or not a database reads it."""
MASK: Final = "***"
"""Shown in the place of a password."""


class Parted(NamedTuple):
    """An address without its password."""

    address: str
    variable: str
    """Of the environment, where the password belongs."""
    password: str


class _User(NamedTuple):
    """Where user and password stand in an address."""

    begins: int
    colon: int
    """Before the password."""
    at: int
    """Before the server."""


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
    user = _user_of(text)
    if user is not None:
        without = text[: user.colon] + text[user.at :]
        inner = parted(without)
        word = text[user.colon + 1 : user.at]
        return Parted(inner.address if inner else without, variable, _meant(word))
    found = _behind(text).search(text)
    if found is None:
        return None
    glue = found["before"] if found["after"] else ""
    without = f"{text[: found.start()]}{glue}{text[found.end() :]}"
    # Of several the last one counts, as it does where they are read.
    return parted(without) or Parted(without, variable, _meant(found["word"]))


def well_written(address: str) -> str:
    """An address in which signs of a user and a password that mean something there are quoted.

    The `@` before a server is the first one behind which servers, a database and parameters stand
    as they should. What a password still has to quote is an `&` behind `password=`, and a `%` that
    two hexadecimal digits follow.
    """
    if scheme_of(address) == "sc":
        return address
    user, end, parts = _user_of(address), 0, []
    if user is not None:
        name, word = address[user.begins : user.colon], address[user.colon + 1 : user.at]
        parts = [address[: user.begins], _quoted(name), ":", _quoted(word)]
        end = user.at
    for found in _PARAMETER.finditer(address, end):
        parts += [address[end : found.start("word")], _quoted(found["word"])]
        end = found.end("word")
    return "".join([*parts, address[end:]])


def _quoted(word: str) -> str:
    return quote(_meant(word), safe="")


def _meant(word: str) -> str:
    """What a word of an address says; where its percent signs are no numbers, itself."""
    try:
        return unquote(word, errors="strict")
    except UnicodeDecodeError:
        return word


def _user_of(address: str) -> _User | None:
    """Where user and password stand; None where no password stands before a server."""
    scheme = _SCHEME.match(address)
    if scheme is None or _WITHOUT_USER.match(address, scheme.end()):
        return None
    begins = scheme.end()
    signs = [one.start() for one in re.finditer("@", address) if one.start() >= begins]
    fitting = (
        one
        for pattern in (_WITHOUT_USER, _BEHIND_USER)
        for one in signs
        if pattern.match(address, one + 1)
    )
    at = next(fitting, signs[-1] if signs else begins)
    colon = address.find(":", begins, at)
    if colon < 0 or re.search("[/?#]", address[begins:colon]):
        return None
    return _User(begins, colon, at)


def _behind(address: str) -> re.Pattern[str]:
    """How a password stands behind a server."""
    return _TOKEN if scheme_of(address) == "sc" else _PARAMETER


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
        user, begins = _user_of(text), one.start("text")
        if user is not None and user.colon + 1 < user.at:
            yield begins + user.colon + 1, begins + user.at
        behind = user.at if user is not None else 0
        spans = {
            found.span("word")
            for pattern in (_behind(text), _SECRET)
            for found in pattern.finditer(text, behind)
            if found["word"]
        }
        end = 0
        for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
            # One may hold what another pattern takes for the beginning of a parameter.
            if start >= end:
                yield begins + start, begins + stop
                end = stop


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
