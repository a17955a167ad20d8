"""Spans as OTLP writes them, against a plain loop over them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.conftest import Import, proposal
from tests.wizard.imports.made import CANARY, as_lines

START = 1_780_300_800_000_000_000
"""1 June 2026, 08:00 UTC, in nanoseconds."""


def attribute(name: str, value: Any) -> dict[str, Any]:
    kind = "intValue" if isinstance(value, int) else "stringValue"
    return {"key": name, "value": {kind: str(value)}}


def span(number: int, parent: int | None = None, seconds: float = 1.0, **said: Any) -> Any:
    return {
        "traceId": "0" * 31 + "1",
        "spanId": f"{number:016x}",
        "parentSpanId": "" if parent is None else f"{parent:016x}",
        "name": "chat",
        "startTimeUnixNano": str(START + number * 10**9),
        "endTimeUnixNano": str(START + number * 10**9 + int(seconds * 1e9)),
        "attributes": [attribute(name.replace("__", "."), value) for name, value in said.items()],
        "status": {},
    }


def chat(number: int, parent: int | None = None, tokens: int = 56, **said: Any) -> Any:
    asked = {
        "gen_ai__operation__name": "chat",
        "gen_ai__request__model": "gpt-4.1",
        "gen_ai__usage__input_tokens": tokens,
        "gen_ai__usage__output_tokens": 5,
        "gen_ai__input__messages": CANARY,
    }
    return span(number, parent, **{**asked, **said})


def line(*spans: Any, service: str = "tickets") -> dict[str, Any]:
    resource = {"attributes": [attribute("service.name", service)]}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": list(spans)}]}]}


def agent(number: int, tokens: int) -> Any:
    return chat(number, tokens=tokens, gen_ai__operation__name="invoke_agent")


def plainly(lines: list[dict[str, Any]]) -> tuple[int, int, int]:
    spans = [
        one
        for line in lines
        for resource in line["resourceSpans"]
        for scope in resource["scopeSpans"]
        for one in scope["spans"]
    ]
    said = {
        one["spanId"]: {
            each["key"]: next(iter(each["value"].values())) for each in one["attributes"]
        }
        for one in spans
    }
    calls = {one for one, told in said.items() if told.get("gen_ai.operation.name") == "chat"}
    parents = {one["spanId"]: one["parentSpanId"] for one in spans}
    outer = set()
    for call in calls:
        above = parents[call]
        while above:
            outer.add(above)
            above = parents.get(above, "")
    inner = [said[one] for one in calls - outer if "error.type" not in said[one]]
    return (
        len(inner),
        sum(int(one["gen_ai.usage.input_tokens"]) for one in inner),
        sum(int(one["gen_ai.usage.output_tokens"]) for one in inner),
    )


def test_mistake_3_a_span_around_calls_is_not_summed_with_them(
    imported: Import, tmp_path: Path
) -> None:
    lines = [line(agent(1, 113), chat(2, 1), chat(3, 1, tokens=57))]
    found = imported(as_lines(tmp_path / "t.jsonl", lines))
    assert (found["calls"], found["input"], found["output"]) == plainly(lines) == (2, 113, 10)
    assert found["rows"]["dropped"] == {"no call of a model": 1}


def test_mistake_3_a_call_around_a_call_is_not_counted_however_far_in_it_lies(
    imported: Import, tmp_path: Path
) -> None:
    lines = [line(chat(1), span(2, 1, http__method="POST"), chat(3, 2)), line(chat(4))]
    found = imported(as_lines(tmp_path / "t.jsonl", lines))
    assert (found["calls"], found["input"], found["output"]) == plainly(lines) == (2, 112, 10)
    assert found["rows"]["dropped"] == {
        "no call of a model": 1,
        "repeats the calls within it": 1,
    }


def test_a_span_in_another_file_than_its_parent_is_found(imported: Import, tmp_path: Path) -> None:
    outer = as_lines(tmp_path / "a.jsonl", [line(chat(1))])
    inner = as_lines(tmp_path / "b.jsonl", [line(chat(2, 1)), line(chat(2, 1))])
    found = imported(outer, inner)
    assert found["calls"] == 1
    assert found["rows"]["dropped"] == {"duplicate": 1, "repeats the calls within it": 1}


@pytest.mark.parametrize("written", ["cache_write", "cache_creation"])
def test_old_and_new_names_are_one(written: str, payback: Any, tmp_path: Path) -> None:
    new = {"gen_ai__usage__cache_read__input_tokens": 32}
    new[f"gen_ai__usage__{written}__input_tokens"] = 4
    old = span(
        9,
        gen_ai__operation__name="chat",
        gen_ai__usage__prompt_tokens=10,
        gen_ai__usage__completion_tokens=2,
        gen_ai__usage__cache_read_input_tokens=3,
    )
    said = payback(
        "import", "usage", as_lines(tmp_path / "t.jsonl", [line(chat(1, **new), old)])
    ).out
    assert "27 uncached, 35 cached, 4 written" in said


def test_openinference_says_it_in_words_of_its_own(imported: Import, tmp_path: Path) -> None:
    kinds: dict[str, Any] = {
        "llm__model_name": "gpt-4.1",
        "llm__token_count__prompt": 17_903,
        "llm__token_count__completion": 5,
        "llm__token_count__prompt_details__cache_read": 17_817,
        "llm__cost__total": "0.004",
    }
    lines = [
        line(
            span(1, openinference__span__kind="CHAIN", llm__token_count__prompt=1),
            span(2, 1, openinference__span__kind="LLM", **kinds),
            span(3, 1, openinference__span__kind="EMBEDDING", llm__token_count__prompt=9),
        )
    ]
    found = imported(as_lines(tmp_path / "t.jsonl", lines))
    assert (found["calls"], found["input"], found["output"], found["cost"]) == (
        1,
        17_903,
        5,
        0.004,
    )
    assert found["models"] == ["gpt-4.1"]
    # Mistake 1: what was cached is a part of the input.
    assert proposal(found, "teacher.tokens.cached_input")["value"] == 17_817


def test_mistake_2_more_cached_tokens_than_input_lie_beside_it(
    payback: Any, tmp_path: Path
) -> None:
    told = chat(1, tokens=5, gen_ai__usage__cache_read__input_tokens=13_710)
    said = payback("import", "usage", as_lines(tmp_path / "t.jsonl", [line(told)])).out
    assert "5 uncached, 13,710 cached" in said
    assert "more cached and written tokens than input: 1." in said


def test_a_failure_has_no_duration_and_a_sample_is_a_lower_bound(
    imported: Import, payback: Any, tmp_path: Path
) -> None:
    failed = chat(2, error__type="timeout") | {"status": {"code": 2}}
    failed["endTimeUnixNano"] = str(START + 600 * 10**9)
    path = as_lines(tmp_path / "t.jsonl", [line(chat(1), failed, chat(90))])
    found = imported(path)
    assert found["calls"] == 2
    assert found["p95_latency_seconds"]["high"] < 1.2
    assert "counts are lower bounds" in payback("import", "usage", path).out
    volume = proposal(found, "volume.calls_per_month")
    assert "a lower bound" in volume["source"]
    assert CANARY not in json.dumps(found)


def test_a_sample_whose_share_is_known_is_scaled_and_says_so(
    imported: Import, payback: Any, tmp_path: Path
) -> None:
    later = [
        chat(number)
        | {
            "startTimeUnixNano": str(START + number * 86_400 * 10**9),
            "endTimeUnixNano": str(START + number * 86_400 * 10**9 + 10**9),
        }
        for number in range(60)
    ]
    path = as_lines(tmp_path / "t.jsonl", [line(*later)])
    key = "volume.calls_per_month"
    bare = proposal(imported(path), key)
    scaled = imported(path, "--sampled", "10%")
    volume = proposal(scaled, key)
    assert volume["value"] == pytest.approx(10 * bare["value"], abs=1)
    assert volume["basis"] == "estimated"
    assert volume["source"].endswith("of a sample of 10%, times 10")
    # What is said of one call is that of the sample, and so are totals.
    assert scaled["calls"] == 60
    assert proposal(scaled, "teacher.tokens.input")["value"] == 56
    said = payback("import", "usage", path, "--sampled", "10%").out
    assert "a sample of 10%: calls a month are taken times 10" in " ".join(said.split())
    whole = payback("import", "usage", path, "--sampled", "100%", "--json")
    assert "sample" not in whole.out + whole.err
    assert proposal(json.loads(whole.out), key)["basis"] == "measured"
    found = json.loads(payback("scan", path, "--sampled", "0.1%", "--json").out)
    assert found["endpoints"][0]["calls_per_month"] == pytest.approx(1000 * bare["value"], rel=0.01)


@pytest.mark.parametrize("share", ["0%", "101%", "5%..10%", "some", "-1%"])
def test_a_share_that_is_none_is_refused(share: str, payback: Any, tmp_path: Path) -> None:
    path = as_lines(tmp_path / "t.jsonl", [line(chat(1))])
    outcome = payback("import", "usage", path, "--sampled", share)
    assert outcome.status == 2
    assert "--sampled" in outcome.err
    assert "10%" in outcome.err


def test_a_span_that_is_no_call_tells_nothing_of_when_the_source_begins(
    imported: Import, tmp_path: Path
) -> None:
    unset = span(9, http__method="GET") | {"startTimeUnixNano": "0"}
    absurd = span(8, http__method="GET") | {"startTimeUnixNano": "9" * 18}
    found = imported(as_lines(tmp_path / "t.jsonl", [line(chat(1), unset, absurd, chat(2))]))
    assert (found["calls"], found["months_complete"]) == (2, 0)


def test_rubbish_in_a_line_is_counted_and_the_rest_goes_on(
    imported: Import, tmp_path: Path
) -> None:
    odd = [
        {"resourceSpans": "rubbish"},
        {"resourceSpans": [5, {"scopeSpans": [{"spans": [{"attributes": {"a": 1}}]}]}]},
    ]
    path = as_lines(tmp_path / "t.jsonl", [line(chat(number)) for number in range(5)])
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{json.dumps(one)}\n" for one in odd)
        stream.write('{"resourceSpans": [{\n')
    found = imported(path)
    assert found["calls"] == 5
    assert found["rows"]["dropped"]["unreadable"] == 2
