"""Where the rules about scores and the evaluation behind them fire, and where not."""

from __future__ import annotations

from datetime import date

from tests.rules.cases import MAINTENANCE, VOLUME, judged, measured, scored
from tests.rules.catalog.edge import ANNUAL, LESS, MORE, STOP, Edge, slices

ENOUGH = 941
"""Examples from which the bound on two equal scores of 0.95 lies within the tolerance."""
DEAR = (ANNUAL - MAINTENANCE) / (12 * VOLUME * judged().figures.quality.upper_95)
"""Price of an error at which the bound on errors costs exactly the annual net benefit."""

EDGES = (
    Edge(
        rule="slice-regression",
        cap="defensible",
        fires={
            "just below the tolerance": slices(scored(0.95, 0.93 * LESS)),
            "just below its minimum": slices(scored(0.95, 0.97 * LESS, minimum_score=0.97)),
        },
        quiet={
            "at the tolerance": slices(scored(0.95, 0.93)),
            "at its minimum": slices(scored(0.95, 0.8, minimum_score=0.8)),
            "student not scored": slices({"teacher_score": 0.9}, scored(0.9, 0.9)),
        },
    ),
    Edge(
        rule="slice-regression",
        cap=STOP,
        fires={
            "just below the tolerance": slices(scored(0.95, 0.93 * LESS, critical=True)),
            "one of two": slices(scored(0.9, 0.5), scored(0.95, 0.92, critical=True)),
        },
        quiet={
            "at the tolerance": slices(scored(0.95, 0.93, critical=True)),
            "another one is critical": slices(scored(0.9, 0.5), scored(0.95, 0.95, critical=True)),
        },
    ),
    Edge(
        rule="slice-regression",
        cap="reconsider",
        fires={
            "critical, by agreement": {
                **slices(scored(1, 0.98 * LESS, critical=True)),
                "quality.score_kind": "agreement",
            },
        },
        quiet={
            "at the tolerance": {
                **slices(scored(1, 0.98, critical=True)),
                "quality.score_kind": "agreement",
            },
            "not critical": {
                **slices(scored(1, 0.98 * LESS)),
                "quality.score_kind": "agreement",
            },
            "scored against what is right": slices(scored(1, 0.98 * LESS, critical=True)),
        },
    ),
    Edge(
        rule="no-quality-evidence",
        cap="defensible",
        fires={
            "no slices": {"quality.slices": []},
            "no slice is scored": slices({"teacher_score": 0.9}),
            "not measured": {"quality.basis": "quoted"},
        },
        quiet={"one slice is scored": slices({"teacher_score": 0.9}, scored(0.9, 0.9))},
    ),
    Edge(
        rule="thin-evaluation",
        cap=None,
        fires={
            "for the difference": slices(scored(0.95, 0.95), scored(0.95, 0.95, 912)),
            "by the rule of three": slices(scored(0.95, 0.95), scored(1, 1, 149)),
        },
        quiet={
            "enough for the difference": slices(scored(0.95, 0.95), scored(0.95, 0.95, 913)),
            "enough by the rule of three": slices(scored(0.95, 0.95), scored(1, 1, 150)),
            "nothing was measured": {
                **slices(scored(0.95, 0.95), scored(0.95, 0.95, 912)),
                "quality.basis": "quoted",
            },
        },
    ),
    Edge(
        rule="thin-evaluation",
        cap="defensible",
        fires={
            "critical": slices(scored(0.95, 0.95), scored(0.95, 0.95, 912, critical=True)),
            "examples not counted": slices(
                scored(0.95, 0.95), {"teacher_score": 0.9, "student_score": 0.9}
            ),
            "a bound just beyond the tolerance": slices(scored(0.95, 0.95, ENOUGH - 1)),
            "ten examples": slices(scored(0.9, 0.9, 10)),
            "a wide bound beside an answer": {
                **slices(scored(0.9, 0.9, 10)),
                "quality.error_rate_increase": measured(0.001),
            },
            "errors at the bound cost the net": {"quality.cost_per_error": DEAR},
        },
        quiet={
            "critical and enough": slices(
                scored(0.95, 0.95), scored(0.95, 0.95, 913, critical=True)
            ),
            "another one is critical": slices(
                scored(0.95, 0.95, 912), scored(0.95, 0.95, 20_000, critical=True)
            ),
            "a bound just within the tolerance": slices(scored(0.95, 0.95, ENOUGH)),
            "an answer above the bound of the slices": {
                **slices(scored(0.95, 0.95, ENOUGH)),
                "quality.error_rate_increase": measured(0.05),
            },
            "errors at the bound cost a little less": {"quality.cost_per_error": DEAR * LESS},
            "nothing was measured": {
                **slices(scored(0.9, 0.9, 10)),
                "quality.basis": "estimated",
            },
            "slices not scored": slices({"teacher_score": 0.9}, scored(0.95, 0.95)),
        },
    ),
    Edge(
        rule="evaluation-not-frozen",
        cap="defensible",
        fires={
            "said not to be": {"quality.frozen": False},
            "not mentioned": {"quality.frozen": None},
        },
        quiet={
            "frozen": {"quality.frozen": True},
            "nothing was measured": {"quality.frozen": False, "quality.basis": "quoted"},
            "no slices": {"quality.frozen": False, "quality.slices": []},
        },
    ),
    Edge(
        rule="stale-evaluation",
        cap="defensible",
        fires={
            "a year and a day": {"quality.evaluated_on": date(2025, 1, 14)},
            "a day more than a team lets pass": {
                "quality.evaluated_on": date(2025, 12, 15),
                "policy.evaluation_max_age_days": 30,
            },
        },
        quiet={
            "a year": {"quality.evaluated_on": date(2025, 1, 15)},
            "as old as a team lets pass": {
                "quality.evaluated_on": date(2025, 12, 16),
                "policy.evaluation_max_age_days": 30,
            },
            "no date": {"quality.evaluated_on": None},
            "judged at no date": {"quality.evaluated_on": date(2020, 1, 1), "as_of": None},
            "nothing was measured": {
                "quality.evaluated_on": date(2020, 1, 1),
                "quality.basis": "quoted",
            },
            "no slices": {"quality.evaluated_on": date(2020, 1, 1), "quality.slices": []},
        },
    ),
    Edge(
        rule="agreement-scores",
        cap=None,
        fires={"agreement": {"quality.score_kind": "agreement"}},
        quiet={
            "correctness": {"quality.score_kind": "correctness"},
            "no slice is scored": {
                **slices({"teacher_score": 0.9}),
                "quality.score_kind": "agreement",
            },
        },
    ),
    Edge(
        rule="suspect-slice",
        cap=None,
        fires={"better by more than 0.1": slices(scored(0.85, 0.95 * MORE))},
        quiet={
            "better by 0.1": slices(scored(0.85, 0.95)),
            "worse by far": slices(scored(0.95, 0.5)),
        },
    ),
)
