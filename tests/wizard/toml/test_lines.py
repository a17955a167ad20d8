import pytest

from tests.wizard.sessions.sample import SESSION
from wizard.toml.lines import line_index, line_of

TEXT = '''\
schema = 1
# a remark with [brackets] and key = 1
text = """
[not.a.table]
not_a_key = 1
"""
literal = \'\'\'
# no comment
\'\'\'
[volume] # remark
calls = { likely = 6, "low.er" = 4 }
a.b.c = 1
"quoted \\u00e9" = 1
  'single' = 2
[student.hosting]
gpus = [
  1, # one
  [2,
   3],
]
[[rows]]
name = "x"
[[rows.inner]]
v = 1
[[rows.inner]]
v = 2
[rows.table]
v = 3
[[rows]]
list = [
  { a = 1 },
  { a = 2, b.c = 3 },
]
[rows.table]
v = 4
'''

EXPECTED = {
    ("schema",): 1,
    ("text",): 3,
    ("literal",): 7,
    ("volume",): 10,
    ("volume", "calls"): 11,
    ("volume", "calls", "likely"): 11,
    ("volume", "calls", "low.er"): 11,
    ("volume", "a"): 12,
    ("volume", "a", "b"): 12,
    ("volume", "a", "b", "c"): 12,
    ("volume", "quoted é"): 13,
    ("volume", "single"): 14,
    ("student",): 15,
    ("student", "hosting"): 15,
    ("student", "hosting", "gpus"): 16,
    ("student", "hosting", "gpus", 0): 17,
    ("student", "hosting", "gpus", 1): 18,
    ("student", "hosting", "gpus", 1, 0): 18,
    ("student", "hosting", "gpus", 1, 1): 19,
    ("rows",): 21,
    ("rows", 0): 21,
    ("rows", 0, "name"): 22,
    ("rows", 0, "inner"): 23,
    ("rows", 0, "inner", 0): 23,
    ("rows", 0, "inner", 0, "v"): 24,
    ("rows", 0, "inner", 1): 25,
    ("rows", 0, "inner", 1, "v"): 26,
    ("rows", 0, "table"): 27,
    ("rows", 0, "table", "v"): 28,
    ("rows", 1): 29,
    ("rows", 1, "list"): 30,
    ("rows", 1, "list", 0): 31,
    ("rows", 1, "list", 0, "a"): 31,
    ("rows", 1, "list", 1): 32,
    ("rows", 1, "list", 1, "a"): 32,
    ("rows", 1, "list", 1, "b"): 32,
    ("rows", 1, "list", 1, "b", "c"): 32,
    ("rows", 1, "table"): 34,
    ("rows", 1, "table", "v"): 35,
}


@pytest.mark.parametrize("prefix", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_path_has_its_line(newline: str, prefix: str) -> None:
    assert line_index(prefix + TEXT.replace("\n", newline)) == EXPECTED


def test_a_header_of_its_own_beats_an_implied_one() -> None:
    assert line_index("[a.b]\nx = 1\n[a]\ny = 2\n")[("a",)] == 3


def test_nearest_ancestor() -> None:
    assert line_of(TEXT, ("volume", "calls", "high")) == 11
    assert line_of(TEXT, ("volume", "missing", "deep")) == 10
    assert line_of(TEXT, ("rows", 7, "name")) == 21
    assert line_of(TEXT, ("nowhere",)) is None
    assert line_of("", ("a",)) is None


def test_a_broken_text_is_indexed_up_to_the_break() -> None:
    assert line_index("a = 1\nb = [1\nc = 2\n") == {("a",): 1}


def test_quotes_at_the_end_of_long_strings() -> None:
    text = 'a = """x"""""\nb = \'\'\'y\'\'\'\'\'\nc = """\\"""x\n"""\nd = ""\ne = \'\'\n'
    assert line_index(text) == {("a",): 1, ("b",): 2, ("c",): 3, ("d",): 5, ("e",): 6}


def test_a_realistic_session() -> None:
    lines = SESSION.splitlines()
    index = line_index(SESSION)
    assert lines[index["quality", "slices", 1, "name"] - 1] == 'name = "fraud"'
    assert lines[index["teacher", "tokens", "output_per_call"] - 1].startswith("tokens.output")
    assert lines[index["upfront", "other", "data.cleaning"] - 1].startswith('"data.cleaning"')
    assert '"Grace"' in lines[index["workshop", "rounds", 1, "estimates", 1, "likely"] - 1]
