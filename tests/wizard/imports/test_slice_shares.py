"""Traffic by the field of slices, offered as their shares: asked for, named, or told why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import why_not
from tests.wizard.imports.made import as_csv, monthly
from wizard.sessions.session_file import read_session

SHARES = "quality.slices.share"


def slices(**shares: float | None) -> str:
    return COMPLETE.partition("[[quality.slices]]")[0] + "".join(
        f'[[quality.slices]]\nname = "{name}" # mine\nteacher_score = 0.9\nstudent_score = 0.8\n'
        + ("" if share is None else f"share = {share}\n")
        for name, share in shares.items()
    )


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """800 calls, of which half are about billing, a quarter each about login and other."""
    rows = monthly({"2026-07": 400, "2026-08": 400})
    for at, row in enumerate(rows):
        row["team_id"] = ("billing", "billing", "Login", "other")[at % 4]
    return as_csv(tmp_path / "spend.csv", rows)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(slices(billing=None, login=None), encoding="utf-8")
    return path


def test_shares_are_taken_by_name_and_what_does_not_match_is_said(
    payback: Payback, logs: Path, session: Path
) -> None:
    outcome = payback(
        "import", "usage", logs, "--by", "team", "--into", session, "--json", "--accept", "all"
    )
    assert outcome.status == 0, outcome.err
    found = json.loads(outcome.out)
    (one,) = found["proposals"]
    assert (one["key"], one["basis"]) == (SHARES, "measured")
    assert one["value"] == [{"name": "billing", "share": 0.5}, {"name": "login", "share": 0.25}]
    assert "by team, of 800 calls" in one["source"]
    assert why_not(found, SHARES) == "no slice is called 'other' (25%)"
    rows = read_session(session).answers.table("quality.slices").rows
    assert [row.values()["share"] for row in rows] == [0.5, 0.25]
    # The rest of each row, and what stands beside it, stay.
    assert session.read_text(encoding="utf-8").count("# mine\nteacher_score = 0.9") == 2
    # Read once more it says the same.
    before = session.read_bytes()
    assert (
        payback(
            "import", "usage", logs, "--by", "team", "--into", session, "--accept", "quality.slices"
        ).status
        == 0
    )
    assert session.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        (
            slices(billing=None, refunds=None),
            ("--by", "team"),
            "every slice needs a share, or none has one: no call is counted under 'refunds'",
        ),
        (slices(spam=None), ("--by", "team"), "no slice is called as `team` has it"),
        (slices(billing=None), ("--by", "tag"), "may be counted under several tag names"),
        (
            slices(billing=None) + '[[quality.slices]]\nname = "billing"\n',
            ("--by", "team"),
            "several slices are called billing; rename all but one",
        ),
        (slices(billing=None), ("--by", "team", "--since", "2027-01-01"), "no call was answered"),
    ],
)
def test_what_gives_no_shares_says_why(
    text: str,
    options: tuple[str, ...],
    why: str,
    payback: Payback,
    logs: Path,
    session: Path,
) -> None:
    session.write_text(text, encoding="utf-8")
    outcome = payback(
        "import", "usage", logs, *options, "--into", session, "--json", "--accept", "all"
    )
    found = json.loads(outcome.out)
    assert why in why_not(found, SHARES)
    rows = read_session(session).answers.table("quality.slices").rows
    assert all("share" not in row.values() for row in rows)


def test_tokens_without_calls_give_no_shares(
    payback: Payback, session: Path, tmp_path: Path
) -> None:
    result = {"uncached_input_tokens": 1000, "output_tokens": 10, "workspace_id": "billing"}
    page = {
        "data": [
            {
                "starting_at": "2026-06-01T00:00:00Z",
                "ending_at": "2026-06-02T00:00:00Z",
                "results": [result],
            }
        ],
        "has_more": False,
    }
    path = tmp_path / "usage.json"
    path.write_text(json.dumps(page), encoding="utf-8")
    options = ("--by", "workspace", "--into", session, "--json", "--accept", "all")
    found = json.loads(payback("import", "usage", path, *options).out)
    assert why_not(found, SHARES) == "the source counts no calls"


def test_a_slice_without_calls_keeps_the_share_it_has(
    payback: Payback, logs: Path, session: Path
) -> None:
    session.write_text(slices(billing=0.7, refunds=0.3), encoding="utf-8")
    outcome = payback("import", "usage", logs, "--by", "team", "--into", session, "--accept", "all")
    assert "billing 50%" in outcome.out
    assert "no call is counted under 'refunds'" in outcome.out
    rows = read_session(session).answers.table("quality.slices").rows
    assert [row.values()["share"] for row in rows] == [0.5, 0.3]


@pytest.mark.parametrize("options", [(), ("--by", "team", "--endpoint", "billing")])
def test_shares_are_offered_only_by_a_field_that_somebody_named(
    options: tuple[str, ...], payback: Payback, logs: Path, session: Path
) -> None:
    outcome = payback(
        "import", "usage", logs, *options, "--into", session, "--json", "--accept", "all"
    )
    assert outcome.status == 0, outcome.err
    assert SHARES not in outcome.out
