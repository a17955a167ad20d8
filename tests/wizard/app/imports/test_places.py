"""What is offered while a path is typed, and what it becomes in the line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.depth import sized
from wizard.app.imports.places import MOST, places_for
from wizard.app.imports.reading import sources_of
from wizard.problems import on_one_line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder at hand: logs of two kinds, a folder with two more, and what is no log."""
    for name in (
        "b.csv",
        "A.jsonl.gz",
        "notes.txt",
        ".hidden.csv",
        "logs/may.csv",
        "logs/june.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "my logs" / "more").mkdir(parents=True)
    (tmp_path / "my logs" / "it's.csv").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(typed: str, also: tuple[str, ...] = ()) -> list[str]:
    """What is offered."""
    found = places_for(typed, also)
    return [] if found is None else [one.name for one in found.inside]


def chosen(typed: str, name: str) -> str:
    """What the line is once one of these is chosen."""
    found = places_for(typed)
    assert found is not None
    return next(one.typed for one in found.inside if one.name == name)


def test_folders_come_first_then_what_can_be_read(folder: Path) -> None:
    assert names("") == ["../", "logs/", "my logs/", "A.jsonl.gz", "b.csv"]
    assert names(str(folder) + os.sep) == names("")
    found = places_for("")
    assert found is not None
    assert found.folder == str(folder)


def test_a_file_of_another_ending_is_offered_once_its_name_is_begun(folder: Path) -> None:
    assert names("n") == ["notes.txt"]
    assert names(".h") == [".hidden.csv"]
    assert names("a") == ["A.jsonl.gz"]
    (folder / "run.eval").touch()
    assert "run.eval" not in names("")
    assert "run.eval" in names("", (".eval",))


def test_a_folder_that_is_chosen_leads_into_it_and_above_it_again(folder: Path) -> None:
    assert chosen("", "logs/") == "logs/"
    assert names("logs/") == ["../", "june.csv", "may.csv"]
    assert chosen("logs/", "may.csv") == "logs/may.csv"
    assert chosen("logs/", "../") == ""
    assert chosen("", "../") == "../"
    assert chosen("../", "../") == "../../"
    assert chosen("logs/../", "../") == "logs/../../"
    assert chosen(f"{folder}/logs/", "../") == f"{folder}/"
    assert "../" not in names("/")


def test_the_folder_of_ones_own_is_looked_into(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert names("~/lo") == ["logs/"]
    assert chosen("~/", "logs/") == "~/logs/"
    assert chosen("~/", "../") == "~/../"
    assert names("~nobody-of-this-name/") == []


def test_a_name_that_begins_as_somebodys_folder_is_a_name(folder: Path) -> None:
    (folder / "~odd.csv").touch()
    assert sources_of(chosen("", "~odd.csv")) == ("~odd.csv",)


def test_the_last_of_several_paths_is_gone_on_with(folder: Path) -> None:
    assert names("b.csv lo") == ["logs/"]
    assert chosen("b.csv lo", "logs/") == "b.csv logs/"
    assert chosen("b.csv my", "my logs/") == "b.csv 'my logs/'"
    # The quote that was closed may be gone on behind.
    assert names("b.csv 'my logs/'") == ["../", "more/", "it's.csv"]
    assert names("b.csv 'my logs/i") == ["it's.csv"]
    line = chosen("b.csv 'my logs/'", "it's.csv")
    assert sources_of(line) == ("b.csv", "my logs/it's.csv")
    # One that is all of the line needs no quotes.
    assert names("my logs/m") == ["more/"]
    assert chosen("my logs/m", "more/") == "my logs/more/"


@pytest.mark.parametrize(
    "typed",
    [
        "*.csv",
        "logs/**/*.csv",
        "postgresql://u:p@h/",
        "b.csv postgresql://h/",
        "gone/",
        "zz",
        "b.csv",
    ],
)
def test_nothing_is_offered_where_nothing_can_be(folder: Path, typed: str) -> None:
    assert places_for(typed) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may look into any folder")
def test_a_folder_that_may_not_be_looked_into_offers_nothing(folder: Path) -> None:
    (folder / "logs").chmod(0)
    assert places_for("logs/") is None


def test_a_large_folder_is_listed_in_part(folder: Path) -> None:
    for number in range(MOST + 7):
        (folder / "logs" / f"x{number}.csv").touch()
    found = places_for("logs/x")
    assert found is not None
    assert len(found.inside) == MOST
    assert found.more == 7


def test_a_link_that_leads_nowhere_and_a_name_that_cannot_be_shown_stop_nothing(
    folder: Path,
) -> None:
    (folder / "gone.csv").symlink_to(folder / "nowhere")
    (folder / "a\x1b[31m.csv").touch()
    assert names("") == ["../", "logs/", "my logs/", "A.jsonl.gz", "b.csv", "gone.csv"]


@settings(max_examples=sized(60, 3000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text("ab '\"\\$~*?[#é!-", min_size=1, max_size=6).map(lambda name: f"q{name}"),
    st.sampled_from(["", "b.csv ", "'my logs/more' "]),
)
def test_what_is_chosen_is_what_is_read(folder: Path, name: str, before: str) -> None:
    path = folder / "logs" / f"{name}.csv"
    path.touch()
    try:
        found = places_for(f"{before}logs/q")
        if on_one_line(path.name) == path.name:
            assert found is not None
            line = next(one.typed for one in found.inside if one.name == path.name)
            assert sources_of(line)[-1] == f"logs/{path.name}"
    finally:
        path.unlink()
