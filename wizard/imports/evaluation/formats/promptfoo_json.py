"""promptfoo's results as JSON, version 3: one row for each test and each prompt with its provider.

Source: promptfoo 0.121, `src/types/index.ts`. Tests are paired on `testIdx`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.imports.evaluation.content import (
    Answer,
    Content,
    Outcome,
    Wish,
    looked_up,
    members,
    number,
)
from wizard.imports.evaluation.formats.cells import day_of, numbered_names
from wizard.imports.evaluation.refusing import refused
from wizard.imports.evaluation.sources.shapes import Broken, Rows, Shape, Tree

NAME = "promptfoo JSON"
FAMILY = "promptfoo"
PASS = "pass"
"""The metric of rows that say whether all assertions held."""
SCORE = "score"
_VERSION = 3
_FAILED_BY_ERROR = 2
"""`ResultFailureReason.ERROR`."""


def recognises(shape: Shape) -> bool:
    """Whether a source is promptfoo's."""
    if isinstance(shape, Rows):
        return _is_result(shape.first)
    return isinstance(shape, Tree) and _summary(shape.value) is not None


def _summary(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part of the file with the results, whose shape differs by version."""
    inner = value.get("results")
    if isinstance(inner, Mapping):
        return inner if "version" in inner and {"results", "table"} & inner.keys() else None
    # What the program hands to its own library has no envelope.
    return value if "version" in value and {"prompts", "table"} & value.keys() else None


def _is_result(value: Any) -> bool:
    """Whether a value is what one prompt made of one test, both by their numbers."""
    return isinstance(value, Mapping) and all(
        isinstance(value.get(key), int) and not isinstance(value[key], bool)
        for key in ("testIdx", "promptIdx")
    )


def read(shape: Shape, wish: Wish, name: str) -> Content:
    """What a source holds."""
    content = Content(NAME, FAMILY, preferred=PASS)
    if isinstance(shape, Rows):
        rows = list(shape.numbered)
    else:
        assert isinstance(shape, Tree)
        summary = _summary(shape.value)
        results = None if summary is None else summary.get("results")
        if summary is None or summary["version"] != _VERSION or not isinstance(results, list):
            raise refused(
                f"is a promptfoo file of another version than {_VERSION}; export it again with"
                " promptfoo 0.93 or later",
                name,
            )
        content.day = day_of(summary.get("timestamp"))
        rows = list(enumerate(results, 1))
    systems = _systems([value for _, value in rows], content)
    for row, value in rows:
        _take(row, value, systems, wish, content)
    return content


def _systems(results: list[Any], content: Content) -> dict[int, str]:
    """What the system of each prompt is called: its provider, numbered where it has several."""
    providers: dict[int, str] = {}
    others: dict[int, str] = {}
    for result in results:
        if not _is_result(result):
            continue
        provider = result.get("provider")
        given = provider if isinstance(provider, Mapping) else {"id": provider}
        names = [one for one in (given.get("label"), given.get("id")) if isinstance(one, str)]
        named = [one for one in names if one] or [""]
        providers.setdefault(result["promptIdx"], named[0])
        others.setdefault(result["promptIdx"], named[-1])
    unique = numbered_names(providers)
    for prompt, system in unique.items():
        content.aliases[system] = tuple({providers[prompt], others[prompt]} - {system})
    return unique


def _take(row: int, value: Any, systems: Mapping[int, str], wish: Wish, content: Content) -> None:
    if isinstance(value, Broken):
        content.refuse(row, value.reason)
        return
    if not _is_result(value):
        content.refuse(row, "no result of a test")
        return
    test = value["testIdx"]
    variables = members(value.get("vars"))
    case = members(value.get("testCase"))
    about = members(case.get("metadata"))
    content.has_fields((*about, *variables))
    outcome, scores = _scored(value)
    content.answers.append(
        Answer(
            systems[value["promptIdx"]],
            str(test),
            f"test {test}",
            row,
            scores,
            outcome,
            slice=looked_up(
                wish.slice,
                about,
                variables,
                {"metadata": about, "vars": variables},
                members(case.get("vars")),
                {"description": case.get("description")},
            ),
        )
    )


def _scored(value: Mapping[str, Any]) -> tuple[Outcome, dict[str, float]]:
    reason = value.get("failureReason")
    has_failed = value.get("error") and not value.get("gradingResult")
    if reason == _FAILED_BY_ERROR or (reason is None and has_failed):
        return "error", {}
    found = {
        PASS: number(value.get("success")),
        SCORE: number(value.get("score")),
        **{str(key): number(one) for key, one in members(value.get("namedScores")).items()},
    }
    scores = {key: one for key, one in found.items() if one is not None}
    return ("scored" if scores else "no answer"), scores
