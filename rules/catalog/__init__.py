"""The catalogue of rules: one object per condition, in the order of docs/specification.md §4.3.

Documentation, screens, reports and `payback rules` read `RULES`; nothing else lists rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.catalog import (
    alternatives,
    cost,
    evidence,
    labels,
    quality,
    scores,
    task,
    teacher,
    volume,
)
from rules.catalog.rule import Rule

RULES: tuple[Rule, ...] = (
    volume.NO_UNIT_SAVING,
    volume.LOW_VOLUME,
    volume.UNCERTAIN_VOLUME,
    volume.HALF_VOLUME_BREAKS,
    volume.SHRINKING_VOLUME,
    cost.SLOW_CASH,
    teacher.UNSTABLE_TEACHER,
    teacher.UPKEEP_HEAVY,
    cost.NO_NET_BENEFIT,
    teacher.TEACHER_RETIRES,
    teacher.STUDENT_RETIRES,
    teacher.PRICE_CUT_BREAKS,
    task.BROAD_TASK,
    quality.ERRORS_OUTWEIGH_SAVINGS,
    quality.UNPRICED_QUALITY_LOSS,
    scores.SLICE_REGRESSION,
    evidence.NO_QUALITY_EVIDENCE,
    evidence.THIN_EVALUATION,
    scores.SUSPECT_SLICE,
    task.FALLBACK_TOO_HIGH,
    cost.FIXED_COST_HEAVY,
    cost.IDLE_HARDWARE,
    cost.UNMEASURED_SERVING,
    teacher.SLOWER_STUDENT,
    cost.DATA_GENERATION_MISSING,
    cost.COST_LINE_MISSING,
    cost.MAINTENANCE_MISSING,
    alternatives.CHEAPER_ALTERNATIVE,
    cost.UPSIDE_ONLY,
    cost.LATENCY_UNATTACHED,
    labels.TERMS_PROHIBITED,
    labels.TERMS_UNREVIEWED,
    labels.NO_TRAINING_DATA,
    evidence.GUESSWORK,
)

BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
