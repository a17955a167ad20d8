"""What a report says of a workshop: what was agreed, who differs, and what is still open."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.words.wording import visible
from tests.wizard.reports.made import (
    HOSTILE,
    SAMPLES,
    STRONG,
    content_of,
    hostile,
    report_of,
)
from tests.wizard.reports.test_content import section

SAMPLE = "team_workshop"


def test_it_says_what_was_agreed_and_who_differs_with_what_their_number_would_mean() -> None:
    said = section(content_of(SAMPLE), "workshop")
    assert "What was agreed in the workshop" in [one.heading for one in content_of(SAMPLE).sections]
    assert "3 (2..5)" in said
    assert "6 people, 2 rounds, 2026-11-24" in said
    assert said.count("as agreed") == 2
    (jonas,) = [one for one in said if one.startswith("Redistillations a year: ")]
    assert jonas.startswith("Redistillations a year: 6 (4..9) and not 3 (2..5). Because: Fallback")
    assert jonas.endswith(": reconsider.")
    assert "Jonas (machine learning)" in said


def test_it_stands_in_the_appendix_only_and_where_there_was_a_workshop() -> None:
    assert "workshop" not in [one.id for one in content_of(SAMPLE, "one-page").sections]
    assert "workshop" not in [one.id for one in content_of(STRONG).sections]
    found = next(one for one in content_of(SAMPLE).sections if one.id == "workshop")
    assert found.in_appendix


def test_a_number_changed_since_and_a_question_not_agreed_are_told(tmp_path: Path) -> None:
    text = (SAMPLES / f"{SAMPLE}.toml").read_text(encoding="utf-8")
    text = text.replace(
        "engineering_time = { likely = 25_000,", "engineering_time = { likely = 26_000,"
    )
    head, last = text.rsplit("[[workshop.agreed]]", 1)
    changed = tmp_path / "changed.toml"
    changed.write_text(text, encoding="utf-8")
    assert "another number since" in section(report_of(changed).content, "workshop")
    undecided = tmp_path / "open.toml"
    undecided.write_text(head, encoding="utf-8")
    said = section(report_of(undecided).content, "workshop")
    assert "upfront.engineering_time" in last
    assert "Engineering time: not agreed" in said
    # Or Markdown joins this list to that of those who differ.
    assert said.index("What is not agreed, and what each says:") < said.index(
        "Engineering time: not agreed"
    )
    assert any(one.startswith("Mara 24k (20k..30k), Jonas 30k") for one in said)


@pytest.mark.part(5)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_are_called_and_say_what_it_means_stays_told(
    tmp_path: Path, text: str
) -> None:
    said = section(report_of(hostile(tmp_path, text)).content, "workshop")
    shown = visible(text)[:300]
    assert any(one.startswith(shown) for one in said), "the name"
    (differing,) = [one for one in said if one.startswith("Calls per month: 5k and not 6M.")]
    assert f"Because: because {shown}" in differing
    # The name in the sentence may be cut, the number and the reason stand before it.
    assert "With " in differing.partition("Because: ")[2]
    if len(text) < 100:
        assert differing.endswith(": do-not-distill.")
