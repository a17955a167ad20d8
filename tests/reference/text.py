"""A session as TOML."""

from __future__ import annotations

from datetime import date
from typing import Any

from .building import Session


def _value(value: Any) -> str:
    """One TOML value; tables inline."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return "{ " + inside + " }"
    return repr(value)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else _value(key)


def to_toml(session: Session) -> str:
    """A session as TOML 1.0 that tomllib reads back unchanged."""
    lines: list[str] = []

    def is_table(value: Any) -> bool:
        return isinstance(value, dict) and "likely" not in value

    def is_tables(value: Any) -> bool:
        return isinstance(value, list) and bool(value) and isinstance(value[0], dict)

    def write(here: Session, path: str) -> None:
        for key, value in here.items():
            if not is_table(value) and not is_tables(value):
                lines.append(f"{_key(key)} = {_value(value)}")
        for key, value in here.items():
            name = f"{path}.{_key(key)}" if path else _key(key)
            if is_table(value):
                lines.append(f"\n[{name}]")
                write(value, name)
            elif is_tables(value):
                for entry in value:
                    lines.append(f"\n[[{name}]]")
                    write(entry, name)

    write(session, "")
    return "\n".join(lines) + "\n"
