"""The first page of a case, to decide on: what stands on it, and in which order.

Reports, the page of a terminal and the verdict screen begin with it, all alike. It differs for a
case for distilling, one against it, and one that is not finished.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rules.argument.budget_ask import ask_of
from rules.argument.lines import Line, Section, name_of
from rules.argument.not_counted import in_its_favour, not_counted
from rules.argument.pitch import ASKING, Part
from rules.argument.quality_evidence import quality_in_words
from rules.argument.what_would_change import turns_of
from rules.argument.what_would_stop import what_would_stop
from rules.assess import Assessment
from rules.figures.catalogue import shown_in
from rules.figures.catalogue.figure import Figure
from rules.questions import locate
from rules.verdict import AGAINST

Kind = Literal["for", "against", "draft"]
"""A case for distilling, one against it, or one that is not finished."""

STILL_NEEDED = "Still needed"
"""Heading of what a verdict waits for; that section comes first where there is one."""
NOT_USABLE = "Not usable, left out"
"""Heading of the answers that count for nothing as they are."""
FIGURES = "Figures"

_LEADS: dict[Part, str] = {
    "savings": "What it saves",
    "payback": "When it is back",
    "risk": "What may go wrong",
    "ask": "What we ask for",
}
_PITCH_KEYS: dict[Part, str] = {
    "savings": "volume.calls_per_month",
    "payback": "upfront.data_generation",
    "risk": "quality.slices",
    "ask": "upfront.engineering_time",
}


def kind_of(assessment: Assessment) -> Kind:
    """Whether it is a case for distilling, one against it, or a draft."""
    if assessment.verdict is None:
        return "draft"
    return "against" if assessment.verdict.id in AGAINST else "for"


def first_page(assessment: Assessment) -> tuple[Section, ...]:
    """Its sections, as far as they have anything to say."""
    pages = {"for": _case_for, "against": _case_against, "draft": _draft}
    sections = (
        Section(STILL_NEEDED, tuple(_missing(assessment)), "missing"),
        Section(NOT_USABLE, tuple(_unusable(assessment)), "unusable"),
        *pages[kind_of(assessment)](assessment),
    )
    return tuple(one for one in sections if one.lines)


def at_a_glance(assessment: Assessment) -> tuple[Figure, ...]:
    """The figures of the first page that are told; of a draft all that are known."""
    shown = [*shown_in("front")]
    if assessment.verdict is None:
        further = (one for one in shown_in("verdict") if one not in shown)
        shown += [one for one in further if figure_line(one, assessment).text]
    return tuple(one for one in shown if one.is_told(assessment.figures))


def figure_line(one: Figure, assessment: Assessment) -> Line:
    """A figure on a line of its own; without text where nothing is to say."""
    said = one.in_full(assessment.figures, assessment.policy, assessment.words)
    return Line(said, one.key, label=one.line_label or one.label)


def _case_for(assessment: Assessment) -> Iterator[Section]:
    yield Section("In short", tuple(_pitch(assessment, *_LEADS)), "pitch")
    yield Section(FIGURES, tuple(_figures(assessment)), "figures")
    yield Section("What is not counted", not_counted(assessment), "not-counted")
    yield Section("The ask", tuple(_asking(assessment)), "ask")
    yield Section("What would stop it after launch", what_would_stop(assessment), "stop")


def _case_against(assessment: Assessment) -> Iterator[Section]:
    yield Section("What was considered", tuple(_considered(assessment)), "pitch")
    yield Section("Why not", tuple(_why_not(assessment)), "why-not")
    yield Section("What to do instead", tuple(_instead(assessment)), "instead")
    yield Section("What would have to change", tuple(_turning(assessment)), "turning")
    yield Section("The decision", tuple(_asking(assessment)), "ask")
    yield Section(FIGURES, tuple(_figures(assessment)), "figures")


def _draft(assessment: Assessment) -> Iterator[Section]:
    said = tuple(_pitch(assessment, "savings", "payback", "risk"))
    yield Section("What can be said so far", said, "pitch")
    yield Section(FIGURES, tuple(_figures(assessment)), "figures")


def _missing(assessment: Assessment) -> Iterator[Line]:
    for key in assessment.unanswered:
        place = locate(key)
        yield Line(place[0].prompt if place is not None else "", key, label=name_of(key))


def _unusable(assessment: Assessment) -> Iterator[Line]:
    messages = {one.key: one.message for one in reversed(assessment.errors)}
    amiss = (*assessment.unusable, *([assessment.too_large] if assessment.too_large else []))
    for key in dict.fromkeys(amiss):
        yield Line(messages[key], key, label=name_of(key))


def _pitch(assessment: Assessment, *parts: Part) -> Iterator[Line]:
    for one in assessment.pitch:
        if one.part in parts:
            said = _behind_its_lead(one.text)
            yield Line(said, _PITCH_KEYS[one.part], lead=_LEADS[one.part])


def _behind_its_lead(text: str) -> str:
    """A sentence of the pitch; of the ask what follows the words that its lead has."""
    asked = text.removeprefix(ASKING)
    return text if asked == text else f"{asked[:1].upper()}{asked[1:]}"


def _considered(assessment: Assessment) -> Iterator[Line]:
    if assessment.case.task.description:
        yield Line(assessment.case.task.description, "task.description", lead="The task")
    yield from _pitch(assessment, "savings", "payback")
    said = quality_in_words(assessment.case, assessment.figures)
    yield Line(said, "quality.slices", lead="Quality")
    yield from in_its_favour(assessment)


def _figures(assessment: Assessment) -> Iterator[Line]:
    lines = (figure_line(one, assessment) for one in at_a_glance(assessment))
    return (one for one in lines if one.text)


def _why_not(assessment: Assessment) -> Iterator[Line]:
    """The rules that make it a case against, the severest and causes first."""
    verdict = assessment.verdict
    assert verdict is not None
    against = [one for one in assessment.fired if one.cap in AGAINST]
    against.sort(key=lambda one: (one.cap != verdict.id, one.rule.is_symptom))
    yield from (Line(one.message, one.about, lead=one.title) for one in against)
    if not against:
        yield Line(verdict.reasons[0])


def _instead(assessment: Assessment) -> Iterator[Line]:
    verdict = assessment.verdict
    assert verdict is not None
    abouts = {one.remedy: one.about for one in reversed(assessment.fired)}
    yield from (Line(one, abouts.get(one, "alternatives")) for one in verdict.instead)


def _turning(assessment: Assessment) -> Iterator[Line]:
    """The changes that can be reckoned; else remedies of what decides that are not said already."""
    verdict = assessment.verdict
    assert verdict is not None
    turns = turns_of(assessment)
    yield from (Line(one.text, one.key) for one in turns)
    if turns:
        return
    decisive = [one for one in assessment.fired if one.cap == verdict.id and one.remedy]
    yield from (
        Line(one.remedy, one.about) for one in decisive if one.remedy not in verdict.instead
    )


def _asking(assessment: Assessment) -> Iterator[Line]:
    asked = ask_of(assessment)
    yield Line(asked.decision, "upfront.engineering_time", lead="Decision needed")
    if asked.who_and_when:
        yield Line(asked.who_and_when, "task.owner", lead="Who and when")
