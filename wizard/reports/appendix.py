"""The appendix of a report: everything that its first page rests on.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from rules.argument.brief import TO_CHECK, all_figures, brief
from rules.argument.budget_ask import ask_of
from rules.argument.first_page import kind_of
from rules.argument.lines import Line
from rules.argument.what_it_hangs_on import chances, hangs_on
from rules.figures.catalogue import figure
from rules.results import label_of
from rules.uncertainty.ranges import Origin
from rules.uncertainty.risk import Risk
from rules.verdict import SPOKEN, Fired
from rules.words.wording import listed, months
from wizard.reports import basis, charts
from wizard.reports.agreed import agreed
from wizard.reports.content import Block, Paragraph, Section, Table, clean
from wizard.reports.evaluation import evaluation
from wizard.reports.material import Material
from wizard.reports.scenarios import HEADING, scenario_blocks


def appendix(given: Material) -> Iterator[Section]:
    """Its sections; one that has nothing to say is without blocks."""
    parts: tuple[tuple[str, str, Iterable[Block]], ...] = (
        ("task", "What the calls do", _task(given)),
        ("rules", "What speaks against it, and what to do about it", _rules(given)),
        ("doubts", TO_CHECK, _doubts(given)),
        ("items", "The money by item", _items(given)),
        ("all-figures", "All figures", _all_figures(given)),
        ("sensitivity", "What it hangs on", _hanging(given)),
        ("risk", "How likely it is", _likely(given)),
        ("scenarios", HEADING, scenario_blocks(given.scenarios) if given.scenarios else ()),
        ("evidence", "Quality, slice by slice", evaluation(given)),
        ("alternatives", "Alternatives", _alternatives(given)),
        ("workshop", "What was agreed in the workshop", agreed(given)),
        ("assumptions", "Every number used", basis.assumptions(given)),
        ("formulas", "The formulas in words", basis.formulas()),
        ("policy", "What it is judged by", basis.policy(given)),
        ("about", "About this report", _about(given)),
    )
    for name, heading, blocks in parts:
        yield Section(name, heading, tuple(blocks), in_appendix=True)


def _task(given: Material) -> Iterator[Block]:
    """The task in its author's words, which a case against has on its first page."""
    said = given.case.task.description
    if said and kind_of(given.assessment) != "against":
        yield Paragraph(clean(said))


def _rules(given: Material) -> Iterator[Block]:
    if not given.assessment.fired:
        yield Paragraph("No rule fired: none of the known reasons against distilling applies.")
        return
    order = sorted(given.assessment.fired, key=lambda one: one.cap is None)
    yield Table(
        caption="Rules that fired",
        header=("Rule", "At best", "What was found", "Remedy"),
        align=("left", "left", "left", "left"),
        rows=tuple(_rule(one) for one in order),
        note="Rules marked “only informs” do not lower the verdict.",
    )


def _doubts(given: Material) -> Iterator[Block]:
    for one in brief(given.assessment):
        if one.heading == TO_CHECK:
            yield from _sentences(one.lines)


def _items(given: Material) -> Iterator[Block]:
    asked = ask_of(given.assessment)
    if not asked.items or math.isnan(asked.total):
        return
    parts = given.words.summands([amount for _, amount in asked.items])
    yield Table(
        caption="Upfront",
        header=("Item", f"Amount ({given.case.currency})"),
        align=("left", "right"),
        rows=(
            *((clean(name), said) for (name, _), said in zip(asked.items, parts, strict=True)),
            ("Together", given.words.money(asked.total)),
        ),
        total=True,
    )


def _rule(one: Fired) -> tuple[str, ...]:
    cap = SPOKEN[one.cap].words.lower() if one.cap is not None else "only informs"
    return (f"{one.title} ({one.rule.id})", cap, clean(one.message), clean(one.remedy))


def _all_figures(given: Material) -> Iterator[Block]:
    rows = tuple((line.label, clean(line.text)) for line in all_figures(given.assessment))
    if rows:
        yield Table("Figures", ("Figure", "Value"), ("left", "left"), rows)


def _hanging(given: Material) -> Iterator[Block]:
    found = given.outlook.sensitivity
    if found is None:
        return
    lines = hangs_on(given.assessment, found).lines
    yield from _sentences(lines)
    chart = charts.tornado(given.assessment, found)
    if chart is not None:
        yield chart
    caption = "How far each may worsen, all else as it is"
    yield from _labelled(lines, caption, ("Assumption", "Room"))


def _likely(given: Material) -> Iterator[Block]:
    found = given.outlook.risk
    if found is None:
        if given.assessment.verdict is not None:
            yield Paragraph(
                "No number varies, so how likely the outcome is cannot be said. Give the numbers"
                " that matter most a range, or have one stand in for it."
            )
        return
    lines = chances(given.assessment, found).lines
    yield charts.histogram(given.assessment, found)
    yield from _labelled(lines, "What the draws say", ("Chance or range", "Value"))
    yield from _sentences(lines)
    yield Paragraph(
        f"{found.draws:,} draws with seed {found.seed}, so that the same session gives the"
        " same chances."
    )
    yield from _drawn_and_held(given, found)


_ORIGINS: tuple[tuple[Origin, str], ...] = (
    ("stated", "Drawn from a stated range"),
    ("slices", "Drawn as far as the examples scored leave it open"),
    ("stand-in", "Drawn from a stand-in for a range"),
)


def _drawn_and_held(given: Material, found: Risk) -> Iterator[Block]:
    """Every number that varies, by who says how far, and every other one."""
    names = {
        lead: [one.key for one in found.drawn if one.range.origin == origin]
        for origin, lead in _ORIGINS
    }
    names["Held still"] = list(found.held)
    for lead, keys in names.items():
        if keys:
            labels = (clean(label_of(key, given.case)) for key in keys)
            yield Paragraph(f"{', '.join(labels)}.", lead=lead)


def _alternatives(given: Material) -> Iterator[Block]:
    figures = given.assessment.figures
    if not figures.alternatives:
        yield Paragraph("None is listed. Distilling has to beat more than doing nothing.")
        return
    money = given.words.money
    rows = [
        (
            clean(one.name or one.kind),
            money(one.upfront_total),
            money(one.monthly_savings) if one.priced else "cost not stated",
            money(one.annual_net_after_errors) if one.priced else "",
            money(one.npv) if one.priced else "",
            months(one.incremental_payback_months) if one.priced else "",
        )
        for one in figures.alternatives
    ]
    if math.isfinite(figures.cash.npv):
        head = figures.headline
        rows.insert(
            0,
            (
                "Distilling",
                money(head.upfront_total),
                money(head.monthly_savings),
                figure("annual_net_after_errors").cell(figures, given.words),
                money(figures.cash.npv),
                "",
            ),
        )
    unproven = [
        clean(one.name or one.kind)
        for one in figures.alternatives
        if one.priced and not one.is_proven
    ]
    counted = (
        f" The student's errors are counted for {listed(unproven)}, whose own nobody has shown."
    )
    yield Table(
        caption="Distilling and the alternatives, each against staying with the teacher",
        header=(
            "Way",
            "Upfront",
            "Saves a month",
            "Net a year",
            "Worth today",
            "Distilling over it",
        ),
        align=("left", "right", "right", "right", "right", "right"),
        rows=tuple(rows),
        note="Net a year is after upkeep and errors. The last column is how long the extra"
        " money for distilling takes to come back." + (counted if unproven else ""),
    )


def _about(given: Material) -> Iterator[Block]:
    origin = given.origin
    file = clean(origin.file)
    source = f"the session {file}" if file else "a session that is not saved yet"
    yield Paragraph(
        f"Made on {origin.today.isoformat()} by Payback {origin.version} from {source}."
        f" Every figure follows from the numbers and the formulas above;"
        " money is rounded for reading only."
    )


def _sentences(lines: Iterable[Line]) -> Iterator[Block]:
    return (Paragraph(clean(line.text)) for line in lines if not line.label)


def _labelled(lines: Iterable[Line], caption: str, header: tuple[str, str]) -> Iterator[Block]:
    rows = tuple((clean(line.label), clean(line.text)) for line in lines if line.label)
    if rows:
        yield Table(caption, header, ("left", "left"), rows)
