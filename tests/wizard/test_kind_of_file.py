"""A file in the place of another: what it is, and what is wanted, is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback

SESSION = COMPLETE
POLICY = "[defaults]\ncurrency = 'EUR'\n"
THRESHOLDS = "stop_payback_months = 18\n"
SETTINGS = "theme = 'light'\n[keys]\nsave = 'f12'\n"
MAPPING = "title = 'Our gateway'\n[columns]\ntime = 'at'\ninput = 'in'\noutput = 'out'\n"
TABLE = "id,startTime,prompt_tokens\n1,2026-02-01,10\n2,2026-02-01,10\n"
LINES = '{"id": "a", "tokens": 1}\n{"id": "b", "tokens": 1}\n'
LIST = '[\n  {"id": "a"},\n  {"id": "b"}\n]\n'
PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n"

CALLED = {
    SESSION: "is a session",
    POLICY: "is a team's policy",
    THRESHOLDS: "is a team's policy",
    SETTINGS: "is the settings of the wizard",
    MAPPING: "is a mapping of columns",
    TABLE: "is a table of rows",
    LINES: "is JSON",
    LIST: "is JSON",
    PAGE: "is a web page",
}
DATA = (TABLE, LINES, LIST)
READ_BY = {
    ("assess",): ("a session is wanted here", (SESSION,)),
    ("check",): ("a session is wanted here", (SESSION,)),
    ("assess", "case.toml", "--policy"): (
        "a team's policy is wanted here",
        (POLICY, THRESHOLDS),
    ),
    ("import", "usage"): ("calls are wanted here", DATA),
    ("track", "case.toml", "--usage"): ("calls are wanted here", DATA),
    ("scan",): ("calls are wanted here", DATA),
    ("import", "usage", "calls.csv", "--map"): ("under [columns]", (MAPPING,)),
    ("import", "evaluation"): ("scores are wanted here", DATA),
}


@pytest.mark.parametrize("command", READ_BY, ids=" ".join)
def test_a_file_of_another_kind_is_called_by_its_name_and_the_one_wanted_is_named(
    command: tuple[str, ...], payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.toml").write_text(COMPLETE, encoding="utf-8")
    Path("calls.csv").write_text(TABLE, encoding="utf-8")
    wanted, read = READ_BY[command]
    for text, called in CALLED.items():
        Path("given").write_text(text, encoding="utf-8")
        outcome = payback(*command, "given")
        if text in read:
            assert "wanted here" not in outcome.err
            continue
        assert (outcome.status, outcome.out) == (2, ""), (called, outcome)
        assert outcome.err.count("\n") == 1, outcome.err
        assert outcome.err.startswith(f"given: {called}, and ")
        assert wanted in outcome.err


def test_what_is_given_for_a_session_is_said_to_belong_where_it_is_read(
    payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "given"
    for text, belongs in {
        TABLE: "`payback import usage` reads calls from such a file",
        POLICY: "--policy names it",
        MAPPING: "--map names it",
        SETTINGS: "where `payback --help` says",
        PAGE: "name the session that it was written from",
    }.items():
        path.write_text(text, encoding="utf-8")
        assert belongs in payback("assess", path).err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = Support, tickets\nvolume = 3, 4\n", ":1: "),
        ("title: Support, tickets\nvolume: 3, 4\n", ":1: "),
        ("# Support, tickets\nschema = 1\ntitle = tickets\n", ":3: "),
        ("[volume\ncalls_per_month = 1\n", ":1: "),
        ("title = 'Support'\n", "schema: is missing"),
    ],
)
def test_a_session_with_a_mistake_is_told_of_its_line_all_the_same(
    text: str, says: str, payback: Payback, tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    outcome = payback("assess", path)
    assert says in outcome.err
    assert "wanted here" not in outcome.err
