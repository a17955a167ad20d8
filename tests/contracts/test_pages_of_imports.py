"""What pages show of logs, evaluations and prices, against what the program says of such files.

Their files are too large for a page, so that these are no examples as `test_docs.py` runs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contracts.test_docs import ROOT, Runner, assert_shows, runner
from tests.wizard.imports.evaluation.made import TEACHER, promptfoo, written
from tests.wizard.imports.made import as_csv, traps
from tests.wizard.imports.test_scan import FOUR

__all__ = ["runner"]


def evaluation(folder: Path) -> None:
    text = json.dumps(promptfoo()).replace('"part"', '"topic"')
    written(folder / "results.json", text.replace("the big one", TEACHER))


class Shown(NamedTuple):
    """A page whose first block of output is what a command prints."""

    page: str
    command: str
    make: Callable[[Path], object]
    """Puts the file that is read into a folder."""


SHOWN = (
    Shown(
        "import-usage.md",
        "payback import usage spend-logs.csv",
        lambda folder: as_csv(folder / "spend-logs.csv", traps()),
    ),
    Shown(
        "scan-usage.md",
        "payback scan daily.csv",
        lambda folder: as_csv(folder / "daily.csv", FOUR),
    ),
    Shown(
        "import-an-evaluation.md",
        "payback import evaluation results.json --teacher openai:gpt-4.1"
        " --student openai:gpt-4.1-nano --slice topic",
        evaluation,
    ),
    Shown(
        "look-up-prices.md",
        "payback prices gpt-4.1 nano --date 2026-11-24",
        lambda folder: pytest.importorskip("genai_prices"),
    ),
)


@pytest.mark.parametrize("one", SHOWN, ids=lambda one: one.page)
def test_a_page_shows_what_the_program_says_of_such_a_file(one: Shown, runner: Runner) -> None:
    text = (ROOT / "docs" / "how-to" / one.page).read_text("utf-8")
    block = re.search(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert one.command in text
    assert block is not None
    one.make(runner.folder)
    expected = block[1].removeprefix(f"$ {one.command}\n")
    assert_shows(runner.printed_by(one.command), expected, one.command)
