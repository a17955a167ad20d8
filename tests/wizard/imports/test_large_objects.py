"""One JSON object that is larger than what is opened in one piece."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.wizard.imports.made import as_array, as_lines, spend_row
from wizard.imports.files.json_records import why_too_large


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("object", "data", "has_more"), "as `jq -c '.data[]'` does"),
        (("events", "nextToken"), "as `jq -c '.events[]'` does"),
        (("resourceSpans",), "as `jq -c '.resourceSpans[] | {resourceSpans: [.]}'` does"),
        ((), "as `jq -c '.data[]'` does for one called data"),
    ],
)
def test_how_to_part_it_depends_on_the_list_in_it(names: tuple[str, ...], says: str) -> None:
    assert why_too_large(names).endswith(says)


@pytest.mark.parametrize("write", [as_lines, as_array])
def test_a_call_with_endless_texts_says_what_to_leave_out(
    write: Callable[..., Path], refused: Callable[..., str], tmp_path: Path
) -> None:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    rows = [spend_row(1, start), spend_row(2, start, messages="x" * 36_000_000)]
    said = refused(write(tmp_path / "spend.data", rows))
    assert "has an object of more than 16 MB" in said
    assert "leave prompts and answers out of the export" in said


def test_an_object_that_does_not_end_within_what_is_read_is_told(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.imports.files.source_file._WHOLE", 2 << 20)
    path = tmp_path / "page.json"
    path.write_text('{"data": [' + '{"a": "1234567890"},\n' * 200_000 + '{"a": 1}]}', "utf-8")
    assert "has a JSON object that takes more memory than is given" in refused(path)
