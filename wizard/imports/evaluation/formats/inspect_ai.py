"""Inspect AI's logs: one model and one task each, as JSON or as `.eval`, a zip archive.

Of an archive the summaries are read, which have no conversations; without them, as of a run that
was cut off, the samples one by one.

Source: Inspect AI 0.3.285, `inspect_ai/log/_log.py`; values of scores as in `value_to_float` of
`inspect_ai/scorer/_metric.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wizard.imports.evaluation.content import (
    Answer,
    Content,
    Outcome,
    Wish,
    looked_up,
    members,
    number,
    shown_item,
)
from wizard.imports.evaluation.formats.cells import day_of
from wizard.imports.evaluation.refusing import refused
from wizard.imports.evaluation.sources.archives import Archive
from wizard.imports.evaluation.sources.shapes import Shape, Tree
from wizard.imports.files.names import is_name

NAME = "Inspect AI log"
FAMILY = "Inspect AI"
_HEADER = "header.json"
_STARTED = "_journal/start.json"
_SUMMARIES = "summaries.json"
_JOURNAL = "_journal/summaries/"
_SAMPLES = "samples/"
_VALUES = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
_WORDS = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
_MEANS = ("accuracy", "mean")


def recognises(shape: Shape) -> bool:
    """Whether a file is a log of Inspect AI."""
    if isinstance(shape, Archive):
        return bool({_HEADER, _STARTED} & set(shape.names))
    if not isinstance(shape, Tree):
        return False
    return "model" in members(shape.value.get("eval")) and bool(
        {"samples", "results", "plan"} & shape.value.keys()
    )


def read(shape: Shape, wish: Wish, name: str) -> Content:
    """What a log holds."""
    content = Content(NAME, FAMILY)
    if isinstance(shape, Archive):
        header = shape.value(_HEADER if _HEADER in shape.names else _STARTED)
        samples = _archived(shape)
    else:
        assert isinstance(shape, Tree)
        header = shape.value
        listed = header.get("samples")
        samples = iter(listed if isinstance(listed, list) else ())
    run = members(members(header).get("eval"))
    system = run.get("model")
    if not isinstance(system, str) or not system:
        raise refused("is a log of Inspect AI that names no model", name)
    task = run.get("task")
    task = task if isinstance(task, str) and is_name(task) else ""
    content.day = day_of(run.get("created"))
    status = members(header).get("status")
    if status in ("cancelled", "error", "started"):
        content.notes.append(
            f"the run ended as '{status}', so that items may be missing that would have been hard"
        )
    for row, sample in enumerate(samples, 1):
        _take(row, sample, system, task, wish, content)
    if not content.answers and not content.bad:
        _take_means(members(header), system, task, content)
    return content


def _archived(archive: Archive) -> Iterator[Any]:
    if _SUMMARIES in archive.names:
        whole = archive.value(_SUMMARIES)
        yield from whole if isinstance(whole, list) else ()
        return
    journal = [one for one in archive.names if one.startswith(_JOURNAL)]
    for member in journal:
        part = archive.value(member)
        yield from part if isinstance(part, list) else ()
    if not journal:
        for member in archive.names:
            if member.startswith(_SAMPLES) and member.endswith(".json"):
                yield archive.value(member)


def _take(row: int, sample: Any, system: str, task: str, wish: Wish, content: Content) -> None:
    item = sample.get("id") if isinstance(sample, Mapping) else None
    if not isinstance(item, str | int) or isinstance(item, bool):
        content.refuse(row, "no id of an item")
        return
    about = members(sample.get("metadata"))
    content.has_fields(about)
    epoch, choices = sample.get("epoch"), sample.get("choices")
    outcome, scores = _scored(sample)
    content.answers.append(
        Answer(
            system,
            str(item),
            shown_item("sample", item, row),
            row,
            scores,
            outcome,
            task=task,
            slice=looked_up(wish.slice, about, {"metadata": about}, {"task": task or None}),
            epoch=epoch if isinstance(epoch, int) else None,
            chance=1 / len(choices) if isinstance(choices, list) and len(choices) > 1 else None,
        )
    )


def _scored(sample: Mapping[str, Any]) -> tuple[Outcome, dict[str, float]]:
    if sample.get("error"):
        return "error", {}
    scores: dict[str, float] = {}
    for name, score in members(sample.get("scores")).items():
        value = members(score).get("value")
        if isinstance(value, Mapping):
            parts = {f"{name}.{key}": _value(one) for key, one in value.items()}
            scores |= {key: one for key, one in parts.items() if one is not None}
        elif (found := _value(value)) is not None:
            scores[name] = found
    return ("scored" if scores else "no answer"), scores


def _value(value: Any) -> float | None:
    if not isinstance(value, str):
        return number(value)
    if value in _VALUES:
        return _VALUES[value]
    word = value.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    try:
        return number(float(word))
    except ValueError:
        return None


def _take_means(header: Mapping[str, Any], system: str, task: str, content: Content) -> None:
    """The means of a log that was written without its samples."""
    results = members(header.get("results"))
    listed = results.get("scores")
    counted = results.get("completed_samples")
    epochs = members(members(header.get("eval")).get("config")).get("epochs")
    repeated = epochs if isinstance(epochs, int) and epochs >= 1 else 1
    is_count = isinstance(counted, int) and counted >= repeated
    scores: dict[str, float] = {}
    for one in listed if isinstance(listed, list) else ():
        metrics = members(members(one).get("metrics"))
        name = members(one).get("name")
        found = [number(members(metrics.get(key)).get("value")) for key in _MEANS]
        mean = next((value for value in found if value is not None), None)
        if isinstance(name, str) and mean is not None:
            scores[name] = mean
    if scores:
        content.answers.append(
            Answer(
                system,
                task,
                f"task {task}",
                1,
                scores,
                task=task,
                slice=task or None,
                is_mean=True,
                mean_of=counted // repeated if is_count and isinstance(counted, int) else None,
            )
        )
