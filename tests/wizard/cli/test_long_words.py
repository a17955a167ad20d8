"""What somebody typed is repeated as far as it is known by, however long it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.answers.problem import Problem, briefly
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback

LONG = "x" * 3_000
BEGINNING = f"{'x' * 79}… (3,000 characters)"
DIGITS = "9" * 3_000


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("set", "case.toml", f"volume.calls_per_month={LONG}"),
        ("set", "case.toml", f"task.breadth={LONG}"),
        ("set", "case.toml", f"volume.calls_per_month.basis={LONG}"),
        ("assess", "case.toml", "--set", f"volume.calls_per_month={LONG}"),
        ("set", "case.toml", LONG),
        ("set", "case.toml", f"{LONG}=1"),
        ("assess", "case.toml", "--set", f"{LONG}=1"),
        ("rules", LONG),
        ("samples", LONG),
        ("prices", LONG),
        ("assess", LONG),
        ("scan", LONG),
        ("track", "case.toml", "--launched", LONG),
        ("assess", "case.toml", f"--fail-under={LONG}"),
        ("assess", "case.toml", f"--{LONG}"),
        ("decide", "case.toml", LONG),
        (LONG,),
    ],
    ids=lambda words: " ".join(words)[:45],
)
def test_a_word_of_three_thousand_characters_is_told_by_its_beginning(
    payback: Payback, case: Path, words: tuple[str, ...]
) -> None:
    told = payback(*words)
    said = told.err or told.out
    assert "xxx… (3," in said
    assert "x" * 81 not in said
    assert len(said) < 600, said
    assert case.read_text(encoding="utf-8") == COMPLETE


def test_a_row_of_a_huge_number_is_told_briefly_and_suggested_as_a_row_there_can_be(
    payback: Payback, case: Path
) -> None:
    short = payback("set", case, "quality.slices[99999999999999].examples=1")
    assert "did you mean quality.slices[0].examples?" in short.err
    long = payback("set", case, f"quality.slices[{DIGITS}].examples=1")
    assert long.status == 2
    assert len(long.err) < 300, long.err


def test_the_path_of_a_file_is_told_whole_as_long_as_a_disk_could_have_it() -> None:
    path = "/".join(["folder" * 40] * 4)
    assert str(Problem("is wrong", file=path)) == f"{path}: is wrong"
    assert str(Problem("is wrong", file=LONG, line=3)) == f"{BEGINNING}:3: is wrong"


def test_what_is_short_enough_is_told_as_it_is() -> None:
    assert briefly("x" * 80) == "x" * 80
    assert briefly("x" * 81) == f"{'x' * 79}… (81 characters)"
