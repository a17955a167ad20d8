"""A plan as plain text: what to do in which order, what it comes to, and why the others wait.

Source: docs/specification.md §16.4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rules.argument.lines import names_of
from rules.comparing.portfolio.order import Place
from rules.comparing.portfolio.plan import Marginal, Plan
from rules.comparing.portfolio.whole import Whole
from rules.words.money import Words
from rules.words.wording import first_of, listed, months, percent, plural
from wizard.portfolio.asking import Planned
from wizard.portfolio.folder import Folder
from wizard.portfolio.said import held, reasons
from wizard.reports.text import INDENT, WIDTH, apart, columns, points, under, words

if TYPE_CHECKING:
    from screens.ports import ReportLine

_MOST_NAMES = 5
"""Cases that one sentence names."""


def portfolio_page(
    planned: Planned, width: int = WIDTH, *, tells_problems: bool = False
) -> Sequence[ReportLine]:
    """Every line of it, none wider than so many columns.

    What is amiss in relations is told in it only where nothing else tells it.
    """
    return [*apart(_parts(planned, width, tells_problems))]


def _parts(planned: Planned, width: int, tells_problems: bool) -> Iterator[Iterable[ReportLine]]:
    found, folder = planned.plan, planned.folder
    inner = width - INDENT
    yield _summary(found, width)
    if found.places:
        yield under("In this order", [_order(found, inner)], width)
        yield under("Together", [points(_together(found), inner)], width)
    more = [*_marginal(found)]
    if more:
        yield under("More to spend", [points(more, inner)], width)
    if found.waiting:
        rows = [(one.member.name, reasons(found, one)) for one in found.waiting]
        yield under("Waiting", [columns(rows, ("left", "left"), inner)], width)
    notes = [*_notes(found, folder)]
    if notes:
        yield under("To know", [points(notes, inner)], width)
    incomplete = [
        f"{one.name}: needs {names_of(one.missing)}"
        for one in sorted(folder.members, key=lambda one: (len(one.missing), one.name))
        if one.missing and not one.is_launched
    ]
    if incomplete:
        yield under("Incomplete", [points(incomplete, inner)], width)
    amiss = [*folder.doubts, *planned.problems]
    if amiss and tells_problems:
        yield under("To look at", [points(map(str, amiss), inner)], width)
    if folder.unusable:
        broken = [str(problem) for problem in folder.unusable.values()]
        yield under("Not usable", [points(broken, inner)], width)


def _summary(found: Plan, width: int) -> Iterator[ReportLine]:
    """How much is done with how much."""
    say, terms = Words(found.currency), found.terms
    each = " a quarter" if terms.per_quarter else ""
    limit = f"{say.money(terms.budget)}{each}"
    people = ""
    if terms.people is not None:
        people = f" and {months(terms.people)} of people{each}"
    yield from words(_done(found, f"{limit}{people}"), width, "strong")
    if not found.is_proved:
        best = say.money(found.at_most)
        yield from words(
            f"Not proved to be the best within the time there is: no choice is worth more than"
            f" {best}.",
            width,
        )


def _done(found: Plan, limit: str) -> str:
    """What is done within a limit."""
    say, terms = Words(found.currency), found.terms
    candidates = len(found.places) + len(found.waiting)
    if not found.places:
        text = f"Nothing to do with {limit}."
        if not candidates:
            text += f" No complete case in {found.currency} is waiting."
        elif not terms.budget:
            text += " Without a budget only a case that costs nothing upfront can be done."
        return text
    used = f"{say.money(math.fsum(found.totals.upfront))} upfront"
    if terms.people is not None:
        used += f" and {months(math.fsum(found.totals.people))} of people"
    return (
        f"Do {len(found.places)} of {plural(candidates, 'case', 'cases')}, with {limit}:"
        f" {used}, worth {say.money(found.totals.npv)} today."
    )


def _order(found: Plan, width: int) -> Iterator[ReportLine]:
    has_people = any(one.option.own_people or one.people for one in found.places)
    begins = found.terms.per_quarter or any(one.option.start for one in found.places)
    header = [
        "#",
        *(["begins"] if begins else []),
        "npv",
        "upfront",
        *(["people months"] if has_people else []),
        "verdict",
        "payback months",
        "session",
    ]
    align = ["left" if name in ("verdict", "begins") else "right" for name in header]
    align[-1] = "left"
    rows = [
        _row(found, number, one, begins=begins, has_people=has_people)
        for number, one in enumerate(found.places, 1)
    ]
    return columns(rows, align, width, header)


def _row(
    found: Plan, number: int, one: Place, *, begins: bool, has_people: bool
) -> tuple[str, ...]:
    say, member = Words(found.currency), found.members[one.option.member]
    people = "-" if member.people_months is None else f"{one.people:.1f}"
    start = "now" if not one.option.start else f"month {one.option.start}"
    if found.terms.per_quarter:
        start = f"Q{one.option.quarter + 1}"
    return (
        str(number),
        *([start] if begins else []),
        say.money(one.npv),
        say.money(one.upfront),
        *([people] if has_people else []),
        str(member.verdict),
        months(member.payback_months).removesuffix(" months"),
        member.name,
    )


def _together(found: Plan) -> Iterator[str]:
    """What the draws say of the whole."""
    say = Words(found.currency)
    if found.whole is not None:
        yield from _chances(found.whole, found)
    else:
        yield "No number varies, so how likely the outcome is cannot be said."
    for one in found.shared:
        yield (
            f"{one.name} is counted once, for {listed(list(one.members))}: {say.money(one.saved)}"
            " less than each by itself."
        )


def _chances(whole: Whole, found: Plan) -> Iterator[str]:
    """How likely it is, and what varies."""
    say = Words(found.currency)
    low, high = say.money(whole.npv.p10), say.money(whole.npv.p90)
    yield (
        f"Worth {say.money(whole.mean_npv)} today on average; 1 in 10 below {low}, 1 in 10 above"
        f" {high}."
    )
    yield (
        f"Paid back within {months(whole.target_months)}: {percent(whole.within_target)}; within"
        f" {months(whole.horizon_months)}: {percent(whole.within_horizon)}; worth more than 0:"
        f" {percent(whole.positive_npv)}; even chances at {months(whole.payback_months.p50)}."
    )
    yield f"{percent(whole.within_budget)} that the upfront stays within the budget."
    yield _drawn(whole, found)


def _drawn(whole: Whole, found: Plan) -> str:
    """What stands beside a chance."""
    vary = f"{plural(whole.varying, 'number varies', 'numbers vary')} in {whole.draws:,} draws"
    if whole.stand_ins:
        many = "all" if whole.stand_ins == whole.varying else f"{whole.stand_ins} of them"
        vary += f", {many} by a stand-in for a range that nobody gave"
    if whole.in_common:
        are = plural(whole.in_common, "number varies", "numbers vary")
        vary += f"; {are} as one in several cases, by the source"
    return f"{vary}; {held(whole, found)}."


def _marginal(found: Plan) -> Iterator[str]:
    say, marginal = Words(found.currency), found.marginal
    if marginal is None:
        yield "What more budget would buy is not proved within the time there is."
        return
    each = " in each quarter" if found.terms.per_quarter else ""
    buys = f"The next {say.money(marginal.money)}{each}"
    if not marginal.npv:
        yield f"{buys} would buy nothing.{_nearest(found)}"
        return
    yield f"{buys} would be worth {say.money(marginal.npv)}: {_changes(marginal)}."


def _changes(marginal: Marginal) -> str:
    said = []
    if marginal.added:
        said.append(f"{listed(list(marginal.added))} as well")
    if marginal.dropped:
        said.append(f"without {listed(list(marginal.dropped))}")
    return ", ".join(said) or "some would begin earlier"


def _nearest(found: Plan) -> str:
    """Which case lacks least money, and nothing else."""
    lacking = [
        (one.reasons[0].amount, one.member.name)
        for one in found.waiting
        if [reason.why for reason in one.reasons] == ["budget"]
    ]
    if not lacking:
        return ""
    amount, name = min(lacking)
    return f" {name} lacks least, {Words(found.currency).money(amount)}."


def _notes(found: Plan, folder: Folder) -> Iterator[str]:
    """What has to be known to read the rest rightly."""
    if len(found.horizons) > 1:
        spoken = listed([str(one) for one in found.horizons])
        yield f"Cases are judged over {spoken} months, each over its own horizon."
    if found.without_months:
        names = listed(first_of(found.without_months, _MOST_NAMES))
        yield f"Without days of people's work, and so without months: {names}."
    done = [one.name for one in folder.members if one.is_launched]
    if done:
        names = listed(first_of(done, _MOST_NAMES))
        yield f"Launched, or to be on a day that is set, and so not chosen: {names}."
    if found.paid:
        yield f"Paid with these: {listed(first_of(found.paid, _MOST_NAMES))}."
    others: dict[str, int] = {}
    for one in folder.members:
        if one.currency != found.currency and one.verdict is not None and not one.is_launched:
            others[one.currency] = others.get(one.currency, 0) + 1
    for currency, count in sorted(others.items()):
        cases = plural(count, "case is", "cases are")
        yield f"{cases} in {currency}, which a budget in {found.currency} says nothing about."
