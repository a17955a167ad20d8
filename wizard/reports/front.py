"""The first page of a report, to decide on: it differs for a case for, one against and a draft.

Savings, payback, risk, ask, as a budget holder listens; for a case against distilling what was
considered, why not, what to do instead, and what would have to change.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from rules.argument.brief import name_of
from rules.argument.budget_ask import ask_of
from rules.argument.what_varies import what_varies_in_full
from rules.argument.what_would_change import turns_of
from rules.figures.catalogue import shown_in
from rules.questions import locate
from rules.words.wording import months
from wizard.reports import charts
from wizard.reports.content import Block, FigureRow, FigureRows, Paragraph, Points, Section, Table
from wizard.reports.material import Material
from wizard.reports.texts import LONGEST_SAID, clean

_LEADS = {
    "savings": "What it saves",
    "payback": "When it is back",
    "risk": "What may go wrong",
    "ask": "What we ask for",
}


def front(given: Material) -> Iterator[Section]:
    """The sections of the first page; one that has nothing to say is without blocks."""
    pages = {"for": _case_for, "against": _case_against, "draft": _draft}
    return pages[given.kind](given)


def _case_for(given: Material) -> Iterator[Section]:
    yield Section("pitch", "In short", (_pitch(given, _LEADS),))
    yield Section("figures", "The figures", tuple(_at_a_glance(given)))
    yield Section("quality", "What bounds the risk", (Paragraph(given.bound),))
    yield Section("ask", "The ask", tuple(_asking(given)))


def _case_against(given: Material) -> Iterator[Section]:
    verdict = given.assessment.verdict
    assert verdict is not None
    yield Section("considered", "What was considered", tuple(_considered(given)))
    yield Section("why-not", "Why not", (_why_not(given),))
    yield Section("instead", "What to do instead", _points(verdict.instead))
    turning = [one.text for one in turns_of(given.assessment)]
    if not turning:
        turning = [
            one.remedy for one in given.assessment.fired if one.cap == verdict.id and one.remedy
        ]
    yield Section("turning", "What would have to change", _points(turning))
    yield Section("figures", "The figures", tuple(_at_a_glance(given)))
    yield Section("ask", "The decision", tuple(_asking(given)))


def _draft(given: Material) -> Iterator[Section]:
    assessment = given.assessment
    missing = []
    for key in assessment.unanswered:
        place = locate(key)
        prompt = place[0].prompt if place is not None else key
        missing.append(Paragraph(clean(f"{prompt} ({key})"), lead=clean(name_of(key))))
    wrong = [
        Paragraph(clean(f"{assessment.problem_of(key)} ({key})"), lead=clean(name_of(key)))
        for key in dict.fromkeys((*assessment.unusable, *filter(None, [assessment.too_large])))
    ]
    yield Section("missing", "What is missing", (Points(tuple(missing)),) if missing else ())
    yield Section("unusable", "What cannot be used", (Points(tuple(wrong)),) if wrong else ())
    known = {part: lead for part, lead in _LEADS.items() if part != "ask"}
    said = _pitch(given, known)
    yield Section("pitch", "What can be said so far", (said,) if said.items else ())
    yield Section("figures", "The figures so far", tuple(_at_a_glance(given)))
    yield Section("quality", "What bounds the risk", (Paragraph(given.bound),))


def _pitch(given: Material, leads: dict[str, str]) -> Points:
    return Points(
        tuple(
            Paragraph(clean(one.text, LONGEST_SAID), lead=leads[one.part])
            for one in given.assessment.pitch
            if one.part in leads
        )
    )


def _at_a_glance(given: Material) -> Iterator[Block]:
    figures, policy = given.assessment.figures, given.assessment.policy
    rows = tuple(
        FigureRow(
            one.label,
            one.cell(figures, given.words),
            one.remark(figures, policy) if one.remark is not None else "",
        )
        for one in shown_in("front")
        if not math.isnan(one.read(figures))
    )
    if rows:
        yield FigureRows(rows)
    # A case against needs no chance to be believed, and its page has more to say.
    found = given.outlook.risk if given.kind == "for" else None
    chart = charts.curve(given.assessment, found)
    if chart is not None:
        yield chart
    if chart is not None and found is not None:
        yield Paragraph(clean(what_varies_in_full(found, given.case)), lead="How far it may differ")


def _asking(given: Material) -> Iterator[Block]:
    asked, money = ask_of(given.assessment), given.words.money
    parts = given.words.summands([amount for _, amount in asked.items])
    yield Paragraph(clean(asked.decision), lead="Decision needed")
    if given.kind == "for" and asked.items:
        yield Table(
            caption="Money by item",
            header=("Item", f"Amount ({given.case.currency})"),
            align=("left", "right"),
            rows=(
                *((clean(name), said) for (name, _), said in zip(asked.items, parts, strict=True)),
                ("Together", money(asked.total)),
            ),
            note=f"Time to launch: {months(asked.months_to_launch)}.",
            total=True,
        )


def _considered(given: Material) -> Iterator[Block]:
    if given.case.task.description:
        yield Paragraph(clean(given.case.task.description), lead="The task")
    yield _pitch(given, {part: _LEADS[part] for part in ("savings", "payback")})
    yield Paragraph(given.bound, lead="Quality")


def _why_not(given: Material) -> Points:
    """The rules that speak against it, the severest first."""
    verdict = given.assessment.verdict
    assert verdict is not None
    against = [one for one in given.assessment.fired if one.cap in ("reconsider", "do-not-distill")]
    against.sort(key=lambda one: (one.cap != verdict.id, one.rule.is_symptom))
    told = [Paragraph(clean(one.message), lead=one.title) for one in against]
    return Points(tuple(told) or (Paragraph(clean(verdict.reasons[0])),))


def _points(texts: Iterable[str]) -> tuple[Block, ...]:
    items = tuple(Paragraph(clean(one, LONGEST_SAID)) for one in texts)
    return (Points(items),) if items else ()
