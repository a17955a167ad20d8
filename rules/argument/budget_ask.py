"""What is asked of whoever holds the budget: money by item, time, and the decision.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rules.answers.slack import above
from rules.argument.advice import advised_alternative
from rules.assess import Assessment
from rules.catalog.uncounted import lines_not_counted
from rules.figures.ops import known
from rules.verdict import AGAINST
from rules.words.wording import listed, months

_ITEMS = {
    "engineering_time": "Engineering time",
    "data_generation": "Data generation",
    "training_compute": "Training compute",
    "evaluation_build": "Evaluation",
}
"""The four items, people's time first: it is what a budget holder has to free."""


class Ask(NamedTuple):
    """What is asked for."""

    decision: str
    """As a sentence."""
    items: tuple[tuple[str, float], ...]
    """Name and money; nothing that costs nothing."""
    total: float
    who_and_when: str
    """Who answers for it, by when what is decided is there, and what waiting costs, as a sentence;
    empty where the case says nothing of it."""


def ask_of(assessment: Assessment) -> Ask:
    """The ask of a case; what a case against distilling would have cost, for comparison."""
    figures = assessment.figures
    inputs, total = figures.inputs, figures.headline.upfront_total
    items = [(label, float(inputs.upfront_items[item])) for item, label in _ITEMS.items()]
    items += [(name, float(money)) for name, money in inputs.other_items.items()]
    # What is not known is not above anything, and stays out as well.
    items = [(name, money) for name, money in items if money > 0]
    named = sum(money for _, money in items)
    # A rest that is only the rounding of the sums is no contingency.
    if above(total, named):
        items.append(("Contingency", total - named))
    return Ask(
        decision=_decision(assessment),
        items=tuple(items),
        total=total,
        who_and_when=_who_and_when(assessment),
    )


def _who_and_when(assessment: Assessment) -> str:
    owner, parts = assessment.case.task.owner, []
    if owner:
        parts.append(f"owner: {owner}")
    if assessment.verdict is not None:
        against = assessment.verdict.id in AGAINST
        parts += _alternative_serves(assessment) if against else _launch(assessment)
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _launch(assessment: Assessment) -> Iterator[str]:
    figures = assessment.figures
    launch, delay = figures.drivers.months_to_launch, figures.cost_of_delay
    said = []
    if known(launch) and launch > 0:
        said.append(f"launch {months(launch)} after approval")
    if above(delay, 0):
        said.append(f"each month later costs {assessment.words.money(delay)}")
    if said:
        yield ", ".join(said)


def _alternative_serves(assessment: Assessment) -> Iterator[str]:
    figures = assessment.figures
    best = advised_alternative(figures, assessment.fired)
    if best is None:
        return
    launch = assessment.case.alternatives[figures.alternatives.index(best)].months_to_launch
    if launch is not None and launch.likely > 0:
        yield f"the alternative {months(launch.likely)} after approval"


def _decision(assessment: Assessment) -> str:
    verdict, words = assessment.verdict, assessment.words
    if verdict is None:
        return "No decision can be asked for while the case is not complete."
    figures = assessment.figures
    upfront = figures.headline.upfront_total
    best = advised_alternative(figures, assessment.fired)
    if verdict.id in AGAINST and best is not None:
        money = f"{words.money(best.upfront_total)} for " if best.upfront_total > 0 else ""
        return f"Approve {money}the alternative '{best.name or best.kind}', and nothing to distil."
    if verdict.id == "do-not-distill":
        return "Decide not to distil this endpoint, and to do what is named instead."
    if verdict.id == "reconsider":
        return "Decide not to fund this now, and to look again once what holds it back has changed."
    money = f"Approve {words.money(upfront)}" if upfront > 0 else "Approve the project"
    open_points = [one.title_within for one in assessment.fired if one.cap is not None]
    held = (
        f" To be settled before the money is spent: {listed(open_points)}." if open_points else ""
    )
    absent = listed(lines_not_counted(assessment.case, figures))
    without = f" Not counted in it: {absent}." if absent else ""
    return f"{money}.{without}{held}"
