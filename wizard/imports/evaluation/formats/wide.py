"""Any other table, or JSON rows without nesting, whose columns are named on the command line.

Wide: an item in a row, a column of scores for each system. Or a file for each system, with the same
column of scores in both and a column that tells the items apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from wizard.imports.evaluation.content import Answer, Content, Wish, shown_item, text_of_value, told
from wizard.imports.evaluation.formats.scores import scored
from wizard.imports.evaluation.refusing import clipped, named, refused
from wizard.imports.evaluation.sources.shapes import Broken, Rows, Shape, Table

NAME = "table"
FAMILY = "table"
SCORE = "score"
"""What the metric of a column of scores is called that is named for its system."""
_ITEMS = ("item_id", "item", "id", "example_id", "sample_id", "test_id", "question_id", "doc_hash")
"""Columns that tell items apart where nobody names one."""


class _Columns(NamedTuple):
    """Which column is what."""

    item: str | None
    scores: Mapping[str, str | None]
    """By column, the system whose scores they are; None where the file is of one system."""
    metric: str
    slice: str | None


def recognises(shape: Shape) -> bool:
    """Whether there are rows with named columns."""
    if isinstance(shape, Rows):
        return isinstance(shape.first, Mapping)
    return isinstance(shape, Table) and len(shape.heading) > 1


def read(shape: Shape, wish: Wish, name: str) -> Content:
    """What a table holds.

    Raises:
        InputUnusable: where its columns are not those that were named.
    """
    assert isinstance(shape, Rows | Table)
    heading = shape.heading if isinstance(shape, Table) else tuple(map(str, shape.first))
    content = Content(NAME, FAMILY)
    content.has_fields(heading)
    columns = _columns(heading, wish, name)
    comma = isinstance(shape, Table) and shape.decimal_comma
    for row, cells in _rows(shape, heading):
        if isinstance(cells, Broken):
            content.refuse(row, cells.reason)
        else:
            _take(row, cells, columns, comma, content)
    return content


def _columns(heading: tuple[str, ...], wish: Wish, name: str) -> _Columns:
    repeated = {one for one in heading if heading.count(one) > 1}
    wanted = [
        one for one in (wish.teacher, wish.student, wish.metric, wish.slice, wish.item) if one
    ]
    doubtful = sorted(repeated & set(wanted))
    if doubtful:
        raise refused(f"has several columns that are called {named(doubtful)}", name)
    item = wish.item or next((one for one in _ITEMS if one in heading), None)
    if wish.item is not None and wish.item not in heading:
        raise _absent(wish.item, heading, name)
    systems = [one for one in (wish.teacher, wish.student) if one in heading]
    if systems:
        scores: dict[str, str | None] = {one: one for one in systems}
        metric = wish.metric or SCORE
    elif wish.metric is not None and wish.metric in heading:
        scores, metric = {wish.metric: None}, wish.metric
    else:
        missing = wish.metric or f"{wish.teacher} or {wish.student}"
        raise _absent(missing, heading, name)
    if len(systems) < 2 and item is None:
        raise refused(
            "has the scores of one system, and no column that tells items apart; name it with"
            f" --item. Its columns: {named(told(heading))}",
            name,
        )
    return _Columns(item, scores, metric, wish.slice)


def _absent(wanted: str, heading: tuple[str, ...], name: str) -> Exception:
    return refused(
        f"is no format that is known by its structure, and has no column {clipped(wanted)}: name"
        " the columns of both systems' scores with --teacher and --student, or that of one system"
        f" with --metric. Its columns: {named(told(heading))}",
        name,
    )


def _rows(
    shape: Rows | Table, heading: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, Any] | Broken]]:
    for row, value in shape.numbered:
        if isinstance(value, tuple) and not isinstance(value, Broken):
            yield row, dict(zip(heading, value, strict=True))
        elif isinstance(value, Mapping | Broken):
            yield row, value
        else:
            yield row, Broken("no object")


def _take(
    row: int, cells: Mapping[str, Any], columns: _Columns, comma: bool, content: Content
) -> None:
    item = str(row) if columns.item is None else text_of_value(cells.get(columns.item))
    if item is None:
        content.refuse(row, "no id of an item")
        return
    found = {one: scored(cells.get(one), decimal_comma=comma) for one in columns.scores}
    if any(one is None for one in found.values()):
        content.refuse(row, "no score")
        return
    shown = f"row {row}" if columns.item is None else shown_item("item", item, row)
    value = None if columns.slice is None else text_of_value(cells.get(columns.slice))
    for column, system in columns.scores.items():
        outcome, score = found[column] or ("no answer", None)
        scores = {} if score is None else _one_score(columns.metric, score)
        content.answers.append(Answer(system, item, shown, row, scores, outcome, slice=value))


@lru_cache(maxsize=1000)
def _one_score(metric: str, score: float) -> Mapping[str, float]:
    """A score by its metric: one object for all the answers that have it."""
    return MappingProxyType({metric: score})
