"""`payback doctor`: what it says, how it exits, and that it always says something."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ROOT
from tests.wizard.conftest import Payback
from wizard import extras
from wizard.disk.paths import config_file
from wizard.extras import needs_extra
from wizard.support.doctor import installation
from wizard.support.doctor.finding import State


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def screens_loaded_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the screens load is found out in this process, as nothing is asked about that."""

    def loading() -> str:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            runpy.run_path(
                str(Path(installation.__file__).with_name("loading.py")), run_name="__main__"
            )
        return printed.getvalue()

    monkeypatch.setattr(installation, "_loading", loading)


loads_here = pytest.mark.usefixtures("screens_loaded_here")


def states(payback: Payback) -> tuple[int, dict[str, str]]:
    done = payback("doctor", "--json")
    found = json.loads(done.out)
    return done.status, {one["id"]: one["state"] for one in found["findings"]}


def write_config(text: str) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text(text, "utf-8")


def test_where_nothing_is_to_mend_it_exits_with_0(payback: Payback) -> None:
    done = payback("doctor")
    assert (done.status, done.err) == (0, "")
    for heading in ("Program", "Terminal", "Extras", "Folders", "What is kept"):
        assert f"{heading}\n  [" in done.out
    assert "\nNothing to mend" in done.out


@loads_here
@pytest.mark.parametrize("columns", ["60", "80"])
def test_no_line_is_longer_than_the_terminal_and_no_command_is_broken_in_a_word(
    payback: Payback, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    out = payback("doctor").out
    too_long = [one for one in out.splitlines() if len(one) > int(columns)]
    assert [one for one in too_long if " " in one.strip().removeprefix("[ok] ")] == []
    assert "TERM=xterm-256color" in out


def test_a_setting_that_does_not_count_is_to_be_mended(payback: Payback) -> None:
    write_config('theme = "pink"\ncolour = 1\n')
    done = payback("doctor")
    assert done.status == 2
    assert "[x]  the config file: line 1: theme: is not a theme" in done.out
    assert "2 things to mend" in done.out


@loads_here
def test_a_config_file_that_counts_in_full_is_said_to(payback: Payback) -> None:
    write_config('theme = "light"\n')
    assert "[ok] all that the config file says counts" in payback("doctor").out


@loads_here
def test_of_a_config_that_is_no_file_no_line_is_to_be_mended(payback: Payback) -> None:
    config_file().mkdir(parents=True)
    done = payback("doctor")
    assert done.status == 2
    assert "[x]  the config file: it is a folder" in done.out
    assert "line" not in done.out.partition("[x]")[2].partition("Team")[0]


@loads_here
def test_a_policy_that_cannot_be_used_is_to_be_mended(payback: Payback, tmp_path: Path) -> None:
    policy = tmp_path / "payback-policy.toml"
    policy.write_text("slice_tolerance = 7\n", "utf-8")
    status, found = states(payback)
    assert (status, found["policy.file"]) == (2, "mend")
    assert payback("policy").status == 2
    policy.write_text("slice_tolerance = 0.05\nunknown = 1\n", "utf-8")
    assert states(payback)[1]["policy.file"] == "mind"
    policy.write_text("slice_tolerance = 0.05\n", "utf-8")
    assert states(payback)[1]["policy.file"] == "ok"


def test_screens_that_do_not_load_are_told_of(
    payback: Payback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    (broken / "textual").mkdir(parents=True)
    (broken / "textual" / "__init__.py").write_text("raise ImportError('half installed')")
    monkeypatch.setenv("PYTHONPATH", str(broken))
    done = payback("doctor")
    assert done.status == 2
    assert "the screens do not load: ImportError: half installed" in done.out


def test_nothing_is_loaded_from_the_folder_one_stands_in(payback: Payback, tmp_path: Path) -> None:
    for name in ("json.py", "textual.py", "wizard.py"):
        (tmp_path / name).write_text("raise SystemExit('from here')")
    assert states(payback)[1]["program.screens"] == "ok"


def test_an_extra_that_is_not_installed_comes_with_its_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(extras, "version", lambda _: None)
    found = {one.id: one for one in installation.extras()}
    assert {one.state for one in found.values()} == {State.MIND}
    assert "pip install 'distill-payback[pdf]'" in found["extras.pdf"].remedy


@pytest.mark.parametrize(
    ("left_by_it", "command", "anew"),
    [
        (
            "pipx_metadata.json",
            "pipx install --force 'distill-payback[pdf,web]'",
            "pipx install --force 'distill-payback[pdf]'",
        ),
        (
            "uv-receipt.toml",
            "uv tool install --force 'distill-payback[pdf,web]'",
            "uv tool install --force 'distill-payback[pdf]'",
        ),
        (
            "",
            "pip install 'distill-payback[web]'",
            "pip install --force-reinstall distill-payback",
        ),
    ],
)
def test_commands_are_those_of_the_environment_and_keep_the_extras_that_are_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, left_by_it: str, command: str, anew: str
) -> None:
    if left_by_it:
        (tmp_path / left_by_it).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(extras, "version", lambda name: "0.15" if name == "typst" else None)
    assert extras.install_command("web") == command
    assert str(needs_extra("a page needs", "web")).endswith(f"install it with: {command}")
    assert extras.reinstall_command() == anew


@loads_here
def test_no_path_of_a_project_is_told(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = tmp_path / "customer"
    customer.mkdir()
    (customer / "payback-policy.toml").write_text("slice_tolerance = 7\n", "utf-8")
    monkeypatch.chdir(customer)
    monkeypatch.setattr(sys, "prefix", str(customer / "environment"))
    done = payback("doctor")
    assert done.status == 2
    assert "customer" not in done.out


def test_each_extra_is_one_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    for name, extra in extras.EXTRAS.items():
        line = next(one for one in project.splitlines() if one.startswith(f"{name} = ["))
        assert all(one in line for one in extra.distributions)


def clean(home: Path) -> dict[str, str]:
    """An environment with next to nothing in it."""
    return {"PATH": os.environ["PATH"], "TERM": "xterm", "HOME": str(home), "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(os.name == "nt", reason="streams are closed by a shell of Unix")
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_with_streams_closed_it_still_answers(tmp_path: Path, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m wizard doctor --json {closed}'],
        env=clean(tmp_path),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows finds a home otherwise")
def test_without_a_home_it_answers(tmp_path: Path) -> None:
    environ = clean(tmp_path)
    del environ["HOME"]
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "doctor"],
        env=environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 2), done.stderr
    assert b"Folders" in done.stdout


def test_nothing_is_written_by_looking(payback: Payback, payback_home: Path) -> None:
    assert payback("doctor").status == 0
    assert [one for one in payback_home.rglob("*") if one.is_file()] == []
