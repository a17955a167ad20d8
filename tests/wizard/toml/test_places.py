"""New answers in the places that an empty session keeps for them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import partial
from pathlib import Path as FilePath
from typing import Any

import pytest

from rules.answers.answers import Answers
from rules.questions import QUESTIONS, SETTINGS, STEPS
from tests.wizard.cases import COMPLETE, answers_of, plain
from wizard.sessions.codec import decode
from wizard.sessions.open_session import OpenSession
from wizard.sessions.template import empty_session, places
from wizard.toml.document import REMOVE, Document, Path, edit, without_bare_header
from wizard.toml.places import Places, filled

TODAY = date(2026, 11, 24)
EMPTY = empty_session(TODAY)
PLACES = Places(
    headers={"# [a.sheet]": ("a", "sheet"), "# [[a.rows]]": ("a", "rows")},
    examples={
        ("title",): '# title = "Example"',
        ("a", "calls"): "# calls = 6_000  # calls",
        ("a", "sheet", "hours"): "# hours = 2",
        ("a", "rows", "name"): '# name = "x"',
        ("a", "rows", "share"): "# share = 0.5",
    },
    words={("a", "calls"): "# How many calls?", ("title",): "# What is it called?"},
)
IN_PLACES = partial(filled, places=PLACES)
TEXT = """\
schema = 1
# What is it called?
# title = "Example"

# ---- A

[a]
# How many calls?
# calls = 6_000  # calls
# Else?
# else = 1

# [a.sheet]
# hours = 2

# [[a.rows]]
# name = "x"
# share = 0.5

# ---- B

[b]
"""


def check(before: str, changes: dict[Path, Any], after: str) -> None:
    assert edit(before, changes, placing=IN_PLACES) == after
    assert edit("\ufeff" + before, changes, placing=IN_PLACES) == "\ufeff" + after
    crlf = edit(before.replace("\n", "\r\n"), changes, placing=IN_PLACES)
    assert crlf == after.replace("\n", "\r\n")


def test_an_answer_takes_the_place_of_its_example_and_keeps_the_unit() -> None:
    check(TEXT, {("title",): "Mine"}, TEXT.replace('# title = "Example"', 'title = "Mine"'))
    check(
        TEXT,
        {("a", "calls"): {"likely": 7, "basis": "measured"}},
        TEXT.replace("# calls = 6_000  #", 'calls = { likely = 7, basis = "measured" }  #'),
    )


def test_a_place_at_the_very_beginning_is_one() -> None:
    check('# title = "Example"\nschema = 1\n', {("title",): "Mine"}, 'title = "Mine"\nschema = 1\n')


def test_a_place_before_the_first_table_is_none_in_it() -> None:
    before = "# calls = 6_000  # calls\n[a]\nx = 1\n"
    check(before, {("a", "calls"): 7}, before + "calls = 7\n")


def test_a_table_that_waits_behind_a_comment_is_opened() -> None:
    check(
        TEXT,
        {("a", "sheet", "hours"): 3, ("a", "sheet", "more"): 4},
        TEXT.replace("# [a.sheet]\n# hours = 2", "[a.sheet]\nhours = 3\nmore = 4"),
    )
    check(
        TEXT,
        {("a", "rows", 0): {"share": 0.25, "other": 1}},
        TEXT.replace(
            '# [[a.rows]]\n# name = "x"\n# share = 0.5',
            '[[a.rows]]\n# name = "x"\nshare = 0.25\nother = 1',
        ),
    )


def test_what_an_author_wrote_stays() -> None:
    for line in ("# calls = 5_000  # as of May", "# calls = many more than today"):
        before = TEXT.replace("# calls = 6_000  # calls", line)
        check(before, {("a", "calls"): 7}, before.replace(line, f"{line}\ncalls = 7"))


def test_without_its_example_an_answer_stands_behind_its_words() -> None:
    before = TEXT.replace("# calls = 6_000  # calls\n", "")
    check(before, {("a", "calls"): 7}, TEXT.replace("# calls = 6_000  # calls", "calls = 7"))


def test_a_comment_that_introduces_the_next_table_stays_with_it() -> None:
    before = "[a]\nx = 1\n\n# calls = 5 here\n[b]\n"
    check(before, {("a", "calls"): 7}, before.replace("x = 1\n", "x = 1\ncalls = 7\n"))


@pytest.mark.parametrize(
    "text",
    [
        "[b]\n# calls = 6_000  # calls\n",
        '[a]\nx = """\n# calls = 6_000  # calls\n"""\n',
        "[a]\nx = [\n# calls = 6_000  # calls\n]\n",
        "# [a.sheet]\n# calls = 6_000  # calls\n",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    after = edit(text, {("a", "calls"): 7}, placing=IN_PLACES)
    assert "# calls = 6_000  # calls\n" in after
    assert tomllib.loads(after)["a"]["calls"] == 7


def test_new_tables_stand_behind_all_comments_and_before_the_result() -> None:
    before = TEXT + "x = 1\n\n# ---- Last\n# [[last]]\n# n = 1\n"
    check(before, {("policy", "n"): 1}, f"{before}\n[policy]\nn = 1\n")
    result = "\n# Written on save\n[result]\nn = 1\n"
    check(before + result, {("policy", "n"): 1}, f"{before}\n[policy]\nn = 1\n{result}")


def test_a_header_goes_only_where_nothing_is_lost_with_it() -> None:
    text = "[a]\n\n[b] # why\n\n[c]\n# what\n\n[d]\nx = 1\n\n# about f\n[f]\n"

    def without(name: str) -> str:
        after = without_bare_header(Document.of(text), (name,))
        assert after == Document.of(after.text)
        return after.text

    assert without("a") == text.removeprefix("[a]\n\n")
    assert without("f") == text.removesuffix("[f]\n")
    for name in ("b", "c", "d", "absent"):
        assert without(name) == text


# ------------------------------------------------------------------ whole sessions


def saved(text: str, answers: Answers, folder: FilePath) -> str:
    session = OpenSession.new(text)
    session.apply(answers)
    path = folder / "case.toml"
    session.save(TODAY, path)
    return path.read_text()


def test_a_case_fills_the_empty_session_without_moving_a_line(tmp_path: FilePath) -> None:
    answers = answers_of(COMPLETE)
    text = saved(EMPTY, answers, tmp_path)

    assert plain(answers_of(text)) == plain(answers)
    left, position = text.partition("\n[result]")[0].splitlines(), 0
    for line in EMPTY.splitlines():
        key = line.removeprefix("# ").partition(" =")[0]
        position = next(
            at for at in range(position, len(left))
            if left[at] in (line, line.removeprefix("# ")) or left[at].startswith(f"{key} =")
        ) + 1  # fmt: skip
    assert len(left) - len(EMPTY.splitlines()) == 8, "two named costs, and the second slice"


@pytest.mark.parametrize("step", [*STEPS, SETTINGS], ids=lambda step: step.name)
def test_every_answer_finds_its_place(step: Any, tmp_path: FilePath) -> None:
    everything = decode(tomllib.loads(_uncommented(EMPTY)))[0]
    answers = answers_of(EMPTY)
    for question in step.questions:
        answers = answers.answer(question.key, everything[question.key])
    text = saved(EMPTY, answers, tmp_path).partition("\n[result]")[0]

    came = [line for line in text.splitlines() if line not in EMPTY.splitlines()]
    gone = [line for line in EMPTY.splitlines() if line not in text.splitlines()]
    assert len(text.splitlines()) == len(EMPTY.splitlines())
    assert len(came) >= len(gone) > 0


def test_an_answer_taken_back_and_given_again_is_where_it_was(tmp_path: FilePath) -> None:
    key = "volume.calls_per_month"
    answers = answers_of(COMPLETE)
    first = saved(EMPTY, answers, tmp_path)
    (tmp_path / "case.toml").unlink()
    without = saved(first, answers.answer(key, None), tmp_path)
    (tmp_path / "case.toml").unlink()
    again = saved(without, answers, tmp_path)

    first, again = (one.partition("\n[result]")[0] for one in (first, again))
    assert again == first.replace("}  # calls\n", "}\n"), "the remark behind it went with it"


def test_every_place_is_of_a_question() -> None:
    known = {tuple(key.split(".")) for key in QUESTIONS}
    known |= {
        (*key.split("."), column.key)
        for key, question in QUESTIONS.items()
        for column in question.columns
    }
    assert set(places().headers.values()) <= known | {names[:-1] for names in known}
    named = {("upfront", "other", "gateway change")}
    assert set(places().examples) <= known | named
    assert edit(EMPTY, {("as_of",): REMOVE}) != EMPTY


def _uncommented(text: str) -> str:
    lines = []
    for line in text.splitlines():
        plain = line.removeprefix("# ")
        is_place = line in places().headers or line in places().examples.values()
        lines.append(plain if is_place else line)
    return "\n".join(lines)
