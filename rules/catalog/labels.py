"""Rules about what the student learns from: logged inputs, and the labels written to them.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.words.money import Words

WRITTEN_BY_A_MODEL = ("teacher", "other-model")
"""Who writes labels under somebody's terms; people's own labels, and old ones, need none."""


def _terms(case: Case, answer: str) -> Finding | None:
    """What is found where the terms on a model's labels are as said."""
    labelled_by = case.upfront.labelled_by
    if labelled_by not in WRITTEN_BY_A_MODEL or case.teacher.training_terms != answer:
        return None
    return Finding({"training_terms": answer, "labelled_by": labelled_by})


def _whose(evidence: Evidence) -> str:
    if evidence["labelled_by"] == "teacher":
        return "the teacher's terms"
    return "the terms of the model that writes the labels"


def _explain_terms_prohibited(evidence: Evidence, words: Words) -> str:
    whose = _whose(evidence)
    prohibit = f"{whose[0].upper()}{whose[1:]} prohibit"
    return f"{prohibit} training another model on its outputs."


def _prohibited_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    if evidence["labelled_by"] == "teacher":
        return TERMS_PROHIBITED.remedy
    return (
        "Have the labels written by a model whose licence permits it, or by people, or obtain"
        " permission in writing."
    )


TERMS_PROHIBITED = Rule(
    id="terms-prohibited",
    title="Terms prohibit it",
    place=390,
    about="teacher.training_terms",
    caps=("do-not-distill",),
    fires_when="teacher.training_terms is prohibited, where the teacher or another model writes the"
    " labels",
    check=lambda case, figures, policy: _terms(case, "prohibited"),
    explain=_explain_terms_prohibited,
    remedy="Choose a teacher whose licence permits it, have another model or people write the"
    " labels, or obtain permission in writing.",
    remedy_at_hand=_prohibited_at_hand,
)


TERMS_UNREVIEWED = Rule(
    id="terms-unreviewed",
    title="Terms not reviewed",
    place=400,
    about="teacher.training_terms",
    caps=("defensible",),
    fires_when="teacher.training_terms is unreviewed, where the teacher or another model writes the"
    " labels",
    check=lambda case, figures, policy: _terms(case, "unreviewed"),
    explain=lambda evidence, words: (
        f"Nobody has reviewed whether {_whose(evidence)} permit training on its outputs."
    ),
    remedy="Have the terms read by whoever answers for contracts, then record the answer.",
)


def _training_data(case: Case, answer: str) -> Finding | None:
    return Finding({"training_data": answer}) if case.task.training_data == answer else None


NO_TRAINING_DATA = Rule(
    id="no-training-data",
    title="No training data",
    place=410,
    about="task.training_data",
    caps=("reconsider",),
    fires_when="task.training_data is unavailable",
    check=lambda case, figures, policy: _training_data(case, "unavailable"),
    explain=lambda evidence, words: (
        "The logged inputs do not exist or may not be used, so there is nothing to learn from."
    ),
    remedy="Start logging inputs with consent, or cost the making of synthetic ones, first.",
)


TRAINING_DATA_UNKNOWN = Rule(
    id="training-data-unknown",
    title="Training data not settled",
    place=420,
    about="task.training_data",
    caps=("defensible",),
    fires_when="task.training_data is unknown",
    check=lambda case, figures, policy: _training_data(case, "unknown"),
    explain=lambda evidence, words: (
        "Nobody has said whether logged inputs exist, and whether they may be used for training."
    ),
    remedy="Ask whoever answers for the logs and for privacy, then record the answer.",
)
