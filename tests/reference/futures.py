"""What comes of numbers that vary: the tornado, draws, and what they say (specification, 3.5, 3.6).

Plain sampling: each future is a session with other numbers in it, read and reckoned like any other.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from statistics import NormalDist, mean, stdev

from .case import read
from .cash import cash_payback, flows, npv_of, student_plan
from .ranges import TENTH, Range, ranges_of, with_values
from .slack import NEVER, at_most

VALUES, INNER = 40, 50
CUT = 3.090232306167813  # the 99.9 % point of a standard normal


@dataclass(frozen=True)
class Future:
    """What one set of numbers comes to."""

    npv: float
    payback_months: float


def future(session: dict, team_policy: dict | None, values: dict[str, float]) -> Future:
    """The cash flow with other numbers."""
    case = read(with_values(session, values), team_policy)
    monthly = flows(case, student_plan(case))
    return Future(npv_of(monthly, case.policy["discount_rate"]), cash_payback(monthly))


@dataclass(frozen=True)
class Bar:
    """One number's swing."""

    key: str
    origin: str
    low: Future
    high: Future

    @property
    def swing(self) -> float:
        """How far it moves the npv."""
        return abs(self.high.npv - self.low.npv)


def tornado(session: dict, team_policy: dict | None = None) -> list[Bar]:
    """Each number at both its ends, the widest swing first."""
    bars = [
        Bar(
            one.key,
            one.origin,
            future(session, team_policy, {one.key: one.whole(one.low)}),
            future(session, team_policy, {one.key: one.whole(one.high)}),
        )
        for one in ranges_of(session, team_policy)
    ]
    return sorted(bars, key=lambda bar: (-bar.swing, bar.key))


def drawn_value(one: Range, normal: float) -> float:
    """Myerson's distribution through the 10th, 50th and 90th percentile, cut and within bounds."""
    z = max(-CUT, min(CUT, normal)) / TENTH
    up, down = one.high - one.likely, one.likely - one.low
    side = 1.0 if up >= down else -1.0
    wide, narrow = max(up, down), min(up, down)
    ratio = 20.0 if narrow == 0 else min(wide / narrow, 20.0)
    if math.isclose(ratio, 1.0, rel_tol=1e-9):
        step = wide * side * z
    else:
        step = wide * (ratio ** (side * z) - 1) / (ratio - 1)
    value = one.likely + side * step
    bounds = one.bounds
    if bounds.low == 0 and bounds.open_low and one.likely > 0:
        value = max(value, one.low**2 / one.likely)
    value = min(max(value, bounds.low), bounds.high)
    if bounds.open_low and value <= bounds.low:
        value = math.nextafter(bounds.low, math.inf)
    if bounds.open_high and value >= bounds.high:
        value = math.nextafter(bounds.high, -math.inf)
    return one.whole(value)


@dataclass(frozen=True)
class Chances:
    """What so many futures say."""

    futures: tuple[Future, ...]
    target: float

    def share(self, months: float) -> float:
        """How many of them pay back within so many months."""
        return sum(at_most(one.payback_months, months) for one in self.futures) / self.count

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.futures)

    @property
    def within_horizon(self) -> float:
        """How many of them pay back at all."""
        return sum(one.payback_months != NEVER for one in self.futures) / self.count

    @property
    def positive(self) -> float:
        """How many of them are worth it."""
        return sum(one.npv > 0 for one in self.futures) / self.count

    @property
    def mean(self) -> float:
        """What they are worth on average."""
        return sum(one.npv for one in self.futures) / self.count

    @property
    def evpi(self) -> float:
        """What knowing everything first is worth."""
        knowing = sum(max(0.0, one.npv) for one in self.futures) / self.count
        return knowing - max(0.0, self.mean)

    def supports(self, verdict: str) -> bool:
        """Whether they bear out a verdict that says to go ahead."""
        holds = self.share(self.target) >= 0.5 and self.mean > 0
        return holds or verdict not in ("strong", "defensible")


def factor(matrix: list[list[float]]) -> list[list[float]]:
    """Cholesky's lower triangle of a correlation matrix."""
    size = len(matrix)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(lower[i][k] * lower[j][k] for k in range(j))
            if i == j:
                lower[i][i] = math.sqrt(max(0.0, rest))
            elif lower[j][j] > 0:
                lower[i][j] = rest / lower[j][j]
    return lower


def ties(session: dict, keys: list[str]) -> list[list[float]]:
    """How the numbers that are drawn go together (a Gaussian copula)."""
    matrix = [[float(a == b) for b in keys] for a in keys]
    for row in session.get("risk", {}).get("correlations", []):
        if row["a"] in keys and row["b"] in keys:
            a, b = keys.index(row["a"]), keys.index(row["b"])
            matrix[a][b] = matrix[b][a] = row["rho"]
    return matrix


def varying_of(session: dict, team_policy: dict | None) -> list[Range]:
    """What is drawn: everything with a range, or only where somebody or the slices gave it."""
    varying = ranges_of(session, team_policy)
    if session.get("risk", {}).get("stand_ins", True):
        return varying
    return [one for one in varying if one.origin != "stand-in"]


def draw(session: dict, team_policy: dict | None, count: int, rng: random.Random) -> Chances | None:
    """So many futures; None where nothing varies."""
    varying = varying_of(session, team_policy)
    if not varying:
        return None
    target = read(session, team_policy).policy["defensible_payback_months"]
    lower = factor(ties(session, [one.key for one in varying]))
    futures = []
    for _ in range(count):
        free = [rng.gauss(0, 1) for _ in varying]
        tied = [sum(w * z for w, z in zip(row, free, strict=True) if w) for row in lower]
        values = {one.key: drawn_value(one, z) for one, z in zip(varying, tied, strict=True)}
        futures.append(future(session, team_policy, values))
    return Chances(tuple(futures), target)


@dataclass(frozen=True)
class Worth:
    """What knowing one number first is worth, and how far luck may have moved that."""

    value: float
    luck: float


def worth_of_knowing(
    session: dict, team_policy: dict | None, key: str, rng: random.Random
) -> Worth:
    """Each of many values of one number decided on by itself, by draws of all others."""
    varying = varying_of(session, team_policy)
    middles, spreads = [], []
    for step in range(VALUES):
        normal = NormalDist().inv_cdf((step + 0.5) / VALUES)
        npvs = []
        for _ in range(INNER):
            values = {
                one.key: drawn_value(one, normal if one.key == key else rng.gauss(0, 1))
                for one in varying
            }
            npvs.append(future(session, team_policy, values).npv)
        middles.append(mean(npvs))
        spreads.append(stdev(npvs) / math.sqrt(INNER))
    deciding = mean([max(0.0, middle) for middle in middles])
    return Worth(deciding - max(0.0, mean(middles)), mean(spreads))
