"""What a paste makes of a table: columns by their headings, numbers by how they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.answers import Answers, Entry, Table
from rules.answers.entries import table_from
from rules.assess import assess
from rules.questions import QUESTIONS
from rules.tables.plan import Plan, plan_of
from rules.tables.saying import in_short, where_it_goes
from rules.tables.sheet import MOST_ROWS, sheet_of
from rules.tables.taking import Taken, taken

SLICES = QUESTIONS["quality.slices"]
OTHER = QUESTIONS["upfront.other"]
ALTERNATIVES = QUESTIONS["alternatives"]


def plan(text: str, key: str = "quality.slices", start: str = "name") -> Plan:
    sheet = sheet_of(text)
    assert sheet is not None
    return plan_of(QUESTIONS[key], sheet, start)


def took(one: Plan, table: Table | None = None, row_id: str = "1") -> Taken:
    return taken(one, table or Table(), row_id, "USD")


def texts(result: Taken) -> list[dict[str, str]]:
    return [{key: cell.text for key, cell in row.cells.items()} for row in result.table.rows]


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        ("name\tn\tteacher\tstudent", ("name", "examples", "teacher_score", "student_score")),
        ("Slice\tExamples\tLarge\tSmall", ("name", "examples", "teacher_score", "student_score")),
        (
            "segment\tcount\tbaseline\tcandidate",
            ("name", "examples", "teacher_score", "student_score"),
        ),
        (
            "student_score\tteacher_score\tslice\tsupport",
            ("student_score", "teacher_score", "name", "examples"),
        ),
        (
            "Category\t# examples\tTeacher (%)\tAccuracy student",
            ("name", "examples", "teacher_score", "student_score"),
        ),
        ("slice\tShare of traffic\tteacherScore\tid", ("name", "share", "teacher_score", None)),
        ("slice\tweight\tteacher\tteacher f1", ("name", "share", "teacher_score", None)),
    ],
)
def test_headings_are_recognised(heads: str, columns: tuple[str | None, ...]) -> None:
    found = plan(f"{heads}\nbilling\t1\t2\t3")
    # The second row stands in no order of ours: what is asked for is what the first one names.
    assert found.has_headings
    assert found.columns == columns


@pytest.mark.parametrize(
    "text",
    [
        "billing\t30%\nfraud\t20%",
        "new customers\nold customers",
        "task alpha\ntask beta",
        "baseline\t0.9\nother\t0.8",
    ],
)
def test_rows_without_headings_lose_none(text: str) -> None:
    found = plan(text)
    assert not found.has_headings
    assert len(took(found).table.rows) == 2


def test_columns_without_headings_go_from_the_one_at_hand_to_the_right() -> None:
    assert plan("825\t0.94\n312\t0.9", start="examples").columns == ("examples", "teacher_score")
    assert plan("0.94\t1\n0.9\t2", start="minimum_score").columns == ("minimum_score", None)


def test_fractions_and_percentages_are_told_apart_by_column() -> None:
    found = plan("name\tshare\tteacher\tstudent\na\t30\t0.94\t1\nb\t70\t0.912\t0.9")
    assert found.fractions == {2, 3}
    assert texts(took(found))[0] == {
        "name": "a",
        "share": "30%",
        "teacher_score": "94%",
        "student_score": "100%",
    }
    assert took(found).table.rows[1].values()["teacher_score"] == 0.912
    # A person has it otherwise.
    turned = found.turned(2)
    assert texts(took(turned))[0]["teacher_score"] == "0.94%"
    assert turned.turned(2).fractions == found.fractions
    assert found.turned(0) == found


def test_nothing_but_0_and_1_follows_the_other_columns() -> None:
    assert plan("name\tteacher\tstudent\na\t0.9\t1\nb\t0.8\t1").fractions == {1, 2}
    assert plan("name\tteacher\tstudent\na\t90\t1\nb\t80\t1").fractions == frozenset()
    assert plan("name\tteacher\na\t1\nb\t1").fractions == frozenset()
    # A sign, in a cell or in the heading, leaves no doubt.
    assert plan("name\tteacher\na\t0.5%\nb\t0.7%").fractions == frozenset()
    assert plan("name\tteacher (%)\na\t0.5\nb\t0.7").fractions == frozenset()


def test_a_column_of_both_is_percentages_and_says_what_it_read() -> None:
    found = took(plan("name\tteacher\na\t0.94\nb\t94"))
    assert [row["teacher_score"] for row in texts(found)] == ["0.94%", "94%"]


def test_decimal_commas_are_asked_about() -> None:
    found = plan("name;teacher;n\na;94,1;2.600,0\nb;95,25;800")
    assert found.asks_about_commas
    first = took(found)
    assert [(one.row, one.column, one.text) for one in first.unusable] == [
        ("a", "Teacher score", "94,1"),
        ("a", "Examples", "2.600,0"),
        ("b", "Teacher score", "95,25"),
    ]
    # Kept as they are until somebody says what they mean.
    assert texts(first)[0]["teacher_score"] == "94,1"
    second = took(found.with_commas())
    assert not second.unusable
    assert second.table.rows[0].values() == {"name": "a", "teacher_score": 0.941, "examples": 2600}
    assert not plan("name;n\na;1,200\nb;12,600").asks_about_commas
    german = plan("name;teacher\na;0,94\nb;0,9")
    assert texts(took(german.with_commas()))[0]["teacher_score"] == "94%"


def test_dots_that_may_group_digits_are_asked_about() -> None:
    found = plan("item\tcost\nlabels\t1.200 $\nlawyer\t12.500\nthird\t800", "upfront.other")
    assert found.asks_about_dots == "1.200 $"
    read = found.with_commas()
    assert read.asks_about_dots is None
    assert [row["cost"] for row in texts(took(read))] == ["1200 $", "12500", "800"]


def test_dots_that_group_nothing_are_not_asked_about() -> None:
    for cost in ("1.2", "0.125", "1,200.50", "12.5000"):
        rows = f"item\tcost\na\t1.200\nb\t{cost}"
        assert plan(rows, "upfront.other").asks_about_dots is None, cost
    assert plan("name\tteacher\na\t94.125").asks_about_dots is None


def test_who_writes_commas_is_not_asked_and_dots_that_group_nothing_stay() -> None:
    sheet = sheet_of("name;teacher;n\na;0,94;2.600\nb;0.125;800")
    assert sheet is not None
    found = plan_of(SLICES, sheet, "name", decimal_comma=True)
    assert found.decimal_commas
    rows = [row.values() for row in took(found).table.rows]
    assert rows[0] == {"name": "a", "teacher_score": 0.94, "examples": 2600}
    assert rows[1] == {"name": "b", "teacher_score": 0.125, "examples": 800}


@pytest.mark.parametrize("nothing", ["", "-", "n/a", "NaN", "None", "—"])
def test_what_others_write_for_nothing_is_no_answer(nothing: str) -> None:
    found = took(plan(f"name\tteacher\tn\na\t{nothing}\t8\nb\t90\t9"))
    assert "teacher_score" not in texts(found)[0]
    assert not found.unusable


def test_yes_and_no_as_others_write_them() -> None:
    rows = "\n".join(
        f"{number}\t{word}" for number, word in enumerate(("x", "1", "TRUE", "0", "no"))
    )
    found = took(plan(f"name\tcritical\n{rows}"))
    assert [row.values()["critical"] for row in found.table.rows] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_rows_are_told_by_their_names() -> None:
    before = took(plan("name\tn\tcritical\nBilling\t100\tyes\nfraud\t50\tno")).table
    found = took(plan("name\tn\nfraud\t60\nnew one\t7\nbilling\t\n"), before)
    assert (found.added, found.changed, found.removed) == (1, 1, 0)
    assert [row.id for row in found.table.rows] == ["1", "2", "3"]
    # An empty cell takes nothing back.
    assert (
        texts(found)
        == [
            {"name": "Billing", "examples": "100", "critical": "yes"},
            {"name": "fraud", "examples": "60", "critical": "no"},
            {"name": "new one", "examples": "7"},
        ]
        or texts(found)[0]["examples"] == "100"
    )
    assert found.touched == ("2", "3", "1")


@pytest.mark.parametrize(
    ("first_days", "order"),
    [
        (["8/1/2026", "9/1/2026", "10/1/2026", "11/1/2026"], "8/1/2026 is 2026-08"),
        (["01.08.2026", "01.09.2026", "01.10.2026", "01.11.2026"], "01.08.2026 is 2026-08"),
        (["11/1/2026", "10/1/2026", "9/1/2026", "8/1/2026"], "11/1/2026 is 2026-11"),
    ],
)
def test_months_as_first_days_are_read_as_those_that_follow_each_other(
    first_days: list[str], order: str
) -> None:
    rows = "\n".join(f"{day}\t{number}M" for number, day in enumerate(first_days, 1))
    read = plan(f"Month\tCalls\n{rows}\nTotal\t10M", "actuals", "month")
    found = took(read)
    assert not found.unusable
    months = [row.values()["month"] for row in found.table.rows]
    assert sorted(months) == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert f"{order}, since only so all of them follow each other" in where_it_goes(read, 0)
    again = took(read, found.table)
    assert (again.added, again.changed) == (0, 0)


@pytest.mark.parametrize(
    "days",
    [
        ["8/1/2026", "9/1/2026", "11/1/2026"],
        ["7/8/2026", "8/9/2026", "9/10/2026"],
        ["8/1/2026"],
        ["8/1/2026", "9/1/2026", "2026-12"],
    ],
)
def test_months_that_either_order_or_none_has_follow_each_other_stay_open(days: list[str]) -> None:
    read = plan("\n".join(("Month", *days)), "actuals", "month")
    found = took(read)
    assert "could mean" in found.unusable[0].problem
    assert "follow each other" not in where_it_goes(read, 0)


def test_months_are_told_apart_however_they_are_written() -> None:
    before = took(plan("Month\tCalls\n2026-12\t6.1M\n2027-01\t6.2M", "actuals", "month")).table
    sheet = "Month\tCalls\nDec-26\t6.1M\nJanuary 2027\t6.3M\n2027-02-01 00:00:00\t6M"
    found = took(plan(sheet, "actuals", "month"), before)
    assert (found.added, found.changed, found.unusable) == (1, 1, ())
    assert [(row.values()["month"], row.cells["calls"].text) for row in found.table.rows] == [
        ("2026-12", "6.1M"),
        ("2027-01", "6.3M"),
        ("2027-02", "6M"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Item\tCost\nLegal\t$1,200.00\nTool\t594\nTotal:\t1,794.00", "upfront.other"),
        ("name\tn\tshare\ta\tb\nx\t50\t0.6\t.9\t.9\ny\t50\t0.4\t.8\t.9\nOverall\t100\t1\t.86\t.9",
         "quality.slices"),
        ("Month\tCalls\n2026-12\t6.1M\n2027-01\t6.2M\nTotal\t12.3M", "actuals"),
    ],
)  # fmt: skip
def test_a_row_that_adds_up_the_others_is_left_out_and_told(text: str, key: str) -> None:
    read = plan(text, key, QUESTIONS[key].columns[0].key)
    found = took(read)
    assert (found.added, len(found.table.rows), found.unusable) == (2, 2, ())
    assert "adds up the others and is left out" in in_short(read, found)


@pytest.mark.parametrize(
    "text",
    [
        "Item\tCost\nLegal\t1200\nTool\t594\nTotal\t900",
        "Item\tCost\nLegal\t1200\nTool\t594\nTotal rewrite\t1794",
        "Item\tCost\nLegal\t1200\nTotal\t1200",
        "Item\tCost\nLegal\t1200\nTotal\t1794\nTool\t594",
    ],
)
def test_a_row_that_may_be_meant_stays(text: str) -> None:
    read = plan(text, "upfront.other")
    found = took(read)
    assert len(found.table.rows) == len(read.rows)
    assert "left out" not in in_short(read, found)


def test_a_column_alone_goes_downwards_from_the_row_at_hand() -> None:
    before = took(plan("name\tn\na\t1\nb\t2\nc\t3")).table
    found = took(plan("94\n\n95\n96", start="teacher_score"), before, "1")
    assert [row.values().get("teacher_score") for row in found.table.rows] == [
        0.94,
        None,
        0.95,
        0.96,
    ]
    assert (found.added, found.changed) == (1, 2)


def test_rows_that_are_not_in_the_paste_go_only_when_somebody_says_so() -> None:
    before = took(plan("name\tn\na\t1\nb\t2")).table
    one = plan("name\tn\nb\t3")
    assert took(one, before).removed == 0
    replaced = took(one.replacing(), before)
    assert (replaced.removed, [row.id for row in replaced.table.rows]) == (1, ["2"])


def test_basis_and_source_of_a_number_stay() -> None:
    before = took(plan("item\tcost\nlicence\t5k", "upfront.other")).table
    row = before.rows[0]
    entry = row.cells["cost"]
    detailed = Entry(entry.text, entry.value, basis="quoted", source="offer 7")
    before = before.with_row(row.with_cell("cost", detailed))
    found = took(plan("item\tcost\nlicence\t6k..9k", "upfront.other"), before)
    cell = found.table.rows[0].cells["cost"]
    assert (cell.basis, cell.source, cell.value.likely) == ("quoted", "offer 7", 7_500)


def test_another_column_is_chosen_for_what_was_not_recognised() -> None:
    found = plan("name\tgpt-xl\tmine\na\t0.9\t0.8")
    assert found.columns == ("name", None, None)
    # None, share, examples, teacher score; what another column goes into is passed over.
    for _ in range(3):
        found = found.read_as_next(1)
    for _ in range(3):
        found = found.read_as_next(2)
    assert found.columns == ("name", "teacher_score", "student_score")
    assert found.fractions == {1, 2}
    assert found.read_as_next(2, -1).columns == ("name", "teacher_score", "examples")


def test_the_first_row_is_read_the_other_way() -> None:
    found = plan("name\tn\na\t1")
    assert len(took(found.other_headings()).table.rows) == 2
    assert found.other_headings().other_headings() == found


def test_alternatives_and_other_costs() -> None:
    found = plan(
        "Alternative,Kind,Upfront cost,Cost per 1k calls,Error rate\n"
        "better prompt,prompt-small-model,4k,0.70,3%\nbatch,cache-and-batch,1200,2.1,0",
        "alternatives",
    )
    assert found.columns == (
        "name",
        "kind",
        "upfront",
        "cost_per_1k_calls",
        "error_rate_increase",
    )
    assert not took(found).unusable


def test_ten_rows_of_a_spreadsheet_give_the_verdict_that_typing_them_gives() -> None:
    lines = "\n".join(f"slice {one}\t10\t{500 + one}\t0.9{one}\t0.9{one}" for one in range(10))
    found = took(plan(f"slice\tshare\tn\tteacher\tstudent\n{lines}"))
    typed = table_from(
        SLICES,
        [
            {
                "name": f"slice {one}",
                "share": 0.1,
                "examples": 500 + one,
                "teacher_score": float(f"0.9{one}"),
                "student_score": float(f"0.9{one}"),
            }
            for one in range(10)
        ],
    )
    assert [row.values() for row in found.table.rows] == [row.values() for row in typed.rows]
    assert assess(Answers({"quality.slices": Entry("", found.table)})).unusable == ()


@given(
    st.lists(st.lists(st.text(max_size=9), min_size=1, max_size=9), min_size=2, max_size=9),
    st.sampled_from(
        ["quality.slices", "alternatives", "upfront.other", "risk.correlations", "actuals"]
    ),
)
def test_anything_pasted_is_kept_or_left_out_and_never_fails(
    rows: list[list[str]], key: str
) -> None:
    sheet = sheet_of("\n".join("\t".join(row) for row in rows))
    if sheet is None:
        return
    start = QUESTIONS[key].columns[0].key
    found = plan_of(QUESTIONS[key], sheet, start)
    for one in (found, found.with_commas(), found.other_headings(), found.turned(0)):
        result = taken(one, Table(), "1", "USD")
        assert len({row.id for row in result.table.rows}) == len(result.table.rows)
        assert set(result.touched) == {row.id for row in result.table.rows}
        # Twice is once, where names tell the rows apart.
        is_named = one.told_by is not None and one.told_by.key == "name"
        if is_named and not result.table.repeated_names and not result.unusable:
            named = all("name" in row.cells for row in result.table.rows)
            again = taken(one, result.table, "1", "USD")
            assert not named or again.added == 0


@pytest.mark.parametrize("head", ["", "name\tn\n"])
def test_as_many_rows_are_taken_with_headings_as_without(head: str) -> None:
    one = plan(head + "".join(f"slice {number}\t{number + 1}\n" for number in range(MOST_ROWS + 3)))
    found = took(one)
    assert len(found.table.rows) == MOST_ROWS
    assert one.left_out == 3
    assert "3 more behind them left out" in in_short(one, found)


def test_what_is_left_out_of_a_long_paste_is_counted_as_numbers_are_written() -> None:
    one = plan("".join(f"slice {number}\t1\n" for number in range(MOST_ROWS + 1_234)))
    assert "1,234 more behind them left out" in in_short(one, took(one))


def test_a_paste_in_the_currency_of_the_case_is_usable_however_amounts_are_marked() -> None:
    found = plan("item\tcost\nlabels\t\u20ac1,200\nlawyer\tEUR 800", "upfront.other")
    read = taken(found, Table(), "1", "EUR")
    assert not read.unusable
    assert [row.values()["cost"].likely for row in read.table.rows] == [1200, 800]
    dollars = taken(plan("item\tcost\nlabels\t$800", "upfront.other"), Table(), "1", "EUR")
    assert "not the case's currency" in dollars.unusable[0].problem


def test_whoever_writes_commas_may_have_a_paste_read_with_dots_and_their_own_stay_theirs() -> None:
    sheet = sheet_of("item\tcost\nlabels\t1,5\nlawyer\t12,25")
    assert sheet is not None
    own = plan_of(OTHER, sheet, "name", decimal_comma=True)
    for one in (own, replace(own, decimal_commas=False)):
        rows = took(one).table.rows
        assert [row.values()["cost"].likely for row in rows] == [1.5, 12.25]
