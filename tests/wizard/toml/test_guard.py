import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.cases import SAMPLES
from tests.wizard.sessions.sample import SESSION
from wizard.toml import guard
from wizard.toml.guard import MAX_BYTES, MAX_DEPTH, MAX_KEY_PARTS, TomlProblem, parse

PATIENCE_S = 10.0
"""A refusal takes milliseconds, unguarded it would be minutes; between them, slow machines."""


def problem(text: str | bytes) -> TomlProblem:
    data = text.encode() if isinstance(text, str) else text
    start = time.perf_counter()
    with pytest.raises(TomlProblem) as caught:
        parse(data)
    assert time.perf_counter() - start < PATIENCE_S
    assert caught.value.remedy
    return caught.value


def test_an_ordinary_session_is_read() -> None:
    text, contents = parse(SESSION.encode())
    assert text == SESSION
    assert contents["volume"]["calls_per_month"]["likely"] == 6_000_000


def test_a_byte_order_mark_is_tolerated_and_kept() -> None:
    text, contents = parse(b"\xef\xbb\xbfschema = 1\n")
    assert text == "\ufeffschema = 1\n"
    assert contents == {"schema": 1}


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 20_000, 100_000])
@pytest.mark.parametrize("opener", ["[", "{a=", "[{a="])
def test_deep_nesting(depth: int, opener: str) -> None:
    found = problem("schema = 1\nx = " + opener * depth)
    assert "brackets" in found.message
    assert found.line == 2


def test_deep_nesting_that_is_closed_and_spread_over_lines() -> None:
    assert problem("x = " + "[\n" * 20_000 + "]" * 20_000).line == MAX_DEPTH + 1


def test_the_deepest_nesting_allowed_is_read() -> None:
    _, contents = parse(("x = " + "[" * MAX_DEPTH + "]" * MAX_DEPTH).encode())
    assert "x" in contents


@pytest.mark.parametrize("dot", [".", " . "])
@pytest.mark.parametrize("part", ["a", '"a"', "'a.b'"])
@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}"])
def test_keys_of_many_parts(form: str, part: str, dot: str) -> None:
    found = problem("schema = 1\n\n" + form.format(dot.join([part] * 50_000)))
    assert "parts" in found.message
    assert found.line == 3
    too_many = problem(form.format(dot.join([part] * (MAX_KEY_PARTS + 1))))
    assert "parts" in too_many.message


def test_brackets_and_dots_in_strings_and_comments_are_harmless() -> None:
    dots, brackets = "a." * 100, "[{" * 100
    text = (
        f"# {brackets} {dots}\na = \"{dots}{brackets}\"\nb = '{dots}{brackets}'\n"
        f'c = """\n{dots}{brackets} " \\""" \n"""\nd = \'\'\'{brackets}\n"""\'\'\'\n"{dots}" = 1\n'
    )
    assert len(parse(text.encode())[1]) == 5


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("9" * 5_000, "digits"),
        ("-" + "9_" * 3_000 + "9", "digits"),
        ("0x" + "f" * 5_000, "characters"),
        ("1e" + "9" * 401, "characters"),
        ("9" * 400, "64 bits"),
        (str(2**63), "64 bits"),
        (str(-(2**63) - 1), "64 bits"),
        ("0x8000000000000000", "64 bits"),
    ],
)
def test_huge_numbers(number: str, word: str) -> None:
    found = problem(f"schema = 1\n[a]\nx = {{ y = [1, {number}] }}\n")
    assert word in found.message
    assert found.line == 3


def test_a_huge_integer_is_told_what_is_allowed_before_what_some_keys_take() -> None:
    remedy = problem(f"[risk]\nseed = {2**63}").remedy
    assert remedy.startswith("A whole number lies between -9,223,372,036,854,775,808 and 9,223,372")
    assert "where fractions are allowed" in remedy


def test_the_largest_integers_are_read() -> None:
    assert parse(f"a = {2**63 - 1}\nb = {-(2**63)}".encode())[1]["a"] == 2**63 - 1


def test_the_deepest_numbers_are_looked_at_as_well() -> None:
    table = "{ " + ".".join("k" * MAX_KEY_PARTS) + " = "

    def nested(number: int) -> str:
        return "schema = 1\nx = " + table * MAX_DEPTH + str(number) + " }" * MAX_DEPTH

    assert "x" in parse(nested(1).encode())[1]
    found = problem(nested(2**63))
    assert (found.line, "64 bits" in found.message) == (2, True)


def test_long_keys_lines_and_files() -> None:
    assert problem("x = 1\n" + "k" * 1_000 + " = 1").line == 2
    assert problem('x = 1\n"' + "k " * 1_000 + '" = 1').line == 2
    assert problem("x = 1\n# " + "k" * 200_000).line == 2
    assert problem(b" " * (MAX_BYTES + 1)).line is None


@pytest.mark.parametrize(
    "text",
    [
        '"""' + '\\"""x' * 300_000,
        "'''" + "''x" * 300_000,
        '"' * 1_500_000,
        "'" * 1_500_001,
        '"""' * 500_001,
        '"""\\' * 300_000,
        '"\n' * 700_000,
        "a." * 700_000,
        "a . " * 300_000 + "\n",
        "]" * 1_500_000,
        "#" * 1_500_000,
        "a" * 1_500_000,
        '"a".' * 300_000,
        "\\" * 1_500_000,
    ],
    ids=range(14),
)
def test_the_scan_is_linear(text: str) -> None:
    problem(text)


def test_not_utf8() -> None:
    found = problem("a = 1\nb = 'ä'\n".encode("latin-1"))
    assert "offset 11" in found.message
    assert found.line == 2
    assert "UTF-8" in found.remedy


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    assert "UTF-16" in problem("schema = 1\ntitle = 'x'\n".encode(encoding)).message


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("a = 1\nb = 6M\n", 2, "6_000_000"),
        ("a = 1\nb = 6,000,000\n", 2, "6_000_000"),
        ("a = 2%\n", 1, "0.02"),
        ("a = $4\n", 1, "plain"),
        ("a = 1\n\nbasis = measured\n", 3, "quotes"),
        ("a = 1\na = 2\n", 2, "twice"),
        ("[a]\nx = 1\n[a]\ny = 1\n", 3, "Join"),
        ("a = 1\nb = [1,\n2\n", 3, "]"),
        ("a = { b = 1\n", 1, "}"),
        ('a = "x\n', 1, "quotes"),
        ('a = """x\n\n', 1, '"""'),
        ("a = 1\nb\n", 2, "key = value"),
        ("a = 2025-02-30\n", 1, "calendar"),
        ('a = "C:\\new\\x"\n', 1, "backslash"),
        ("a = { b = 1 }\n[a.c]\n", 2, "braces"),
        ("a = \n", 1, "a value behind the ="),
        ("a = { b = 1, c = }\n", 1, "a value behind the ="),
        ("= 1\n", 1, "key = value"),
        ("a == 1\n", 1, "key = value"),
        ("a = 15.1.2026\n", 1, "2025-03-31"),
        ("a = 1/3/2026 # c\n", 1, "2025-03-31"),
        ("a = 2026-1-3\n", 1, "2025-03-31"),
        ("a = 28 Nov 2026\n", 1, "2025-03-31"),
        ("a = 2026-11\n", 1, '"2025-03"'),
        ("a = 6.000.000\n", 1, "6_000_000"),
        ("a = .5\n", 1, "0.5"),
        ("a = 5.\n", 1, "0.5"),
        ("a = { likely = 6M, low = 4M }\n", 1, "6_000_000"),
        ("a = { likely = 6, low = 4% }\n", 1, "0.02"),
        ("a = { likely = 6,000,000 }\n", 1, "6_000_000"),
        ("a = { likely = $6 }\n", 1, "plain"),
        ("a = [0.5, 30%]\n", 1, "0.02"),
        ("a = { likely = 6, basis = measured }\n", 1, "Put text in quotes"),
        ("a = “x”\n", 1, "straight"),
        ("a = 'x\n", 1, "closing '"),
        ("[a\n", 1, "closing ]"),
        ('a = "C:\\users"\n', 1, "backslash"),
        ("\x00", 1, "key = value"),
    ],
)
def test_mistakes_get_a_line_and_a_way_out(text: str, line: int, remedy: str) -> None:
    found = problem(text)
    assert (found.line, True) == (line, remedy in found.remedy), str(found)
    assert str(found).startswith(f"line {line}: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[teacher]\n[teacher]\n", "[teacher] is declared twice."),
        ('[a."b.c"]\n[x]\n[a."b.c"]\n', '[a."b.c"] is declared twice.'),
        ("a = { b = 1 }\n[a]\n", "[a] is declared twice."),
        ('["a\\"b"]\n["a\\"b"]\n', '["a\\"b"] is declared twice.'),
    ],
)
def test_a_table_declared_twice_is_named_as_it_is_written(text: str, says: str) -> None:
    found = problem(text)
    assert found.message == says
    assert "Join the parts" in found.remedy


# ------------------------------------------- texts that a glance finds free of traps

_PIECES = st.sampled_from(
    ["x = ", "[", "]", "[[", "]]", "{", "}", "{ a = ", ", ", "a.b", ".c" * 17, "\n", " ", "1", "'",
     '"', '"a"', "'b]'", '"""', "'''", "\\", "# [", "[" * 70, "[\n" * 70, "9" * 401]
)  # fmt: skip


def outcome(text: str) -> Any:
    try:
        return parse(text.encode())
    except TomlProblem as found:
        return found.message, found.line


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_a_glance_lets_nothing_through_that_a_closer_look_refuses(text: str) -> None:
    quick = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_has_no_trap", lambda text: False)
        assert outcome(text) == quick


_LINES = st.sampled_from(
    ["# said", "# x = [", '# """', "# '''", "# tab\there", "# bell\x07", "#", " # indented",
     "# a\rb", "x = 1", "[a]", "b = 2 # beside", 'c = """', "d = '''", '"""', "'''", "e = [", "1,",
     "]", "", "# " + "k" * 401, 'f = "open', "g = { h = 1", f"i = {2**63}", "\x00"]
)  # fmt: skip


@given(st.lists(_LINES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_a_session_reads_alike_whether_or_not_its_comments_are_looked_at(
    lines: list[str], end: str
) -> None:
    text = end.join(lines)
    quick = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_without_comments", lambda text: text)
        assert outcome(text) == quick


# The record of a workshop has lists over several lines, which are looked at more closely.
@pytest.mark.parametrize("path", [p for p in SAMPLES.values() if p.stem != "team_workshop"])
def test_a_glance_is_enough_for_an_ordinary_session(path: Any) -> None:
    assert guard._has_no_trap(path.read_text("utf-8"))


def test_a_glance_at_a_long_text_is_short() -> None:
    start = time.perf_counter()
    for line in ('[ "a" \' # ', "[[[ ", "'\"" * 40, "a" * 399):
        guard._has_no_trap(f"{line}\n" * (MAX_BYTES // 500))
    assert time.perf_counter() - start < PATIENCE_S
