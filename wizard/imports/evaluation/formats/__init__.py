"""The formats that are known, and which of them a source is in, by its structure alone."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from wizard.disk.errors import shown
from wizard.imports.evaluation.content import Content, Wish
from wizard.imports.evaluation.formats import (
    inspect_ai,
    lm_eval_results,
    lm_eval_samples,
    promptfoo_csv,
    promptfoo_json,
    wide,
)
from wizard.imports.evaluation.refusing import refused
from wizard.imports.evaluation.sources.shapes import Shape, shape_of
from wizard.imports.evaluation.sources.streams import opened
from wizard.kind_of_file import SCORES, refuse_misplaced

_LOOKED_INTO = 1 << 20
"""Bytes, to tell what is no evaluation at all."""


class Format(Protocol):
    """What a module of a format has."""

    NAME: str

    def recognises(self, shape: Shape) -> bool:
        """Whether a source is in this format."""

    def read(self, shape: Shape, wish: Wish, name: str) -> Content:
        """What it holds."""


FORMATS: tuple[Format, ...] = (
    promptfoo_json,
    promptfoo_csv,
    lm_eval_samples,
    lm_eval_results,
    inspect_ai,
)
"""Each is told from the others by what only it has."""


def read_source(path: Path, wish: Wish) -> Content:
    """What a file holds.

    Raises:
        InputUnusable: where it cannot be read, is in no format that is known, or more than half of
            its rows cannot be used.
    """
    name = shown(path)
    with opened(path) as stream:
        refuse_misplaced(stream.read(_LOOKED_INTO), SCORES, name)
    with shape_of(path) as shape:
        found = next((one for one in FORMATS if one.recognises(shape)), None)
        if found is None and wide.recognises(shape):
            found = wide
        if found is None:
            raise refused(
                "is in no format that is known: promptfoo (JSON of version 3, CSV),"
                " lm-evaluation-harness (results, samples), Inspect AI (JSON, .eval), or a table"
                " with a column of scores for each system",
                name,
            )
        content = found.read(shape, wish, name)
    _refuse_rubbish(content, name)
    return content


def _refuse_rubbish(content: Content, name: str) -> None:
    bad = sum(content.bad.values())
    good = len({one.row for one in content.answers})
    if bad > good:
        rows = ", ".join(f"{row}: {reason}" for row, reason in content.sampled)
        raise refused(
            f"is not used: {bad:,} of {bad + good:,} rows of this {content.format} cannot be read."
            f" The first are row {rows}",
            name,
        )
    if not good:
        raise refused(f"holds no answers: this {content.format} has no rows", name)
