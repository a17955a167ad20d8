"""The best choice that a budget allows, found by HiGHS and proved to be the best.

Every option is a column that is 0 or 1, and so is every step of a shared cost: 1 where any of its
options is chosen. What comes out is reckoned again, without the solver's tolerances, and a choice
that kept to the budget only within these is ruled out.

Source: docs/specification.md §16.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from rules.comparing.portfolio.choices import Choices, Ladder, Terms

if TYPE_CHECKING:
    from highspy import Highs

SECONDS = 10.0
"""For one choice; what is found by then is taken, and said not to be proved."""
TOLERANCE = 1e-9
"""Of sums that are in proportion to the largest of their terms."""
TRIES = 50
"""How many choices are ruled out that keep to a limit within tolerances only."""

Row = dict[int, float]
"""Coefficients by column."""


class SolverMissing(Exception):
    """HiGHS is not installed."""


class SolverFailed(Exception):
    """HiGHS found nothing; its words say why."""


class Best(NamedTuple):
    """The choice that was found."""

    options: tuple[int, ...]
    is_proved: bool
    """Whether no choice is worth more."""
    at_most: float
    """What no choice is worth more than."""


def best(choices: Choices, terms: Terms) -> Best:
    """The options that are worth most together within the terms. Imports highspy.

    Raises:
        SolverMissing: where it is not installed.
        SolverFailed: where it gives no answer.
    """
    worth = max((abs(one.own_npv) for one in choices.options), default=0.0)
    if not worth:
        return Best((), True, 0.0)
    model = _Model(choices, terms, worth)
    for _ in range(TRIES):
        found, bound, is_proved = model.solve()
        if choices.is_affordable(choices.totals(found), terms):
            return Best(found, is_proved, bound * worth)
        model.rule_out(found)
    raise SolverFailed("every choice it made went beyond the budget by its rounding")


class _Model:
    """The choices as columns and rows of HiGHS, in proportion to the largest of their amounts."""

    def __init__(self, choices: Choices, terms: Terms, worth: float) -> None:
        self._solver = solver = _quiet_solver()
        self._choices = choices
        count = len(choices.options)
        for one in choices.options:
            _add_column(solver, one.own_npv / worth, is_whole=True)
        self._steps: dict[frozenset[int], int] = {}
        self._next = count
        shared = self._amounts(choices.shared_npv)
        for column, amount in shared.items():
            solver.changeColCost(column, -amount / worth)
        self._limit(
            [one.own_upfront for one in choices.options], choices.shared_upfront, terms.budget
        )
        if terms.people is not None:
            self._limit(
                [one.own_people for one in choices.options], choices.shared_people, terms.people
            )
        for row, most in self._relations():
            self._at_most(row, most)

    def _amounts(self, ladders: Iterable[Ladder]) -> Row:
        """What shared costs are made of: columns of steps and their amounts."""
        found: Row = {}
        for ladder in ladders:
            before: frozenset[int] = frozenset()
            for step in ladder:
                column = self._step(step.options, before)
                found[column] = found.get(column, 0.0) + step.amount
                before = step.options
        return found

    def _step(self, options: frozenset[int], before: frozenset[int]) -> int:
        """The column that is 1 where any of some options is chosen.

        Args:
            options: of the step.
            before: those of the step before it, which are among them and have a column.
        """
        if options in self._steps:
            return self._steps[options]
        _add_column(self._solver, 0.0, is_whole=False)
        column = self._steps[options] = self._next
        self._next += 1
        further = sorted(options - before)
        # 1 at the most where one of them is chosen, and then at the least as well.
        most: Row = dict.fromkeys(further, -1.0)
        if before:
            most[self._steps[before]] = -1.0
            self._at_most({self._steps[before]: 1.0, column: -1.0}, 0.0)
        self._at_most({column: 1.0, **most}, 0.0)
        by_member: dict[str, list[int]] = {}
        for option in further:
            by_member.setdefault(self._choices.options[option].member, []).append(option)
        for several in by_member.values():
            self._at_most({**dict.fromkeys(several, 1.0), column: -1.0}, 0.0)
        return column

    def _limit(
        self, own: list[float], shared: tuple[tuple[Ladder, ...], ...], limit: float
    ) -> None:
        """Keep what is spent in each quarter within a limit."""
        before: Row = {}
        for quarter, ladders in enumerate(shared):
            until = self._amounts(ladders)
            row: Row = {
                number: own[number]
                for number, one in enumerate(self._choices.options)
                if one.quarter == quarter
            }
            for column, amount in until.items():
                row[column] = amount
            for column, amount in before.items():
                row[column] = row.get(column, 0.0) - amount
            scale = limit or max(map(abs, row.values()), default=0.0) or 1.0
            self._at_most({at: one / scale for at, one in row.items()}, limit / scale)
            before = until

    def _relations(self) -> Iterator[tuple[Row, float]]:
        """Rows that are at most so much: one time each, needs, exclusions, for whose sake."""
        choices = self._choices
        for numbers in choices.of.values():
            if len(numbers) > 1:
                yield dict.fromkeys(numbers, 1.0), 1.0
        for name, needed in choices.needs.items():
            for option in choices.of.get(name, ()):
                start = choices.options[option].start
                until = [one for one in choices.of[name] if choices.options[one].start <= start]
                for other in needed:
                    in_time = [
                        one
                        for one in choices.of.get(other, ())
                        if choices.options[one].launched <= start
                    ]
                    yield {**dict.fromkeys(until, 1.0), **dict.fromkeys(in_time, -1.0)}, 0.0
        for a, b in choices.excludes:
            both = (*choices.of.get(a, ()), *choices.of.get(b, ()))
            yield dict.fromkeys(both, 1.0), 1.0
        for name, supporters in choices.supporters.items():
            beside = [one for other in sorted(supporters) for one in choices.of.get(other, ())]
            yield (
                {
                    **dict.fromkeys(choices.of.get(name, ()), 1.0),
                    **dict.fromkeys(beside, -1.0),
                },
                0.0,
            )

    def _at_most(self, row: Row, most: float) -> None:
        from highspy import kHighsInf

        row = {column: amount for column, amount in row.items() if amount}
        if row:
            self._solver.addRow(-kHighsInf, most, len(row), list(row), list(row.values()))

    def rule_out(self, options: tuple[int, ...]) -> None:
        """Never choose all of these again."""
        self._at_most(dict.fromkeys(options, 1.0), len(options) - 1.0)

    def solve(self) -> tuple[tuple[int, ...], float, bool]:
        """The options chosen, what no choice is above, in proportion, and whether that is proved.

        Raises:
            SolverFailed: where there is no answer.
        """
        from highspy import HighsModelStatus, SolutionStatus

        solver = self._solver
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        values = solver.getSolution().col_value
        is_proved = status == HighsModelStatus.kOptimal
        if not is_proved and status != HighsModelStatus.kTimeLimit:
            raise SolverFailed(solver.modelStatusToString(status))
        if info.primal_solution_status != SolutionStatus.kSolutionStatusFeasible:
            # There are values of columns all the same, and they are no choice.
            raise SolverFailed(f"none within {SECONDS:g} seconds")
        chosen = [at for at in range(len(self._choices.options)) if values[at] > 0.5]
        return tuple(chosen), float(info.mip_dual_bound), is_proved


def _quiet_solver() -> Highs:
    """A solver that says nothing and leaves no gap.

    Raises:
        SolverMissing: where it is not installed.
    """
    try:
        from highspy import Highs, ObjSense
    except ImportError:
        raise SolverMissing from None

    class Quiet(Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - its name is HiGHS'
            # The last chance before it announces itself on standard output.
            self.setOptionValue("output_flag", False)
            # highspy types neither this nor its constructor.
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    solver = Quiet()  # type: ignore[no-untyped-call]
    options: Mapping[str, Any] = {
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "dual_feasibility_tolerance": TOLERANCE,
        "time_limit": SECONDS,
        # One answer on every machine.
        "threads": 1,
        "random_seed": 0,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.changeObjectiveSense(ObjSense.kMaximize)
    return solver


def _add_column(solver: Highs, worth: float, *, is_whole: bool) -> None:
    from highspy import HighsVarType

    solver.addCol(worth, 0.0, 1.0, 0, [], [])
    if is_whole:
        solver.changeColIntegrality(solver.getNumCol() - 1, HighsVarType.kInteger)
