"""What the tables of a session are made of: values, their bounds, the table itself.

Source: docs/specification.md §1.2.
"""

# Annotations are not postponed here: pydantic would compile each text anew at every start.
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from rules.answers.bounds import Bounds
from rules.answers.estimate import Estimate, describe, refuse
from rules.answers.problem import briefly

Positive = Annotated[Estimate | None, Bounds(above=0)]
NotNegative = Annotated[Estimate | None, Bounds(least=0)]
Share = Annotated[Estimate | None, Bounds(least=0, most=1)]
ShareAboveZero = Annotated[Estimate | None, Bounds(above=0, most=1)]
Months = Annotated[Estimate | None, Bounds(least=0, most=60)]
"""Estimates, each of which may be absent."""
Score = Annotated[float, Bounds(least=0, most=1)]
Amount = Annotated[float, Bounds(least=0)]
"""A bare number of anything."""


def _date_only(value: Any) -> Any:
    # datetime is a date too, and a TOML file can hold one.
    if type(value) is not date:
        raise refuse(f"needs a date such as 2026-11-24, not {describe(value)}", "not a date")
    return value


FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of what came of a case. Any other is a slip, and would have all months between reckoned."""


def _in_these_years(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise refuse(
            f"needs a day of the years {FIRST_YEAR} to {LAST_YEAR}, not {value}",
            "not a day of these years",
        )
    return value


def _title(value: str) -> str:
    if not 1 <= len(value) <= 120:
        raise refuse(f"must have 1 to 120 characters, but has {len(value):,}", "too long")
    return value


def _currency(value: str) -> str:
    is_code = len(value) == 3 and value.isascii() and value.isalpha()
    if not (is_code and value.isupper()):
        meant = f"; did you mean {value.upper()}?" if is_code else ""
        raise refuse(
            "needs an ISO 4217 code of three capitals such as EUR, not"
            f" {briefly(value, 20)!r}{meant}",
            "three capitals",
        )
    return value


Day = Annotated[date, BeforeValidator(_date_only)]
LaunchDay = Annotated[date, BeforeValidator(_date_only), AfterValidator(_in_these_years)]
"""A day from which months are counted one by one."""
Title = Annotated[
    str,
    AfterValidator(_title),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 120}),
]
Currency = Annotated[
    str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})
]


class Part(BaseModel):
    """A table of the session: frozen, strict, blind to keys it does not know.

    Only Case builds a validator, which holds those of its parts; so defaults are constructed, not
    validated: validating one would build a validator for each part at every start.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="ignore",
        populate_by_name=True,
        allow_inf_nan=False,
        defer_build=True,
    )


AnyPart = TypeVar("AnyPart", bound=Part)
Rows = Annotated[tuple[AnyPart, ...], Field(strict=False)]
"""Tables of one kind, as many as there are: `Rows[Slice]`."""
