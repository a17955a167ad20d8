"""Rules about what the student learns from: logged inputs, and the labels written to them.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.catalog.rule import Finding, Rule
from rules.figures.figures import Figures


def _terms_prohibited(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    if case.teacher.training_terms != "prohibited":
        return None
    return Finding({"training_terms": "prohibited"})


def _terms_unreviewed(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    if case.teacher.training_terms != "unreviewed":
        return None
    return Finding({"training_terms": "unreviewed"})


TERMS_PROHIBITED = Rule(
    id="terms-prohibited",
    title="Terms prohibit it",
    about="teacher.training_terms",
    caps=("do-not-distill",),
    fires_when="teacher.training_terms is prohibited",
    check=_terms_prohibited,
    explain=lambda evidence, words: (
        "The teacher's terms prohibit training another model on its outputs."
    ),
    remedy="Choose a teacher whose licence permits it, or obtain permission in writing.",
)

TERMS_UNREVIEWED = Rule(
    id="terms-unreviewed",
    title="Terms not reviewed",
    about="teacher.training_terms",
    caps=("defensible",),
    fires_when="teacher.training_terms is unreviewed",
    check=_terms_unreviewed,
    explain=lambda evidence, words: (
        "Nobody has reviewed whether the teacher's terms permit training on its outputs."
    ),
    remedy="Have the terms read by whoever answers for contracts, then record the answer.",
)


def _no_training_data(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    if case.task.training_data != "unavailable":
        return None
    return Finding({"training_data": "unavailable"})


NO_TRAINING_DATA = Rule(
    id="no-training-data",
    title="No training data",
    about="task.training_data",
    caps=("reconsider",),
    fires_when="task.training_data is unavailable",
    check=_no_training_data,
    explain=lambda evidence, words: (
        "The logged inputs do not exist or may not be used, so there is nothing to label."
    ),
    remedy="Start logging inputs with consent, or cost the making of synthetic ones, first.",
)
