"""An evaluation as one JSON object. Source: docs/specification.md §12.1."""

from __future__ import annotations

from typing import Any

from wizard.imports.evaluation.evaluation import Evaluation, Scores
from wizard.imports.evaluation.proposing import Proposals


def evaluation_object(found: Evaluation, offered: Proposals, accepted: list[str]) -> dict[str, Any]:
    """What was read, what it comes to, and what of it went into the session."""
    return {
        "schema": 1,
        "formats": list(found.formats),
        "files": list(found.files),
        "rows": found.rows._asdict(),
        "bad_rows": [one._asdict() for one in found.bad],
        "teacher": found.teacher,
        "student": found.student,
        "metric": found.metric,
        "filter": found.filter,
        "slice_field": found.slice_field,
        "evaluated_on": None if found.day is None else found.day.isoformat(),
        "unpaired": {
            "teacher": found.teacher_only._asdict(),
            "student": found.student_only._asdict(),
        },
        "slices": [_scores(one) for one in found.slices],
        "overall": None if found.overall is None else _scores(found.overall),
        "notes": list(found.notes),
        "proposals": [
            {
                "key": one.question.key,
                "value": one.value,
                "low": None,
                "high": None,
                "basis": one.basis,
                "source": one.source,
            }
            for one in offered.offered
        ],
        "not_proposed": [one._asdict() for one in offered.left],
        "accepted": accepted,
    }


def _scores(one: Scores) -> dict[str, Any]:
    difference = one.difference
    return {
        "name": one.name,
        "examples": one.examples,
        "teacher_score": one.teacher,
        "student_score": one.student,
        "difference": None if difference is None else difference._asdict(),
        "errors": {"teacher": one.teacher_errors, "student": one.student_errors},
        "suspicions": list(one.suspicions),
    }
