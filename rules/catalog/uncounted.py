"""Rules about lines of cost that are counted as nothing.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.catalog.rule import Evidence, Finding, Rule
from rules.figures.figures import Figures
from rules.words.money import Words
from rules.words.wording import listed


def _is_forgotten(key: str, number: float, figures: Figures) -> bool:
    """Whether a number is 0, and nobody has seen or been quoted that 0."""
    return number == 0 and figures.inputs.bases.get(key) not in ("measured", "quoted")


def _data_generation_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    key = "upfront.data_generation"
    if case.upfront.labelled_by == "existing-labels":
        return None
    if not _is_forgotten(key, figures.inputs.upfront_items["data_generation"], figures):
        return None
    return Finding({"data_generation": 0.0, "basis": figures.inputs.bases.get(key)})


DATA_GENERATION_MISSING = Rule(
    id="data-generation-missing",
    title="Data generation not counted",
    place=310,
    about="upfront.data_generation",
    caps=("defensible",),
    fires_when="data generation is 0, unless its basis is measured or quoted, or the student learns"
    " from labels that exist already",
    check=_data_generation_missing,
    explain=lambda evidence, words: (
        "Data generation is counted as 0: the line most often forgotten and often the largest."
    ),
    remedy="Cost one run of the teacher over the whole corpus: examples, attempts, acceptance; or"
    " say who has written the labels already.",
)

PEOPLE_S_TIME = ("engineering_time", "evaluation_build")
"""The lines that are mostly somebody's time, the usually larger one first."""


def _cost_line_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    absent = [
        name
        for name in (*PEOPLE_S_TIME, "training_compute")
        if _is_forgotten(f"upfront.{name}", figures.inputs.upfront_items[name], figures)
    ]
    if not absent:
        return None
    is_time = absent[0] in PEOPLE_S_TIME
    return Finding(
        {"lines": listed([name.replace("_", " ") for name in absent]), "peoples_time": is_time},
        "defensible" if is_time else None,
        about=f"upfront.{absent[0]}",
    )


def _explain_cost_line_missing(evidence: Evidence, words: Words) -> str:
    counted = f"Counted as 0: {evidence['lines']}."
    if not evidence["peoples_time"]:
        return counted
    return f"{counted} People's time is usually the largest line of all."


COST_LINE_MISSING = Rule(
    id="cost-line-missing",
    title="Cost line not counted",
    place=320,
    about="upfront.engineering_time",
    caps=(None, "defensible"),
    fires_when="training compute, evaluation build or engineering time is 0, unless its basis is"
    " measured or quoted; defensible where it is engineering or evaluation",
    check=_cost_line_missing,
    explain=_explain_cost_line_missing,
    remedy="Put a number on each line, or write down why it costs nothing.",
)


def _maintenance_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    key = "maintenance.redistillations_per_year"
    if not _is_forgotten(key, figures.inputs.redistillations_per_year, figures):
        return None
    return Finding({"redistillations_per_year": 0.0, "basis": figures.inputs.bases.get(key)})


MAINTENANCE_MISSING = Rule(
    id="maintenance-missing",
    title="No redistillation planned",
    place=330,
    about="maintenance.redistillations_per_year",
    caps=("defensible",),
    fires_when="redistillations per year is 0, unless its basis is measured or quoted",
    check=_maintenance_missing,
    explain=lambda evidence, words: (
        "No redistillation is planned, though teachers get updates and inputs drift."
    ),
    remedy="Plan at least one redistillation a year, or show data that has not drifted.",
)


_LINES = {
    "engineering_time": "engineering time",
    "evaluation_build": "evaluation",
    "data_generation": "data generation",
    "training_compute": "training",
}


def lines_not_counted(case: Case, figures: Figures) -> list[str]:
    """The upfront lines that count as nothing by nobody's word, those of people's time first."""
    items, existing = figures.inputs.upfront_items, case.upfront.labelled_by == "existing-labels"
    return [
        name
        for item, name in _LINES.items()
        if _is_forgotten(f"upfront.{item}", items[item], figures)
        and not (existing and item == "data_generation")
    ]
