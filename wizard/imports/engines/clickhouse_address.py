"""The address of a ClickHouse, and who asks there.

Source: docs/specification.md §13.5; docs/decisions/0108-clickhouse-over-http.md.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from rules.answers.problem import Problem, briefly
from rules.words.wording import listed, visible
from wizard.problems import InputUnusable

SECURE: Final = "clickhouses"
_NATIVE: Final = {9000: 8123, 9440: 8443}
"""Ports of ClickHouse's own protocol, and those of HTTP that servers have beside them."""
_TLS_PORTS: Final = frozenset({443, 8443})
_YES: Final = frozenset({"1", "true", "yes", "on", ""})
_NO: Final = frozenset({"0", "false", "no", "off"})
_OPTIONS: Final = (
    *("user", "username", "password", "secure", "verify", "ca_cert", "max_execution_time"),
)
_MISWRITTEN: Final = (
    "this is no address of a ClickHouse; write clickhouse://user@host/database, or clickhouses://"
    " where the connection is encrypted; behind password= an & is written %26"
)


class Address(NamedTuple):
    """Where a ClickHouse is, and who asks; `repr` of it is shown nowhere."""

    host: str
    port: int
    is_secure: bool
    user: str
    password: str
    database: str | None
    """None is the one that the server gives the user."""
    is_verified: bool
    """Whether the server has to have a certificate that is trusted."""
    ca_cert: str | None
    """A file of certificates that are trusted besides the usual ones."""
    most_seconds: int | None
    """How long a query may take; None leaves it to the server and to the program."""


def address_of(text: str, environment: Mapping[str, str] = os.environ) -> Address:
    """What an address says; the rest as clickhouse-client takes it from the environment.

    That is CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, and the home folder in which its own file of
    connections is.

    Raises:
        InputUnusable: where it is none, in words that quote nothing of a password.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
        host, user, password = parts.hostname or "localhost", parts.username, parts.password
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        is_written = parts.netloc and not parts.fragment and parts.path.count("/") <= 1
    except ValueError:
        is_written = False
    if not is_written:
        raise InputUnusable([Problem(_MISWRITTEN, "ClickHouse")])
    unknown = [one for one in options if one not in _OPTIONS]
    if unknown:
        known = listed(list(_OPTIONS), "and")
        raise _wrong(f"has no option '{visible(briefly(unknown[0], 40))}'; there are {known}")
    if port in _NATIVE:
        raise _wrong(
            f"names port {port}, where a server speaks its own protocol; this program speaks HTTP,"
            f" most often at port {_NATIVE[port]}"
        )
    user = _first(
        unquote(user or ""),
        options.get("user"),
        options.get("username"),
        environment.get("CLICKHOUSE_USER"),
    )
    password = _first(
        unquote(password or ""),
        options.get("password"),
        environment.get("CLICKHOUSE_PASSWORD"),
    )
    is_secure = _is_on(options, "secure", parts.scheme.lower() == SECURE or port in _TLS_PORTS)
    if password is None:
        from wizard.imports.engines.clickhouse_connections import connection_of

        kept = connection_of(host, user, environment)
        if kept is not None:
            host, user, password = kept.host or host, user or kept.user, kept.password
            is_secure = is_secure or kept.is_secure
    return Address(
        host=host,
        port=port or (8443 if is_secure else 8123),
        is_secure=is_secure,
        user=user or "default",
        password=password or "",
        database=unquote(parts.path.strip("/")) or None,
        is_verified=_is_on(options, "verify", True),
        ca_cert=_file(options.get("ca_cert")),
        most_seconds=_seconds(options.get("max_execution_time")),
    )


def _first(*texts: str | None) -> str | None:
    return next((one for one in texts if one), None)


def _is_on(options: Mapping[str, str], name: str, otherwise: bool) -> bool:
    said = options.get(name)
    if said is None:
        return otherwise
    if said.lower() not in _YES | _NO:
        raise _wrong(f"says neither yes nor no with {name}; write {name}=true or {name}=false")
    return said.lower() in _YES


def _file(name: str | None) -> str | None:
    path = os.path.expanduser(name) if name else None  # noqa: PTH111 - bears a user nobody knows
    if path is not None and not os.path.isfile(path):  # noqa: PTH113 - bears what may not be read
        raise _wrong("names a file with ca_cert that is not there")
    return path


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise _wrong("needs a whole number of seconds for max_execution_time")
    return int(text)


def _wrong(what: str) -> InputUnusable:
    return InputUnusable([Problem(f"the address {what}", "ClickHouse")])
