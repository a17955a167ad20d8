"""Pages of Langfuse, by number and by cursor, against the plain loop of its blobs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.conftest import Payback
from tests.wizard.imports.conftest import Import, proposal
from tests.wizard.imports.made import CANARY, as_array, as_lines
from tests.wizard.imports.test_langfuse import TRAPS, as_page, plainly


def numbered(page: int, pages: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    meta = {"page": page, "limit": 50, "totalItems": len(rows), "totalPages": pages}
    return {"data": [as_page(row) for row in rows], "meta": meta}


def by_cursor(rows: list[dict[str, Any]], cursor: str | None) -> dict[str, Any]:
    data = [{**as_page(row), "providedModelName": row["provided_model_name"]} for row in rows]
    for one in data:
        del one["model"]
        one["calculatedTotalCost"] = one.pop("totalCost")
        one["tags"] = one.pop("traceTags")
    return {"data": data, "meta": {} if cursor is None else {"cursor": cursor}}


PAGES = {
    "numbered": [numbered(1, 2, TRAPS[:4]), numbered(2, 2, TRAPS[4:])],
    # They overlap by one, and end with an empty one.
    "by cursor": [by_cursor(TRAPS[:5], "x"), by_cursor(TRAPS[4:], "y"), by_cursor([], None)],
}


@pytest.mark.parametrize("pages", PAGES)
@pytest.mark.parametrize("write", [as_lines, as_array], ids=["lines", "array"])
def test_figures_are_those_of_a_plain_loop(
    pages: str, write: Callable[..., Path], imported: Import, tmp_path: Path
) -> None:
    found = imported(write(tmp_path / "pages", PAGES[pages]))
    assert (found["calls"], found["input"], found["output"]) == plainly(TRAPS)
    more = {"duplicate": 1, "an empty page": 1} if pages == "by cursor" else {}
    assert found["rows"]["dropped"] == {
        "an embedding": 1,
        "no call of a model": 2,
        "repeats the calls within it": 1,
        **more,
    }
    assert found["models"] == ["claude-sonnet-4-5"]
    assert proposal(found, "teacher.cost_per_1k_calls")["basis"] == "estimated"
    assert CANARY not in json.dumps(found)


def test_each_page_may_be_a_file_of_its_own(imported: Import, tmp_path: Path) -> None:
    for number, page in enumerate(PAGES["numbered"]):
        (tmp_path / f"{number}.json").write_text(json.dumps(page, indent=1), encoding="utf-8")
    found = imported(tmp_path)
    assert (found["calls"], found["input"], found["output"]) == plainly(TRAPS)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (numbered(1, 7, TRAPS), "ends with page 1 of 7"),
        (by_cursor(TRAPS, "eyJ"), "ends with a page that has a next one"),
    ],
)
def test_a_page_that_is_not_the_last_says_so(
    page: Any, said: str, payback: Payback, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "page.json", [page])
    assert said in " ".join(payback("import", "usage", path).out.split())
    last = as_lines(tmp_path / "last.json", [numbered(7, 7, TRAPS)])
    assert "too low" not in payback("import", "usage", last).out


@pytest.mark.parametrize("meta", [None, [], "page 1", {"page": "1", "totalPages": "2"}])
def test_what_says_nothing_of_other_pages_is_passed_over(
    meta: Any, payback: Payback, tmp_path: Path
) -> None:
    path = as_lines(tmp_path / "page.json", [{**numbered(1, 1, TRAPS), "meta": meta}])
    outcome = payback("import", "usage", path)
    assert outcome.status == 0
    assert "too low" not in outcome.out


def test_pages_without_tokens_are_refused_with_what_to_ask_for(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    page = numbered(1, 1, TRAPS)
    for one in page["data"]:
        del one["usageDetails"]
    assert "was fetched without usageDetails" in refused(as_lines(tmp_path / "p.json", [page]))
