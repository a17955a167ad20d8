"""The frontier: where it lies is where plain assess changes its mind."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.assess import assess
from rules.figures.ops import Number
from rules.uncertainty import overflow
from rules.uncertainty.scenarios import told
from rules.uncertainty.scenarios.found import find
from rules.uncertainty.scenarios.frontier import CLOSE, PRICES, VOLUMES, Frontier, frontier
from screens.charts.frontier import FILLS, HERE, frontier_chart
from tests.wizard.cases import SAMPLES, answers_of, written
from wizard.sessions.assignments import with_setting

NAME = "growing_product_search"
PAID_BY_CALLS = "low_volume_contract_review"


@pytest.fixture(scope="module")
def found() -> Frontier:
    answers = written(SAMPLES[NAME])
    one = frontier(answers, assess(answers))
    assert one is not None
    return one


def plainly(price: float, calls: float, name: str = NAME) -> str:
    """What assess says with both set as on the command line, and the cost of labels as it is."""
    answers = written(SAMPLES[name])
    labels = assess(answers).figures.headline.teacher_cost_per_1k
    sheet = "upfront.data_generation_worksheet.teacher_cost_per_1k_calls"
    for setting in (
        f"{sheet}={labels!r}",
        f"teacher.cost_per_1k_calls={price!r}",
        f"volume.calls_per_month={calls!r}",
    ):
        answers, _ = with_setting(answers, setting)
    verdict = assess(answers).verdict
    assert verdict is not None
    return verdict.id


@pytest.mark.parametrize(("column", "part"), [(4, 0.3), (7, 1.0), (9, 1.0), (14, 3.0), (19, 0.5)])
def test_a_cell_is_what_assess_says_there(found: Frontier, column: int, part: float) -> None:
    one, calls = found.columns[column], found.calls_per_month * part
    assert one.at(calls) == plainly(one.cost_per_1k, calls)


def test_on_either_side_of_an_edge_assess_says_something_else() -> None:
    # Without hardware, whose replicas have a verdict come and go as the volume rises.
    answers = written(SAMPLES[PAID_BY_CALLS])
    found = frontier(answers, assess(answers))
    assert found is not None
    for column in (found.columns[5], found.columns[9]):
        assert len(column.steps) > 1
        for before, step in zip(column.steps, column.steps[1:], strict=False):
            at_edge = plainly(column.cost_per_1k, step.calls_per_month, PAID_BY_CALLS)
            assert at_edge == step.verdict
            just_below = step.calls_per_month / CLOSE
            assert plainly(column.cost_per_1k, just_below, PAID_BY_CALLS) == before.verdict


def test_it_takes_a_few_judgements_a_column_however_large_the_numbers_are(found: Frontier) -> None:
    halvings = math.ceil(math.log(2, CLOSE)).bit_length()
    most = len(VOLUMES) + 4 * halvings
    assert found.judgements <= most * len(PRICES)
    answers, _ = with_setting(written(SAMPLES[NAME]), "volume.calls_per_month=18e12")
    larger = frontier(answers, assess(answers))
    assert larger is not None
    assert larger.judgements <= most * len(PRICES)


def test_ranges_are_not_looked_through_anew_at_each_volume_for_one_absurd_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = written(SAMPLES[NAME])
    answers, _ = with_setting(answers, "upfront.training_worksheet.gpu_hours=5e-324")
    base = assess(answers)
    looked_through = []

    def look(case: Case, policy: Policy, replaced: Mapping[str, Number]) -> bool:
        looked_through.append(replaced)
        return False

    monkeypatch.setattr(overflow, "overflows_in_its_ranges", look)
    assert frontier(answers, base) is not None
    assert looked_through == []


def test_a_case_without_a_verdict_has_none_and_nobody_has_to_wait_for_it() -> None:
    draft = answers_of("schema = 1\n")
    assert frontier(draft, assess(draft)) is None
    answers = written(SAMPLES[NAME])
    assert frontier(answers, assess(answers), wanted=lambda: False) is None


def test_the_words_say_where_the_case_stands_and_where_it_turns(found: Frontier) -> None:
    said = told.frontier_in_words(found, assess(written(SAMPLES[NAME])).words)
    assert said.startswith("The case stands at 18M calls a month and €0.56 per 1,000 calls: ")
    assert "defensible from 14.3M calls on" in said
    assert "reconsider from €0.34 on" in said


@pytest.mark.parametrize(("width", "height"), [(78, 20), (50, 14), (200, 40)])
def test_the_picture_fits_and_marks_the_case_among_its_verdicts(
    found: Frontier, width: int, height: int
) -> None:
    lines = frontier_chart(found, assess(written(SAMPLES[NAME])).words, width, height)
    assert 0 < len(lines) <= height + 1
    assert max(map(len, lines)) <= width
    rows = [line for line in lines if "│" in line or "┤" in line]
    (here,) = [line for line in rows if HERE in line]
    assert rows.index(here) == len(rows) // 2
    drawn = set("".join(line.split("│")[-1].split("┤")[-1] for line in rows)) - {HERE, " "}
    assert drawn == {FILLS[one] for one in found.verdicts}
    legend = " ".join(lines[-3:])
    assert "strong" in legend
    assert f"{HERE} the case" in legend
    assert "the teacher's price per 1,000 calls" in legend


def test_where_there_is_no_room_there_is_no_picture(found: Frontier) -> None:
    words = assess(written(SAMPLES[NAME])).words
    assert frontier_chart(found, words, 20, 20) == []
    assert frontier_chart(found, words, 80, 5) == []


def test_a_teacher_that_costs_nothing_has_no_parts_of_a_price() -> None:
    text = """schema = 1
task.breadth = "narrow"
volume.calls_per_month = 2_000_000
teacher.tokens = { input = 100, output = 10, input_price = 0, output_price = 0 }
student.cost_per_1k_calls = 0.5
upfront.engineering_time = 20_000
maintenance.redistillations_per_year = 2
"""
    found = find(answers_of(text))
    assert found.frontier is None
    assert found.judgements.case.verdict is not None
    assert all(one.assessment.verdict is not None for one in found.judgements.judged)
    assert "Price cut" in [one.name for one in found.judgements.left_out]
