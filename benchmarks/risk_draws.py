"""100,000 draws of the full monthly model.

References: the bare numpy arithmetic of the same flows on numbers already drawn, and squigglepy
(extra `bench`) sampling the same ranges for the one-line payback formula.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks._timing import WORKED_EXAMPLE, processor_in_turn, report
from rules.answers.policy import Policy
from rules.assess import assess
from rules.figures.cash import cash_flow
from rules.figures.inputs import resolve
from rules.figures.reading import Reading
from rules.uncertainty.draws import Drawn, Draws
from rules.uncertainty.ranges import Range, drawn_ranges
from rules.uncertainty.risk import BLOCK, cash_of, risk
from wizard.sessions.session_file import read_session

DRAWS = 100_000
ROUNDS = 7
BARE = "numpy: the same flows, numbers drawn before"
SIMULATED = "draw, model, count: what the risk screen needs"
WHOLE = "risk(): with the worth of knowing each number"
SQUIGGLE = "squigglepy: the same ranges, one-line payback"


def bare_flows(v: dict[str, Any]) -> Any:
    """Growth, price, launch, ramp, upkeep, errors and discount over 36 months."""
    balance = -v["upfront"] + np.zeros(DRAWS)
    npv, payback = balance.copy(), np.full(DRAWS, np.inf)
    for month in range(1, 37):
        share = np.clip((month - np.ceil(v["launch"])) / v["ramp"], 0, 1)
        handled = v["calls"] * (1 + v["growth"]) ** (month - 1) * share
        price = v["teacher"] * (1 + v["dearer"]) ** ((month - 1) / 12)
        net = handled * ((price - v["student"]) / 1_000 - v["errors"] * v["per_error"])
        net = np.where(share > 0, net - v["upkeep"] / 12, 0)
        before, balance = balance, balance + net
        crossed = month - 1 - before / np.where(net == 0, 1, net)
        payback = np.where(balance < 0, np.inf, np.minimum(payback, crossed))
        npv = npv + net / 1.1 ** (month / 12)
    return payback, npv


def squiggles(ranges: dict[str, Range]) -> Callable[[], object] | None:
    """Sampling by squigglepy; None where it is not installed."""
    try:
        # It has no types, and is not installed for those who only run the tests.
        import squigglepy as sq  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    spreads = [
        sq.norm(one.low, one.high, credibility=80)
        if one.low <= 0
        else sq.lognorm(one.low, one.high, credibility=80)
        for one in ranges.values()
    ]

    def run() -> object:
        numbers = [np.asarray(sq.sample(spread, n=DRAWS)) for spread in spreads]
        return 41_092 / (numbers[0] * (numbers[1] - numbers[2]) / 1_000)

    return run


def main() -> None:
    """Measure and print."""
    case, policy = assess(read_session(WORKED_EXAMPLE).answers).case, Policy()
    case = case.model_copy(update={"risk": case.risk.model_copy(update={"draws": DRAWS})})
    read = Reading()
    drivers = resolve(case, read).drivers
    cash_flow(drivers, policy)
    ranges = drawn_ranges(case, policy, read.used)
    numbers = {key: Drawn(key, read.used[key].estimate.likely, one) for key, one in ranges.items()}
    rng = np.random.default_rng(1)

    def spread(value: float) -> Any:
        return value * (1 + 0.1 * rng.standard_normal(DRAWS))

    drawn = {
        "calls": spread(drivers.calls_per_month),
        "growth": spread(0.01),
        "teacher": spread(drivers.teacher_cost_per_1k),
        "dearer": spread(-0.1),
        "student": spread(drivers.student_cost_per_1k),
        "upfront": spread(drivers.upfront_total),
        "upkeep": spread(drivers.annual_maintenance),
        "errors": spread(drivers.error_rate_increase),
        "per_error": spread(0.2),
        "launch": spread(3.0),
        "ramp": 2.0,
    }
    actions: dict[str, Callable[[], object]] = {
        BARE: lambda: bare_flows(drawn),
        SIMULATED: lambda: simulate(case, policy, numbers),
        WHOLE: lambda: risk(case, policy),
    }
    sampling = squiggles(ranges)
    if sampling is not None:
        actions[SQUIGGLE] = sampling
    seconds = processor_in_turn(actions, ROUNDS)
    report(seconds, {WHOLE: 1.5})
    if sampling is None:
        print("squigglepy is not installed: pip install 'distill-payback[bench]'")
    else:
        print(
            f"against squigglepy: simulation {seconds[SIMULATED] / seconds[SQUIGGLE]:.2f} x,"
            f" risk() {seconds[WHOLE] / seconds[SQUIGGLE]:.2f} x"
        )


def simulate(case: Any, policy: Policy, numbers: dict[str, Drawn]) -> Any:
    """The draws and their cash flows alone."""
    draws = Draws(numbers, {}, 20)
    paybacks = []
    for start in range(0, DRAWS, BLOCK):
        normal = draws.normal(min(BLOCK, DRAWS - start))
        values = {key: draws.values(key, one) for key, one in normal.items()}
        paybacks.append(cash_of(case, policy, values).payback_months)
    return np.concatenate(paybacks)


if __name__ == "__main__":
    main()
