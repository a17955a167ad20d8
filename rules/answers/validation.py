"""Raw values to a Case: types and bounds by pydantic, every problem at once and in plain words.

Whatever is unusable is left out of the Case and reported, so that the rest still works.

Source: docs/specification.md §1.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rules.answers.case import RECORDED, Case
from rules.answers.keys import from_path
from rules.answers.numbers import Unit, spell
from rules.answers.problem import Problem
from rules.answers.sheets import TokenSheet
from rules.answers.slack import at_most
from rules.words.wording import without_noise

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from rules.answers.estimate import Spell
    from rules.answers.refusals import Refusal

Path = tuple[str | int, ...]


def validate(raw: Mapping[str, Any]) -> tuple[Case, dict[Path, str]]:
    """A Case from nested values as tomllib gives them.

    Returns:
        The case without its unusable values, and what is wrong with each of these by path.
    """
    wrong: dict[Path, str] = {}
    usable: Mapping[str, Any] = raw
    while True:
        read = _read(usable)
        if isinstance(read, Case):
            found = contradictions(read)
            if not found:
                return read, _incomplete_rows(read, wrong) | wrong
        else:
            from rules.answers.refusals import refusal

            found = {tuple(each["loc"]): refusal(each).message for each in read}
        usable = _without(usable, found)
        for path, message in found.items():
            # Of what was put in the place of a value, nothing is told.
            wrong.setdefault(path, message)


def problem_with(path: Path, value: Any, spell: Spell | None = None) -> str | None:
    """What is wrong with one value on its own, in full; as `refusal_of`."""
    refusal = refusal_of(path, value, spell)
    return None if refusal is None else refusal.message


def refusal_of(path: Path, value: Any, spell: Spell | None = None) -> Refusal | None:
    """What is wrong with one value on its own; None where it is usable.

    Args:
        path: where in the session the value stands.
        value: as tomllib gives it, or as it was understood.
        spell: writes the numbers of the message; without it they are in the units of the file.
    """
    raw: Any = value
    for part in reversed(path):
        raw = [raw] if isinstance(part, int) else {part: raw}
    shown_at = tuple(0 if isinstance(part, int) else part for part in path)
    read = _read(raw)
    if isinstance(read, Case):
        return None
    # Most of what is typed and read is usable.
    from rules.answers.refusals import refusal

    for each in read:
        place = tuple(each["loc"])
        if place[: len(shown_at)] == shown_at:
            within = from_path(place).removeprefix(from_path(shown_at))
            return refusal(each, spell)._replace(within=within)
    return None


def _read(raw: Mapping[str, Any]) -> Case | list[ErrorDetails]:
    """The case with its records, or everything that is wrong with either."""
    wrong: list[ErrorDetails] = []
    records = None
    if not RECORDED.isdisjoint(raw):
        from rules.answers.records import Records

        try:
            records = Records.model_validate(raw)
        except ValidationError as error:
            wrong += error.errors(include_url=False)
    try:
        case = Case.model_validate(raw)
    except ValidationError as error:
        wrong += error.errors(include_url=False)
        return wrong
    if records is not None:
        case = case.keeping(records)
    return wrong or case


def as_problems(wrong: Mapping[Path, str]) -> tuple[Problem, ...]:
    """Problems by key, from what `validate` found."""
    return tuple(Problem(message, key=from_path(path)) for path, message in wrong.items())


def _without(raw: Mapping[str, Any], paths: Mapping[Path, str]) -> Mapping[str, Any]:
    """A copy without the values at these paths.

    A row that is no table becomes an empty one; a list of something else goes as a whole, where one
    thing in it is not usable.
    """
    result = copy.deepcopy(dict(raw))
    for *above, last in paths:
        holder: Any = result
        for part in above:
            inside = isinstance(holder, list) or part in holder
            holder = holder[part] if inside else {}
        is_list = isinstance(holder, list)
        if not is_list:
            holder.pop(last, None)
        elif holder[last] != {}:
            holder[last] = {}
        else:
            around: Any = result
            for part in above[:-1]:
                around = around[part]
            around.pop(above[-1])
    return result


def contradictions(case: Case) -> dict[Path, str]:
    """Values that are fine alone but not together, each blamed on one of them."""
    found: dict[Path, str] = {}
    for at, sheet in (("teacher", case.teacher.tokens), ("student", case.student.tokens)):
        found |= _tokens_exceeding_input((at, "tokens"), sheet)
    found |= _shares_of_some_slices(case)
    found |= _impossible_correlations(case)
    for name, message in case.policy.disorder().items():
        found["policy", name] = f"contradicts the other thresholds: {message}"
    return found


def _impossible_correlations(case: Case) -> dict[Path, str]:
    """The correlations that are none, or cannot hold together with the others."""
    if not case.risk.correlations:
        return {}
    # Few sessions correlate anything.
    from rules.uncertainty.correlation import impossible

    at: Path = ("risk", "correlations")
    wrong: dict[Path, str] = {}
    seen: dict[frozenset[str], int] = {}
    places: list[int] = []
    for index, one in enumerate(case.risk.correlations):
        pair = frozenset((one.a, one.b))
        if one.absent:
            continue
        if one.a == one.b:
            wrong[*at, index, "b"] = f"is {one.b} itself; a correlation needs two numbers"
        elif pair in seen:
            wrong[*at, index, "rho"] = (
                f"is a second coefficient for {one.a} and {one.b}; the first"
                f" stands in risk.correlations[{seen[pair]}]"
            )
        else:
            seen[pair] = index
            places.append(index)
    rows = case.risk.correlations
    stated = [(rows[index].a, rows[index].b, rows[index].rho or 0.0) for index in places]
    while (number := impossible(stated)) is not None:
        a, b, rho = stated.pop(number)
        wrong[*at, places.pop(number), "rho"] = (
            f"cannot hold: no joint distribution has {rho:g} between {a} and {b} together with the"
            " other correlations (pairs that are not stated count as 0)"
        )
    return wrong


def _incomplete_rows(case: Case, wrong: Mapping[Path, str]) -> dict[Path, str]:
    """What rows lack that are nothing without it; there is no value to leave out.

    A row that is not usable as a whole lacks nothing besides.
    """
    return {
        ("risk", "correlations", index, name): "is required here"
        for index, one in enumerate(case.risk.correlations)
        if ("risk", "correlations", index) not in wrong
        for name in one.absent
    }


def _tokens_exceeding_input(at: Path, sheet: TokenSheet) -> dict[Path, str]:
    if sheet.input is None:
        return {}
    parts = {
        name: estimate.likely
        for name, estimate in (
            ("cached_input", sheet.cached_input),
            ("cache_write_input", sheet.cache_write_input),
        )
        if estimate is not None
    }
    total = without_noise(sum(parts.values()))
    if at_most(total, sheet.input.likely):
        return {}
    blamed = max(parts, key=lambda name: parts[name])
    few, many = (spell(one, Unit.PLAIN) for one in (sheet.input.likely, total))
    return {
        (*at, blamed): f"cached and written tokens are part of `input`, but come to {many} of"
        f" {few}; count all input tokens in `input`"
    }


def _shares_of_some_slices(case: Case) -> dict[Path, str]:
    at: Path = ("quality", "slices")
    stated = [one.share is not None for one in case.quality.slices]
    if all(stated) or not any(stated):
        return {}
    lacking = from_path((*at, stated.index(False)))
    more = stated.count(False) - 1
    said = f"is stated here but not for {lacking}{f' and {more} more' if more else ''}"
    return {
        (*at, index, "share"): f"{said}; give every slice a share, or none"
        for index, has_share in enumerate(stated)
        if has_share
    }
