"""Published cases give the figures that were printed, and verdicts that their authors would know.

What is in them and where it comes from stands in published/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.assess import Assessment, assess
from rules.catalog.rule import VerdictId
from rules.results import as_json
from wizard.sessions.assignments import with_setting
from wizard.sessions.session_file import read_session

FOLDER = Path(__file__).parent / "published"


@dataclass(frozen=True, kw_only=True)
class Published:
    """What was printed about one case, and what is to be said of it."""

    figures: Mapping[str, Any]
    """Figures of the result, by their path, as the source has them."""
    verdict: VerdictId = "defensible"
    because: Mapping[str, str]
    """What holds the case back, by rule, with a part of the sentence that says so."""


CASES = {
    # 2.7 against 3,061 per million, and as often right on 453 texts.
    "investor_sentiment": Published(
        figures={
            "teacher_cost_per_1k": 3.061,
            "student_cost_per_1k": 0.0027,
            "spend_reduction": 0.999,
            "quality.error_rate_increase": 0,
        },
        because={
            "uncertain-volume": "1M calls a month is a guess",
            "thin-evaluation": "has 453 examples",
        },
    ),
    # 0.21 against 11.92 for a thousand articles: less than 2 % at the same 91.5 %.
    "news_classifier": Published(
        figures={
            "teacher_cost_per_1k": 11.92,
            "student_cost_per_1k": 0.21,
            "spend_reduction": 0.98,
            "quality.error_rate_increase": 0,
        },
        because={
            "guesswork": "3 of the 5 numbers",
            "thin-evaluation": "errors would cost $10,333,542 a year",
            "evaluation-not-frozen": "not frozen",
        },
    ),
    # A tenth of the cost, two engineers for a month and less than a thousand for compute.
    "table_documentation": Published(
        figures={"spend_reduction": 0.9, "upfront_total": 34_636},
        because={
            "no-quality-evidence": "No slice has a score for both models",
            "guesswork": "4 of the 7 numbers",
            "terms-unreviewed": "the terms of the model that writes the labels",
        },
    ),
    # Pays back after some 8,000 calls, within the first month; 97 % less.
    "interview_questions": Published(
        figures={
            "teacher_cost_per_1k": 45,
            "student_cost_per_1k": 1.3,
            "spend_reduction": 0.971,
            "calls_to_payback": 8_046,
            "upfront_total": 351.6,
            "most_at_stake": 5_400,
            "quality.error_rate_increase": 0.011,
            "quality.upper_95": None,
        },
        because={
            "unpriced-quality-loss": "nobody has said what one costs",
            "thin-evaluation": "is not said of 'mean of six properties'",
            "cost-line-missing": "engineering time and evaluation build",
        },
    ),
    # 335 per million frames, 15 times less; 100,000 frames a day cost over 186,000 a year.
    "video_frames": Published(
        figures={
            "annual_teacher_spend": 186_150,
            "student_cost_per_1k": 0.335,
            "spend_reduction": 1 - 1 / 15.2,
        },
        because={
            "no-quality-evidence": "nothing bounds the quality lost",
            "terms-unreviewed": "the teacher's terms",
        },
    ),
    # More than 95 % less at half the latency, judged as good on 100 queries.
    "video_search_router": Published(
        figures={
            "spend_reduction": 0.967,
            "latency.teacher": 1.741,
            "latency.student": 0.833,
            "quality.error_rate_increase": 0,
        },
        because={
            "guesswork": "4 of the 5 numbers",
            "thin-evaluation": "has 100 examples",
        },
    ),
    # Up to 85 % less with 14 % of the calls on the large model, at 95 % of its score.
    "model_router": Published(
        verdict="reconsider",
        figures={"spend_reduction": 0.852, "quality.error_rate_increase": 0.05},
        because={
            "broad-task": "an error has no price",
            "unpriced-quality-loss": "gives 5 percentage points more wrong answers, above",
        },
    ),
    # 98.6 % less at 98 % of the accuracy, distilled from one's own model, again and again.
    "tool_calling": Published(
        figures={
            "teacher_cost_per_1k": 8.76,
            "spend_reduction": 0.986,
            "quality.error_rate_increase": 0.02,
        },
        because={
            "agreement-scores": "how often the student says what the teacher says",
            "unpriced-quality-loss": "2 percentage points more wrong answers",
            "unstable-teacher": "12 redistillations a year",
        },
    ),
}


def answers(name: str) -> Answers:
    found = read_session(FOLDER / f"{name}.toml")
    assert found.errors == ()
    return found.answers


def judged(name: str) -> Assessment:
    return assess(answers(name))


def figure(result: Mapping[str, Any], path: str) -> Any:
    for part in path.split("."):
        result = result[part]
    return result


def test_every_session_here_is_held_to_its_source() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(CASES)
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed, _, left_out = told.partition("## What had no place")
    assert set(re.findall(r"`(\w+)\.toml`", listed)) == set(CASES)
    assert set(re.findall(r"\*\*(\w+)\*\*", left_out)) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_figures_are_those_that_were_published(name: str) -> None:
    result = as_json(judged(name), name)["result"]
    for path, value in CASES[name].figures.items():
        expected = value if value is None else pytest.approx(value, rel=0.02, abs=1e-9)
        assert figure(result, path) == expected, path


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_one_that_its_authors_would_recognise(name: str) -> None:
    case, found = CASES[name], judged(name)
    assert found.verdict is not None
    assert found.verdict.id == case.verdict
    said = {one.rule.id: one.message for one in found.fired}
    for rule, phrase in case.because.items():
        assert phrase in said[rule]
    held_back = set(found.verdict.capped_by)
    assert found.verdict.base == found.verdict.id or held_back & set(case.because)


def test_three_months_of_work_for_what_saves_5_000_a_year_are_not_worth_it() -> None:
    changed, _ = with_setting(answers("interview_questions"), "upfront.engineering_time=42000")
    found = assess(changed)
    assert found.verdict is not None
    assert found.verdict.id == "do-not-distill"
    assert found.figures.headline.most_at_stake == pytest.approx(5_400)
