"""Random valid sessions, realistic but wide (docs/specification.md, sections 1.1, 1.2 and 2).

`generate(seed)` gives the plain dict that tomllib would give, `to_toml` writes it as TOML, and
`team_policy(seed)` gives a team's policy, or None. Every number lies within its bounds.

A session is made in four steps: a plain case with bare numbers; one or two *themes*, which push
it onto or just beside one threshold of section 4; ranges, bases and sources around the numbers;
and, for about one in seven, the removal of something a verdict needs.
"""

from __future__ import annotations

import functools
import pickle
import random
from collections.abc import Callable

from . import edges_money, edges_proof, edges_sums, edges_time
from .building import Session, figures
from .conditions import fired, verdict
from .dressing import dress_all
from .leaving_out import leave_out
from .plain_cases import plain, policy_part
from .slack import known
from .text import to_toml

__all__ = ["Session", "anew", "generate", "team_policy", "to_toml"]

THEMES: tuple[Callable[[Session, random.Random], None], ...] = (
    edges_money.payback_edge,
    edges_money.half_edge,
    edges_proof.error_edge,
    edges_money.volume_low_edge,
    edges_money.volume_at_break_even,
    edges_time.growth_edge,
    edges_time.cash_edge,
    edges_time.cash_edge,
    edges_time.slow_launch,
    edges_money.redistillation_edge,
    edges_money.upkeep_edge,
    edges_proof.unpriced_edge,
    edges_sums.upside_edge,
    edges_time.retirement_edge,
    edges_time.retirement_edge,
    edges_money.price_cut_edge,
    edges_proof.broad_edge,
    edges_proof.slice_edge,
    edges_proof.slice_edge,
    edges_money.unit_edge,
    edges_money.fixed_cost_edge,
    edges_money.hosting_edge,
    edges_sums.alternative_edge,
    edges_sums.alternative_edge,
    edges_sums.nothing_to_pay,
    edges_sums.paperwork,
    edges_sums.billed,
    edges_sums.at_bounds,
    edges_money.spend_edge,
    edges_time.horizon_edge,
    edges_time.growth_carries_edge,
    edges_time.redeemed_edge,
    edges_time.redeemed_edge,
    edges_time.savings_that_end,
    edges_proof.disagreement_edge,
    edges_proof.bound_edge,
    edges_proof.evaluation_edge,
)


def generate(seed: int) -> Session:
    """A random valid session, the same for the same seed, and nobody else's to change."""
    session: Session = pickle.loads(_kept(seed))
    return session


@functools.cache
def _kept(seed: int) -> bytes:
    """Many tests begin with the same seeds."""
    return pickle.dumps(anew(seed))


def anew(seed: int) -> Session:
    """The session of a seed, made whether or not it was before."""
    rng = random.Random(f"payback reference {seed}")
    tidy = seed % 5 < 3
    session = plain(rng, tidy)
    if tidy:  # something worth spoiling: a case that passes
        wanted = ("strong",) if rng.random() < 0.6 else ("strong", "defensible")
        for _ in range(60):
            facts = figures(session)
            rules = fired(facts)
            if verdict(facts, rules)["id"] in wanted:
                break
            session = plain(rng, tidy)
    elif rng.random() < 0.5:  # half of the others save something at least
        while known(figures(session).yearly_savings) <= 0:
            session = plain(rng, tidy)
    themes = 1 if tidy else rng.choice([0, 1, 1, 2])
    if tidy and rng.random() < 0.2:
        themes = 0
    first = rng.randrange(len(THEMES)) if tidy else seed
    for index in range(themes):
        THEMES[(first + 7 * index) % len(THEMES)](session, rng)
    bases = ["measured", "quoted", "estimated", "assumed"]
    if tidy:
        bases = ["measured", "measured", "quoted", "estimated"]
    elif rng.random() < 0.12:
        bases = ["assumed"] * 6 + ["measured"]
    if rng.random() < 0.85:
        dress_all(session, rng, bases)
    if rng.random() < 0.15:
        leave_out(session, rng)
    return session


def team_policy(seed: int) -> Session | None:
    """A team's policy for about a third of the seeds."""
    rng = random.Random(f"team {seed}")
    return policy_part(rng) if rng.random() < 0.33 else None
