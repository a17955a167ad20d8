"""`payback redact`: where the copy goes, what is never replaced, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wizard.conftest import Payback


def test_a_copy_lies_beside_the_session_under_a_name_that_tells_nothing(
    payback: Payback, case: Path
) -> None:
    before = case.read_bytes()
    done = payback("redact", case)
    written = case.with_name("redacted.toml")
    assert (done.status, done.out) == (0, f"{written}\n")
    assert case.read_bytes() == before
    assert payback("check", written).status == 0
    assert payback("assess", written, "--fail-under", "strong").status == (
        payback("assess", case, "--fail-under", "strong").status
    )


def test_it_says_what_was_left_out_and_what_stays(payback: Payback, case: Path) -> None:
    done = payback("redact", case)
    assert "Left out: comments." in done.err
    assert "Still in it: volumes" in done.err
    assert "can work out the others" in done.err
    assert "their digits can be worked out from the ratios alone" in done.err
    (case.parent / "payback-policy.toml").write_text("slice_tolerance = 0.05\n", "utf-8")
    assert "the team's policy" in payback("redact", case, "-o", case.with_name("b.toml")).err


def test_on_standard_output_stands_the_copy_alone(process: Payback, case: Path) -> None:
    done = process("redact", case, "-o", "-")
    assert done.status == 0
    assert done.out.startswith("# A redacted copy")
    assert "Left out: comments." in done.err
    assert sorted(one.name for one in case.parent.iterdir()) == ["case.toml"]


def test_what_exists_is_not_overwritten_without_force(payback: Payback, case: Path) -> None:
    target = case.with_name("redacted.toml")
    target.write_text("mine")
    done = payback("redact", case)
    assert (done.status, done.out) == (2, "")
    assert "--force" in done.err
    assert target.read_text() == "mine"
    assert payback("redact", case, "--force").status == 0
    assert target.read_text("utf-8").startswith("# A redacted copy")


@pytest.mark.parametrize("kind", ["itself", "link", "hard link"])
def test_the_session_is_never_replaced(payback: Payback, case: Path, kind: str) -> None:
    before = case.read_bytes()
    target = case if kind == "itself" else case.with_name("other.toml")
    if kind == "link":
        target.symlink_to(case)
    elif kind == "hard link":
        target.hardlink_to(case)
    done = payback("redact", case, "-o", target, "--force")
    assert done.status == 2
    assert "the session itself" in done.err
    assert case.read_bytes() == before


@pytest.mark.parametrize("target", ["folder", "none/copy.toml", "x" * 300])
def test_a_place_that_takes_no_file_is_said(
    payback: Payback, case: Path, tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    done = payback("redact", case, "-o", tmp_path / target, "--force")
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize("text", ["schema = 1\n[", "schema = 99\n", "\0"])
def test_a_file_that_is_no_session_gives_no_copy(
    payback: Payback, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text)
    assert payback("redact", path).status == 2
    assert payback("redact", tmp_path).status == 2
    assert payback("redact", tmp_path / "none.toml").status == 2
    assert not (tmp_path / "redacted.toml").exists()


def test_a_hostile_name_does_not_reach_the_terminal(payback: Payback, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;x\x07.toml"
    path.write_text('schema = 1\n"\x7f\\u001b[31m" = 1\n'.replace("\x7f", ""), "utf-8")
    done = payback("redact", path)
    assert done.status == 0
    assert "\x1b" not in done.out + done.err
