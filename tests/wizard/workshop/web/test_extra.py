"""Without the extra `web`, and the code for cameras."""

from __future__ import annotations

import subprocess
import sys

import pytest
import segno

from rules.workshop.meeting import Meeting
from wizard.problems import InputUnusable
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web import join_server
from wizard.workshop.web.qr import qr_lines


@pytest.mark.parametrize("missing", ["aiohttp", "segno"])
def test_without_the_extra_the_command_that_installs_it_is_said(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.startswith(("wizard.workshop.web.", missing))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(InputUnusable, match=r"pip install 'distill-payback\[web\]'") as said:
        join_server(LiveMeeting(Meeting()))
    assert len(str(said.value).splitlines()) == 1


def test_nothing_of_the_extra_is_loaded_before_it_is_used() -> None:
    code = "import sys, wizard.workshop.web; sys.exit('aiohttp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("length", [1, 60, 90])
def test_the_code_in_half_blocks_is_the_code(length: int) -> None:
    text = "http://127.0.0.1:8123/join/"[:length] + "x" * max(0, length - 27)
    lines = qr_lines(text)
    assert len({len(line) for line in lines}) == 1
    rows = [[one in halves for one in line] for line in lines for halves in ("▀█", "▄█")]
    code = segno.make(text, error="l", micro=False, boost_error=False)
    expected = [[bool(one) for one in row] for row in code.matrix_iter(border=2)]
    assert rows[: len(expected)] == expected
    assert not any(any(row) for row in rows[len(expected) :])
