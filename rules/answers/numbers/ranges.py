"""Where a range parts into its two ends, and for which numbers an ending behind the last counts.

`3-4M` and `3..4M` are 3M to 4M, and `200..300k/day` is 200k to 300k, both of them a day: what
stands behind the last number counts for those before it that have nothing of their own. `3~4M` is
the same, as East Asian keyboards write a range. What lies around a number is as far below it as
above: `6M \u00b1 1M`, `6M \u00b1 10%`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rules.answers.numbers import rates
from rules.answers.numbers.amounts import Amount, read
from rules.answers.numbers.decimal_comma import in_hand
from rules.answers.numbers.spelling import short_digits
from rules.answers.numbers.units import TWO_READINGS, NotANumber, Takes, TwoReadings, Unit

_RANGE_SIGN = (
    r"\s*(?:\.\.+|[\u2026\u2010-\u2014]|\bto\b)\s*"
    # Behind a number; anywhere else it says that one is rough.
    r"|(?<=[\w%$\u20ac\u00a3\u00a5\u20b9])(?<!\bto)\s*~\s*"
)
_DASH = r"""(?x)
    (?<=[^\s.\-\u2212])\s*[-\u2212]\s*
    (?=(?:[$\u20ac\u00a3\u00a5\u20b9]|[A-Z]{3}\s)?\s*[-\u2212]?[0-9.,])"""
_DOTS = r"(?<=[^.])\.{3,}(?=[0-9])"


_AROUND = r"\s*(?:\u00b1|\+\s?/?\s?[-\u2212])\s*"
_SHARE = r"(?i).*[0-9]\s*(?:%|percent)"


def is_around(text: str) -> bool:
    """Whether a text has a number and how far what is meant may lie off it."""
    return re.search(_AROUND, text) is not None


def around(text: str, takes: Takes) -> tuple[tuple[Decimal, ...], str]:
    """The number and the two ends that lie around it, and how they were read.

    Raises:
        NotANumber: where there are not two numbers, or one could be meant in two ways.
    """
    split = re.split(_AROUND, text.strip())
    if len(split) != 2 or not all(split) or any(map(is_range, split)):
        raise NotANumber(f"Not a range. Example: {takes.example_of_range}", "not a range")
    middle = read(split[0], takes)
    if re.fullmatch(_SHARE, split[1]) and takes.unit is not Unit.PERCENT:
        percent = Takes(Unit.PERCENT, decimal_comma=takes.decimal_comma)
        off = abs(middle.digits) * read(split[1], percent).value(percent)
        likely, *ends = (
            middle._replace(digits=middle.digits + one).value(takes) for one in (0, -off, off)
        )
        by = "" if middle.per is None else rates.how(middle.per, takes)
        how = "; ".join(filter(None, (by, f"{split[1]} of it either way")))
    else:
        (middle, last), how = _with_rate([middle, read(split[1], takes)], takes)
        likely, off = middle.value(takes), last.value(takes)
        if off and takes.unit is Unit.PERCENT:
            raise _of_points_or_of_it(text.strip(), likely, off, takes)
        _refuse_one_ending(text.strip(), middle, last, takes)
        ends = [likely - off, likely + off]
    if off < 0:
        raise NotANumber(f"Not a range. Example: {takes.example_of_range}", "not a range")
    return (likely, *ends), how


def _of_points_or_of_it(text: str, likely: Decimal, off: Decimal, takes: Takes) -> NotANumber:
    """`5% \u00b1 1%` is 4% to 6%, or 4.95% to 5.05%."""
    return TwoReadings(
        text,
        [
            "..".join(f"{_in_full(end * 100, takes)}%" for end in (likely - one, likely + one))
            for one in (off, abs(likely) * off)
        ],
    )


def _refuse_one_ending(text: str, middle: Amount, last: Amount, takes: Takes) -> None:
    """`6 \u00b1 1M` and `6M \u00b1 1`, where the ending could be meant for both."""
    for bare, other in ((middle, last), (last, middle)):
        if bare.is_bare and _would_change(bare, other, takes):
            alone = _in_full(bare.digits, takes)
            whole = _in_full(other.value(takes), takes)
            both, apart = (f"{bare.text}{other.ending}", other.text), (alone, whole)
            if bare is last:
                both, apart = both[::-1], apart[::-1]
            raise TwoReadings(text, [" \u00b1 ".join(both), " \u00b1 ".join(apart)])


def is_range(text: str) -> bool:
    """Whether a text has two ends."""
    return bool(re.search(_RANGE_SIGN, text)) or bool(_dashes(text))


def _dashes(text: str) -> list[re.Match[str]]:
    """The dashes that stand between two numbers, and are neither a sign nor in an exponent."""
    return [
        dash
        for dash in re.finditer(_DASH, text)
        if re.search("[0-9]", text[: dash.start()])
        and not re.search(r"[0-9.][eE]$", text[: dash.start()])
    ]


def parts(text: str, takes: Takes) -> tuple[str, str]:
    """The two ends of a range as texts.

    Raises:
        NotANumber: where there are not two, or a dash could be a minus.
    """
    _refuse_three_dots(text, takes)
    split = re.split(_RANGE_SIGN, text.strip())
    by_dash = _dashes(text) if len(split) == 1 else []
    if by_dash:
        dash = by_dash[0]
        split = [text[: dash.start()].strip(), text[dash.end() :].strip()]
    if len(split) != 2 or len(by_dash) > 1 or not all(split):
        raise NotANumber(f"Not a range. Example: {takes.example_of_range}", "not a range")
    low, high = split
    if by_dash and low[0] in "-\u2212" and high[0] not in "-\u2212":
        raise TwoReadings(text.strip(), (f"{low}..{high}", _negative(low, high)))
    return low, high


def _negative(low: str, high: str) -> str:
    """`-5..-3` of `-3-5`, with what stands behind the last number still behind the last."""
    number = re.match(r"[^0-9]*[0-9.,_]*", high)
    assert number is not None
    if not low[-1].isdecimal():
        return f"-{high}..{low}"
    return f"-{number[0]}..{low}{high[number.end() :]}"


def _refuse_three_dots(text: str, takes: Takes) -> None:
    """`3...5` is 3 to 5, or 3 and .5 with two dots between them."""
    dots = re.search(_DOTS, text)
    if dots is None:
        return
    before, behind = text[: dots.start()].strip(), text[dots.end() :].strip()
    if takes.unit is Unit.PERCENT and "%" not in text:
        before, behind = f"{before}%", f"{behind}%"
    ends = (before, f"0.{behind}")
    try:
        low, high = (read(end, takes).digits for end in ends)
    except NotANumber as other:
        raise NotANumber(f"{text.strip()}: two dots make a range. {other}", other.word) from None
    turned = ends if low <= high else (ends[1], ends[0])
    readings = (f"{before}..{behind}", "..".join(turned))
    raise TwoReadings(text.strip(), readings, " (two dots make a range)")


def values(amounts: Sequence[Amount], takes: Takes) -> tuple[list[Decimal], str]:
    """What the numbers of one text come to, and how they were read.

    Args:
        amounts: the likely one, where there is one, and the two ends.
        takes: what the field takes.

    Raises:
        NotANumber: where an ending could count for one of them or for all.
    """
    amounts, by = _with_rate(amounts, takes)
    *before, last = amounts
    borrowed = [one for one in before if one.is_bare and _would_change(one, last, takes)]
    *likely, low, _ = amounts
    if borrowed and low not in borrowed:
        if low.digits == 0 and not low.has_exponent:
            one = likely[0]
            raise NotANumber(
                f"{one.text} could mean {_in_full(one.digits, takes)} or {one.text}{last.ending};"
                " write it in full, and the range as well",
                TWO_READINGS,
            )
        borrowed = []
    found = [one.value(takes, last.ending if one in borrowed else None) for one in amounts]
    if not borrowed:
        return found, by
    _refuse_backwards(low, last, found[-2:], takes)
    return found, "; ".join(filter(None, (_counts_for_all(borrowed, amounts, takes), by)))


def _refuse_backwards(low: Amount, last: Amount, ends: list[Decimal], takes: Takes) -> None:
    """`900..1.5k`, where the ending was meant for the last number alone."""
    lowest, highest = low.digits, last.value(takes)
    if ends[0] > ends[1] and low.per is None and lowest <= highest:
        raise NotANumber(
            f"{low.text}..{last.text} runs backwards, since {last.ending} counts for both ends;"
            f" write {_apart(low, last, takes)} if it is not meant to",
            TWO_READINGS,
        )


def _would_change(one: Amount, last: Amount, takes: Takes) -> bool:
    """Whether a number would be another one with the ending of the last."""
    if not last.ending:
        return False
    try:
        return one.value(takes) != one.value(takes, last.ending)
    except NotANumber:
        # Only the ending says what is meant, as in `0.5..2%`.
        return True


def _counts_for_all(borrowed: Sequence[Amount], amounts: Sequence[Amount], takes: Takes) -> str:
    """That an ending counts for more than the number it stands at, and how to say the other."""
    *likely, low, last = amounts
    gap = " " if len(last.ending) > 2 else ""
    first, end = (f"{_in_full(one.digits, takes)}{gap}{last.ending}" for one in (low, last))
    if len(borrowed) == 1:
        said = f"{last.ending} counts for both ends: {first} to {end}"
    else:
        middle = f"{_in_full(likely[0].digits, takes)}{gap}{last.ending}"
        said = f"{last.ending} counts for all three: {middle} ({first}..{end})"
    if takes.unit is Unit.PERCENT or (last.per is not None and rates.how(last.per, takes)):
        return said
    return f"{said}; {low.text} itself is written {_apart(low, last, takes)}"


def _apart(low: Amount, last: Amount, takes: Takes) -> str:
    return f"{_in_full(low.digits, takes)}..{_in_full(last.value(takes), takes)}"


def _in_full(digits: Decimal, takes: Takes) -> str:
    return in_hand(short_digits(digits), decimal_comma=takes.decimal_comma)


def _with_rate(amounts: Sequence[Amount], takes: Takes) -> tuple[Sequence[Amount], str]:
    """The numbers with the rate of the last where they have none, and what was made of it."""
    last = amounts[-1]
    if last.per is None:
        rated = next((one for one in amounts if one.per is not None), None)
        if rated is None:
            return amounts, ""
        raise NotANumber(
            f"{last.text} has no '{rated.rate.strip()}' behind it; write it there alone, where it"
            " counts for all, or behind each number",
            TWO_READINGS,
        )
    rated_all = [
        one if one.per is not None else one._replace(per=last.per, rate=last.rate)
        for one in amounts
    ]
    for one in rated_all:
        # Whatever cannot be exchanged is refused before it is spoken of.
        one.value(takes, one.ending or last.ending)
    hows = dict.fromkeys(rates.how(one.per, takes) for one in rated_all if one.per is not None)
    return rated_all, "; ".join(how for how in hows if how)
