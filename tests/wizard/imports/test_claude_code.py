"""Claude Code's session logs, against a plain loop over them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import, why_not
from tests.wizard.imports.made import CANARY, as_lines


def line(message: str, second: int, request: str | None = "req", **usage: Any) -> dict[str, Any]:
    return {
        "type": "assistant",
        "timestamp": f"2026-06-01T08:00:{second:02d}.100Z",
        "sessionId": "s1",
        "cwd": f"/srv/{CANARY}/tickets",
        "requestId": request,
        "isSidechain": False,
        "message": {
            "id": message,
            "model": "claude-opus-4-7",
            "role": "assistant",
            "content": [{"type": "text", "text": CANARY}],
            "usage": usage,
        },
    }


ASKED = {
    "type": "user",
    "timestamp": "2026-06-01T08:00:00.000Z",
    "sessionId": "s1",
    "message": {"role": "user", "content": CANARY},
}
GROWING: dict[str, Any] = {
    "input_tokens": 1,
    "cache_creation_input_tokens": 2_241,
    "cache_read_input_tokens": 9,
}
TRAPS: list[dict[str, Any]] = [
    ASKED,
    {"type": "file-history-snapshot", "messageId": "m"},
    line("msg_1", 1, **GROWING, output_tokens=12),
    line("msg_1", 2, **GROWING, output_tokens=2_495),
    line("msg_2", 3, input_tokens=6, output_tokens=384),
    line("chatcmpl-3", 4, None, input_tokens=0, output_tokens=0),
    line("chatcmpl-3", 5, None, input_tokens=271, output_tokens=5_774),
    {
        **(made := line("m", 6, input_tokens=0, output_tokens=0)),
        "message": {**made["message"], "model": "<synthetic>"},
    },
]


def plainly(rows: list[dict[str, Any]]) -> tuple[int, int, int]:
    best: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["type"] != "assistant" or row["message"]["model"] == "<synthetic>":
            continue
        usage = row["message"]["usage"]
        before = best.get(row["message"]["id"], {})
        if sum(usage.values()) >= sum(before.values()):
            best[row["message"]["id"]] = usage
    inputs = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    return (
        len(best),
        sum(one.get(name, 0) for one in best.values() for name in inputs),
        sum(one["output_tokens"] for one in best.values()),
    )


def test_mistake_4_a_response_in_several_lines_is_one_call(
    imported: Import, tmp_path: Path
) -> None:
    # A resumed session repeats what was said before it.
    first = as_lines(tmp_path / "a.jsonl", TRAPS)
    second = as_lines(
        tmp_path / "b.jsonl", [*TRAPS[2:5], line("msg_9", 9, output_tokens=1, input_tokens=2)]
    )
    found = imported(first, second)
    assert (found["calls"], found["input"], found["output"]) == plainly(
        [*TRAPS, line("msg_9", 9, output_tokens=1, input_tokens=2)]
    )
    assert found["rows"]["dropped"] == {
        "duplicate": 5,
        "no call of a model": 1,
        "no response": 2,
    }


def test_lines_that_are_no_response_are_not_named_in_place_of_a_bad_one(
    payback: Payback, tmp_path: Path
) -> None:
    bad = {**line("msg_9", 9, input_tokens=1, output_tokens=2), "timestamp": "soon"}
    page = payback("import", "usage", as_lines(tmp_path / "a.jsonl", [*TRAPS, bad])).out
    assert page.count("Not usable: ") == 1
    assert f"Not usable: a.jsonl, line {len(TRAPS) + 1}: no time in timestamp." in page


def test_a_folder_of_sessions_may_have_files_without_an_answer(
    imported: Import, tmp_path: Path
) -> None:
    as_lines(tmp_path / "a.jsonl", TRAPS)
    as_lines(tmp_path / "b.jsonl", [{"type": "summary", "summary": CANARY, "leafUuid": "u"}])
    as_lines(tmp_path / "c.jsonl", [ASKED])
    found = imported(tmp_path)
    assert found["calls"] == 3
    assert found["rows"]["dropped"]["no response"] == 4


def test_people_who_code_are_no_endpoint(imported: Import, payback: Any, tmp_path: Path) -> None:
    path = as_lines(tmp_path / "a.jsonl", TRAPS)
    found = imported(path)
    assert found["proposals"] == []
    assert "people code with it" in why_not(found, "volume.calls_per_month")
    assert CANARY not in payback("import", "usage", path).out
    assert CANARY not in json.dumps(found)


def test_mistake_10_written_tokens_of_which_a_part_is_itemised_all_count(
    payback: Any, tmp_path: Path
) -> None:
    written = line(
        "m",
        1,
        input_tokens=1,
        output_tokens=1,
        cache_creation_input_tokens=184_457,
        cache_creation={"ephemeral_5m_input_tokens": 31_490, "ephemeral_1h_input_tokens": 0},
    )
    said = payback("import", "usage", as_lines(tmp_path / "a.jsonl", [written])).out
    assert "1 uncached, 184,457 written" in said
