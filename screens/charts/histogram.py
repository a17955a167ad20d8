"""A histogram as text: one column of eighths of a cell for each bin, a mark below the target."""

from __future__ import annotations

from collections.abc import Sequence

EIGHTHS = " ▁▂▃▄▅▆▇█"


def histogram(
    counts: Sequence[int],
    edges: Sequence[float],
    width: int,
    height: int,
    *,
    labels: tuple[str, str],
    mark: tuple[float, str] | None = None,
) -> list[str]:
    """The spread of outcomes.

    Args:
        counts: of each bin.
        edges: one more than counts.
        width: cells for everything.
        height: lines for everything, the axis included; at least 3.
        labels: what stands at the left and at the right end of the axis.
        mark: a value to mark, and what it is called.

    Returns:
        Lines of text; none where there is no room or nothing to show.
    """
    if width < 20 or height < 3 or not counts or max(counts) == 0:
        return []
    columns = _spread(counts, width)
    rows, largest = height - 1, max(columns)
    levels = [round(column / largest * rows * 8) if column else 0 for column in columns]
    # What happened at all is to be seen.
    levels = [max(level, 1) if column else 0 for level, column in zip(levels, columns, strict=True)]
    lines = [
        "".join(EIGHTHS[min(8, max(0, level - 8 * row))] for level in levels)
        for row in reversed(range(rows))
    ]
    axis = [" "] * width
    left, right = labels
    axis[: len(left)] = left
    axis[width - len(right) :] = right
    if mark is not None and edges[0] <= mark[0] <= edges[-1]:
        at = round((mark[0] - edges[0]) / (edges[-1] - edges[0]) * (width - 1))
        text = f"▲ {mark[1]}"
        if at + len(text) > width - len(right) - 1:
            text = f"{mark[1]} ▲"
            at -= len(text) - 1
        if at > len(left) and at + len(text) < width - len(right):
            axis[at : at + len(text)] = text
        elif len(left) < at < width - len(right):
            axis[at] = "▲"
    return [*lines, "".join(axis)[:width]]


def _spread(counts: Sequence[int], width: int) -> list[float]:
    """The counts over so many columns: several for a bin, or several bins in one."""
    bins = len(counts)
    if bins <= width:
        return [float(counts[column * bins // width]) for column in range(width)]
    columns = [0.0] * width
    for number, count in enumerate(counts):
        columns[number * width // bins] += count
    return columns
