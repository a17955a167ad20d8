"""A column of JSON that several expressions look into, parsed once a row instead of for each.

It is how DuckDB is quickest; a format says what it wants of the column, one path at a time.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, Final

from wizard.imports.usage.format import Format, Row, quoted

_LOOKS_INTO: Final = re.compile(r"""TRY\("(\w+)" ->> '(\$[^'*]*)'\)""")
"""What `json_text` writes."""


def parsed_once(format: Format, by: str, *, trusts: bool = False) -> Format:
    """The format with expressions that share one parse of each column of JSON.

    One that unfolds its records is left as it is. To trust every text to be JSON is quicker; one
    that is none ends the query then, where it otherwise holds nothing.
    """
    if format.records:
        return format
    paths: dict[str, list[str]] = {}

    def part(found: re.Match[str]) -> str:
        column, path = found.groups()
        known = paths.setdefault(column, [])
        if path not in known:
            known.append(path)
        return f"{quoted(_parts(column))}[{known.index(path) + 1}]"

    changed: dict[str, Any] = {}
    for one in fields(Row):
        value = getattr(format.row, one.name)
        # How many calls a row is of is looked up in few rows, if in any.
        if isinstance(value, str) and one.name != "calls":
            changed[one.name] = _LOOKS_INTO.sub(part, value)
    endpoint = _LOOKS_INTO.sub(part, format.endpoints[by])
    if not paths:
        return format
    parse = "JSON_EXTRACT_STRING({0}, {1})" if trusts else "TRY(JSON_EXTRACT_STRING({0}, {1}))"
    columns = ", ".join(
        f"{parse.format(quoted(column), _listed(wanted))} AS {quoted(_parts(column))}"
        for column, wanted in paths.items()
    )
    return replace(
        format,
        row=replace(format.row, **changed),
        endpoints={**format.endpoints, by: endpoint},
        records=f"SELECT *, {columns} FROM source",
    )


def _listed(paths: list[str]) -> str:
    return "[" + ", ".join(f"'{path}'" for path in paths) + "]"


def _parts(column: str) -> str:
    return f"parts of {column}"
