"""Each source's files are told from all others by what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports import test_anthropic as anthropic
from tests.wizard.imports import test_bedrock as bedrock
from tests.wizard.imports import test_claude_code as claude_code
from tests.wizard.imports import test_langfuse as langfuse
from tests.wizard.imports import test_openai as openai
from tests.wizard.imports import test_openrouter as openrouter
from tests.wizard.imports import test_otlp as otlp
from tests.wizard.imports.conftest import Import
from tests.wizard.imports.made import as_array, as_csv, as_lines, traps
from wizard.imports.files.source_file import look_into
from wizard.imports.usage import format_named, formats

SOURCES: list[tuple[str, list[Any]]] = [
    ("litellm", traps()),
    ("langfuse", [langfuse.texts(row) for row in langfuse.TRAPS]),
    ("langfuse", [langfuse.texts(langfuse.as_page(row)) for row in langfuse.TRAPS]),
    ("langfuse-trace", [langfuse.trace(langfuse.TRAPS)]),
    ("openai", [openai.TRAPS]),
    ("openai", openai.TRAPS["data"]),
    ("openai", openai.FLAT),
    ("openai", [openai.page({0: [openai.cost(0.06)]})]),
    ("anthropic", [anthropic.page([anthropic.usage()])]),
    ("anthropic", [anthropic.page([anthropic.cost("1.5")])]),
    ("anthropic-console", [anthropic.console(1)]),
    ("openrouter", openrouter.TRAPS),
    ("bedrock", bedrock.TRAPS),
    ("otlp", [otlp.line(otlp.chat(1))]),
    ("claude-code", claude_code.TRAPS),
]

NEVER_CSV = ("bedrock", "otlp", "claude-code")


@pytest.mark.parametrize(
    ("name", "rows"), SOURCES, ids=[f"{at} {name}" for at, (name, _) in enumerate(SOURCES)]
)
def test_a_file_fits_one_format_whatever_it_is_called(
    name: str, rows: list[Any], tmp_path: Path
) -> None:
    files = [as_lines(tmp_path / "usage.txt", rows), as_array(tmp_path / "costs.csv", rows)]
    if name not in NEVER_CSV and all(
        not isinstance(cell, list) for row in rows for cell in row.values()
    ):
        files.append(as_csv(tmp_path / "x.json", rows))
    for file in map(look_into, files):
        assert [one.name for one in formats() if one.fits(file)] == [name]


def test_a_broken_row_among_the_first_hides_no_format(imported: Import, tmp_path: Path) -> None:
    odd = bedrock.invocation(9, schemaType=[], requestId="odd")
    path = as_lines(tmp_path / "log.jsonl", [odd, *bedrock.TRAPS])
    assert imported(path)["rows"]["dropped"]["another kind of line"] == 1
    other = langfuse.observation(9, type="PONDERING")
    path = as_lines(tmp_path / "o.jsonl", [other, *langfuse.TRAPS])
    assert imported(path)["calls"] == 4


ONE_OF_EACH = dict(reversed(SOURCES))


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_field_by_which_endpoints_may_be_told_apart_takes_all_rows(
    name: str, imported: Import, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "usage.jsonl", ONE_OF_EACH[name])
    rows = imported(path)["rows"]
    for by in list(format_named(name).endpoints)[1:]:
        assert imported(path, "--by", by)["rows"] == rows
