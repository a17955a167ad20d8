"""A redacted copy: judged as the session is, with none of its words and amounts."""

from __future__ import annotations

import re
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.questions import QUESTIONS
from tests.depth import sized
from tests.soak.redaction import tried
from tests.wizard.cases import COMPLETE, SAMPLES
from tests.wizard.support.redaction.copies import file_of, found_in, named, strings
from wizard.problems import InputUnusable
from wizard.sessions.session_file import read_session, session_of
from wizard.support.redaction import redact as redacting
from wizard.support.redaction.redact import redact


@pytest.mark.part(2)
@pytest.mark.parametrize("first", range(0, 100, 25))
def test_generated_cases_are_judged_alike_and_tell_nothing(first: int) -> None:
    for seed in range(first, first + 25):
        assert found_in(file_of(named(seed))) == [], f"seed {seed}"


@settings(max_examples=20, deadline=None)
@given(st.integers(100, 10**9))
def test_so_is_any_other_generated_case(seed: int) -> None:
    assert found_in(file_of(named(seed))) == []


def test_sessions_with_hostile_values_give_an_honest_copy_or_none() -> None:
    assert tried(count=sized(20, 400), seed=3).wrong == []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_text_of_a_sample_is_in_its_copy(name: str) -> None:
    session = read_session(SAMPLES[name])
    assert found_in(session) == []
    copy = redact(session).text
    stays = {
        choice.value
        for question in QUESTIONS.values()
        for one in (question, *question.columns)
        for choice in one.choices
    } | {"measured", "quoted", "estimated", "assumed"}
    told = {text for text in strings(session.raw) if text not in stays}
    kept_keys = {text for text in told if text in QUESTIONS}
    assert [text for text in told - kept_keys if f'"{text}"' in copy] == []


def test_every_comment_is_left_out() -> None:
    copy = redact(session_of(COMPLETE)).text
    header, _, rest = copy.partition("schema = 1\n")
    assert header.startswith("# A redacted copy")
    assert "#" not in rest


def test_the_same_name_gets_the_same_stand_in_and_another_one_another() -> None:
    text = COMPLETE.replace("[student]", '[student]\nmodel = "acme/a"').replace(
        "[teacher]", '[teacher]\nmodel = "acme/a"'
    )
    contents = tomllib.loads(redact(session_of(text)).text)
    assert contents["teacher"]["model"] == contents["student"]["model"] == "Model A"
    assert [one["name"] for one in contents["quality"]["slices"]] == ["Slice 1", "Slice 2"]
    assert list(contents["upfront"]["other"]) == ["Item 1", "Item 2"]
    other = tomllib.loads(redact(session_of(text.replace("acme/a", "acme/b", 1))).text)
    assert other["teacher"]["model"] != other["student"]["model"]


def test_a_correlation_follows_the_item_it_names() -> None:
    text = COMPLETE + (
        "\n[[risk.correlations]]\na = 'upfront.other.\"legal review\"'\n"
        'b = "volume.calls_per_month"\nrho = 0.5\n'
    )
    contents = tomllib.loads(redact(session_of(text)).text)
    assert contents["risk"]["correlations"] == [
        {"a": 'upfront.other."Item 2"', "b": "volume.calls_per_month", "rho": 0.5}
    ]


def test_rows_keep_their_number_and_place_whatever_they_are_called() -> None:
    text = COMPLETE.replace('"legal review" = 2_500', '"" = 2_500\n" " = 300\n"a\\nb" = 40')
    contents = tomllib.loads(redact(session_of(text)).text)
    assert list(contents["upfront"]["other"]) == ["Item 1", "Item 2", "Item 3", "Item 4"]
    costs = list(contents["upfront"]["other"].values())
    assert costs[1] / costs[0] == pytest.approx(0.5)


def test_what_only_looks_like_an_answer_is_no_answer_in_the_copy() -> None:
    text = COMPLETE + '\n[upside]\nlatency_metric = " "\nlatency_value_per_month = 5_000\n'
    assert found_in(session_of(text)) == []
    assert "latency_metric" not in redact(session_of(text)).text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("extra = 'x'", "1 key that is not known"),
        ("[result]\nverdict = 'strong'", "the saved result"),
        ("[workshop]\nparticipants = []", "the workshop"),
        ("[[decisions]]\nby = 'Ann'", "decisions"),
        ("[[actuals]]\nteacher_cost = 7", "actual figures"),
        ("[[scenarios]]\nname = 'x'", "scenarios"),
        ("[portfolio]\nneeds = ['other.toml']", "the portfolio"),
        ("[policy]\nusd_rate = 0.92", "policy.usd_rate"),
        ("[student.tokens]\ninput = 'many'", "student.tokens.input"),
        ("[[alternatives]]\nupfront = 'much'", "alternatives[0].upfront"),
        ("# remark", "comments"),
    ],
)
def test_what_is_left_out_is_said(line: str, said: str) -> None:
    text = f"schema = 1\n{line}\n"
    copy = redact(session_of(text))
    assert [one for one in copy.left_out if said in one], copy.left_out
    assert redact(session_of("schema = 1\n")).left_out == ()


def test_the_factor_differs_from_copy_to_copy_in_digits_and_size() -> None:
    costs = {
        tomllib.loads(redact(session_of(COMPLETE)).text)["teacher"]["cost_per_1k_calls"]
        for _ in range(20)
    }
    assert len(costs) > 15
    assert max(costs) / min(costs) > 100


def test_an_amount_that_overflows_or_vanishes_takes_another_factor() -> None:
    large = COMPLETE.replace("engineering_time = 30_000", "engineering_time = 1e308")
    assert found_in(session_of(large)) == []
    tiny = COMPLETE.replace("cost_per_1k_calls = 0.5", "cost_per_1k_calls = 1e-307")
    assert found_in(session_of(tiny)) == []


def test_a_range_without_an_end_to_speak_of_ends_nothing() -> None:
    text = SAMPLES["growing_product_search"].read_text(encoding="utf-8")
    line = f"gpus_per_replica = {{ likely = 1, low = 1, high = {sys.float_info.max!r} }}"
    changed, times = re.subn(r"(?m)^gpus_per_replica = .*", line, text)
    assert times == 1
    assert redact(session_of(changed)).text


def test_a_case_that_no_factor_leaves_as_it_is_gets_no_copy() -> None:
    both = COMPLETE.replace("engineering_time = 30_000", "engineering_time = 1e308").replace(
        "cost_per_1k_calls = 0.5", "cost_per_1k_calls = 5e-324"
    )
    with pytest.raises(InputUnusable, match=r"no copy was made: .* extreme"):
        redact(session_of(both))


def test_a_factor_that_would_change_the_judgement_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = iter([Decimal("0.5"), Decimal("0.6"), Decimal("0.7")])
    taken: list[Decimal] = []

    def factor() -> Decimal:
        taken.append(next(drawn))
        return taken[-1]

    judged = iter([False, False, True])
    monkeypatch.setattr(redacting, "_factor", factor)
    monkeypatch.setattr(redacting, "is_judged_alike", lambda *_: next(judged))
    cost = tomllib.loads(redact(session_of(COMPLETE)).text)["teacher"]["cost_per_1k_calls"]
    assert cost == pytest.approx(4.20 * 0.7)


def test_a_copy_can_be_copied_again(tmp_path: Path) -> None:
    once = tmp_path / "once.toml"
    once.write_text(redact(session_of(COMPLETE)).text, "utf-8")
    assert found_in(read_session(once)) == []
    names = re.findall(r'name = "(.*)"', redact(read_session(once)).text)
    assert names == ["Slice 1", "Slice 2"]
