"""What several formats have in cells and fields: days, names of systems, scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from wizard.imports.evaluation.content import Outcome, number
from wizard.imports.files.names import is_name

_WORDS = {
    **dict.fromkeys(("true", "yes", "y", "pass", "passed", "correct", "right", "c"), 1.0),
    **dict.fromkeys(("partial", "p"), 0.5),
    **dict.fromkeys(("false", "no", "n", "fail", "failed", "incorrect", "wrong", "i"), 0.0),
}
_SILENCE = frozenset(("", "none", "null", "nan", "n/a", "na", "-"))
_FAILURES = frozenset(("error", "timeout", "timed out", "exception"))


def day_of(value: Any) -> date | None:
    """The day of an ISO time or of seconds since 1970, in UTC; None for anything else."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC).date()
    except (ValueError, OverflowError, OSError):
        pass
    return None


def numbered_names(names: Mapping[int, str]) -> dict[int, str]:
    """Every name once, by place: `NAME`, or `NAME #1`, `NAME #2` where several have it.

    What is no name, such as a prompt that stands where its label should, is only its number.
    """
    usable = {at: " ".join(name.split()) if is_name(name) else "" for at, name in names.items()}
    many = Counter(usable.values())
    seen: Counter[str] = Counter()
    result = {}
    for at, name in sorted(usable.items()):
        seen[name] += 1
        is_alone = many[name] == 1 and name
        result[at] = name if is_alone else f"{name} #{seen[name]}".strip()
    return result


def score_of_text(text: str, *, decimal_comma: bool = False) -> float | None:
    """The score that a cell says: a number, or a word for right or wrong; None for others."""
    word = text.strip().lower()
    return _WORDS[word] if word in _WORDS else _number_in(word, decimal_comma)


def is_percent(value: Any) -> bool:
    """Whether a cell says percent with their sign."""
    return isinstance(value, str) and value.rstrip().endswith("%")


def scored(value: Any, *, decimal_comma: bool = False) -> tuple[Outcome, float | None] | None:
    """How an answer came out by the value of its cell; None where that is neither.

    Percent with their sign are a share: `90%` is 0.9.
    """
    score = number(value)
    if score is not None:
        return "scored", score
    if value is None or (isinstance(value, float) and value != value):
        return "no answer", None
    if not isinstance(value, str):
        return None
    word = value.strip().lower()
    if word in _SILENCE:
        return "no answer", None
    if word in _FAILURES:
        return "error", None
    if is_percent(word):
        percent = _number_in(word.removesuffix("%"), decimal_comma)
        return None if percent is None else ("scored", percent / 100)
    score = score_of_text(value, decimal_comma=decimal_comma)
    return None if score is None else ("scored", score)


def _number_in(word: str, decimal_comma: bool) -> float | None:
    if decimal_comma and word.count(",") == 1 and "." not in word:
        word = word.replace(",", ".")
    try:
        return number(float(word)) if word.isascii() and "_" not in word else None
    except ValueError:
        return None
