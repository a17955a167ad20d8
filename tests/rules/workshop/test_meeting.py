"""A workshop of four over two rounds, what it refuses, and what holds whatever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers.records import Workshop
from rules.questions import QUESTIONS
from rules.workshop.agenda import Item, added, moved, removed
from rules.workshop.discussion import discuss
from rules.workshop.meeting import Meeting
from rules.workshop.people import FACILITATOR, LONGEST_NAME, MOST, Person, identity
from rules.workshop.pooling import Range
from rules.workshop.recorded import agreed_estimate, record_of, resumed
from rules.workshop.refused import Refused
from rules.workshop.views import answers_shown, shown_names, shown_ranges, view_for
from rules.workshop.votes import Vote
from tests.rules.cases import case

VOLUME = "volume.calls_per_month"
UPKEEP = "maintenance.redistillations_per_year"
DAY, LATER = date(2026, 11, 24), date(2026, 11, 25)
TWO = (Item(VOLUME), Item(UPKEEP))
FOUR = ("Ada", "Bo", "Cy", "Dee")


def vote(likely: float, width: float = 0.0, reason: str = "") -> Vote:
    return Vote(Range(likely - width, likely, likely + width), reason)


def meeting(*names: str) -> Meeting:
    found = Meeting(agenda=TWO)
    for name in names or FOUR:
        found = found.join(name)
    return found


def voted(**votes: float) -> Meeting:
    found = meeting().ask(VOLUME, DAY)
    for name, likely in votes.items():
        found = found.vote(name, vote(likely))
    return found


def test_a_workshop_of_four_over_two_rounds() -> None:
    began = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    now = Meeting(agenda=TWO).join("Fay", FACILITATOR)
    for name in FOUR:
        now = now.join(name, "engineering")
    assert now.phase == "idle"
    assert now.next_key == VOLUME

    now = now.ask(VOLUME, DAY, began)
    assert (now.phase, now.pending) == ("voting", FOUR)
    now = now.vote("Ada", vote(6e6, 1e6, "the gateway")).vote("Bo", vote(1e6))
    now = now.vote("bo", vote(2e6, 1e6, "only paying users"))
    now = now.vote("Cy", vote(5e6, 5e5))
    assert now.pending == ("Dee",)
    assert now.answer_of("Bo") == vote(2e6, 1e6, "only paying users")
    assert now.ballot is not None
    assert now.ballot.began == began
    now = now.reveal()
    assert (now.phase, now.pending, list(now.said)) == ("revealed", (), ["Ada", "Bo", "Cy"])
    with pytest.raises(Refused, match="another round"):
        now.vote("Dee", vote(9e6))

    now = now.again(LATER)
    assert now.start_of("Bo") == vote(2e6, 1e6, "only paying users")
    assert now.answer_of("Bo") is None
    now = now.vote("Bo", vote(4e6, 1e6, "and the trial")).vote("Dee", vote(5e6)).leave("Cy")
    assert now.pending == ("Ada",)
    now = now.vote("Ada", vote(6e6, 5e5)).reveal()
    assert {name: one.number for name, one in now.standing.items()} == {
        "Ada": 2,
        "Bo": 2,
        "Cy": 1,
        "Dee": 2,
    }

    now = now.agree_pooled(LATER)
    assert now.phase == "settled"
    settled = now.agreement(VOLUME)
    assert settled is not None
    assert settled.said == Range(4.5e6, 5e6, 5.5e6)
    assert now.outside(settled.said) == {"Ada": "", "Bo": "and the trial"}
    now = now.dissent("Bo", "the trial ends in March").dissent("Ada").withdraw_dissent("Ada")
    assert (
        agreed_estimate(now, now.settlements[0]).source == "workshop 2026-11-25, 4 people, 2 rounds"
    )
    assert agreed_estimate(now, now.settlements[0]).basis == "estimated"
    assert now.next_key == UPKEEP

    record = record_of(now)
    assert [one["name"] for one in record["participants"]] == ["Fay", *FOUR]
    assert [(one["number"], one["date"]) for one in record["rounds"]] == [(1, DAY), (2, LATER)]
    assert [one["participant"] for one in record["rounds"][0]["estimates"]] == ["Ada", "Bo", "Cy"]
    assert record["agreed"] == [
        {
            "key": VOLUME,
            "low": 4_500_000,
            "likely": 5_000_000,
            "high": 5_500_000,
            "method": "pooled",
            "date": LATER,
            "dissent": [{"participant": "Bo", "reason": "the trial ends in March"}],
        }
    ]


# ------------------------------------------------------------------------ people


@pytest.mark.parametrize("name", ["ada", " ADA ", "Ａｄａ"])
def test_two_people_of_one_name_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="Ada is here already; add an initial") as refused:
        meeting().join(name)
    assert refused.value.word == "taken"


def test_signs_that_stand_for_letters_make_no_other_name() -> None:
    with pytest.raises(Refused, match="is here already"):
        meeting("MHz").join("\u3392")


def test_unseen_characters_make_no_other_name() -> None:
    assert identity("A\u200bda") == identity("Ada")
    assert identity("Straße") == identity("STRASSE")
    with pytest.raises(Refused, match="do not show"):
        meeting().join("A\u202eda")


def test_whoever_left_is_told_to_come_back_or_choose_another_name() -> None:
    left = meeting().leave("Bo")
    with pytest.raises(Refused, match="Bo took part before") as refused:
        left.join("bo")
    assert refused.value.word == "away"
    assert left.come_back("BO").people == meeting().people


def test_a_name_that_is_too_long_is_refused_and_none_is_made_up() -> None:
    with pytest.raises(Refused, match="61 characters; at most 60"):
        meeting().join("x" * (LONGEST_NAME + 1))
    with pytest.raises(Refused, match="role has 10,000"):
        meeting().join("Eve", "x" * 10_000)
    named = meeting().join().join("participant 2").join("  ")
    assert [one.name for one in named.people[4:]] == [
        "Participant 1",
        "participant 2",
        "Participant 3",
    ]


def test_the_number_of_people_has_a_cap() -> None:
    full = meeting(*(f"P{number}" for number in range(MOST)))
    with pytest.raises(Refused, match="all places are taken"):
        full.join("One more")
    assert full.expect("One more") is full
    free = meeting(*(f"P{number}" for number in range(MOST - 1)))
    assert len(free.expect("One more").people) == MOST


def test_what_cannot_be_done_is_said_in_a_sentence_and_in_a_word() -> None:
    now, asked = meeting(), voted(Ada=1)
    shown = asked.reveal()
    full = meeting(*(f"P{number}" for number in range(MOST)))
    refused: dict[tuple[str, str], Callable[[], object]] = {
        ("Ada is here already; add an initial or a surname to tell you apart", "taken"): lambda: (
            now.join("Ada")
        ),
        (
            "Ada took part before; come back under that name, or take another one",
            "away",
        ): lambda: now.leave("Ada").join("Ada"),
        (f"A workshop takes {MOST} people, and all places are taken", "full"): lambda: full.join(),
        ("Type a name: letters that can be seen", "no name"): lambda: now.join("\u3164"),
        ("The name has 61 characters; at most 60 are shown", "too long"): lambda: now.join(
            "x" * 61
        ),
        (
            f"Nobody called {'x' * 79}… (200 characters) takes part; join first",
            "unknown",
        ): lambda: now.known("x" * 200),
        (
            "Ada has answered already, and what was said stays; let them leave instead",
            "has answered",
        ): lambda: asked.forget("Ada"),
        ("This question is open; close it before it leaves the agenda", "open"): lambda: (
            asked.with_agenda(())
        ),
        ("title is not on the agenda; add it first", "not on the agenda"): lambda: now.ask(
            "title", DAY
        ),
        ("A round is under way; reveal or close it first", "voting"): lambda: asked.ask(
            UPKEEP, DAY
        ),
        ("No question is open", "idle"): lambda: now.vote("Ada", vote(1)),
        (
            "The answers of this round are revealed and stay; another round takes new ones",
            "revealed",
        ): lambda: shown.vote("Ada", vote(1)),
        ("Nobody has answered yet, so there is nothing to reveal", "no answers"): lambda: (
            voted().reveal()
        ),
        ("Reveal the answers of this round first", "voting"): lambda: asked.again(DAY),
        ("Nothing is agreed for this question yet", "not agreed"): lambda: shown.dissent("Ada"),
        ("The reason has 2,001 characters; shorten it to 2,000", "too long"): lambda: (
            shown.agree_pooled(DAY).dissent("Ada", "x" * 2_001)
        ),
        ("The reason holds half a character; type it anew", "unseen"): lambda: shown.agree_pooled(
            DAY
        ).dissent("Ada", "\ud800"),
    }
    for told, deed in refused.items():
        with pytest.raises(Refused) as caught:
            deed()
        assert (caught.value.message, caught.value.word) == told


def test_a_facilitator_is_not_waited_for_and_may_answer() -> None:
    now = meeting("Ada").join("Fay", "Facilitator").ask(VOLUME, DAY)
    assert now.pending == ("Ada",)
    assert now.vote("Fay", vote(1)).reveal().said == {"Fay": Range(1, 1, 1)}


def test_whoever_joined_by_mistake_can_be_taken_out_and_whoever_spoke_cannot() -> None:
    now = voted(Ada=1)
    assert now.forget("Bo").person("Bo") is None
    with pytest.raises(Refused, match="let them leave"):
        now.forget("Ada")
    with pytest.raises(Refused, match="Nobody called Zed"):
        now.leave("Zed")


def test_whoever_leaves_keeps_what_they_said_and_finds_it_again() -> None:
    now = voted(Ada=1, Bo=2).leave("Bo").leave("Cy")
    assert now.pending == ("Dee",)
    assert now.reveal().said == {"Ada": Range(1, 1, 1), "Bo": Range(2, 2, 2)}
    assert now.come_back("Bo").answer_of("Bo") == vote(2)
    assert now.vote("Cy", vote(3)).pending == ("Dee",)


# ----------------------------------------------------------------------- rounds


def test_a_round_without_answers_is_not_revealed() -> None:
    with pytest.raises(Refused, match="Nobody has answered"):
        voted().reveal()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Range(3, 2, 4), "Low has to be at most likely"),
        (Range(-1, 1, 2), "above 0"),
        (Range(1, 2, float("inf")), "calculate with"),
        (Range(float("nan"), 2, 3), "calculate with"),
    ],
)
def test_numbers_that_cannot_stand_are_refused(said: Range, words: str) -> None:
    with pytest.raises(Refused, match=words):
        voted().vote("Ada", Vote(said))
    with pytest.raises(Refused, match=words):
        voted(Ada=1).reveal().agree_chosen(DAY, said)


def test_nothing_happens_out_of_turn() -> None:
    idle, open_, shown = meeting(), voted(Ada=1), voted(Ada=1).reveal()
    for refused in (
        lambda: idle.vote("Ada", vote(1)),
        lambda: idle.reveal(),
        lambda: idle.again(DAY),
        lambda: idle.ask("volume.share_moved", DAY),
        lambda: open_.again(DAY),
        lambda: open_.agree_pooled(DAY),
        lambda: open_.pool(),
        lambda: open_.ask(UPKEEP, DAY),
        lambda: open_.dissent("Ada", "no"),
        lambda: open_.with_agenda(removed(TWO, VOLUME)),
        lambda: shown.reveal(),
        lambda: shown.dissent("Ada", "no"),
        lambda: shown.pool({"Ada": 0}),
        lambda: shown.pool({"Ada": -1}),
    ):
        with pytest.raises(Refused):
            refused()


def test_a_round_that_is_broken_off_goes_on_where_it_was() -> None:
    now = voted(Ada=1).close().ask(UPKEEP, DAY).vote("Bo", vote(2)).reveal()
    back = now.ask(VOLUME, LATER)
    assert (back.phase, back.answer_of("Ada")) == ("voting", vote(1))
    assert back.ballot is not None
    assert (back.ballot.number, back.ballot.day) == (1, DAY)


def test_a_revealed_question_is_shown_again_as_it_stands() -> None:
    now = voted(Ada=1).reveal().close()
    assert now.phase == "idle"
    assert now.ask(VOLUME, LATER).phase == "revealed"


def test_another_round_opens_what_was_agreed_and_keeps_it_until_then() -> None:
    agreed = voted(Ada=1, Bo=2).reveal().agree_chosen(DAY, Range(1, 1, 2)).dissent("Bo", "more")
    again = agreed.again(LATER).vote("Ada", vote(5)).reveal()
    assert again.phase == "revealed"
    assert again.agreement(VOLUME) == agreed.agreement(VOLUME)
    settled = again.agree_pooled(LATER).agreement(VOLUME)
    assert settled is not None
    assert (settled.said, settled.after, settled.dissent) == (
        Range(3.5, 3.5, 3.5),
        2,
        {"Bo": "more"},
    )


def test_the_agenda_changes_between_rounds() -> None:
    now = voted(Ada=1).reveal()
    more = now.with_agenda(moved(added(TWO, "volume.share_moved"), "volume.share_moved", -9))
    assert more.next_key == "volume.share_moved"
    assert more.agree_pooled(DAY).with_agenda(removed(more.agenda, UPKEEP)).agenda[-1].key == VOLUME


def test_a_pool_has_four_digits_and_stays_within_its_bounds() -> None:
    assert voted(Ada=1, Bo=1, Cy=2).reveal().pool() == Range(1.333, 1.333, 1.333)
    now = meeting().with_agenda((Item("volume.fallback_rate"),)).ask("volume.fallback_rate", DAY)
    assert now.vote("Ada", vote(0.999999)).reveal().pool().likely == 0.999999


def test_weights_count_in_the_pool_and_in_the_source() -> None:
    now = voted(Ada=2, Bo=6).reveal().agree_pooled(DAY, {"Ada": 3})
    assert now.settlements[0].said.likely == 3
    assert agreed_estimate(now, now.settlements[0]).source.endswith("1 round, weighted")
    assert agreed_estimate(now, now.settlements[0]).basis == "assumed"
    evenly = voted(Ada=2, Bo=6).reveal().agree_pooled(DAY, {"Ada": 1})
    assert not evenly.settlements[0].is_weighted


def test_where_nobody_agreed_on_a_width_those_differ_whose_range_does_not_hold_the_number() -> None:
    now = meeting().ask(VOLUME, DAY).vote("Ada", vote(5, 2)).vote("Bo", vote(9, 1)).reveal()
    assert list(now.outside(Range(6, 6, 6))) == ["Bo"]
    assert list(now.outside(Range(6, 7, 9))) == ["Ada"]


def test_answers_that_somebody_brings_count_once_their_question_opens() -> None:
    now = meeting().bring("Ada", {VOLUME: vote(7), UPKEEP: vote(999)}).ask(VOLUME, DAY)
    assert now.pending == ("Bo", "Cy", "Dee")
    assert now.answer_of("Ada") == vote(7)
    assert now.vote("Ada", vote(8)).answer_of("Ada") == vote(8)
    assert now.bring("Bo", {VOLUME: vote(3)}).answer_of("Bo") == vote(3)
    assert now.vote("Bo", vote(5)).bring("Bo", {VOLUME: vote(3)}).answer_of("Bo") == vote(5)
    later = now.close().ask(UPKEEP, DAY)
    assert later.answer_of("Ada") is None, "365 at most"
    second = now.reveal().again(DAY)
    assert second.answer_of("Ada") is None
    assert second.vote("Ada", vote(9)).start_of("Ada") == vote(7), "of the round before"
    assert second.bring("Bo", {VOLUME: vote(3)}).answer_of("Bo") is None, "first rounds only"


def test_whoever_answers_is_here() -> None:
    person = meeting().ask(VOLUME, DAY).leave("Ada").vote("Ada", vote(7)).known("Ada")
    assert person.is_here


def test_what_was_agreed_is_not_shown_while_it_is_asked_anew() -> None:
    agreed = voted(Ada=7).reveal().agree_pooled(DAY)
    against = agreed.dissent("Bo", "the trial").dissent("Dee").dissent("Cy", "the gateway")
    assert view_for(against, "Ada")["dissent"] == [
        {"name": "Bo", "reason": "the trial"},
        {"name": "Cy", "reason": "the gateway"},
        {"name": "Dee", "reason": ""},
    ]
    assert view_for(against.again(DAY), "Ada")["dissent"] == []


def test_a_record_writes_numbers_as_people_do_and_as_files_can() -> None:
    said = {"Ada": 5.0, "Bo": 2.5, "Cy": 2.0**53 - 1, "Dee": 2.0**53}
    (held,) = record_of(voted(**said).reveal())["rounds"]
    assert [repr(one["likely"]) for one in held["estimates"]] == [
        "5",
        "2.5",
        "9007199254740991",
        "9007199254740992.0",
    ]


@pytest.mark.parametrize(
    "row", [{"method": "chosen"}, {"likely": 5}, {"likely": 5, "low": 6, "method": "chosen"}]
)
def test_an_agreement_that_says_not_all_is_none(row: dict[str, Any]) -> None:
    record = {"agreed": [{"key": VOLUME, **row}], "participants": [{"name": "Ada"}]}
    back = resumed(Workshop.model_validate(record))
    assert (back.settlements, [one.name for one in back.people]) == ((), ["Ada"])


# ------------------------------------------------------------------------- views

CANARY, REASON = 918_273_645.0, "canary of the others"


def views_of(now: Meeting, names: tuple[str, ...] = FOUR) -> dict[str, str]:
    return {name: json.dumps(view_for(now, name), allow_nan=False) for name in names}


def test_a_participant_sees_this_of_every_phase_and_nothing_else() -> None:
    """What is not in it cannot reach a page: no roles, no times, not who is waited for."""
    question = QUESTIONS[VOLUME]
    asked = {
        "key": VOLUME,
        "label": question.label,
        "prompt": question.prompt,
        "why": question.why,
        "where_to_find": question.where_to_find,
        "example": question.example,
    }
    own = {
        "low": 1e6,
        "likely": 1.2e6,
        "high": 1.4e6,
        "typed": {"low": "1M", "likely": "1.2M", "high": "1.4M"},
        "reason": "logs",
    }
    others = {
        "low": 6e6,
        "likely": 6e6,
        "high": 6e6,
        "typed": {"low": "", "likely": "6M", "high": ""},
        "reason": "",
    }
    view: dict[str, Any] = {
        "you": {"name": "Ada", "is_here": True},
        "phase": "idle",
        "question": None,
        "round": None,
        "is_anonymous": False,
        "your_answer": None,
        "start_from": None,
        "shown": None,
        "talk": None,
        "dissent": [],
    }
    now = meeting()
    assert view_for(now, "ada") == view
    now = now.ask(VOLUME, DAY, datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    view |= {"phase": "voting", "question": asked, "round": 1}
    assert view_for(now, "ada") == view
    now = now.vote("Ada", vote(1.2e6, 2e5, "logs")).vote("Bo", vote(6e6))
    view |= {"your_answer": own}
    assert view_for(now, "ada") == view
    now = now.vote("Cy", vote(6e6)).vote("Dee", vote(6e6)).reveal()
    talk = discuss(case(), VOLUME, shown_ranges(now))
    shown = {
        "rows": [{"name": "Ada", **own}, *({"name": name, **others} for name in FOUR[1:])],
        "median": "6M",
        "lowest": "1.2M",
        "highest": "6M",
        "outliers": ["Ada"],
    }
    view |= {"phase": "revealed", "shown": shown}
    assert view_for(now, "ada") == view
    said = {"matters": talk.matters, "advice": talk.advice, "pool": talk.pool.text}
    assert view_for(now, "ada", talk=talk) == view | {"talk": said}
    assert view_for(now.agree_pooled(DAY), "ada") == view | {"phase": "settled"}
    now = now.again(DAY)
    view |= {"phase": "voting", "round": 2, "your_answer": None, "start_from": own}
    assert view_for(now, "ada", talk=talk) == view | {"talk": said}
    assert view_for(now.leave("Ada"), "ada") == view | {"you": {"name": "Ada", "is_here": False}}
    stale = now.vote("Bo", vote(5e6)).reveal()
    assert view_for(stale, "Cy", talk=talk)["talk"] is None


def test_a_question_in_a_row_has_the_name_of_its_row() -> None:
    assert view_for(voted(), "Ada", {VOLUME: "Calls"})["question"]["label"] == "Calls"


def test_anonymous_answers_have_no_names_and_no_order_of_arrival() -> None:
    now = meeting().with_anonymity(True).ask(VOLUME, DAY)
    now = now.vote("Dee", vote(1, reason="d")).vote("Ada", vote(2)).reveal().with_anonymity(False)
    assert shown_names(now) == {"Ada": "B", "Dee": "A"}
    shown = answers_shown(now)
    assert shown is not None
    assert [(one["name"], one["likely"]) for one in shown["rows"]] == [("A", 1), ("B", 2)]
    named = discuss(case(), VOLUME, now.said)
    assert view_for(now, "Bo", talk=named)["talk"] is None
    again = now.again(DAY).vote("Ada", vote(3)).reveal()
    assert set(shown_names(again).values()) == {"A", "B"}, "the first round was promised otherwise"


Step = tuple[str, str, float]
steps = st.lists(
    st.tuples(
        st.sampled_from(["vote", "leave", "come_back", "reveal", "again", "close"]),
        st.sampled_from(FOUR),
        st.floats(1, 1e9),
    ),
    max_size=25,
)


def after(now: Meeting, step: Step) -> Meeting:
    """The meeting after a step, or as it was where the step is refused."""
    what, name, number = step
    made: dict[str, Any] = {
        "vote": lambda: now.vote(name, vote(number)),
        "leave": lambda: now.leave(name),
        "come_back": lambda: now.come_back(name),
        "reveal": lambda: now.reveal(),
        "again": lambda: now.again(DAY),
        "close": lambda: now.close().ask(VOLUME, DAY),
    }
    try:
        found: Meeting = made[what]()
    except Refused:
        return now
    return found


@given(steps)
def test_no_revealed_answer_is_ever_lost_or_changed(taken: list[Step]) -> None:
    now = meeting().ask(VOLUME, DAY)
    seen: dict[tuple[int, str], Vote] = {}
    for step in taken:
        now = after(now, step)
        shown = {
            (one.number, name): said
            for one in now.ballots
            if one.is_revealed
            for name, said in one.votes.items()
        }
        assert seen.items() <= shown.items()
        seen = shown
        recorded = {
            (row["number"], each["participant"])
            for row in record_of(now)["rounds"]
            for each in row["estimates"]
        }
        assert recorded == set(shown)


@given(steps)
def test_nothing_of_others_can_be_read_before_the_reveal(taken: list[Step]) -> None:
    now = meeting().ask(VOLUME, DAY)
    for step in taken:
        now = after(now, step)
    if now.phase != "voting":
        return
    told = now.vote("Bo", Vote(Range(CANARY - 1, CANARY, CANARY + 1), REASON))
    for name, view in views_of(told, ("Ada", "Cy", "Dee")).items():
        assert REASON not in view, name
        assert "91827364" not in view.replace(",", ""), name
    other = now.vote("Bo", vote(1))
    assert {name: view for name, view in views_of(told).items() if name != "Bo"} == {
        name: view for name, view in views_of(other).items() if name != "Bo"
    }


@given(st.permutations(list(zip(FOUR, (4.0, 1.0, 3.0, 3.0), strict=True))), st.booleans())
def test_the_order_of_arrival_does_not_matter(
    votes: list[tuple[str, float]], is_anonymous: bool
) -> None:
    def held(order: list[tuple[str, float]]) -> Meeting:
        now = meeting().with_anonymity(is_anonymous).ask(VOLUME, DAY)
        for name, likely in order:
            now = now.vote(name, vote(likely, reason=f"by {likely}"))
        return now.reveal().agree_pooled(DAY)

    one, other = held(votes), held(sorted(votes))
    assert record_of(one) == record_of(other)
    assert views_of(one) == views_of(other)
    assert one == other


def test_people_stand_in_the_order_in_which_they_joined() -> None:
    assert meeting("Bo", "Ada").people == (Person("Bo"), Person("Ada"))


def test_what_is_brought_after_the_answers_are_shown_changes_none_of_them() -> None:
    shown = voted(Ada=2).reveal()
    assert shown.bring("Bo", {VOLUME: vote(3)}).said == shown.said


def test_each_refusal_is_a_sentence_and_has_a_word_for_programs() -> None:
    now = voted(Ada=2)
    with pytest.raises(Refused) as refused:
        now.vote("Bo", vote(-1))
    assert (refused.value.message, refused.value.word) == (
        "Must be above 0, but is -1",
        "not usable",
    )
    with pytest.raises(Refused) as refused:
        now.reveal().pool({"Ada": -1})
    assert refused.value.word == "weights"
    assert refused.value.message[0].isupper()


def test_hidden_names_are_letters_however_many_people_there_are() -> None:
    names = [f"P{number:02}" for number in range(MOST)]
    now = meeting(*names).with_anonymity(True).ask(VOLUME, DAY)
    for number, name in enumerate(names):
        now = now.vote(name, vote(100 + number))
    letters = list(shown_names(now.reveal()).values())
    assert letters[:2] == ["A", "B"]
    assert letters[25:28] == ["Z", "AA", "AB"]
    assert letters[-1] == "AX"


def test_what_was_agreed_on_a_day_nobody_wrote_down_names_none() -> None:
    now = voted(Ada=2).reveal().agree_pooled(DAY)
    (settled,) = now.settlements
    assert agreed_estimate(now, replace(settled, day=None)).source == "workshop, 1 person, 1 round"
