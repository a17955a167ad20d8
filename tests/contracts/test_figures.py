"""A figure is declared once: what a new one takes, and that it is then found everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rules import results
from rules.argument.brief import brief
from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from rules.figures import catalogue
from rules.figures.catalogue import FIGURES
from rules.figures.catalogue.figure import Figure
from rules.results import as_json, saved_result
from screens.widgets.verdict_panel import figure_rows
from tests.wizard.cases import SAMPLES
from tests.wizard.conftest import Payback, payback
from tests.wizard.reports.workbooks import read
from wizard.cli.common import read_and_judge
from wizard.reports.compose import compose
from wizard.reports.content import Content, FigureRows, Table
from wizard.reports.material import Origin
from wizard.reports.workbook import figures as workbook
from wizard.reports.xlsx import render

__all__ = ["payback"]

TODAY = date(2026, 11, 24)
CASE = SAMPLES["support_ticket_classifier"]
SCRATCH = Figure(
    "savings_in_ten_years", "Saved in a decade", "money",
    lambda of: 120 * of.headline.monthly_savings, "volume.calls_per_month",
    "120 × savings a month",
    dict.fromkeys(("panel", "verdict", "front", "compared", "summary", "formulas"), 1_000),
    remark=lambda of, policy, words: "if nothing changes",
)  # fmt: skip
LABEL = SCRATCH.label


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One figure more: its declaration with its arithmetic, and its cell; its value in words."""
    write = workbook.Figures.write

    def with_its_cell(sheet: workbook.Figures) -> None:
        write(sheet)
        sheet.result("savings_in_ten_years", 120 * sheet.by_name["result_monthly_savings"])

    monkeypatch.setattr(catalogue, "FIGURES", (*FIGURES, SCRATCH))
    monkeypatch.setattr(workbook.Figures, "write", with_its_cell)
    forget()
    yield f"${120 * judged().figures.headline.monthly_savings:,.0f}"
    forget()


def forget() -> None:
    """Have it looked for anew where each figure stands."""
    catalogue.shown_in.cache_clear()
    results._places.cache_clear()


def judged() -> Assessment:
    return read_and_judge(CASE)[1]


def content() -> Content:
    return compose(judged(), Outlook(), Origin("Tickets", "tickets.toml", "1.0", TODAY))


def in_report(caption: str) -> Iterator[tuple[str, ...]]:
    for section in content().sections:
        for block in section.blocks:
            if isinstance(block, FigureRows) and caption == "first page":
                yield from ((row.label, row.value, row.remark) for row in block.rows)
            if isinstance(block, Table) and block.caption == caption:
                yield from block.rows


def test_it_stands_in_the_panel_and_in_the_lines_of_the_verdict(scratch: str) -> None:
    assert (LABEL, scratch) in figure_rows(judged())
    (line,) = [one for part in brief(judged()) for one in part.lines if one.label == LABEL]
    assert (line.text, line.key) == (scratch, "volume.calls_per_month")


def test_it_stands_in_a_report(scratch: str) -> None:
    assert (LABEL, scratch, "if nothing changes") in in_report("first page")
    assert (LABEL, scratch) in in_report("Figures")
    assert (LABEL, "120 × savings a month") in in_report("How each figure follows")


def test_it_stands_in_a_comparison(scratch: str, payback: Payback) -> None:
    (row,) = [one for one in payback("compare", CASE, CASE).out.splitlines() if LABEL in one]
    assert row.split()[-2:] == [scratch, scratch]
    files = json.loads(payback("compare", "--json", CASE, CASE).out)["files"]
    expected = pytest.approx(120 * judged().figures.headline.monthly_savings)
    assert [one["figures"]["savings_in_ten_years"] for one in files] == [expected, expected]


@pytest.mark.usefixtures("scratch")
def test_it_stands_in_json_and_in_the_saved_result() -> None:
    expected = 120 * judged().figures.headline.monthly_savings
    assert as_json(judged(), "Tickets")["result"]["savings_in_ten_years"] == expected
    assert saved_result(judged(), TODAY)["savings_in_ten_years"] == pytest.approx(expected)


def test_it_stands_in_the_first_sheet_of_the_workbook(scratch: str, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(render(judged(), Outlook(), "Tickets", TODAY, "1.0"))
    book = read(path)
    cells = book.values["Summary"]
    (place,) = [one for one, value in cells.items() if value == LABEL]
    assert f"${cells[f'C{place[1:]}']:,.0f}" == f"${cells[f'D{place[1:]}']:,.0f}" == scratch
    assert book.named("result_savings_in_ten_years") == cells[f"C{place[1:]}"]


def test_one_of_a_group_stands_in_its_object_and_not_in_the_saved_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "FIGURES", (*FIGURES, SCRATCH._replace(name="cash.decade")))
    forget()
    assert as_json(judged(), "Tickets")["result"]["cash"]["decade"] is not None
    assert not any("decade" in key for key in saved_result(judged(), TODAY))
    monkeypatch.undo()
    forget()
