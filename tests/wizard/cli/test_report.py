"""`payback report`: what is written, where, and what is never overwritten."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.wizard.conftest import Payback
from wizard.reports.formats import FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_lies_beside_its_session(payback: Payback, case: Path, name: str) -> None:
    done = payback("report", case, "--format", name)
    written = case.with_suffix(f".{name}")
    assert (done.status, done.out, done.err) == (0, f"{written}\n", "")
    assert written.stat().st_size > 1_000


def test_a_name_with_dots_keeps_them(payback: Payback, case: Path) -> None:
    dotted = case.rename(case.with_name("v1.2 case.toml"))
    assert payback("report", dotted, "--format", "md").out.endswith("v1.2 case.md\n")


def test_a_report_can_go_elsewhere(payback: Payback, case: Path, tmp_path: Path) -> None:
    target = tmp_path / "memo.markdown"
    assert payback("report", case, "--format", "md", "-o", target).out == f"{target}\n"
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert case.name in text


def test_a_name_that_ends_as_another_format_does_is_refused_with_both(
    payback: Payback, case: Path, tmp_path: Path
) -> None:
    for about in ("case", "outcome"):
        target = tmp_path / "memo.PDF"
        done = payback("report", case, "--format", "md", "--about", about, "-o", target)
        assert (done.status, done.out) == (2, "")
        assert f"{target}: ends as pdf does, and the format is md; choose pdf as the" in done.err
        assert not target.exists()


def test_a_report_can_go_to_standard_output(process: Payback, case: Path) -> None:
    done = process("report", case, "--format", "md", "-o", "-")
    assert done.status == 0
    assert done.out.startswith("# ")
    assert sorted(one.name for one in case.parent.iterdir()) == ["case.toml"]


def test_binary_goes_to_no_terminal(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    done = payback("report", case, "--format", "xlsx", "-o", "-")
    assert done.status == 2
    assert "name one with -o" in done.err


def test_what_exists_is_not_overwritten_without_force(payback: Payback, case: Path) -> None:
    written = case.with_suffix(".md")
    written.write_text("mine")
    done = payback("report", case, "--format", "md")
    assert done.status == 2
    assert str(written) in done.err
    assert "--force" in done.err
    assert written.read_text() == "mine"
    assert payback("report", case, "--format", "md", "--force").status == 0
    assert written.read_text(encoding="utf-8").startswith("# ")


def test_what_came_into_being_meanwhile_is_not_overwritten(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = case.with_suffix(".md")

    def is_taken(target: Path) -> bool:
        written.write_text("theirs")
        return False

    monkeypatch.setattr("wizard.cli.write_report.is_taken", is_taken)
    done = payback("report", case, "--format", "md")
    assert (done.status, done.out) == (2, "")
    assert "exists already; replace it with --force" in done.err
    assert written.read_text() == "theirs"


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_session_itself_is_never_replaced(
    payback: Payback, case: Path, force: list[str]
) -> None:
    before = case.read_bytes()
    link = case.with_name("link.md")
    link.symlink_to(case)
    for target in (case, link):
        done = payback("report", case, "--format", "md", "-o", target, *force)
        assert done.status == 2
        assert "the session itself" in done.err
    assert case.read_bytes() == before


def test_a_folder_is_no_target(payback: Payback, case: Path, tmp_path: Path) -> None:
    done = payback("report", case, "--format", "md", "-o", tmp_path)
    assert done.status == 2
    assert "is a folder" in done.err


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_is_no_session(payback: Payback, folder: str) -> None:
    done = payback("report", folder, "--format", "md")
    assert done.status == 2
    assert "folder" in done.err


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_device_is_no_target(payback: Payback, case: Path, force: list[str]) -> None:
    done = payback("report", case, "--format", "md", "-o", "/dev/full", *force)
    assert done.status == 2
    assert "is no file but a device" in done.err


def test_a_file_larger_than_any_report_is_not_replaced(payback: Payback, case: Path) -> None:
    large = case.with_suffix(".md")
    with large.open("wb") as file:
        file.truncate(6_000_000)
    done = payback("report", case, "--format", "md", "--force")
    assert done.status == 2
    assert "so it is no report" in done.err
    assert large.stat().st_size == 6_000_000


def test_a_place_that_cannot_be_written_is_said(payback: Payback, case: Path) -> None:
    done = payback("report", case, "--format", "md", "-o", case.parent / "none" / "x.md")
    assert done.status == 2
    assert "folder does not exist" in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_output_is_said(process: Payback, case: Path) -> None:
    import subprocess

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "wizard", "report", str(case), "--format", "md", "-o", "-"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"disk" in done.stderr


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_full_disk_leaves_nothing_half_written(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch, force: list[str]
) -> None:
    import errno

    written = case.with_suffix(".md")
    if force:
        written.write_text("mine")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as failing:
        failing.setattr("wizard.disk.writing.os.write", full)
        done = payback("report", case, "--format", "md", *force)
    assert done.status == 2
    assert "is full" in done.err
    left = {one.name: one.read_text(encoding="utf-8") for one in case.parent.iterdir()}
    assert left == {"case.toml": left["case.toml"]} | ({"case.md": "mine"} if force else {})


def test_an_incomplete_session_gives_a_draft(payback: Payback, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text("schema = 1\n")
    assert payback("report", draft, "--format", "md").status == 0
    text = draft.with_suffix(".md").read_text(encoding="utf-8")
    assert "Still needed" in text
    assert "volume.calls\\_per\\_month" in text


def test_a_session_that_cannot_be_used_gives_no_report(payback: Payback, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("schema = 1\n[volume]\ncalls_per_month = -1\n")
    done = payback("report", wrong, "--format", "md")
    assert done.status == 2
    assert "volume.calls_per_month" in done.err
    assert not wrong.with_suffix(".md").exists()


def test_the_policy_of_a_team_is_found_beside_the_session(payback: Payback, case: Path) -> None:
    policy = case.with_name("payback-policy.toml")
    policy.write_text("horizon_months = 24\n")
    done = payback("report", case, "--format", "md")
    assert done.status == 0
    assert "Policy:" in done.err
    text = case.with_suffix(".md").read_text(encoding="utf-8")
    assert "| Horizon | 24 months |" in text
    assert "payback-policy.toml" in text


def test_one_page_has_no_appendix(payback: Payback, case: Path) -> None:
    payback("report", case, "--format", "md", "--audience", "one-page")
    assert "Every number used" not in case.with_suffix(".md").read_text(encoding="utf-8")


def test_paper_is_for_pages(payback: Payback, case: Path, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
    pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")
    for paper, height in ((["--paper", "letter"], 792), (["--paper", "a4"], 842), ([], 842)):
        target = tmp_path / f"case{len(paper)}{height}.pdf"
        assert payback("report", case, "--format", "pdf", *paper, "-o", target).status == 0
        assert round(pypdf.PdfReader(target).pages[0].mediabox.height) == height
    done = payback("report", case, "--format", "md", "--paper", "letter")
    assert done.status == 2
    assert "--paper: is for pdf, and md has no pages; leave it out" in done.err
