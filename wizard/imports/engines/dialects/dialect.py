"""What a kind of SQL writes otherwise than sqlglot would, as patterns to be filled in.

`{0}`, `{1}` are SQL, already in that dialect. What is not listed here sqlglot gets right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Dialect(NamedTuple):
    """One kind of SQL."""

    name: str
    """As sqlglot has it."""
    title: str
    """As people call it."""
    micros: str
    """Microseconds since 1970, whole, of a time."""
    month: str
    """The first day of the month of the time {0}, on the clock of the zone {1}."""
    moment: str
    """The time that a text such as '2026-06-01 00:00:00+00:00' writes; {0} is the text."""
    since_1970: str
    """The time that is {0} seconds, with a fraction, after the beginning of 1970."""
    number: str
    """The number that a value of any type is or writes; NULL where there is none, no failure."""
    instant: str
    """The time that a value of any type is or writes, likewise."""
    json: str
    """A column of JSON as what `json_text` looks into; of text that holds it too, where there is no
    `json_of_text`."""
    json_text: str
    """The text in {0} at the path {1}; NULL where there is none, or no JSON."""
    path: Callable[[Sequence[str]], str]
    """A path as `json_text` takes it."""
    matches: str
    """Whether the text {0} matches the pattern {1}."""
    zone: str
    """The statement by which a session reads times that name no zone in {0}."""
    time: str = ""
    """A value of a type of times as a time; empty where a cast keeps all of it."""
    length: str = ""
    """How many signs the text {0} has; empty where LENGTH counts signs."""
    cut: str = ""
    """So many signs {2} of the text {0} from place {1} on; empty where SUBSTRING counts signs."""
    json_of_text: str = ""
    """A text that may be no JSON, as what `json_text` looks into; NULL where it is none."""
    texts: str = ""
    """The list of texts in {0}, a JSON list; empty where the dialect has no way for it yet."""
    joined: str = ""
    """The texts of the list {0} as one, with {1} between them."""
    distinct: str = ""
    """The list {0}, each of its texts once."""
    contains: str = ""
    """Whether the list {0} has {1}."""
    each: str = ""
    """A row for each of the texts in the list {0}."""
    places: str = ""
    """A row for each whole number from 0 on, as many as {0}: as the list {1} is long."""
    hash: str = ""
    """One value of the values {0}; empty where they are written one behind the other as text."""
    unfolds_steps: bool = False
    """Whether an expression of one step is written out wherever a later step uses it, and so worked
    out many times over; `OFFSET 0` keeps steps apart."""
    ends_with: str = ""
    """What stands behind the query."""
    is_tested: bool = False
    """Whether the query has been run there, and not only parsed."""


def literal(text: str) -> str:
    """A text as an SQL literal, where a backslash is a sign like any other."""
    return "'" + text.replace("'", "''") + "'"


def escaped(text: str) -> str:
    """A text as an SQL literal, where a backslash gives the next sign another meaning."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def backquoted(name: str) -> str:
    """A name as ClickHouse has it, whatever it is made of."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def json_path(steps: Sequence[str], quote: Callable[[str], str] = literal) -> str:
    """A path as SQL/JSON writes it: `$."a"."b"`."""
    return quote("$" + "".join(f'."{step}"' for step in steps))


def bracket_path(steps: Sequence[str], quote: Callable[[str], str] = escaped) -> str:
    """A path in brackets: `$['a']['b']`."""
    return quote("$" + "".join(f"['{step}']" for step in steps))
