"""The file in which clickhouse-client keeps its connections, asked for the one to a host.

Source: docs/specification.md §13.5.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from rules.answers.problem import Problem
from wizard.problems import InputUnusable

_NAMES: Final = ("config.xml", "config.yaml", "config.yml")
_MOST_BYTES: Final = 1_000_000


class Connection(NamedTuple):
    """A connection that somebody has kept."""

    host: str
    """Empty where it is the one that was asked for."""
    user: str | None
    password: str | None
    is_secure: bool


def connection_of(host: str, user: str | None, environment: Mapping[str, str]) -> Connection | None:
    """The connection that is kept to a host, or under that name, and for a user; None without one.

    Raises:
        InputUnusable: where there is a file that cannot be read.
    """
    home = environment.get("HOME") or environment.get("USERPROFILE")
    for name in _NAMES if home else ():
        path = Path(home or "") / ".clickhouse-client" / name
        # What may not be looked at is as good as not there: others keep no connections in a file.
        if os.path.isfile(path):  # noqa: PTH113
            return next(_fitting(_told(path), host, user), None)
    return None


def _fitting(told: Mapping[str, Any], host: str, user: str | None) -> Iterator[Connection]:
    kept = told.get("connections_credentials")
    those = kept.get("connection") if isinstance(kept, dict) else None
    # What stands beside the list is the connection to its own host.
    own = {"hostname": _text(told, "host") or "localhost", **told}
    for one in [*(those if isinstance(those, list) else [those]), own]:
        if not isinstance(one, dict):
            continue
        by_name = one is not own and _text(one, "name") == host
        if not by_name and _text(one, "hostname") != host:
            continue
        if user is not None and (_text(one, "user") or "default") != user:
            continue
        yield Connection(
            host=(_text(one, "hostname") or "") if by_name else "",
            user=_text(one, "user"),
            password=_text(one, "password"),
            is_secure=(_text(one, "secure") or "").lower() in ("1", "true", "yes"),
        )


def _text(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    return None if value is None or isinstance(value, dict | list) else str(value).strip()


def _told(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError
        text = path.read_text("utf-8")
        told = _of_xml(text) if path.suffix == ".xml" else _of_yaml(text)
    # Its reasons quote what stands there.
    except (OSError, ValueError, SyntaxError):
        message = (
            "the connections of clickhouse-client cannot be read; mend the file, or give the"
            " password in CLICKHOUSE_PASSWORD"
        )
        raise InputUnusable([Problem(message, file=str(path))]) from None
    return told if isinstance(told, dict) else {}


def _of_xml(text: str) -> Any:
    from xml.etree.ElementTree import Element, fromstring

    def value(one: Element) -> Any:
        if not len(one):
            return one.text or ""
        held: dict[str, list[Any]] = {}
        for child in one:
            held.setdefault(child.tag, []).append(value(child))
        return {name: those if len(those) > 1 else those[0] for name, those in held.items()}

    return value(fromstring(text))


def _of_yaml(text: str) -> Any:
    import yaml

    try:
        # Without resolving, so that a password of digits alone stays what it is.
        return yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        raise ValueError from None
