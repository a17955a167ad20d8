"""Pictures of a report: what is written in them stays inside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.wizard.reports.made import AGAINST, SAMPLES, report_of
from wizard.reports.formats import FORMATS


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Legal review", "Legal review"),
        ("Legal review of the terms for training", "Legal review of the terms…"),
        ("契約書の法的な確認と学習許可の取得", "契約書の法的な確認と学習許…"),
    ],
)
def test_a_name_beside_a_bar_is_cut_at_its_end_where_there_is_no_room_for_it(
    name: str, shown: str, tmp_path: Path
) -> None:
    said = (SAMPLES / f"{AGAINST}.toml").read_text("utf-8")
    path = tmp_path / "case.toml"
    table = "[upfront.other]\n"
    assert table in said
    path.write_text(said.replace(table, f'{table}"{name}" = 90_000\n', 1), "utf-8")
    page = FORMATS["html"].render(report_of(path)).data.decode()
    names = re.findall(r'<text class="label" [^>]* text-anchor="end">([^<]*) \*</text>', page)
    assert shown in names
