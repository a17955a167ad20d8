"""A session as it lies on disk: read with everything that is wrong, and every line named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rules.answers.problem import Problem
from tests.wizard.cases import COMPLETE, SAMPLES
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import read_session

TODAY = date(2026, 11, 24)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def problems(path: Path, text: str) -> list[tuple[int, str, str]]:
    path.write_text(text, encoding="utf-8")
    found = read_session(path).problems
    assert all(one.file == str(path) for one in found)
    return [(one.line or 0, one.key, one.severity) for one in found]


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_samples_have_no_problems(sample: Path) -> None:
    assert read_session(sample).problems == ()


def test_the_title_is_the_files_name_where_none_is_given(path: Path) -> None:
    path.write_text("schema = 1\n")
    assert read_session(path).title == "case"


def test_unusable_values_are_errors_with_their_lines(path: Path) -> None:
    text = (
        "schema = 1\ntitle = 5\n\n[volume]\ncalls_per_month = { likely = 5, low = 6, high = 7 }\n"
        "[[quality.slices]]\nteacher_score = 2\n[upfront.other]\nx = -1\n"
    )
    assert sorted(problems(path, text)) == [
        (2, "title", "error"),
        (5, "volume.calls_per_month", "error"),
        (7, "quality.slices[0].teacher_score", "error"),
        (9, "upfront.other.x", "error"),
    ]


def test_unknown_keys_are_warnings_that_name_the_nearest(path: Path) -> None:
    path.write_text(
        "schema = 1\n[volume]\ncals_per_month = 5\n[elsewhere]\nx = 1\n"
        "[[quality.slices]]\nshar = 1\n[teacher]\ncost_per_1k_calls = { likely = 1, note = 2 }\n"
    )
    found = {one.key: one for one in read_session(path).problems}

    assert {key: one.line for key, one in found.items()} == {
        "volume.cals_per_month": 3,
        "elsewhere": 4,
        "quality.slices[0].shar": 7,
        "teacher.cost_per_1k_calls.note": 9,
    }
    assert "did you mean volume.calls_per_month?" in found["volume.cals_per_month"].message
    assert "did you mean quality.slices[0].share?" in found["quality.slices[0].shar"].message
    assert all(one.severity == "warning" for one in found.values())


@pytest.mark.parametrize("text", ["result = 3", "result = 0", "result = []", "[[result]]\nx = 1"])
def test_a_result_that_is_no_table_is_warned_about(path: Path, text: str) -> None:
    path.write_text(f"schema = 1\n{text}\n", encoding="utf-8")
    assert problems(path, path.read_text(encoding="utf-8")) == [(2, "result", "warning")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("[volumes]\ncalls_per_month = 5\n", "volume"),
        ("[teacher.token]\ninput = 5\n", "teacher.tokens"),
        ("[[quality.slice]]\nname = 'a'\n", "quality.slices"),
        (
            "[volume]\ncalls_per_month = { likely = 5, sorce = 'x' }\n",
            "volume.calls_per_month.source",
        ),
        ("[upfront.other]\nbox = { likly = 5, likely = 5 }\n", "upfront.other.box.likely"),
        ("[[decision]]\ndate = 2026-01-01\n", "decisions"),
        ("[[decisions]]\ndat = 2026-01-01\n", "decisions[0].date"),
    ],
)
def test_unknown_tables_and_members_name_the_nearest_too(path: Path, text: str, meant: str) -> None:
    path.write_text(f"schema = 1\n{text}")
    (one,) = (one for one in read_session(path).problems if "is not a key" in one.message)
    assert one.message.endswith(f"did you mean {meant}?")


def test_a_contradiction_is_blamed_on_its_line(path: Path) -> None:
    text = "schema = 1\n[policy]\nhorizon_months = 12\nstrong_payback_months = 20\n"
    assert problems(path, text) == [(4, "policy.strong_payback_months", "error")]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("schema = 1\nx = ", 2, "a value behind the ="),
        ("x = 1", None, "schema = 1"),
        ("# hm\nschema = 9", 2, "upgrade"),
    ],
)
def test_what_is_no_session_is_refused_with_a_way_out(
    path: Path, text: str, line: int | None, says: str
) -> None:
    path.write_text(text)
    with pytest.raises(InputUnusable) as caught:
        read_session(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(path), line)
    assert says in problem.message


# ------------------------------------------------------------------ the result


def with_result(path: Path, text: str = COMPLETE, today: date = TODAY) -> str:
    path.write_text(text, encoding="utf-8")
    OpenSession.open(path).save(today)
    return path.read_text(encoding="utf-8")


def stale(path: Path) -> list[Problem]:
    return [one for one in read_session(path).problems if one.key == "result"]


def test_a_saved_result_matches_its_answers(path: Path) -> None:
    text = with_result(path)

    assert stale(path) == []
    assert text.startswith(COMPLETE.rstrip())
    assert 'verdict = "defensible"' in text
    assert "date = 2026-11-24" in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("likely = 6_000_000, low = 4.5e6", "likely = 5_000_000, low = 4.5e6"),
        ('verdict = "defensible"', 'verdict = "strong"'),
        ("redistillations_per_year = 2", "redistillations_per_year = 13"),
    ],
)
def test_a_result_that_no_longer_matches_is_reported_with_its_line(
    path: Path, old: str, new: str
) -> None:
    text = with_result(path)
    assert old in text
    path.write_text(text.replace(old, new))

    (problem,) = stale(path)
    assert problem.severity == "warning"
    assert problem.line == text.splitlines().index("[result]") + 1
    assert "no longer matches" in problem.message


def test_other_words_or_another_day_do_not_make_it_stale(path: Path) -> None:
    text = with_result(path)
    path.write_text(text.replace("date = 2026-11-24", "date = 2020-01-01"))
    assert stale(path) == []


def test_a_result_saved_before_a_figure_came_to_be_still_matches(path: Path) -> None:
    lines = with_result(path).splitlines(keepends=True)
    older = [one for one in lines if not one.startswith(("most_at_stake", "calls_to_payback"))]
    assert len(older) == len(lines) - 2
    path.write_text("".join(older))
    assert stale(path) == []


def with_figure(text: str, name: str, spelled: str) -> str:
    return re.sub(rf"(?m)^{name} = .*$", f"{name} = {spelled}", text)


def test_a_figure_has_twelve_digits(path: Path) -> None:
    text = with_result(path)
    assert "\npayback_months = 1.68918918919\n" in text
    assert "\nbreak_even_calls_per_month = 844594.594595\n" in text


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("annual_net_benefit", "266400.00000001"),
        # As it was written with all its digits, and with its last one rounded the other way.
        ("payback_months", "1.6891891891891893"),
        ("payback_months", "1.68918918918"),
    ],
)
def test_a_result_that_differs_beyond_its_digits_matches_and_is_left_as_it_stands(
    path: Path, name: str, spelled: str
) -> None:
    earlier = with_figure(with_result(path), name, spelled)
    path.write_text(earlier)
    assert stale(path) == []

    OpenSession.open(path).save(date(2027, 1, 1))
    assert path.read_text() == earlier


def test_a_result_that_differs_within_its_digits_is_reported(path: Path) -> None:
    path.write_text(with_figure(with_result(path), "payback_months", "1.68918919"))
    assert ["payback_months" in one.message for one in stale(path)] == [True]


def test_a_save_refreshes_it(path: Path) -> None:
    text = with_result(path).replace('verdict = "defensible"', 'verdict = "strong"')
    assert with_result(path, text) == with_result(path)


def test_the_date_stays_where_nothing_else_of_it_changed(path: Path) -> None:
    first = with_result(path)
    assert with_result(path, first, date(2027, 3, 1)) == first

    changed = first.replace("engineering_time = 30_000", "engineering_time = 60_000")
    assert "date = 2027-03-01" in with_result(path, changed, date(2027, 3, 1))


def test_what_a_person_added_to_the_result_does_not_survive_as_if_computed(path: Path) -> None:
    text = with_result(path) + "approved = true\n"
    assert "approved" not in with_result(path, text)
