"""The scenarios of a workbook: the built-in ones that the case can have, and those of its session.

A scenario of a session sets numbers that formulas take in place of others. What the formulas of the
workbook cannot follow, such as another worksheet, is left out by name.

Source: docs/specification.md §5.6 and §15.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rules.argument.lines import names_of
from rules.questions import worksheet
from rules.uncertainty.ranges import PRICE_CHANGE
from rules.uncertainty.scenarios.applied import Unfit
from rules.uncertainty.scenarios.built_in import AS_IT_IS, BUILT_IN, Change
from rules.uncertainty.scenarios.judged import Judged, LeftOut, built_in_values
from rules.uncertainty.scenarios.own import folded
from wizard.reports.workbook.inputs import ERROR_RATE, SERVICE, SLICES, Inputs
from wizard.reports.workbook.worksheets import BILL

FIRST = 4
"""The column of the first scenario, on their sheet."""
_OF_ALL_COLUMNS: Mapping[str, str] = {
    "policy.horizon_months": "its horizon",
    "policy.discount_rate": "its discount rate",
    SERVICE: "how long its student serves",
}
"""Numbers that all columns have in common."""
_TEACHER = "teacher.cost_per_1k_calls"
# A spreadsheet that looks for a name takes these for any letter, or for a sign before one.
_LOOKED_UP = str.maketrans({"*": "∗", "?": "\uff1f", "~": "∼"})


class State(NamedTuple):
    """One scenario that can be chosen."""

    name: str
    change: Change = Change()
    values: Mapping[str, float] = {}
    """Numbers that stand in place of others, by key."""


class States(NamedTuple):
    """All scenarios of a workbook, the case as it is first."""

    all: tuple[State, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What they are chosen by."""
        return tuple(one.name for one in self.all)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the numbers that any of them sets."""
        found = [PRICE_CHANGE] if any(one.change.price_change for one in self.all) else []
        found += [ERROR_RATE] if any(one.change.at_upper_bound for one in self.all) else []
        return tuple(dict.fromkeys([*found, *(key for one in self.all for key in one.values)]))

    @property
    def later(self) -> int:
        """The column of the one in force, launched a month later."""
        return FIRST + len(self.all)

    @property
    def at_once(self) -> int:
        """The column of the one in force, launched at once."""
        return self.later + 1


def states_of(inputs: Inputs, own: Sequence[Judged]) -> States:
    """The scenarios of a case, with those of its own session."""
    found, left_out = [State(AS_IT_IS)], []
    names = frozenset(folded(one.name) for one in own)
    for built_in in BUILT_IN:
        try:
            built_in_values(built_in, inputs.assessment, names)
        except Unfit as why:
            left_out.append(LeftOut(built_in.name, str(why)))
        else:
            found.append(State(built_in.name, built_in.change))
    for one in own:
        name = one.name.translate(_LOOKED_UP)
        try:
            found.append(State(name, Change(), _values(inputs, one)))
        except Unfit as why:
            left_out.append(LeftOut(one.name, str(why)))
    return States(tuple(found), tuple(left_out))


def _values(inputs: Inputs, one: Judged) -> dict[str, float]:
    """The numbers that a scenario sets in place of those of the case.

    Raises:
        Unfit: where the formulas of the case cannot follow it.
    """
    if one.assessment.verdict is None:
        raise Unfit(f"it has no verdict; see {names_of(one.assessment.to_mend)}")
    if one.assessment.case.currency != inputs.case.currency:
        raise Unfit("its amounts are in another currency")
    other = Inputs(one.assessment, None, inputs.months)
    for key, what in _OF_ALL_COLUMNS.items():
        if _number(inputs, key) != _number(other, key):
            raise Unfit(f"{what} would be another, and here it is the same for all columns")
    if other.derives_error_rate and not inputs.derives_error_rate:
        raise Unfit("its errors follow from scores, and those of the case were answered")
    if _scores(inputs) != _scores(other):
        raise Unfit("its scores are others, and one sheet calculates them for all columns")
    instead = dict(_of_built(inputs, other))
    hidden = {leaf for key in instead for leaf in _leaves(key)}
    unknown = (inputs.stated.keys() ^ other.stated.keys()) - hidden - instead.keys()
    if unknown:
        raise Unfit(f"no formula of the case has room for {', '.join(sorted(unknown))}")
    for key, stated in other.stated.items():
        if key in inputs.stated and key not in hidden and stated.value != inputs.stated[key].value:
            instead[key] = stated.value
    return instead


def _of_built(inputs: Inputs, other: Inputs) -> Iterator[tuple[str, float]]:
    """Numbers that are built in one of two cases alone, or in another way."""
    if inputs.derives_error_rate and not other.derives_error_rate:
        yield ERROR_RATE, other.stated[ERROR_RATE].value
    for key in dict.fromkeys([*inputs.built, *other.built]):
        if key not in inputs or key not in other:
            continue
        is_built = key in inputs.built and key in other.built
        if not is_built or not _is_built_alike(inputs, other, key):
            yield key, other[key].number


def _is_built_alike(inputs: Inputs, other: Inputs, key: str) -> bool:
    if key == _TEACHER and BILL in inputs.stated and BILL in other.stated:
        # The formula divides every bill by the calls of the case as it is.
        found = 1_000 * other.stated[BILL].value / inputs.base_calls.number
        return math.isclose(found, other[key].number, rel_tol=1e-12)
    leaves = _leaves(key)
    if leaves & inputs.stated.keys() != leaves & other.stated.keys():
        return False
    return inputs.case.upfront.labelled_by == other.case.upfront.labelled_by


def _leaves(key: str) -> set[str]:
    """Keys of the numbers that a number is built from by its worksheet, or a bill."""
    found = {one.key for one in worksheet(key)}
    return found | {BILL} if key == _TEACHER else found


def _number(inputs: Inputs, key: str) -> float:
    return inputs.stated[key].value if key in inputs.stated else math.inf


def _scores(inputs: Inputs) -> dict[str, float]:
    return {key: one.value for key, one in inputs.stated.items() if key.startswith(SLICES)}
