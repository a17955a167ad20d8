"""A workshop through its session file and back: layout, hostile texts, what is not revealed yet."""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rules.workshop.agenda import Item
from rules.workshop.meeting import Meeting
from rules.workshop.people import Person
from rules.workshop.pooling import Range
from rules.workshop.recorded import record_of, resumed
from rules.workshop.votes import Vote
from wizard.problems import InputUnusable
from wizard.sessions import saving
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import read_session
from wizard.toml.steps import Unsafe
from wizard.workshop.record import keep, put, resume, workshop_of

VOLUME = "volume.calls_per_month"
DAY = date(2026, 11, 24)
TEXT = """\
schema = 1
title = "Tickets"  # ours

# How much there is.
[volume]
calls_per_month = { likely = 6_000_000, basis = "measured", source = "logs" }

[[workshop.participants]]
name = "Ada"  # leads
role = "platform"
team = "blue"

# Nothing below was ours to change.
[result]
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    path = tmp_path / "case.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def save(session: OpenSession, meeting: Meeting, today: date) -> None:
    put(session, meeting)
    saving.save(session, today)
    keep(session, meeting)


def vote(likely: float, reason: str = "", width: float = 0) -> Vote:
    return Vote(Range(likely - width, likely, likely + width), reason)


def held(session: OpenSession) -> Meeting:
    now = resume(session).come_back("Ada").join("Bo")
    if all(one.key != VOLUME for one in now.agenda):
        now = now.with_agenda((Item(VOLUME), *now.agenda))
    return now.ask(VOLUME, DAY, datetime(2026, 11, 24, 10, tzinfo=UTC))


def test_what_is_revealed_and_agreed_is_in_the_file_and_comes_back(path: Path) -> None:
    session = OpenSession.open(path)
    now = held(session).vote("Ada", vote(5e6, "the gateway", 1e6)).vote("Bo", vote(4e6)).reveal()
    now = now.again(DAY).vote("Bo", vote(4.5e6, width=5e5)).reveal()
    now = now.agree_pooled(DAY).dissent("Bo", "bots")
    save(session, now, DAY)

    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert raw["volume"]["calls_per_month"] == {
        "likely": 4_750_000,
        "low": 4_000_000,
        "high": 5_500_000,
        "basis": "estimated",
        "source": "workshop 2026-11-24, 2 people, 2 rounds",
    }
    assert raw["workshop"] == {
        "participants": [{"name": "Ada", "role": "platform", "team": "blue"}, {"name": "Bo"}],
        "rounds": [
            {
                "key": VOLUME,
                "number": 1,
                "date": DAY,
                "estimates": [
                    {
                        "participant": "Ada",
                        "low": 4_000_000,
                        "likely": 5_000_000,
                        "high": 6_000_000,
                        "reason": "the gateway",
                    },
                    {"participant": "Bo", "likely": 4_000_000},
                ],
            },
            {
                "key": VOLUME,
                "number": 2,
                "date": DAY,
                "estimates": [
                    {"participant": "Bo", "low": 4_000_000, "likely": 4_500_000, "high": 5_000_000}
                ],
            },
        ],
        "agreed": [
            {
                "key": VOLUME,
                "low": 4_000_000,
                "likely": 4_750_000,
                "high": 5_500_000,
                "method": "pooled",
                "date": DAY,
                "dissent": [{"participant": "Bo", "reason": "bots"}],
            }
        ],
    }
    again = OpenSession.open(path)
    assert again.file.errors == ()
    back = resume(again)
    assert back.ballots == tuple(replace(one, began=None) for one in now.ballots)
    assert back.settlements == now.settlements
    assert back.phase == "idle"
    assert not any(one.is_here for one in back.people)


def test_everything_else_stays_byte_for_byte(path: Path) -> None:
    session = OpenSession.open(path)
    save(session, held(session).vote("Ada", vote(5e6)).reveal(), DAY)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(TEXT.partition("\n# Nothing")[0])
    assert "# Nothing below was ours to change.\n[result]\n" in text
    before = text
    again = OpenSession.open(path)
    save(again, resume(again), DAY)
    assert path.read_text(encoding="utf-8") == before, "nothing new was said"


def test_what_a_record_does_not_understand_stays_in_the_file(path: Path) -> None:
    odd = """
[[workshop.rounds]]
key = "not.a.key"
note = "by hand"

[[workshop.rounds]]
key = "volume.calls_per_month"
number = 1

[[workshop.rounds.estimates]]
participant = "Ada"
likely = 6e6
mood = "sure"

[[workshop.rounds.estimates]]
participant = "Cy"
reason = "has no number"

[[workshop.agreed]]
key = "volume.share_moved"
"""
    path.write_text(TEXT.replace("# Nothing", f"{odd}\n# Nothing"), encoding="utf-8")
    before = tomllib.loads(path.read_text(encoding="utf-8"))["workshop"]
    session = OpenSession.open(path)
    now = resume(session)
    assert now.agenda[0].key == VOLUME, "it has an answer and no agreement"
    now = now.ask(VOLUME, DAY).again(DAY).vote("Ada", vote(7e6)).reveal().agree_pooled(DAY)
    save(session, now, DAY)
    after = tomllib.loads(path.read_text(encoding="utf-8"))["workshop"]
    assert after["rounds"][:2] == before["rounds"]
    assert after["agreed"][:1] == before["agreed"]
    assert [one["number"] for one in after["rounds"][1:]] == [1, 2]


def test_a_round_after_what_was_agreed_is_open_again(path: Path) -> None:
    session = OpenSession.open(path)
    agreed = held(session).vote("Ada", vote(5e6)).reveal().agree_pooled(DAY)
    save(session, agreed.again(date(2026, 11, 25)).vote("Bo", vote(7e6)).reveal(), DAY)
    back = resume(OpenSession.open(path))
    assert replace(back, key=VOLUME).phase == "revealed"


def test_numbers_too_large_for_a_whole_number_of_a_file_survive(path: Path) -> None:
    session = OpenSession.open(path)
    save(session, held(session).vote("Ada", vote(3e22)).reveal(), DAY)
    assert resume(OpenSession.open(path)).ballots[0].votes == {"Ada": vote(3e22)}


def test_a_name_stays_as_each_place_in_the_file_spells_it(path: Path) -> None:
    text = TEXT.replace(
        "# Nothing below",
        f"""[[workshop.rounds]]
key = "{VOLUME}"
number = 1
estimates = [{{ participant = "ADA", likely = 5, mood = "sure" }}]

# Nothing below""",
    )
    path.write_text(text, encoding="utf-8")
    session = OpenSession.open(path)
    save(session, resume(session), DAY)
    assert 'participant = "ADA", likely = 5, mood = "sure"' in path.read_text(encoding="utf-8")


def test_each_answer_of_a_round_stays_that_of_its_person(path: Path) -> None:
    session = OpenSession.open(path)
    now = held(session).vote("Ada", vote(5e6, "logs")).vote("Bo", vote(4e6, "bills")).reveal()
    save(session, now, DAY)
    before = path.read_bytes()
    again = OpenSession.open(path)
    save(again, resume(again), DAY)
    assert path.read_bytes() == before
    assert resume(again).ballots[0].votes == {"Ada": vote(5e6, "logs"), "Bo": vote(4e6, "bills")}


def test_a_file_whose_text_cannot_be_changed_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsafe(*_: object) -> None:
        raise Unsafe(("workshop",))

    session = OpenSession.open(path)
    now = held(session).vote("Ada", vote(5e6)).reveal()
    monkeypatch.setattr("wizard.workshop.record.with_record", unsafe)
    with pytest.raises(InputUnusable) as caught:
        put(session, now)
    assert [one.file for one in caught.value.problems] == [str(path)]


def test_a_number_that_was_measured_since_is_not_agreed_away(path: Path) -> None:
    session = OpenSession.open(path)
    save(session, held(session).vote("Ada", vote(5e6)).reveal().agree_pooled(DAY), DAY)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('source = "workshop', 'source = "counted after the workshop'))
    later = OpenSession.open(path)
    put(later, resume(later))
    assert later.answers[VOLUME].source.startswith("counted")
    put(later, resume(later).ask(VOLUME, DAY).agree_chosen(DAY, Range(1, 2, 3)))
    assert later.answers.value(VOLUME).values == (1, 2, 3)
    later.undo()
    assert later.answers[VOLUME].source.startswith("counted")


HOSTILE = (
    '[bold red]Bo[/] [link="x"]',
    "\x1b[2J\x1b]0;title\x07",
    '"""\n[[workshop.rounds]]\nkey = "x"',
    "'''\\ \" \t \r\n {{ a }} <script>",
    "\u202eBo\u2066",
    "x" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_survives_in_names_roles_and_reasons(path: Path, text: str) -> None:
    session = OpenSession.open(path)
    now = held(session)
    # A file may hold what no one may type.
    person = Person(f"Bo {text}", text)
    now = replace(now, people=(now.people[0], person))
    now = now.vote(person.name, vote(4e6, text)).reveal()
    now = now.agree_chosen(DAY, Range(4e6, 4e6, 4e6))
    settled = replace(now.settlements[0], dissent={person.name: text})
    now = replace(now, settlements=(settled,))
    save(session, now, DAY)
    file = read_session(path)
    assert file.errors == ()
    back = resumed(workshop_of(file))
    assert [(one.name, one.role) for one in back.people][1] == (person.name, text)
    assert back.ballots[0].votes[person.name].reason == text
    assert back.settlements[0].dissent == {person.name: text}
    again = OpenSession.open(path)
    before = path.read_bytes()
    save(again, resume(again), DAY)
    assert path.read_bytes() == before


def test_a_row_of_a_table_can_be_agreed(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[upfront.other]\n"a gateway" = 5\n[[alternatives]]\nname = "x"\n')
    session = OpenSession.open(path)
    now = resume(session).come_back("Ada")
    keys = ('upfront.other."a gateway"', "alternatives[0].cost_per_1k_calls")
    now = now.with_agenda(tuple(Item(key) for key in keys))
    for key in keys:
        now = now.ask(key, DAY).vote("Ada", vote(7)).reveal().agree_pooled(DAY)
    save(session, now, DAY)
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert raw["upfront"]["other"]["a gateway"]["likely"] == 7
    assert raw["alternatives"][0]["cost_per_1k_calls"]["basis"] == "assumed"


def test_a_contradiction_is_refused_and_nothing_is_taken_over(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n[teacher.tokens]\ninput = 100\n")
    session = OpenSession.open(path)
    key = "teacher.tokens.cached_input"
    now = resume(session).come_back("Ada").with_agenda((Item(key),)).ask(key, DAY)
    now = now.vote("Ada", vote(200)).reveal().agree_pooled(DAY)
    before = path.read_bytes(), session.file, session.answers
    with pytest.raises(InputUnusable, match="part of `input`"):
        save(session, now, DAY)
    assert (path.read_bytes(), session.file, session.answers) == before


def test_a_record_that_cannot_be_read_is_not_written_over(path: Path) -> None:
    path.write_text(TEXT.replace('name = "Ada"', "name = 5"), encoding="utf-8")
    session = OpenSession.open(path)
    with pytest.raises(InputUnusable, match=r"workshop\.participants\[0\]\.name"):
        resume(session)


# --------------------------------------------------------------- not revealed yet


def box(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "home").rglob("*.box"))


def test_a_closed_terminal_loses_no_answer(path: Path, tmp_path: Path) -> None:
    session = OpenSession.open(path)
    now = held(session).with_anonymity(True).join("Cy").leave("Cy")
    now = now.bring("Bo", {"volume.share_moved": vote(0.5)})
    now = now.vote("Ada", vote(5e6, "a secret reason", 1e6))
    before = path.read_bytes()
    assert keep(session, now)
    assert path.read_bytes() == before, "the file is read by others"

    back = resume(OpenSession.open(path))
    assert [one.name for one in back.people] == ["Ada", "Bo", "Cy"]
    assert back.is_anonymous
    back = back.ask(VOLUME, DAY)
    assert (back.phase, back.answer_of("Ada")) == ("voting", vote(5e6, "a secret reason", 1e6))
    assert back.brought == {"Bo": {"volume.share_moved": vote(0.5)}}
    assert [one.key for one in back.agenda] == [one.key for one in now.agenda]
    (ballot,) = back.ballots
    assert (ballot.day, ballot.began) == (DAY, datetime(2026, 11, 24, 10, tzinfo=UTC))


def test_the_question_that_was_open_comes_first(path: Path) -> None:
    session = OpenSession.open(path)
    now = resume(session).come_back("Ada")
    keys = [one.key for one in now.agenda]
    keep(session, now.ask(keys[2], DAY).vote("Ada", vote(0.5)))
    back = resume(OpenSession.open(path))
    assert [one.key for one in back.agenda] == [keys[2], *keys[:2], *keys[3:]]
    assert back.next_key == keys[2]


def test_what_people_come_with_is_kept_before_anything_is_asked(path: Path) -> None:
    session = OpenSession.open(path)
    brought = {VOLUME: vote(5e6, "our logs")}
    keep(session, resume(session).bring("Ada", brought))
    assert resume(OpenSession.open(path)).brought == {"Ada": brought}


def test_what_is_kept_cannot_be_read_at_a_glance_and_goes_once_it_is_revealed(
    path: Path, tmp_path: Path
) -> None:
    session = OpenSession.open(path)
    now = held(session).vote("Ada", vote(5_123_456, "a secret reason"))
    keep(session, now)
    (kept,) = box(tmp_path)
    assert b"secret" not in kept.read_bytes()
    assert b"5123456" not in kept.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    save(session, now.reveal(), DAY)
    assert box(tmp_path) == []
    assert "secret reason" in path.read_text(encoding="utf-8")


def test_what_was_revealed_elsewhere_meanwhile_counts(path: Path) -> None:
    session = OpenSession.open(path)
    now = held(session).vote("Ada", vote(5e6))
    keep(session, now)
    put(session, now.vote("Ada", vote(6e6)).reveal())
    back = resume(session)
    assert [(one.number, one.is_revealed) for one in back.ballots] == [(1, True)]
    assert back.ballots[0].votes == {"Ada": vote(6e6)}


@pytest.mark.parametrize("contents", [b"", b"!", b"W10=", b"e30=", b"eyJwZW9wbGUiOiBbMV19"])
def test_a_box_that_cannot_be_read_is_passed_over(
    path: Path, tmp_path: Path, contents: bytes
) -> None:
    session = OpenSession.open(path)
    keep(session, held(session).vote("Ada", vote(5e6)))
    box(tmp_path)[0].write_bytes(contents)
    assert resume(session) == resume(OpenSession.open(path))
    assert resume(session).ballots == ()


def test_where_there_is_nothing_to_keep_nothing_is_and_that_is_well(
    path: Path, tmp_path: Path
) -> None:
    session = OpenSession.open(path)
    now = resume(session)
    assert keep(session, now)
    assert keep(session, now)
    assert box(tmp_path) == []


def test_a_disk_that_takes_nothing_is_told(path: Path, tmp_path: Path) -> None:
    session = OpenSession.open(path)
    (tmp_path / "home").write_text("in the way")
    assert not keep(session, held(session).vote("Ada", vote(5e6)))
    assert not keep(OpenSession.new("schema = 1\n"), Meeting())


def test_the_record_is_what_the_meeting_says(path: Path) -> None:
    session = OpenSession.open(path)
    now = held(session).vote("Ada", vote(5e6, "x")).vote("Bo", vote(4e6, "y", 1)).reveal()
    put(session, now)
    back = resumed(workshop_of(session.file))
    assert record_of(back) == record_of(now)
