"""Thresholds that turn figures into a verdict, and who set them.

Source: docs/specification.md §4.1.
"""

# Annotations are not postponed here: pydantic would compile each text anew at every start.
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field

from rules.answers.answers import Entry
from rules.answers.bounds import Bounds
from rules.answers.estimate import Estimate

THRESHOLDS = ("strong_payback_months", "defensible_payback_months", "stop_payback_months")
"""The payback thresholds, which must not fall in this order."""

MonthsLimit = Annotated[float, Bounds(above=0, most=600)]
Fraction = Annotated[float, Bounds(above=0, most=1)]


class Policy(BaseModel):
    """What a team calls a good investment. Months, shares and yearly rates."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", allow_inf_nan=False)

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
    alternative_margin: Annotated[float, Bounds(least=0, most=1)] = 0.05
    evaluation_max_age_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    stand_in_scale: Annotated[float, Bounds(above=0, most=10)] = 1
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


RuleSetting = Literal["off", "-", "defensible", "reconsider", "do-not-distill"]
"""What a team makes of a rule: nothing at all, a remark, or the best verdict it leaves."""
RULE_SETTINGS: tuple[RuleSetting, ...] = get_args(RuleSetting)


class Override(NamedTuple):
    """Something a case is judged by that is not the default, and where it came from."""

    key: str
    """A value of the policy, `rules.<id>` or `defaults.<key of a session>`."""
    value: float | int | str | None
    origin: str

    @property
    def said(self) -> str:
        """The value as a file may spell it: `2`, `0.12`, `true`, `off`."""
        if isinstance(self.value, bool):
            return str(self.value).lower()
        return f"{self.value:.15g}" if isinstance(self.value, int | float) else str(self.value)

    @property
    def answer(self) -> str | None:
        """The key of the answer that it is about; None where a session has no say in it."""
        table, _, key = self.key.partition(".")
        if not key:
            return f"policy.{table}"
        return key if table == "defaults" else None


class TeamPolicy(NamedTuple):
    """What a team set for every case, and the name of the file that says so."""

    values: Mapping[str, Any]
    origin: str
    defaults: Mapping[str, Entry] = MappingProxyType({})
    """Answers, by key, for cases that have none of their own."""
    rules: Mapping[str, RuleSetting] = MappingProxyType({})
    """What became of rules, by id."""

    @property
    def changes_nothing(self) -> bool:
        """Whether it states no value, default or rule."""
        return not (self.values or self.defaults or self.rules)

    @property
    def name(self) -> str:
        """The name of the file without its folders, for sentences."""
        return self.origin.replace("\\", "/").rpartition("/")[2]

    @property
    def currency(self) -> str | None:
        """The currency of a case that states none."""
        entry = self.defaults.get("currency")
        return None if entry is None else entry.value

    def values_in(self, currency: str) -> Mapping[str, Any]:
        """Its values for a case in a currency: what a dollar is in its own says nothing there."""
        if self.currency in (None, currency):
            return self.values
        return {key: value for key, value in self.values.items() if key != "usd_rate"}

    @property
    def switched_off(self) -> tuple[str, ...]:
        """Ids of the rules that count for nothing."""
        return tuple(rule for rule, setting in self.rules.items() if setting == "off")

    @property
    def capped_anew(self) -> tuple[str, ...]:
        """Ids of the rules that cap otherwise than by default."""
        return tuple(rule for rule, setting in self.rules.items() if setting != "off")


def origins(session: Policy, team: TeamPolicy | None, currency: str) -> dict[str, str]:
    """Where each value that somebody stated came from, the session's first."""
    found = dict.fromkeys(session.stated, "session")
    return found if team is None else found | dict.fromkeys(team.values_in(currency), team.origin)


def effective(
    session: Policy, team: TeamPolicy | None, currency: str
) -> tuple[Policy, tuple[Override, ...]]:
    """The policy a case is judged by: defaults, then the session's, then the team's.

    The team's values win, so that a session cannot loosen its own gate. What it makes of rules is
    listed behind them.

    Args:
        session: what the case states itself.
        team: of the case.
        currency: of the case.
    """
    defaults = Policy()
    of_team = {} if team is None else team.values_in(currency)
    policy = Policy(**{**session.stated, **of_team})
    overrides = [
        Override(key, getattr(policy, key), origin)
        for key, origin in origins(session, team, currency).items()
        if getattr(policy, key) != getattr(defaults, key)
    ]
    if team is not None:
        overrides += (
            Override(f"rules.{rule}", setting, team.origin) for rule, setting in team.rules.items()
        )
    return policy, tuple(overrides)


def overrides_by(team: TeamPolicy, keys: tuple[str, ...]) -> Iterator[Override]:
    """The default answers of these keys, as what a case is judged by."""
    for key in keys:
        value = team.defaults[key].value
        plain = value.likely if isinstance(value, Estimate) else value
        if not isinstance(plain, int | float):
            plain = str(plain)
        yield Override(f"defaults.{key}", plain, team.origin)
