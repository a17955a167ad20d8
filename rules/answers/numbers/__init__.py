"""Numbers as people write them: text to number and back, never changing one silently.

The dot is the decimal sign and a comma groups exactly three digits, unless somebody has said that
they write the comma. Whatever could be read in two ways is refused with both readings named, and
what does not stand in the text as it is, is said. Both directions are exact: what `spell` writes,
`parse` reads back as the same float.

Source: docs/specification.md §1.1.
"""

from rules.answers.numbers import rates
from rules.answers.numbers.decimal_comma import in_hand
from rules.answers.numbers.marks import without_marks
from rules.answers.numbers.reading import MAX_LENGTH, MAX_WHOLE, parse, parse_whole, read_typed
from rules.answers.numbers.spelling import spell, spell_range
from rules.answers.numbers.units import (
    EXAMPLES,
    TWO_READINGS,
    Figures,
    NotANumber,
    Per,
    Takes,
    TwoReadings,
    Unit,
)

__all__ = [
    "EXAMPLES",
    "MAX_LENGTH",
    "MAX_WHOLE",
    "TWO_READINGS",
    "Figures",
    "NotANumber",
    "Per",
    "Takes",
    "TwoReadings",
    "Unit",
    "in_hand",
    "parse",
    "parse_whole",
    "rates",
    "read_typed",
    "spell",
    "spell_range",
    "without_marks",
]
