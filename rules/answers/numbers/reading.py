"""A typed text as a number, or as a likely one with its range."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from rules.answers.numbers import rates
from rules.answers.numbers.amounts import Amount, read
from rules.answers.numbers.decimal_comma import in_hand
from rules.answers.numbers.marks import without_about, without_marks
from rules.answers.numbers.ranges import around, is_around, is_range, parts, values
from rules.answers.numbers.spelling import short_digits, spell, spell_ends
from rules.answers.numbers.units import Figures, NotANumber, Takes, Unit

_WITH_RANGE = r"(?P<likely>[^()]*)\((?P<range>[^()]*)\)(?P<behind>[^()]*)"
_ABBREVIATED = r"(?i)(?<![a-z])(mio|mrd|tsd)\.(?!\.)"
_SENTENCE = r"([^.]*[0-9]|.*(?:[^\W\d_]|[%)$\u20ac\u00a3\u00a5\u20b9]))\."
"""What a full stop ends. Behind digits that have a point already it could be one more of these."""
_ROUGH = "taken as it stands; a range says how far it may lie off"
MAX_LENGTH = 120
MAX_WHOLE = 2**63 - 1
_A_COUNT = Takes(Unit.COUNT)


def parse(text: str, unit: Unit, currency: str = "") -> Figures:
    """Read a number or a range, where nothing but its unit is known of it.

    Args:
        text: as typed or pasted, for instance `6M`, `$4.20`, `12%`, `4.5M..8M`, `6M (4.5M..8M)`.
            A range without a likely value has its middle as the likely one.
        unit: what the field measures; percentages come back as fractions.
        currency: the code of the case's currency; a sign of another one is refused.

    Raises:
        NotANumber: with the readings possible, or an example.
    """
    return read_typed(text, Takes(unit, currency))


def read_typed(text: str, takes: Takes) -> Figures:
    """Read a number or a range as a field takes it.

    Raises:
        NotANumber: with the readings possible, or an example.
    """
    stated = _cleaned(text, takes)
    cleaned = without_about(stated)
    enclosed = re.fullmatch(_WITH_RANGE, cleaned)
    if enclosed:
        return _with_likely(enclosed, takes)
    if is_around(cleaned):
        (likely, low, high), how = around(cleaned, takes)
        return _checked(likely, low, high, how, takes)
    if is_range(cleaned):
        ends = [read(end, takes) for end in parts(cleaned, takes)]
        (low, high), how = values(ends, takes)
        middle = (low + high) / 2
        if any(end.per is not None and rates.how(end.per, takes) for end in ends):
            middle = rates.rounded(middle, takes.unit)
        return _checked(middle, low, high, how, takes)
    amount = read(cleaned, takes)
    value = _finite(amount.value(takes), takes)
    hows = (_how(amount, takes), "" if cleaned == stated else _ROUGH)
    return Figures(value, how="; ".join(filter(None, hows)))


def parse_whole(text: str, takes: Takes = _A_COUNT) -> int:
    """Read a whole number as a field takes it, exactly however many digits it has.

    Raises:
        NotANumber: where it is none, or does not fit the 64 bits of a TOML integer.
    """
    cleaned = without_about(_cleaned(text, takes))
    if is_around(cleaned) or is_range(cleaned):
        (around if is_around(cleaned) else parts)(cleaned, takes)
        raise NotANumber("One whole number, not a range", "one number")
    value = read(cleaned, takes).value(takes)
    if abs(value) > MAX_WHOLE:
        most = in_hand(f"{MAX_WHOLE:,}", decimal_comma=takes.decimal_comma)
        raise NotANumber(f"Too large for a whole number; at most {most}", "too large")
    if value != value.to_integral_value():
        raise NotANumber("A whole number, without a fraction", "not whole")
    return int(value)


def _cleaned(text: str, takes: Takes) -> str:
    """One line without marks that do not show; refuses what is too long."""
    cleaned = re.sub(_ABBREVIATED, r"\1", without_marks(text))
    if (sentence := re.fullmatch(_SENTENCE, cleaned)) is not None:
        cleaned = sentence[1]
    if not cleaned:
        raise NotANumber(f"Nothing typed. Example: {takes.example}")
    if len(cleaned) > MAX_LENGTH:
        raise NotANumber(f"Too long for a number. Example: {takes.example}", "too long")
    if len(cleaned.splitlines()) > 1:
        raise NotANumber("Several lines; type one number or one range", "several lines")
    return cleaned


def _with_likely(enclosed: re.Match[str], takes: Takes) -> Figures:
    """A likely value with its range in brackets, and perhaps what both are counted by behind it."""
    if is_range(enclosed["likely"]):
        ends, likely_text = enclosed["likely"].strip(), enclosed["range"].strip()
        raise NotANumber(
            f"The likely value stands first, its range behind it: {likely_text} ({ends})",
            "turned round",
        )
    first, last = parts(enclosed["range"], takes)
    texts = (enclosed["likely"], first, last + enclosed["behind"])
    (likely, low, high), how = values([read(one, takes) for one in texts], takes)
    return _checked(likely, low, high, how, takes, enclosed["likely"].strip())


def _checked(
    likely: Decimal, low: Decimal, high: Decimal, how: str, takes: Takes, stated: str = ""
) -> Figures:
    """The numbers of a range in their order, or a refusal."""

    def said(value: Decimal) -> str:
        text = spell(_finite(value, takes), takes.unit)
        return in_hand(text, decimal_comma=takes.decimal_comma)

    if low > high:
        turned = spell_ends(_finite(high, takes), _finite(low, takes), takes.unit)
        turned = in_hand(turned, decimal_comma=takes.decimal_comma)
        if stated:
            turned = f"{stated} ({turned})"
        read_as = f" ({how})" if how else ""
        raise NotANumber(f"The range runs backwards{read_as}; write {turned}", "backwards")
    if not low <= likely <= high:
        raise NotANumber(
            f"The likely value must lie within its range: {said(likely)} is"
            f" outside {said(low)}..{said(high)}",
            "out of range",
        )
    return Figures(_finite(likely, takes), _finite(low, takes), _finite(high, takes), how)


def _how(amount: Amount, takes: Takes) -> str:
    """What was made of the rate of a single number: `200,000 a day × 730 h ÷ 24 h`."""
    by = "" if amount.per is None else rates.how(amount.per, takes)
    if not by:
        return ""
    number = short_digits(amount._replace(per=None).value(takes))
    if amount.per is not None and amount.per.is_amount and number == "1":
        by = by.replace("s ", " ", 1)
    return f"{in_hand(number, decimal_comma=takes.decimal_comma)} {by}"


def _finite(value: Decimal, takes: Takes) -> float:
    result = float(value)
    if not isfinite(result):
        raise NotANumber(f"Too large to calculate with. Example: {takes.example}", "too large")
    if result == 0 and value != 0:
        raise NotANumber("Too close to 0 to calculate with; write 0 if that is meant", "too small")
    return result
