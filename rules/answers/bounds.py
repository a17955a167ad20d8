"""Between which values a number may lie, and how a schema of a case says so.

Source: docs/specification.md §1.2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import PydanticCustomError, core_schema

from rules.answers.estimate import PLAINLY, Estimate, Spell, refuse_number
from rules.answers.slack import SLACK

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue


class Bounds(NamedTuple):
    """What values a number may have. Marks an `Estimate | None` or a float of a Case."""

    least: float | None = None
    most: float | None = None
    above: float | None = None
    """Exclusive lower bound."""
    below: float | None = None
    """Exclusive upper bound."""

    def admits(self, value: float) -> bool:
        """Whether one number lies within."""
        least, most, above, below = self
        return (
            (least is None or value >= least)
            and (most is None or value <= most)
            and (above is None or value > above)
            and (below is None or value < below)
        )

    def in_words(self, spell: Spell = PLAINLY) -> str:
        """The bounds as a phrase: "at least 0 and below 1"."""
        parts = [
            f"{words} {spell(bound)}"
            for words, bound in (
                ("at least", self.least),
                ("above", self.above),
                ("at most", self.most),
                ("below", self.below),
            )
            if bound is not None
        ]
        return " and ".join(parts)

    def check(self, value: Any) -> Any:
        """Return the value where every number in it is within bounds.

        Raises:
            PydanticCustomError: naming the number and the bounds.
        """
        if value is None:
            return value
        for one in value.values if isinstance(value, Estimate) else (value,):
            if not self.admits(one):
                raise self._refusal(one)
        return value

    def _read(self, value: object) -> Any:
        return self.check(Estimate.from_toml(value))

    def _refusal(self, value: float) -> PydanticCustomError:
        return refuse_number(
            lambda spell: f"must be {self.in_words(spell)}, but is {spell(value)}", "out of bounds"
        )

    def clip(self, value: float) -> float:
        """The nearest number within bounds; exclusive bounds count as inclusive."""
        lower = self.least if self.least is not None else self.above
        upper = self.most if self.most is not None else self.below
        if lower is not None:
            value = max(value, lower)
        if upper is not None:
            value = min(value, upper)
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Check bounds after the value itself was read."""
        if source == Estimate | None:
            # So are most keys. Put together from three pieces each takes twice as long to build.
            return core_schema.nullable_schema(
                core_schema.no_info_plain_validator_function(self._read)
            )
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Carry the bounds into every number of the JSON Schema."""
        if schema["type"] == "nullable":
            either = Estimate.__get_pydantic_json_schema__(schema, handler)["anyOf"]
            described: JsonSchemaValue = {"anyOf": [*either, {"type": "null"}]}
        else:
            described = handler(schema)
        limits = {
            keyword: bound
            for keyword, bound in (
                ("minimum", self.least),
                ("maximum", self.most),
                ("exclusiveMinimum", self.above),
                ("exclusiveMaximum", self.below),
            )
            if bound is not None
        }
        for numeric in _numeric_parts(described):
            numeric.update(limits)
        return described


def _numeric_parts(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = [schema] if schema.get("type") in ("number", "integer") else []
    for part in schema.get("anyOf", []):
        found += _numeric_parts(part)
    members = schema.get("properties", {})
    for name in ("likely", "low", "high"):
        if name in members:
            found.append(members[name])
    return found


def drawn_within(bounds: Bounds, likely: float) -> tuple[float, float]:
    """The least and the largest number that may be drawn; next to a bound not admissible itself."""
    least, most = bounds.clip(-math.inf), bounds.clip(math.inf)
    if bounds.above is not None and least == bounds.above:
        least = max(least + (likely - least) * SLACK, math.nextafter(least, math.inf))
    if bounds.below is not None and most == bounds.below:
        most = min(most - (most - likely) * SLACK, math.nextafter(most, -math.inf))
    return least, most


def inside(bounds: Bounds, value: float, likely: float) -> float:
    """The nearest admissible number; half-way to the likely one where the bound itself is not."""
    clipped = bounds.clip(value)
    if bounds.admits(clipped):
        return clipped
    halfway = (clipped + likely) / 2
    # Between a bound and the number next to it there is nothing.
    return halfway if bounds.admits(halfway) else likely
