"""Where a hosted case first fails, in closed form, however many replicas there are.

A month costs n replicas in full, n being the load over what one of them serves, rounded up. What a
case has left is a saw-tooth: it falls while n stays and jumps where n changes. On each tooth it
is lowest at one end, and these ends lie on a curve that goes one way; the first tooth that reaches
zero is where that curve does, rounded to a whole number of replicas.

Source: docs/specification.md §3.5.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rules.answers.slack import SLACK
from rules.figures.ops import FLOATS


class Load(NamedTuple):
    """What a month asks of the replicas that serve it."""

    handled: float
    """Calls per month."""
    capacity: float
    """Calls per month that one replica serves at its target load."""
    cost: float
    """Money per month of one replica."""
    least: float
    """Replicas that run in any case."""

    @property
    def replicas(self) -> float:
        """How many the calls need, whatever runs in any case."""
        return float(FLOATS.ceil(FLOATS.divide(self.handled, self.capacity)))

    def tightest(self, affordable: float) -> float:
        """The capacity below which more replicas are needed than are affordable."""
        return self.handled / _whole(affordable)


def smallest_load(load: Load, saving: float, needed: float) -> float:
    """The calls per month at which a falling load first saves no more than is needed.

    While n replicas are kept, down to what n - 1 of them serve, the saving falls to
    saving * (n - 1) * capacity - n * cost. That falls with n where a replica earns more than it
    costs, so the first tooth that fails has the largest n below
    (needed + saving * capacity) / (saving * capacity - cost); elsewhere every tooth fails, the
    present one first. Once no fewer replicas can run, the saving falls through.

    Args:
        load: as it is, where more is saved than is needed.
        saving: money that a call saves before fixed cost, above 0.
        needed: money per month that has to be left after the replicas are paid.
    """
    earned = saving * load.capacity
    replicas = load.replicas
    if earned > load.cost:
        fails = FLOATS.ceil(FLOATS.divide(needed + earned, earned - load.cost)) - 1
        replicas = min(replicas, fails)
    return (needed + max(load.least, replicas) * load.cost) / saving


def most_hours(hours: float, load: Load, affordable: float) -> float:
    """The nearest number of hours in a replica's month that costs more than is affordable.

    More hours make a month dearer and fewer replicas necessary, so the cost goes up and down.

    Args:
        hours: as answered.
        load: at these hours.
        affordable: replicas of that many hours that the case can carry.
    """
    # Replicas times hours that the load takes, and what is affordable as a multiple of it.
    taken = load.handled / load.capacity * hours
    replicas = load.replicas
    room = FLOATS.divide(affordable * hours, taken)
    # n replicas last until n - 1 are enough, when they cost n / (n - 1) times what is taken.
    first = replicas
    if room > 1:
        first = max(1.0, min(replicas, FLOATS.ceil(room / (room - 1)) - 1))
    limits = [max(hours, affordable * hours / first)]
    if load.least > 0:
        limits.append(affordable * hours / load.least)
    if (replicas + 1) / replicas > room:
        limits.append(taken / replicas)
    return min(limits, key=lambda limit: abs(limit - hours))


def _whole(affordable: float) -> float:
    """The whole replicas in a number of them, give or take the slack."""
    return float(math.floor(affordable * (1 + SLACK)))
