"""Step 8: what distilling may bring besides savings, shown beside the figures, never inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.questions.question import Kind, Question, Step

if TYPE_CHECKING:
    from rules.answers.answers import Answers


def _revenue_expected(answers: Answers) -> bool:
    """A chance of nothing is not worth a question; an answer once given stays in sight."""
    return (
        "upside.capability_revenue_per_month" in answers
        or "upside.capability_probability" in answers
    )


UPSIDE = Step(
    name="upside",
    title="Upside",
    purpose="Speed and new features stand beside the savings, so that doubting them costs nothing.",
    questions=(
        Question(
            key="upside.latency_metric",
            label="Metric that latency moves",
            kind=Kind.TEXT,
            prompt="Which business metric that you already track gets better with faster answers?",
            why="A latency value counts only where it acts through such a metric; otherwise speed"
            " is described and not priced.",
            where_to_find="The product dashboard: conversion, retention, tickets per hour.",
            example="checkout conversion",
        ),
        Question(
            key="upside.latency_value_per_month",
            label="Value of lower latency",
            kind=Kind.MONEY,
            unit="per month",
            prompt="What is the lower latency worth in a month, judged with caution?",
            why="Shown as upside and never part of payback. Leave it empty if no metric supports"
            " it: one soft figure casts doubt on the firm ones.",
            where_to_find="An experiment with added delay, or past releases that changed the"
            " latency.",
            example="2k or 1k..4k",
            default="0",
        ),
        Question(
            key="upside.quality_metric",
            label="Metric that quality moves",
            kind=Kind.TEXT,
            prompt="Which business metric that you track gets better where answers get better?",
            why="A value of better answers counts only where it acts through such a metric;"
            " otherwise the gain is described and not priced.",
            where_to_find="The product dashboard: complaints, contacts per order.",
            example="tickets solved at first contact",
        ),
        Question(
            key="upside.quality_value_per_month",
            label="Value of better answers",
            kind=Kind.MONEY,
            unit="per month",
            prompt="What are the student's better answers worth in a month, judged with caution?",
            why="Shown as upside and never part of payback. Leave it empty unless the student"
            " scores above the teacher on slices that were measured.",
            where_to_find="An experiment that served both models' answers, and moved the metric.",
            example="1k or 0.5k..2k",
            default="0",
        ),
        Question(
            key="upside.capability",
            label="New capability",
            kind=Kind.TEXT,
            prompt="Which feature would the student make possible, on a device or offline perhaps?",
            why="It is named in the report beside the savings, for readers to weigh themselves.",
            where_to_find="The product roadmap: what was rejected because the model is too large.",
            example="offline triage in the mobile app",
        ),
        Question(
            key="upside.capability_revenue_per_month",
            label="Revenue of the capability",
            kind=Kind.MONEY,
            unit="per month",
            prompt="How much revenue would that feature bring in a month?",
            why="A new feature is worth what it earns, not what it saves. It is upside: where only"
            " this carries the case, distilling is advised against.",
            where_to_find="The product manager's or finance's forecast for the feature.",
            example="5k or 2k..9k",
            default="0",
        ),
        Question(
            key="upside.capability_probability",
            label="Chance of that revenue",
            kind=Kind.PERCENT,
            prompt="How likely is it that the feature ships and earns this?",
            why="The revenue is multiplied by it. A feature that nobody has scheduled is far from"
            " certain.",
            where_to_find="How many features of past roadmaps were built and met their forecast.",
            example="30% or 20%..50%",
            default="100%, certain",
            visible_when=_revenue_expected,
        ),
    ),
)
