"""The catalogue of what a review looks for, the most pressing first.

Judging a case loads none of it, and none of it caps a verdict: what was decided stays decided.

Source: docs/specification.md §14.6.
"""

from __future__ import annotations

from rules.review.findings.finding import Noticed, Watch
from rules.review.findings.launch import NEVER_LAUNCHED, REVIEW_DUE
from rules.review.findings.money import BEHIND_PLAN, GO_BACK
from rules.review.findings.quality import QUALITY_SLIPPED
from rules.review.reviewed import Reviewed

FINDINGS: tuple[Watch, ...] = (GO_BACK, NEVER_LAUNCHED, QUALITY_SLIPPED, BEHIND_PLAN, REVIEW_DUE)


def findings(case: Reviewed) -> tuple[Noticed, ...]:
    """What is to be told of a case on the day that it is looked at."""
    found = []
    for watch in FINDINGS:
        evidence = watch.check(case)
        if evidence is not None:
            found.append(Noticed(watch, evidence, watch.explain(evidence, case.words)))
    return tuple(found)
