"""A report on its way into a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.disk.reading import MAX_BYTES
from wizard.problems import InputUnusable
from wizard.reports.filing import Taken, write


def test_a_file_that_has_come_into_being_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    target.write_text("somebody else's")
    with pytest.raises(Taken):
        write(target, b"mine", replace=False)
    assert target.read_text() == "somebody else's"


def test_one_that_could_not_be_replaced_again_is_not_written(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    with pytest.raises(InputUnusable, match=r"report\.html: the report is larger than 5 MB; "):
        write(target, b" " * (MAX_BYTES + 1), replace=True)
    assert not target.exists()
