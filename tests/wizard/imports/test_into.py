"""What an import proposes, into a session: asked for, accepted by name, or left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.ask.script import Script
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import, proposal, why_not
from tests.wizard.imports.made import as_csv, as_lines, every, monthly, spend_row
from wizard.ask import signals
from wizard.imports.usage.naming_columns import likely_unit
from wizard.sessions.session_file import read_session

EMPTY = "schema = 1\n"

Typing = Callable[..., Script]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Two complete months of one endpoint."""
    rows = monthly({"2026-07": 300, "2026-08": 310})
    return as_lines(tmp_path / "spend.jsonl", rows)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A complete case, whose volume is measured."""
    path = tmp_path / "case.toml"
    path.write_text(COMPLETE, encoding="utf-8")
    return path


def value(path: Path, key: str) -> Any:
    return read_session(path).answers.value(key)


def test_everything_goes_into_an_empty_session_and_comes_back_from_it(
    payback: Payback, logs: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.toml"
    path.write_text(EMPTY, encoding="utf-8")
    outcome = payback("import", "usage", logs, "--into", path, "--accept", "all")
    assert outcome.status == 0
    volume = value(path, "volume.calls_per_month")
    assert (volume.likely, volume.basis) == (305, "measured")
    assert volume.source == (
        "LiteLLM spend log spend.jsonl, 610 rows, 2026-07-01 to 2026-08-31;"
        " mean of 2 complete months"
    )
    assert value(path, "teacher.cost_per_1k_calls").likely == pytest.approx(2.0)
    assert value(path, "teacher.model") == "openai/gpt-4.1"
    assert payback("assess", path).status == 0
    # Read once more it says the same, and there is nothing to take.
    before = path.read_bytes()
    again = payback("import", "usage", logs, "--into", path, "--accept", "all")
    assert "Nothing was taken" in again.out
    assert path.read_bytes() == before


def test_a_better_basis_is_replaced_only_where_it_is_named(
    payback: Payback, session: Path, tmp_path: Path
) -> None:
    rows = [spend_row(at, one) for at, one in enumerate(every(timedelta(hours=1), 30))]
    logs = as_csv(tmp_path / "spend.csv", rows)
    key = "volume.calls_per_month"
    outcome = payback("import", "usage", logs, "--into", session, "--accept", "all")
    assert f"{key} is left. What is there has the better basis: = 6,000,000" in outcome.err
    assert value(session, key).likely == 6_000_000
    payback("import", "usage", logs, "--into", session, "--accept", key)
    assert value(session, key).basis == "assumed"


def test_a_worksheet_that_a_case_does_without_is_not_begun_unasked(
    payback: Payback, session: Path, logs: Path
) -> None:
    outcome = payback("import", "usage", logs, "--into", session, "--accept", "all")
    assert "student.hosting.peak_to_average is left. It begins a worksheet" in outcome.err
    assert read_session(session).answers.get("student.hosting.peak_to_average") is None
    # The cost was typed, so the tokens beside it take nothing away.
    assert value(session, "teacher.tokens.input").likely == 1_200
    assert "No verdict" not in payback("assess", session).out


def test_calls_on_the_student_are_not_taken_for_the_teacher_s_unasked(
    payback: Payback, session: Path, logs: Path, tmp_path: Path
) -> None:
    changed = session.read_text("utf-8").replace("[student]", '[student]\nmodel = "acme/Small-v1"')
    session.write_text(changed, encoding="utf-8")
    launched = as_lines(
        tmp_path / "launched.jsonl",
        [
            {**row, "model": "small-v1" if at % 2 else row["model"]}
            for at, row in enumerate(monthly({"2026-07": 300, "2026-08": 310}))
        ],
    )
    before = session.read_bytes()
    outcome = payback("import", "usage", launched, "--into", session, "--accept", "all")
    assert (
        "volume.calls_per_month is left. Calls on the student are among these; months after launch"
        " are for payback track: = 6,000,000"
    ) in outcome.err
    assert session.read_bytes() == before
    payback("import", "usage", launched, "--into", session, "--accept", "volume.calls_per_month")
    assert value(session, "volume.calls_per_month").likely == 305
    # Logs of before the launch are taken as ever.
    payback("import", "usage", logs, "--into", session, "--accept", "all")
    assert value(session, "teacher.cost_per_1k_calls").likely == pytest.approx(2.0)


def test_one_answer_or_a_group_of_them_is_taken(
    payback: Payback, session: Path, logs: Path
) -> None:
    payback("import", "usage", logs, "--into", session, "--accept", "teacher.tokens")
    assert value(session, "teacher.tokens.output").likely == 8
    assert value(session, "teacher.cost_per_1k_calls").likely == 4.2
    before = session.read_bytes()
    outcome = payback("import", "usage", logs, "--into", session, "--accept", "teacher.colour")
    assert outcome.status == 2
    assert "'teacher.colour' is never proposed here; there can be volume.calls_per" in outcome.err
    assert session.read_bytes() == before
    outcome = payback("import", "usage", logs, "--into", session, "--accept", "quality.slices")
    assert outcome.status == 2
    assert "'quality.slices' is not proposed; there is volume.calls_per_month" in outcome.err
    assert session.read_bytes() == before


@pytest.mark.parametrize("word", ["volume.calls", "ALL", "", "teacher.token."])
def test_what_no_log_gives_is_refused_before_one_is_read(
    word: str, payback: Payback, session: Path
) -> None:
    outcome = payback("import", "usage", "none.csv", "--into", session, "--accept", word)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"--accept: '{word}' is never proposed here")


def test_what_nothing_can_be_written_to_is_refused_before_a_log_is_read(
    payback: Payback, logs: Path
) -> None:
    for command in (("usage",), ("evaluation", "--teacher", "a", "--student", "b")):
        outcome = payback("import", *command, logs, "--into", "-", "--accept", "all")
        assert (outcome.status, outcome.out) == (2, "")
        assert "nothing can be written back to it" in outcome.err


def test_comments_stay(payback: Payback, session: Path, logs: Path) -> None:
    payback("import", "usage", logs, "--into", session, "--accept", "teacher.model")
    text = session.read_text("utf-8")
    assert "# Kept by the platform team." in text
    assert "cost_per_1k_calls = 4.20 # invoice" in text


def test_without_into_nothing_is_written(payback: Payback, session: Path, logs: Path) -> None:
    files = {path: path.read_bytes() for path in session.parent.iterdir()}
    payback("import", "usage", logs)
    assert {path: path.read_bytes() for path in session.parent.iterdir()} == files


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--accept", "all"), "name it with --into"),
        (("--into", "case.toml"), "needs --accept KEY"),
        (("--into", "case.toml", "--json"), "needs --accept KEY"),
    ],
)
def test_what_is_to_be_taken_has_to_be_said_where_nobody_can_be_asked(
    more: tuple[str, ...], says: str, payback: Payback, logs: Path
) -> None:
    outcome = payback("import", "usage", logs, *more)
    assert outcome.status == 2
    assert says in outcome.err


def test_with_json_the_object_alone_goes_to_standard_output(
    payback: Payback, session: Path, logs: Path
) -> None:
    outcome = payback(
        "import", "usage", logs, "--into", session, "--accept", "teacher.model", "--json"
    )
    assert outcome.out.startswith('{"rows"')
    assert outcome.out.count("\n") == 1
    assert "teacher.model = openai/gpt-4.1" in outcome.err


# -------------------------------------------------------------------- currencies


def test_costs_in_dollars_need_a_rate_in_a_case_of_other_money(
    payback: Payback, logs: Path, tmp_path: Path
) -> None:
    path = tmp_path / "euros.toml"
    path.write_text('schema = 1\ncurrency = "EUR"\n', encoding="utf-8")
    outcome = payback("import", "usage", logs, "--into", path, "--accept", "all")
    assert "set policy.usd_rate, how many EUR one US dollar is" in outcome.said
    assert value(path, "teacher.cost_per_1k_calls") is None
    payback("set", path, "policy.usd_rate=0.5")
    payback("import", "usage", logs, "--into", path, "--accept", "all")
    cost = value(path, "teacher.cost_per_1k_calls")
    assert cost.likely == pytest.approx(1.0)
    assert cost.source.endswith("$2 at 0.5 EUR per US dollar")


# ------------------------------------------------------------------- at a terminal


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Sit at a terminal, and type."""

    def typing(*lines: str) -> Script:
        terminal = Script(lines)
        monkeypatch.setattr("wizard.cli.importing.usage.has_terminal", lambda: True)
        monkeypatch.setattr(signals, "PlainTerminal", lambda **_: terminal)
        return terminal

    return typing


def test_each_answer_is_asked_for_beside_the_present_one(
    payback: Payback, session: Path, logs: Path, typing: Typing
) -> None:
    # Volume, four kinds of tokens, cost, model, latency, peak.
    terminal = typing("n", "", "what", "y", "n", "n", "", "n", "n", "n")
    assert payback("import", "usage", logs, "--into", session).status == 0
    shown = terminal.text
    assert "now = 6,000,000 calls; 1 in 10 below 4,500,000" in shown
    assert "new = 305 calls, measured" in shown
    assert "Type y to take it, n to leave what is there." in shown
    assert value(session, "volume.calls_per_month").likely == 6_000_000
    assert value(session, "teacher.tokens.input").likely == 1_200
    assert value(session, "teacher.tokens.cached_input").likely == 0
    assert value(session, "teacher.cost_per_1k_calls").likely == pytest.approx(2.0)
    assert value(session, "teacher.model") is None


def test_refusing_all_leaves_the_file_as_it_was(
    payback: Payback, session: Path, logs: Path, typing: Typing
) -> None:
    before = session.read_bytes()
    typing(*["n"] * 9)
    assert payback("import", "usage", logs, "--into", session).status == 0
    assert session.read_bytes() == before


def test_who_leaves_before_the_last_answer_has_taken_none(
    payback: Payback, session: Path, logs: Path, typing: Typing
) -> None:
    before = session.read_bytes()
    typing("y", "y")
    outcome = payback("import", "usage", logs, "--into", session)
    assert outcome.status == 130
    assert "Nothing was written" in outcome.err
    assert session.read_bytes() == before


def test_the_columns_of_an_unknown_file_are_asked_for_once(
    payback: Payback,
    imported: Import,
    typing: Typing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        {
            "made": "2026-06-01T08:00:00Z",
            "tin": 10,
            "tout": 2,
            "took": 1500,
            "paid": 250,
            "text": "a prompt",
        },
        {
            "made": "2026-06-01T08:00:09Z",
            "tin": 10,
            "tout": 2,
            "took": 1500,
            "paid": 250,
            "text": "a prompt",
        },
    ]
    path = as_csv(tmp_path / "own.csv", rows)
    terminal = typing(
        "made", "tin", "nothing", "tout", "", "paid", "took", "", "", "", "ms", "cents"
    )
    outcome = payback("import", "usage", path)
    assert outcome.status == 0, outcome.err
    assert "a prompt" not in terminal.text
    assert "kept at usage-map.toml" in outcome.err
    typing()
    found = imported(path)
    assert (found["calls"], found["input"], found["cost"]) == (2, 20, 5.0)
    assert found["p95_latency_seconds"]["low"] <= 1.5 < found["p95_latency_seconds"]["high"]
    assert "measured" in str(found["proposals"])
    assert "names no model" in why_not(found, "teacher.model")


def test_a_mapping_that_cannot_be_kept_is_used_all_the_same(
    payback: Payback, typing: Typing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "usage-map.toml").mkdir()
    path = tmp_path / "own.csv"
    path.write_text("made,tin,tout\n2026-06-01T08:00:00Z,10,2\n", encoding="utf-8")
    typing("made", "tin", "tout", *[""] * 6)
    outcome = payback("import", "usage", path)
    assert outcome.status == 0
    assert "The mapping could not be kept at usage-map.toml: " in outcome.err
    assert "1 row read = 1 kept" in outcome.out


@pytest.mark.parametrize(
    ("columns", "p95_s"),
    [
        ("started_at,tokens_in,tokens_out,tokens_cached,cost_usd,latency_ms,http_status", 1.5),
        ("requestTime,numInputTokens,numOutputTokens,cacheReadTokens,cost,durationMs,status", 1.5),
        ("ts,in_tokens,out_tokens,cached_input_tokens,spend_usd,latency,status code", 1500),
    ],
)
def test_columns_whose_names_tell_what_they_are_need_no_word(
    columns: str,
    p95_s: float,
    payback: Payback,
    imported: Import,
    typing: Typing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "own.csv"
    lines = (f"2026-06-01T08:00:0{second}Z,10,2,4,250,1500,200\n" for second in range(2))
    path.write_text(f"{columns}\n{''.join(lines)}", encoding="utf-8")
    # For each of the nine, and for the units of two.
    typing(*[""] * 11)
    assert payback("import", "usage", path).status == 0
    typing()
    found = imported(path)
    assert (found["input"], found["output"], found["cost"]) == (20, 4, 500)
    assert found["p95_latency_seconds"]["low"] <= p95_s <= found["p95_latency_seconds"]["high"]


@pytest.mark.parametrize(
    ("role", "column", "unit"),
    [
        ("latency", "latency_ms", "ms"),
        ("latency", "latencyMs", "ms"),
        ("latency", "took (us)", "us"),
        ("latency", "TOOK_MS", "ms"),
        ("latency", "duration-nanos", "ns"),
        ("latency", "status", "s"),
        ("cost", "cost_cents", "cents"),
        ("cost", "cost.micros", "micro-dollars"),
        ("cost", "percent", "dollars"),
        ("cost", "", "dollars"),
    ],
)
def test_a_unit_that_a_column_names_is_offered_first(role: str, column: str, unit: str) -> None:
    assert likely_unit(role, column) == unit


def test_no_line_of_the_page_is_longer_than_a_page(payback: Payback, logs: Path) -> None:
    assert max(map(len, payback("import", "usage", logs).out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("calls", "basis"), [(700, "assumed"), (1_600, "measured")], ids=["sparse", "enough"]
)
def test_the_peak_of_a_sparse_log_is_no_measurement(
    calls: int, basis: str, imported: Import, tmp_path: Path
) -> None:
    path = as_lines(
        tmp_path / "spend.jsonl", monthly({"2026-07": calls // 2, "2026-08": calls // 2})
    )
    found = imported(path)
    peak = proposal(found, "student.hosting.peak_to_average")
    assert peak["basis"] == basis
    assert ("fewer than one call an hour" in peak["source"]) == (basis == "assumed")
    assert "busiest hour" in peak["source"]
    assert found["peak_to_average"] == pytest.approx(peak["value"], rel=1e-4)


def test_growth_is_shown_as_people_write_it_and_taken_as_it_is(
    payback: Payback, session: Path, tmp_path: Path
) -> None:
    rows = monthly({"2026-06": 300, "2026-07": 326, "2026-08": 342})
    logs = as_lines(tmp_path / "grown.jsonl", rows)
    key = "volume.monthly_growth"
    outcome = payback("import", "usage", logs, "--into", session, "--accept", key)
    assert f"{key} = 5.03%, measured" in outcome.out
    growth = value(session, key).likely
    assert growth == pytest.approx(0.0503, abs=1e-4)
    assert len(str(growth)) > 10
