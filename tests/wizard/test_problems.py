"""What goes to the terminal cannot command it."""

import pytest

from rules.answers.problem import Problem
from rules.words.wording import visible
from wizard.problems import on_one_line, report

CONTROLS = [*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0))]
DIRECTIONS = list("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_ENDS = ["\u2028", "\u2029"]


@pytest.mark.parametrize("sign", [*CONTROLS, *DIRECTIONS, *LINE_ENDS], ids=ascii)
def test_no_sign_that_a_terminal_obeys_gets_through(sign: str) -> None:
    shown = on_one_line(f"a{sign}b")

    assert shown.isprintable()
    assert len(shown) >= 3, "what was there can be seen"


def test_escapes_are_shown_as_visible_signs() -> None:
    assert visible("\x1b[2J\x1b]0;owned\x07") == "␛[2J␛]0;owned␇"
    assert visible("\x9b1m") == "<U+009B>1m"
    assert visible("\u202egnp.exe") == "<U+202E>gnp.exe"


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Größe: 日本語, 6 × 7 – “ok”\tdone\nnext 🙂"
    assert visible(text) == text


def test_a_problem_is_one_line_whatever_its_key_holds(capsys: pytest.CaptureFixture[str]) -> None:
    report([Problem("is unknown", 'a\nb"', "x\r.toml", 3), Problem("odd", severity="warning")])

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ['x␍.toml:3: a␊b": is unknown', "warning: odd"]
