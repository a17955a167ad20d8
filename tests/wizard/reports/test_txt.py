"""A report as plain text: everything in it, within the width, and nothing obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.wizard.cases import SAMPLES
from tests.wizard.reports.made import (
    AGAINST,
    DRAFT,
    HOSTILE,
    STRONG,
    content_of,
    hostile,
    report_of,
)
from wizard.reports.content import Content, Table
from wizard.reports.formats import FORMATS
from wizard.reports.text import WIDTH, plain
from wizard.reports.txt import lines


def text(content: Content, width: int) -> str:
    return plain(lines(content, width))


@pytest.mark.parametrize("width", [36, 57, 77, 117, 240])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    for line in text(content_of(name), width).splitlines():
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_it_says_all_that_the_report_says(name: str) -> None:
    content = content_of(name)
    # On a line as wide as this nothing is wrapped.
    seen = text(content, 1_000)
    for section in content.sections:
        assert section.heading in seen
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    assert all(cell in seen for cell in row), row
    assert content.headline in seen
    assert content.title in seen


def test_what_leads_a_paragraph_stands_out() -> None:
    looks = [[look for _, look in line] for line in lines(content_of(STRONG), 77)]
    assert ["plain", "strong", "plain"] in looks


def test_charts_are_drawn() -> None:
    seen = text(content_of(STRONG), 77)
    assert "▲ 6.7 months" in seen
    assert "░░│▓▓" in seen
    assert "█" in seen


def test_a_table_that_is_too_wide_stands_row_below_row() -> None:
    wide, slim = text(content_of(STRONG), 117), text(content_of(STRONG), 57)
    assert "Slice " in wide
    assert "Share: 5%" not in wide
    assert "Share: 5%" in slim


@pytest.mark.part(5)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_of_a_session_is_obeyed_or_breaks_a_line(kind: str, tmp_path: Path) -> None:
    content = report_of(hostile(tmp_path, HOSTILE[kind])).content
    for width in (36, 77):
        for line in text(content, width).split("\n"):
            assert cell_len(line) <= width, line
            assert line.isprintable(), line


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_as_wide_as_a_page_and_says_what_the_preview_does(name: str) -> None:
    written = FORMATS["txt"].render(report_of(SAMPLES[name])).data.decode()
    assert written == f"{text(content_of(name), WIDTH)}\n"
    assert max(map(cell_len, written.splitlines())) <= WIDTH
    assert not [line for line in written.splitlines() if line != line.rstrip()]


def test_amounts_beyond_all_measure_stay_within_the_width(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    said = SAMPLES[STRONG].read_text(encoding="utf-8").replace("6_000_000", "6_000_000_000_000_000")
    huge.write_text(said.replace("8_000_000", "9_000_000_000_000_000"), encoding="utf-8")
    for width in (24, 36, 77):
        for line in text(report_of(huge).content, width).splitlines():
            assert cell_len(line) <= width, line
