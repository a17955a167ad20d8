"""What each format says of a strong case and of one against, word for word."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

import pytest

from tests.held import held_against
from tests.wizard.reports.made import AGAINST, DRAFT, STRONG, TEXT_FORMATS, made
from tests.wizard.reports.workbooks import Workbook, read

LAST_OF_A_SERIES = 2
"""Of the months of a sheet, or steps of a search, which stand for all: each is as the next."""
SERIES = ("Model", "Rate", "Alternatives", "Scenarios", "Swings")
ALIKE = ("Scenarios", "Swings")
"""Sheets with a column for each of many cases, of which the first stands for all."""


@pytest.mark.parametrize("name", [STRONG, AGAINST])
@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_a_report_reads_as_it_did(name: str, format_: str) -> None:
    held_against(f"{name}.{format_}", made(name, format_).data.decode())


@pytest.mark.parametrize("name", [STRONG, AGAINST])
def test_a_pdf_reads_as_it_did(name: str) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
    pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    pages = pypdf.PdfReader(io.BytesIO(made(name, "pdf").data)).pages
    text = "\n\n".join(
        f"--- page {one}\n{page.extract_text()}" for one, page in enumerate(pages, 1)
    )
    held_against(f"{name}.pdf.txt", text + "\n")


def lines_of(workbook: Workbook) -> Iterator[str]:
    """Every name and every cell, with its formula and its value."""
    for name, place in sorted(workbook.names.items()):
        yield f"{name} = {place}"
    for sheet, values in workbook.values.items():
        yield f"--- {sheet}"
        formulas = workbook.formulas[sheet]
        for place in sorted(
            values, key=lambda one: (int(one.strip(ascii_uppercase)), len(one), one)
        ):
            column, row = place.rstrip("0123456789"), place.lstrip(ascii_uppercase)
            number = values.get(f"A{row}")
            if sheet in SERIES and isinstance(number, float) and number > LAST_OF_A_SERIES:
                continue
            if sheet in ALIKE and column not in "ABCDE":
                continue
            value = values[place]
            shown = f"{value:.10g}" if isinstance(value, float) else repr(value)
            yield f"{place}: {'=' + formulas[place] + ' -> ' if place in formulas else ''}{shown}"


@pytest.mark.parametrize("name", [STRONG, AGAINST])
def test_a_workbook_holds_what_it_did(name: str, tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_bytes(made(name, "xlsx").data)
    text = "\n".join(lines_of(read(tmp_path / "case.xlsx")))
    held_against(f"{name}.xlsx.txt", text + "\n")


@pytest.mark.parametrize("format_", [*TEXT_FORMATS, "pdf"])
def test_the_same_case_gives_the_same_bytes(format_: str) -> None:
    if format_ == "pdf":
        pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    assert made(DRAFT, format_).data == made(DRAFT, format_).data
