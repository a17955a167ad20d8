"""The workbook as a file: inert texts, allowed functions, names, draft, and nothing outside it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from rules.argument.what_it_hangs_on import Outlook, outlook_of
from rules.assess import assess
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of, written
from tests.wizard.reports.workbooks import Workbook, read
from wizard.reports.workbook.book import CELL_LIMIT, legible
from wizard.reports.workbook.formula import Formula, formula, if_, maximum
from wizard.reports.xlsx import render

TODAY = date(2026, 11, 24)

# All of them are in Excel 2007 and in LibreOffice 4 already.
ALLOWED = {
    "ABS",
    "AND",
    "COUNTIF",
    "IF",
    "INDEX",
    "INT",
    "ISNUMBER",
    "MAX",
    "MIN",
    "ROUNDUP",
    "SIGN",
    "SUM",
    "SUMPRODUCT",
}

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://example.org","click")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "file:///etc/passwd",
    "https://example.org/?q=1",
    "<script>alert(1)</script>",
    "]](javascript:alert(1))",
    "a\x00b\x1b[31mc",
    "\ufffe\uffff",
    "_x0041_",
    "&L&99 header",
    "{=1}",
    "\u202eevil\u202c",
    "עברית אל תטעה",
    "日本語の題名",
    "🦊" * 20_000,
    "long " * 2_000,
]


def rendered(text: str, title: str = "Case", *, with_outlook: bool = False) -> bytes:
    assessment = assess(answers_of(text))
    outlook = outlook_of(assessment) if with_outlook else Outlook()
    return render(assessment, outlook, title, TODAY, "1.0")


def workbook(data: bytes, folder: Path) -> Workbook:
    path = folder / "case.xlsx"
    path.write_bytes(data)
    return read(path)


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(one):08X}" for one in text) + '"'


def hostile_case(text: str) -> str:
    """A case that says a text wherever one may be said."""
    said = quoted(text)
    other = quoted(text.replace("\x00", "").replace("\x1b", ""))
    return f"""\
schema = 1
title = "x"
[task]
breadth = "narrow"
description = {said}
endpoint = {said}
owner = {said}
[volume]
calls_per_month = {{ likely = 6e6, low = 4.5e6, high = 8e6, source = {said} }}
[teacher]
model = {said}
cost_per_1k_calls = {{ likely = 4.2, source = {said} }}
[student]
cost_per_1k_calls = 0.5
[upfront]
engineering_time = 30_000
[upfront.other]
{other} = 100
[maintenance]
redistillations_per_year = 2
[upside]
capability = {said}
latency_metric = {said}
[quality]
source = {said}
[[quality.slices]]
name = {said}
teacher_score = 0.9
student_score = 0.8
[[alternatives]]
name = {said}
cost_per_1k_calls = 1
"""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_stays_a_text_wherever_it_is_said(text: str, tmp_path: Path) -> None:
    data = rendered(hostile_case(text), title=text, with_outlook=True)
    plain = workbook(rendered(hostile_case("x"), "x", with_outlook=True), tmp_path)
    found = workbook(data, tmp_path)
    # The same formulas and names as with a harmless text: none was made of it, and none broke.
    assert found.formulas == plain.formulas
    assert found.names == plain.names
    assert not found.errors
    cells = {one for sheet in found.values.values() for one in sheet.values()}
    shown = legible(text)
    assert shown in cells or any(shown[:200] in str(one) for one in cells)
    assert openpyxl.load_workbook(io.BytesIO(data))["Summary"]["A1"].data_type == "s"
    assert_closed(data)


def assert_closed(data: bytes) -> None:
    """Nothing in the file leads out of it, and all of it is XML that a reader takes."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            content = file.read(name)
            assert "externalLink" not in name
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
                assert b'TargetMode="External"' not in content, name
                assert b"<hyperlink" not in content, name
                assert b"<ddeLink" not in content, name


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_closed_files_of_allowed_functions_and_good_names(
    name: str, tmp_path: Path
) -> None:
    assessment = assess(written(SAMPLES[name]))
    data = render(assessment, outlook_of(assessment), name, TODAY, "1.0")
    assert_closed(data)
    found = workbook(data, tmp_path)
    assert not found.errors
    functions, used = set(), set()
    for formulas in found.formulas.values():
        for text in formulas.values():
            bare = re.sub(r'"[^"]*"', "", text)
            functions |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare))
            used |= set(re.findall(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", bare))
    assert functions <= ALLOWED
    own = {one for one in found.names if not one.startswith("_xlnm")}
    assert used <= own, "a formula uses a name that is not defined"
    for one, place in found.names.items():
        if one in own:
            assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", one)
            sheet, _, cells = place.partition("!")
            assert sheet in found.values
            assert re.fullmatch(r"\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", cells)


def test_every_number_used_is_on_the_inputs_with_what_it_rests_on(tmp_path: Path) -> None:
    assessment = assess(written(SAMPLES["growing_product_search"]))
    found = workbook(render(assessment, Outlook(), "Case", TODAY, "1.0"), tmp_path)
    cells = found.values["Inputs"]
    rows = {cells[place]: place[1:] for place in cells if place[0] == "H"}
    for used in assessment.used:
        row, estimate = rows[used.key], used.estimate
        assert cells[f"B{row}"] == pytest.approx(estimate.likely, rel=1e-12)
        if used.key != "quality.error_rate_increase":
            assert cells.get(f"D{row}") == estimate.low
            assert cells.get(f"E{row}") == estimate.high
            assert cells.get(f"F{row}") == (None if used.is_default else estimate.basis)
    # What a worksheet builds is a formula, what was answered is not.
    formulas = found.formulas["Inputs"]
    assert f"B{rows['teacher.cost_per_1k_calls']}" in formulas
    assert f"B{rows['quality.error_rate_increase']}" in formulas
    assert f"B{rows['teacher.tokens.input']}" not in formulas
    assert {"policy.horizon_months", "policy.discount_rate"} <= set(rows)


def test_charts_are_native_with_titles_and_axes(tmp_path: Path) -> None:
    data = rendered(COMPLETE, with_outlook=True)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        charts = [
            file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/")
        ]
    line, bar = sorted(charts, key=lambda text: "<c:barChart>" in text)
    assert "<c:lineChart>" in line
    assert "<c:barChart>" in bar
    for one in charts:
        assert one.count("<c:title>") == 3


def test_an_incomplete_case_is_a_draft_that_says_what_is_missing(tmp_path: Path) -> None:
    assessment = assess(written(SAMPLES["unfinished_draft"]))
    found = workbook(render(assessment, Outlook(), "Draft", TODAY, "1.0"), tmp_path)
    said = set(found.values["Draft"].values())
    assert set(assessment.missing) <= said
    assert not any(found.formulas.values())
    assert not found.errors


def test_nothing_at_all_is_a_draft_too(tmp_path: Path) -> None:
    found = workbook(rendered("schema = 1\n"), tmp_path)
    assert "volume.calls_per_month" in found.values["Draft"].values()


def test_a_number_too_large_to_calculate_with_gives_a_draft(tmp_path: Path) -> None:
    text = COMPLETE.replace("cost_per_1k_calls = 4.20", "cost_per_1k_calls = 1e306")
    found = workbook(rendered(text), tmp_path)
    assert not any(found.formulas.values())


def test_the_same_case_gives_the_same_file() -> None:
    assert rendered(COMPLETE) == rendered(COMPLETE)


def test_a_text_is_shortened_to_what_a_cell_holds() -> None:
    for text in ("a" * 40_000, "🦊" * 20_000):
        shown = legible(text)
        assert len(shown.encode("utf-16-le")) // 2 <= CELL_LIMIT
        assert shown.endswith("…")


def test_expressions_keep_the_order_of_python() -> None:
    a, b = Formula("a_", 7.0), Formula("b_", 3.0)
    for built, text, value in (
        (a - (b - 1), "a_-(b_-1)", 5.0),
        (a - b - 1, "a_-b_-1", 3.0),
        (a / (b * 2), "a_/(b_*2)", 7 / 6),
        ((a + b) * 2, "(a_+b_)*2", 20.0),
        ((a + b) ** (b - 1), "(a_+b_)^(b_-1)", 100.0),
        (-(a**2), "-(a_^2)", -49.0),
        (a * -b, "a_*(-b_)", -21.0),
        (a ** formula(-1), "a_^(-1)", 1 / 7),
        (if_(a > b, maximum(a, b, 9), "none"), 'IF(a_>b_,MAX(a_,b_,9),"none")', 9.0),
    ):
        assert (built.text, built.value) == (text, value)
