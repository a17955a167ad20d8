"""A text that is no TOML, in words: what is wrong with it, and what to do about it."""

from __future__ import annotations

import ast
import re
import tomllib

from wizard.toml.spelling import spell_keys

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

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
    ('Expected "\'"', "The closing ' is missing."),
    ("Expected ']'", "A closing ] is missing."),
    ("Invalid hex value", "Write a backslash as \\\\, or put the text in single quotes."),
    ("Unescaped '\\'", "Write a backslash as \\\\, or put the text in single quotes."),
    ("Illegal character", "Close the quotes before the end of the line; leave out control codes."),
    (
        "Expected '='",
        "Each line is `key = value`; text and keys with spaces need quotes, comments start with #.",
    ),
    ("Invalid initial character for a key part", "Put keys with spaces or signs in quotes."),
    ("Invalid date", "Dates are written 2025-03-31 and must exist in the calendar."),
)


_ANY = "Correct the line: each is `key = value`, `[table]` or a comment after #."
_NUMBERS = "Numbers in the file are plain: 6_000_000 rather than 6M or 6,000,000; 0.02 for 2%."
_IN_BRACES = r"[=\[,]\s*[+-]?(?:[$€£]\s*\d|\d[\d_.]*\s*(?:%|[kKmMbB]\b)|\d{1,3}(?:,\d{3})+(?!\d))"
_VALUES = (
    (
        r"\d{1,4}([-/. ])\d{1,2}\1\d{1,4}\b|\d{4}[-/]\d{1,2}\s*(?:#|$)"
        r"|\d{1,2}\.?\s*(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
        'Dates are written 2025-03-31, and months "2025-03", in quotes.',
    ),
    (
        r"[+-]?(?:\.\d|\d+\.(?!\d))",
        "A dot has digits on both sides: 0.5 rather than .5.",
    ),
    (r"[+-]?[$€£]?\d[\d_.,]*\s*(?:%|[kKmMbB]\b)?|[$€£]", _NUMBERS),
    (r"[“”„«»‘’]", 'Quotes are straight: "text" rather than “text”.'),
    (r"[A-Za-z]", "Put text in quotes; only numbers, dates, true and false go without."),
    (r"(?:[#,}\]]|$)", "Write a value behind the =, or take the line out."),
    (r"", _ANY),
)
"""What a line has for a value, and what to do about it."""


def explained(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, int | None, str]:
    """What tomllib found in its words, on which line if on one, and what to do about it in ours."""
    message = str(error)
    where = _WHERE.search(message)
    line = column = None
    if where is not None:
        message = message[: where.start()]
        line = int(where[1]) if where[1] else text.rstrip().count("\n") + 1
        column = int(where[2]) if where[2] else None
    at = text.split("\n")[line - 1] if line else ""
    remedy = next((r for start, r in _REMEDIES if message.startswith(start)), None)
    if message.startswith(("Unclosed", "Expected '='")) and re.search(_IN_BRACES, at):
        # It is read as if it ended within the number.
        remedy = _NUMBERS
    declared = re.fullmatch(r"Cannot declare (\(.*\)) twice", message)
    if declared is not None:
        # tomllib shows the tuple of its parts.
        message = f"[{spell_keys(ast.literal_eval(declared[1]))}] is declared twice"
    if remedy is None:
        remedy = _remedy_for_line(at, column if message == "Invalid value" else None)
    return f"{message}.", line, remedy


def _remedy_for_line(line: str, column: int | None) -> str:
    """What to do about a line, whose value is at a column where there are several in braces."""
    key, equals, value = line.partition("=")
    if not (key.strip() and equals):
        return _ANY
    if column is not None:
        value = line[column - 1 :]
    return next(remedy for pattern, remedy in _VALUES if re.match(pattern, value.strip()))
