"""Between the contents of a session and answers, both ways."""

from __future__ import annotations

import tomllib

import pytest

from rules.answers.answers import Answers, Entry, Row, Table
from rules.answers.case_of import case_of
from rules.answers.entries import spell
from rules.answers.estimate import Estimate
from rules.answers.validation import validate
from rules.questions import QUESTIONS
from tests.reference.generate import generate
from tests.wizard.cases import COMPLETE, answers_of, plain, typed
from wizard.sessions.changes import changes
from wizard.sessions.codec import decode
from wizard.toml.document import edit


def saved(text: str, after: Answers) -> str:
    """The text with the changes that lead to other answers."""
    raw = tomllib.loads(text)
    for edits in changes(decode(raw)[0], after, raw):
        text = edit(text, edits)
    return text


def test_generated_sessions_become_the_case_they_describe() -> None:
    for seed in range(60):
        raw = generate(seed)
        answers, wrong = decode(raw)
        case, problems = case_of(Answers(dict(answers)))
        assert (wrong, problems) == ({}, ()), seed
        assert case.model_dump(exclude={"workshop"}) == validate(raw)[0].model_dump(
            exclude={"workshop"}
        ), seed
        assert answers.case in (case, None), seed


def test_the_case_of_a_file_is_known_until_an_answer_of_it_is_another() -> None:
    answers, _ = decode(tomllib.loads(COMPLETE))
    assert answers.case is not None
    assert case_of(answers)[0] is answers.case
    changed = answers.answer("task.breadth", None)
    assert changed.case is None
    assert case_of(changed)[0].task.breadth is None


def test_records_are_no_part_of_the_case_that_answers_describe() -> None:
    recorded, _ = decode(tomllib.loads(COMPLETE) | {"portfolio": {"needs": ["other.toml"]}})
    assert recorded.case is None
    assert case_of(recorded)[0].portfolio.needs == ()


def test_what_is_not_usable_keeps_a_case_from_being_known() -> None:
    answers, wrong = decode(tomllib.loads(COMPLETE) | {"currency": "euro"})
    assert list(wrong) == [("currency",)]
    assert answers.case is None
    assert [one.key for one in case_of(answers)[1]] == ["currency"]


def test_generated_sessions_can_be_written_from_nothing() -> None:
    for seed in range(20):
        answers, _ = decode(generate(seed))
        text = saved("schema = 1\n", answers)
        assert plain(answers_of(text)) == plain(answers), seed


def test_answers_are_spelled_as_one_would_type_them() -> None:
    answers = answers_of(COMPLETE)

    assert answers["volume.calls_per_month"].text == "6M (4.5M..8M)"
    assert answers["volume.calls_per_month"].basis == "measured"
    assert answers["as_of"].text == "2026-11-24"
    rows = answers["quality.slices"].value.rows
    assert [row.cells["teacher_score"].text for row in rows] == ["95%", "97%"]
    other = answers["upfront.other"].value.rows
    assert [row.cells["name"].text for row in other] == ["licence", "legal review"]


@pytest.mark.parametrize(
    ("text", "key", "shown"),
    [
        ("[volume]\ncalls_per_month = -5", "volume.calls_per_month", "-5"),
        ("[volume]\ncalls_per_month = nan", "volume.calls_per_month", "nan"),
        ("[student]\ncost_per_1k_calls = { low = 1 }", "student.cost_per_1k_calls", "{ low = 1 }"),
        ('[task]\nbreadth = "wide"', "task.breadth", "wide"),
        ("title = 5", "title", "5"),
        ("quality = { slices = 5 }", "quality.slices", "5"),
        ("as_of = 2026-11-24T10:00:00", "as_of", "2026-11-24T10:00:00"),
    ],
)  # fmt: skip
def test_what_is_not_usable_keeps_its_text_and_counts_as_missing(
    text: str, key: str, shown: str
) -> None:
    answers, wrong = decode(tomllib.loads(f"schema = 1\n{text}"))

    entry = answers[key]
    assert (entry.text, entry.value) == (shown, None)
    assert entry.problem
    assert answers.value(key) is None
    assert list(wrong.values()) == [entry.problem]


def test_a_table_that_is_none_takes_its_answers_with_it() -> None:
    answers, wrong = decode(tomllib.loads('schema = 1\nvolume = 5\ntitle = "x"'))

    assert list(answers) == ["title"]
    assert list(wrong) == [("volume",)]


def test_an_unusable_range_keeps_basis_and_source() -> None:
    table = '{ likely = -1, low = -2, high = 0, basis = "quoted", source = "list" }'
    answers = answers_of(f"schema = 1\nstudent = {{ cost_per_1k_calls = {table} }}")

    entry = answers["student.cost_per_1k_calls"]
    assert (entry.text, entry.basis, entry.source) == ("-1 (-2..0)", "quoted", "list")
    assert entry.problem
    assert entry.word


@pytest.mark.parametrize(
    ("members", "stated"),
    [
        ("likely = 5", "5"),
        ("likely = 5, low = 6", "5 (6..)"),
        ("likely = 5, high = 4", "5 (..4)"),
        ("likely = 5, low = 6, high = 4", "5 (6..4)"),
    ],
)
def test_an_unusable_number_shows_what_the_file_has_of_it(members: str, stated: str) -> None:
    text = f"schema = 1\n[volume]\ncalls_per_month = {{ {members}, basis = 7 }}\n"
    entry = decode(tomllib.loads(text))[0]["volume.calls_per_month"]

    assert (entry.text, entry.value) == (stated, None)


def test_values_that_only_contradict_each_other_are_answers() -> None:
    """It may be the other one that is changed, and then this one must count again."""
    text = "schema = 1\n[policy]\nstrong_payback_months = 20\n"
    answers, wrong = decode(tomllib.loads(text))

    assert answers.value("policy.strong_payback_months") == 20
    assert list(wrong) == [("policy", "strong_payback_months")]
    mended = answers.answer(
        "policy.defensible_payback_months", typed("policy.defensible_payback_months", "22")
    )
    assert case_of(mended)[1] == ()


# ------------------------------------------------------------------ changes


def test_nothing_changed_is_nothing_to_write() -> None:
    raw = tomllib.loads(COMPLETE)
    answers = decode(raw)[0]

    assert list(changes(answers, answers, raw)) == []
    assert list(changes(answers, decode(raw)[0], raw)) == []


def test_a_number_changes_in_the_manner_in_which_it_was_written() -> None:
    answers = answers_of(COMPLETE)
    before = answers["volume.calls_per_month"].value
    more = Estimate(7_000_000.0, before.low, before.high, "measured", "new logs")
    answers = answers.answer("volume.calls_per_month", Entry("7M", more))
    answers = answers.answer("student.cost_per_1k_calls", Entry("0.7", Estimate(0.7)))

    assert _changed_lines(COMPLETE, saved(COMPLETE, answers)) == {
        "calls_per_month = { likely = 6_000_000, low = 4.5e6, high = 8_000_000,"
        ' basis = "measured" }': "calls_per_month = { likely = 7_000_000, low = 4.5e6,"
        ' high = 8_000_000, basis = "measured", source = "new logs" }',
        "cost_per_1k_calls = 0.5": "cost_per_1k_calls = 0.7",
    }


def test_members_the_program_does_not_know_stay_in_a_number() -> None:
    text = 'schema = 1\n[volume]\ncalls_per_month = { likely = 5, ticket = "OPS-1" }\n'
    answers = answers_of(text).answer(
        "volume.calls_per_month", typed("volume.calls_per_month", "6")
    )

    assert saved(text, answers) == text.replace("5", "6")


def test_an_unusable_entry_leaves_its_key_in_the_file_alone() -> None:
    text = "schema = 1\n[volume]\ncalls_per_month = -5 # to do\nshare_moved = 0.5\n"
    answers = answers_of(text).answer("volume.share_moved", typed("volume.share_moved", "60%"))
    assert saved(text, answers) == text.replace("0.5", "0.6")

    still_wrong = answers.answer("volume.share_moved", Entry("lots", problem="Not a number"))
    assert saved(text, still_wrong) == text


def test_an_answer_taken_back_leaves_the_file() -> None:
    answers = answers_of(COMPLETE).answer("student.cost_per_1k_calls", None)
    assert "cost_per_1k_calls = 0.5" not in saved(COMPLETE, answers)


def test_rows_are_changed_removed_and_added_where_they_stand() -> None:
    answers = answers_of(COMPLETE)
    table = answers["quality.slices"].value
    fraud = table.rows[1].with_cell("share", _cell("share", 0.4))
    added = Row("9", {"name": Entry("other", "other"), "share": _cell("share", 0.6)})
    after = answers.answer("quality.slices", Entry("", Table((fraud, added))))

    text = saved(COMPLETE, after)

    assert plain(answers_of(text))["quality.slices"] == [
        {"name": "fraud", "share": 0.4, "teacher_score": 0.97, "student_score": 0.96},
        {"name": "other", "share": 0.6},
    ]
    assert "billing" not in text


def test_named_rows_are_keys() -> None:
    answers = answers_of(COMPLETE)
    licence, legal = answers["upfront.other"].value.rows
    cost = licence.with_cell("cost", Entry("6k", Estimate(6_000.0)))
    added = Row("7", {"name": Entry("gate.way", "gate.way"), "cost": Entry("1", Estimate(1.0))})
    after = answers.answer("upfront.other", Entry("", Table((cost, added))))

    text = saved(COMPLETE, after)

    assert tomllib.loads(text)["upfront"]["other"] == {"licence": 6000, "gate.way": 1}
    assert "# purchase order 17" in text
    assert legal.values()["name"] == "legal review"


def _cell(column: str, value: float) -> Entry:
    found = QUESTIONS["quality.slices"].column(column)
    assert found is not None
    return Entry(spell(found, value), value)


def _changed_lines(before: str, after: str) -> dict[str, str]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return {old: new for old, new in pairs if old != new}


def test_rows_that_are_added_together_are_one_edit_however_many() -> None:
    raw = tomllib.loads('schema = 1\n[[quality.slices]]\nname = "billing"\n')
    before = decode(raw)[0]
    rows = before.table("quality.slices").rows
    names = [f"slice {number}" for number in range(50)]
    added = [Row(f"new {name}", {"name": Entry(name, name)}) for name in names]
    after = Answers({**before.entries, "quality.slices": Entry("", Table((*rows, *added)))})

    (edits,) = changes(before, after, raw)

    assert list(edits.values()) == [{"name": name} for name in names]
