"""What a file is, told by what stands in it, where somebody has named it in the place of another.

Only files are told apart that people have beside each other: sessions, policies, settings and
mappings of columns, all of which are TOML, and the logs, scores and reports that lie around them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.problem import Problem
from wizard.problems import InputUnusable
from wizard.settings.config_file import SETTINGS
from wizard.toml.guard import BOM, TomlProblem, parse


class Kind(NamedTuple):
    """What a file can be."""

    called: str
    """As in `is a session`."""
    belongs: str = ""
    """Where such a file is read, as a sentence."""


class Wanted(NamedTuple):
    """What is read in some place."""

    kinds: tuple[Kind, ...]
    """What may be named there."""
    said: str
    """The same in words: behind a comma, without a full stop."""


_READ_BY_IMPORTS: Final = (
    "`payback import usage` reads calls from such a file, `payback import evaluation` scores."
)
_NO_WAY_BACK: Final = "If it is a report, name the session that it was written from."

_SESSION: Final = Kind("a session")
_POLICY: Final = Kind("a team's policy", "--policy names it.")
_SETTINGS: Final = Kind(
    "the settings of the wizard", "They are read from where `payback --help` says."
)
_MAPPING: Final = Kind("a mapping of columns", "--map names it, beside the logs.")
_TABLE: Final = Kind("a table of rows", _READ_BY_IMPORTS)
_JSON: Final = Kind("JSON", _READ_BY_IMPORTS)
_PARQUET: Final = Kind("Parquet", "`payback import usage` reads calls from such a file.")
_GZIP: Final = Kind("a file packed by gzip", _READ_BY_IMPORTS)
_ZIP: Final = Kind("a workbook or another zip archive", _NO_WAY_BACK)
_PDF: Final = Kind("a PDF", _NO_WAY_BACK)
_WEB_PAGE: Final = Kind("a web page", _NO_WAY_BACK)

_ROWS: Final = (_TABLE, _JSON, _GZIP, _ZIP)

SESSION: Final = Wanted((_SESSION,), "and a session is wanted here, as `payback new` begins one")
POLICY: Final = Wanted((_POLICY,), "and a team's policy is wanted here")
MAPPING: Final = Wanted(
    (_MAPPING,), "and a TOML file is wanted here that says under [columns] which column is what"
)
CALLS: Final = Wanted(
    (*_ROWS, _PARQUET), "and calls are wanted here; name a log in CSV, JSON, JSON lines or Parquet"
)
SCORES: Final = Wanted(
    _ROWS, "and scores are wanted here; name what an evaluation wrote as CSV or JSON"
)

_MAGIC: Final = {b"PAR1": _PARQUET, b"\x1f\x8b": _GZIP, b"PK\x03\x04": _ZIP, b"%PDF": _PDF}
_TOML_LINE: Final = re.compile(r"""(?m)^[ \t]*(?:[\w"'][\w."'-]*[ \t]*=|\[[\w"'\[])""")
_KEY: Final = re.compile(r"""[ \t]*[\w."'-]+[ \t]*[=:]|[#\[]""")
_JSON_BEGINS: Final = re.compile(r"""\{|\[\s*(?:\{|\]|["\d-]|$)""")
_DELIMITERS: Final = ",;\t|"
_IN_BOTH: Final = {"schema", "policy"}
"""Keys that a session and a team's policy may both have."""
_ROWS_LOOKED_AT: Final = 3
_LOOKED_AT: Final = 100_000
"""Signs of a text, for these rows."""


def misplaced(data: bytes, wanted: Wanted) -> str | None:
    """What is said of a file that is something else than what is read in its place.

    Args:
        data: its bytes, or the first of them.
        wanted: what is read there.

    Returns:
        What it is, and what is wanted, as a sentence about the file, with where it belongs in the
        place of a session, which most commands read; None where it is what is wanted, or nothing
        that is known.
    """
    kind = _kind_of(data)
    if kind is None or kind in wanted.kinds:
        return None
    belongs = kind.belongs if wanted is SESSION else ""
    return f"is {kind.called}, {wanted.said}. {belongs}".rstrip()


def refuse_misplaced(data: bytes, wanted: Wanted, name: str) -> None:
    """Refuse a file that is something else than what is read in its place.

    Args:
        data: its bytes, or the first of them.
        wanted: what is read there.
        name: how the file is named in messages.

    Raises:
        InputUnusable: with what it is, and what is wanted.
    """
    if (why := misplaced(data, wanted)) is not None:
        raise InputUnusable([Problem(why, file=name)])


def _kind_of(data: bytes) -> Kind | None:
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    text = data.decode("utf-8", errors="replace").removeprefix(BOM).lstrip()
    if text[:15].lower().startswith(("<!doctype html", "<html")):
        return _WEB_PAGE
    if _TOML_LINE.search(text) is not None:
        try:
            return _kind_of_toml(parse(data)[1])
        except TomlProblem:
            pass
    if _JSON_BEGINS.match(text) is not None:
        return _JSON
    return _TABLE if _is_table(text) else None


def _kind_of_toml(contents: Mapping[str, Any]) -> Kind | None:
    names = contents.keys()
    if "schema" not in names and isinstance(contents.get("columns"), Mapping):
        return _MAPPING
    # A session has a table of thresholds too, beside its answers.
    thresholds_alone = "policy" in names and not names & (Case.model_fields.keys() - _IN_BOTH)
    if thresholds_alone or not names.isdisjoint(("defaults", "rules", *Policy.model_fields)):
        return _POLICY
    if not names.isdisjoint(Case.model_fields):
        return _SESSION
    return _SETTINGS if names and names <= set(SETTINGS) else None


def _is_table(text: str) -> bool:
    """Whether its first lines are cells, as many in each, and not somebody's keys and values."""
    rows = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:_ROWS_LOOKED_AT]
    if not rows or any(map(_TOML_LINE.match, rows)) or _KEY.match(rows[0]):
        return False
    return any(
        _cells(rows[0], sign) > 1 and len({_cells(row, sign) for row in rows}) == 1
        for sign in _DELIMITERS
    )


def _cells(line: str, sign: str) -> int:
    return 1 + sum(part.count(sign) for part in line.split('"')[::2])
