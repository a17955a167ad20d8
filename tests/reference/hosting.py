"""Replicas, and what they cost (docs/specification.md, 2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from .estimates import likely, number
from .slack import ceiling

DEFAULTS = {
    "gpus_per_replica": 1.0,
    "peak_to_average": 3.0,
    "target_load": 0.7,
    "min_replicas": 1.0,
    "hours_per_month": 730.0,
    "overhead": 0.0,
}
REQUIRED = ("gpu_price_per_hour", "calls_per_second_per_replica")


@dataclass
class Hosting:
    """A complete hosting worksheet."""

    gpu_price_per_hour: float
    gpus_per_replica: float
    calls_per_second_per_replica: float
    peak_to_average: float
    target_load: float
    min_replicas: float
    hours_per_month: float
    overhead: float

    def average(self, handled: float) -> float:
        """Average calls per second."""
        return handled / (self.hours_per_month * 3600)

    def replicas(self, handled: float) -> float:
        """Replicas that serve the peak at the target load, at least min_replicas."""
        peak = self.average(handled) * self.peak_to_average
        per_replica = self.calls_per_second_per_replica * self.target_load
        return max(self.min_replicas, ceiling(peak / per_replica))

    def cost_of(self, replicas: float) -> float:
        """Money per month for so many replicas, used or idle."""
        hours = replicas * self.gpus_per_replica * self.hours_per_month
        return hours * self.gpu_price_per_hour * (1 + self.overhead)

    def load_factor(self, handled: float) -> float:
        """Average load of the replicas that are paid for."""
        return self.average(handled) / (self.replicas(handled) * self.calls_per_second_per_replica)

    def calls_of_one_replica(self) -> float:
        """Calls per month that one replica carries at target load."""
        average = self.calls_per_second_per_replica * self.target_load / self.peak_to_average
        return average * self.hours_per_month * 3600


def hosting_of(sheet: dict) -> Hosting:
    """A worksheet with its required inputs, the defaults filled in."""
    values = {key: likely(sheet[key]) for key in REQUIRED}
    values |= {key: number(sheet, key, default) for key, default in DEFAULTS.items()}
    return Hosting(**values)
