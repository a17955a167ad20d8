"""The clipboard through the tools of a system, each a stand-in on PATH that keeps its input."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wizard.app.terminal import clipboard

TEXT = "Saves 17 430 € a month ░▓"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, on a system without a display."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def tool(folder: Path, name: str, *, status: int = 0) -> Path:
    """A tool that ends with a status; where it keeps its options and its input."""
    kept = folder / f"{name}.kept"
    program = folder / name
    program.write_text(
        f'#!/bin/sh\necho "$@" > {kept}\n/bin/cat >> {kept}\nexit {status}\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return kept


def test_without_a_tool_nothing_is_said_to_be_on_the_clipboard(tools: Path) -> None:
    assert not clipboard.copy(TEXT)


@pytest.mark.parametrize(
    ("name", "options", "display"),
    [
        ("pbcopy", "", ""),
        ("wl-copy", "", "WAYLAND_DISPLAY"),
        ("xclip", "-selection clipboard", "DISPLAY"),
        ("xsel", "--clipboard --input", "DISPLAY"),
    ],
)
def test_a_tool_is_used_where_it_has_a_display(
    tools: Path, monkeypatch: pytest.MonkeyPatch, name: str, options: str, display: str
) -> None:
    kept = tool(tools, name)
    if display:
        assert not clipboard.copy(TEXT)
        assert not kept.exists()
        monkeypatch.setenv(display, ":0")
    assert clipboard.copy(TEXT)
    assert kept.read_text(encoding="utf-8") == f"{options}\n{TEXT}"


def test_what_fails_gives_way_to_the_next(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tool(tools, "xclip", status=1)
    (tools / "pbcopy").write_bytes(b"no program")
    (tools / "pbcopy").chmod(0o755)
    assert not clipboard.copy(TEXT)
    kept = tool(tools, "xsel")
    assert clipboard.copy(TEXT)
    assert kept.read_text(encoding="utf-8").endswith(TEXT)


def test_windows_is_given_the_encoding_that_it_takes_for_text(tools: Path) -> None:
    # UTF-8 would arrive as Γûæ and the like.
    kept = tool(tools, "clip.exe")
    assert clipboard.copy(TEXT)
    assert kept.read_bytes() == b"\n" + TEXT.encode("utf-16-le")


def test_a_tool_that_hangs_is_not_waited_for(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_SECONDS", 0.1)
    (tools / "pbcopy").write_text("#!/bin/sh\nexec /bin/sleep 60\n", encoding="utf-8")
    (tools / "pbcopy").chmod(0o755)
    assert not clipboard.copy(TEXT)
