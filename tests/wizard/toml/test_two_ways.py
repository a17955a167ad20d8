"""Which way an edit takes: tomlkit for ordinary edits, our own splices for the traps."""

import tomllib
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import pytest

from rules.questions import QUESTIONS
from tests.wizard.sessions.sample import SESSION
from wizard.toml import document, through_tomlkit
from wizard.toml.document import REMOVE, Path, Unsafe, edit
from wizard.toml.steps import alike, lookup, put, without_empty

SAMPLES = sorted((FilePath(__file__).parents[3] / "sample_sessions").glob("*.toml"))


def lines(*rows: str) -> str:
    return "".join(row + "\n" for row in rows)


def way(text: str, changes: dict[Path, Any]) -> str:
    """The way an edit takes; its outcome is compared by meaning here, and exactly elsewhere."""
    after, taken = document._edited(text, changes, "result")
    expected = tomllib.loads(text)
    for path, value in changes.items():
        expected = put(expected, path, value)
    outcome = tomllib.loads(after)
    assert alike(without_empty(outcome), without_empty(expected), same_type=False)
    return taken


def written(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each value and table of a session, with its path."""
    for part, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*path, part), value
        if isinstance(value, dict | list):
            yield from written(value, (*path, part))


IMPLIED: dict[str, set[Path]] = {"unfinished_draft": {("student",), ("quality",)}}
"""Tables that are there because of `[table.below]` alone: their first own key is a trap."""


# ---------------------------------------------------------------- ordinary edits


@pytest.mark.parametrize(
    ("sample", "newline"),
    [
        *(pytest.param(sample, "\n", id=sample.stem) for sample in SAMPLES),
        pytest.param(SAMPLES[-1], "\r\n", id=f"{SAMPLES[-1].stem}-crlf"),
    ],
)
def test_ordinary_edits_go_through_tomlkit(sample: FilePath, newline: str) -> None:
    text = sample.read_text("utf-8").replace("\n", newline)
    data = tomllib.loads(text)
    # Nobody edits the record of a workshop but the workshop, which rewrites it.
    found = [(path, value) for path, value in written(data) if path[0] != "workshop"]
    numbers: list[tuple[Path, Any]] = [(p, 12_345.5) for p, v in found if type(v) in (int, float)]
    lacking: list[tuple[Path, Any]] = [
        (tuple(key.split(".")), {"likely": 12_000, "basis": "measured"})
        for key, question in QUESTIONS.items()
        if not question.columns and lookup(data, tuple(key.split("."))) is REMOVE
    ]
    opened = {path[:-1] for path, _ in found}
    lacking = [(p, v) for p, v in lacking if p[:-1] not in IMPLIED.get(sample.stem, set())]
    tables: list[tuple[Path, Any]] = [(p, REMOVE) for p, _ in found if p in opened]
    leaves: list[tuple[Path, Any]] = [
        (p, REMOVE) for p, _ in found if p not in opened and isinstance(p[-1], str)
    ]
    assert min(map(len, (numbers, lacking, tables, leaves))) > 5
    # Several keys in an edit, as a save has them; what overlaps goes alone.
    for edits, size in ((numbers, 12), (lacking, 6), (leaves, 12), (tables, 1)):
        for start in range(0, len(edits), size):
            changes = dict(edits[start : start + size])
            assert way(text, changes) == "tomlkit", changes


def test_each_kind_of_ordinary_edit_alone() -> None:
    text = (SAMPLES[0].parent / "growing_product_search.toml").read_text("utf-8")
    for path, value in list[tuple[Path, Any]](
        [
            (("title",), "Another"),
            (("notes",), "At the end of the keys at the top"),
            (("volume", "calls_per_month", "low"), 14_000_000),
            (("volume", "calls_per_month", "source"), REMOVE),
            (("volume", "share_moved", "low"), 0.9),
            (("upfront", "other", "insurance (yearly)"), 5_000),
            (("teacher", "cost_per_1k_calls"), 0.5),
            (("quality", "slices", 1, "share"), 0.2),
            (("quality", "slices", 1), REMOVE),
            (("quality", "slices", 4), {"name": "new", "share": 0.1}),
            (("policy", "horizon_months"), 24),
            (("risk", "correlations"), REMOVE),
            (("result",), {"verdict": "strong", "rules": ["a", "b"]}),
        ]
    ):
        assert way(text, {path: value}) == "tomlkit", path


# ------------------------------------------------------------------------- traps


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        pytest.param(
            lines("[[a]]", "n = 1", "", "[b]", "x = 1", "", "[[a]]", "n = 2"),
            {("b", "x"): 3},
            lines("[[a]]", "n = 1", "", "[b]", "x = 3", "", "[[a]]", "n = 2"),
            id="interrupted rows",
        ),
        pytest.param(
            lines("a.b = 1", "z = 2"),
            {("a", "c"): 3},
            lines("a.b = 1", "a.c = 3", "z = 2"),
            id="dotted keys followed by others",
        ),
        pytest.param(
            lines("[a.b]", "x = 1", "", "[z]"),
            {("a", "y"): 2},
            lines("[a.b]", "x = 1", "", "[a]", "y = 2", "", "[z]"),
            id="a table that is only implied",
        ),
        pytest.param(
            lines("[a.b]", "x = 1", "[z]", "v = 1", "[a]", "y = 1"),
            {("a", "n"): 1},
            lines("[a.b]", "x = 1", "[z]", "v = 1", "[a]", "y = 1", "n = 1"),
            id="a table in two places",
        ),
        pytest.param(
            lines("a = { d = 2025-01-01 }", "c = 1"),
            {("c",): 2},
            lines("a = { d = 2025-01-01 }", "c = 2"),
            id="a blank behind a date",
        ),
        pytest.param(
            lines("a = {low=1,high=2}"),
            {("a", "low"): REMOVE},
            lines("a = {high=2}"),
            id="an inline table without blanks",
        ),
        pytest.param(
            lines("s = [", '  "a", # A', '  "b", # B', "]"),
            {("s",): ["b"]},
            lines("s = [", '  "b", # B', "]"),
            id="remarks in a list",
        ),
        pytest.param(
            lines("[[r]] # one", "n = 1", "", "[[r]] # two", "n = 2"),
            {("r",): [{"n": 2}, {"n": 1}]},
            lines("[[r]] # two", "n = 2", "", "[[r]] # one", "n = 1"),
            id="rows that change places",
        ),
        pytest.param("[a]\r\nx = 1\ny = 2\r\n", {("a", "y"): 3}, "[a]\r\nx = 1\ny = 3\r\n",
                     id="line endings of both kinds"),
        pytest.param("[a]\nx = 1", {("a", "x"): 2}, "[a]\nx = 2", id="no line break at the end"),
    ],
)  # fmt: skip
def test_traps_are_left_to_the_splices(text: str, changes: dict[Path, Any], after: str) -> None:
    assert way(text, changes) == "splices"
    assert edit(text, changes) == after


# ------------------------------------------------------ what is taken from tomlkit

FILE = lines(
    "# top", "s = 1", "", "[a]", "x = 1 # why", "# of a", "", "# about b", "[b]", "y = 2", "z = 3",
    "", "# ours", "[result]", "v = 1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        pytest.param(("b", "y"), 5, "y = 2", "y = 6", id="another value"),
        pytest.param(("b", "y"), 5, "y = 2", "y = 5.0", id="another type"),
        pytest.param(("b", "y"), 5, "y = 2\nz = 3", "y = 5", id="a key lost"),
        pytest.param(("b", "y"), 5, "y = 2", "y  = 5", id="other spacing"),
        pytest.param(("a", "x"), 5, "x = 1 # why", "x = 5", id="a remark lost"),
        pytest.param(("b", "y"), 5, "# of a\n\n", "# of a\n", id="an empty line lost"),
        pytest.param(("b", "y"), 5, "# about b\n", "", id="a comment lost"),
        pytest.param(("b", "y"), 5, "# top\ns = 1", "s = 1\n# top", id="lines that changed places"),
        pytest.param(("b", "y"), 5, "y = 2\nz = 3", "z = 3\ny = 5", id="keys that changed places"),
        pytest.param(("a", "n"), 5, "# of a\n", "# of a\nn = 5\n", id="a key behind comments"),
        pytest.param(("b", "n"), 5, "y = 2\n", "y = 2\nn = 5\n", id="a key among others"),
        pytest.param(("n",), {"k": 5}, "[b]", "[n]\nk = 5\n\n[b]", id="between comment and header"),
        pytest.param(("n",), {"k": 5}, "v = 1\n", "v = 1\n\n[n]\nk = 5\n", id="behind the result"),
        pytest.param(("a", "n"), {"k": {"l": 5}}, "# ours", "[a.n.k]\nl = 5\n\n# ours",
                     id="away from its kin"),
        pytest.param(("n",), {"k": 5}, "# ours", "[n]\nk = 5\n# ours", id="no empty line"),
        pytest.param(("a", "x"), REMOVE, "x = 1 # why\n# of a\n", "", id="a comment goes too"),
        pytest.param(("b",), REMOVE, "# about b\n[b]\ny = 2\nz = 3\n", "", id="the comment above"),
        pytest.param(("b", "y"), 5, "y = 2", "y = ", id="no TOML"),
    ],
)  # fmt: skip
def test_a_wrong_text_is_not_taken(
    path: Path, value: Any, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each way in which a library may be wrong: the text it gives is dropped."""
    right, taken = document._edited(FILE, {path: value}, "result")
    assert taken == "tomlkit"
    spoiled = FILE.replace(old, new)
    if old.startswith(("#", "x = 1 # why")) and value == 5 and path == ("b", "y"):
        spoiled = right.replace(old, new)
    assert spoiled != FILE
    monkeypatch.setattr(through_tomlkit, "edited", lambda *_: spoiled)
    assert document._edited(FILE, {path: value}, "result") == (right, "splices")


def test_both_ways_write_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[dict[Path, Any]] = [
        {("volume", "calls_per_month", "likely"): 7_000_000},
        {("volume", "calls_per_month", "high"): 8_000_000},
        {("upfront", "months_to_launch"): {"likely": 3, "low": 2, "high": 4}},
        {("quality", "slices", 1): REMOVE},
        {("quality", "slices", 3): {"name": "d", "share": 0.1}},
        {("risk", "draws"): 10_000, ("risk", "seed"): 7},
        {("policy",): REMOVE},
    ]
    first = [document._edited(SESSION, one, "result") for one in changes]
    monkeypatch.setattr(through_tomlkit, "edited", lambda *_: None)
    second = [document._edited(SESSION, one, "result") for one in changes]
    assert {taken for _, taken in first} == {"tomlkit"}
    assert {taken for _, taken in second} == {"splices"}
    assert [text for text, _ in first] == [text for text, _ in second]


def test_a_library_that_fails_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(through_tomlkit._Draft, "take", fails)
    assert document._edited("a = 1\n", {("a",): 2}, "result") == ("a = 2\n", "splices")


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        pytest.param("a = {}\n", {("a", "x"): 1}, "a = { x = 1 }\n", id="the first member"),
        pytest.param("a = { x = 1 }\n", {("a", "x"): REMOVE}, "a = {}\n", id="the last member"),
        pytest.param("s = []\n", {("s", 0): 1}, "s = [1]\n", id="the first element"),
        pytest.param("[a]\nx = 1\n", {("a",): REMOVE}, "", id="the only table"),
        pytest.param("a = 1\n", {("t", "x"): 2}, "a = 1\n\n[t]\nx = 2\n", id="the first table"),
        pytest.param(
            "[result]\nrules = [ 1, # one\n 2 ]\n",
            {("result",): {"rules": [1]}},
            "[result]\nrules = [1]\n",
            id="the table that is the program's",
        ),
    ],
)
def test_the_splices_alone(
    text: str, changes: dict[Path, Any], after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(through_tomlkit, "edited", lambda *_: None)
    assert document._edited(text, changes, "result") == (after, "splices")


def test_the_program_s_table_is_written_anew_where_it_cannot_be_edited() -> None:
    # In any other table this is refused; this one holds nobody's words.
    text = "[result]\nrules = [ 1, # one\n 2 ]\n"
    assert way(text, {("result",): {"rules": [1]}}) == "splices"
    with pytest.raises(Unsafe, match=r"^policy\.caps\[1\] cannot be changed in place"):
        edit("[policy]\ncaps = [ 1, # one\n 2 ]\n", {("policy", "caps"): [1]})
