"""`payback import evaluation`: what it prints, what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.locked import lock_up
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Outcome, Payback
from tests.wizard.imports.evaluation.made import (
    CANARY,
    STUDENT,
    TEACHER,
    promptfoo,
    results,
    table,
    wide,
    written,
)
from wizard.ask import signals
from wizard.ask.terminal import Ended
from wizard.cli.importing import evaluation as importing
from wizard.imports import accepting
from wizard.problems import InputUnusable
from wizard.sessions.open_session import OpenSession

BARE = 'schema = 1\ntitle = "Tickets" # ours\n'
SYSTEMS = ("--teacher", TEACHER, "--student", STUDENT, "--slice", "part")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "results.json", promptfoo())


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return written(tmp_path / "bare.toml", BARE)


def quality(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")).get("quality", {})
    return found


def test_the_review(payback: Payback, source: Path) -> None:
    done = payback("import", "evaluation", source, *SYSTEMS)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:4] == [
        "promptfoo JSON: results.json",
        "20 rows read, 18 kept, 1 error, 1 unpaired",
        f"teacher the big one, student {STUDENT}, metric pass",
        "1 item unpaired, scored for the teacher alone: test 6",
    ]
    assert lines[5].endswith("teacher  student  difference (paired 95%)  errors")
    assert lines[6].split()[:4] == ["billing", "5", "80.0%", "60.0%"]
    assert "share=30%" in done.out
    assert CANARY not in done.out


@pytest.mark.parametrize("name", ["*.json", "", "results.json"])
def test_patterns_and_folders_name_each_file_once(
    payback: Payback, source: Path, name: str
) -> None:
    done = payback("import", "evaluation", source, source.parent / name, *SYSTEMS)
    assert done.out == payback("import", "evaluation", source, *SYSTEMS).out
    assert "20 rows read" in done.out


def test_a_single_slice_is_all_of_the_traffic_and_asks_for_no_share(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("item,big,small\n1,1,1\n2,1,0\n", encoding="utf-8")
    done = payback("import", "evaluation", path, "--teacher", "big", "--student", "small", "--json")
    assert json.loads(done.out)["not_proposed"] == []


def test_json(payback: Payback, source: Path) -> None:
    done = payback("import", "evaluation", source, *SYSTEMS, "--json")
    found = json.loads(done.out)
    assert found["rows"] == {"read": 20, "kept": 18, "dropped": {"error": 1, "unpaired": 1}}
    assert [(one["name"], one["examples"]) for one in found["slices"]] == [
        ("billing", 5),
        ("login", 4),
    ]
    assert found["overall"]["examples"] == 9
    difference = found["slices"][0]["difference"]
    assert difference["low"] < 0.19 < difference["value"] < 0.21 < difference["high"]
    (proposal,) = found["proposals"]
    assert (proposal["key"], proposal["basis"]) == ("quality.slices", "measured")
    assert proposal["value"][0] == {
        "name": "billing",
        "examples": 5,
        "teacher_score": 0.8,
        "student_score": 0.6,
    }
    assert "billing +20.0 (" in proposal["source"]
    assert [one["key"] for one in found["not_proposed"]] == ["quality.slices.share"]
    assert found["accepted"] == []
    assert CANARY not in done.out + done.err


def test_what_is_accepted_is_written_and_judged(payback: Payback, source: Path, bare: Path) -> None:
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", bare, "--accept", "all")
    assert done.status == 0
    assert bare.read_text(encoding="utf-8").startswith(BARE)
    found = quality(bare)
    assert found["basis"] == "measured"
    assert str(found["evaluated_on"]) == "2026-06-02"
    assert [set(one) for one in found["slices"]] == [
        {"name", "examples", "teacher_score", "student_score"}
    ] * 2
    assert "paired 95% intervals: billing +20.0 (" in found["source"]
    assert CANARY not in bare.read_text(encoding="utf-8")
    judged = json.loads(payback("assess", bare, "--json").out)
    assert judged["result"]["quality"]["error_rate_increase"] == pytest.approx((0.2 + 0.25) / 2)
    reopened = OpenSession.open(bare)
    assert [row.values()["examples"] for row in reopened.answers.table("quality.slices").rows] == [
        5,
        4,
    ]
    assert payback("check", bare).status == 0


def test_slices_that_are_there_keep_their_shares_and_the_rest(
    payback: Payback, source: Path, tmp_path: Path
) -> None:
    text = COMPLETE.replace('"fraud"', '"login"').replace(
        "share = 0.3", "share = 0.3\ncritical = true\nminimum_score = 0.4"
    )
    case = written(tmp_path / "case.toml", text)
    assert (
        payback(
            "import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "quality.slices"
        ).status
        == 0
    )
    billing, login = quality(case)["slices"]
    assert (billing["share"], billing["teacher_score"], billing["examples"]) == (0.7, 0.8, 5)
    assert (login["share"], login["critical"], login["minimum_score"]) == (0.3, True, 0.4)
    assert "# The big one." in case.read_text(encoding="utf-8")
    again = case.read_bytes()
    payback("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    assert case.read_bytes() == again


def test_a_slice_goes_by_the_name_that_the_session_has_for_it_in_any_case(
    payback: Payback, source: Path, tmp_path: Path
) -> None:
    case = written(tmp_path / "case.toml", COMPLETE.replace('"fraud"', '"Login  "'))
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    slices = quality(case)["slices"]
    assert [(one["name"], one["examples"]) for one in slices] == [("billing", 5), ("Login  ", 4)]
    # Both have their share: nothing is left open.
    assert "Left open" not in done.out


def test_names_that_differ_in_their_capitals_alone_are_told_apart_by_them(
    payback: Payback, source: Path, tmp_path: Path
) -> None:
    text = COMPLETE.replace('"fraud"', '"login"').replace('"billing"', '"LOGIN"')
    case = written(tmp_path / "case.toml", text)
    payback("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    slices = quality(case)["slices"]
    assert [one["name"] for one in slices if one.get("examples") == 4] == ["login"]


def test_a_slice_without_a_share_does_not_join_those_with_shares(
    payback: Payback, source: Path, tmp_path: Path
) -> None:
    case = written(tmp_path / "case.toml", COMPLETE)
    arguments = ("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    done = payback(*arguments)
    assert done.status == 0
    assert "quality.slices[2].name=login" in done.out.replace("\n  ", " ")
    assert [one["name"] for one in quality(case)["slices"]] == ["billing", "fraud"]
    payback("set", case, "quality.slices[2].name=login", "quality.slices[2].share=10%")
    assert payback(*arguments).status == 0
    assert quality(case)["slices"][2]["student_score"] == 0.5


def test_two_slices_of_one_name_in_a_session_are_refused(
    payback: Payback, source: Path, tmp_path: Path
) -> None:
    case = written(tmp_path / "case.toml", COMPLETE.replace('"fraud"', '"billing"'))
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    assert "several rows are called billing" in refused(done)


def test_rows_that_cannot_be_read_and_many_files_are_told(payback: Payback, tmp_path: Path) -> None:
    for number in range(4):
        made = promptfoo()
        made["results"]["results"].append(CANARY)
        written(tmp_path / f"{number}.json", made)
    done = payback("import", "evaluation", tmp_path / "*.json", *SYSTEMS)
    assert "  0.json, row 21: no result of a test" in done.out.splitlines()
    assert "4 no result of a test" in done.out.replace("\n  ", " ")
    assert "(0.json, 1.json, 2.json, 1 more)" in done.out.replace("\n  ", " ")


def test_scores_from_elsewhere_keep_their_basis(
    payback: Payback, source: Path, tmp_path: Path
) -> None:
    text = COMPLETE.replace("share = 0.7\n", "").replace("share = 0.3\n", "")
    case = written(tmp_path / "case.toml", f'{text}\n[quality]\nsource = "by eye"\n')
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    found = quality(case)
    assert found["basis"] == "estimated"
    assert found["source"].startswith("by eye; promptfoo JSON")
    assert "evaluated_on" not in found
    assert "estimated, since fraud came from elsewhere" in done.out
    payback("set", case, "quality.slices[1]=")
    payback("import", "evaluation", source, *SYSTEMS, "--into", case, "--accept", "all")
    assert quality(case)["basis"] == "measured"
    assert quality(case)["source"].startswith("promptfoo JSON")


def test_means_do_not_replace_counted_examples_unless_they_are_named(
    payback: Payback, tmp_path: Path
) -> None:
    paths = []
    for name, value in (("big", 0.8), ("small", 0.7)):
        made = results(name, billing=value)
        del made["n-samples"]
        paths.append(written(tmp_path / name, made))
    text = COMPLETE.replace("share = 0.7", "share = 0.7\nexamples = 900")
    case = written(tmp_path / "case.toml", text)
    arguments = ("import", "evaluation", *paths, "--teacher", "big", "--student", "small")
    done = payback(*arguments, "--into", case, "--accept", "all")
    assert (done.status, case.read_text(encoding="utf-8")) == (0, text)
    assert "how many examples billing has" in done.err
    payback(*arguments, "--into", case, "--accept", "quality.slices")
    billing = quality(case)["slices"][0]
    assert (billing["teacher_score"], billing.get("examples")) == (0.8, None)


class Typing:
    """A terminal at which somebody types these words."""

    def __init__(self, *words: str) -> None:
        self._words = list(words)
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self._words:
            raise Ended
        return self._words.pop(0)


@pytest.mark.parametrize(("words", "taken"), [(["what", "n"], False), ([], False), ([""], True)])
def test_at_a_terminal_each_proposal_is_asked_about(
    payback: Payback,
    source: Path,
    bare: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    taken: bool,
) -> None:
    terminal = Typing(*words)
    monkeypatch.setattr(importing, "has_terminal", lambda: True)
    monkeypatch.setattr(signals, "PlainTerminal", lambda **_: terminal)
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", bare)
    assert done.status == (0 if words else 130)
    assert "\nquality.slices" in terminal.said
    assert bool(quality(bare)) == taken
    if not taken:
        assert bare.read_text(encoding="utf-8") == BARE
        assert "Nothing was" in done.out + done.err


@pytest.mark.parametrize("word", ["volume", "volume."])
def test_a_table_names_what_is_in_it_also_with_the_dot_that_completion_leaves(word: str) -> None:
    offered = [accepting.Question(one, "", "") for one in ("volume.a", "volumes.b", "volume.c.d")]
    accepting.refuse_strangers([word], [one.key for one in offered])
    assert accepting.accepted(offered, [word]) == {"volume.a", "volume.c.d"}


@pytest.mark.parametrize("word", [".", "", "volume.a.", "volume..", "vol."])
def test_what_names_nothing_is_refused(word: str) -> None:
    with pytest.raises(InputUnusable):
        accepting.accepted([accepting.Question("volume.a", "", "")], [word])


def test_a_better_answer_is_left_where_somebody_only_presses_enter() -> None:
    worse = accepting.Question("a.key", "what is there", "another", "What is there is better")
    assert accepting.asked([worse], Typing("")) == frozenset()
    assert accepting.asked([worse], Typing("yes")) == {"a.key"}
    assert accepting.accepted([worse], ["all"]) == frozenset()
    assert accepting.accepted([worse], ["all", "a.key"]) == {"a.key"}


def refused(done: Outcome) -> str:
    assert (done.status, done.out) == (2, "")
    return done.err


def test_wrong_usage(payback: Payback, source: Path, bare: Path) -> None:
    start = ("import", "evaluation", source, *SYSTEMS)
    assert "name it with --into" in refused(payback(*start, "--accept", "all"))
    assert "--accept all" in refused(payback(*start, "--into", bare))
    assert "--accept all" in refused(payback(*start, "--into", bare, "--json"))
    never = "'volume' is never proposed here; there can be quality.slices, or all"
    assert never in refused(payback(*start, "--into", bare, "--accept", "volume"))
    assert "no such file" in refused(
        payback(*start, "--into", bare.with_name("none.toml"), "--accept", "all")
    )
    assert bare.read_text(encoding="utf-8") == BARE


def test_json_tells_what_was_written(payback: Payback, source: Path, bare: Path) -> None:
    done = payback(
        "import", "evaluation", source, *SYSTEMS, "--into", bare, "--accept", "all", "--json"
    )
    assert json.loads(done.out)["accepted"] == ["quality.slices"]
    assert quality(bare)["basis"] == "measured"


def test_what_somebody_else_changes_meanwhile_is_not_overwritten(
    payback: Payback, source: Path, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (
        f'{BARE}[[quality.slices]]\nname = "billing"\nteacher_score = 0.5\nstudent_score = 0.4\n'
    )

    class Meanwhile(Typing):
        def ask(self, prompt: str) -> str:
            bare.write_text(other, encoding="utf-8")
            return "y"

    monkeypatch.setattr(importing, "has_terminal", lambda: True)
    monkeypatch.setattr(signals, "PlainTerminal", lambda **_: Meanwhile())
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", bare)
    assert done.status == 2
    assert "changed meanwhile" in done.err
    assert bare.read_text(encoding="utf-8") == other


def test_terminal_escapes_in_names_reach_no_terminal(
    payback: Payback, tmp_path: Path, bare: Path
) -> None:
    made = promptfoo()
    for one in made["results"]["results"]:
        one["testCase"]["metadata"]["part"] = "\x1b[31mred"
    source = written(tmp_path / "x\x1b[2J.json", made)
    done = payback("import", "evaluation", source, *SYSTEMS, "--into", bare, "--accept", "all")
    assert done.status == 0
    assert "\x1b" not in done.out + done.err
    assert "\x1b" not in bare.read_text(encoding="utf-8")
    assert payback("assess", bare).status == 0


@pytest.mark.parametrize("made", ["promptfoo", "wide"])
def test_without_a_system_those_there_are_told(made: str, tmp_path: Path, payback: Payback) -> None:
    if made == "wide":
        source = written(tmp_path / "scores.csv", table(wide()))
    else:
        source = written(tmp_path / "scores.json", promptfoo())
    done = payback("import", "evaluation", source)
    assert done.status == 2
    assert "--teacher" in done.err
    assert "openai:gpt-4.1-nano" in done.err


def test_a_folder_that_a_pattern_passes_over_is_told_of(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in ("old", "new"):
        (tmp_path / "runs" / month).mkdir(parents=True)
        written(tmp_path / "runs" / month / "scores.csv", table(wide()))
    lock_up(tmp_path / "runs" / "old", monkeypatch)
    monkeypatch.chdir(tmp_path)
    told = payback("import", "evaluation", "runs/*/*.csv", *SYSTEMS)
    assert told.status == 0, told.err
    assert "permission to look into runs/old: nothing there is read" in told.said
