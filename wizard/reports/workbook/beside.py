"""What stands beside the figures and inside none of them, as formulas.

Source: docs/specification.md §3.1.
"""

from __future__ import annotations

from rules.figures.upside import latency, quality
from wizard.reports.workbook.constants import MONTHS_PER_YEAR
from wizard.reports.workbook.figure_rows import FigureRows


def write_beside(figures: FigureRows) -> None:
    """Fill the rows of upside and latency."""
    inputs, upside = figures.inputs, figures.case.upside
    figures.section("Beside the figures, and in none of them")
    counted = inputs["upside.capability_revenue_per_month"]
    if "upside.capability_probability" in inputs:
        counted = counted * inputs["upside.capability_probability"]
    for one in (latency(upside), quality(upside)):
        if one.can_count:
            counted = inputs[one.amount_key] + counted
    how = "latency and better answers count where a business metric is named"
    figures.result("upside.annual_value", MONTHS_PER_YEAR * counted, how)
    keys = {role: f"{role}.p95_latency_seconds" for role in ("teacher", "student")}
    given = {role: key for role, key in keys.items() if key in inputs}
    for role, key in given.items():
        figures.result(f"latency.{role}", inputs[key])
    if len(given) == len(keys):
        change = inputs[keys["student"]] - inputs[keys["teacher"]]
        figures.result("latency.change", change, "student less teacher")
