"""Rules about lines of cost that are counted as nothing.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.catalog.rule import Finding, Rule
from rules.figures.figures import Figures
from rules.words.wording import listed


def _data_generation_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    basis = figures.inputs.bases.get("upfront.data_generation")
    if figures.inputs.upfront_items["data_generation"] != 0 or basis in ("measured", "quoted"):
        return None
    return Finding({"data_generation": 0.0, "basis": basis})


DATA_GENERATION_MISSING = Rule(
    id="data-generation-missing",
    title="Data generation not counted",
    about="upfront.data_generation",
    caps=("defensible",),
    fires_when="data generation is 0, unless its basis is measured or quoted",
    check=_data_generation_missing,
    explain=lambda evidence, words: (
        "Data generation is counted as 0: the line most often forgotten and often the largest."
    ),
    remedy="Cost one run of the teacher over the whole corpus: examples, attempts, acceptance.",
)


def _cost_line_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    items = figures.inputs.upfront_items
    absent = [
        name.replace("_", " ")
        for name in ("training_compute", "evaluation_build", "engineering_time")
        if items[name] == 0
    ]
    return Finding({"lines": listed(absent)}) if absent else None


COST_LINE_MISSING = Rule(
    id="cost-line-missing",
    title="Cost line not counted",
    about="upfront.training_compute",
    caps=(None,),
    fires_when="training compute, evaluation build or engineering time is 0",
    check=_cost_line_missing,
    explain=lambda evidence, words: f"Counted as 0: {evidence['lines']}.",
    remedy="Put a number on each line, or write down why it costs nothing.",
)


def _maintenance_missing(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    basis = figures.inputs.bases.get("maintenance.redistillations_per_year")
    if figures.inputs.redistillations_per_year != 0 or basis in ("measured", "quoted"):
        return None
    return Finding({"redistillations_per_year": 0.0, "basis": basis})


MAINTENANCE_MISSING = Rule(
    id="maintenance-missing",
    title="No redistillation planned",
    about="maintenance.redistillations_per_year",
    caps=("defensible",),
    fires_when="redistillations per year is 0, unless its basis is measured or quoted",
    check=_maintenance_missing,
    explain=lambda evidence, words: (
        "No redistillation is planned, though teachers get updates and inputs drift."
    ),
    remedy="Plan at least one redistillation a year, or show data that has not drifted.",
)
