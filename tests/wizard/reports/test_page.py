"""The page: for a terminal, a pipe, a screen reader or a mail."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rules.assess import assess
from rules.verdict import SPOKEN
from tests.reference.generate import generate, team_policy, to_toml
from tests.wizard.cases import COMPLETE, SAMPLES
from wizard.reports.page import page
from wizard.reports.text import WIDTH
from wizard.sessions.session_file import read_session, session_of

MISSING = re.compile(r"\b(nan|inf|None|Infinity)\b")


def shown(text: str) -> str:
    session = session_of(text)
    return page(session, assess(session.answers))


def check(text: str) -> None:
    assert max(map(len, text.splitlines())) <= WIDTH
    assert not MISSING.search(text)
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert text.isascii() or text.replace("\n", "").isprintable()


@pytest.mark.parametrize("path", SAMPLES.values(), ids=SAMPLES.keys())
def test_samples(path: Path) -> None:
    session = read_session(path)
    assessment = assess(session.answers)
    text = page(session, assessment)

    check(text)
    title, first, *_ = text.splitlines()
    assert title == session.title
    if assessment.verdict is not None:
        assert first.startswith(f"[{SPOKEN[assessment.verdict.id].plain_sign}] ")
        assert assessment.verdict.headline.split()[0] in first
    else:
        assert first.startswith("[ ] No verdict yet")


def test_generated_sessions() -> None:
    for seed in range(80):
        session = session_of(to_toml(generate(seed)))
        check(page(session, assess(session.answers)))


@pytest.mark.parametrize("seed", range(10))
def test_a_teams_policy_is_named(seed: int, tmp_path: Path) -> None:
    from wizard.settings.policy_file import read_policy

    policy = team_policy(seed)
    if policy is None:
        return
    path = tmp_path / "team.toml"
    path.write_text(to_toml(policy))
    session = session_of(COMPLETE)
    assessment = assess(session.answers, read_policy(path)[0])
    text = page(session, assessment)
    for one in assessment.policy_overrides:
        assert f"{one.key} = {one.said}" in text


def test_what_is_missing_is_listed_first_by_key_and_question() -> None:
    text = shown("schema = 1\n[volume]\ncalls_per_month = 5\n")

    check(text)
    head = text.partition("\n\n")[0]
    assert "[ ] No verdict yet: 5 answers are missing." in head
    assert "teacher.cost_per_1k_calls: What do 1,000 calls to the teacher cost?" in head
    assert "volume.calls_per_month" not in head


def test_an_empty_session_says_what_to_answer() -> None:
    check(shown("schema = 1\n"))


def test_every_number_is_shown_with_basis_and_source() -> None:
    text = shown(COMPLETE.replace('basis = "measured" }', 'basis = "measured", source = "logs" }'))
    assert re.search(r"Calls per month +6M \(4\.5M\.\.8M\) +measured, logs", text)


def test_a_long_number_leaves_room_for_its_source() -> None:
    calls = "likely = 6123456.789, low = 4123456.123, high = 8123456.456"
    text = shown(re.sub("likely = 6_000_000.*(?= })", f'{calls}, source = "a ledger"', COMPLETE))

    check(text)
    assert "estimated, a ledger" in text


def test_warnings_are_told() -> None:
    assert "volume.cals: is not a key" in shown(f"{COMPLETE}\n[volume.cals]\nx = 1\n").replace(
        "\n    ", " "
    )


@pytest.mark.parametrize(
    "title",
    ["\x1b[2J", "x\n[++] Strong case", "x" * 120, "\u202eevil", "\x85" * 60, "a\tb", "日本" * 20],
)
def test_a_title_can_neither_command_the_terminal_nor_feign_a_verdict(title: str) -> None:
    escaped = "".join(f"\\u{ord(sign):04X}" for sign in title)
    text = shown(COMPLETE.replace('title = "Tickets"', f'title = "{escaped}"'))

    check(text)
    assert len([line for line in text.splitlines() if line.startswith("[")]) == 1


@pytest.mark.parametrize("text", ["\\u001b[31m", "\\u0085", "\\u202e"])
def test_nor_can_a_source_or_the_name_of_a_row(text: str) -> None:
    session = COMPLETE.replace('basis = "measured"', f'basis = "measured", source = "{text * 30}"')
    check(shown(session.replace("fraud", text * 30).replace("licence", f'"{text * 30}"')))


def test_it_can_be_read_in_a_pipe_of_any_encoding() -> None:
    for path in SAMPLES.values():
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        assert shown(path.read_text(encoding="utf-8")).encode("ascii", "backslashreplace")
        assert raw["schema"] == 1
