"""From older session formats to the present one, step by step.

Each migration has a name and lifts a session by one `schema`. It says which keys to write, and the
file is edited in place, so that comments survive a migration too. To change the format: raise
`SCHEMA`, append a Migration, and store an old file with its expected outcome in
tests/wizard/sessions/.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from rules.answers.problem import briefly
from rules.answers.validation import Path

SCHEMA = 1
"""The format this program writes."""


class Migration(NamedTuple):
    """One step from a schema to the next."""

    name: str
    from_schema: int
    changes: Callable[[Mapping[str, Any]], dict[Path, Any]]
    """From the contents of a session to the values to write, besides `schema` itself."""


MIGRATIONS: tuple[Migration, ...] = ()
"""In order; the n-th lifts a session from schema n to n + 1."""


class UnknownSchema(Exception):
    """A session whose `schema` this program cannot read; its words say what to do."""


def schema_of(raw: Mapping[str, Any], newest: int = SCHEMA) -> int:
    """The format a session says it is written in.

    Raises:
        UnknownSchema: where it says none, nothing sensible, or a newer one.
    """
    schema = raw.get("schema")
    if schema is None:
        raise UnknownSchema("is missing; write `schema = 1` as the first line of a session")
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        known = "the whole number 1" if newest == 1 else f"a whole number from 1 to {newest}"
        raise UnknownSchema(f"must be {known}, not {briefly(str(schema), 40)!r}")
    if schema > newest:
        raise UnknownSchema(
            f"is {schema}, newer than this program reads ({newest}); upgrade distill-payback"
        )
    return schema


def pending(
    raw: Mapping[str, Any], migrations: Sequence[Migration] = MIGRATIONS
) -> Sequence[Migration]:
    """The migrations that a session still needs, in order.

    Raises:
        UnknownSchema: as `schema_of`.
    """
    return migrations[schema_of(raw, newest=len(migrations) + 1) - 1 :]
