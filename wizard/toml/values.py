"""How a whole value is written: spelled here, but for inline tables, which are built."""

from __future__ import annotations

import re
from typing import Any

from wizard.toml.spelling import spell_lines, spell_scalar

_FIRST_INDENT = re.compile(r"\[[^\n]*\r?\n([ \t]*)(?=[^ \t\r\n\]])")


def spell(value: Any) -> str:
    """A plain value on one line; dicts become inline tables."""
    if isinstance(value, dict):
        # Reading a session, and changing its numbers and texts, does without.
        from wizard.toml.building import item_of

        return item_of(value).as_string()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(spell, value))}]"
    return spell_scalar(value)


def spell_like(old: str, value: Any, newline: str) -> str:
    """A plain value over several lines where the one it replaces, spelled `old`, was."""
    if isinstance(value, str) and "\n" in value and old.startswith(('"""', "'''")):
        return spell_lines(value, newline)
    if isinstance(value, list) and value and old.startswith("[") and "\n" in old:
        indent = _FIRST_INDENT.match(old)
        lines = "".join(f"{indent[1] if indent else '  '}{spell(item)},{newline}" for item in value)
        closing = old[old.rindex("\n") + 1 : -1]
        closing = closing if closing.isspace() else ""
        return f"[{newline}{lines}{closing}]"
    return spell(value)
