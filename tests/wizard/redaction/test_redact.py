"""A redacted copy: judged as the session is, with none of its words and amounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers import Table
from rules.assess import Assessment, assess
from rules.estimate import Estimate
from rules.questions import QUESTIONS, Kind
from tests.reference.generate import generate, to_toml
from tests.wizard.cases import COMPLETE, SAMPLES
from wizard.problems import InputUnusable
from wizard.redaction import redact as redacting
from wizard.redaction.redact import redact
from wizard.sessions.session_file import SessionFile, read_session, session_of

TEXT = "Zephyr"
"""How every text of a case that is made up begins; no word of the program does."""


def named(seed: int) -> dict[str, Any]:
    """A generated case with something told in every place that takes a text."""
    session = generate(seed)
    numbers = iter(range(10_000))

    def text() -> str:
        return f"{TEXT} {next(numbers)} Müller & Söhne"

    for key, question in QUESTIONS.items():
        if question.kind is Kind.TEXT and key != "currency":
            *tables, name = key.split(".")
            holder = session
            for table in tables:
                holder = holder.setdefault(table, {})
            holder[name] = text()
    session["currency"] = "CHF"
    session.setdefault("policy", {})["usd_rate"] = 0.8731
    other = session.setdefault("upfront", {}).setdefault("other", {})
    for name in list(other):
        other[text()] = other.pop(name)
    for row in (*session.get("alternatives", ()), *session.get("quality", {}).get("slices", ())):
        row["name"] = text()
    session["risk"] = {
        "correlations": [
            {"a": f'upfront.other."{name}"', "b": "volume.monthly_growth", "rho": 0.1}
            for name in other
        ]
    }
    for estimate in estimates(session):
        if estimate.get("source"):
            estimate["source"] = text()
        estimate["remark"] = text()
    session["unknown"] = {"note": text(), "amounts": 98_765.4}
    session["workshop"] = {"participants": [{"name": text(), "role": text()}]}
    return session


def estimates(holder: Any) -> Iterator[dict[str, Any]]:
    if isinstance(holder, dict) and "likely" in holder:
        yield holder
    elif isinstance(holder, dict):
        for value in holder.values():
            yield from estimates(value)
    elif isinstance(holder, list):
        for value in holder:
            yield from estimates(value)


def file_of(contents: dict[str, Any]) -> SessionFile:
    return session_of(f"# {TEXT} wrote this\n{to_toml(contents)}")


def strings(holder: Any) -> Iterator[str]:
    match holder:
        case str():
            yield holder
        case dict():
            for value in holder.values():
                yield from strings(value)
        case list():
            for value in holder:
                yield from strings(value)


def amounts(session: SessionFile) -> Iterator[tuple[str, float]]:
    """Each amount of money by its place, rows by their number."""
    for key, entry in session.answers.items():
        if isinstance(entry.value, Table):
            for index, row in enumerate(entry.value.rows):
                for column in QUESTIONS[key].columns:
                    if column.kind is Kind.MONEY and column.key in row.cells:
                        for end, number in ends(row.cells[column.key].value):
                            yield f"{key}[{index}].{column.key} {end}", number
        elif QUESTIONS[key].kind is Kind.MONEY and entry.usable:
            for end, number in ends(entry.value):
                yield f"{key} {end}", number


def ends(estimate: Estimate) -> Iterator[tuple[str, float]]:
    yield "likely", estimate.likely
    if estimate.low is not None and estimate.high is not None:
        yield "low", estimate.low
        yield "high", estimate.high


def digits(number: float) -> str:
    return "".join(map(str, Decimal(repr(number)).normalize().as_tuple().digits))


def outcome(judged: Assessment) -> Any:
    verdict = judged.verdict
    return (
        verdict and (verdict.id, verdict.base, verdict.capped_by),
        [(one.rule.id, one.cap) for one in judged.fired],
        judged.missing,
    )


def figures(judged: Assessment) -> list[float]:
    head, cash = judged.figures.headline, judged.figures.cash
    return [
        head.payback_months,
        head.net_payback_months,
        head.spend_reduction,
        head.handled_calls_per_month,
        judged.figures.half_volume.payback_months,
        judged.figures.break_even_calls_per_month,
        cash.payback_months,
    ]


def found_in(session: SessionFile) -> list[str]:
    """What is wrong with a copy of a session."""
    copy = redact(session)
    read = session_of(copy.text)
    before, after = assess(session.answers), assess(read.answers)
    wrong = []
    if outcome(before) != outcome(after):
        wrong.append(f"judged as {outcome(after)}, not {outcome(before)}")
    if figures(after) != pytest.approx(figures(before), rel=1e-9, nan_ok=True):
        wrong.append("other figures")
    ours, theirs = dict(amounts(session)), dict(amounts(read))
    if ours.keys() != theirs.keys():
        wrong.append("other amounts are stated")
    factors = {theirs[place] / ours[place] for place in ours if ours[place]}
    if factors and max(factors) / min(factors) - 1 > 1e-12:
        wrong.append("amounts are scaled by several factors")
    if any(0.75 < factor < 1.3 for factor in factors):
        wrong.append("amounts are nearly as they were")
    telling = {digits(one) for one in ours.values() if len(digits(one)) >= 4}
    if telling & {digits(one) for one in theirs.values()}:
        wrong.append("an amount stands there as it was")
    if TEXT in copy.text:
        wrong.append("a text stands there as it was")
    words = {text for text in strings(session.raw) if TEXT in text}
    wrong += [f"{text!r} stands there" for text in words if text in copy.text]
    # Nothing in it that is not understood, and nothing that is wrong by the copying.
    wrong += [str(one) for one in read.problems]
    return wrong


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_generated_cases_are_judged_alike_and_tell_nothing(first: int) -> None:
    for seed in range(first, first + 25):
        assert found_in(file_of(named(seed))) == [], f"seed {seed}"


@settings(max_examples=20, deadline=None)
@given(st.integers(100, 10**9))
def test_so_is_any_other_generated_case(seed: int) -> None:
    assert found_in(file_of(named(seed))) == []


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
