"""An assessment as a page of plain text: for a terminal, a pipe, a screen reader or a mail.

Source: docs/specification.md §5.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.assess import Assessment
from rules.entries import spell
from rules.estimate import Estimate
from rules.questions import QUESTIONS, locate
from rules.results import label_of, question_of
from rules.verdict import Fired
from rules.wording import Words, count, months, percent, seconds
from wizard.sessions.session_file import SessionFile

WIDTH = 80
_SIGNS = {"strong": "++", "defensible": "+", "reconsider": "?", "do-not-distill": "x"}


def page(session: SessionFile, assessment: Assessment) -> str:
    """The whole judgement, verdict first, at most 80 columns wide."""
    title = assessment.case.title or session.title
    sections = [
        _head(title, assessment),
        _section("In short", (f"- {one.text}" for one in assessment.pitch)),
        _section("Figures", _figures(assessment)),
        _section("What speaks against it", _rules(assessment.fired, capping=True)),
        _section("Worth knowing", _rules(assessment.fired, capping=False)),
        _section("Instead", _instead(assessment)),
        _section("Alternatives", _alternatives(assessment)),
        _section("Numbers used", _numbers(assessment)),
        _section("Policy", _policy(assessment)),
        _section("Note", _warnings(session, assessment)),
    ]
    return "\n\n".join(section for section in sections if section)


def _head(title: str, assessment: Assessment) -> str:
    lines = _wrapped(title)
    verdict = assessment.verdict
    if verdict is not None:
        lines += _wrapped(f"[{_SIGNS[verdict.id]}] {verdict.headline}", indent="    ")
        return "\n".join(lines)
    missing = assessment.missing
    lines += _wrapped(f"[ ] No verdict yet: {len(missing)} answers are missing.", indent="    ")
    for key in missing:
        place = locate(key)
        prompt = place[0].prompt if place is not None else QUESTIONS[key].prompt
        lines += _wrapped(f"  {key}: {prompt}", indent="      ")
    return "\n".join(lines)


def _section(heading: str, lines: Iterable[str]) -> str:
    body = [
        wrapped
        for line in lines
        for one in line.split("\n")
        for wrapped in _wrapped(one, indent="  ", first="  ")
    ]
    return "\n".join([heading, *body]) if body else ""


def _wrapped(text: str, indent: str = "", first: str = "") -> list[str]:
    # A row of a table is laid out already and stays as it is where it fits.
    if len(first + text) <= WIDTH:
        return [first + text]
    following = indent + "  " if text.startswith("- ") else indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_on_hyphens=False,
    )


def _figures(assessment: Assessment) -> Iterator[str]:
    figures, words = assessment.figures, Words(assessment.case.currency)
    head, half, cash = figures.headline, figures.half_volume, figures.cash
    horizon = assessment.policy.horizon_months
    cash_payback = (
        f"never within {horizon} months"
        if cash.payback_months == math.inf
        else months(cash.payback_months)
    )
    rows = [
        ("Upfront", head.upfront_total, words.money(head.upfront_total)),
        ("Savings a month", head.monthly_savings, words.money(head.monthly_savings)),
        ("Payback", head.payback_months, months(head.payback_months)),
        ("Cash payback", cash.payback_months, cash_payback),
        ("Upkeep a year", head.annual_maintenance, words.money(head.annual_maintenance)),
        ("Net benefit a year", head.annual_net_benefit, words.money(head.annual_net_benefit)),
        ("Error cost a year", head.annual_error_cost, words.money(head.annual_error_cost)),
        (
            "Net after errors",
            head.annual_net_after_errors,
            f"{words.money(head.annual_net_after_errors)} a year",
        ),
        ("Net present value", cash.npv, f"{words.money(cash.npv)} over {horizon} months"),
        ("Half the volume", half.payback_months, f"payback {months(half.payback_months)}"),
        (
            "Break-even",
            figures.break_even_calls_per_month,
            f"{count(figures.break_even_calls_per_month)} calls a month"
            f" (payback {months(assessment.policy.defensible_payback_months)})",
        ),
        (
            "Per 1,000 calls",
            head.student_cost_per_1k,
            f"teacher {words.money(head.teacher_cost_per_1k)}, student"
            f" {words.money(head.student_cost_per_1k)}, with upkeep"
            f" {words.money(head.student_cost_per_1k_with_maintenance)}",
        ),
        (
            "P95 latency",
            figures.student_p95_seconds - figures.teacher_p95_seconds,
            f"teacher {seconds(figures.teacher_p95_seconds)}, student"
            f" {seconds(figures.student_p95_seconds)}",
        ),
        ("Spend reduction", head.spend_reduction, percent(head.spend_reduction)),
    ]
    for label, value, text in rows:
        if not math.isnan(value):
            yield f"{label:20}{text}"
    if figures.irr is not None and not math.isnan(cash.npv):
        yield f"{'Internal rate':20}{percent(figures.irr)} a year"
    yield from _upside(assessment)


def _upside(assessment: Assessment) -> Iterator[str]:
    upside, words = assessment.case.upside, Words(assessment.case.currency)
    annual = assessment.figures.annual_upside
    if annual:
        yield f"{'Upside, not counted':20}{words.money(annual)} a year"
    for name, text in (("latency", upside.latency_metric), ("capability", upside.capability)):
        if text:
            yield f"{'Upside, ' + name:20}{text}"


def _rules(fired: Iterable[Fired], *, capping: bool) -> Iterator[str]:
    for one in fired:
        if (one.cap is not None) == capping:
            cap = f", at best {one.cap}" if one.cap else ""
            yield f"- {one.rule.title} ({one.rule.id}{cap}): {one.message} {one.rule.remedy}"


def _instead(assessment: Assessment) -> Iterator[str]:
    if assessment.verdict is not None:
        for advice in assessment.verdict.instead:
            yield f"- {advice}"


def _alternatives(assessment: Assessment) -> Iterator[str]:
    words = Words(assessment.case.currency)
    for one in assessment.figures.alternatives:
        name = one.name or one.kind
        if not one.priced:
            yield f"- {name}: incomplete, its cost per 1,000 calls is not stated"
            continue
        yield (
            f"- {name}: {words.money(one.upfront_total)} upfront, saves"
            f" {words.money(one.monthly_savings)} a month,"
            f" {words.money(one.annual_net_after_errors)} a year after upkeep and errors, worth"
            f" {words.money(one.npv)} today. Over it, distilling pays back:"
            f" {months(one.incremental_payback_months)}"
        )


def _numbers(assessment: Assessment) -> Iterator[str]:
    """Label, value as typed, basis and source; defaults that are nothing are left out."""
    for used in assessment.used:
        question = question_of(used.key)
        if question is None or (used.is_default and used.estimate.likely == 0):
            continue
        value = spell(question, _rounded(used.estimate))
        basis = "default" if used.is_default else used.estimate.basis
        source = f", {used.estimate.source}" if used.estimate.source else ""
        label, *rest = textwrap.wrap(label_of(used.key, assessment.case), _LABEL) or [""]
        first = f"{label:{_LABEL}}  {value:{_VALUE}} "
        indent = " " * (2 + len(first))
        yield "\n".join(
            [
                *textwrap.wrap(f"{first}{basis}{source}", WIDTH - 2, subsequent_indent=indent[2:]),
                *(f"  {more}" for more in rest),
            ]
        )


_LABEL, _VALUE = 28, 20


def _rounded(estimate: Estimate) -> Estimate:
    """Without the rounding noise of a number that was computed, such as an average of slices."""
    return replace(estimate, likely=float(f"{estimate.likely:.12g}"))


def _policy(assessment: Assessment) -> Iterator[str]:
    for one in assessment.policy_overrides:
        yield f"{one.key} = {one.value} (from {one.origin})"


def _warnings(session: SessionFile, assessment: Assessment) -> Iterator[str]:
    for one in (*session.problems, *session.placed(assessment.problems)):
        if one.severity == "warning":
            yield f"- {one}"
