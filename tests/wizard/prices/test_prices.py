"""What is read from the price list, and what of it goes into a case."""

from __future__ import annotations

import asyncio
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from genai_prices.types import ModelPrice, Provider, TieredPrices, TimeOfDateConstraint

from rules.answers.answers import Answers
from rules.answers.entries import entry_of
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.argument.lines import name_of
from rules.assess import assess
from rules.figures.prices import KINDS, ListPrice, PriceFound, PriceSet, Side
from rules.questions import QUESTIONS
from tests.wizard.cases import answers_of, typed
from tests.wizard.listed import TODAY, TOKENS, no_extra, price_list
from wizard.prices.filling import date_of, filling
from wizard.prices.finding import named, nearest, price_search, search
from wizard.prices.listed import list_version
from wizard.prices.reprice import as_object, reprice
from wizard.problems import InputUnusable

__all__ = ["no_extra", "price_list"]

INSTALL = "pip install 'distill-payback[prices]'"


def filled(
    answers: Answers, found: PriceFound, side: Side, team: TeamPolicy | None = None
) -> Answers:
    """Answers with the prices of a model in them."""
    return filling(answers, found, side, team).answers


listing = pytest.mark.usefixtures("price_list")


def one(reference: str, on: date = TODAY) -> PriceFound:
    (found,) = named(reference, on)
    return found


def singles(found: PriceSet) -> list[float | None]:
    return [price.single if price is not None else None for _, price in found]


def references(found: list[PriceFound]) -> list[str]:
    return [one.reference for one in found]


def tokens(text: str = TOKENS, **given: str) -> Answers:
    """The case, with some answers typed anew; an empty one is taken back."""
    answers = answers_of(text)
    for key, entry in given.items():
        key = key.replace("__", ".")
        answers = answers.answer(key, typed(key, entry))
    return answers


def problem(caught: pytest.ExceptionInfo[InputUnusable]) -> str:
    (found,) = caught.value.problems
    return str(found)


# ------------------------------------------------------------------- finding


@listing
def test_models_without_a_price_come_last() -> None:
    found = [one.model for one in search("acme", TODAY)]
    assert found[-2:] == ["coming", "listener"]
    assert [one.model for one in search("acme", date(2027, 1, 2))][-1] == "listener"


@listing
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("acme/large", ["acme/large", "hub/acme/large"]),
        ("SMALL", ["acme/small", "other/small"]),
        ("small other", ["other/small"]),
        ("the large one", ["acme/large"]),
        ("inc night", ["acme/night"]),
        ("acme l", ["acme/long", "acme/large", "acme/small", "hub/acme/large", "acme/listener"]),
        ("nothing of the sort", []),
        ("[bold]small[/] \x1b[31m", []),
    ],
)
def test_models_are_found_by_words_the_exact_one_first(words: str, found: list[str]) -> None:
    assert references(search(words, TODAY)) == found


@listing
@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("acme/large", ["acme/large"]),
        ("ACME/Large ", ["acme/large"]),
        ("hub/acme/large", ["hub/acme/large"]),
        ("small", ["acme/small", "other/small"]),
        ("acme/large-2026-05-01", ["acme/large"]),
        ("acme/large@20260501", ["acme/large"]),
        ("acme/large-v3", []),
        ("acme/large-2", []),
        ("acme/large-2411", []),
        ("acme/large-mini-2026-05-01", []),
        ("acme/large-latest", ["acme/large"]),
        ("acme/large-mini", []),
        ("acme/large-large", []),
        ("acme/large, fine-tuned", []),
        ("acme/large 20260501", []),
        ("acme/large, fine-tuned-20260501", []),
        ("acme/lar", []),
        ("nobody/large-2026", []),
        ("", []),
    ],
)
def test_a_name_stands_for_a_model_and_never_for_one_that_is_alike(
    reference: str, found: list[str]
) -> None:
    assert references(named(reference, TODAY)) == found


@listing
def test_the_nearest_names_are_whole_references() -> None:
    assert nearest("smal") == ["acme/small"]
    assert nearest("acme/larg")[0] == "acme/large"
    assert nearest("qqqqqq") == []


@pytest.mark.usefixtures("no_extra")
def test_without_the_extra_every_door_says_how_to_get_it() -> None:
    for door in (
        lambda: search("x", TODAY),
        lambda: named("x", TODAY),
        lambda: nearest("x"),
        lambda: reprice(tokens(), TODAY),
    ):
        with pytest.raises(InputUnusable) as caught:
            door()
        assert INSTALL in problem(caught)


@listing
def test_a_screen_searches_by_a_callable() -> None:
    found = asyncio.run(_looked_for("small"))
    assert [type(one) for one in found] == [PriceFound, PriceFound]
    assert asyncio.run(_looked_for("x" * 50)) == []


@pytest.mark.usefixtures("no_extra")
def test_the_callable_says_in_words_what_is_missing() -> None:
    assert INSTALL in asyncio.run(_looked_for("small"))


async def _looked_for(words: str) -> Any:
    return await price_search(TODAY)(words)


# ------------------------------------------------------------------- reading


@listing
def test_prices_are_those_of_the_date_given() -> None:
    assert singles(one("acme/large").prices) == [5, 0.5, None, 15]
    assert singles(one("acme/large", date(2026, 6, 1)).prices) == [5, 0.5, None, 15]
    assert singles(one("acme/large", date(2026, 5, 31)).prices) == [10, 1, 12.5, 30]


@listing
def test_list_version_and_date_come_with_a_price() -> None:
    found = one("acme/large")
    assert (found.list_name, found.list_version, found.on) == ("genai-prices", "0.2.9", TODAY)
    assert found.source == "genai-prices 0.2.9, 2026-11-24, acme/large"
    assert found.name == "The Large One"


@listing
def test_a_price_the_list_does_not_have_is_none_and_said() -> None:
    found = one("acme/small")
    assert singles(found.prices) == [0.1, None, None, 0.4]
    assert "the list has no cached-input price and no cache-write price" in found.notes
    assert singles(one("acme/listener").prices) == [None] * 4


@listing
def test_a_batch_price_is_the_variants_own_or_none() -> None:
    found = one("acme/large")
    assert found.batch is not None
    # The standard price of cached input must not pass for one in batch.
    assert singles(found.batch) == [2.5, None, None, 7.5]
    assert "in batch: input $2.5; no cached-input price; output $7.5" in found.notes
    assert one("acme/large", date(2026, 10, 13)).batch is None
    assert one("acme/small").batch is None


@listing
def test_a_price_that_is_yet_to_begin_is_none() -> None:
    assert singles(one("acme/coming").prices) == [None] * 4
    assert singles(one("acme/coming", date(2027, 1, 1)).prices) == [1, None, None, 1]


@listing
def test_a_price_by_the_time_of_day_is_no_single_one() -> None:
    found = one("acme/night")
    assert singles(found.prices) == [None, 0.01, None, None]
    assert "no single input price: $0.15 or $0.3, by the time of day" in found.notes
    assert "no single output price: $0.6 or none, by the time of day" in found.notes


@listing
def test_reasoning_at_another_price_leaves_no_single_one_for_output() -> None:
    found = one("acme/thinker")
    assert singles(found.prices) == [2, None, None, None]
    assert "no single output price: $8, $3 for reasoning" in found.notes


@listing
def test_what_else_bears_on_the_cost_is_said() -> None:
    assert one("acme/thinker").remarks == (
        "the provider calls it deprecated",
        "cache writes kept for an hour: $4",
        "$5 for 1,000 calls on top, which the tokens do not show",
    )


@pytest.mark.parametrize(
    ("text", "price"),
    [
        (None, None),
        (Estimate(1_000), 15.0),
        (Estimate(128_000), 15.0),
        (Estimate(128_001), 20.0),
        (Estimate(1_000_000), 25.0),
        (Estimate(1_000, 500, 2_000), 15.0),
        (Estimate(1_000, 500, 130_000), None),
        (Estimate(0), 15.0),
    ],
)
def test_a_tier_is_taken_where_all_numbers_of_the_length_lie_in_it(
    text: Estimate | None, price: float | None
) -> None:
    listed = ListPrice(((0, 15.0), (128_000, 20.0), (200_000, 25.0)))
    assert listed.at(text) == price
    assert listed.in_words() == (
        "$15 up to 128,000 input tokens a call, $20 up to 200,000, $25 above"
    )


def test_tiers_of_one_price_are_one_price() -> None:
    assert ListPrice(((0, 3.0), (200_000, 3.0))).single == 3.0


def test_the_whole_bundled_list_can_be_read() -> None:
    found = search("", TODAY)
    assert len(found) > 500
    # Fewer would mean that the list has come to call its prices otherwise.
    for kind in KINDS:
        assert sum(getattr(one.prices, kind) is not None for one in found) > 100
    assert all(
        price.tiers[0][1] >= 0
        for one in found
        for _, price in one.prices
        if price is not None and price.tiers
    )


@pytest.mark.parametrize("on", [date(2025, 1, 1), date(2026, 9, 1), TODAY, date(2027, 6, 1)])
def test_prices_agree_with_the_lists_own_reading_of_the_same_date(on: date) -> None:
    from genai_prices.data import providers

    read = {one.reference: one.prices for one in search("", on)}
    compared = 0
    for provider, model in ((one, model) for one in providers for model in one.models):
        if not isinstance(model.prices, ModelPrice) and any(
            isinstance(one.constraint, TimeOfDateConstraint) for one in model.prices
        ):
            continue
        theirs = model.get_prices(datetime(on.year, on.month, on.day, 12))
        ours = read[f"{provider.id}/{model.id}"].input_price
        expected = theirs.input_mtok
        if isinstance(expected, TieredPrices):
            expected = expected.base
        assert (ours.tiers[0][1] if ours else None) == (
            float(expected) if isinstance(expected, Decimal) else None
        )
        compared += 1
    assert compared > 500


# ------------------------------------------------------------------- filling


@listing
@pytest.mark.parametrize("side", ["teacher", "student"])
def test_model_and_prices_are_filled_in_with_their_source(side: Side) -> None:
    answers = filled(answers_of("schema = 1\n"), one("acme/large"), side)
    source = "genai-prices 0.2.9, 2026-11-24, acme/large"
    assert answers.value(f"{side}.model") == "acme/large"
    assert {
        key: entry.value for key, entry in answers.items() if key.startswith(f"{side}.tokens.")
    } == {
        f"{side}.tokens.{kind}": Estimate(price, basis="quoted", source=source)
        for kind, price in (("input_price", 5), ("cached_input_price", 0.5), ("output_price", 15))
    }


@listing
def test_what_was_filled_and_what_is_absent_is_said() -> None:
    answers = tokens(teacher__tokens__cache_write_price="3", teacher__tokens__batch_share="20%")
    said = filling(answers, one("acme/large", date(2026, 10, 1)), "teacher").said
    source = "genai-prices 0.2.9, 2026-11-24, acme/large"
    assert said == (
        "teacher.model = acme/large",
        f"teacher.tokens.input_price = USD 5 per million tokens (was 5, quoted, {source})",
        "teacher.tokens.cached_input_price = USD 0.5 per million tokens (was 0.5, estimated)",
        "teacher.tokens.output_price = USD 15 per million tokens (was 15, estimated)",
        "teacher.tokens.cache_write_price: the list has no cache-write price; still 3",
        "teacher.tokens.batch_discount is not filled;"
        " the list has no batch prices of this model on 2026-10-01",
    )


@listing
def test_a_person_is_told_by_labels_and_never_by_keys() -> None:
    answers = tokens(
        teacher__tokens__cache_write_price="3",
        teacher__tokens__batch_share="20%",
        teacher__cost_per_1k_calls="4",
    )
    done = filling(answers, one("acme/large"), "teacher", called=name_of)
    assert done.filled[0] == "Teacher model = acme/large"
    assert "Teacher cache-write price: the list has no cache-write price; still 3" in done.said
    unclear = filling(Answers(), one("acme/long"), "teacher", called=name_of)
    assert any("Teacher input tokens must lie" in line for line in unclear.said)
    assert not re.search(r"[a-z]\.[a-z]", "\n".join(done.said + unclear.said))


@listing
def test_a_listed_price_without_a_successor_is_taken_back() -> None:
    before = filled(tokens(), one("acme/large"), "teacher")
    after = filling(before, one("acme/small"), "teacher")
    assert "teacher.tokens.cached_input_price" not in after.answers
    assert any("taken back: 0.5, genai-prices" in line for line in after.said)


@listing
def test_a_direct_cost_that_wins_over_the_prices_is_said() -> None:
    answers = tokens(teacher__cost_per_1k_calls="4")
    said = filling(answers, one("acme/large"), "teacher").said
    assert "teacher.cost_per_1k_calls is answered directly and wins over these prices" in said


@listing
def test_a_direct_cost_of_the_team_gives_way_to_the_prices() -> None:
    key = "teacher.cost_per_1k_calls"
    team = TeamPolicy({}, "team.toml", {key: entry_of(QUESTIONS[key], Estimate(4.0))})
    said = filling(Answers(), one("acme/large"), "teacher", team).said
    assert not any("wins over" in line for line in said)


@listing
def test_the_tier_of_the_cases_tokens_is_filled_and_named() -> None:
    answers = filled(tokens(), one("acme/long"), "teacher")
    price = answers.value("teacher.tokens.input_price")
    assert price.likely == 3
    assert price.source == (
        "genai-prices 0.2.9, 2026-11-24, acme/long,"
        " of $3 up to 200,000 input tokens a call and $6 above"
    )
    longer = tokens(teacher__tokens__input="250k")
    assert (
        filled(longer, one("acme/long"), "teacher").value("teacher.tokens.input_price").likely == 6
    )


@listing
def test_no_tier_is_filled_where_the_tokens_are_not_clear() -> None:
    for length in ("150k (100k..300k)", ""):
        answers = tokens(teacher__tokens__input=length)
        result = filling(answers, one("acme/long"), "teacher")
        assert "teacher.tokens.input_price" not in result.answers
        assert result.answers.value("teacher.tokens.output_price").likely == 15
        assert result.answers.value("teacher.tokens.cached_input_price").likely == 0.3
        assert any("no single input price: $3 up to 200,000" in line for line in result.said)


@listing
@pytest.mark.parametrize("reference", ["acme/listener", "acme/coming"])
def test_a_model_without_prices_fills_nothing(reference: str) -> None:
    with pytest.raises(InputUnusable) as caught:
        filled(tokens(), one(reference), "teacher")
    assert f"{reference} has no price to fill in: the list has no input price" in problem(caught)


@listing
def test_what_decides_a_tier_is_said_where_nothing_can_be_filled(
    price_list: list[Provider],
) -> None:
    del vars(price_list[0].models[2].prices)["cache_read_mtok"]
    with pytest.raises(InputUnusable) as caught:
        filled(answers_of("schema = 1\n"), one("acme/long"), "student")
    assert "student.tokens.input must lie within one of these" in problem(caught)


@listing
def test_another_currency_is_refused_without_a_rate() -> None:
    with pytest.raises(InputUnusable) as caught:
        filled(tokens(currency="EUR"), one("acme/large"), "teacher")
    assert problem(caught).startswith("policy.usd_rate: is not set")
    assert "how many EUR one US dollar is" in problem(caught)


@listing
def test_a_rate_converts_and_the_source_says_so() -> None:
    answers = tokens(currency="EUR", policy__usd_rate="0.9")
    price = filled(answers, one("acme/small"), "teacher").value("teacher.tokens.input_price")
    assert price.likely == 0.09
    assert price.source == (
        "genai-prices 0.2.9, 2026-11-24, acme/small, $0.1 at 0.9 EUR per US dollar"
    )


@listing
def test_a_teams_rate_wins_and_dollars_need_none() -> None:
    team = TeamPolicy({"usd_rate": 2.0}, "team.toml")
    key = "teacher.tokens.input_price"
    euros = tokens(currency="EUR", policy__usd_rate="0.9")
    assert filled(euros, one("acme/large"), "teacher", team).value(key).likely == 10
    assert filled(tokens(), one("acme/large"), "teacher", team).value(key).likely == 5


@listing
def test_a_teams_default_currency_is_that_of_the_case() -> None:
    currency = typed("currency", "EUR")
    assert currency is not None
    team = TeamPolicy({"usd_rate": 0.5}, "team.toml", defaults={"currency": currency})
    answers = tokens()
    result = filling(answers, one("acme/large"), "teacher", team)
    assert result.answers.value("teacher.tokens.input_price").likely == 2.5
    assert "EUR 2.5 per million tokens" in result.said[1]
    assert "currency" not in result.answers
    assert reprice(answers, TODAY, team).changes[0].after.likely == 2.5


@listing
def test_a_currency_nobody_can_read_is_not_taken_for_dollars() -> None:
    answers = tokens(currency="dollars")
    assert answers["currency"].problem is not None
    with pytest.raises(InputUnusable) as caught:
        filled(answers, one("acme/large"), "teacher")
    assert problem(caught).startswith("currency: ")


def test_the_date_is_that_of_the_case_else_the_callers() -> None:
    assert date_of(tokens(as_of="2026-01-02"), TODAY) == date(2026, 1, 2)
    assert date_of(tokens(as_of=""), TODAY) == TODAY


# ----------------------------------------------------------------- repricing


@listing
def test_repricing_at_the_same_prices_changes_nothing() -> None:
    repriced = reprice(tokens(), TODAY)
    assert repriced.changes == ()
    assert as_object(repriced)["before"] == as_object(repriced)["after"]
    assert repriced.notes == (
        "teacher.tokens.cache_write_price: the list has no cache-write price",
        "student.cost_per_1k_calls is answered directly, so prices per token play no part",
    )


@listing
def test_a_cheaper_teacher_changes_the_verdict() -> None:
    answers = tokens(
        volume__calls_per_month="150k",
        teacher__tokens__input_price="50",
        teacher__tokens__output_price="90",
    )
    repriced = reprice(answers, TODAY)
    assert [(one.key, one.after.likely) for one in repriced.changes] == [
        ("teacher.tokens.input_price", 5),
        ("teacher.tokens.output_price", 15),
    ]
    found = as_object(repriced)
    assert (found["before"]["verdict"], found["after"]["verdict"]) == ("defensible", "reconsider")
    assert found["before"]["payback_months"] < 12 < found["after"]["payback_months"]
    assert found["before"]["npv"] > found["after"]["npv"]
    assert repriced.before.verdict == assess(answers).verdict


@listing
def test_todays_prices_are_used_whatever_the_date_of_the_case() -> None:
    answers = tokens(as_of="2026-01-01")
    assert reprice(answers, date(2026, 5, 1)).changes[0].after.likely == 10
    assert reprice(answers, TODAY).changes == ()


@listing
def test_the_model_is_that_of_the_source_where_the_case_names_none() -> None:
    found = reprice(tokens(teacher__model=""), date(2026, 5, 1))
    assert [one.key for one in found.changes] == [f"teacher.tokens.{kind}" for kind in KINDS]
    unknown = reprice(tokens(teacher__model="our gateway"), date(2026, 5, 1))
    assert len(unknown.changes) == 4
    assert any("'our gateway' is not on the list" in note for note in unknown.notes)


@listing
def test_a_case_that_names_nothing_is_left_alone() -> None:
    answers = tokens(teacher__model="", teacher__tokens__input_price="5")
    answers = answers.answer("teacher.tokens.input_price", typed("teacher.tokens.input_price", "7"))
    repriced = reprice(answers, TODAY)
    assert repriced.changes == ()
    assert any(note.startswith("teacher.model is not answered") for note in repriced.notes)


@listing
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("acme/larger", "is not on the list; nearest: acme/large"),
        ("small", "is several on the list: acme/small or other/small"),
    ],
)
def test_a_model_that_cannot_be_looked_up_is_said(name: str, says: str) -> None:
    answers = tokens(teacher__model=name, teacher__tokens__input_price="")
    repriced = reprice(answers, TODAY)
    assert repriced.changes == ()
    assert any(f"teacher.model '{name}' {says}" in note for note in repriced.notes)


@listing
def test_a_hosted_student_gets_no_price_per_token() -> None:
    answers = tokens(
        student__cost_per_1k_calls="", student__fixed_cost_per_month="100", student__model="small"
    )
    repriced = reprice(answers, TODAY)
    assert repriced.after.complete
    assert any(note.startswith("student.tokens has no answers") for note in repriced.notes)


@listing
def test_a_price_that_is_no_longer_listed_stays_and_is_said() -> None:
    answers = tokens(teacher__model="acme/small")
    repriced = reprice(answers, TODAY)
    assert "teacher.tokens.cached_input_price" not in {one.key for one in repriced.changes}
    assert (
        "teacher.tokens.cached_input_price: the list has no cached-input price; still 0.5"
        in repriced.notes
    )


def test_nothing_but_the_bundled_list_is_used(
    price_list: list[Provider], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **more: Any) -> Any:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert search("large", TODAY)
    assert list_version() == "0.2.9"
