"""Columns of numbers in whose beginning no number stands: what is in them counts as not known.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Format, Kind


def unread(format: Format, file: SourceFile) -> tuple[str, ...]:
    """What has to be said of such columns of a file."""
    names = [
        name
        for column in format.columns
        if column.kind is Kind.NUMBER
        for name in column.found_in(file.names)
        if _has_text_alone(file, name)
    ]
    return tuple(
        f"No number that can be read stands in the first rows of '{name}' of {file.path.name}: what"
        " it says there counts as not known. Write numbers without a currency or another unit."
        for name in names
    )


def _has_text_alone(file: SourceFile, name: str) -> bool:
    values = list(file.values(name))
    return bool(values) and not any(
        _is_number(value, has_decimal_comma=file.has_decimal_comma) for value in values
    )


def _is_number(value: object, *, has_decimal_comma: bool) -> bool:
    text = str(value)
    try:
        float(text.replace(",", ".") if has_decimal_comma else text)
    except ValueError:
        return False
    return True
