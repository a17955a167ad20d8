"""A text that is no TOML, in words: what is wrong with it, and what to do about it."""

from __future__ import annotations

import ast
import re
import tomllib

from wizard.toml.spelling import spell_key

_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

_REMEDIES = (
    ("Cannot overwrite", "The key is written twice, or as a value and as a table. Keep one."),
    (
        "Cannot declare",
        "The table is there already, maybe in braces or dotted keys. Join the parts.",
    ),
    ("Cannot mutate", "The table is closed already: put the key inside its braces."),
    ("Unclosed array", "A closing ] is missing."),
    ("Unclosed inline table", "A closing } is missing, or a comma is left over before it."),
    ("Unterminated string", 'A closing quote, or """, is missing.'),
    ("Expected \"'''\"", "The closing ''' is missing."),
    ('Expected \'"""\'', 'The closing """ is missing.'),
    ("Unescaped '\\'", "Write a backslash as \\\\, or put the text in single quotes."),
    ("Illegal character", "Close the quotes before the end of the line; leave out control codes."),
    (
        "Expected '='",
        "Each line is `key = value`; text and keys with spaces need quotes, comments start with #.",
    ),
    ("Invalid initial character for a key part", "Put keys with spaces or signs in quotes."),
    ("Invalid date", "Dates are written 2025-03-31 and must exist in the calendar."),
)


def explained(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, int | None, str]:
    """What tomllib found in its words, on which line if on one, and what to do about it in ours."""
    message = str(error)
    where = _WHERE.search(message)
    line: int | None = None
    if where is not None:
        message = message[: where.start()]
        line = int(where[1]) if where[1] else text.rstrip().count("\n") + 1
    remedy = next((r for start, r in _REMEDIES if message.startswith(start)), None)
    declared = re.fullmatch(r"Cannot declare (\(.*\)) twice", message)
    if declared is not None:
        message = f"[{_as_header(declared[1])}] is declared twice"
    if remedy is None:
        remedy = _remedy_for_line(text.split("\n")[line - 1] if line else "")
    return f"{message}.", line, remedy


def _as_header(parts: str) -> str:
    """A key as it is written, from the tuple of its parts that tomllib shows."""
    return ".".join(map(spell_key, ast.literal_eval(parts)))


def _remedy_for_line(line: str) -> str:
    _, equals, value = line.partition("=")
    value = value.strip()
    if equals and re.match(r"[+-]?[$€£]?\d[\d_.,]*\s*(?:%|[kKmMbB]\b)?|[$€£]", value) is not None:
        return "Numbers in the file are plain: 6_000_000 rather than 6M or 6,000,000; 0.02 for 2%."
    if equals and re.match(r"[A-Za-z]", value):
        return "Put text in quotes; only numbers, dates, true and false go without."
    return "Correct the line: each is `key = value`, `[table]` or a comment after #."
