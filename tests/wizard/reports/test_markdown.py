"""Markdown: tables that hold together, and texts that mean nothing to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.wizard.reports.made import AGAINST, DRAFT, HOSTILE, STRONG, hostile, made, report_of
from wizard.reports.formats import FORMATS
from wizard.reports.markdown import inert

UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[`<>\[\]]|(?<!\\)(?:\\\\)*\$")


def lines_of(path: Path) -> list[str]:
    return FORMATS["md"].render(report_of(path)).data.decode().splitlines()


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_every_row_of_a_table_has_as_many_cells_as_its_header(name: str) -> None:
    width = 0
    for line in made(name, "md").data.decode().splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        if not line.startswith("|"):
            width = 0
            continue
        width = width or cells
        assert cells == width, line


@pytest.mark.part(5)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_inert(text: str, tmp_path: Path) -> None:
    for line in lines_of(hostile(tmp_path, text)):
        assert not UNESCAPED.search(line), line
        assert line.isprintable() or "\u200b" in line
        if line.startswith("|"):
            # A code span that swallowed a separator would show here.
            assert line.endswith("|")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. one", "1\\. one"),
        ("54.4 months", "54.4 months"),
        ("- item", "\\- item"),
        ("-€23", "-€23"),
        ("--- rule", "\\--- rule"),
        ("# title", "\\# title"),
        ("=== x", "\\=== x"),
        ("a_b*c", "a\\_b\\*c"),
        ("me@x.org", "me@\u200bx.org"),
        ("https://x.org", "https://\u200bx.org"),
        ("fixes #12", "fixes #\u200b12"),
        ("&lt;", "&amp;lt;"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_what_means_something_is_escaped_and_nothing_else(text: str, shown: str) -> None:
    assert inert(text) == shown
