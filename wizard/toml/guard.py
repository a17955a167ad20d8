"""Reading the bytes of a session: what would hang or crash the TOML parser is refused first.

tomllib recurses on nested arrays, needs a minute for a dotted key of 50,000 parts, and raises a
bare ValueError for an integer that Python will not convert. Files come from colleagues and
repositories, so each of these is a message with a line and a way out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rules.answers.validation import Path

MAX_BYTES = 5_000_000
"""Far above any session; tomllib reads about 3 MB a second."""
MAX_LINE = 100_000
"""Characters in one line, unless it lies within a multi-line string."""
MAX_DEPTH = 64
"""Brackets open at the same time."""
MAX_KEY_PARTS = 16
MAX_KEY = 400
"""Characters in one key, or in one number."""
_INT_MIN, _INT_MAX = -(2**63), 2**63 - 1

_AT_A_GLANCE = 500_000
"""Characters that one pattern looks at: it keeps a way back for each of its steps."""

BOM = "\ufeff"


class TomlProblem(Exception):
    """A file that cannot be read as a session: what is wrong, on which line, and what to do."""

    def __init__(self, message: str, line: int | None, remedy: str) -> None:
        where = "" if line is None else f"line {line}: "
        super().__init__(f"{where}{message} {remedy}")
        self.message = message
        self.line = line
        """1-based; None where no single line is to blame."""
        self.remedy = remedy


# Signs are possessive and groups are not: Python up to 3.11.4 goes astray in those.
_KEY_WORD = r"""(?:[A-Za-z0-9_+-]++|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"|'[^'\n]*+')"""
# Strings that never close run to the end of the text or line, so that the scan stays linear.
_TOKEN = (
    r'"""[^"\\]*+(?:(?:\\[\s\S]?|"(?!""))[^"\\]*+)*(?:"{3,5}|\Z)'
    r"|'''[^']*+(?:'(?!'')[^']*+)*(?:'{3,5}|\Z)"
    rf"|(?P<word>{_KEY_WORD}(?:[ \t]*+\.[ \t]*+{_KEY_WORD})*)"
    r"""|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*|'[^'\n]*+"""
    r"|\#[^\n]*+"
    r"|(?P<open>[\[{])|(?P<close>[\]}])"
)
_STRING = r"""(?:"[^"\\\n]*+"|'[^'\n]*+')"""
_FLAT = rf"(?:[^\"'\[\]{{}}\#\n]++|{_STRING})*"
_PLAIN_LINES = re.compile(
    rf"(?:[^\"'\[\]{{}}\#]++|{_STRING}|\[\[?{_FLAT}\]\]?|\{{{_FLAT}\}}|\#[^\n]*+)*"
)
"""Lines in each of which at most two brackets are open, and none at its end."""
_WORD = re.compile(_KEY_WORD)
_COMMENT = re.compile(rf"\n#[^\x00-\x08\n-\x1f\x7f]{{0,{MAX_KEY}}}+(?=\n)")
"""A line of nothing but a comment in which every character is allowed."""
_IS_KEY = re.compile(r"[ \t]*+=")


def parse(data: bytes) -> tuple[str, dict[str, Any]]:
    """Decode and parse a session file; return its text as it stands and its plain contents.

    A byte order mark, which TOML forbids and some Windows editors add, is tolerated and stays in
    the text. Raises TomlProblem for whatever cannot be read.
    """
    _refuse_size(len(data))
    text = _decoded(data)
    body = text.removeprefix(BOM)
    counting = _without_comments(body)
    _refuse_traps(counting)
    try:
        contents = tomllib.loads(counting)
    except tomllib.TOMLDecodeError as error:
        # Few files have one.
        from wizard.toml.mistakes import explained

        raise TomlProblem(*explained(error, body)) from error
    except (ValueError, RecursionError) as error:
        raise TomlProblem(
            "The file cannot be read as TOML.", None, "Look for very long or deeply nested values."
        ) from error
    _refuse_huge(body, contents)
    return text, contents


def refuse(text: str, contents: Mapping[str, Any]) -> None:
    """Raise TomlProblem for what `parse` would, of a text that tomllib has read already."""
    _refuse_size(len(text.encode()))
    body = text.removeprefix(BOM)
    _refuse_traps(body)
    _refuse_huge(body, contents)


def _refuse_size(size: int) -> None:
    if size > MAX_BYTES:
        raise TomlProblem(
            f"The file has {size:,} bytes; a session has at most {MAX_BYTES:,}.",
            None,
            "Check that this is a session file.",
        )


def _refuse_huge(body: str, contents: Mapping[str, Any]) -> None:
    if not _any_huge(contents):
        return
    # Laying out a text in lines is needed only to say what is wrong with it.
    from wizard.toml.lines import line_of

    path = next(path for path, number in _integers(contents) if _is_huge(number))
    raise TomlProblem(
        f"{'.'.join(map(str, path))} is an integer beyond 64 bits.",
        line_of(body, path),
        f"A whole number lies between {_INT_MIN:,} and {_INT_MAX:,}; where fractions are allowed,"
        " it can be a decimal number such as 1.5e30.",
    )


def _any_huge(contents: Mapping[str, Any]) -> bool:
    waiting: list[Iterable[Any]] = [contents.values()]
    while waiting:
        for value in waiting.pop():
            # By its very type, as tomllib makes no others: each value of every session is seen.
            kind = type(value)
            if kind is int:
                if _is_huge(value):
                    return True
            elif kind is dict:
                waiting.append(value.values())
            elif kind is list:
                waiting.append(value)
    return False


def _is_huge(number: int) -> bool:
    return not _INT_MIN <= number <= _INT_MAX


def _without_comments(text: str) -> str:
    """The text with its lines of nothing but a comment emptied, where none can be within a string.

    tomllib looks at each sign of them, a tenth of its time for a session that explains itself.
    """
    return text if _has_long_strings(text) else _COMMENT.sub("\n", text)


def _has_long_strings(text: str) -> bool:
    return '"""' in text or "'''" in text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        len(data) > 3 and data[:64].count(0) * 3 >= len(data[:64])
    ):
        raise TomlProblem(
            "The file is not UTF-8 text; it looks like UTF-16.",
            None,
            "Save it as UTF-8 in your editor (PowerShell: Out-File -Encoding utf8).",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TomlProblem(
            f"The file is not UTF-8 text: byte 0x{data[error.start]:02x} at offset "
            f"{error.start:,} is not valid.",
            data.count(b"\n", 0, error.start) + 1,
            "Save it as UTF-8 in your editor.",
        ) from error


def _refuse_traps(text: str) -> None:
    """Refuse deep nesting, keys of many parts, and overlong keys, numbers and lines."""
    if _has_no_trap(text):
        return
    depth = 0
    # Compiled where a glance is not enough, which is seldom.
    for token in re.finditer(_TOKEN, text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise TomlProblem(
                    f"More than {MAX_DEPTH} brackets are open at the same time.",
                    _line_at(text, token.start()),
                    "Close them, or flatten the lists and inline tables here.",
                )
        elif kind == "close":
            # A stray closing bracket is for tomllib to report.
            depth = max(depth - 1, 0)
        elif kind == "word" and token.end() - token.start() > 2 * MAX_KEY_PARTS:
            _refuse_long_word(text, token)
    if len(text) > MAX_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > MAX_LINE:
                raise TomlProblem(
                    f"The line has {len(line):,} characters; at most {MAX_LINE:,} are read.",
                    number,
                    "Break it up, or shorten the text.",
                )


def _has_no_trap(text: str) -> bool:
    """Whether a glance is enough, as it is for most sessions; each token of others is looked at."""
    lines = text.split("\n")
    return (
        len(text) <= _AT_A_GLANCE
        and len(max(lines, key=len)) <= MAX_KEY
        and not [line for line in filter(None, lines) if line.count(".") >= MAX_KEY_PARTS]
        and not _has_long_strings(text)
        and _PLAIN_LINES.fullmatch(text) is not None
    )


def _refuse_long_word(text: str, token: re.Match[str]) -> None:
    word, start = token[0], token.start()
    if word.count(".") >= MAX_KEY_PARTS and len(_WORD.findall(word)) > MAX_KEY_PARTS:
        raise TomlProblem(
            f"A key has more than {MAX_KEY_PARTS} parts joined by dots.",
            _line_at(text, start),
            "No key of a session has more than five: shorten or delete it.",
        )
    if len(word) <= MAX_KEY:
        return
    if word.lstrip("+-").replace("_", "").isdigit():
        raise TomlProblem(
            f"A number has more than {MAX_KEY} digits.",
            _line_at(text, start),
            "Correct it; whole numbers go up to 9_223_372_036_854_775_807.",
        )
    if word[0] not in "\"'" or _IS_KEY.match(text, token.end()):
        raise TomlProblem(
            f"A key or number has more than {MAX_KEY} characters.",
            _line_at(text, start),
            "Shorten it; text that is a value needs quotes around it.",
        )


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _integers(contents: Mapping[str, Any]) -> Iterator[tuple[Path, int]]:
    """The whole numbers with their paths, in the order in which they stand."""
    # Not by recursion: keys of several parts in brackets in brackets nest deeper than Python goes.
    waiting: list[tuple[Path, Any]] = [((), contents)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), item) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*path, i), item) for i, item in reversed([*enumerate(value)])]
        elif isinstance(value, int):
            yield path, value
