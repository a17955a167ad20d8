"""What commands say of numbers that are too large, and of large ones that are not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rules.assess import assess
from tests.wizard.cases import SAMPLES
from tests.wizard.conftest import Payback
from wizard.cli.common import with_settings
from wizard.problems import Exit
from wizard.sessions.rewriting import with_answers
from wizard.sessions.session_file import read_session

RANGE = "{ likely = 5e-324, low = 0, high = 1e308 }"
SHEET = "upfront.data_generation_worksheet"


def write(session: Path, settings: list[str]) -> None:
    """Put into a file what the commands would not, as an editor of text does."""
    before = read_session(session)
    answers = with_settings(before.answers, settings)
    text = with_answers(before, answers, assess(answers), date(2026, 1, 1)).text
    session.write_text(text, encoding="utf-8")


@pytest.mark.part(14)
@pytest.mark.parametrize("sample", [name for name in SAMPLES if name != "unfinished_draft"])
@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("upfront.training_compute", ["upfront.training_compute=1e308"]),
        ("volume.calls_per_month", ["volume.calls_per_month=1.7e308"]),
        ("upfront.training_compute", [f"upfront.training_compute={RANGE}"]),
        (
            f"{SHEET}.cost_per_review",
            [
                "upfront.data_generation=",
                f"{SHEET}.examples=10k",
                f"{SHEET}.review_share=10%",
                f"{SHEET}.cost_per_review={RANGE}",
            ],
        ),
    ],
    ids=["number", "volume", "range", "range in a worksheet"],
)
def test_what_is_too_large_is_named_by_every_command(
    payback: Payback, tmp_path: Path, sample: str, key: str, settings: list[str]
) -> None:
    options = [word for one in settings for word in ("--set", one)]
    for more in ([], ["--json"], ["--json", "--quick"]):
        outcome = payback("assess", SAMPLES[sample], *options, *more)
        assert (outcome.status, outcome.out) == (Exit.UNUSABLE, "")
        assert f"{key}: makes figures too large" in outcome.err

    session = tmp_path / "session.toml"
    session.write_bytes(SAMPLES[sample].read_bytes())
    refused = payback("set", session, *settings)
    assert refused.status == Exit.UNUSABLE
    assert f"{key}: makes figures too large" in refused.err
    assert session.read_bytes() == SAMPLES[sample].read_bytes()

    write(session, settings)
    for arguments in (
        ["check", session],
        ["report", session, "--format", "html", "-o", "-"],
        ["report", session, "--format", "md", "-o", "-"],
    ):
        outcome = payback(*arguments)
        assert outcome.status == Exit.UNUSABLE
        assert f"{key}: makes figures too large" in outcome.err
    outcome = payback("rank", tmp_path)
    assert outcome.status == Exit.UNUSABLE
    assert key in outcome.out


@pytest.mark.parametrize("volume", ["1e14", "1e16", "9223372036854775808"])
@pytest.mark.parametrize("sample", [name for name in SAMPLES if name != "unfinished_draft"])
def test_a_large_volume_is_answered(payback: Payback, sample: str, volume: str) -> None:
    outcome = payback(
        "assess", SAMPLES[sample], "--json", "--set", f"volume.calls_per_month={volume}"
    )
    assert outcome.status == Exit.DONE
    found = json.loads(outcome.out)
    assert found["verdict"] is not None
    assert found["sensitivity"]["margins"]


def test_a_team_is_told_which_of_its_values_makes_figures_too_large(
    payback: Payback, tmp_path: Path
) -> None:
    policy = tmp_path / "payback-policy.toml"
    policy.write_text(
        "schema = 1\n[policy]\ndiscount_rate = -0.9999999999999999\nhorizon_months = 240\n"
    )
    outcome = payback("assess", SAMPLES["support_ticket_classifier"], "--policy", policy)
    assert outcome.status == Exit.UNUSABLE
    assert "policy.discount_rate" in outcome.err
    assert "payback-policy.toml" in outcome.err
