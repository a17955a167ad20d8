"""`payback track`: months from logs, reviewed before they are kept, beside the plan."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.ask.script import Script
from tests.wizard.conftest import Outcome, Payback
from tests.wizard.review.made_year import STUDENT, TEACHER, Truth, logged, logs
from wizard.disk.paths import config_file
from wizard.problems import Exit
from wizard.review import tracking
from wizard.sessions.session_file import read_session

pytest.importorskip("duckdb")
LATER = "--on", "2027-02-01"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(Truth().session(), encoding="utf-8")
    return path


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """The log of two months of service."""
    return logs(tmp_path / "logs.csv", Truth(), 2)


def spent(model: str) -> float:
    """What the first month's log has for a model."""
    cost: float = sum(row["spend"] for row in logged(Truth(), 1) if row["model"] == model)
    return cost


Track = Callable[..., Outcome]


@pytest.fixture
def track(payback: Payback, case: Path) -> Track:
    return lambda *arguments: payback("track", case, *LATER, *arguments)


def kept(case: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(case.read_text(encoding="utf-8")).get("actuals", [])
    return found


def test_nothing_is_written_without_a_word(track: Track, case: Path, month: Path) -> None:
    before = case.read_bytes()
    done = track("--usage", month)
    assert done.status == 0
    assert "2026-01: 1.06k calls, 283 on the student, 17 fell back" in done.said
    assert "Nothing was written" in done.err
    assert "Month by month" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert case.read_bytes() == before


def test_months_are_appended_and_the_rest_of_the_file_stays(
    track: Track, payback: Payback, case: Path, month: Path
) -> None:
    assert payback("set", case, "title=Tickets").status == 0
    before = case.read_text(encoding="utf-8")
    assert track("--usage", month, "--accept", "all").status == 0
    first, second = kept(case)
    assert first == {
        "month": "2026-01",
        "calls": 1_060,
        "student_calls": 283,
        "fallback_calls": 17,
        "teacher_cost": pytest.approx(spent(TEACHER), abs=0.01),
        "student_cost": pytest.approx(spent(STUDENT), abs=0.01),
        "p95_latency_seconds": pytest.approx(0.42, rel=0.05),
        "source": "LiteLLM spend log logs.csv",
    }
    assert second["month"] == "2026-02"
    after = case.read_text(encoding="utf-8")
    start, end = after.index("[[actuals]]"), after.index("[result]")
    assert after[:start] + after[end:] == before
    assert not read_session(case).problems


def test_a_month_alone_is_kept_by_its_name(track: Track, case: Path, month: Path) -> None:
    assert track("--usage", month, "--accept", "2026-02").status == 0
    assert [one["month"] for one in kept(case)] == ["2026-02"]


def test_a_month_that_is_not_offered_is_refused_by_name(
    track: Track, case: Path, month: Path
) -> None:
    done = track("--usage", month, "--accept", "2026-07")
    assert done.status == 2
    assert "'2026-07' is not proposed; there is 2026-01 and 2026-02" in done.err
    assert not kept(case)


@pytest.mark.parametrize("word", ["2026-13", "July", "volume"])
def test_what_is_no_month_is_refused_before_logs_are_read(word: str, track: Track) -> None:
    done = track("--usage", "none.csv", "--accept", word)
    assert (done.status, done.out) == (2, "")
    assert f"'{word}' is never proposed here; there can be a month such as 2026-11" in done.err


def test_what_is_kept_already_is_not_offered_again(track: Track, case: Path, month: Path) -> None:
    track("--usage", month, "--accept", "all")
    before = case.read_bytes()
    done = track("--usage", month, "--accept", "all")
    assert done.status == 0
    assert "Every whole month of the logs is kept already." in done.said
    assert case.read_bytes() == before


def test_a_month_that_is_there_with_other_figures_is_taken_by_name_alone(
    track: Track, case: Path, month: Path
) -> None:
    text = case.read_text(encoding="utf-8")
    case.write_text(
        f'{text}\n[[actuals]]\nmonth = "2026-01"\ncalls = 900\nupkeep = 50  # invoice 17\n',
        encoding="utf-8",
    )
    done = track("--usage", month, "--accept", "all")
    assert "2026-01 is left. What is there says something else" in done.err
    assert max(map(len, done.out.splitlines())) <= 80
    assert kept(case)[0] == {"month": "2026-01", "calls": 900, "upkeep": 50}
    # The second month was kept; what is shown is what is there, and not the figures left.
    again = track("--usage", month, "--accept", "all")
    assert "as if all" not in again.err
    asked = track("--usage", month, "--json")
    shown = [one["actual"]["calls"] for one in json.loads(asked.out)["months"]]
    assert shown
    assert 1_060 not in shown
    track("--usage", month, "--accept", "2026-01")
    assert kept(case)[0]["calls"] == 1_060
    assert kept(case)[0]["upkeep"] == 50
    assert "# invoice 17" in case.read_text(encoding="utf-8")


def test_a_row_without_figures_hides_none_of_the_same_month(
    track: Track, case: Path, month: Path
) -> None:
    text = case.read_text(encoding="utf-8")
    row = '\n[[actuals]]\nmonth = "2026-01"\n'
    case.write_text(f"{text}{row}{row}upkeep = 50\n", encoding="utf-8")
    assert track("--usage", month, "--accept", "2026-01").status == 0
    assert [one.get("calls") for one in kept(case)] == [None, 1_060]
    shown = json.loads(track("--json").out)["months"]
    assert [one["actual"]["calls"] for one in shown] == [1_060]


def test_a_month_in_part_is_no_month(track: Track, case: Path, tmp_path: Path) -> None:
    path = logs(tmp_path / "logs.csv", Truth(), 2)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-600]), encoding="utf-8")
    done = track("--usage", path)
    assert "The logs do not hold all of 2026-02" in done.said
    assert "2026-02: " not in done.out


def test_months_in_several_files_are_whole_together(
    track: Track, case: Path, month: Path, tmp_path: Path
) -> None:
    head, *rows = month.read_text(encoding="utf-8").splitlines()
    parts = []
    for name, some in (("a.csv", rows[:700]), ("b.csv", rows[700:])):
        parts.append(tmp_path / name)
        parts[-1].write_text("\n".join([head, *some]) + "\n", encoding="utf-8")
    whole = json.loads(track("--usage", month, "--json").out)
    apart = json.loads(track("--usage", parts[0], "--usage", parts[1], "--json").out)
    assert len(whole["months"]) == 2
    assert apart["months"][0]["actual"] == whole["months"][0]["actual"]


def test_the_day_of_launch_is_kept_and_months_before_it_are_not(
    track: Track, case: Path, month: Path
) -> None:
    done = track("--usage", month, "--launched", "2026-01-20", "--accept", "all")
    assert "did not serve from their first day: 2026-01" in done.said
    assert [one["month"] for one in kept(case)] == ["2026-02"]
    assert "launched_on = 2026-01-20" in case.read_text(encoding="utf-8")


def test_the_day_of_launch_is_kept_without_logs(track: Track, case: Path) -> None:
    assert track("--launched", "2026-01-20", "--accept", "all").status == 0
    assert "launched_on = 2026-01-20" in case.read_text(encoding="utf-8")


def renamed(case: Path, name: str) -> None:
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace(f'"{STUDENT}"', f'"{name}"'), encoding="utf-8")


def test_a_student_that_was_renamed_is_asked_for_by_name(
    track: Track, case: Path, month: Path
) -> None:
    renamed(case, "acme/small-v2")
    done = track("--usage", month)
    assert done.status == 2
    assert "no model 'acme/small-v2', as student.model has it; it may have been renamed" in done.err
    assert f"there is '{STUDENT}'" in done.err
    assert track("--usage", month, "--student", STUDENT).status == 0


def test_a_student_that_nobody_has_named_is_the_other_of_two(
    track: Track, case: Path, month: Path
) -> None:
    renamed(case, "")
    assert f"The student is '{STUDENT}' in the logs." in track("--usage", month).said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--student", "small-fd"), "--student: the logs have no model 'small-fd'; there is"),
        (("--student", TEACHER, "--teacher", TEACHER), "is the teacher and the student"),
    ],
)
def test_a_model_that_cannot_be_is_refused(
    track: Track, month: Path, options: tuple[str, ...], said: str
) -> None:
    done = track("--usage", month, *options)
    assert done.status == 2
    assert said in done.err


def test_calls_of_other_models_are_told(track: Track, case: Path, tmp_path: Path) -> None:
    path = logs(tmp_path / "logs.csv", Truth(), 1)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(TEACHER, "acme/huge", 40), encoding="utf-8")
    said = track("--usage", path).said
    assert "Calls of other models are not counted: 'acme/huge' (40)" in said


def test_logs_without_requests_count_fallbacks_as_planned_and_say_so(
    track: Track, case: Path, tmp_path: Path
) -> None:
    path = logs(tmp_path / "logs.csv", Truth(), 1, traces=False)
    done = track("--usage", path, "--json")
    (one,) = json.loads(done.out)["months"]
    assert "fallback_rate" in one["untold"]
    assert one["actual"]["calls"] == 1_060
    told = json.loads(track("--usage", path, "--json", "--fallback-rate", "10%").out)
    assert told["months"][0]["actual"]["fallback_rate"] == pytest.approx(0.1, abs=0.002)
    assert "do not tell which calls fell back" in track("--usage", path).said


def test_logs_that_are_no_file_say_that_nobody_looked_for_what_fell_back(
    track: Track, month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "looked for in files alone" not in track("--usage", month).said
    # Any other engine stands for a database, which is not put this question.
    monkeypatch.setattr(tracking, "Files", type("NoFile", (), {}))
    said = " ".join(track("--usage", month).said.split())
    assert "could tell which calls fell back, but that is looked for in files alone" in said
    said = track("--usage", month, "--fallback-rate", "6%").said
    assert "looked for in files alone" not in " ".join(said.split())


def test_a_call_that_the_student_failed_fell_back_and_is_one_call(
    track: Track, tmp_path: Path
) -> None:
    rows = list(logged(Truth(), 1))
    pair = next(
        at for at, row in enumerate(rows) if rows[at + 1]["session_id"] == row["session_id"]
    )
    rows[pair] |= {"status": "failure", "spend": 0.0}
    path = tmp_path / "logs.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    (one,) = json.loads(track("--usage", path, "--json").out)["usage"]["offered"]
    assert (one["calls"], one["student_calls"], one["fallback_calls"]) == (1_060, 283, 17)


def observation(row: dict[str, Any]) -> dict[str, Any]:
    """The row as Langfuse has it."""
    return {
        "id": row["request_id"],
        "traceId": row["session_id"],
        "type": "GENERATION",
        "name": "triage",
        "startTime": row["startTime"],
        "endTime": row["endTime"],
        "model": row["model"],
        "usageDetails": {"input": 1_200, "output": 8, "total": 1_208},
        "costDetails": {"total": row["spend"]},
        "totalCost": row["spend"],
        "level": "DEFAULT",
    }


def span(row: dict[str, Any]) -> dict[str, Any]:
    """The row as a line of OpenTelemetry."""
    began, ended = (
        str(int(datetime.fromisoformat(row[name]).timestamp() * 1e9))
        for name in ("startTime", "endTime")
    )
    told = {"gen_ai.operation.name": "chat", "gen_ai.request.model": row["model"]}
    counts = {"gen_ai.usage.input_tokens": "1200", "gen_ai.usage.output_tokens": "8"}
    attributes = [
        *({"key": key, "value": {"stringValue": one}} for key, one in told.items()),
        *({"key": key, "value": {"intValue": one}} for key, one in counts.items()),
    ]
    one = {
        "traceId": row["session_id"].encode().hex(),
        "spanId": row["request_id"].encode().hex(),
        "startTimeUnixNano": began,
        "endTimeUnixNano": ended,
        "attributes": attributes,
    }
    return {"resourceSpans": [{"scopeSpans": [{"spans": [one]}]}]}


@pytest.mark.parametrize("written", [observation, span])
def test_other_logs_that_know_requests_tell_what_fell_back(
    track: Track, tmp_path: Path, written: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    path = tmp_path / "logs.jsonl"
    lines = (f"{json.dumps(written(row))}\n" for row in logged(Truth(), 1))
    path.write_text("".join(lines), encoding="utf-8")
    done = track("--usage", path, "--json")
    assert done.status == 0, done.err
    (one,) = json.loads(done.out)["usage"]["offered"]
    assert (one["calls"], one["student_calls"], one["fallback_calls"]) == (1_060, 283, 17)


def test_sessions_of_many_calls_do_not_tell_what_fell_back(track: Track, tmp_path: Path) -> None:
    rows = [row | {"session_id": "chat"} for row in logged(Truth(), 1)]
    path = tmp_path / "logs.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert "do not tell which calls fell back" in track("--usage", path).said


def test_a_sample_is_counted_up_to_all_calls(track: Track, case: Path, month: Path) -> None:
    whole = json.loads(track("--usage", month, "--json").out)["usage"]["offered"][0]
    half = track("--usage", month, "--sampled", "50%", "--json")
    found = json.loads(half.out)["usage"]
    for name in ("calls", "student_calls", "fallback_calls", "teacher_cost", "student_cost"):
        assert found["offered"][0][name] == pytest.approx(2 * whole[name], abs=0.02)
    assert any("a sample of 50%" in one for one in found["remarks"])


def test_costs_in_another_currency_need_a_rate(track: Track, case: Path, month: Path) -> None:
    text = case.read_text(encoding="utf-8")
    case.write_text(
        text.replace("schema = 1\n", 'schema = 1\ncurrency = "EUR"\n'), encoding="utf-8"
    )
    done = track("--usage", month)
    assert "left out: set policy.usd_rate" in done.said
    case.write_text(
        case.read_text(encoding="utf-8") + "[policy]\nusd_rate = 0.5\n", encoding="utf-8"
    )
    (first, _) = json.loads(track("--usage", month, "--json").out)["usage"]["offered"]
    assert first["teacher_cost"] == pytest.approx(spent(TEACHER) / 2, abs=0.01)


def test_a_student_that_is_paid_by_the_month_has_no_cost_in_logs(
    track: Track, case: Path, month: Path
) -> None:
    text = case.read_text(encoding="utf-8")
    case.write_text(
        text.replace("[upfront]", "fixed_cost_per_month = 100\n[upfront]"), encoding="utf-8"
    )
    done = track("--usage", month)
    assert "the case pays for serving by the month" in done.said
    assert ", student $" not in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--accept", "all"), "name the logs with --usage"),
        (("--fallback-rate", "110%"), "is no share below 100%"),
        (("--fallback-rate", "1%..9%"), "is no share below 100%"),
        (("--fallback-rate", "a few"), "is no share below 100%; write 4% or 0.04"),
        (("--launched", "May"), "Not a date"),
        (("--usage", "none.csv"), "none.csv"),
    ],
)
def test_bad_arguments_are_refused(track: Track, arguments: tuple[str, ...], said: str) -> None:
    done = track(*arguments)
    assert done.status == 2
    assert said in done.err


def test_without_logs_the_months_that_are_kept_are_shown(
    track: Track, case: Path, month: Path
) -> None:
    track("--usage", month, "--accept", "all")
    before = case.read_bytes()
    done = track()
    assert done.status == 0
    assert "In 2 months the student brought" in done.said
    assert case.read_bytes() == before


def test_each_balance_is_the_one_before_and_what_the_month_brought(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    found = logs(tmp_path / "year.csv", Truth(), 12)
    payback("track", case, "--on", "2027-02-01", "--usage", found, "--accept", "all")
    page = payback("track", case, "--on", "2027-02-01").out
    table = page.partition("Month by month")[2].partition("What explains the gap")[0]
    rows = [line.split()[-4:] for line in table.splitlines() if line.strip().startswith("202")]
    assert len(rows) > 6
    for column in (0, 1):
        nets = [amount(row[column]) for row in rows]
        balances = [amount(row[column + 2]) for row in rows]
        for before, net, balance in zip(balances, nets[1:], balances[1:], strict=False):
            assert before + net == pytest.approx(balance, abs=0.005), rows


def amount(printed: str) -> float:
    return float(printed.replace("$", "").replace(",", ""))


def test_a_record_that_is_wrong_is_told_by_its_row_and_by_its_key(track: Track, case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    row = '[[actuals]]\nmonth = "2026-01"\ncalls = {}\n'
    case.write_text(f"{text}\n{row.format(1)}{row.format(2)}", encoding="utf-8")
    told = "Row 2, Month (actuals[1].month): is 2026-01 as in row 1, with other calls"
    assert told in track().said.partition("Warnings about the months")[2]


def test_the_launch_is_told_by_logs_that_begin_before_it(
    track: Track, payback: Payback, case: Path, month: Path
) -> None:
    lines = month.read_text(encoding="utf-8").splitlines(keepends=True)
    month.write_text("".join(one for one in lines if STUDENT not in one or ",2026-02-" in one))
    done = track("--usage", month, "--accept", "all")
    assert "student.launched_on: 2026-02-01" in done.out
    assert "did not serve from their first day: 2026-01. It was launched on 2026-02-01" in done.said
    assert "launched_on = 2026-02-01" in case.read_text(encoding="utf-8")
    # Somebody who was there knows better than logs do.
    payback("set", case, "student.launched_on=2026-01-20")
    again = track("--usage", month)
    assert "student.launched_on:" not in again.out
    assert "It was launched on 2026-01-20" in again.said
    named = track("--launched", "2026-01-25", "--accept", "all")
    assert "student.launched_on: 2026-01-25" in named.out
    assert "launched_on = 2026-01-25" in case.read_text(encoding="utf-8")


def test_a_share_is_read_with_the_comma_of_whoever_writes_it(track: Track, month: Path) -> None:
    written = [track("--usage", month, "--fallback-rate", one).said for one in ("4.5%", "0.045")]
    assert "--fallback-rate" in track("--usage", month, "--fallback-rate", "4,5%").err
    config_file().parent.mkdir(parents=True)
    config_file().write_text("decimal_comma = true\n", "utf-8")
    written += [track("--usage", month, "--fallback-rate", one).said for one in ("4,5%", "0,045")]
    assert len(set(written)) == 1
    assert "13 fell back" in written[0]


# ------------------------------------------------------------------- at a terminal


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Script]:
    """Sit at a terminal, and type."""

    def typing(*lines: str) -> Script:
        terminal = Script(lines)
        monkeypatch.setattr("wizard.cli.track.has_terminal", lambda: True)
        monkeypatch.setattr("wizard.ask.signals.PlainTerminal", lambda **options: terminal)
        return terminal

    return typing


@pytest.fixture
def unnamed(case: Path) -> Path:
    """The case without a word on which models it is about."""
    lines = case.read_text(encoding="utf-8").splitlines(keepends=True)
    case.write_text("".join(one for one in lines if not one.startswith("model =")))
    return case


def of_a_third(month: Path, model: str = "acme/medium") -> Path:
    """The same logs, some of whose calls ran on another model."""
    lines = month.read_text(encoding="utf-8").splitlines(keepends=True)
    month.write_text("".join([lines[0], lines[1].replace(STUDENT, model), *lines[2:]]))
    return month


def test_who_is_who_is_asked_until_a_number_of_the_list_is_typed(
    track: Track, unnamed: Path, month: Path, typing: Callable[..., Script]
) -> None:
    terminal = typing("9", "2", "1", "n", "y")
    done = track("--usage", of_a_third(month))
    assert done.status == 0
    assert "Nothing says which model of the logs is the student." in terminal.text
    assert "'9' is none of these numbers." in terminal.after("9")
    assert "Which of these is the teacher?" in terminal.after("2")
    assert f"1. {TEACHER}" in terminal.after("2")
    assert f"The teacher is '{TEACHER}' in the logs." in done.said
    assert "Calls of other models are not counted: 'acme/medium' (1)" in done.said
    assert [one["month"] for one in kept(unnamed)] == ["2026-02"]


@pytest.mark.parametrize("lines", [[], [""], ["2", ""]])
def test_who_says_no_model_is_told_the_option_for_it(
    lines: list[str],
    track: Track,
    unnamed: Path,
    month: Path,
    typing: Callable[..., Script],
) -> None:
    typing(*lines)
    done = track("--usage", of_a_third(month))
    assert (done.status, done.out) == (2, "")
    role = "teacher" if len(lines) > 1 else "student"
    assert f"--{role}: nothing says which model of the logs is the {role}" in done.err
    assert not kept(unnamed)


def test_who_leaves_before_the_last_month_has_kept_none(
    track: Track, case: Path, month: Path, typing: Callable[..., Script]
) -> None:
    typing("y")
    done = track("--usage", month)
    assert done.status == Exit.INTERRUPTED
    assert "Nothing was written: not everything was answered." in done.err
    assert not kept(case)


def test_a_month_that_is_not_over_is_left_out(payback: Payback, case: Path, month: Path) -> None:
    done = payback("track", case, "--usage", month, "--on", "2026-02-20")
    assert "Left out, since they are not over on 2026-02-20: 2026-02." in done.said
    assert "2026-01: 1.06k calls" in done.said
