"""Which system is meant, what is paired, which slices come of it, and what is suspicious."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.evaluation.made import (
    STUDENT,
    TEACHER,
    adds_up,
    ask,
    figures,
    inspect_log,
    lines,
    packed,
    promptfoo,
    promptfoo_results,
    samples,
    table,
    written,
)
from wizard.problems import InputUnusable


@pytest.mark.parametrize(
    ("teacher", "student"),
    [
        (TEACHER, STUDENT),
        ("gpt-4.1", "gpt-4.1-nano"),
        ("OpenAI:GPT-4.1", STUDENT),
        ("the big one", "GPT-4.1-Nano"),
    ],
)
def test_a_system_goes_by_its_name_its_label_or_its_last_part(
    tmp_path: Path, teacher: str, student: str
) -> None:
    found = ask(written(tmp_path / "x", promptfoo()), teacher=teacher, student=student)
    assert (found.teacher, found.student) == ("the big one", STUDENT)


def test_a_name_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = written(tmp_path / "x", promptfoo())
    with pytest.raises(
        InputUnusable, match=rf"--student gpt-5: .*there are the big one, {STUDENT}"
    ):
        ask(path, student="gpt-5")
    with pytest.raises(InputUnusable, match="--teacher and --student are both"):
        ask(path, student="the big one")


def test_a_last_part_that_several_have_leaves_a_choice(tmp_path: Path) -> None:
    results = promptfoo_results()
    for one in results:
        one["provider"] = {"id": ("azure:gpt-4.1", "openai:gpt-4.1")[one["promptIdx"]]}
    path = written(tmp_path / "x", promptfoo(results))
    with pytest.raises(
        InputUnusable, match=r"may be azure:gpt-4\.1, openai:gpt-4\.1; name it whole"
    ):
        ask(path, teacher="gpt-4.1", student="x")


def test_the_folder_that_the_harness_makes_of_a_model_goes_by_its_name(tmp_path: Path) -> None:
    paths = []
    for number, role in enumerate(("lab__big", "lab__small")):
        (tmp_path / role).mkdir()
        rows = [one for one in samples(number) if one["filter"] == "strict"]
        paths.append(written(tmp_path / role / "samples.jsonl", lines(rows)))
    found = ask(*paths, teacher="lab/big", student="lab/small")
    assert figures(found)["all"] == (9, 7 / 9, 5 / 9)


@pytest.mark.parametrize("of", ["path", "name", "stem", "folder"])
def test_a_file_that_names_no_system_goes_by_itself_or_its_folder(tmp_path: Path, of: str) -> None:
    paths = []
    for number, role in enumerate(("big", "small")):
        (tmp_path / f"{role}-run").mkdir()
        rows = [one for one in samples(number) if one["filter"] == "strict"]
        paths.append(packed(tmp_path / f"{role}-run" / f"{role}.jsonl.gz", lines(rows)))
    named = {
        "path": [str(one) for one in paths],
        "name": ["big.jsonl.gz", "small.jsonl.gz"],
        "stem": ["big", "small"],
        "folder": ["big-run", "small-run"],
    }[of]
    found = ask(*paths, teacher=named[0], student=named[1])
    assert figures(found)["all"] == (9, 7 / 9, 5 / 9)


def test_the_same_model_in_two_logs_is_told_by_file(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{one}.json", inspect_log(0)) for one in ("before", "after")]
    found = ask(*paths, teacher="before", student="after")
    assert figures(found)["tickets"] == (10, 0.8, 0.8)


def test_other_systems_are_left_out_and_counted(tmp_path: Path) -> None:
    results = promptfoo_results()
    results += [{**one, "promptIdx": 2, "provider": "local:tiny"} for one in results[::2]]
    found = ask(written(tmp_path / "x", promptfoo(results)))
    assert found.rows.dropped["other system"] == 10
    assert adds_up(found)


def test_items_that_one_lacks_are_counted_and_named(tmp_path: Path) -> None:
    results = [one for one in promptfoo_results() if one["testIdx"] not in (2, 3) or one["success"]]
    results = [one for one in results if (one["testIdx"], one["promptIdx"]) != (8, 1)]
    found = ask(written(tmp_path / "x", promptfoo(results)))
    assert (found.teacher_only.items, found.teacher_only.shown) == (2, ("test 6", "test 8"))
    assert (found.student_only.items, found.student_only.shown) == (1, ("test 3",))
    assert adds_up(found)


def test_an_id_that_may_be_a_text_or_an_address_is_told_by_its_row(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "big", "small"],
        ["me@example.org", 1, ""],
        ["what is it?", 1, ""],
        ["k1", 1, ""],
    ]
    path = written(tmp_path / "x", table([*rows, ["k2", 1, 1]]))
    found = ask(path, teacher="big", student="small")
    assert found.teacher_only.shown == ("row 2", "row 3", "item k1")


def test_nothing_in_common_is_refused(tmp_path: Path) -> None:
    results = [
        one for one in promptfoo_results() if (one["testIdx"] < 5) == (one["promptIdx"] == 0)
    ]
    with pytest.raises(
        InputUnusable, match="no item was scored for both: 5 for the teacher alone, 4"
    ):
        ask(written(tmp_path / "x", promptfoo(results)))


def test_items_of_two_harnesses_are_not_paired(tmp_path: Path) -> None:
    paths = [written(tmp_path / "a", promptfoo()), written(tmp_path / "b", inspect_log(1))]
    with pytest.raises(InputUnusable, match=r"different harnesses.*promptfoo JSON.*Inspect AI log"):
        ask(*paths)


def test_items_and_means_are_not_paired(tmp_path: Path) -> None:
    mean = inspect_log(1)
    mean["samples"] = []
    paths = [written(tmp_path / "a", inspect_log(0)), written(tmp_path / "b", mean)]
    with pytest.raises(InputUnusable, match="the student has only means"):
        ask(*paths)


def test_an_item_in_two_slices_or_in_none_is_dropped(tmp_path: Path) -> None:
    results = promptfoo_results()
    for one in results:
        if one["testIdx"] == 0 and one["promptIdx"]:
            one["testCase"]["metadata"]["part"] = "login"
        if one["testIdx"] == 1:
            del one["testCase"]["metadata"]["part"]
        if one["testIdx"] == 2 and one["promptIdx"]:
            del one["testCase"]["metadata"]["part"]
    found = ask(written(tmp_path / "x", promptfoo(results)), slice="part")
    assert figures(found)["billing"][0] == 3
    assert found.rows.dropped["in another slice for each system"] == 2
    assert found.rows.dropped["no value of the slice's field, or none that is a name"] == 2
    assert adds_up(found)


def test_a_field_that_makes_no_slices_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = written(tmp_path / "x", promptfoo())
    with pytest.raises(InputUnusable, match=r"--slice nope: .*fields part, ticket, lang"):
        ask(path, slice="nope")


@pytest.mark.parametrize("value", ["jane.doe@example.org", "word " * 100])
def test_addresses_and_texts_are_no_names_of_slices(tmp_path: Path, value: str) -> None:
    rows: list[list[Any]] = [["id", "who", "big", "small"], ["1", value, 1, 1], ["2", "team", 1, 0]]
    found = ask(written(tmp_path / "x", table(rows)), teacher="big", student="small", slice="who")
    assert figures(found) == {"team": (1, 1, 0)}


def test_a_field_with_a_value_for_each_item_is_no_slice(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["id", "big", "small"], *([f"item {one}", 1, 0] for one in range(50))]
    with pytest.raises(InputUnusable, match="50 values for 50 items"):
        ask(written(tmp_path / "x", table(rows)), teacher="big", student="small", slice="id")


def doubts(path: Path, rows: Sequence[tuple[object, object]]) -> list[str]:
    made = table([["big", "small"], *(list(row) for row in rows)])
    found = ask(written(path, made), teacher="big", student="small")
    return [*found.slices[0].suspicions, *found.notes]


def test_what_is_suspicious_of_scores(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert doubts(path, [(1, 1)] * 5 + [(1, 0)] * 5 + [(0, 0)] * 5) == []
    (far,) = doubts(path, [(1, 1)] * 5 + [(0, 1)] * 5)
    assert "50.0 points below the student" in far
    (nothing,) = doubts(path, [(0, 0)] * 5)
    assert "nothing right" in nothing
    (failing,) = doubts(path, [(1, 1), (0, 0)] * 5 + [(1, "error")] * 2)
    assert "16.7% of the student's answers are errors" in failing
    (twice,) = doubts(path, [(1, 1), (0, 0)] * 10)
    assert "the same system twice" in twice
    (judge,) = doubts(path, [(1, 1), (1, 0)] * 10)
    assert "quality.score_kind is agreement" in judge


def test_a_teacher_below_blind_guessing_is_suspicious(tmp_path: Path) -> None:
    for number, role in enumerate(("big", "small")):
        rows = [one for one in samples(number) if one["filter"] == "strict"]
        for one in rows:
            one["resps"] = [[["-1.0", "False"]]] * 4
            one["exact_match"] = float(one["doc_id"] == 0)
        written(tmp_path / role, lines(rows))
    found = ask(tmp_path / "big", tmp_path / "small", teacher="big", student="small")
    assert any("below blind guessing (25.0%)" in one for one in found.slices[0].suspicions)


def test_a_slice_of_which_only_errors_are_left_is_told(tmp_path: Path) -> None:
    results = promptfoo_results()
    for one in results:
        if one["testCase"]["metadata"]["part"] == "login" and one["promptIdx"]:
            one["failureReason"] = 2
    found = ask(written(tmp_path / "x", promptfoo(results)), slice="part")
    assert set(figures(found)) == {"billing"}
    assert any("nothing is left but errors in login" in note for note in found.notes)
