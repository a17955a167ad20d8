"""What cannot be read is refused or counted, said without its content, and never a failure."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import sized
from tests.wizard.imports.evaluation.made import (
    CANARY,
    PLAIN,
    STUDENT,
    TEACHER,
    adds_up,
    archive,
    ask,
    inspect_header,
    inspect_log,
    inspect_samples,
    lines,
    promptfoo,
    promptfoo_new_csv,
    promptfoo_old_csv,
    promptfoo_results,
    results,
    same,
    samples,
    table,
    wide,
    written,
)
from wizard.imports.evaluation.sources import streams
from wizard.problems import InputUnusable


def refusal(*paths: Path, **wish: Any) -> str:
    with pytest.raises(InputUnusable) as caught:
        ask(*paths, **wish)
    assert CANARY not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"[]", "is an empty list: it holds no answers"),
        (b"[\n]\n", "is an empty list"),
        (b"{}", "no format"),
        (b"PAR1\x15\0, \x15\nid,big,small\n", "is Parquet, and scores are wanted here"),
        (b"SQLite format 3\0, a, b\n1,2,3\n", "is no text; scores are read from CSV, JSON"),
        (gzip.compress(b"id,big,small\n1,\0,1\n", mtime=0), "is no text"),
        (b"just words\n", "no format"),
        (b'{"results": {}}', "no format"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no format|thousands of digits"),
        (b'{\n"a": [1, 2,\n', "breaks off at line 3"),
        (b'{"a": "never ending', "breaks off at line 1"),
        (b'{"a": nonsense}', "no JSON from line 1"),
        (b'a,"b\n1,2\n', "first line has no end"),
        (bytes(range(256)) * 20, "is no text; scores are read from"),
        (b"PK\x03\x04 and no more", "zip file that breaks off"),
        (b"\x28\xb5\x2f\xfd and more", "is packed with zstd; unpack it"),
    ],
)
def test_what_is_no_evaluation(tmp_path: Path, content: bytes, said: str) -> None:
    assert re.search(said, refusal(written(tmp_path / "x", content)))


def test_what_is_not_there_or_a_folder(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nowhere")
    assert "is a folder" in refusal(tmp_path)
    assert "its name is too long" in refusal(tmp_path / ("x" * 300))


def test_what_has_no_rows_holds_no_answers(tmp_path: Path) -> None:
    heading = written(tmp_path / "x.csv", table(wide()[:1]))
    assert "holds no answers: this table has no rows" in refusal(heading)
    none = written(tmp_path / "x.json", promptfoo([]))
    assert "holds no answers: this promptfoo JSON has no rows" in refusal(none)


def test_members_of_a_list_that_are_no_rows_are_counted(tmp_path: Path) -> None:
    heading, *rows = wide()
    members = [dict(zip(heading, row, strict=True)) for row in rows]
    found = ask(written(tmp_path / "x.json", [CANARY, *members, 1, None]), slice="part")
    assert same(found, PLAIN)
    assert found.rows.dropped["no object"] == 3
    assert found.bad[0][1:] == (1, "no object")


def test_a_sample_without_an_id_and_a_task_without_a_name_are_left_out(tmp_path: Path) -> None:
    rows = [one for one in samples(0) if one["filter"] == "strict"]
    for at, item in enumerate((None, 1.5, [1], True)):
        rows[at] |= {"doc_id": item, "doc_hash": None}
    big = written(tmp_path / "big.jsonl", lines(rows))
    small = written(tmp_path / "small.jsonl", lines(samples(1)))
    found = ask(big, small, teacher="big", student="small", filter="strict")
    assert found.rows.dropped["no id of an item"] == 4
    logs = [results("lab/big", arc=0.75, law=0.5), results("lab/small", arc=0.5, law=0.25)]
    logs[0]["results"] |= {"ann@example.com": {"acc,none": 0.5}}
    paths = [written(tmp_path / f"{at}.json", log) for at, log in enumerate(logs)]
    found = ask(*paths, teacher="lab/big", student="lab/small")
    assert found.rows.dropped == {"no name of a task": 1}
    assert [one.name for one in found.slices] == ["arc", "law"]


@pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
def test_truncated_files_say_where_they_break_off(tmp_path: Path, part: float) -> None:
    whole = json.dumps(promptfoo(), indent=1)
    assert "breaks off at line" in refusal(written(tmp_path / "x", whole[: int(part * len(whole))]))
    data = gzip.compress(whole.encode())
    assert "gzip file that breaks off" in refusal(
        written(tmp_path / "y", data[: int(part * len(data))])
    )
    zipped = archive(tmp_path / "z", {"header.json": inspect_header("m"), "summaries.json": []})
    data = zipped.read_bytes()
    assert "zip file that breaks off" in refusal(written(zipped, data[: int(part * len(data))]))


def test_damage_within_a_packed_file(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(json.dumps(promptfoo()).encode()))
    data[40:60] = b"\xff" * 20
    assert "damaged gzip" in refusal(written(tmp_path / "x", bytes(data)))
    path = archive(tmp_path / "z", {"header.json": inspect_header("m"), "summaries.json": []})
    data = bytearray(path.read_bytes())
    data[60:80] = b"\xff" * 20
    assert "damaged zip" in refusal(written(path, bytes(data)))


def test_bombs_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "FREE_BYTES", 1_000_000)
    spaces = b" " * 3_000_000
    assert "more than 200 times" in refusal(written(tmp_path / "x", gzip.compress(spaces)))
    path = archive(tmp_path / "z", {"header.json": b"[1" + spaces + b"]"})
    assert "more than 200 times" in refusal(path)
    monkeypatch.setattr(streams, "MOST_BYTES", 2_000_000)
    assert "larger than 2 MB" in refusal(written(tmp_path / "y", spaces))


def test_bad_rows_are_counted_and_sampled_without_what_stands_in_them(tmp_path: Path) -> None:
    good = lines(promptfoo_results())
    bad = f'{{"testIdx": "{CANARY}", "promptIdx": 0\n["{CANARY}"]\n{{"{CANARY}": 1}}\n'
    found = ask(written(tmp_path / "x", good + bad), slice="part")
    assert same(found, PLAIN)
    assert [(one.row, one.reason) for one in found.bad] == [
        (21, "no JSON"),
        (22, "no result of a test"),
        (23, "no result of a test"),
    ]
    assert (found.rows.read, found.rows.dropped["no JSON"]) == (23, 1)
    assert adds_up(found)
    assert CANARY not in repr(found)


def test_a_first_line_that_is_broken_is_one_bad_row(tmp_path: Path) -> None:
    found = ask(written(tmp_path / "x", '{"broken\n' + lines(promptfoo_results())), slice="part")
    assert same(found, PLAIN)
    assert found.bad[0].row == 1


def test_more_than_half_bad_is_refused(tmp_path: Path) -> None:
    rows = [*promptfoo_results(), *[CANARY] * 21]
    said = refusal(written(tmp_path / "x", promptfoo(rows)))
    assert "21 of 41 rows" in said
    assert "row 21: no result of a test" in said


def test_ragged_lines_and_quotes_without_end(tmp_path: Path) -> None:
    made = table(wide(), end="\n") + f'10,x,"{CANARY}",1\n11,x,y,1,1,1\n12,x,"{CANARY}'
    found = ask(written(tmp_path / "x", made), slice="part")
    assert same(found, PLAIN)
    assert found.rows.dropped == {
        "another number of cells than the heading": 2,
        "quotes that do not end": 1,
        "error": 1,
    }
    assert [one.row for one in found.bad] == [12, 13, 14]
    assert adds_up(found)


@pytest.mark.parametrize("score", ["NaN", "inf", "seven", "0x1", "1_0", "1e999", "٣"])
def test_cells_that_are_no_score(tmp_path: Path, score: str) -> None:
    rows: list[list[Any]] = [["big", "small"], [1, 1], [1, 0], [score, 1]]
    found = ask(written(tmp_path / "x", table(rows)), teacher="big", student="small")
    assert found.slices[0].examples == 2
    assert adds_up(found)


@pytest.mark.parametrize("score", [float("nan"), float("inf"), 10**400, -1, 1.0001, [], "x", None])
def test_values_that_are_no_score(tmp_path: Path, score: object) -> None:
    logs = [inspect_log(role) for role in (0, 1)]
    logs[1]["samples"][0]["scores"]["match"]["value"] = score
    paths = [written(tmp_path / f"{at}", log) for at, log in enumerate(logs)]
    found = ask(*paths, slice="part")
    assert same(found, {"billing": (4, 0.75, 0.5), "login": PLAIN["login"]})
    assert adds_up(found)


def test_scores_on_another_scale_are_refused(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["big", "small"], *([4, 5] for _ in range(9))]
    said = refusal(written(tmp_path / "x", table(rows)), teacher="big", student="small")
    assert "9 of 9 scores of the teacher" in said


def test_names_without_end_and_with_escapes(tmp_path: Path) -> None:
    long, nasty = "x" * 1_000_000, "\x1b[31mred\x07 'quoted' \u202e"
    results = promptfoo_results()
    for one in results:
        one["provider"] = [long, nasty][one["promptIdx"]]
        one["testCase"]["metadata"]["part"] = long if one["testIdx"] < 3 else nasty
    path = written(tmp_path / "x", promptfoo(results))
    assert len(refusal(path, teacher="nobody", student="none")) < 1000
    assert ask(path, teacher=long, student=nasty).teacher == "#1"
    found = ask(path, teacher="#1", student=" ".join(nasty.split()), slice="part")
    assert [len(one.name) for one in found.slices] == [len(" ".join(nasty.split()))]
    assert len(repr(found)) < 5000


def test_a_heading_without_end_is_not_told(tmp_path: Path) -> None:
    made = table([["big", "small", "y" * 1_000_000], [1, 0, "z"]])
    assert len(refusal(written(tmp_path / "x", made), teacher="a", student="b")) < 1000


# ------------------------------------------------------------------------------ fuzzing

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats()
    | st.sampled_from(["", "C", "I", "PASS", "[FAIL] (0.5)", "0", "1", "error", "strict"])
    | st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "id", "metadata", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


POOLS = st.lists(VALUES, min_size=1, max_size=4)


def mutated(value: Any, pool: list[Any], chance: random.Random) -> Any:
    """A JSON value in which some parts are other ones, or missing."""
    if chance.random() < 0.02:
        return chance.choice(pool)
    if isinstance(value, dict):
        kept = {key: one for key, one in value.items() if chance.random() > 0.03}
        return {key: mutated(one, pool, chance) for key, one in kept.items()}
    if isinstance(value, list):
        return [mutated(one, pool, chance) for one in value]
    return value


MADE: dict[str, Any] = {
    "promptfoo": promptfoo,
    "promptfoo lines": promptfoo_results,
    "samples": lambda: [one for one in samples(0) if one["filter"] == "strict"],
    "results": lambda: results(TEACHER, arc=0.5, law=0.7),
    "inspect": lambda: inspect_log(0),
    "rows": lambda: [dict(zip(wide()[0], row, strict=True)) for row in wide()[1:]],
}


def fine_or_refused(paths: list[Path], teacher: str, student: str) -> None:
    for slice_by in (None, "part"):
        try:
            found = ask(*paths, teacher=teacher, student=student, slice=slice_by)
        except InputUnusable as unusable:
            said = str(unusable)
            assert said
            assert CANARY not in said
        else:
            assert adds_up(found)
            assert all(0 <= one.teacher <= 1 and 0 <= one.student <= 1 for one in found.slices)


@pytest.mark.parametrize("name", MADE)
@settings(max_examples=sized(15, 2000))
@given(pool=POOLS, seed=st.integers(0, 2**32))
def test_mutated_json(
    tmp_path_factory: pytest.TempPathFactory, name: str, pool: list[Any], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    chance = random.Random(seed)
    paths = []
    for role in ("big", "small"):
        value = mutated(MADE[name](), pool, chance)
        text = (
            lines(value)
            if name == "promptfoo lines" and isinstance(value, list)
            else json.dumps(value)
        )
        paths.append(written(folder / role, text))
    fine_or_refused(paths, "big", "small")
    fine_or_refused(paths[:1], TEACHER, STUDENT)


@settings(max_examples=sized(15, 2000))
@given(pool=POOLS, seed=st.integers(0, 2**32))
def test_mutated_archives(
    tmp_path_factory: pytest.TempPathFactory, pool: list[Any], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    chance = random.Random(seed)
    paths = []
    for role, name in enumerate(("big", "small")):
        members = {"header.json": inspect_header(name), "summaries.json": inspect_samples(role)}
        members = {
            key: mutated(value, pool, chance)
            for key, value in members.items()
            if chance.random() > 0.05
        }
        path = archive(folder / name, members)
        made = bytearray(path.read_bytes())
        for _ in range(chance.choice([0, 0, 3])):
            made[chance.randrange(len(made))] = chance.randrange(256)
        paths.append(written(path, bytes(made)))
    fine_or_refused(paths, "big", "small")


@pytest.mark.parametrize("made", [promptfoo_new_csv, promptfoo_old_csv, wide])
@settings(max_examples=sized(20, 3000))
@given(seed=st.integers(0, 2**32), junk=st.text(max_size=3))
def test_mutated_tables(
    tmp_path_factory: pytest.TempPathFactory, made: Any, seed: int, junk: str
) -> None:
    chance = random.Random(seed)
    text = list(table(made()))
    for _ in range(chance.choice([1, 5, 40])):
        at = chance.randrange(len(text))
        text[at] = chance.choice([junk, "", '"', ",", "\n", "\r", ";", "\0", text[at] * 2])
    content = "".join(text)[: chance.choice([None, None, chance.randrange(len(text))])]
    path = tmp_path_factory.mktemp("fuzz") / "x"
    written(path, content.encode("utf-8", "surrogatepass"))
    fine_or_refused([path], TEACHER, STUDENT)


@settings(max_examples=sized(50, 5000))
@given(
    content=st.binary(max_size=200),
    start=st.sampled_from([b"", b"{", b"[", b"PK\x03\x04", b"\x1f\x8b"]),
)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes) -> None:
    path = written(tmp_path_factory.mktemp("fuzz") / "x", start + content)
    fine_or_refused([path], TEACHER, STUDENT)
