"""The workbook as a file: inert texts, allowed functions, names, draft, and nothing outside it."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from datetime import date
from functools import cache
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from rules.answers.records import Agreed, Dissent, Judgement, Participant, Round, Workshop
from rules.argument.what_it_hangs_on import Outlook, outlook_of
from rules.assess import assess
from rules.uncertainty.ranges import as_reckoned
from rules.uncertainty.scenarios.built_in import AS_IT_IS, BUILT_IN
from rules.uncertainty.scenarios.judged import judge_scenarios
from tests.reference.generate import to_toml
from tests.rules.cases import judged
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of, written
from tests.wizard.reports.made import made as sample
from tests.wizard.reports.workbooks import Workbook, read, relative
from wizard.reports.workbook import book
from wizard.reports.workbook.formula import Formula, formula
from wizard.reports.workbook.functions import if_, maximum
from wizard.reports.workbook.sheet import CELL_LIMIT, legible
from wizard.reports.xlsx import render

TODAY = date(2026, 11, 24)

# All of them are in Excel 2007 and in LibreOffice 4 already.
ALLOWED = {
    "ABS",
    "AND",
    "AVERAGE",
    "IF",
    "INDEX",
    "INT",
    "ISNUMBER",
    "MATCH",
    "MAX",
    "MIN",
    "OR",
    "ROUNDUP",
    "ROWS",
    "SIGN",
    "SQRT",
    "SUM",
    "SUMIF",
    "SUMPRODUCT",
    "SUMSQ",
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


def rendered(
    text: str,
    title: str = "Case",
    *,
    with_outlook: bool = False,
    workshop: Workshop | None = None,
) -> bytes:
    assessment = assess(answers_of(text))
    outlook = outlook_of(assessment) if with_outlook else Outlook()
    return render(assessment, outlook, title, TODAY, "1.0", workshop)


def workshop_saying(text: str) -> Workshop:
    """A workshop that says a text wherever one may be said."""
    said = (Judgement(participant=text, likely=1.0, reason=text),)
    keys = ("volume.calls_per_month", "alternatives[7].upfront", text)
    return Workshop(
        participants=(Participant(name=text, role=text),),
        rounds=tuple(Round(key=key, estimates=said) for key in keys),
        agreed=(
            Agreed(key=keys[0], likely=6e6, dissent=(Dissent(participant=text, reason=text),)),
        ),
    )


GROWING = "growing_product_search"
"""The largest of the samples: worksheets, hosting, alternatives and ranges."""


@cache
def loaded(name: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(file_of(name)))


@cache
def file_of(name: str) -> bytes:
    """The workbook of a sample, as its report is made."""
    return sample(name, "xlsx").data


@cache
def made(name: str) -> Workbook:
    return workbook(file_of(name))


def workbook(data: bytes) -> Workbook:
    return read(io.BytesIO(data))


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


@cache
def harmless() -> Workbook:
    data = rendered(hostile_case("x"), "x", with_outlook=True, workshop=workshop_saying("x"))
    return workbook(data)


@pytest.mark.part(7)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_stays_a_text_wherever_it_is_said(text: str) -> None:
    data = rendered(hostile_case(text), text, with_outlook=True, workshop=workshop_saying(text))
    plain, found = harmless(), workbook(data)
    # The same formulas and names as with a harmless text: none was made of it, and none broke.
    assert found.formulas == plain.formulas
    assert found.names == plain.names
    assert not found.errors
    cells = {one for sheet in found.values.values() for one in sheet.values()}
    shown = legible(text)
    assert shown in cells or any(shown[:200] in str(one) for one in cells)
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


@pytest.mark.part(3)
@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_closed_files_of_allowed_functions_and_good_names(name: str) -> None:
    assert_closed(file_of(name))
    found = made(name)
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


def test_every_number_used_is_on_the_inputs_with_what_it_rests_on() -> None:
    assessment, found = assess(written(SAMPLES[GROWING])), made(GROWING)
    cells, formulas = found.values["Inputs"], found.formulas["Inputs"]
    rows = {cells[place]: place[1:] for place in cells if place[0] == "L"}
    for used in assessment.used:
        if used.key == "quality.error_rate_increase":
            continue
        row, estimate = rows[used.key], used.estimate
        assert cells[f"C{row}"] == cells[f"H{row}"] == pytest.approx(estimate.likely, rel=1e-12)
        if estimate.has_range:
            low, high = (
                as_reckoned(used.key, estimate.likely, end or 0.0)
                for end in (estimate.low, estimate.high)
            )
            assert (cells[f"D{row}"], cells[f"E{row}"], cells[f"F{row}"]) == (low, high, "stated")
        assert cells.get(f"I{row}") == (None if used.is_default else estimate.basis)
        assert f"C{row}" not in formulas
        assert f"H{row}" in formulas
    assert {"policy.horizon_months", "policy.discount_rate", "policy.price_cut"} <= set(rows)
    # What a worksheet or scores build is a formula, on a sheet of its own.
    for name in ("teacher_cost_per_1k_calls", "quality_error_rate_increase"):
        sheet, _, place = found.names[name].replace("$", "").partition("!")
        assert sheet == "Drivers"
        assert place in found.formulas[sheet]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_formula_has_a_figure_in_it(name: str) -> None:
    for sheet, formulas in made(name).formulas.items():
        for place, text in formulas.items():
            bare = re.sub(r'"[^"]*"', "", text)
            figures = set(re.findall(r"(?<![\w.$:])\d+(?:\.\d+)?(?:E[+-]?\d+)?(?![\w(.])", bare))
            assert figures <= {"0", "1"}, f"{sheet}!{place}: {text}"


def test_months_years_and_cases_beside_each_other_are_one_formula_each() -> None:
    found = made(GROWING)
    first = found.names["model_net"].partition("$P$")[2].partition(":")[0]
    for sheet, along, begins, exempt in (
        # Month 0 has the upfront, and nothing before it.
        ("Model", "column", int(first) + 1, ()),
        ("Years", "row", 5, ("C", "D")),
        # What the scenarios set, one by one, stands above.
        ("Scenarios", "row", 14, ("D",)),
        ("Swings", "row", 9, ()),
    ):
        seen: dict[str, set[str]] = {}
        for place, text in found.formulas[sheet].items():
            letters = place.rstrip("0123456789")
            number = place.removeprefix(letters)
            if int(number) >= begins and letters not in exempt:
                line = letters if along == "column" else number
                seen.setdefault(line, set()).add(relative(text, place))
        assert seen
        several = [(line, sorted(texts)[:2]) for line, texts in seen.items() if len(texts) > 1]
        assert not several, f"{sheet}: {several[:3]}"
    places = [place for place in found.formulas["Inputs"] if place[0] == "H"]
    # Around it stands, where a scenario sets the number, what it sets.
    set_ = r"IF\(ISNUMBER\((scenario_set_\w+)\),\1,(.*)\)"
    usual = {
        re.sub(set_, r"\2", relative(found.formulas["Inputs"][place], place)) for place in places
    }
    assert len(usual) == 1


def test_sheets_scroll_below_their_heads_and_print_as_wide_as_a_page() -> None:
    for sheet in loaded(GROWING):
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title == "Summary":
            assert sheet.page_setup.scale in range(50, 100)
            continue
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        if sheet.title != "Sensitivity":
            assert sheet.freeze_panes, sheet.title


def test_inputs_formulas_and_links_have_colours_of_their_own_and_a_legend() -> None:
    book_ = loaded(GROWING)
    legend = [cell for cell in book_["Summary"][3] if cell.value and cell.coordinate != "A3"]
    said = {str(cell.value).partition(":")[0]: cell.font.color.rgb for cell in legend}
    input_, formula_, link = said["an input"], said["a formula"], said["a link to another cell"]
    assert len({input_, formula_, link}) == 3
    for sheet in book_:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            colour = cell.font.color.rgb if cell.font.color else None
            if isinstance(cell.value, str) and cell.value.startswith("="):
                is_link = re.fullmatch(r"=([A-Za-z]+!)?(\$?[A-Z]+\$?\d+|[a-z]\w*)", cell.value)
                assert colour != input_, f"{sheet.title}!{cell.coordinate}"
                assert (colour == link) == bool(is_link), f"{sheet.title}!{cell.coordinate}"
            else:
                assert colour != link or cell in legend


def test_rows_are_counted_from_1_in_the_names_of_their_cells() -> None:
    names = {*loaded(GROWING).defined_names}
    for row in ("alternatives", "upfront_other"):
        numbered = {name.removeprefix(f"{row}_").partition("_")[0] for name in names if row in name}
        assert "1" in numbered, row
    assert "upfront_other_2" not in names


def test_the_scenario_is_chosen_in_one_cell_from_a_list() -> None:
    book_ = loaded(GROWING)
    place = book_.defined_names["scenario_in_force"].attr_text.replace("$", "").split("!")
    (limit,) = [
        one for one in book_[place[0]].data_validations.dataValidation if place[1] in str(one.sqref)
    ]
    assert (limit.type, limit.formula1) == ("list", "scenario_names")
    row = book_["Scenarios"][book_.defined_names["scenario_names"].attr_text.split("!")[1]]
    assert [cell.value for cell in row[0]] == [AS_IT_IS, *(one.name for one in BUILT_IN)]
    assert book_[place[0]][place[1]].value == AS_IT_IS


def test_a_workshop_has_a_sheet_with_what_people_said() -> None:
    found = made("team_workshop")
    cells = found.values["Workshop"]
    said = [cells.get(f"E{row}") for row in range(4, 40)]
    assert "Jonas" in said
    assert "Jonas differs" in said
    agreed = said.index("agreed, averaged") + 4
    assert cells[f"H{agreed}"] == cells[f"J{agreed}"] == 25_000
    assert "Workshop" not in made(GROWING).values


EDGES = {
    "the student retires within a month": "[student]\nretires_on = 2026-12-10",
    "the student retires in the third month": "[student]\nretires_on = 2027-03-01",
    "launch lies beyond the horizon": "[policy]\nhorizon_months = 2\n"
    "[upfront]\nmonths_to_launch = 4",
    "the horizon is longer than the rows": "[policy]\nhorizon_months = 75",
    "people write the labels": "[upfront]\nlabelled_by = 'people'\n"
    "[upfront.data_generation_worksheet]\nexamples = 1_000\nreview_share = 1\ncost_per_review = 2",
    "the price falls until nothing is saved": "[teacher]\nannual_price_change = -0.9",
    "every call costs": "[quality]\nerror_rate_increase = 1\ncost_per_error = 50",
}


@pytest.mark.part(4)
@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES)
def test_checks_hold_at_the_edges_of_a_case(text: str) -> None:
    session = tomllib.loads(COMPLETE)
    for table, answers in tomllib.loads(text).items():
        session.setdefault(table, {}).update(answers)
    assessment = assess(answers_of(to_toml(session)))
    data = render(assessment, outlook_of(assessment), "Case", TODAY, "1.0")
    found = workbook(data)
    assert not found.errors
    assert not any(found.all("checks_difference"))
    assert found.named("checks_failing") == 0


def test_errors_that_were_answered_beside_scores_are_bounded_by_these() -> None:
    text = COMPLETE.replace("[volume]", "[volume]\nfallback_rate = 0.2").replace(
        "[[quality", "[quality]\nerror_rate_increase = 0.01\ncost_per_error = 0.1\n[[quality", 1
    )
    answers = answers_of(text.replace("student_score", "examples = 900\nstudent_score"))
    assessment = assess(answers)
    found = workbook(render(assessment, Outlook(), "Case", TODAY, "1.0"))
    upper = assessment.figures.quality.upper_95
    assert upper > 0.01
    assert found.named("result_quality_upper_95") == pytest.approx(upper)
    (at_bound,) = (
        one for one in judge_scenarios(answers).judged if one.name == "Errors at their upper bound"
    )
    place = found.all("scenario_names").index(at_bound.name)
    worth = at_bound.assessment.figures.cash.npv
    assert found.all("scenarios_npv")[place] == pytest.approx(worth)


def test_that_no_rule_fired_is_said() -> None:
    found = workbook(render(judged(), Outlook(), "Case", TODAY, "1.0"))
    cells = found.values["Summary"]
    (row,) = (int(at[1:]) for at, said in cells.items() if str(said).startswith("Rules that fired"))
    assert cells[f"A{row + 1}"] == "None."


def test_charts_are_native_with_titles_and_axes() -> None:
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


def test_an_incomplete_case_is_a_draft_that_says_what_is_missing() -> None:
    assessment = assess(written(SAMPLES["unfinished_draft"]))
    found = workbook(render(assessment, Outlook(), "Draft", TODAY, "1.0"))
    said = set(found.values["Draft"].values())
    assert set(assessment.missing) <= said
    assert not any(found.formulas.values())
    assert not found.errors


def test_a_draft_has_the_workshop_beside_it() -> None:
    found = workbook(rendered("schema = 1\n", workshop=workshop_saying("Ada")))
    assert {"Draft", "Workshop"} <= set(found.values)
    assert "Ada differs" in found.values["Workshop"].values()


def test_nothing_at_all_is_a_draft_too() -> None:
    found = workbook(rendered("schema = 1\n"))
    assert "volume.calls_per_month" in found.values["Draft"].values()


def test_a_number_too_large_to_calculate_with_gives_a_draft() -> None:
    text = COMPLETE.replace("cost_per_1k_calls = 4.20", "cost_per_1k_calls = 1e306")
    found = workbook(rendered(text))
    assert not any(found.formulas.values())


def test_the_same_case_gives_the_same_file() -> None:
    assert rendered(COMPLETE) == rendered(COMPLETE)


def test_formulas_are_written_as_xlsxwriter_would_write_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick = rendered(COMPLETE)
    monkeypatch.setattr(book, "_worksheet_class", lambda: None)
    assert rendered(COMPLETE) == quick


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
