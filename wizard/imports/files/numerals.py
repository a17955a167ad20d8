"""How a file of text writes its numbers: read here in Python, and in SQL that means the same.

Counts may be grouped by thousands signs. Amounts of money are not read so: a sign before three
digits may as well be their decimal sign.

Source: docs/specification.md §13.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

GROUPING: Final = (",", ".", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", "'’")
"""Signs that group digits; those of one kind stand for each other."""

_LARGE: Final = re.compile(r" *\d{4}", re.ASCII)
_THREE_DECIMALS: Final = re.compile(r" *\d+\D000 *", re.ASCII)


class Numerals(NamedTuple):
    """The signs in the numbers of a file."""

    decimal: str = "."
    thousands: str = ""
    """Of `GROUPING`; empty where nothing is known to group digits."""

    def read(self, value: object, *, is_count: bool) -> float | None:
        """A number as it stands in the file; None where the text is none."""
        text = str(value)
        if is_count and self.thousands and _grouped(self.thousands).fullmatch(text):
            text = re.sub(f"[{self.thousands}]", "", text)
        try:
            return float(text.replace(self.decimal, ".")) if text.isascii() else None
        except ValueError:
            return None

    def sql(self, name: str, *, is_count: bool) -> str:
        """SQL for the same of a column of text; NULL where the text is none."""
        text = name
        if is_count and self.thousands:
            signs = self.thousands.replace("'", "''")
            pattern = _grouped(self.thousands).pattern.replace("'", "''")
            text = (
                f"CASE WHEN REGEXP_FULL_MATCH({name}, '{pattern}')"
                f" THEN TRANSLATE({name}, '{signs}', '') ELSE {name} END"
            )
        if self.decimal != ".":
            text = f"REPLACE({text}, '{self.decimal}', '.')"
        return f"TRY_CAST({text} AS DOUBLE)"

    def grouped_in(self, counts: Iterable[object]) -> Numerals:
        """The same signs, with those that group digits in the counts of the file, if some do.

        What is the decimal sign elsewhere in the file has to show that it is none here: it groups
        digits wherever it stands, no number as large does without, and one at least has it twice or
        before other digits than 000, which counts written with three decimals end in.
        """
        texts = set(map(str, counts))
        for signs in GROUPING:
            is_grouped = _grouped(signs).fullmatch
            grouped = [text for text in texts if is_grouped(text)]
            if self.decimal in signs:
                others = [text for text in texts if not is_grouped(text)]
                if any(self.decimal in text or _LARGE.match(text) for text in others):
                    continue
                grouped = [text for text in grouped if not _THREE_DECIMALS.fullmatch(text)]
            if grouped:
                return self._replace(thousands=signs)
        return self


PLAIN: Final = Numerals()
"""Decimal dots, and nothing that groups digits."""


def _grouped(signs: str) -> re.Pattern[str]:
    """A whole number with its digits grouped in threes by signs; another sign and zeros may end it.

    It means the same to Python and to DuckDB.
    """
    decimal = "".join(one for one in ".," if one not in signs)
    return re.compile(f" *[1-9][0-9]{{0,2}}([{signs}][0-9]{{3}})+([{decimal}]0*)? *")
