"""lm-evaluation-harness, per sample: a line for each item and each filter, without its system.

Items are paired on `doc_hash`: `doc_id` counts within a run, and another `--limit` shifts it.

Source: lm-evaluation-harness 0.4.13, `lm_eval/evaluator.py` and `loggers/evaluation_tracker.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from wizard.imports.evaluation.content import Answer, Content, Wish, looked_up, number, shown_item
from wizard.imports.evaluation.sources.shapes import Broken, Rows, Shape, Tree

NAME = "lm-evaluation-harness samples"
FAMILY = "lm-evaluation-harness"
_HARNESS_NAME = re.compile(r"samples_(.+)_\d{4}-\d{2}-\d{2}T[\d.\-:]+\.jsonl?(?:\.gz)?")
"""The task stands nowhere else than in the name that the harness gives its file."""
_NO_METRICS = frozenset(
    ("doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics")
)


def recognises(shape: Shape) -> bool:
    """Whether rows are samples of the harness."""
    return _is_sample(_first(shape))


def _first(shape: Shape) -> Any:
    if isinstance(shape, Rows):
        return shape.first
    return shape.value if isinstance(shape, Tree) else None


def _is_sample(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and "doc_id" in value
        and bool({"doc_hash", "filtered_resps", "filter"} & value.keys())
    )


def read(shape: Shape, wish: Wish, name: str) -> Content:
    """What the samples say."""
    content = Content(NAME, FAMILY)
    match = _HARNESS_NAME.fullmatch(PurePath(name).name)
    task = match[1] if match is not None else ""
    rows = shape.numbered if isinstance(shape, Rows) else iter([(1, _first(shape))])
    for row, value in rows:
        if isinstance(value, Broken):
            content.refuse(row, value.reason)
        elif not _is_sample(value):
            content.refuse(row, "no sample of the harness")
        else:
            _take(row, value, task, wish, content)
    return content


def _take(row: int, value: Mapping[str, Any], task: str, wish: Wish, content: Content) -> None:
    doc, digest = value.get("doc"), value.get("doc_hash")
    item = digest if isinstance(digest, str) and digest else value["doc_id"]
    if not isinstance(item, str | int) or isinstance(item, bool):
        content.refuse(row, "no id of an item")
        return
    content.has_fields(doc if isinstance(doc, Mapping) else ())
    found = {name: number(value.get(name)) for name in _metrics(value)}
    scores = {name: score for name, score in found.items() if score is not None}
    picked_by = value.get("filter")
    content.answers.append(
        Answer(
            None,
            str(item),
            shown_item("doc", value["doc_id"], row),
            row,
            scores,
            "scored" if scores else "no answer",
            task=task,
            filter=picked_by if isinstance(picked_by, str) else "",
            slice=looked_up(wish.slice, doc, {"doc": doc}, {"task": task or None}),
            chance=_chance(value.get("resps")),
        )
    )


def _metrics(value: Mapping[str, Any]) -> list[str]:
    """The names of the metrics, which older files do not list."""
    listed = value.get("metrics")
    if isinstance(listed, list):
        return [one for one in listed if isinstance(one, str)]
    return [one for one in value if one not in _NO_METRICS and not one.endswith("_hash")]


def _chance(requests: Any) -> float | None:
    """The score of blind guessing: of what is asked by choices, each is one request."""
    is_choice = isinstance(requests, list) and len(requests) > 1
    return 1 / len(requests) if is_choice else None
