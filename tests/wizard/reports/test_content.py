"""What a report says, and in which order."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.argument.what_it_hangs_on import NOTHING_MOVES, Outlook
from rules.assess import assess
from rules.results import label_of
from rules.uncertainty.scenarios.told import NO_FRONTIER
from tests.wizard.cases import answers_of
from tests.wizard.reports.made import (
    AGAINST,
    DRAFT,
    HOSTILE,
    SAMPLES,
    STRONG,
    TEXT_FORMATS,
    TODAY,
    content_of,
    hostile,
    report_of,
)
from wizard.reports.charts import curve
from wizard.reports.compose import compose
from wizard.reports.content import LONGEST, Content, FigureRows, Paragraph, Points, Table, clean
from wizard.reports.formats import FORMATS
from wizard.reports.material import Origin
from wizard.sessions.session_file import read_session


def section(content: Content, name: str) -> list[str]:
    """Every text of a section."""
    found = next(one for one in content.sections if one.id == name)
    return list(texts(found.blocks))


def table(content: Content, name: str) -> Table:
    """The table of a section."""
    found = next(one for one in content.sections if one.id == name)
    return next(one for one in found.blocks if isinstance(one, Table))


def amount_in(text: str) -> int:
    return int(text.removeprefix("$").replace(",", ""))


def texts(thing: object):  # type: ignore[no-untyped-def]
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list):
        for one in thing:
            yield from texts(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))


def test_a_case_for_it_is_told_in_the_order_a_budget_holder_asks() -> None:
    content = content_of(STRONG, "one-page")
    assert [one.id for one in content.sections] == [
        "pitch",
        "figures",
        "not-counted",
        "ask",
        "stop",
    ]
    pitch = content.sections[0].blocks[0]
    assert isinstance(pitch, Points)
    assert [one.lead for one in pitch.items] == [
        "What it saves",
        "When it is back",
        "What may go wrong",
        "What we ask for",
    ]


def test_a_case_against_says_why_not_what_instead_and_what_would_have_to_change() -> None:
    content = content_of(AGAINST, "one-page")
    assert [one.id for one in content.sections] == [
        "pitch",
        "why-not",
        "instead",
        "turning",
        "ask",
        "figures",
    ]
    turning = " ".join(section(content, "turning"))
    assert "upfront, in place of €33,055, today's volume pays it back in 12 months." in turning


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_every_report_says_once_what_the_calls_do(name: str) -> None:
    said = report_of(SAMPLES / f"{name}.toml").assessment.case.task.description
    assert [text.rstrip(".") for text in texts(content_of(name).sections)].count(said) == 1


def test_what_the_program_says_is_not_cut_as_a_text_of_the_session_is() -> None:
    answers = read_session(SAMPLES / f"{STRONG}.toml").answers
    found = assess(answers)
    long = found._replace(pitch=tuple(one._replace(text="word " * 300) for one in found.pitch))
    content = compose(long, Outlook(), Origin("Case", "case.toml", "1.0", TODAY))
    said = " ".join(section(content, "pitch"))
    assert said.count("word") == 4 * 300
    assert "more characters" not in said


def test_a_draft_lists_what_is_missing_and_asks_for_no_decision() -> None:
    content = content_of(DRAFT)
    said = " ".join(section(content, "missing"))
    assert "task.breadth" in said
    assert "maintenance.redistillations_per_year" in said
    assert content.verdict == "Draft"
    assert "ask" not in {one.id for one in content.sections}


def test_only_the_full_report_has_an_appendix() -> None:
    assert not any(one.in_appendix for one in content_of(STRONG, "one-page").sections)
    full = [one.id for one in content_of(STRONG).sections if one.in_appendix]
    assert full == [
        "task",
        "rules",
        "items",
        "all-figures",
        "sensitivity",
        "risk",
        "scenarios",
        "evidence",
        "alternatives",
        "assumptions",
        "formulas",
        "policy",
        "about",
    ]


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_every_number_used_is_among_the_assumptions(name: str) -> None:
    report = report_of(SAMPLES / f"{name}.toml")
    used, rows = report.assessment.used, table(report.content, "assumptions").rows
    assert [row[0] for row in rows] == [label_of(one.key, report.assessment.case) for one in used]
    assert all(basis for *_, basis, _ in rows)


def test_the_items_of_the_ask_add_up_to_the_upfront() -> None:
    *items, (_, total) = table(content_of(STRONG), "items").rows
    assert sum(amount_in(text) for _, text in items) == amount_in(total) == 41_092


def test_critical_slices_come_first() -> None:
    first, *others = (row[0] for row in table(content_of(STRONG), "evidence").rows)
    assert first == "safety and legal complaints (critical)"
    assert len(others) == 4
    assert not any("critical" in one for one in others)


def test_without_an_evaluation_it_is_said_plainly() -> None:
    assert "no measured evaluation bounds it yet" in " ".join(section(content_of(DRAFT), "pitch"))
    assert "No evaluation compares the two models yet" in " ".join(
        section(content_of(DRAFT), "evidence")
    )


def test_errors_answered_beside_the_slices_are_told_from_what_these_find(tmp_path: Path) -> None:
    text = (SAMPLES / f"{STRONG}.toml").read_text(encoding="utf-8")
    both = tmp_path / "both.toml"
    both.write_text(
        text.replace("[quality]\n", "[quality]\nerror_rate_increase = 0.004\n", 1), encoding="utf-8"
    )
    said = " ".join(section(report_of(both).content, "evidence"))
    assert "finds 0.25 percentage points" in said
    assert "The figures count 0.4 percentage points, which was answered beside the slices." in said
    assert "The figures count" not in " ".join(section(content_of(STRONG), "evidence"))


def test_one_bound_is_told_where_fallback_lowers_that_of_the_slices(tmp_path: Path) -> None:
    text = (SAMPLES / f"{STRONG}.toml").read_text(encoding="utf-8")
    text = text.replace("[quality]\n", "[quality]\nerror_rate_increase = 0.004\n", 1)
    text = text.replace("[volume]\n", "[volume]\nfallback_rate = 0.1\n", 1)
    path = tmp_path / "case.toml"
    path.write_text(text.replace('data = "available"', 'data = "unavailable"'), encoding="utf-8")
    content = report_of(path).content
    counted = "beside the slices, and no more than 0.79 percentage points after fallback."
    for place in ("pitch", "evidence"):
        said = " ".join(section(content, place))
        assert "no more than 0.88 percentage points" in said
        assert counted in said
    assert "0.79%" in section(content, "figures")


def test_all_numbers_that_were_drawn_are_named_however_many(tmp_path: Path) -> None:
    text = (SAMPLES / f"{STRONG}.toml").read_text(encoding="utf-8")
    many = tmp_path / "many.toml"
    items = (
        f'"item {one} with a long name" = {{ likely = 9, low = 8, high = 10 }}' for one in range(30)
    )
    many.write_text(f"{text}\n[upfront.other]\n" + "\n".join(items), encoding="utf-8")
    drawn = section(report_of(many).content, "risk")
    (said,) = [one for one in drawn if "item 1 with a long name" in one]
    assert said.count("with a long name") == 30
    assert "more characters" not in said


@pytest.mark.part(5)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_of_a_report_has_controls_or_is_endless(text: str, tmp_path: Path) -> None:
    content = report_of(hostile(tmp_path, text)).content
    for one in texts(content):
        assert one.isprintable(), one
        assert len(one) < 30 * LONGEST


def test_a_long_text_says_how_much_of_it_is_left_out() -> None:
    assert clean("x" * 10_000).endswith("… [9,600 more characters in the session]")
    assert clean("as it is") == "as it is"


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_every_block_has_something_to_say(name: str) -> None:
    for one in content_of(name).sections:
        assert one.blocks
        for block in one.blocks:
            match block:
                case Table():
                    assert block.rows
                    assert all(len(row) == len(block.header) for row in block.rows)
                    assert len(block.align) == len(block.header)
                case Points():
                    assert block.items
                case FigureRows():
                    assert block.rows
                case Paragraph():
                    assert block.text


@pytest.mark.parametrize("name", [one.name for one in fields(Content)])
def test_content_holds_nothing_that_no_format_shows(name: str) -> None:
    report = report_of(SAMPLES / f"{STRONG}.toml")
    others: dict[str, Any] = {"sections": (), "sign": "?", "currency": "EUR"}
    others["date"] = TODAY + timedelta(days=1)
    changed = replace(report.content, **{name: others.get(name, "another text")})
    assert any(
        FORMATS[one].render(report).data
        != FORMATS[one].render(replace(report, content=changed)).data
        for one in TEXT_FORMATS
    )


def test_a_title_of_blanks_is_none(tmp_path: Path) -> None:
    blank = tmp_path / "blank.toml"
    text = (SAMPLES / f"{STRONG}.toml").read_text(encoding="utf-8")
    blank.write_text(text.replace("Support-ticket classifier", "   "), encoding="utf-8")
    assert report_of(blank).content.title == "Case without a title"


NOTHING = """\
schema = 1
task.breadth = "narrow"
volume.calls_per_month = 1_000_000
teacher.tokens = { input = 100, output = 10, input_price = PRICE, output_price = PRICE }
student.cost_per_1k_calls = 0
upfront = { data_generation = 0, months_to_launch = LAUNCH }
maintenance.redistillations_per_year = 0
"""


def nothing_of(folder: Path, *, price: int, launch: int) -> Content:
    """A case that spends nothing upfront."""
    path = folder / "case.toml"
    path.write_text(NOTHING.replace("PRICE", str(price)).replace("LAUNCH", str(launch)))
    return report_of(path).content


def test_a_tornado_of_one_bar_has_no_longest(tmp_path: Path) -> None:
    content = nothing_of(tmp_path, price=2, launch=40)
    assert any(
        one.startswith("The only bar is Months to launch: ")
        for one in section(content, "sensitivity")
    )


def test_where_no_number_moves_the_case_no_tornado_is_drawn(tmp_path: Path) -> None:
    said = section(nothing_of(tmp_path, price=2, launch=60), "sensitivity")
    assert said[0] == NOTHING_MOVES
    assert not any("bar" in one for one in said)


def test_a_price_of_nothing_has_no_frontier(tmp_path: Path) -> None:
    assert NO_FRONTIER in section(nothing_of(tmp_path, price=0, launch=0), "scenarios")


def test_of_a_decided_case_without_answers_what_has_changed_comes_first() -> None:
    origin = Origin("Case", "case.toml", "1.0", TODAY)
    content = compose(assess(Answers()), Outlook(), origin, since="It was approved.")
    first = content.sections[0]
    assert "It was approved." in texts(first.blocks)


@pytest.mark.parametrize("upkeep", [1_000.0, 1_000.4, 88.6, 1_033.5, 1_033.9])
@pytest.mark.parametrize("price", [0.0101, 0.0107])
def test_a_part_of_the_savings_reads_alike_wherever_it_stands(
    tmp_path: Path, upkeep: float, price: float
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'schema = 1\ntask.breadth = "narrow"\nvolume.calls_per_month = 123_457\n'
        "teacher.cost_per_1k_calls = 4.03\nstudent.cost_per_1k_calls = 0.51\n"
        "upfront.engineering_time = 1_700\nmaintenance.redistillations_per_year = 1\n"
        f"maintenance.cost_per_redistillation = {upkeep}\nquality.error_rate_increase = 0.01\n"
        f"quality.cost_per_error = {price}\n"
        'alternatives = [{ name = "small", cost_per_1k_calls = 2, error_rate_increase = 0.01 }]\n'
    )
    report = report_of(path)
    content, assessment = report.content, report.assessment
    rows = {one[0]: one[1] for one in table(content, "all-figures").rows}
    left = rows["Net after errors"].removesuffix(" a year")
    assert table(content, "alternatives").rows[0][3] == left
    said = " ".join(section(content, "pitch"))
    assert f"it leaves {left}." in said
    errors = rows["Error cost a year"].removesuffix(" a year")
    assert errors == assessment.words.money(assessment.figures.headline.annual_error_cost)
    assert f"additional errors of {errors}" in said


@pytest.mark.parametrize(
    ("per_1k", "says"),
    [("5", "starts at $0, ends below it, and stands at -$"), ("1", "starts at $0, is never below")],
)
def test_a_balance_that_begins_with_nothing_is_not_said_to_come_back(
    per_1k: str, says: str
) -> None:
    answers = answers_of(
        f"""
        schema = 1
        volume.calls_per_month = 1_000
        teacher.cost_per_1k_calls = 3
        student.cost_per_1k_calls = {per_1k}
        upfront.data_generation = 0
        maintenance.redistillations_per_year = 0
        """
    )
    chart = curve(assess(answers), None)
    assert chart is not None
    assert says in chart.alt
    assert chart.mark is None
