"""Sources as bad as they come: counted, named or refused, and nothing said of what is in them."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.locked import lock_up
from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import (
    CANARY,
    as_array,
    as_csv,
    as_lines,
    as_parquet,
    every,
    monthly,
    packed,
    spend_row,
)

TRACE = "time,prompt_tokens,completion_tokens\n"
GOOD = "2026-06-01T08:00:00Z,1200,8\n"

Refused = Callable[..., str]


def calls(number: int, **changes: Any) -> list[dict[str, Any]]:
    times = every(timedelta(minutes=1), number)
    return [spend_row(at, one, **changes) for at, one in enumerate(times)]


def trace(path: Path, *rows: str) -> Path:
    path.write_text(TRACE + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


# ------------------------------------------------------------------- broken off


def test_of_json_lines_that_break_off_the_whole_ones_count(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "spend.jsonl", calls(20))
    path.write_bytes(path.read_bytes()[:-40])
    assert imported(path)["rows"] == {"read": 20, "kept": 19, "dropped": {"unreadable": 1}}
    said = payback("import", "usage", path, "--json").err
    assert "Not usable: spend.jsonl, line 20: no JSON." in said
    assert CANARY not in said


def test_a_list_that_breaks_off_is_refused_with_the_place(refused: Refused, tmp_path: Path) -> None:
    path = as_array(tmp_path / "spend.json", calls(20))
    path.write_bytes(path.read_bytes()[:-40])
    said = refused(path)
    assert "breaks off or goes wrong in line" in said
    assert CANARY not in said


@pytest.mark.parametrize("write", [as_csv, as_lines, as_array])
def test_a_gzip_that_breaks_off_is_refused_with_the_place(
    write: Callable[..., Path], refused: Refused, tmp_path: Path
) -> None:
    path = packed(write(tmp_path / "spend.data", calls(3_000)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    said = refused(path)
    assert "spend.data.gz: is damaged: the gzip breaks off after" in said
    assert ", in line " in said


def test_of_a_gzip_whose_end_is_damaged_bad_rows_are_named_all_the_same(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    rows = calls(4_000)
    rows[6]["prompt_tokens"] = "many"
    path = packed(as_csv(tmp_path / "spend.csv", rows))
    contents = bytearray(path.read_bytes())
    contents[-6] ^= 0xFF
    path.write_bytes(contents)
    assert imported(path)["rows"]["dropped"] == {"no usable count": 1}
    assert "spend.csv.gz, line 8: no usable count" in payback("import", "usage", path).out


def test_what_is_no_data_says_what_it_is(refused: Refused, tmp_path: Path) -> None:
    cases = {
        b"": "is empty",
        b"\n\n": "is empty",
        b"[]": "is an empty list",
        b"[\n]\n": "is an empty list",
        b"[1, [2]]": "it holds no objects",
        b'[{"a": %s}]' % (b"9" * 5_000): "it has a number of thousands of digits",
        b'{"data": [], "has_more": false}': "is an empty page: it holds no calls",
        b'{\n"events": [],\n"searchedLogStreams": [{}]\n}\n': "is an empty page",
        bytes(range(256)): "is no text",
        "time,tokens\n".encode("utf-16"): "is in UTF-16",
        "time,tokens\n".encode("utf-32"): "is in UTF-32",
        b"PK\x03\x04": "is a zip archive",
        b"PAR1....PAR1": "is no Parquet",
        b"\x1f\x8b....": "is damaged",
        b"\x28\xb5\x2f\xfd....": "is packed with zstd; unpack it, or pack it with gzip instead",
        bz2.compress(b"time,tokens\n"): "is packed with bzip2",
        lzma.compress(b"time,tokens\n"): "is packed with xz",
        b"just words\nand more": "has one column only",
        b'{"a": ': "is no usable JSON",
        b"[" * 100_000: "nested too deeply",
    }
    path = tmp_path / "source"
    for contents, says in cases.items():
        path.write_bytes(contents)
        assert says in refused(path), contents[:20]


def test_a_time_that_is_none_costs_its_row_and_leaves_the_others_as_they_are(
    imported: Import, tmp_path: Path
) -> None:
    row = {"time": GOOD[:20], "prompt_tokens": 1200, "completion_tokens": 8}
    rows = [row, {**row, "time": True}, {**row, "time": None}, row, row]
    for path in (as_lines(tmp_path / "a.jsonl", rows), as_array(tmp_path / "a.json", rows)):
        assert imported(path)["rows"] == {"read": 5, "kept": 3, "dropped": {"no usable time": 2}}


def test_a_source_that_falls_into_too_many_groups_is_refused(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [one | {"model_group": f"ep{at}"} for at, one in enumerate(calls(60))]
    monkeypatch.setattr("wizard.imports.engines.duck.MOST_GROUPS", 50)
    said = refused(as_csv(tmp_path / "spend.csv", rows))
    assert "the source falls into more than 50 groups; name an endpoint with --endpoint" in said


@pytest.mark.parametrize("above", ["sep=,", '"sep=,"', "", "Usage of June", "June, all calls"])
def test_what_stands_above_a_heading_is_told(above: str, refused: Refused, tmp_path: Path) -> None:
    path = trace(tmp_path / "trace.csv", *[GOOD.strip()] * 4)
    path.write_text(f"{above}\n{path.read_text('utf-8')}", encoding="utf-8")
    says = "is of no known format" if above.startswith("June") else "take out what stands above"
    assert says in refused(path)


def test_a_carriage_return_within_a_line_is_told_by_line(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / "trace.csv"
    heading = TRACE.replace("\n", ",note\n")
    path.write_bytes(f"{heading}{GOOD[:-1]},a\n{GOOD[:-1]},b\rc\n{GOOD[:-1]},d\n".encode())
    assert "has a carriage return within line 3, outside of quotes" in refused(path)


def test_gzip_that_only_others_unpack_is_told_and_not_called_damaged(
    refused: Refused, tmp_path: Path
) -> None:
    path = packed(as_csv(tmp_path / "spend.csv", calls(20)))
    path.write_bytes(path.read_bytes() + b"\0" * 512)
    assert "is gzip of a kind that is not unpacked here; unpack it" in refused(path)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (rb"cut within \ud83d", "has half a sign in line 3, \\ud83d by itself"),
        (rb"cut before \ude42", "has half a sign in line 3, \\ude42 by itself"),
        (rb"\ud83d\ude42 and \ud83d\n", "has half a sign in line 3, \\ud83d by itself"),
        (b"caf\xe9", "has text in line 3 that is not UTF-8"),
    ],
)
def test_a_list_that_is_no_text_is_refused_with_the_line(
    cell: bytes, says: str, refused: Refused, tmp_path: Path
) -> None:
    row = {"time": GOOD[:20], "prompt_tokens": 1200, "completion_tokens": 8, "note": "it"}
    good = json.dumps(row).encode()
    path = tmp_path / "trace.json"
    path.write_bytes(b"[\n%s,\n%s\n]\n" % (good, good.replace(b"it", cell)))
    said = refused(path)
    assert says in said
    assert "or as JSON lines, of which the good ones are read" in said


def test_an_address_under_which_a_file_lies_is_told_from_a_database(refused: Refused) -> None:
    said = refused(f"https://user:{CANARY}@example.com/log.csv")
    assert "https://...: is an address, and files are read from this machine; fetch it" in said
    assert CANARY not in said


def test_a_file_that_the_system_does_not_read_is_told(refused: Refused, tmp_path: Path) -> None:
    assert "cannot be read: its name is too long" in refused("x" * 300)


def test_options_that_name_nothing_are_told_together_before_a_source_is_opened(
    refused: Refused, tmp_path: Path
) -> None:
    dates = ("--since", "2026-07-02", "--until", "2026-07-01")
    wrong = ("--format", "litelm", "--timezone", "Mars/Olympus", *dates)
    for source in (tmp_path / "none.csv", as_csv(tmp_path / "spend.csv", calls(2))):
        said = refused(source, *wrong).splitlines()
        assert [line.partition(": ")[0] for line in said] == ["--until", "--timezone", "--format"]
        assert "'Mars/Olympus' is no time zone" in said[1]
        assert "'litelm' is no format of usage; there are litellm, " in said[2]


@pytest.mark.parametrize("command", ["usage", "scan", "track"])
def test_an_option_for_what_a_source_is_not_is_refused_and_not_passed_over(
    payback: Payback, command: str, tmp_path: Path
) -> None:
    source = as_csv(tmp_path / "spend.csv", calls(20))
    case = tmp_path / "case.toml"
    case.write_text("schema = 1\n")
    line = {
        "usage": ("import", "usage", source),
        "scan": ("scan", source),
        "track": ("track", case, "--usage", source),
    }[command]
    outcome = payback(*line, "--table", "calls", "--format", "litellm", "--map", "helicone")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--table: is for the address of a database, and files have no tables" in outcome.err
    assert "--format: is not looked at beside --map" in outcome.err


def test_how_logs_are_read_is_refused_where_a_case_is_tracked_without_any(
    payback: Payback, tmp_path: Path
) -> None:
    case = tmp_path / "case.toml"
    case.write_text("schema = 1\n")
    outcome = payback("track", case, "--table", "calls", "--since", "2026-01-01")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--since and --table say how logs are read; name the logs with --usage" in outcome.err


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_what_is_no_day_is_told_how_one_is_written(
    refused: Refused, option: str, tmp_path: Path
) -> None:
    said = refused(tmp_path / "none.csv", option, "last month")
    assert "Not a date; write year-month-day, such as 2026-11-24 (given: 'last month')" in said


def test_a_mapping_of_a_zone_that_is_none_is_refused(refused: Refused, tmp_path: Path) -> None:
    source = as_csv(tmp_path / "spend.csv", calls(2))
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        'zone = "Mars/Olympus"\n[columns]\ntime = "startTime"\ninput = "prompt_tokens"\n'
        'output = "completion_tokens"\n',
        encoding="utf-8",
    )
    assert "zone in the mapping: 'Mars/Olympus' is no time zone" in refused(
        source, "--map", mapping
    )


def test_of_a_folder_what_is_packed_otherwise_is_not_passed_over(
    refused: Refused, tmp_path: Path
) -> None:
    as_csv(tmp_path / "june.csv", calls(3))
    (tmp_path / "july.csv.bz2").write_bytes(bz2.compress(b"time,tokens\n"))
    assert "july.csv.bz2: is packed with bzip2" in refused(tmp_path)


def test_of_standard_input_is_said_why_it_is_not_read(refused: Refused) -> None:
    assert "-: is no file that can be read in any order" in refused("-")


def test_an_export_without_a_row_proposes_nothing(imported: Import, tmp_path: Path) -> None:
    path = as_csv(tmp_path / "spend.csv", calls(1))
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    found = imported(path)
    assert (found["rows"]["read"], found["proposals"], found["first"]) == (0, [], None)


def test_an_endless_line_is_refused_and_not_passed_over(refused: Refused, tmp_path: Path) -> None:
    plain = trace(tmp_path / "trace.csv", GOOD.strip(), "0" * 34_000_000, GOOD.strip())
    assert "has a line of more than 32 MB" in refused(plain)
    bomb = tmp_path / "bomb.csv.gz"
    with gzip.open(bomb, "wb", 9) as stream:
        stream.write((TRACE + GOOD).encode())
        for _ in range(40):
            stream.write(b"0" * 1_000_000)
    assert "has a line of more than 32 MB" in refused(bomb)


# ------------------------------------------------------------------ several files


def test_files_of_two_formats_are_not_added_up(refused: Refused, tmp_path: Path) -> None:
    as_csv(tmp_path / "a.csv", calls(2))
    trace(tmp_path / "b.csv", GOOD.strip())
    said = refused(tmp_path / "*.csv")
    assert "b.csv: is 'Plain trace', and " in said
    assert "a.csv is 'LiteLLM spend log'" in said


@pytest.mark.parametrize(
    "contents",
    [b"", b"\n", b"[]", gzip.compress(b"", mtime=0)],
    ids=["empty", "blank", "an empty list", "an empty gzip"],
)
def test_a_file_of_several_in_which_nothing_stands_is_told_and_the_others_are_read(
    contents: bytes, payback: Payback, refused: Refused, tmp_path: Path
) -> None:
    as_csv(tmp_path / "a.csv", calls(2))
    (tmp_path / "b.json").write_bytes(contents)
    outcome = payback("import", "usage", tmp_path / "*", "--json")
    assert json.loads(outcome.out)["rows"] == {"read": 2, "kept": 2, "dropped": {}}
    assert "b.json holds nothing: no calls are from there." in outcome.err
    (tmp_path / "a.csv").write_bytes(contents)
    assert "a.csv: is" in refused(tmp_path / "*")


@pytest.mark.parametrize("write", [as_csv, as_lines])
def test_a_cost_with_a_sign_of_its_currency_is_told_and_not_silently_left_out(
    write: Callable[..., Path], payback: Payback, tmp_path: Path
) -> None:
    rows = [{**row, "spend": f"${row['spend']}"} for row in calls(20)]
    outcome = payback("import", "usage", write(tmp_path / "spend.log", rows), "--json")
    assert json.loads(outcome.out)["cost"] is None
    assert "No number that can be read stands in the first rows of 'spend' of spend" in outcome.err
    plain = payback("import", "usage", write(tmp_path / "spend.log", calls(20)), "--json")
    assert "No number" not in plain.err


def test_files_whose_columns_differ_are_read_by_name(imported: Import, tmp_path: Path) -> None:
    first, second = calls(2), calls(2)
    for row in second:
        row["request_id"] += "-other"
        del row["team_id"]
    as_csv(tmp_path / "a.csv", first)
    as_csv(tmp_path / "b.csv", [dict(reversed(row.items())) for row in second])
    as_lines(
        tmp_path / "c.jsonl", [{**row, "request_id": f"{at}-c"} for at, row in enumerate(first)]
    )
    found = imported(tmp_path)
    assert (found["rows"]["read"], found["calls"], found["input"]) == (6, 6, 6 * 1_200)


def test_a_key_that_only_later_rows_have_is_read(imported: Import, tmp_path: Path) -> None:
    first, second = calls(2, cached=100)
    del first["metadata"]
    found = imported(as_lines(tmp_path / "spend.jsonl", [first, second]))
    assert next(
        one["source"] for one in found["proposals"] if one["key"] == "teacher.tokens.cached_input"
    ).endswith("told by 1 of 2 rows")


def test_exports_that_overlap_count_once(imported: Import, tmp_path: Path) -> None:
    rows = calls(6)
    as_csv(tmp_path / "a.csv", rows[:4])
    as_lines(tmp_path / "b.jsonl", rows[2:])
    found = imported(tmp_path / "a.csv", tmp_path / "b.jsonl", tmp_path / "a.csv")
    assert found["rows"] == {"read": 8, "kept": 6, "dropped": {"duplicate": 2}}


def test_a_source_that_is_not_there_is_named(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    said = refused(tmp_path / "no.csv", tmp_path / "*.tsv", tmp_path / "folder")
    assert "no.csv: is not there" in said
    assert "*.tsv: matches no file" in said
    assert "folder: holds no CSV" in said


def test_a_name_with_signs_of_patterns_is_a_name(imported: Import, tmp_path: Path) -> None:
    trace(tmp_path / "a1.csv", GOOD.strip(), GOOD.strip())
    path = trace(tmp_path / "a[1].csv", GOOD.strip())
    assert imported(path)["calls"] == 1


@pytest.mark.parametrize("write", [as_csv, as_lines, as_parquet])
def test_a_name_that_begins_with_a_tilde_is_a_name(
    write: Callable[..., Path],
    payback: Payback,
    imported: Import,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "spend", calls(3)).rename("~spend")
    assert imported("~spend")["calls"] == 3
    trace(Path("~trace.csv"), GOOD.strip(), "2026-06-01T08:00:00Z,x,1", GOOD.strip())
    assert "Not usable: ~trace.csv, line 3" in payback("import", "usage", "~trace.csv").out


def test_the_folder_of_ones_own_is_looked_into_in_quotes_as_well(
    imported: Import, refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "logs").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(tmp_path)
    trace(home / "logs" / "june.csv", GOOD.strip())
    for source in ("~/logs/*.csv", "~/logs/june.csv", "~/logs"):
        assert imported(source)["calls"] == 1
    # A folder that is called so comes first.
    (tmp_path / "~").mkdir()
    assert "is not there" in refused("~/logs/june.csv")


def test_a_name_that_is_no_utf_8_is_told(refused: Refused, tmp_path: Path) -> None:
    try:
        path = trace(tmp_path / "calls\udcff.csv", GOOD.strip())
    except OSError:
        pytest.skip("this file system takes no such name")
    assert "has a name that is not UTF-8" in refused(path)


def test_a_source_without_a_name_is_no_folder(
    refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    trace(tmp_path / "trace.csv", GOOD.strip())
    assert refused("") == "an empty text names no file\n"


def test_a_name_too_long_for_a_source_line_is_cut_and_no_other_file_is_told_of(
    payback: Payback, tmp_path: Path
) -> None:
    long = trace(tmp_path / f"{'export-' * 30}.csv", GOOD.strip())
    alone = payback("import", "usage", long).out
    assert "-export-…\n" in alone
    assert "other file" not in alone
    again = trace(tmp_path / f"{'export-' * 30}-again.csv", GOOD.strip())
    told = " ".join(payback("import", "usage", long, again).out.split())
    assert "export-… and 1 other file" in told


def test_files_of_one_name_in_several_folders_are_counted(payback: Payback, tmp_path: Path) -> None:
    for month in ("06", "07"):
        (tmp_path / month).mkdir()
        trace(tmp_path / month / "calls.csv", GOOD.strip().replace("-06-", f"-{month}-"))
    told = payback("import", "usage", tmp_path / "0*" / "calls.csv").out
    assert "calls.csv (2 files)" in told
    assert "calls.csv, calls.csv" not in told


# ---------------------------------------------------------------- rows and names


def test_ragged_lines_are_counted_and_named(
    imported: Import, payback: Payback, tmp_path: Path
) -> None:
    good = GOOD.strip()
    path = trace(tmp_path / "trace.csv", *[good] * 4, f"{good},more", good[: good.rindex(",")])
    assert imported(path)["rows"] == {"read": 6, "kept": 4, "dropped": {"unreadable": 2}}
    said = payback("import", "usage", path, "--json").err
    assert "trace.csv, line 6: too many columns." in said
    assert "trace.csv, line 7: too few columns." in said


def test_a_heading_that_repeats_what_is_needed_is_refused(
    refused: Refused, imported: Import, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", calls(3))
    text = path.read_text("utf-8")
    path.write_text(text.replace("call_type", "spend", 1), encoding="utf-8")
    assert "has two columns for one thing, 'spend' and 'spend'" in refused(path)
    path.write_text(text.replace("call_type", "user", 1), encoding="utf-8")
    assert imported(path)["calls"] == 3


def test_a_mark_at_the_beginning_and_windows_line_ends_change_nothing(
    imported: Import, tmp_path: Path
) -> None:
    path = as_csv(tmp_path / "spend.csv", calls(3), lineterminator="\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert imported(path)["rows"] == {"read": 3, "kept": 3, "dropped": {}}


def test_semicolons_and_decimal_commas(imported: Import, tmp_path: Path) -> None:
    rows = calls(3)
    for row in rows:
        row["spend"] = "0,002"
        row["prompt_tokens"] = "1200,0"
    found = imported(as_csv(tmp_path / "spend.csv", rows, delimiter=";"))
    assert (found["input"], found["cost"]) == (3_600, 0.006)


def test_a_day_that_may_be_two_is_refused(refused: Refused, tmp_path: Path) -> None:
    said = refused(trace(tmp_path / "trace.csv", "01/02/2026,1,2", "01/02/2026 08:00,1,2"))
    assert "can be read in two ways or none, such as 01/02/2026" in said


def test_times_from_a_start_of_their_own_are_refused(refused: Refused, tmp_path: Path) -> None:
    said = refused(trace(tmp_path / "trace.csv", "0.5,1,2", "12.25,1,2"))
    assert "count from a start of their own" in said


@pytest.mark.parametrize("count", ["-1", "1e12", "3.7", "NaN", "inf", "", "many"])
@pytest.mark.parametrize("container", ["csv", "jsonl", "json"])
def test_a_count_that_is_none_drops_its_row(
    count: str, container: str, imported: Import, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = [
        {"time": "2026-06-01T08:00:00Z", "prompt_tokens": 5, "completion_tokens": 3},
        {"time": "2026-06-01T08:00:00Z", "prompt_tokens": "3.0", "completion_tokens": 3},
        {"time": "2026-06-01T08:00:00Z", "prompt_tokens": count, "completion_tokens": 3},
    ]
    writers: dict[str, Callable[..., Path]] = {"csv": as_csv, "jsonl": as_lines, "json": as_array}
    write = writers[container]
    found = imported(write(tmp_path / "trace", rows))
    assert found["rows"] == {"read": 3, "kept": 2, "dropped": {"no usable count": 1}}
    assert found["input"] == 8


def test_metadata_as_text_object_and_rubbish_in_one_column(
    imported: Import, tmp_path: Path
) -> None:
    told = {"usage_object": {"prompt_tokens_details": {"cached_tokens": 7}}}
    rows = calls(6)
    shapes: list[Any] = [json.dumps(told), told, "rubbish{", None, 5, [1, 2]]
    for row, shape in zip(rows, shapes, strict=True):
        row["metadata"] = shape
    found = imported(as_lines(tmp_path / "spend.jsonl", rows))
    assert (found["calls"], found["input"]) == (6, 6 * 1_200)
    cached = next(one for one in found["proposals"] if one["key"] == "teacher.tokens.cached_input")
    assert cached["value"] == pytest.approx(14 / 6)


def test_a_failed_call_without_tokens_is_not_named_in_place_of_a_bad_row(
    payback: Payback, tmp_path: Path
) -> None:
    rows = calls(6)
    rows[1] |= {"status": "failure", "prompt_tokens": None, "completion_tokens": None}
    rows[4] |= {"prompt_tokens": "many"}
    page = payback("import", "usage", as_lines(tmp_path / "spend.jsonl", rows)).out
    assert page.count("Not usable: ") == 1
    assert "Not usable: spend.jsonl, line 5: no number of tokens in prompt_tokens." in page


def test_a_line_in_another_encoding_is_named(payback: Payback, tmp_path: Path) -> None:
    path = as_lines(tmp_path / "spend.jsonl", calls(3))
    first, second, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second.replace(b"team-a", b"caf\xe9") + third)
    page = payback("import", "usage", path).out
    assert "3 rows read = 2 kept + 1 dropped (1 unreadable)" in page
    assert "Not usable: spend.jsonl, line 2: text that is not UTF-8." in page


def test_more_than_half_bad_is_refused(refused: Refused, tmp_path: Path) -> None:
    rows = [GOOD.strip(), "2026-06-01T08:00:00Z,x,1", "2026-06-01T08:00:00Z,y,1"]
    said = refused(trace(tmp_path / "trace.csv", *rows))
    assert (
        "2 of 3 rows cannot be used (2 no usable count) where they are read as 'Plain trace':"
        " line 3" in said
    )


@pytest.mark.parametrize("write", [as_csv, as_lines])
def test_a_file_in_another_encoding_is_told_how_to_save_it(
    write: Callable[..., Path], refused: Refused, tmp_path: Path
) -> None:
    path = write(tmp_path / "spend", calls(3, model_group="cafe"))
    path.write_bytes(path.read_bytes().replace(b"cafe", b"caf\xe9"))
    said = refused(path)
    assert said.rstrip().endswith("save the file as UTF-8")
    assert "another format" not in said


def test_hostile_names_are_names(imported: Import, payback: Payback, tmp_path: Path) -> None:
    names = ["it's", "a\"b'; DROP TABLE calls; --", "\x1b]52;c;aGk=\x07", "x" * 1_000_000]
    rows = calls(4)
    for row, name in zip(rows, names, strict=True):
        row["model_group"] = name
    path = as_csv(tmp_path / "spend.csv", rows)
    for name in names[:3]:
        assert imported(path, "--endpoint", name)["calls"] == 1
    page = payback("import", "usage", path).out
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) < 1_000


def test_nothing_private_is_said(payback: Payback, tmp_path: Path) -> None:
    rows = calls(9)
    rows[4]["prompt_tokens"] = CANARY
    for path in (
        as_csv(tmp_path / "spend.csv", rows),
        as_lines(tmp_path / "spend.jsonl", rows),
        as_array(tmp_path / "spend.json", rows),
    ):
        for more in ((), ("--json",), ("--by", "key_alias"), ("--endpoint", "no")):
            outcome = payback("import", "usage", path, *more)
            assert CANARY not in outcome.out + outcome.err


@pytest.mark.parametrize("pattern", ["logs/*/*.csv", "logs/**/*.csv", "logs/*/calls.csv"])
@pytest.mark.parametrize("command", [("import", "usage"), ("scan",)])
def test_a_folder_that_a_pattern_passes_over_is_told_of(
    payback: Payback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pattern: str,
    command: tuple[str, ...],
) -> None:
    for month in ("old", "new"):
        (tmp_path / "logs" / month).mkdir(parents=True)
        as_csv(tmp_path / "logs" / month / "calls.csv", monthly({"2026-05": 3}))
    lock_up(tmp_path / "logs" / "old", monkeypatch)
    monkeypatch.chdir(tmp_path)
    told = payback(*command, pattern)
    assert told.status == 0, told.err
    assert "permission to look into logs/old: nothing there is read" in told.said
    (tmp_path / "logs" / "new" / "calls.csv").unlink()
    refused = payback(*command, pattern)
    assert refused.status == 2
    assert refused.err.startswith("logs/old: cannot be read: ")
    assert "logs/old" not in payback(*command, "logs/new/*.csv").err


def test_of_many_folders_that_a_pattern_passes_over_some_are_named(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(6):
        (tmp_path / f"logs-{number}").mkdir()
        as_csv(tmp_path / f"logs-{number}" / "calls.csv", monthly({"2026-05": 3}))
    for number in range(5):
        lock_up(tmp_path / f"logs-{number}", monkeypatch)
    said = payback("import", "usage", "logs-*/calls.csv").said
    assert "look into logs-0, logs-1, logs-2 and 2 more: nothing there is read" in said


@pytest.mark.parametrize("write", [as_csv, as_lines, as_array])
@pytest.mark.parametrize("word", [True, False])
def test_a_yes_or_no_in_place_of_a_number_is_none(
    write: Callable[..., Path], word: bool, imported: Import, tmp_path: Path
) -> None:
    rows = calls(6)
    rows[2]["prompt_tokens"] = word
    rows[4]["spend"] = word
    found = imported(write(tmp_path / "spend", rows))
    assert found["rows"] == {"read": 6, "kept": 5, "dropped": {"no usable count": 1}}
    assert found["cost"] == pytest.approx(4 * rows[0]["spend"])


def test_a_column_of_yes_and_no_holds_no_count(refused: Refused, tmp_path: Path) -> None:
    import duckdb

    made, path = as_parquet(tmp_path / "made.parquet", calls(20)), tmp_path / "spend.parquet"
    with duckdb.connect() as connection:
        is_one = "* REPLACE (prompt_tokens > 0 AS prompt_tokens)"
        connection.execute(f"COPY (SELECT {is_one} FROM '{made}') TO '{path}'")
    said = refused(path)
    assert "20 of 20 rows cannot be used (20 no usable count)" in said
