"""What Spark says when it does not do what was asked, in words that quote nothing.

Its own words may hold an address, a statement, or a cell of a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.answers.problem import Problem
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from pyspark.errors import PySparkException

MISWRITTEN: Final = (
    "this is no address of a Spark Connect server; write sc://host:15002, and parameters behind a"
    " slash: sc://host:443/;use_ssl=true"
)
_WHERE: Final = "Spark"
_BROKE_OFF: Final = "the connection to Spark broke off; nothing was read, try again"
_NO_RIGHT: Final = (
    "this user may not read the table, or a file of it; ask for the right to SELECT the columns of"
    " which calls are made"
)
_NOT_LET_IN: Final = (
    "the server does not accept the token, or wants one; give it in"
    " SPARK_CONNECT_AUTHENTICATE_TOKEN"
)
_TOO_LONG: Final = (
    "the query took longer than it may, or somebody there ended it; name fewer days with --since"
    " and --until"
)
_CHANGED: Final = "the table changed while it was looked at; try again"
_NO_ROOM: Final = "Spark lacks room for the query; name fewer days with --since and --until"

_BY_CONDITION: Final = (
    ("OPERATION_CANCELED", _TOO_LONG),
    ("INVALID_HANDLE", _BROKE_OFF),
    ("INSUFFICIENT_PERMISSIONS", _NO_RIGHT),
    ("PERMISSION_DENIED", _NO_RIGHT),
    ("FAILED_READ_FILE", "a file of the table cannot be read by Spark; look at the table there"),
    ("CONFIG_NOT_AVAILABLE", "the server does not let a session choose how SQL is read"),
    ("CANNOT_MODIFY_CONFIG", "the server does not let a session choose how SQL is read"),
)
_BY_STATE: Final = {
    "42501": _NO_RIGHT,
    "42P01": _CHANGED,
    "42703": _CHANGED,
    "53200": _NO_ROOM,
    "57014": _TOO_LONG,
}
# Of what failed without a word of Spark's own: the names of gRPC's codes.
_BY_CODE: Final = {
    "UNAUTHENTICATED": _NOT_LET_IN,
    "PERMISSION_DENIED": _NOT_LET_IN,
    "DEADLINE_EXCEEDED": _TOO_LONG,
    "CANCELLED": _BROKE_OFF,
    "RESOURCE_EXHAUSTED": _NO_ROOM,
    "UNIMPLEMENTED": "what answers there is no Spark Connect server; look at host and port",
}
# What nobody answered to has no code of its own either.
_BY_WORDS: Final = (
    ("resolving", "there is no such server; look at the host in the address"),
    ("DNS resolution failed", "there is no such server; look at the host in the address"),
    ("Connection refused", "nothing answers there; look at host and port, or start the server"),
    (
        "handshake",
        "the server and this program do not agree on encryption: with a token, or with"
        " use_ssl=true, it has to speak TLS unless it is on localhost",
    ),
    ("imeout", "the server does not answer; look at host and port, or at what lies between"),
    ("imed out", "the server does not answer; look at host and port, or at what lies between"),
    ("AccessControl", _NO_RIGHT),
    ("Permission denied", _NO_RIGHT),
    ("OutOfMemory", _NO_ROOM),
    ("No space left", _NO_ROOM),
)
_NOTHING_SUCH: Final = (
    *("SCHEMA_NOT_FOUND", "CATALOG", "NO_SUCH"),
    # Names that there cannot be: of too many parts, and with quotes in them.
    *("_LEGACY_ERROR_TEMP_1126", "INVALID_ATTRIBUTE_NAME_SYNTAX"),
)


class NoSuchThing(InputUnusable):
    """The server knows no catalogue or schema of that name."""


def took_too_long() -> InputUnusable:
    """What is said where the time is over."""
    return InputUnusable([Problem(_TOO_LONG, _WHERE)])


def refused(failure: PySparkException, had_answered: bool = False) -> InputUnusable:
    """What is said of a failure, of a server that had answered before or not."""
    condition = failure.getCondition() or ""
    if had_answered and not condition and _code(failure) == "UNAVAILABLE":
        return InputUnusable([Problem(_BROKE_OFF, _WHERE)])
    kind = NoSuchThing if condition.startswith(_NOTHING_SUCH) else InputUnusable
    return kind([Problem(_words(failure, condition), _WHERE)])


def _words(failure: PySparkException, condition: str) -> str:
    said = str(failure)
    known = (
        next((words for sign, words in _BY_CONDITION if condition.startswith(sign)), None)
        or _BY_STATE.get(failure.getSqlState() or "")
        or next((words for sign, words in _BY_WORDS if sign in said), None)
    )
    if known is not None:
        return known
    code = _code(failure)
    if code and not condition:
        return _BY_CODE.get(code, _BROKE_OFF)
    return (
        f"Spark refuses the query (its word for it is {condition or 'none'}); look at the table"
        " there, or try a newer server"
    )


def _code(failure: PySparkException) -> str:
    """The name of gRPC's code; empty where the failure is not of the connection."""
    code = getattr(failure, "getGrpcStatusCode", lambda: None)()
    return "" if code is None else str(code.name)
