"""Scores as they stand in the cells of a table."""

from __future__ import annotations

from typing import Any

from wizard.imports.evaluation.content import Outcome, number

_WORDS = {
    **dict.fromkeys(("true", "yes", "y", "pass", "passed", "correct", "right", "c"), 1.0),
    **dict.fromkeys(("partial", "p"), 0.5),
    **dict.fromkeys(("false", "no", "n", "fail", "failed", "incorrect", "wrong", "i"), 0.0),
}
_SILENCE = frozenset(("", "none", "null", "nan", "n/a", "na", "-"))
_FAILURES = frozenset(("error", "timeout", "timed out", "exception"))


def score_of_text(text: str, *, decimal_comma: bool = False) -> float | None:
    """The score that a cell says: a number, or a word for right or wrong; None for others."""
    word = text.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    if decimal_comma and word.count(",") == 1 and "." not in word:
        word = word.replace(",", ".")
    try:
        return number(float(word)) if word.isascii() and "_" not in word else None
    except ValueError:
        return None


def scored(value: Any, *, decimal_comma: bool = False) -> tuple[Outcome, float | None] | None:
    """How an answer came out by the value of its cell; None where that is neither."""
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
    score = score_of_text(value, decimal_comma=decimal_comma)
    return None if score is None else ("scored", score)
