"""What sets cases apart: their figures, the answers that differ, and what each of these explains.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.answers.answers import Answers, Entry, Table
from rules.answers.case_of import case_of
from rules.answers.defaults import with_defaults
from rules.answers.estimate import Estimate
from rules.answers.policy import THRESHOLDS, TeamPolicy
from rules.answers.slack import SLACK
from rules.assess import Assessment, assess, outcome_of
from rules.catalog.rule import VerdictId
from rules.comparing.written import Part, TableRows, Written, inputs, label_of, parts_of, rows_of
from rules.figures.bill import BILL, VOLUME
from rules.figures.figures import Figures
from rules.figures.ops import UNKNOWN
from rules.figures.worksheets import ITEM_SHEETS
from rules.questions import NOT_JUDGED, QUESTIONS, Question

TEAM_POLICY = "policy"
"""Stands for the team's policy among the keys of answers."""


@dataclass(frozen=True, slots=True)
class Side:
    """A case to compare, with the policy of the team that it belongs to."""

    answers: Answers
    team: TeamPolicy | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much payback and present value differ; NaN where that is not known.

    A payback that is never in one case alone differs by infinity: above 0 where it has come to be.
    """

    payback_months: float
    npv: float


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that differs, and what it explains."""

    key: str
    """Of the answer; of the first where several can only be changed together."""
    label: str
    before: str
    """As written in the first case."""
    after: str
    parts: tuple[Part, ...]
    """The answers that are changed together, each by itself; none where it is a single one."""
    rows: TableRows | None
    """What stands in the two tables, where the answer is one."""
    effect: Effect | None
    """What the first case would gain by this answer alone; None where nothing is subtracted."""
    verdict: VerdictId | None
    """What the first case would then be called."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a case apart from the first one."""

    changes: tuple[Change, ...]
    total: Effect | None
    """None where nothing is subtracted."""
    interaction: Effect | None
    """The rest of the total, which no answer explains alone."""
    refusal: str = ""
    """Why nothing is subtracted; empty where it is."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several cases, and how each but the first differs from that."""

    assessments: tuple[Assessment, ...]
    differences: tuple[Difference, ...]


def compare(sides: Sequence[Side]) -> Comparison:
    """Compare cases with the first of them.

    Args:
        sides: at least one case, complete or not.
    """
    assessments = tuple(assess(side.answers, side.team) for side in sides)
    return Comparison(
        assessments,
        tuple(
            _difference(sides[0], assessments[0], side, assessment)
            for side, assessment in zip(sides[1:], assessments[1:], strict=True)
        ),
    )


def _difference(
    first: Side, first_assessed: Assessment, other: Side, other_assessed: Assessment
) -> Difference:
    before, before_taken = with_defaults(first.answers, first.team)
    after, after_taken = with_defaults(other.answers, other.team)
    currencies = first_assessed.case.currency, other_assessed.case.currency
    refusal = ""
    if currencies[0] != currencies[1]:
        refusal = f"{' and '.join(currencies)} are not subtracted from each other"
    base = _measured(first_assessed.figures)
    changes = []
    for keys in _changed(before, after):
        one, two = (
            Written(before, before_taken, first.team),
            Written(after, after_taken, other.team),
        )
        change = Change(
            keys[0],
            label_of(keys),
            one.together(keys),
            two.together(keys),
            parts_of(keys, one, two),
            rows_of(keys, before, after),
            None,
            None,
        )
        if not refusal:
            change = _explained(change, base, _with(keys, before, after), first.team)
        changes.append(change)
    if _judges_otherwise(first.team, other.team):
        origins = _origin(first.team), _origin(other.team)
        change = Change(TEAM_POLICY, "Team's policy", origins[0], origins[1], (), None, None, None)
        changes.append(change if refusal else _explained(change, base, before, other.team))
    if refusal:
        return Difference(tuple(changes), None, None, refusal)
    total = _minus(_measured(other_assessed.figures), base)
    parts = [change.effect for change in changes if change.effect is not None]
    interaction = Effect(
        _rest(total.payback_months, [one.payback_months for one in parts]),
        _rest(total.npv, [one.npv for one in parts]),
    )
    return Difference(tuple(changes), total, interaction)


def _explained(change: Change, base: Effect, answers: Answers, team: TeamPolicy | None) -> Change:
    """The change with what it makes of the first case, which has these answers then."""
    outcome = outcome_of(case_of(answers)[0], team)
    effect = _minus(_measured(outcome.figures), base)
    return replace(change, effect=effect, verdict=outcome.verdict)


def _measured(figures: Figures) -> Effect:
    return Effect(figures.headline.payback_months, figures.cash.npv)


def _minus(one: Effect, other: Effect) -> Effect:
    return Effect(
        _gap(one.payback_months, other.payback_months),
        _gap(one.npv, other.npv),
    )


def _gap(one: float, other: float) -> float:
    """The difference of two numbers; nothing where both are never, and infinite where one is."""
    if one == other:
        return 0.0
    if math.isinf(one) or math.isinf(other):
        return one - other
    return _rest(one, [other])


def _rest(whole: float, parts: Sequence[float]) -> float:
    """What the parts leave of the whole; nothing where that is only the rounding of them."""
    rest = whole - sum(parts)
    if not math.isfinite(rest):
        return UNKNOWN
    return 0.0 if abs(rest) <= SLACK * (abs(whole) + sum(map(abs, parts))) else rest


def _judges_otherwise(one: TeamPolicy | None, other: TeamPolicy | None) -> bool:
    def set_by(team: TeamPolicy | None) -> tuple[dict[str, object], dict[str, object]]:
        return ({}, {}) if team is None else (dict(team.values), dict(team.rules))

    return set_by(one) != set_by(other)


def _origin(team: TeamPolicy | None) -> str:
    return "none" if team is None else team.origin


# --------------------------------------------------------------- which answers differ


def _together() -> Iterator[tuple[tuple[str, ...], ...]]:
    """Ways of answering the same question, which are changed at once where one is left for another.

    One at a time, the first step would leave the case without that number.
    """
    for number in (f"upfront.{item}" for item in ITEM_SHEETS):
        yield (number,), inputs(number)
    teacher = "teacher.cost_per_1k_calls"
    yield (teacher,), inputs(teacher), (BILL,)
    student = "student.cost_per_1k_calls"
    yield (
        (student,),
        inputs(student),
        inputs("student.hosting"),
        ("student.fixed_cost_per_month",),
    )
    yield ("quality.error_rate_increase",), ("quality.slices",)


def _bound_together() -> Iterator[tuple[str, ...]]:
    """Answers that limit each other, so that one of them alone may not be possible."""
    yield tuple(f"policy.{name}" for name in THRESHOLDS)
    for model in ("teacher", "student"):
        yield inputs(f"{model}.cost_per_1k_calls")


def _changed(before: Answers, after: Answers) -> Iterator[tuple[str, ...]]:
    """The keys that differ, in the order of the questions, those that belong together as one."""
    joined: dict[str, tuple[str, ...]] = {}
    for ways in _together():
        if _ways(ways, before) != _ways(ways, after):
            keys = tuple(key for way in ways for key in way)
            joined |= dict.fromkeys(keys, keys)
    for keys in _bound_together():
        changed = [key for key in keys if _differs(QUESTIONS[key], before, after)]
        if any(case_of(_with((key,), before, after))[1] for key in changed):
            joined |= {key: joined.get(key, keys) for key in keys}
    if all(_differs(QUESTIONS[key], before, after) for key in (VOLUME, BILL)):
        # A bill is for the calls of its own case: at those of another it is another price.
        keys = (VOLUME, *joined.get(BILL, (BILL,)))
        joined |= dict.fromkeys(keys, keys)
    told: set[str] = set()
    for key, question in QUESTIONS.items():
        if (
            key == "title"
            or key in NOT_JUDGED
            or key in told
            or not _differs(question, before, after)
        ):
            continue
        together = joined.get(key, (key,))
        told.update(together)
        yield tuple(one for one in together if _differs(QUESTIONS[one], before, after))


def _with(keys: tuple[str, ...], before: Answers, after: Answers) -> Answers:
    """The answers before, but for some that are as they are after."""
    entries = {key: entry for key, entry in before.items() if key not in keys}
    return Answers(entries | {key: after[key] for key in keys if key in after})


def _ways(ways: tuple[tuple[str, ...], ...], answers: Answers) -> tuple[bool, ...]:
    return tuple(any(key in answers for key in way) for way in ways)


def _differs(question: Question, before: Answers, after: Answers) -> bool:
    old, new = before.get(question.key), after.get(question.key)
    if old is None or new is None:
        return old is not new
    return _meaning(old) != _meaning(new)


def _meaning(entry: Entry) -> object:
    """What counts of an entry: all but where it is from."""
    if entry.problem is not None:
        return entry.text
    if isinstance(entry.value, Table):
        return [
            {name: _meaning(cell) for name, cell in row.cells.items()} for row in entry.value.rows
        ]
    if isinstance(entry.value, Estimate):
        return replace(entry.value, source="")
    return entry.value
