"""Where the rules about the task, and what there is to learn from, fire, and where not."""

from __future__ import annotations

from tests.rules.cases import Changes, scored
from tests.rules.catalog.edge import MORE, STOP, Edge, slices


def labelled(by: str, terms: str) -> Changes:
    return {"upfront.labelled_by": by, "teacher.training_terms": terms}


EDGES = (
    Edge(
        rule="broad-task",
        cap="reconsider",
        fires={
            "errors have no price": {"task.breadth": "broad", "quality.cost_per_error": 0},
            "nothing was measured": {"task.breadth": "broad", "quality.basis": "quoted"},
            "no slices": {"task.breadth": "broad", "quality.slices": []},
            "a slice regresses": {"task.breadth": "broad", **slices(scored(0.95, 0.9))},
            "eleven types": {
                "task.breadth": "moderate",
                "task.task_types": 11,
                "quality.cost_per_error": 0,
            },
        },
        quiet={
            "quality is bounded": {"task.breadth": "broad"},
            "ten types": {
                "task.breadth": "moderate",
                "task.task_types": 10,
                "quality.cost_per_error": 0,
            },
        },
    ),
    Edge(
        rule="broad-task",
        cap="defensible",
        fires={
            "broad": {"task.breadth": "broad"},
            "eleven types": {"task.breadth": "moderate", "task.task_types": 11},
        },
        quiet={
            "ten types": {"task.breadth": "moderate", "task.task_types": 10},
            "types not counted": {"task.breadth": "moderate"},
            "many types of a narrow task": {"task.breadth": "narrow", "task.task_types": 99},
            "errors have no price": {"task.breadth": "broad", "quality.cost_per_error": 0},
        },
    ),
    Edge(
        rule="slower-student",
        cap=None,
        fires={
            "a little": {
                "teacher.p95_latency_seconds": 2,
                "student.p95_latency_seconds": 2 * MORE,
            },
        },
        quiet={
            "as fast": {"teacher.p95_latency_seconds": 2, "student.p95_latency_seconds": 2},
            "teacher not timed": {"student.p95_latency_seconds": 9},
        },
    ),
    Edge(
        rule="terms-prohibited",
        cap=STOP,
        fires={
            "prohibited": {"teacher.training_terms": "prohibited"},
            "to another model": labelled("other-model", "prohibited"),
        },
        quiet={
            "permitted": {"teacher.training_terms": "permitted"},
            "unreviewed": {"teacher.training_terms": "unreviewed"},
            "but people write the labels": labelled("people", "prohibited"),
            "but there are labels": labelled("existing-labels", "prohibited"),
        },
    ),
    Edge(
        rule="terms-unreviewed",
        cap="defensible",
        fires={
            "unreviewed": {"teacher.training_terms": "unreviewed"},
            "not mentioned": {"teacher.training_terms": None},
            "of another model": labelled("other-model", "unreviewed"),
        },
        quiet={
            "permitted": {"teacher.training_terms": "permitted"},
            "prohibited": {"teacher.training_terms": "prohibited"},
            "but people write the labels": labelled("people", "unreviewed"),
            "but there are labels": labelled("existing-labels", "unreviewed"),
        },
    ),
    Edge(
        rule="no-training-data",
        cap="reconsider",
        fires={"unavailable": {"task.training_data": "unavailable"}},
        quiet={
            "unknown": {"task.training_data": None},
            "available": {"task.training_data": "available"},
        },
    ),
    Edge(
        rule="training-data-unknown",
        cap="defensible",
        fires={
            "unknown": {"task.training_data": "unknown"},
            "not mentioned": {"task.training_data": None},
        },
        quiet={
            "unavailable": {"task.training_data": "unavailable"},
            "available": {"task.training_data": "available"},
        },
    ),
)
