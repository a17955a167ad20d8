"""Any other table, or JSON rows, whose columns are named on the command line.

Wide: an item in a row, a column of scores for each system. Or a file for each system, with the same
column of scores in both and a column that tells the items apart. In JSON a column may lie deeper:
`scores.Factuality`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, NamedTuple

from wizard.imports.evaluation.content import (
    Answer,
    Content,
    Wish,
    members,
    shown_item,
    text_of_value,
)
from wizard.imports.evaluation.formats.cells import is_percent, scored
from wizard.imports.evaluation.refusing import LeavesOpen, clipped, named, refused
from wizard.imports.evaluation.sources.shapes import Broken, Rows, Shape, Table
from wizard.imports.files.names import told

NAME = "table"
FAMILY = "table"
SCORE = "score"
"""What the metric of a column of scores is called that is named for its system."""
_ITEMS = ("item_id", "item", "id", "example_id", "sample_id", "test_id", "question_id", "doc_hash")
"""Columns that tell items apart where nobody names one."""
_LOOKED_AT = 100
"""Rows in which scores, and the columns of JSON, are looked for: not each row has all of them."""


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
    content = Content(NAME, FAMILY)
    rows = _rows(shape)
    first = list(islice(rows, _LOOKED_AT))
    looked_at = [cells for _, cells in first if not isinstance(cells, Broken)]
    if isinstance(shape, Table):
        heading, comma = shape.heading, shape.decimal_comma
    else:
        heading, comma = tuple(_headings(looked_at)), False
    with_scores = [one for one in heading if _has_scores(one, looked_at, comma)]
    columns = _columns(heading, with_scores or heading, wish, name)
    content.has_fields(one for one in heading if one not in (columns.item, *columns.scores))
    has_percent = False
    for row, cells in chain(first, rows):
        if isinstance(cells, Broken):
            content.refuse(row, cells.reason)
            continue
        _take(row, cells, columns, comma, content)
        has_percent = has_percent or any(is_percent(_cell(cells, one)) for one in columns.scores)
    if has_percent:
        content.notes.append("scores in percent are read as shares: 90% is 0.9")
    return content


def _columns(
    heading: tuple[str, ...], with_scores: Sequence[str], wish: Wish, name: str
) -> _Columns:
    repeated = {one for one in heading if heading.count(one) > 1}
    wanted = [
        one for one in (wish.teacher, wish.student, wish.metric, wish.slice, wish.item) if one
    ]
    doubtful = sorted(repeated & set(wanted))
    if doubtful:
        raise refused(f"has several columns that are called {named(doubtful)}", name)
    item = wish.item or next((one for one in _ITEMS if one in heading), None)
    # Ids may be numbers that begin as scores do.
    with_scores = [one for one in with_scores if one != item]
    if wish.item is not None and wish.item not in heading:
        raise refused(
            f"has no column {clipped(wish.item)}, which --item names. Its columns:"
            f" {named(told(heading))}",
            name,
        )
    systems = [one for one in (wish.teacher, wish.student) if one in heading]
    if systems and not wish.student:
        raise LeavesOpen(
            f"--student is missing: say which column has its scores: {named(told(heading))}",
            "--student",
            told(with_scores),
            name,
        )
    if systems:
        scores: dict[str, str | None] = {one: one for one in systems}
        metric = wish.metric or SCORE
    elif wish.metric is not None and wish.metric in heading:
        scores, metric = {wish.metric: None}, wish.metric
    else:
        either = [one for one in (wish.teacher, wish.student) if one]
        missing = wish.metric or " or ".join(either)
        raise _absent(missing, heading, with_scores, name)
    if len(systems) < 2 and item is None:
        raise refused(
            "has the scores of one system, and no column that tells items apart; name it with"
            f" --item. Its columns: {named(told(heading))}",
            name,
        )
    return _Columns(item, scores, metric, wish.slice)


def _absent(
    wanted: str, heading: tuple[str, ...], with_scores: Sequence[str], name: str
) -> Exception:
    lacks = (
        f"has no column {clipped(wanted)}" if wanted else "says of no column whose scores it has"
    )
    message = (
        f"is no format that is known by its structure, and {lacks}: name"
        " the columns of both systems' scores with --teacher and --student, or that of one system"
        f" with --metric. Its columns: {named(told(heading))}"
    )
    if wanted:
        return refused(message, name)
    return LeavesOpen(message, "--teacher", told(with_scores), name)


def _rows(shape: Rows | Table) -> Iterator[tuple[int, Mapping[str, Any] | Broken]]:
    for row, value in shape.numbered:
        if isinstance(value, Mapping | Broken):
            yield row, value
        elif isinstance(shape, Table):
            yield row, dict(zip(shape.heading, value, strict=True))
        else:
            yield row, Broken("no object")


def _headings(rows: Iterable[Mapping[str, Any]]) -> dict[str, None]:
    """The names in the first rows of JSON, those of objects in them behind a dot."""
    found: dict[str, None] = {}
    for cells in rows:
        for name, value in cells.items():
            found[name] = None
            found |= dict.fromkeys(f"{name}.{inner}" for inner in members(value))
    return found


def _has_scores(column: str, rows: Iterable[Mapping[str, Any]], comma: bool) -> bool:
    found = (scored(_cell(cells, column), decimal_comma=comma) for cells in rows)
    return any(one is not None and one[0] == "scored" for one in found)


def _cell(cells: Mapping[str, Any], name: str) -> Any:
    outer, _, inner = name.partition(".")
    return cells[name] if name in cells else members(cells.get(outer)).get(inner)


def _take(
    row: int, cells: Mapping[str, Any], columns: _Columns, comma: bool, content: Content
) -> None:
    item = str(row) if columns.item is None else text_of_value(_cell(cells, columns.item))
    if item is None:
        content.refuse(row, "no id of an item")
        return
    found = {one: scored(_cell(cells, one), decimal_comma=comma) for one in columns.scores}
    if any(one is None for one in found.values()):
        content.refuse(row, "no score")
        return
    shown = f"row {row}" if columns.item is None else shown_item("item", item, row)
    value = None if columns.slice is None else text_of_value(_cell(cells, columns.slice))
    for column, system in columns.scores.items():
        outcome, score = found[column] or ("no answer", None)
        scores = {} if score is None else _one_score(columns.metric, score)
        content.answers.append(Answer(system, item, shown, row, scores, outcome, slice=value))


@lru_cache(maxsize=1000)
def _one_score(metric: str, score: float) -> Mapping[str, float]:
    """A score by its metric: one object for all the answers that have it."""
    return MappingProxyType({metric: score})
