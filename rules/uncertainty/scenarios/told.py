"""Scenarios and frontier in words: the cells of their table, and what stands beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rules.argument.lines import name_of, names_of
from rules.catalog.rule import VERDICTS, VerdictId
from rules.uncertainty.scenarios.frontier import Column, Frontier
from rules.uncertainty.scenarios.judged import Judged, Judgements
from rules.verdict import SPOKEN
from rules.words.money import Words
from rules.words.wording import count, enumerated, listed, months

HEADINGS = (
    "Scenario",
    "Verdict",
    "Payback, months",
    "Cash payback, months",
    "Worth today",
    "Dearer from month",
)
NEVER_DEARER = "-"


def row(one: Judged) -> tuple[str, ...]:
    """What a scenario comes to, under `HEADINGS`."""
    assessment = one.assessment
    figures, policy = assessment.figures, assessment.policy
    if assessment.verdict is None:
        lacks = names_of(assessment.to_mend)
        return (one.name, f"none: see {lacks}" if lacks else "none", "", "", "", "")
    limits = policy.defensible_payback_months, policy.stop_payback_months
    return (
        one.name,
        SPOKEN[assessment.verdict.id].within,
        _bare(months(figures.headline.payback_months, *limits)),
        _bare(months(figures.cash.payback_months, *limits)),
        assessment.words.money(figures.cash.npv),
        NEVER_DEARER if one.dearer_from is None else str(one.dearer_from),
    )


def _bare(said: str) -> str:
    """Months without the word, which stands above them."""
    return said.removesuffix("s").removesuffix(" month")


def note(judgements: Judgements) -> str:
    """What the columns mean."""
    horizon = judgements.case.policy.horizon_months
    others = [
        f"{months(one.assessment.policy.horizon_months)} in {one.name}"
        for one in judgements.judged
        if one.assessment.policy.horizon_months != horizon
    ]
    over = enumerated([months(horizon), *others])
    these = "them" if others else f"these {months(horizon)}"
    return (
        "Payback is at today's volume and prices; cash payback and worth go month by month over"
        f" {over}. Dearer from: the month from which on the student costs more than it saves,"
        f" upkeep and errors counted; {NEVER_DEARER} where there is none in {these}."
    )


def left_out(judgements: Judgements) -> Iterator[str]:
    """The scenarios that are not in the table, each with the reason."""
    for one in judgements.left_out:
        yield f"{one.name} is left out: {one.why}."
    for wrong in judgements.wrong:
        why = f"{name_of(wrong.at)}: {wrong.problem.message}"
        said = f"“{wrong.scenario}”, a scenario of the session, is left out: {why}"
        yield said if said.endswith(("?", ".")) else f"{said}."


def changes(judgements: Judgements) -> str:
    """In which scenarios the verdict is another than that of the case, as a sentence."""
    case = judgements.case.verdict
    others = [one for one in judgements.judged[1:] if one.assessment.verdict is not None]
    without = [one.name for one in judgements.judged[1:] if one.assessment.verdict is None]
    besides = f" There is no verdict in {enumerated(without)}." if without else ""
    if case is None or not others:
        return ""
    better: list[str] = []
    worse: list[str] = []
    for one in others:
        assert one.assessment.verdict is not None
        place = VERDICTS.index(one.assessment.verdict.id) - VERDICTS.index(case.id)
        if place:
            (worse if place > 0 else better).append(one.name)
    if not better and not worse:
        those = f"{len(others)} scenarios that have one" if without else f"{len(others)} scenarios"
        return f"The verdict is the same in all {those}.{besides}"
    said = [
        f"{how} in {len(names)} ({enumerated(names)})"
        for how, names in (("worse", worse), ("better", better))
        if names
    ]
    return f"Of {len(others)} scenarios the verdict is {listed(said)}.{besides}"


# ----------------------------------------------------------------------- frontier

FRONTIER_TITLE = "Verdict by calls a month and by the teacher's price per 1,000 calls"

NO_FRONTIER = (
    "There is no picture of volume and price: one of them is nothing, or too large or too small for"
    " parts of it to be told apart."
)


def frontier_in_words(found: Frontier, words: Words) -> str:
    """The picture for those who do not see it."""
    here = _column_at(found)
    stands = here.at(found.calls_per_month)
    said = [
        f"The case stands at {count(found.calls_per_month)} calls a month and"
        f" {words.money(found.cost_per_1k)} per 1,000 calls: {_name(stands)}.",
        f"At that price, {by_volume(here, found)}.",
        _by_price(found, words),
    ]
    return " ".join(one for one in said if one)


def by_volume(column: Column, found: Frontier) -> str:
    """The verdicts of a column from the lowest volume to the highest, within a sentence."""
    first, *rest = column.steps
    if not rest:
        ends = f"{count(found.lowest)} to {count(found.highest)} calls"
        return f"{_name(first.verdict)} from {ends}"
    later = [f"{_name(step.verdict)} from {count(step.calls_per_month)} calls on" for step in rest]
    return f"{_name(first.verdict)} at {count(found.lowest)} calls, {listed(later)}"


def _by_price(found: Frontier, words: Words) -> str:
    """How the verdict changes along the volume of the case."""
    verdicts = [column.at(found.calls_per_month) for column in found.columns]
    parts = []
    for before, after, column in zip(verdicts, verdicts[1:], found.columns[1:], strict=False):
        if before != after:
            parts.append(f"{_name(after)} from {words.money(column.cost_per_1k)} on")
    first = f"{_name(verdicts[0])} at {words.money(found.columns[0].cost_per_1k)}"
    if not parts:
        last = words.money(found.columns[-1].cost_per_1k)
        return f"At that volume, {first} and up to {last}."
    return f"At that volume, {first}, {listed(parts)}."


def _column_at(found: Frontier) -> Column:
    return min(found.columns, key=lambda one: math.fabs(one.cost_per_1k - found.cost_per_1k))


def _name(verdict: VerdictId | None) -> str:
    return "too large to calculate with" if verdict is None else SPOKEN[verdict].within
