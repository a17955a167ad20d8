"""A judgement as lines to read, each with the answer behind it: for pages and screens alike.

Nothing is computed here and nothing is laid out: sections of lines, in the order in which a budget
holder would ask.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rules.answers.entries import spell
from rules.argument.first_page import (
    at_a_glance,
    figure_line,
    first_page,
)
from rules.argument.lines import Line, Section, name_of
from rules.assess import Assessment
from rules.figures.alternatives import AlternativeResult
from rules.figures.catalogue import shown_in
from rules.questions import question_of
from rules.questions.labelled import unit_behind
from rules.results import label_of
from rules.verdict import SPOKEN, Fired
from rules.words.wording import months, plural, without_noise

FURTHER_FIGURES = "Further figures"
TO_CHECK = "Please check"
"""Heading of the answers that count and are probably not meant."""


def brief(assessment: Assessment, outlook: Sequence[Section] = ()) -> tuple[Section, ...]:
    """Everything there is to read about a case, besides its title and its verdict's headline.

    Args:
        assessment: of any case.
        outlook: what it hangs on and how likely it is, where that was found out.
    """
    sections = (
        *first_page(assessment),
        Section(FURTHER_FIGURES, tuple(_further_figures(assessment))),
        *outlook,
        Section("What speaks against it", tuple(_rules(assessment.fired, capping=True))),
        Section("Worth knowing", tuple(_rules(assessment.fired, capping=False))),
        Section(TO_CHECK, tuple(_to_check(assessment))),
        Section("Side by side", tuple(_side_by_side(assessment))),
        Section("Alternatives", tuple(_alternatives(assessment))),
        Section("Numbers used", tuple(_numbers(assessment))),
        Section("Policy", tuple(_policy(assessment))),
    )
    return tuple(section for section in sections if section.lines)


def headline(assessment: Assessment) -> str:
    """The verdict in a sentence, or why there is none; and whether it leaves answers out."""
    if assessment.verdict is not None:
        without = left_out(assessment)
        said = assessment.verdict.headline
        return f"{said} {without}." if without else said
    if not assessment.missing:
        return "No verdict: a number is too large to calculate with."
    waiting, wrong = len(assessment.unanswered), len(assessment.unusable)
    if not waiting:
        return f"No verdict yet: {plural(wrong, 'answer is', 'answers are')} not usable."
    said = f"No verdict yet: {plural(waiting, 'answer is', 'answers are')} missing"
    return f"{said}, {plural(wrong, 'is', 'are')} not usable." if wrong else f"{said}."


def left_out(assessment: Assessment) -> str:
    """How many answers are not usable and so not counted; empty where all are."""
    wrong = len(assessment.unusable)
    return f"{plural(wrong, 'answer', 'answers')} not usable, left out" if wrong else ""


def _to_check(assessment: Assessment) -> Iterator[Line]:
    for one in assessment.warnings:
        yield Line(f"{name_of(one.key)} ({one.key}) {one.message}.", one.key)


def all_figures(assessment: Assessment) -> tuple[Line, ...]:
    """Every figure that has a line of its own, those of the first page among them."""
    lines = (figure_line(one, assessment) for one in shown_in("verdict"))
    return tuple(one for one in (*lines, *_upside(assessment)) if one.text)


def _further_figures(assessment: Assessment) -> Iterator[Line]:
    """Those that the first page has no room for."""
    told = at_a_glance(assessment)
    further = (figure_line(one, assessment) for one in shown_in("verdict") if one not in told)
    return (one for one in (*further, *_upside(assessment)) if one.text)


def _upside(assessment: Assessment) -> Iterator[Line]:
    upside = assessment.case.upside
    yield Line(upside.latency_metric, "upside.latency_metric", label="Upside, latency")
    yield Line(upside.quality_metric, "upside.quality_metric", label="Upside, quality")
    yield Line(upside.capability, "upside.capability", label="Upside, capability")


def at_best(one: Fired) -> str:
    """`at best reconsider`: what a rule leaves of the verdict; empty where it lowers none."""
    return f"at best {SPOKEN[one.cap].within}" if one.cap is not None else ""


def _rules(fired: Iterable[Fired], *, capping: bool) -> Iterator[Line]:
    for one in fired:
        if (one.cap is not None) == capping:
            cap = f", {at_best(one)}" if one.cap else ""
            yield Line(f"{one.title} ({one.rule.id}{cap}): {one.said}", one.about)


def _side_by_side(assessment: Assessment) -> Iterator[Line]:
    """The teacher, the student and every priced alternative in columns."""
    figures, words = assessment.figures, assessment.words
    priced = [one for one in figures.alternatives if one.priced]
    if not priced:
        return
    head, nothing = figures.headline, words.money(0)
    rows: list[tuple[str, ...]] = [("", "upfront", "saves a month", "errors a year", "worth today")]
    rows.append(("Keep the teacher", nothing, nothing, nothing, nothing))
    rows += [
        (name, *(words.money(one) for one in numbers))
        for name, *numbers in (
            (
                "Distil",
                head.upfront_total,
                head.monthly_savings,
                head.annual_error_cost,
                figures.cash.npv,
            ),
            *(
                (
                    one.name or one.kind,
                    one.upfront_total,
                    one.monthly_savings,
                    one.annual_error_cost,
                    one.npv,
                )
                for one in priced
            ),
        )
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(1, 5)]
    for name, *cells in rows:
        text = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield Line(text, "alternatives", label=name or "In columns", is_row=True)


def _alternatives(assessment: Assessment) -> Iterator[Line]:
    words = assessment.words
    for one in assessment.figures.alternatives:
        name = one.name or one.kind
        if not one.priced:
            said = f"{name}: incomplete, its cost per 1,000 calls is not stated"
        elif math.isnan(one.npv):
            said = f"{name}: {words.money(one.upfront_total)} upfront; what it saves is still open"
        else:
            savings = one.monthly_savings
            saves = f"saves {words.money(savings)} a month"
            if savings < 0:
                saves = f"costs {words.money(-savings)} a month more"
            said = (
                f"{name}: {words.money(one.upfront_total)} upfront, {saves},"
                f" {words.a_year(one.annual_net_after_errors)} after upkeep and errors,"
                f" worth {words.money(one.npv)} today{_over_it(one.incremental_payback_months)}"
                f"{_unproven(one)}"
            )
        yield Line(said, "alternatives")


def _unproven(alternative: AlternativeResult) -> str:
    """By whose errors an alternative is counted that nobody has scored."""
    if alternative.is_proven:
        return ""
    return ". Nobody has shown its errors, so the student's are counted for it"


def _over_it(payback: float) -> str:
    """When distilling recovers what it costs more than an alternative."""
    if math.isnan(payback):
        return ""
    if payback == 0:
        return ". Over it, distilling costs nothing more upfront and leaves more"
    return f". Over it, distilling pays back: {months(payback)}"


def _numbers(assessment: Assessment) -> Iterator[Line]:
    """Label, value as typed with its unit, basis and source; defaults of nothing are left out."""
    for used in assessment.used:
        question = question_of(used.key)
        if question is None or (used.is_default and used.estimate.likely == 0):
            continue
        basis = "default" if used.is_default else used.estimate.basis
        source = f", {used.estimate.source}" if used.estimate.source else ""
        likely = without_noise(used.estimate.likely)
        value = spell(question, replace(used.estimate, likely=likely))
        unit = unit_behind(question, assessment.case.currency)
        yield Line(
            f"{value} {unit}".rstrip(),
            used.key,
            label=label_of(used.key, assessment.case),
            remark=f"{basis}{source}",
        )


def _policy(assessment: Assessment) -> Iterator[Line]:
    silenced = {f"rules.{rule}" for rule in assessment.silenced}
    for one in assessment.policy_overrides:
        said = "; it would have fired" if one.key in silenced else ""
        yield Line(f"{one.key} = {one.said} (from {one.origin}){said}", one.answer)
