"""A report of what came of a case: every format says the same, and nothing in it is obeyed."""

from __future__ import annotations

import io
import json
import math
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape

import pytest

from rules.review.outcome import headline
from rules.review.reviewed import Reviewed, reviewed
from tests.held import held_against
from tests.rules.cases import measured
from tests.rules.review.looked_at import looked_at, went
from tests.wizard.reports.workbooks import read
from tests.wizard.review.followed import DAY, FOLLOWED
from wizard.reports import txt
from wizard.reports.content import CurveChart, FigureRows, Points, Table
from wizard.reports.formats import FORMATS, Outcome
from wizard.reports.material import Origin
from wizard.reports.outcome import compose_outcome
from wizard.review.recording import readable_decisions
from wizard.review.review_json import review_as_json
from wizard.sessions.session_file import session_of

ORIGIN = Origin("Ticket classifier", "tickets.toml", "0.0.0", date.fromisoformat(DAY))


@cache
def followed() -> Reviewed:
    session = session_of(FOLLOWED)
    return reviewed(session.answers, readable_decisions(session), on=date.fromisoformat(DAY))


@cache
def outcome() -> Outcome:
    return Outcome(compose_outcome(followed(), ORIGIN), followed())


@cache
def text_of(format_: str) -> str:
    """What a format says, without its markup and breaks of lines."""
    data = FORMATS[format_].render(outcome()).data
    if format_ == "pdf":
        pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
        said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    elif format_ == "xlsx":
        cells = [list(sheet.values()) for sheet in read(io.BytesIO(data)).values.values()]
        said = "\n".join(str(one) for sheet in cells for one in sheet)
    else:
        said = data.decode()
    if format_ == "html":
        said = unescape(re.sub(r"<[^>]*>", " ", said))
    if format_ == "md":
        said = unescape(said.replace("\\", ""))
    return re.sub(r"\s+", " ", said)


def figures() -> list[str]:
    """Every amount and word in a cell of the report."""
    found = []
    for section in outcome().content.sections:
        for block in section.blocks:
            if isinstance(block, FigureRows):
                found += [one.value for one in block.rows]
            if isinstance(block, Table):
                found += [cell for row in block.rows for cell in row]
    return [one for one in found if one]


@pytest.mark.parametrize("format_", FORMATS)
def test_each_format_says_every_figure(format_: str) -> None:
    if format_ == "pdf":
        pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    said = text_of(format_)
    # Cells are broken over lines where columns are narrow.
    for one in figures():
        if format_ in ("txt", "pdf"):
            assert all(word in said for word in re.split(r"[\s-]+", one) if word), one
        else:
            assert one in said


def test_the_workbook_has_the_months_and_ways_as_numbers() -> None:
    found = read(io.BytesIO(FORMATS["xlsx"].render(outcome()).data)).values
    told = json.loads(json.dumps(review_as_json(followed())))
    forecast = told["forecast"]
    months = found["Months"]
    for month, planned in enumerate(forecast["planned"]):
        row = month + 2
        assert months[f"B{row}"] == pytest.approx(planned)
        column = "C" if month <= forecast["known_months"] else "D"
        assert months[f"{column}{row}"] == pytest.approx(forecast["balance"][month])
    for row, way in enumerate(told["ways"]["each"], 2):
        assert found["Ways"][f"B{row}"] == pytest.approx(way["npv"])


def test_a_report_of_an_outcome_reads_as_it_did() -> None:
    held_against("outcome.md", FORMATS["md"].render(outcome()).data.decode())


def test_its_chart_tells_what_was_from_what_is_expected() -> None:
    chart = next(
        block
        for section in outcome().content.sections
        for block in section.blocks
        if isinstance(block, CurveChart)
    )
    assert chart.known == 10
    assert chart.planned != chart.balance
    drawn = FORMATS["html"].render(outcome()).data.decode()
    for css in ("planned", "line ahead", "band"):
        assert f'class="{css}"' in drawn
    for words in ("as it was", "ahead", "planned"):
        assert f">{words}</text>" in drawn


def test_one_page_has_no_appendix() -> None:
    content = compose_outcome(followed(), ORIGIN, "one-page")
    assert not [one for one in content.sections if one.in_appendix]
    assert [one for one in outcome().content.sections if one.in_appendix]


def test_a_case_as_approved_has_nothing_that_asks_for_attention() -> None:
    content = compose_outcome(looked_at(went()), ORIGIN)
    assert content.verdict == "As approved"
    assert content.tone == "good"
    assert "findings" not in {one.id for one in content.sections}


def test_where_nobody_approved_nothing_is_called_approved() -> None:
    session = session_of(FOLLOWED)
    content = compose_outcome(
        reviewed(session.answers, (), on=date.fromisoformat(DAY)), ORIGIN, "full"
    )
    said = txt.render(content).replace("No approval is on record", "")
    assert "planned were" in said
    assert "approved were" not in said
    assert "as approved" not in said.lower()


def test_one_that_lies_behind_is_not_as_approved_while_its_months_are_too_few_to_judge() -> None:
    months = went({"volume.calls_per_month": measured(4_000_000)}, count=2)
    content = compose_outcome(looked_at(months, date(2027, 1, 2)), ORIGIN)
    assert content.verdict == "Behind plan so far"
    assert content.tone == "fair"


def test_months_that_went_by_without_a_record_are_told() -> None:
    asked = txt.render(compose_outcome(looked_at(went(), date(2027, 5, 2)), ORIGIN))
    assert "Since the last month on record 3 months are over" in " ".join(asked.split())
    assert "Since the last month on record" not in txt.render(
        compose_outcome(looked_at(went(), date(2027, 2, 2)), ORIGIN)
    )


def test_one_that_was_never_launched_says_so_first() -> None:
    content = compose_outcome(looked_at(on=date(2027, 2, 10), launched_on=None), ORIGIN)
    assert content.verdict == "Never launched"
    assert content.tone == "bad"


def test_one_that_was_never_launched_is_held_against_what_was_to_be_there_by_now() -> None:
    case = looked_at(on=date(2027, 2, 10), launched_on=None)
    found = case.forecast
    assert found is not None
    assert case.at.today > case.plan.launch
    spent, planned = found.planned[0], found.planned[case.at.today]
    assert planned > spent
    said = " ".join(txt.render(compose_outcome(case, ORIGIN)).split())
    money = case.words.money
    assert f"Balance so far {money(spent)} approved {money(planned)}" in said
    after = f"after {case.at.today} months, approved were {money(planned)}"
    assert f"stands at {money(spent)} {after}" in said


def test_a_balance_at_the_start_is_after_no_months() -> None:
    case = looked_at(on=date(2026, 7, 2), launched_on=None)
    said = " ".join(txt.render(compose_outcome(case, ORIGIN)).split())
    assert case.at.today == 0
    assert "at the start, approved were" in said


@pytest.mark.parametrize("format_", FORMATS)
def test_a_month_too_large_to_calculate_with_leaves_out_the_balance_alone(format_: str) -> None:
    if format_ == "pdf":
        pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    case = looked_at(went({"maintenance.monitoring_per_month": measured(9e299)}))
    content = compose_outcome(case, ORIGIN)
    assert content.verdict == "Nothing to tell yet"
    assert {"ways", "months"} <= {one.id for one in content.sections}
    data = FORMATS[format_].render(Outcome(content, case)).data
    if format_ == "xlsx":
        assert set(read(io.BytesIO(data)).values) == {"Outcome", "Ways"}


def test_texts_of_a_session_are_inert_in_it() -> None:
    hostile = "<b>x</b> [a](b) =1+1 \u202e"
    case = looked_at(
        went(), changes={"alternatives": [{"name": hostile}]}, decision={"by": hostile}
    )
    content = compose_outcome(case, ORIGIN)
    points = [
        one.text
        for section in content.sections
        for block in section.blocks
        if isinstance(block, Points)
        for one in block.items
    ]
    assert not [one for one in points if "\u202e" in one]
    page = FORMATS["html"].render(Outcome(content, case)).data.decode()
    assert "<b>x</b>" not in page


def test_what_a_late_launch_took_off_the_balance_is_told_beside_what_explains_the_months() -> None:
    rows = went()
    for row, month in zip(rows, ("2027-04", "2027-05", "2027-06"), strict=True):
        row["month"] = month
    case = looked_at(rows, date(2027, 7, 2), launched_on=date(2027, 4, 1))
    said = " ".join(txt.render(compose_outcome(case, ORIGIN)).split())
    assert "Launched on 2027-04-01, 5 months later than planned" in said
    assert "stands in no line above." in said
    in_time = " ".join(txt.render(compose_outcome(looked_at(went()), ORIGIN)).split())
    assert "stands in no line above." not in in_time


@pytest.mark.parametrize(
    ("payback", "planned", "says"),
    [
        (12.5, 6.6, "The money is back after 12.5 months, approved were 6.6 months; the chance"),
        (math.inf, 6.6, "The money is not back within 36 months, approved were 6.6 months; the"),
        (
            12.5,
            math.inf,
            "is back after 12.5 months, approved were more than 36 months; the chance",
        ),
        (math.inf, math.inf, "The money is not back within 36 months, as approved; the chance"),
    ],
)
def test_when_the_money_is_back_is_said_also_where_it_never_is(
    payback: float, planned: float, says: str
) -> None:
    case = followed()
    assert case.forecast is not None
    found = replace(case.forecast, payback=payback, planned_payback=planned)
    other = replace(case)
    vars(other)["forecast"] = found
    assert says in headline(other)


def test_a_band_without_width_is_told_by_one_number() -> None:
    case = followed()
    assert case.forecast is not None
    end = case.forecast.band[-1]._replace(p90=case.forecast.band[-1].p10)
    other = replace(case)
    vars(other)["forecast"] = replace(case.forecast, band=(*case.forecast.band[:-1], end))
    said = FORMATS["md"].render(Outcome(compose_outcome(other, ORIGIN), other)).data.decode()
    told = f"at about {case.words.money(end.p10)}".replace("$", "\\$")
    assert f"four times in five it ends {told}." in said
    assert f"four times in five {told};" in said
