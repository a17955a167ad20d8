"""A case judged again with the prices that the list has today.

Source: docs/specification.md §6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from rules.answers.answers import Answers
from rules.answers.defaults import with_defaults
from rules.answers.entries import entry_of, spell
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.answers.slack import at_most
from rules.assess import Assessment, assess
from rules.figures.ops import known
from rules.figures.prices import KINDS, PriceFound, Side
from rules.questions import QUESTIONS
from rules.words.money import Words
from rules.words.wording import listed, months
from wizard.prices.filling import quoted, reference_in
from wizard.prices.finding import named, nearest
from wizard.prices.listed import LIST, list_version
from wizard.reports.text import INDENT, WIDTH, plain, points, under


@dataclass(frozen=True, slots=True)
class Change:
    """A price that is another one today."""

    key: str
    before: Estimate | None
    after: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Repriced:
    """Two judgements of a case, and the prices they differ in."""

    on: date
    version: str
    """Of the list."""
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    """What could not be looked up, or has no price, a line each."""
    before: Assessment
    after: Assessment


def reprice(answers: Answers, today: date, team: TeamPolicy | None = None) -> Repriced:
    """Judge a case as it is, and with today's prices of its models.

    A side takes part where its cost is built from tokens, and where the list knows the model that
    it names, or the one that its prices were once taken from.

    Raises:
        InputUnusable: where the extra is not installed, or the case is in another currency and no
            rate is set.
    """
    version = list_version()
    answers, _ = with_defaults(answers, team)
    notes: list[str] = []
    changes: list[Change] = []
    changed = answers
    for side in get_args(Side):
        found = _model_of(answers, side, today, notes)
        if found is None:
            continue
        quotes, gaps = quoted(answers, found, side, team)
        for key, value in quotes.items():
            before = answers.value(key)
            if not _same(before, value):
                changes.append(Change(key, before, value))
                changed = changed.answer(key, entry_of(QUESTIONS[key], value))
        for key, gap in gaps.items():
            before = answers.get(key)
            stays = f"; still {before.text}" if before is not None else ""
            notes.append(f"{key}: {gap}{stays}")
        notes += [f"{side}.model: {remark}" for remark in found.remarks]
    return Repriced(
        on=today,
        version=version,
        changes=tuple(changes),
        notes=tuple(notes),
        before=assess(answers, team),
        after=assess(changed, team),
    )


def _model_of(answers: Answers, side: Side, today: date, notes: list[str]) -> PriceFound | None:
    """The model whose prices a side pays, or None and a note why none is looked up."""
    if answers.value(f"{side}.cost_per_1k_calls") is not None:
        key = f"{side}.cost_per_1k_calls"
        notes.append(f"{key} is answered directly, so prices per token play no part")
        return None
    if not any(key.startswith(f"{side}.tokens.") for key in answers):
        notes.append(f"{side}.tokens has no answers, so there is no price per token to renew")
        return None
    model = answers.value(f"{side}.model") or ""
    sources = [
        reference_in(answers[key].source)
        for key in (f"{side}.tokens.{kind}" for kind in KINDS)
        if key in answers
    ]
    wanted = list(dict.fromkeys(one for one in (model, *sources) if one))
    for reference in wanted:
        found = named(reference, today)
        if len(found) == 1:
            return found[0]
        if found:
            providers = listed([one.reference for one in found], "or")
            notes.append(f"{side}.model '{reference}' is several on the list: {providers}")
        else:
            close = nearest(reference)
            hint = f"; nearest: {listed(close, 'or')}" if close else ""
            notes.append(f"{side}.model '{reference}' is not on the list{hint}")
    if not wanted:
        notes.append(f"{side}.model is not answered, so there is nothing to look up")
    return None


def _same(before: Estimate | None, after: Estimate) -> bool:
    return (
        before is not None
        and at_most(before.likely, after.likely)
        and at_most(after.likely, before.likely)
    )


def as_object(repriced: Repriced) -> dict[str, Any]:
    """What `payback assess --reprice --json` adds to its object."""
    return {
        "list": LIST,
        "version": repriced.version,
        "date": repriced.on.isoformat(),
        "changes": [
            {
                "key": one.key,
                "before": one.before.likely if one.before is not None else None,
                "after": one.after.likely,
                "source": one.after.source,
            }
            for one in repriced.changes
        ],
        "notes": list(repriced.notes),
        "before": _outcome(repriced.before),
        "after": _outcome(repriced.after),
    }


def _outcome(assessment: Assessment) -> dict[str, Any]:
    return {
        "payback_months": known(assessment.figures.headline.payback_months),
        "npv": known(assessment.figures.cash.npv),
        "verdict": assessment.verdict.id if assessment.verdict is not None else None,
    }


def section(repriced: Repriced) -> str:
    """The same for people, as a section of the page."""
    unit = f"{repriced.before.case.currency} per million tokens"
    said = points(_lines(repriced), WIDTH - INDENT)
    return plain(under(f"With the prices of {repriced.on}, {unit}", [said], WIDTH))


def _lines(repriced: Repriced) -> Iterator[str]:
    for one in repriced.changes:
        question = QUESTIONS[one.key]
        before = spell(question, one.before) if one.before is not None else "none"
        yield f"{question.label}: {before} -> {spell(question, one.after)} ({one.after.source})"
    if repriced.changes:
        yield from _effect(repriced.before, repriced.after)
    else:
        yield "No price has changed, so nothing else does."
    yield from repriced.notes


def _effect(before: Assessment, after: Assessment) -> Iterator[str]:
    words = Words(before.case.currency)
    policy = before.policy
    limits = (
        policy.strong_payback_months,
        policy.defensible_payback_months,
        policy.stop_payback_months,
    )
    told: dict[str, Callable[[Assessment], str]] = {
        "Payback": lambda one: months(one.figures.headline.payback_months, *limits),
        "Net present value": lambda one: words.money(one.figures.cash.npv),
        "Verdict": lambda one: one.verdict.id if one.verdict else "none",
    }
    for label, tell in told.items():
        old, new = tell(before), tell(after)
        yield f"{label}: {old} -> {new}" if old != new else f"{label}: {old}, as before"
