"""Thresholds that turn figures into a verdict, and who set them.

Source: docs/specification.md §4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rules.estimate import Bounds

THRESHOLDS = ("strong_payback_months", "defensible_payback_months", "stop_payback_months")
"""The payback thresholds, which must not fall in this order."""

MonthsLimit = Annotated[float, Bounds(above=0, most=600)]
Fraction = Annotated[float, Bounds(above=0, most=1)]


class Policy(BaseModel):
    """What a team calls a good investment. Months, shares and yearly rates."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="ignore", allow_inf_nan=False, defer_build=True
    )

    strong_payback_months: MonthsLimit = 3
    defensible_payback_months: MonthsLimit = 12
    stop_payback_months: MonthsLimit = 24
    horizon_months: Annotated[int, Field(ge=1, le=240)] = 36
    discount_rate: Annotated[float, Bounds(above=-1, most=10)] = 0.10
    slice_tolerance: Fraction = 0.02
    maintenance_share: Fraction = 0.5
    fixed_cost_share: Fraction = 0.5
    idle_share: Fraction = 0.5
    broad_task_types: Annotated[int, Field(ge=0)] = 10
    price_cut: Annotated[float, Bounds(least=0, below=1)] = 0.5
    usd_rate: Annotated[float, Bounds(above=0)] | None = None

    @property
    def stated(self) -> dict[str, Any]:
        """The values that somebody wrote down, by key."""
        return {name: getattr(self, name) for name in sorted(self.model_fields_set)}

    def disorder(self) -> dict[str, str]:
        """What is wrong with the order of the payback thresholds, by each one to blame.

        A default is never to blame, only a stated value on one side of a fall.
        """
        values = {name: getattr(self, name) for name in THRESHOLDS}
        message = (
            "strong_payback_months, defensible_payback_months and stop_payback_months must not"
            f" fall, but are {', '.join(f'{value:g}' for value in values.values())}"
        )
        return {
            name: message
            for pair in pairwise(THRESHOLDS)
            if values[pair[0]] > values[pair[1]]
            for name in pair
            if name in self.model_fields_set
        }


@dataclass(frozen=True, slots=True)
class Override:
    """A policy value that differs from the default, and where it came from."""

    key: str
    value: float | int | None
    origin: str


@dataclass(frozen=True, slots=True)
class TeamPolicy:
    """The values a team set for every case, and the name of the file that holds them."""

    values: Mapping[str, Any]
    origin: str


def effective(session: Policy, team: TeamPolicy | None) -> tuple[Policy, tuple[Override, ...]]:
    """The policy a case is judged by: defaults, then the session's, then the team's.

    The team's values win, so that a session cannot loosen its own gate.
    """
    defaults = Policy()
    origins = dict.fromkeys(session.stated, "session")
    values = session.stated
    if team is not None:
        values |= team.values
        origins |= dict.fromkeys(team.values, team.origin)
    policy = Policy(**values)
    return policy, tuple(
        Override(key, getattr(policy, key), origin)
        for key, origin in origins.items()
        if getattr(policy, key) != getattr(defaults, key)
    )
