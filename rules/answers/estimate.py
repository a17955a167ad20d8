"""An estimate: a number with the range, the basis and the source that make it arguable.

Source: docs/specification.md §1.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from pydantic_core import PydanticCustomError, core_schema

from rules.answers.problem import briefly

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

Basis = Literal["measured", "quoted", "estimated", "assumed"]
"""Where a number comes from, strongest first."""

BASES: tuple[Basis, ...] = get_args(Basis)
MEMBERS = ("likely", "low", "high", "basis", "source")
Spell: TypeAlias = Callable[[float], str]
"""How a message writes a number: in the units of the file, or in those it was typed in."""
PLAINLY: Spell = "{:g}".format
"""As a file does."""
_ONE_LINE = r"^[^\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]*$"
"""What `one_line` admits, for readers of a JSON Schema."""


def weakest(bases: list[Basis]) -> Basis | None:
    """The weakest of several bases; None where there is none."""
    return max(bases, key=BASES.index, default=None)


def refuse(message: str, word: str = "not usable") -> PydanticCustomError:
    """An error whose words reach the user as they are.

    The words are handed over as data, since a text of the user's may hold braces.

    Args:
        message: what is wrong, with what to do.
        word: the same in a word or two, for where there is no more room.
    """
    return PydanticCustomError("payback", "{words}", {"words": message, "word": word})


def refuse_number(say: Callable[[Spell], str], word: str) -> PydanticCustomError:
    """An error about numbers, which can be said in the unit that they were typed in.

    Args:
        say: the words, with every number in them written by the function it is given.
        word: as for `refuse`.
    """
    data = {"words": say(PLAINLY), "say": say, "word": word}
    return PydanticCustomError("payback", "{words}", data)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number as somebody would defend it."""

    likely: float
    """The figure itself, in the unit of its key."""
    low: float | None = None
    """P10: one chance in ten that the truth is lower."""
    high: float | None = None
    """P90: one chance in ten that the truth is higher."""
    basis: Basis = "estimated"
    source: str = ""
    """Free text on one line: a dashboard, a price list, a person."""

    @property
    def has_range(self) -> bool:
        """Whether a P10 and a P90 are given."""
        return self.low is not None

    @property
    def values(self) -> tuple[float, ...]:
        """The numbers stated: likely alone, or low, likely, high."""
        if self.low is None or self.high is None:
            return (self.likely,)
        return (self.low, self.likely, self.high)

    @classmethod
    def from_toml(cls, value: object) -> Estimate:
        """Read a TOML number or inline table.

        Raises:
            PydanticCustomError: in words for the user, where the value is neither.
        """
        if isinstance(value, Estimate):
            return value
        if not isinstance(value, dict):
            return cls(number(value))
        if "likely" not in value:
            raise refuse(
                "has no `likely`; write { likely = ..., low = ..., high = ... }", "no likely value"
            )
        likely = number(value["likely"], "likely")
        low = number(value["low"], "low") if "low" in value else None
        high = number(value["high"], "high") if "high" in value else None
        if (low is None) != (high is None):
            absent = "high" if high is None else "low"
            raise refuse(
                f"has one end of a range only; add `{absent}` or leave both out", "half a range"
            )
        if low is not None and high is not None and not low <= likely <= high:
            stated = (low, likely, high)
            raise refuse_number(
                lambda spell: (
                    f"needs low <= likely <= high, but has"
                    f" {', '.join(map(spell, stated))} (low, likely, high)"
                ),
                "out of range",
            )
        basis = value.get("basis", "estimated")
        if basis not in BASES:
            raise refuse(f"has the basis {basis!r}; use one of {', '.join(BASES)}", "no such basis")
        return cls(likely, low, high, basis, one_line(value.get("source", "")))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Let pydantic read an Estimate by `from_toml`."""
        return core_schema.no_info_plain_validator_function(cls.from_toml)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The JSON Schema of a number or an estimate table."""
        return {
            "anyOf": [
                {"type": "number"},
                {
                    "type": "object",
                    "required": ["likely"],
                    "dependentRequired": {"low": ["high"], "high": ["low"]},
                    "properties": {
                        "likely": {"type": "number", "description": "What is reckoned with."},
                        "low": {"type": "number", "description": "1 chance in 10 below it (P10)."},
                        "high": {"type": "number", "description": "1 in 10 above it (P90)."},
                        "basis": {"enum": list(BASES), "description": "What the number rests on."},
                        "source": {
                            "type": "string",
                            "pattern": _ONE_LINE,
                            "description": "Where it is from, in a line.",
                        },
                    },
                },
            ]
        }


def number(value: object, name: str = "") -> float:
    """A finite float from a TOML integer or float.

    Raises:
        PydanticCustomError: in words for the user, where it is anything else.
    """
    of = f" as `{name}`" if name else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(f"needs a number{of}, not {describe(value)}", "not a number")
    try:
        result = float(value)
    except OverflowError:
        raise refuse(f"has a number{of} that is too large to calculate with", "too large") from None
    if not math.isfinite(result):
        raise refuse(f"needs a finite number{of}, not {result}", "not finite")
    return result


def describe(value: object) -> str:
    """What a TOML value is, in words short enough for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{briefly(value, 40)}"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return f"{value}"


def one_line(value: object) -> str:
    """A text of one line.

    Raises:
        PydanticCustomError: where it is no text, or has line breaks.
    """
    if not isinstance(value, str):
        raise refuse(f"needs a text as `source`, not {describe(value)}")
    if value and value.splitlines() != [value]:
        raise refuse("has a `source` of several lines; write it on one")
    return value
