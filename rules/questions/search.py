"""Finding a question by part of its name."""

from __future__ import annotations

from collections.abc import Collection

from rules.questions import QUESTIONS, Question, step_of


def matching(words: str, among: Collection[Question] = QUESTIONS.values()) -> list[Question]:
    """The questions whose label, key or step holds every word.

    Those whose label begins as typed come first; one whose label or key is just that stands alone.
    """
    typed = words.lower().strip()
    exact = [one for one in among if typed in (one.key, one.label.lower())]
    if exact:
        return exact
    found = [one for one in among if all(word in _names(one) for word in typed.split())]
    return sorted(found, key=lambda one: not one.label.lower().startswith(typed))


def _names(question: Question) -> str:
    return f"{question.label} {question.key} {step_of(question.key).title}".lower()
