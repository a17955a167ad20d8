"""Whether an edited text leaves alone what it should: the check on an edit made by a library.

The meaning of the text is compared elsewhere. Here it is about the rest: each line that no step
is about is there, in its order and byte for byte, and what is new stands where a reader expects
it: a key at the end of its table's own keys, a section behind its kin or in front of the last
table, set off by an empty line, and never between a header and the comments that introduce it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wizard.toml.layout import Layout, Path, Statement, newline_of
from wizard.toml.steps import REMOVE, Step

_BLANK_START = re.compile(r"[ \t]*\r?\n")
_BLANK_END = re.compile(r"(?:\A|\n)[ \t]*\r?\n\Z")


def rest_stands(before: Layout, after: Layout, steps: Sequence[Step], last_table: str) -> bool:
    """Whether `after` differs from `before` only where the steps and the style of the house say.

    Row numbers in the steps are those of the text before.
    """
    return _Comparison(before, after, steps, last_table).holds()


class _Comparison:
    def __init__(
        self, before: Layout, after: Layout, steps: Sequence[Step], last_table: str
    ) -> None:
        self._before = before
        self._after = after
        self._last_table = last_table
        self._gone = [step.path for step in steps if step.value is REMOVE]
        self._changed = [step.path for step in steps]
        old = range(len(before.statements))
        self._kept = [i for i in old if not self._is_gone(before.statements[i].path)]
        self._newline = newline_of(before.text)

    def holds(self) -> bool:
        """Whether each kept statement is there, and each gap between two of them is in order."""
        old, new = self._before.statements, self._after.statements
        previous, start = -1, 0
        for i in [*self._kept, len(old)]:
            stop = start
            while stop < len(new) and (i == len(old) or not self._same(old[i], new[stop])):
                stop += 1
            if i < len(old) and stop == len(new):
                return False
            if not self._in_order(previous, i, range(start, stop)):
                return False
            previous, start = i, stop + 1
        return True

    def _is_gone(self, path: Path) -> bool:
        return any(path[: len(gone)] == gone for gone in self._gone)

    def _same(self, old: Statement, new: Statement) -> bool:
        a, b = self._before.text, self._after.text
        depth = len(old.path)
        if old.value and new.value and any(path[:depth] == old.path for path in self._changed):
            return (
                a[old.start : old.value.start] == b[new.start : new.value.start]
                and a[old.end : old.stop] == b[new.end : new.stop]
            )
        return a[old.start : old.stop] == b[new.start : new.stop]

    def _in_order(self, previous: int, following: int, added: range) -> bool:
        """Whether what stands between two kept statements is right; `added` are new ones there."""
        gaps = [self._gap(self._after, i - 1, i) for i in added]
        gaps.append(self._gap(self._after, added.stop - 1, added.stop))
        if following - previous > 1:
            return not added and gaps == [self._closed_gap(previous, following)]
        old, new = self._before.statements, self._after.statements
        gap = self._gap(self._before, previous, following)
        sections = [i for i in added if new[i].kind != "pair"]
        lines = range(added.start, sections[0] if sections else added.stop)
        if lines and (
            (following < len(old) and old[following].kind == "pair") or (previous < 0 and old)
        ):
            return False
        if sections and not all(self._is_at_home(new[i], previous, following) for i in sections):
            return False
        wanted = ["" for _ in lines]
        if sections:
            split = self._split(new[sections[0]], previous, following)
            first = gap[:split]
            if (first or previous >= 0) and not _BLANK_END.search(f"x\n{first}"):
                first += self._newline
            breaks = dict.fromkeys(sections, self._newline) | {sections[0]: first}
            wanted += [breaks.get(i, "") for i in range(sections[0], added.stop)]
            gap = gap[split:]
            if not _BLANK_START.match(gap) and (gap or following < len(old)):
                gap = self._newline + gap
        return gaps == [*wanted, gap]

    def _split(self, section: Statement, previous: int, following: int) -> int:
        """How much of the gap above `following` stays above a new section."""
        layout, old = self._before, self._before.statements
        start = old[previous].stop if previous >= 0 else 0
        if not any(statement.path[0] == section.path[0] for statement in old):
            at_end = following == len(old)
            return (len(layout.text) if at_end else layout.touching_start(following)) - start
        return layout.body_end(previous) - start if previous >= 0 else 0

    def _is_at_home(self, section: Statement, previous: int, following: int) -> bool:
        """Whether a new section stands behind its kin, else in front of the last table."""
        old = self._before.statements
        name = section.path[0]
        if any(statement.path[0] == name for statement in old):
            return previous >= 0 and old[previous].path[0] == name
        tops = [statement.path[0] for statement in old]
        last = self._last_table
        return following == (tops.index(last) if last in tops and name != last else len(old))

    def _closed_gap(self, previous: int, following: int) -> str:
        """The text between two statements once those between them are gone."""
        layout, statements = self._before, self._before.statements
        gap = self._gap(layout, previous, previous + 1)
        i = previous + 1
        while i < following:
            is_section = statements[i].kind != "pair"
            last = layout.last_of_section(i) if is_section else i
            after = self._gap(layout, last, last + 1)
            if is_section and _BLANK_END.search(gap if previous < 0 else f"\n{gap}"):
                # The empty line that set the section off would be one too many.
                if after or last + 1 < len(statements):
                    after = _BLANK_START.sub("", after, count=1)
                else:
                    kept = gap.rstrip(" \t\r\n")
                    gap = kept + self._newline if kept else ""
            gap += after
            i = last + 1
        return gap

    @staticmethod
    def _gap(layout: Layout, above: int, below: int) -> str:
        """The text between two neighbours among the statements."""
        statements = layout.statements
        start = statements[above].stop if above >= 0 else 0
        stop = statements[below].start if below < len(statements) else len(layout.text)
        return layout.text[start:stop]
