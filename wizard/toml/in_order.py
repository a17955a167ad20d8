"""Writing a new answer into a file that holds answers alone: in order, each below its words.

Such a file has no places to fill. A key goes into its table in front of the first one that comes
later in the order, a table likewise among the tables; above each stands a line of comment that
says what it answers. Whatever the order does not know stays where its author has put it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.toml.comments import Names, comments, names_of
from wizard.toml.draft import Document, if_it_means
from wizard.toml.layout import Layout, Path, newline_of
from wizard.toml.scanning import ScanError
from wizard.toml.spelling import goes_on_line
from wizard.toml.splices import set_in
from wizard.toml.steps import REMOVE, lookup


@dataclass(frozen=True, slots=True)
class Order:
    """The keys and tables of a session, as the program asks for them."""

    ranks: Mapping[Names, int]
    """The place of each in the order: of a table before that of its keys."""
    words: Mapping[Names, str]
    """What stands above each key."""
    headings: Mapping[Names, str]
    """What stands above the first header of each table of rows."""


def placed(text: str, path: Path, value: Any, order: Order) -> str | None:
    """The text with a value that it lacks in its place; None where the order knows of none.

    What the text then means is for the caller to compare.
    """
    try:
        layout = Layout(text)
    except ScanError:
        return None
    if isinstance(path[-1], int):
        return _with_first_row(layout, path, value, order)
    scope = names_of(path[:-1])
    if len(scope) < len(path) - 1 or not goes_on_line(path, value):
        # Cells of a row that is there already stand beside its others.
        return None
    if names_of(path) not in order.ranks and scope not in order.headings:
        return None
    header = layout.header(scope) if scope else -1
    if header is None:
        return _with_section(layout, path, value, order)
    return _with_line(layout, header, path, value, order)


def without_words(document: Document, gone: Iterable[Path], order: Order) -> Document:
    """The text without the comments of keys that were taken out of it just now."""
    for names in map(names_of, gone):
        if lookup(document.contents, names) is REMOVE and names in order.words:
            document = _without_comment(document, order.words[names], names[:-1])
        for table in (names, names[:-1]):
            if lookup(document.contents, table) in (REMOVE, {}, []) and table in order.headings:
                document = _without_comment(document, order.headings[table], None)
    return document


def _without_comment(document: Document, words: str, scope: Names | None) -> Document:
    text, newline = document.text, newline_of(document.text)
    for line in comments(Layout(text)):
        if line.text == f"# {words}" and (scope is None or line.scope == scope):
            before, after = text[: line.start], text[line.stop :]
            if before.endswith(newline * 2):
                after = after.removeprefix(newline)
            return if_it_means(before + after, [document.contents]) or document
    return document


def _with_line(layout: Layout, header: int, path: Path, value: Any, order: Order) -> str:
    """The text with a key in the section of a header (-1: at the top of the file)."""
    from wizard.toml.building import told

    text, newline = layout.text, newline_of(layout.text)
    names, words = names_of(path), order.words.get(names_of(path), "")
    remarks = list(comments(layout))
    # Where somebody has taken out the key alone, its words are still there.
    left = [one for one in remarks if one.text == f"# {words}" and one.scope == names[:-1]]
    if left:
        at, words = left[0].stop, ""
    else:
        at = _spot_in_section(layout, header, order.ranks.get(names, len(order.ranks)), order)
    before = text[:at]
    if before and not before.endswith("\n"):
        before += newline
    if not left and any(one.stop == at for one in remarks):
        # What is said there is said of something else.
        before += newline
    return before + told(names[-1], value, words).replace("\n", newline) + text[at:]


def _spot_in_section(layout: Layout, header: int, rank: int, order: Order) -> int:
    last = layout.last_of_section(header)
    for index in range(header + 1, last + 1):
        if order.ranks.get(names_of(layout.statements[index].path), -1) > rank:
            return layout.touching_start(index)
    if last < 0:
        return 0
    if header >= 0:
        return layout.body_end(last)
    # What is said at the top of a file is said of all of it, and stays at the top.
    said = [line.stop for line in comments(layout) if not line.scope and not line.leads]
    return max([layout.statements[last].stop, *said])


def _with_section(layout: Layout, path: Path, value: Any, order: Order) -> str | None:
    """The text with a new table for a key; None where parts of the table are there already."""
    from wizard.toml.building import told_section

    scope = names_of(path[:-1])
    is_begun = scope in layout.values or any(
        layout.statements[index].kind == "pair" and len(layout.statements[index].scope) < len(scope)
        for index in layout.under(scope)
    )
    if is_begun:
        return None
    words, heading = order.words.get(names_of(path), ""), order.headings.get(scope, "")
    block = told_section(scope, str(path[-1]), value, words, heading)
    return _with_block(layout, scope, block, order)


def _with_first_row(layout: Layout, path: Path, value: Any, order: Order) -> str | None:
    """The text with the first row of a table; None where it has rows, which know their place."""
    from wizard.toml.building import blocks, comment

    names = names_of(path)
    is_first = path == (*names, 0) and not layout.under(names)
    if not is_first or names not in order.headings:
        return None
    block = comment(order.headings[names]) + "\n".join(blocks(names, value, row=True))
    return _with_block(layout, names, block, order)


def _with_block(layout: Layout, names: Names, block: str, order: Order) -> str | None:
    """The text with a section among the others."""
    rank = order.ranks.get(names)
    if rank is None:
        return None
    headers = [
        (index, order.ranks.get(names_of(statement.path)))
        for index, statement in enumerate(layout.statements)
        if statement.kind != "pair"
    ]
    later = [index for index, other in headers if other is not None and other > rank]
    earlier = [index for index, other in headers if other is not None and other < rank]
    if later:
        spot = layout.touching_start(later[0])
    elif earlier:
        spot = layout.body_end(layout.last_of_section(earlier[-1]))
    elif headers:
        spot = layout.touching_start(headers[0][0])
    else:
        spot = len(layout.text)
    return set_in(layout.text, spot, block.replace("\n", newline_of(layout.text)))
