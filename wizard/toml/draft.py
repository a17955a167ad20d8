"""A document under edit: one step after the other is spliced into its text, and read again."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from wizard.toml import splices
from wizard.toml.guard import BOM
from wizard.toml.inline_splices import Unreachable
from wizard.toml.layout import Layout, Path
from wizard.toml.scanning import ScanError
from wizard.toml.spelling import is_table_list
from wizard.toml.steps import REMOVE, Step, Unsafe, alike, lookup, put, removal_outcomes


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML text and what it means; a byte order mark is tolerated and stays."""

    text: str
    contents: Mapping[str, Any]
    """As tomllib gives them."""

    @classmethod
    def of(cls, text: str) -> Document:
        """Read a text.

        Raises:
            tomllib.TOMLDecodeError: where it is not TOML.
        """
        return cls(text, tomllib.loads(text.removeprefix(BOM)))


def if_it_means(text: str, outcomes: Iterable[Mapping[str, Any]]) -> Document | None:
    """A text read again, if its meaning is one of those intended."""
    try:
        document = Document.of(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    is_right = any(alike(document.contents, one, same_type=True) for one in outcomes)
    return document if is_right else None


def layout_of(text: str, path: Path) -> Layout:
    """Where everything stands in a text; `path` is blamed if that cannot be told."""
    try:
        return Layout(text)
    except (ScanError, RecursionError) as error:
        raise Unsafe(path) from error


class Draft:
    """A document under edit, and where everything stands in it."""

    def __init__(self, document: Document, layout: Layout, last_table: str) -> None:
        self.document = document
        self._last_table = last_table
        self._layout: Layout | None = layout

    def take(self, steps: Iterable[Step]) -> None:
        """Go through the steps; raise Unsafe at one that cannot be taken."""
        for step in steps:
            if step.value is REMOVE:
                self._remove(step.path)
            elif step.order is not None:
                self._rearrange(step, step.order)
            elif lookup(self.document.contents, step.path) is REMOVE:
                self._insert(step)
            else:
                self._replace(step.path, step.value)

    def put_at_once(self, steps: Iterable[Step]) -> Mapping[Path, Any]:
        """Put new values in place of present ones, all in one pass; return those that are put.

        That moves nothing: whatever else there is to do can be done later.
        """
        values = {step.path: step.value for step in steps if self._is_value_for_value(step)}
        outcome = self.document.contents
        for path, value in values.items():
            outcome = put(outcome, path, value)
        if values:
            try:
                layout = self._laid_out(next(iter(values)))
                self._commit(
                    next(iter(values)), [outcome], iter([splices.replaced(layout, values)])
                )
            except Unsafe:
                # One by one, some of them may do.
                return {}
        return values

    def _is_value_for_value(self, step: Step) -> bool:
        """Whether it is enough to write the new value where the present one stands."""
        node = self._laid_out(step.path).values.get(step.path)
        if node is None or step.value is REMOVE or step.order is not None:
            return False
        return node.kind != "array" or (
            "#" not in self.document.text[node.start : node.end] and not is_table_list(step.value)
        )

    def put_owned(self, path: Path, steps: Iterable[Step], new: dict[str, Any]) -> None:
        """Take the steps in the table the program owns, or write it anew where that fails."""
        start = self.document, self._layout
        try:
            self.take(steps)
        except Unsafe:
            self.document, self._layout = start
            self._remove(path)
            self._insert(Step(path, new))

    def _remove(self, path: Path) -> None:
        texts = (splices.removed(layout, path) for layout in [self._laid_out(path)])
        self._commit(path, removal_outcomes(self.document.contents, path), texts)

    def _rearrange(self, step: Step, order: Sequence[int]) -> None:
        path = step.path
        texts = (splices.rearranged(layout, path, order) for layout in [self._laid_out(path)])
        self._commit(path, [step.applied(self.document.contents)], texts)

    def _replace(self, path: Path, new: Any) -> None:
        old = lookup(self.document.contents, path)
        node = self._laid_out(path).values.get(path)
        if isinstance(old, list) and isinstance(new, list) and node is not None:
            if "#" in self.document.text[node.start : node.end]:
                steps = _item_steps(path, old, new)
                if steps is not None:
                    self.take(steps)
                    return
        self._commit(path, [put(self.document.contents, path, new)], self._replacements(path, new))

    def _replacements(self, path: Path, new: Any) -> Iterator[str]:
        layout = self._laid_out(path)
        node = layout.values.get(path)
        if node is None or (node.kind == "array" and not node.items and is_table_list(new)):
            # A table, or the `[]` where rows are to come: what follows is written anew.
            rest = layout_of(splices.removed(layout, path), path)
            yield from splices.inserted(rest, path, new, last_table=self._last_table)
        if node is not None:
            yield splices.replaced(layout, {path: new})

    def _insert(self, step: Step) -> None:
        layout = self._laid_out(step.path)
        texts = splices.inserted(
            layout, step.path, step.value, last_table=self._last_table, after=step.after
        )
        self._commit(step.path, [step.applied(self.document.contents)], texts)

    def _commit(self, path: Path, outcomes: list[Mapping[str, Any]], texts: Iterator[str]) -> None:
        """Take the first text that means one of the outcomes; raise Unsafe without one."""
        with suppress(Unreachable):
            for text in texts:
                found = if_it_means(text, outcomes)
                if found is not None:
                    self.document, self._layout = found, None
                    return
        raise Unsafe(path)

    def _laid_out(self, path: Path) -> Layout:
        """Where things stand in the present text; `path` is blamed if that cannot be told."""
        if self._layout is None:
            self._layout = layout_of(self.document.text, path)
        return self._layout


def _item_steps(path: Path, old: list[Any], new: list[Any]) -> list[Step] | None:
    """A list with remarks in it is changed element by element, where that is possible."""
    kept = [i for i, item in enumerate(old) if item in new]
    if len(old) == len(new) and all(alike(old[i], new[i], same_type=False) for i in kept):
        kept = list(range(len(old)))
    elif not kept or not alike([old[i] for i in kept], new[: len(kept)], same_type=False):
        return None
    steps = [Step((*path, i), REMOVE) for i in reversed(range(len(old))) if i not in kept]
    left = [old[i] for i in kept]
    return steps + [
        Step((*path, i), item)
        for i, item in enumerate(new)
        if i >= len(left) or not alike(left[i], item, same_type=False)
    ]
