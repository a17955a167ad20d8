"""What is wrong with a value that a session cannot have, in plain words: what to do, and in short.

Source: docs/specification.md §1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rules.answers.estimate import Spell, describe

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Refusal(NamedTuple):
    """Why a value is not usable."""

    message: str
    """In full, with what to do."""
    word: str
    """In a word or two: room enough for a row."""
    within: str = ""
    """Where in a table it is, as it goes on behind the table's key: `[1].share`."""


def refusal(error: ErrorDetails, spell: Spell | None = None) -> Refusal:
    """Why a value is not usable, from what pydantic says of it; `spell` as in `refusal_of`."""
    word = error.get("ctx", {}).get("word")
    brief = str(word) if word is not None else _IN_A_WORD.get(error["type"], "not usable")
    return Refusal(_in_words(error, spell), brief)


def _in_words(error: ErrorDetails, spell: Spell | None = None) -> str:
    context = error.get("ctx", {})
    given = error["input"]
    match error["type"]:
        case "payback" if spell is not None and "say" in context:
            return str(context["say"](spell))
        case "payback":
            return str(context["words"])
        case "literal_error":
            expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
            return f"needs one of {expected}, not {describe(given)}"
        case "greater_than_equal":
            return f"must be at least {context['ge']}, but is {describe(given)}"
        case "less_than_equal":
            return f"must be at most {context['le']}, but is {describe(given)}"
        case "int_type" | "int_from_float" | "int_parsing_size":
            return f"needs a whole number, not {describe(given)}"
        case "float_type" | "finite_number":
            return f"needs a number, not {describe(given)}"
        case "string_type":
            return f"needs a text in quotes, not {describe(given)}"
        case "bool_type":
            return f"needs true or false, not {describe(given)}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"needs a table, not {describe(given)}"
        case "tuple_type" | "list_type":
            return f"needs a list of tables, not {describe(given)}"
        case _:
            return f"is not usable: {error['msg']}"


_IN_A_WORD = {
    "literal_error": "not a choice",
    "greater_than_equal": "out of bounds",
    "less_than_equal": "out of bounds",
    "int_type": "not whole",
    "int_from_float": "not whole",
    "int_parsing_size": "too large",
    "float_type": "not a number",
    "finite_number": "not finite",
    "string_type": "not a text",
    "bool_type": "yes or no",
    "dict_type": "not a table",
    "model_type": "not a table",
    "model_attributes_type": "not a table",
    "list_type": "not rows",
    "tuple_type": "not rows",
}
"""What is wrong in a word or two, by the type of pydantic's error."""
