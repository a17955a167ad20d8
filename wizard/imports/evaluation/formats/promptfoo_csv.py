"""promptfoo's table as CSV: a row for each test, columns for each prompt with its provider.

New exports give each prompt `"[provider] label", Status, Score, Named Scores, Metric: ..., Grader
Reason, Comment`, so that headings repeat; older ones, and the web page's, have `[PASS] (1.00)` in
front of the answer, and may have the whole prompt as JSON for a heading.

Source: promptfoo 0.121, `src/util/eval/evalTableUtils.ts`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wizard.imports.evaluation.content import Answer, Content, Outcome, Wish, number, text_of_value
from wizard.imports.evaluation.formats.cells import numbered_names, score_of_text
from wizard.imports.evaluation.formats.promptfoo_json import FAMILY, PASS, SCORE
from wizard.imports.evaluation.sources.shapes import Broken, Shape, Table, parsed

NAME = "promptfoo CSV"
_STATUS = "Status"
_SCORE = "Score"
_NAMED = "Named Scores"
_METRIC = "Metric: "
_OUTCOMES = {"PASS": 1.0, "FAIL": 0.0}
_ERROR = "ERROR"
_IN_CELL = re.compile(r"\s*\[(PASS|FAIL|ERROR)\](?:\s*\((-?[0-9.]+)\))?")
_PROVIDER = re.compile(r"\[([^\]]+)\]")


class _Prompt(NamedTuple):
    """The columns of one prompt."""

    answer: int
    columns: Mapping[str, int]
    """By heading; empty in old exports, which have all in the answer's cell."""


def recognises(shape: Shape) -> bool:
    """Whether a table is promptfoo's."""
    return isinstance(shape, Table) and bool(_prompts(shape))


def _prompts(table: Table) -> list[_Prompt]:
    heading = table.heading
    new = [
        at
        for at in range(len(heading) - 2)
        if (heading[at + 1], heading[at + 2]) == (_STATUS, _SCORE)
    ]
    if new:
        ends = [*new[1:], len(heading)]
        return [
            _Prompt(at, {heading[column]: column for column in reversed(range(at + 1, end))})
            for at, end in zip(new, ends, strict=True)
        ]
    rows = [row for row in table.head if len(row) == len(heading)]
    return [
        _Prompt(at, {})
        for at in range(len(heading))
        if rows and all(_IN_CELL.match(row[at]) for row in rows)
    ]


def read(shape: Shape, wish: Wish, name: str) -> Content:
    """What a table holds."""
    assert isinstance(shape, Table)
    prompts = _prompts(shape)
    content = Content(NAME, FAMILY, preferred=PASS)
    variables = range(prompts[0].answer)
    heading = shape.heading
    content.has_fields(heading[at] for at in variables)
    found = {at: _provider(heading[one.answer]) for at, one in enumerate(prompts)}
    systems = numbered_names(found)
    content.aliases |= {name: (found[at],) for at, name in systems.items() if found[at] != name}
    field = next((at for at in variables if heading[at] == wish.slice), None)
    for row, cells in shape.numbered:
        if isinstance(cells, Broken):
            content.refuse(row, cells.reason)
            continue
        read_cells = [_scored(cells, one) for one in prompts]
        if all(one is None for one in read_cells):
            content.refuse(row, "neither passed nor failed")
            continue
        item = _item([cells[at] for at in variables], row)
        value = None if field is None else text_of_value(cells[field])
        for at, one in enumerate(read_cells):
            outcome, scores = one or ("no answer", {})
            content.answers.append(
                Answer(systems[at], item, f"row {row}", row, scores, outcome, slice=value)
            )
    return content


def _provider(heading: str) -> str:
    """The provider of a prompt; the prompt itself is not looked at."""
    match = _PROVIDER.match(heading)
    if match is not None:
        return match[1]
    described = parsed(heading)
    provider = described.get("provider") if isinstance(described, dict) else None
    return provider if isinstance(provider, str) else ""


def _item(variables: Sequence[str], row: int) -> str:
    """What tells a test: all that varies; without anything that does, its row."""
    if not variables:
        return str(row)
    # Nothing of a prompt is kept: two tests are the same where their digests are.
    return hashlib.sha256(json.dumps(variables).encode()).hexdigest()


def _scored(cells: Sequence[str], prompt: _Prompt) -> tuple[Outcome, dict[str, float]] | None:
    """How an answer came out; None where its cells do not say."""
    if not prompt.columns:
        match = _IN_CELL.match(cells[prompt.answer])
        status, score, named = (match[1], match[2] or "", {}) if match else ("", "", {})
    else:
        status = cells[prompt.columns[_STATUS]].strip()
        score = cells[prompt.columns[_SCORE]]
        named = _named(cells, prompt.columns)
    if status == _ERROR:
        return "error", {}
    if status not in _OUTCOMES:
        return None
    stated = score_of_text(score)
    return "scored", {
        **named,
        PASS: _OUTCOMES[status],
        **({SCORE: stated} if stated is not None else {}),
    }


def _named(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, float]:
    found: dict[str, float] = {}
    together = parsed(cells[columns[_NAMED]]) if _NAMED in columns else None
    if isinstance(together, dict):
        scores = {key: number(value) for key, value in together.items()}
        found |= {key: value for key, value in scores.items() if value is not None}
    for heading, at in columns.items():
        score = score_of_text(cells[at]) if heading.startswith(_METRIC) else None
        if score is not None:
            found[heading.removeprefix(_METRIC)] = score
    return found
