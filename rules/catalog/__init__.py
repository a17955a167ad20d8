"""The catalogue of rules: one object per condition, in the order of docs/specification.md §4.3.

Documentation, screens, reports and `payback rules` read `RULES`; nothing else lists rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.catalog import (
    alternatives,
    cash,
    evidence,
    growth,
    labels,
    quality,
    retirement,
    saving,
    scores,
    serving,
    task,
    teacher,
    uncounted,
    upkeep,
    upside,
    volume,
)
from rules.catalog.guesswork import GUESSWORK
from rules.catalog.rule import Rule

RULES: tuple[Rule, ...] = (
    saving.NO_UNIT_SAVING,
    volume.LOW_VOLUME,
    saving.SPEND_TOO_SMALL,
    growth.GROWTH_CARRIES,
    volume.UNCERTAIN_VOLUME,
    volume.HALF_VOLUME_BREAKS,
    growth.SHRINKING_VOLUME,
    cash.SLOW_CASH,
    upkeep.UNSTABLE_TEACHER,
    upkeep.UPKEEP_HEAVY,
    cash.NO_NET_BENEFIT,
    retirement.TEACHER_RETIRES,
    retirement.STUDENT_RETIRES,
    teacher.PRICE_CUT_BREAKS,
    task.BROAD_TASK,
    quality.ERRORS_OUTWEIGH_SAVINGS,
    quality.UNPRICED_QUALITY_LOSS,
    quality.QUALITY_FIGURES_DISAGREE,
    scores.SLICE_REGRESSION,
    evidence.NO_QUALITY_EVIDENCE,
    evidence.THIN_EVALUATION,
    evidence.EVALUATION_NOT_FROZEN,
    evidence.STALE_EVALUATION,
    scores.AGREEMENT_SCORES,
    scores.SUSPECT_SLICE,
    task.FALLBACK_TOO_HIGH,
    serving.FIXED_COST_HEAVY,
    serving.IDLE_HARDWARE,
    serving.UNMEASURED_SERVING,
    teacher.SLOWER_STUDENT,
    uncounted.DATA_GENERATION_MISSING,
    uncounted.COST_LINE_MISSING,
    uncounted.MAINTENANCE_MISSING,
    alternatives.CHEAPER_ALTERNATIVE,
    alternatives.ALTERNATIVE_UNPROVEN,
    upside.UPSIDE_ONLY,
    upside.LATENCY_UNATTACHED,
    upside.QUALITY_GAIN_UNATTACHED,
    labels.TERMS_PROHIBITED,
    labels.TERMS_UNREVIEWED,
    labels.NO_TRAINING_DATA,
    labels.TRAINING_DATA_UNKNOWN,
    cash.SAVINGS_RUN_OUT,
    GUESSWORK,
)

BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
