"""lm-evaluation-harness, results: means by task, metric and filter, and no items.

New keys are `acc,none` and `acc_stderr,none`, old ones `acc` and `acc_stderr`.

Source: lm-evaluation-harness 0.4.13, `lm_eval/evaluator.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from wizard.imports.evaluation.content import Answer, Content, Wish, members, number
from wizard.imports.evaluation.formats.cells import day_of
from wizard.imports.evaluation.formats.lm_eval_samples import FAMILY
from wizard.imports.evaluation.sources.shapes import Shape, Tree
from wizard.imports.files.names import is_name

NAME = "lm-evaluation-harness results"
_ERROR_OF = "_stderr"
_MODEL_ARGUMENTS = ("pretrained", "model")


def recognises(shape: Shape) -> bool:
    """Whether a file holds the harness's results."""
    if not isinstance(shape, Tree):
        return False
    tasks = shape.value.get("results")
    about = {"versions", "config", "configs", "n-samples", "higher_is_better"}
    return (
        isinstance(tasks, Mapping)
        and bool(about & shape.value.keys())
        and bool(tasks)
        and all(isinstance(one, Mapping) for one in tasks.values())
    )


def read(shape: Shape, wish: Wish, name: str) -> Content:
    """The means of a file."""
    assert isinstance(shape, Tree)
    whole = shape.value
    content = Content(NAME, FAMILY, day=day_of(whole.get("date")))
    names = [*dict.fromkeys(_names(whole))]
    system = names[0] if names else None
    if system is not None:
        content.aliases[system] = tuple(names[1:])
    groups = {key for key, tasks in members(whole.get("group_subtasks")).items() if tasks}
    for row, (task, figures) in enumerate(whole["results"].items(), 1):
        if task in groups:
            content.aside["groups of tasks, which are read one by one"] += 1
        elif not is_name(task):
            content.refuse(row, "no name of a task")
        else:
            answers = list(_of_task(task, figures, row, system, whole))
            content.answers += answers
            if not answers:
                content.refuse(row, "no figures")
    for metrics in members(whole.get("higher_is_better")).values():
        content.lower_is_better |= {
            key for key, is_so in members(metrics).items() if is_so is False
        }
    return content


def _names(whole: Mapping[str, Any]) -> Iterator[str]:
    """What the model is called, the name of its own first."""
    stated, config = whole.get("model_name"), members(whole.get("config"))
    if isinstance(stated, str) and stated:
        yield stated
    arguments = config.get("model_args")
    pairs = arguments.split(",") if isinstance(arguments, str) else ()
    given = dict(one.split("=", 1) for one in pairs if "=" in one)
    given |= arguments if isinstance(arguments, Mapping) else {}
    for key in _MODEL_ARGUMENTS:
        if isinstance(given.get(key), str) and given[key]:
            yield given[key]


def _of_task(
    task: str, figures: Mapping[str, Any], row: int, system: str | None, whole: Mapping[str, Any]
) -> Iterator[Answer]:
    """One mean for each filter."""
    counted = members(members(whole.get("n-samples")).get(task)).get("effective")
    is_count = isinstance(counted, int) and not isinstance(counted, bool) and counted >= 1
    by_filter: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for key, value in figures.items():
        metric, _, picked_by = key.partition(",")
        score = number(value)
        if score is not None and not metric.endswith(_ERROR_OF):
            by_filter[picked_by][metric] = score
    for picked_by, scores in by_filter.items():
        yield Answer(
            system,
            task,
            f"task {task}",
            row,
            scores,
            task=task,
            filter=picked_by,
            slice=task,
            is_mean=True,
            mean_of=counted if is_count else None,
        )
