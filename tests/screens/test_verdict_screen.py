"""The judgement on the screen: what it says, and the way to the answer behind each line."""

from __future__ import annotations

import string
from collections.abc import Callable
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
from textual.color import Color
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from rules.argument.brief import brief, headline
from rules.argument.first_page import NOT_USABLE, first_page
from rules.argument.lines import Line
from rules.argument.what_it_hangs_on import Outlook, outlook_of
from rules.assess import Assessment, assess
from rules.questions import QUESTIONS, STEPS, locate
from screens.charts.payback_curve import payback_curve
from screens.frame.textual_widgets import drawn
from screens.keys import action
from screens.overlays.details import DetailsScreen
from screens.overlays.table import TableScreen
from screens.pages.home import HomeScreen
from screens.pages.step import StepScreen
from screens.pages.verdict import Headline, VerdictScreen
from screens.widgets.lines import Lines, contents
from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import (
    answers,
    at,
    complete,
    driven,
    is_on,
    joined,
    new,
    present,
    said,
    sample,
    send,
    shown,
    steps,
    taken_in,
    text_of,
    texts,
    until,
    verdicts,
)
from tests.wizard.cases import COMPLETE, SAMPLES, answers_of
from wizard.app.app import PaybackApp
from wizard.sessions.open_session import OpenSession


def line_at(lines: Lines, index: int) -> Content:
    """A line as it is laid out in the width that there is."""
    prompt: Any = lines.get_option_at_index(index).prompt
    laid_out: Content = prompt.at(lines.scrollable_content_region.width - 2)
    return laid_out


async def test_it_leads_with_the_verdict_and_holds_every_line_of_the_judgement() -> None:
    async with driven(sample("support_ticket_classifier"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        screen = verdicts(app)
        assert f"✓✓ {headline(screen.assessment)}" in shown(app).splitlines()[1]
        await until(pilot, lambda: "▲ 6.7 months" in shown(app) and screen.outlook is not None)
        sections = screen.sections
        lines = screen.query_one(Lines)
        assert lines.option_count == sum(1 + len(section.lines) for section in sections)
        everything = joined(line_at(lines, at).plain for at in range(lines.option_count))
        for section in sections:
            assert section.heading in everything
            for line in section.lines:
                assert joined([line.text]) in everything
                assert joined([line.remark]) in everything
        # No line is longer than there is room for.
        width = lines.size.width
        for index in range(lines.option_count):
            assert all(len(part) <= width for part in line_at(lines, index).plain.splitlines())
        # The half of it that needs scrolling is reached by the keys of a list.
        send(pilot, "end")
        await until(pilot, lambda: lines.highlighted == lines.option_count - 1)
        await until(pilot, lambda: lines.region.contains_point(app.cursor_position))
        # As plain text for the clipboard.
        send(pilot, "f10")
        await until(pilot, lambda: app.clipboard)
        assert app.clipboard == screen.as_text()
        assert headline(screen.assessment) in app.clipboard
        assert "Copied" in said(app)


async def test_every_line_leads_to_the_answer_behind_it_and_back() -> None:
    async with driven(sample("growing_product_search")) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        await until(pilot, lambda: verdicts(app).outlook is not None)
        keys: dict[str, int] = {}
        for index in range(verdicts(app).query_one(Lines).option_count):
            key = verdicts(app).query_one(Lines).answer_at(index)
            if key is not None:
                keys.setdefault(key, index)
        assert len(keys) > 12
        # Every third, settings and tables among them: each costs a way there and back.
        settings = [key for key in keys if key.startswith("policy.")]
        tables = [key for key in keys if key not in QUESTIONS or QUESTIONS[key].columns]
        assert settings
        for key in dict.fromkeys([*list(keys)[::4], *settings[:1], *tables]):
            index = keys[key]
            verdicts(app).query_one(Lines).highlighted = index
            send(pilot, "enter")
            await until(pilot, lambda: not is_on(app, VerdictScreen), key)
            place = locate(key)
            assert place is not None, key
            question = place[0]

            def arrived() -> bool:
                if is_on(app, DetailsScreen):
                    return present(app) == question.key
                if is_on(app, TableScreen):
                    return app.screen.question is question  # type: ignore[attr-defined]
                return is_on(app, StepScreen) and present(app) == question.key

            await until(pilot, arrived, f"{key} leads elsewhere: {present(app)}")
            await taken_in(pilot)
            if not is_on(app, StepScreen):
                send(pilot, "escape")
                await until(pilot, lambda: is_on(app, StepScreen))
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen))
            await until(pilot, lambda: verdicts(app).query_one(Lines).option_count)


async def test_no_sign_typed_on_a_list_of_lines_ends_the_program() -> None:
    app = sample("growing_product_search")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
        # Neither a letter nor a digit is among them, which are keys.
        send(pilot, *string.punctuation.replace("?", ""))
        await taken_in(pilot)
        assert is_on(app, VerdictScreen)
        assert app.is_running


async def test_an_incomplete_case_says_first_what_is_missing() -> None:
    async with driven(sample("unfinished_draft"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "Still needed" in shown(app))
        screen = verdicts(app)
        lines = screen.query_one(Lines)
        assert screen.assessment.verdict is None
        assert line_at(lines, 0).plain == "Still needed"
        assert shown(app).splitlines()[1].strip().startswith("○ No verdict")
        # The first of them is at hand already; enter goes there.
        wanted = lines.answer_at(1)
        send(pilot, "enter")
        await until(pilot, lambda: present(app) == wanted)
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "Still needed" in shown(app))
        # Without figures there is no curve, and nothing in its place.
        assert not [sign for sign in shown(app) if "\u2800" <= sign <= "\u28ff"]
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))


async def test_the_first_page_is_seen_at_once_and_what_decides_where_it_is_small() -> None:
    async with driven(sample("support_ticket_classifier"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and verdicts(app).outlook is not None)
        await until(pilot, lambda: "It hangs most on" in shown(app))
        seen = joined(shown(app).splitlines())
        for section in first_page(verdicts(app).assessment):
            assert section.heading in seen
        lines = verdicts(app).query_one(Lines)
        bottom = lines.scroll_offset.y + lines.scrollable_content_region.height
        last = sum(1 + len(one.lines) for one in first_page(verdicts(app).assessment)) - 1
        option = drawn(lines, last)
        assert option is not None
        assert option.line + option.height <= bottom
        # The curve stands beside the figures.
        (row,) = [line for line in shown(app).splitlines() if "Cash payback" in line]
        assert [sign for sign in row if "\u2800" <= sign <= "\u28ff"]
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Net after errors" not in shown(app))
        for lead in (
            "What it saves.",
            "When it is back.",
            "What may go wrong.",
            "What we ask for.",
        ):
            assert lead in shown(app)


async def test_what_speaks_against_it_is_worded_with_what_to_do_instead() -> None:
    async with driven(sample("low_volume_contract_review"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "Why not" in shown(app))
        text = verdicts(app).as_text()
        order = ["What was considered", "Why not", "What to do instead", "The decision", "Figures"]
        assert sorted(order, key=text.index) == order
        assert text.index("Figures") < text.index("What speaks against it")
        # The first page of a case against: all but the last figures are seen at once.
        assert "The decision" in shown(app)
        assert "Net after errors" in shown(app)
        assert shown(app).splitlines()[1].strip()[0] in "?✗"


async def test_a_case_that_never_pays_back_has_a_curve_without_a_mark() -> None:
    async with driven(complete()) as (app, pilot):
        await at(pilot, "student.cost_per_1k_calls")
        send(pilot, "ctrl+u", *"9")
        await until(pilot, lambda: texts(answers(app)).get("student.cost_per_1k_calls") == "9")
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and "Why not" in shown(app))
        assert "▲" not in shown(app)
        assert "✗ " in shown(app).splitlines()[1]
        # From here home asks first.
        send(pilot, "f3")
        await until(pilot, lambda: "unsaved answer" in shown(app))
        await pilot.click("#discard")
        await until(pilot, lambda: is_on(app, HomeScreen))


def test_the_curve_fits_any_size() -> None:
    from rules.words.money import Words

    words = Words("USD")
    for balance in ([-5e4, 1e4], [-1.0] * 40, [0.0, 0.0], [-1e12 * 0.9**n for n in range(121)]):
        for width in range(24, 200, 7):
            for height in (4, 5, 8, 20):
                for payback in (0.2, 1.0, len(balance) - 1.0, float("inf")):
                    titled = height > 4
                    lines = payback_curve(balance, payback, width, height, words, titled=titled)
                    # Where labels leave no room, there is none.
                    assert len(lines) in (0, height)
                    assert max(map(len, lines), default=0) <= width
                    assert lines or width < 60
    assert payback_curve([], 1, 80, 8, words) == []
    assert payback_curve([1.0, float("nan")], 1, 80, 8, words) == []
    assert payback_curve([1.0, 2.0], 1, 10, 8, words) == []


async def test_coming_back_one_finds_the_place_one_left() -> None:
    async with driven(sample("support_ticket_classifier")) as (app, pilot):
        await until(pilot, lambda: present(app))
        for leave in ("enter", "ctrl+l"):
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen) and app.focused)
            # Lines move once more when it is known what the case hangs on.
            await until(pilot, lambda: verdicts(app).outlook is not None)
            lines = verdicts(app).query_one(Lines)
            lines.highlighted = lines.option_count - 6
            await until(pilot, lambda: lines.scroll_y > 20)
            place = lines.place
            send(pilot, leave)
            await until(pilot, lambda: not is_on(app, VerdictScreen))
            await taken_in(pilot)
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen))
            await until(pilot, lambda: verdicts(app).query_one(Lines).place == place)
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, StepScreen))


async def test_an_answer_left_out_is_told_and_led_to() -> None:
    app = sample("support_ticket_classifier")
    key = "teacher.tokens.cached_input"
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, key)
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app) == key)
        send(pilot, "ctrl+u", "x")
        await until(pilot, lambda: "1 answer not usable, left out" in text_of(panel(app)))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and NOT_USABLE in shown(app))
        assert "1 answer not usable, left out." in joined(shown(app).splitlines()[1:4])
        lines = verdicts(app).query_one(Lines)
        assert lines.answer_at(1) == key
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app) == key)
        await pilot.resize_terminal(120, 40)
        send(pilot, "escape")
        await until(pilot, lambda: is_on(app, StepScreen))
        await until(pilot, lambda: "1 answer not usable, left out" in shown(app))
        panel(app).focus()
        await until(pilot, lambda: app.focused is panel(app))
        send(pilot, "enter")
        await until(pilot, lambda: is_on(app, DetailsScreen) and present(app) == key)


async def test_a_line_is_followed_though_others_join_it_before_that_is_heard() -> None:
    async with driven(complete()) as (app, pilot):
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and verdicts(app).outlook is not None)
        lines = verdicts(app).query_one(Lines)
        lines.highlighted = next(one for one in range(lines.option_count) if lines.answer_at(one))
        key = lines.answer_at(lines.highlighted)
        verdicts(app).action_follow()
        verdicts(app).show_answers(verdicts(app).answers)
        await until(pilot, lambda: not is_on(app, VerdictScreen) and present(app) == key)


def panel(app: object) -> VerdictPanel:
    return app.screen.query_one(VerdictPanel)  # type: ignore[attr-defined]


async def test_what_a_session_holds_commands_no_terminal_from_the_clipboard() -> None:
    app = PaybackApp(
        session=OpenSession.new(COMPLETE.replace('"Tickets"', '"Tic\\u001b]0;x\\u0007kets"'))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        text = verdicts(app).as_text()
        assert "Tic\u241b]0;x\u2407kets" in text
        assert not {sign for sign in text if ord(sign) < 32} - {"\n"}


async def test_the_quick_look_tells_of_the_full_case_and_its_verdict_leads_there() -> None:
    for size in ((80, 24), (120, 40)):
        async with driven(complete(quick=True), size) as (app, pilot):
            await until(pilot, lambda: present(app))
            assert "F6: all questions" in shown(app)
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen))
            (key,) = action("full-case").keys.split(",")
            send(pilot, key)
            await until(pilot, lambda: is_on(app, StepScreen) and present(app))
            await until(pilot, lambda: steps(app).steps is STEPS)
            assert "all questions" not in shown(app)


def test_a_long_label_leaves_values_and_sources_in_their_columns() -> None:
    label = "A very long name of an alternative: Cost per 1,000 calls"
    (content,) = contents([Line("4.20", "x", label=label, remark="quoted")], 80, Style())
    first, *rest = content.plain.splitlines()
    assert (first.index("4.20"), first.index("quoted")) == (31, 37)
    assert " ".join([first[:30], *rest]).split() == label.split()


@pytest.mark.parametrize("width", [78, 120])
def test_numbers_used_have_label_value_and_unit_on_one_line(width: int) -> None:
    judged = assess(answers_of(SAMPLES["support_ticket_classifier"].read_text(encoding="utf-8")))
    (section,) = [one for one in brief(judged) if one.heading == "Numbers used"]
    shown_lines = [one.plain.splitlines() for one in contents(section.lines, width, Style())]
    by_label = {one[0][2:30].strip(): one for one in shown_lines}
    value = "2.5 USD per million tokens"
    assert value in by_label["Teacher input price"][0]
    # What the label says already is not said again.
    assert "days" not in by_label["Engineering days each"][0][30:]
    calls, cost = (by_label[one][0] for one in ("Calls per month", "Student, per 1,000 calls"))
    assert "0.42 (0.38..0.5) USD" in cost
    assert calls.index("measured") == cost.index("measured")
    # What does not fit beside a long value stands below it, and breaks neither.
    price = by_label["Teacher input price"]
    assert ("quoted" in price[0]) == (width > 100)
    assert any("quoted" in line for line in price)


async def test_what_it_hangs_on_and_how_likely_it_is_join_the_other_lines() -> None:
    app = sample("support_ticket_classifier")
    released = Event()

    def slowly(assessment: Assessment, wanted: Callable[[], bool]) -> Outlook:
        released.wait(10)
        return outlook_of(assessment, wanted)

    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: present(app))
        with patch("screens.pages.verdict.outlook_of", slowly):
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen) and "In short" in shown(app))
            screen = verdicts(app)
            headings = [one.heading for one in screen.sections]
            assert "What it hangs on" not in headings
            # It is read and moved about in meanwhile.
            lines = screen.query_one(Lines)
            send(pilot, "end")
            await until(pilot, lambda: lines.highlighted == lines.option_count - 1)
            last = line_at(lines, lines.option_count - 1).plain
            released.set()
            await until(pilot, lambda: screen.outlook is not None)
        headings = [one.heading for one in screen.sections]
        place = headings.index("Further figures")
        assert headings[place + 1 : place + 3] == ["What it hangs on", "How likely it is"]
        text = screen.as_text()
        assert "The case hangs most on" in text
        assert "Within 12 months" in text
        # Whoever was at a line is still at it.
        assert lines.highlighted == lines.option_count - 1
        assert line_at(lines, lines.option_count - 1).plain == last
        # Opened anew, it is there at once.
        send(pilot, "ctrl+l")
        await until(pilot, lambda: not is_on(app, VerdictScreen))
        with patch("screens.pages.verdict.outlook_of") as again:
            send(pilot, "ctrl+l")
            await until(pilot, lambda: is_on(app, VerdictScreen) and verdicts(app).outlook)
            again.assert_not_called()


async def test_a_verdict_that_the_draws_do_not_support_is_not_green() -> None:
    async with driven(sample("growing_product_search"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        panel = steps(app).query_one(VerdictPanel)
        await until(pilot, lambda: panel.doubt)
        assert colour_of(panel, "panel--fair") in colours(panel.lines()[0])
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and verdicts(app).outlook)
        head = verdicts(app).query_one(Headline)
        assert "The draws do not support it" in shown(app)
        assert colours(head.render()) == {colour_of(head, "panel--fair")}


async def test_the_page_of_a_case_whose_draws_contradict_it_is_in_sight_as_a_whole() -> None:
    async with driven(sample("growing_product_search"), (120, 40)) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen) and verdicts(app).outlook)
        lines = verdicts(app).query_one(Lines)
        page = first_page(verdicts(app).assessment)
        rows = sum(
            line_at(lines, at).plain.count("\n") + 1
            for at in range(sum(1 + len(section.lines) for section in page))
        )
        assert rows <= lines.size.height
        last = page[-1].lines[-1]
        assert f"{last.lead}. {last.text[:20]}" in shown(app)


def colour_of(widget: Widget, look: str) -> Color | None:
    return widget.get_visual_style(look).foreground


def colours(content: Content) -> set[Color | None]:
    return {one.style.foreground for one in content.spans if isinstance(one.style, Style)}


async def test_without_a_verdict_there_is_nothing_to_find_out() -> None:
    async with driven(new()) as (app, pilot):
        await until(pilot, lambda: present(app))
        send(pilot, "ctrl+l")
        await until(pilot, lambda: is_on(app, VerdictScreen))
        await until(pilot, lambda: verdicts(app).outlook == Outlook())
        assert "What it hangs on" not in verdicts(app).as_text()
