"""Small cases that an experienced person judges at a glance, with what that person would say.

Each is `clean.toml` with a few lines of its own, and without some of its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rules.catalog.rule import Cap, VerdictId


class Probe(NamedTuple):
    """A case, and what has to come of it."""

    name: str
    toml: str
    """What it has other than the clean case."""
    verdict: VerdictId | None
    """None for a case that is not complete."""
    fires: Mapping[str, Cap] = {}
    """Rules that have to fire, with what each still allows."""
    quiet: tuple[str, ...] = ()
    """Rules that must not fire."""
    says: tuple[str, ...] = ()
    """Expressions found somewhere in headline, reasons, advice, pitch, rules or warnings."""
    headline: tuple[str, ...] = ()
    """Expressions found in the headline itself."""
    never: tuple[str, ...] = ()
    """Expressions found nowhere."""
    without: tuple[str, ...] = ()
    """Answers of the clean case that it does not have."""


HALF_THE_CASE = "volume.calls_per_month = { likely = 6_000_000, basis = 'measured' }\n"
"""Payback in 4.6 months, in cash 6.2: defensible with nothing against it."""

SLICE = """\
[[quality.slices]]
name = "billing"
teacher_score = 0.96
student_score = 0.96
"""

VOLUME_AND_LINES = (
    Probe("nothing is open", "", "strong", quiet=("cost-line-missing", "guesswork", "slow-cash")),
    Probe("half of it is still defensible", HALF_THE_CASE, "defensible"),
    Probe(
        "engineering and evaluation left out",
        "",
        "defensible",
        {"cost-line-missing": "defensible"},
        headline=("engineering", "evaluation", "not counted"),
        without=("upfront.engineering_time", "upfront.evaluation_build"),
    ),
    Probe(
        "only training left out",
        "",
        "strong",
        {"cost-line-missing": None},
        headline=("training", "not counted"),
        without=("upfront.training_compute",),
    ),
    Probe(
        "engineering that is quoted as nothing",
        "upfront.engineering_time = { likely = 0, basis = 'quoted' }",
        "strong",
        quiet=("cost-line-missing",),
    ),
    Probe(
        "data generation forgotten",
        "",
        "defensible",
        {"data-generation-missing": "defensible"},
        without=("upfront.data_generation",),
    ),
    Probe(
        "labels that exist already",
        "upfront.labelled_by = 'existing-labels'\nteacher.training_terms = 'unreviewed'",
        "strong",
        quiet=("data-generation-missing", "terms-unreviewed"),
        without=("upfront.data_generation",),
    ),
    Probe(
        "labels by people need no terms",
        "upfront.labelled_by = 'people'\nteacher.training_terms = 'prohibited'",
        "strong",
        quiet=("terms-prohibited", "terms-unreviewed"),
    ),
    Probe(
        "labels by the teacher, forbidden",
        "teacher.training_terms = 'prohibited'",
        "do-not-distill",
        {"terms-prohibited": "do-not-distill"},
    ),
    Probe(
        "20,000 calls growing by a quarter a month",
        """\
volume.calls_per_month = { likely = 20_000, basis = 'measured' }
volume.monthly_growth = { likely = 0.25, basis = 'estimated' }
teacher.cost_per_1k_calls = { likely = 20, basis = 'quoted' }
student.cost_per_1k_calls = { likely = 2, basis = 'measured' }
upfront.data_generation = { likely = 2_000, basis = 'quoted' }
upfront.training_compute = { likely = 500, basis = 'quoted' }
upfront.evaluation_build = { likely = 2_000, basis = 'quoted' }
upfront.engineering_time = { likely = 7_500, basis = 'quoted' }
maintenance.redistillations_per_year = { likely = 1, basis = 'measured' }
maintenance.cost_per_redistillation = { likely = 600, basis = 'quoted' }
maintenance.monitoring_per_month = { likely = 50, basis = 'quoted' }
quality.cost_per_error = { likely = 0.001, basis = 'measured' }
""",
        "reconsider",
        {"growth-carries": "reconsider", "low-volume": "reconsider"},
        quiet=("unstable-teacher",),
        says=(r"month 6",),
    ),
    Probe(
        "20,000 calls and one redistillation a year",
        """\
volume.calls_per_month = { likely = 20_000, basis = 'measured' }
maintenance.redistillations_per_year = { likely = 1, basis = 'measured' }
""",
        "do-not-distill",
        {"spend-too-small": "do-not-distill"},
        quiet=("unstable-teacher",),
        says=(r"stay with the teacher",),
    ),
    Probe(
        "300,000 calls growing by a tenth a month",
        """\
volume.calls_per_month = { likely = 300_000, basis = 'measured' }
volume.monthly_growth = { likely = 0.10, basis = 'estimated' }
maintenance.redistillations_per_year = { likely = 1, basis = 'measured' }
""",
        "do-not-distill",
        {"low-volume": "do-not-distill", "growth-carries": "reconsider"},
        quiet=("unstable-teacher",),
        says=(r"month \d+",),
    ),
    Probe(
        "a bill of $30 for 10,000 calls",
        """\
volume.calls_per_month = { likely = 10_000, basis = 'measured' }
teacher.bill_per_month = { likely = 30, basis = 'measured' }
""",
        "do-not-distill",
        {"spend-too-small": "do-not-distill"},
        says=(r"stay with the teacher", r"\$360"),
        never=(r"prompt", r"come back at"),
        without=("teacher.cost_per_1k_calls",),
    ),
    Probe(
        "a bill, but no volume",
        "teacher.bill_per_month = { likely = 30_000, basis = 'measured' }",
        None,
        says=(r"bill",),
        without=("teacher.cost_per_1k_calls", "volume.calls_per_month"),
    ),
    Probe(
        "a fifth fewer calls every month",
        "volume.monthly_growth = { likely = -0.20, basis = 'measured' }",
        "reconsider",
        {
            "shrinking-volume": "reconsider",
            "slow-cash": "reconsider",
            "savings-run-out": "defensible",
        },
        says=(r"month 12", r"switch(ed|ing)? .*off"),
        never=(r"-100 ?%",),
    ),
    Probe(
        "growth of a hundredth of a percent carries nothing",
        """\
volume.calls_per_month = { likely = 3_000_000, basis = 'measured' }
volume.monthly_growth = { likely = 0.0001, basis = 'measured' }
""",
        "reconsider",
        {"half-volume-breaks": "reconsider"},
    ),
    Probe(
        "growth of one percent does",
        """\
volume.calls_per_month = { likely = 3_000_000, basis = 'measured' }
volume.monthly_growth = { likely = 0.01, basis = 'measured' }
""",
        "defensible",
        {"half-volume-breaks": "defensible"},
    ),
    Probe(
        "growth that is only assumed does not",
        """\
volume.calls_per_month = { likely = 3_000_000, basis = 'measured' }
volume.monthly_growth = { likely = 0.03, basis = 'assumed' }
""",
        "reconsider",
        {"half-volume-breaks": "reconsider"},
    ),
)

EVIDENCE = (
    Probe(
        "ten examples bound nothing",
        SLICE + "examples = 10\n",
        "defensible",
        {"thin-evaluation": "defensible"},
    ),
    Probe(
        "nobody says how many examples",
        SLICE,
        "defensible",
        {"thin-evaluation": "defensible"},
        says=(r"how many examples",),
    ),
    Probe(
        "an evaluation of two years ago",
        "quality.evaluated_on = 2024-11-24",
        "defensible",
        {"stale-evaluation": "defensible"},
    ),
    Probe(
        "an evaluation that still moves",
        "quality.frozen = false",
        "defensible",
        {"evaluation-not-frozen": "defensible"},
    ),
    Probe(
        "an evaluation from the future",
        "quality.evaluated_on = 2027-03-01",
        "strong",
        says=(r"quality.evaluated_on: .*still to come",),
    ),
    Probe(
        "no evaluation at all",
        "",
        "defensible",
        {"no-quality-evidence": "defensible"},
        without=("quality.slices",),
    ),
    Probe(
        "a fifth of a percent more errors at a dollar each",
        "quality.error_rate_increase = { likely = 0.002, basis = 'measured' }\n"
        "quality.cost_per_error = { likely = 1, basis = 'measured' }\n"
        + SLICE
        + "examples = 40_000\n",
        "do-not-distill",
        {"errors-outweigh-savings": "do-not-distill", "no-net-benefit": "do-not-distill"},
        says=(r"\$288,000",),
    ),
    Probe(
        "errors that take most of the saving",
        "quality.error_rate_increase = { likely = 0.001, basis = 'measured' }\n"
        "quality.cost_per_error = { likely = 1, basis = 'measured' }\n"
        + SLICE
        + "examples = 400_000\n",
        "reconsider",
        {"errors-outweigh-savings": "reconsider"},
        says=(r"\$144,000",),
    ),
    Probe(
        "five percent more errors, priced at next to nothing",
        "quality.error_rate_increase = { likely = 0.05, basis = 'measured' }\n"
        "quality.cost_per_error = { likely = 0.000001, basis = 'measured' }",
        "defensible",
        {"unpriced-quality-loss": "defensible"},
    ),
    Probe(
        "five percent more errors, at no price",
        "quality.error_rate_increase = { likely = 0.05, basis = 'measured' }",
        "reconsider",
        {"unpriced-quality-loss": "reconsider"},
        without=("quality.cost_per_error",),
    ),
    Probe(
        "an error rate below that of its own slices",
        "quality.error_rate_increase = { likely = 0.001, basis = 'measured' }",
        "defensible",
        {"quality-figures-disagree": "defensible"},
        says=(r"0\.1 percentage points", r"0\.4 percentage points"),
    ),
    Probe(
        "a critical slice that got worse",
        """\
[[quality.slices]]
name = "fraud"
examples = 20_000
teacher_score = 0.96
student_score = 0.92
critical = true
""",
        "do-not-distill",
        {"slice-regression": "do-not-distill"},
        says=(r"fraud",),
    ),
    Probe(
        "the same, but scored by how often it agrees",
        """\
quality.score_kind = "agreement"
[[quality.slices]]
name = "fraud"
examples = 20_000
teacher_score = 1.0
student_score = 0.96
critical = true
""",
        "reconsider",
        {"slice-regression": "reconsider", "agreement-scores": None},
        says=(r"more answers unlike the teacher's, each counted as wrong",),
        never=(r"finds 4 percentage points more wrong answers",),
    ),
    Probe(
        "shares that add up to 164 %",
        """\
[[quality.slices]]
name = "billing"
share = 0.9
examples = 4_000
teacher_score = 0.96
student_score = 0.96
[[quality.slices]]
name = "refunds"
share = 0.74
examples = 4_000
teacher_score = 0.94
student_score = 0.94
""",
        "strong",
        says=(r"164\s?%",),
    ),
    Probe(
        "everything is a guess",
        """\
volume.calls_per_month = { likely = 12_000_000, basis = 'assumed' }
teacher.cost_per_1k_calls = { likely = 2.00, basis = 'assumed' }
student.cost_per_1k_calls = { likely = 0.20, basis = 'assumed' }
upfront.data_generation = { likely = 8_000, basis = 'assumed' }
upfront.training_compute = { likely = 2_000, basis = 'assumed' }
upfront.evaluation_build = { likely = 10_000, basis = 'assumed' }
upfront.engineering_time = { likely = 30_000, basis = 'assumed' }
maintenance.redistillations_per_year = { likely = 2, basis = 'assumed' }
""",
        "defensible",
        {"guesswork": "defensible", "uncertain-volume": "defensible"},
    ),
    Probe(
        "a broad task",
        "task.breadth = 'broad'",
        "defensible",
        {"broad-task": "defensible"},
    ),
    Probe(
        "a broad task without evaluation",
        "task.breadth = 'broad'",
        "reconsider",
        {"broad-task": "reconsider"},
        without=("quality.slices",),
    ),
)

TIME = (
    Probe(
        "the teacher's price halves every year",
        "teacher.annual_price_change = { likely = -0.5, basis = 'assumed' }\n" + HALF_THE_CASE,
        "reconsider",
        {"slow-cash": "reconsider", "savings-run-out": "defensible"},
        says=(r"month 20", r"switch(ed|ing)? .*off", r"price falls by 50\s?% a year"),
    ),
    Probe(
        "launch in nine months",
        HALF_THE_CASE + "upfront.months_to_launch = { likely = 9, basis = 'quoted' }",
        "defensible",
        {"slow-cash": "defensible"},
        headline=(r"4\.6 months", r"15\.\d months"),
        says=(r"launch",),
    ),
    Probe(
        "the teacher goes in month 4, before the money is back",
        HALF_THE_CASE + "teacher.retires_on = 2027-03-24",
        "reconsider",
        {"teacher-retires": "reconsider"},
    ),
    Probe(
        "the teacher goes in month 10, after the money is back",
        HALF_THE_CASE + "teacher.retires_on = 2027-09-24",
        "defensible",
        {"teacher-retires": None},
    ),
    Probe(
        "the teacher goes in month 30",
        HALF_THE_CASE + "teacher.retires_on = 2029-05-24",
        "defensible",
        {"teacher-retires": None},
    ),
    Probe(
        "the student's base model goes within the first year",
        HALF_THE_CASE + "student.retires_on = 2027-11-01",
        "defensible",
        {"student-retires": "defensible"},
    ),
    Probe(
        "the student's base model goes before the money is back",
        HALF_THE_CASE + "student.retires_on = 2027-03-24",
        "do-not-distill",
        {"student-retires": "do-not-distill"},
    ),
    Probe(
        "dates, but none at which to judge them",
        "teacher.retires_on = 2026-12-24",
        "strong",
        quiet=("teacher-retires",),
        says=(r"as_of",),
        without=("as_of",),
    ),
    Probe(
        "a year in which cash has to be back, of six months",
        HALF_THE_CASE + "policy.horizon_months = 6",
        "reconsider",
        {"slow-cash": "reconsider"},
        says=(r"6 months", r"saves \$10,800 a month"),
        never=(r"\$[\d,.]+ a year",),
    ),
    Probe(
        "redeemed by growth: the year loses, the horizon earns",
        """\
volume.calls_per_month = { likely = 1_000_000, basis = 'measured' }
volume.monthly_growth = { likely = 0.08, basis = 'measured' }
maintenance.monitoring_per_month = { likely = 500, basis = 'quoted' }
""",
        "reconsider",
        {"no-net-benefit": "reconsider"},
        never=(r"[Nn]o net benefit, whatever",),
    ),
)

OTHERS = (
    Probe(
        "an alternative ahead by nine dollars",
        """\
[[alternatives]]
name = "quantized teacher"
kind = "quantize"
upfront = 50_000
cost_per_1k_calls = 0.20
annual_upkeep = 25_990
error_rate_increase = 0.004
""",
        "strong",
        quiet=("cheaper-alternative",),
    ),
    Probe(
        "an alternative that is far ahead",
        """\
[[alternatives]]
name = "prompted small model"
kind = "prompt-small-model"
upfront = 2_000
cost_per_1k_calls = 0.20
error_rate_increase = { likely = 0.004, basis = "measured" }
""",
        "reconsider",
        {"cheaper-alternative": "reconsider"},
        says=(r"prompted small model",),
    ),
    Probe(
        "an alternative that nobody has scored",
        """\
[[alternatives]]
name = "prompted small model"
kind = "prompt-small-model"
upfront = 2_000
cost_per_1k_calls = 0.20
""",
        "defensible",
        {"alternative-unproven": "defensible"},
        quiet=("cheaper-alternative",),
        says=(r"same slices",),
    ),
    Probe(
        "falling back more than it saves",
        "volume.fallback_rate = { likely = 0.95, basis = 'measured' }",
        "do-not-distill",
        {"fallback-too-high": "do-not-distill", "no-unit-saving": "do-not-distill"},
    ),
    Probe(
        "redistilled every week",
        "maintenance.redistillations_per_year = { likely = 52, basis = 'measured' }",
        "do-not-distill",
        {"unstable-teacher": "do-not-distill"},
    ),
    Probe(
        "everything is zero",
        """\
upfront.data_generation = 0
upfront.training_compute = 0
upfront.evaluation_build = 0
upfront.engineering_time = 0
maintenance.redistillations_per_year = 0
maintenance.monitoring_per_month = 0
""",
        "defensible",
        {
            "data-generation-missing": "defensible",
            "cost-line-missing": "defensible",
            "maintenance-missing": "defensible",
        },
        headline=("not counted",),
    ),
    Probe(
        "a price per token instead of per million",
        """\
[teacher.tokens]
input = 1_000
output = 100
input_price = 0.0000025
output_price = 0.00001
""",
        "do-not-distill",
        says=(r"per million",),
        without=("teacher.cost_per_1k_calls",),
    ),
    Probe(
        "a price in the wrong thousand",
        """\
[teacher.tokens]
input = 1_000
output = 100
input_price = 2_500
output_price = 10_000
""",
        "strong",
        says=(r"per million",),
        without=("teacher.cost_per_1k_calls",),
    ),
    Probe(
        "value of better answers without a metric",
        "upside.quality_value_per_month = 5_000",
        "strong",
        {"quality-gain-unattached": None},
    ),
)

PROBES = (*VOLUME_AND_LINES, *EVIDENCE, *TIME, *OTHERS)
