"""Basis and source of a number that a worksheet makes: to which of its numbers they go."""

from __future__ import annotations

from rules.answers.answers import Answers, Entry
from rules.answers.entries import parse_entry, with_details
from rules.questions import QUESTIONS
from screens.overlays.details import DetailsScreen
from screens.overlays.provenance import BASIS, SOURCE
from screens.overlays.said_of_number import SaidOfNumber
from screens.pages.step import StepScreen
from screens.widgets.form import answers_path
from screens.widgets.worksheets import sums
from tests.screens.drive import (
    answers,
    at,
    details,
    driven,
    is_on,
    new,
    present,
    press,
    said,
    send,
    shown,
    until,
)

COST = "teacher.cost_per_1k_calls"
INPUT, OUTPUT, PRICE = (f"teacher.tokens.{name}" for name in ("input", "output", "input_price"))


def number(key: str, text: str, basis: str = "estimated", source: str = "") -> Entry:
    typed = parse_entry(QUESTIONS[key], text, path=answers_path(QUESTIONS[key]), currency="USD")
    assert typed is not None
    return with_details(typed, basis, source)


def sheet(**sources: str) -> Answers:
    """Tokens of a call, each from its own source, at a price that was quoted."""
    found = Answers().answer(INPUT, number(INPUT, "900", source=sources.get("input", "")))
    found = found.answer(OUTPUT, number(OUTPUT, "60", source=sources.get("output", "")))
    return found.answer(PRICE, number(PRICE, "2.5", "quoted", sources.get("price", "")))


def text(said: str) -> Entry:
    return Entry(said, said)


def test_a_source_goes_to_the_numbers_that_have_none() -> None:
    case, of = sheet(price="price list"), SaidOfNumber(COST)
    assert of.shown(case, COST).source == ""
    changed = of.say(SOURCE, text("usage export"), case, COST, "one stay")
    assert {key: one.source for key, one in changed.items()} == dict.fromkeys(
        (INPUT, OUTPUT), "usage export"
    )
    assert changed[INPUT].value.source == "usage export"


def test_letters_of_one_stay_go_to_the_same_numbers() -> None:
    case, of = sheet(price="u"), SaidOfNumber(COST)
    for typed in ("u", "us"):
        changed = of.say(SOURCE, text(typed), case, COST, "one stay")
        assert set(changed) == {INPUT, OUTPUT}
        for key, entry in changed.items():
            case = case.answer(key, entry)
    assert case[PRICE].source == "u"


def test_a_source_in_common_stands_there_and_is_changed_everywhere() -> None:
    case, of = sheet(input="log", output="log", price="log"), SaidOfNumber(COST)
    assert of.shown(case, COST).source == "log"
    changed = of.say(SOURCE, None, case, COST, "one stay")
    assert {key: one.source for key, one in changed.items()} == dict.fromkeys(
        (INPUT, OUTPUT, PRICE), ""
    )


def test_the_weakest_basis_stands_there_and_another_goes_to_those_that_have_it() -> None:
    case, of = sheet(), SaidOfNumber(COST)
    assert of.shown(case, COST).basis == "estimated"
    changed = of.say(BASIS, text("measured"), case, COST, "one stay")
    assert {key: one.basis for key, one in changed.items()} == dict.fromkeys(
        (INPUT, OUTPUT), "measured"
    )
    for key, entry in changed.items():
        case = case.answer(key, entry)
    # The quoted price is the weakest by now.
    assert of.shown(case, COST).basis == "quoted"


def test_what_was_said_first_goes_to_numbers_as_they_are_typed() -> None:
    of, nothing = SaidOfNumber(COST), Answers()
    assert of.say(SOURCE, text("usage export"), nothing, COST, "one stay") == {}
    assert of.say(BASIS, text("measured"), nothing, COST, "another") == {}
    assert of.goes_nowhere(nothing, COST)
    typed = of.typed(INPUT, number(INPUT, "9"), nothing, COST)
    assert typed is not None
    assert (typed.basis, typed.source) == ("measured", "usage export")
    assert not of.goes_nowhere(nothing.answer(INPUT, typed), COST)
    # What does not belong to it goes on without.
    elsewhere = number("volume.calls_per_month", "6M")
    assert of.typed("volume.calls_per_month", elsewhere, nothing, COST) is elsewhere


def test_what_a_deleted_number_said_is_not_said_of_its_worksheet() -> None:
    typed = Answers().answer(COST, number(COST, "4.2", "quoted", "bill"))
    of = SaidOfNumber(COST)
    assert of.typed(COST, None, typed, COST) is None
    found = of.typed(INPUT, number(INPUT, "900"), Answers(), COST)
    assert found is not None
    assert found.source == ""
    again = of.typed(COST, number(COST, "5"), Answers(), COST)
    assert again is not None
    assert (again.basis, again.source) == ("quoted", "bill")


def test_a_number_that_was_typed_has_its_own() -> None:
    case = sheet(price="price list").answer(COST, number(COST, "4.2"))
    changed = SaidOfNumber(COST).say(SOURCE, text("bill"), case, COST, "one stay")
    assert set(changed) == {COST}
    assert changed[COST].source == "bill"


def test_what_is_typed_above_a_worksheet_counts_only_where_it_is_a_number() -> None:
    case = sheet().answer(f"{PRICE.rpartition('.')[0]}.output_price", number(PRICE, "10"))
    for above, why in (("4.2", "The number typed above wins"), ("some 4", "not usable: this")):
        *_, last = sums(QUESTIONS[COST], case.answer(COST, number(COST, above)), None)
        assert why in last


async def test_a_source_of_a_built_number_is_kept_with_its_worksheet() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, COST)
        send(pilot, "=")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app) == INPUT)
        send(pilot, *"900", "enter", *"60", "enter", *"2.5", "enter", *"10")
        await until(pilot, lambda: "teacher.tokens.output_price" in answers(app))
        await details(app).form.focus_question(SOURCE.key)
        await until(pilot, lambda: "Goes to the numbers of the worksheet" in shown(app))
        send(pilot, *"usage export")
        await until(pilot, lambda: answers(app)[PRICE].source == "usage export")
        assert {answers(app)[key].source for key in (INPUT, OUTPUT)} == {"usage export"}
        # All of it is one step.
        send(pilot, "ctrl+z")
        await until(pilot, lambda: not answers(app)[INPUT].source)
        assert answers(app)[PRICE].source == ""
        send(pilot, "ctrl+y", "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        send(pilot, "=")
        await until(pilot, lambda: is_on(app, DetailsScreen))
        await until(pilot, lambda: "usage export" in shown(app))


async def test_a_source_without_any_number_is_said_not_to_be_kept() -> None:
    async with driven(new()) as (app, pilot):
        await at(pilot, "volume.calls_per_month")
        await press(pilot, "ctrl+r", "down", "down", *"logs", "escape")
        await until(pilot, lambda: is_on(app, StepScreen) and "was not kept" in said(app))
