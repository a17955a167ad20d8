"""PDF: a first page that is one page, texts that are only texts, and what is missing said."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.wizard.reports.made import (
    AGAINST,
    DRAFT,
    HOSTILE,
    SAMPLES,
    STRONG,
    hostile,
    made,
    report_of,
)
from wizard.problems import InputUnusable
from wizard.reports.content import Paper, Rendered
from wizard.reports.formats import FORMATS

pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
pytest.importorskip("typst", reason="typst is not installed (extra: pdf)")


def pages(rendered: Rendered) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(rendered.data)).pages]


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.part(8)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_one_page_is_one_page(path: Path, paper: Paper) -> None:
    report = replace(report_of(path, "one-page"), paper=paper)
    assert len(pages(FORMATS["pdf"].render(report))) == 1


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_its_pages_are_as_large_as_the_paper(paper: Paper, size: tuple[int, int]) -> None:
    report = replace(report_of(SAMPLES / f"{AGAINST}.toml"), paper=paper)
    for page in pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(report).data)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_the_first_page_of_the_full_report_is_complete_in_itself() -> None:
    first, second, *_ = pages(made(STRONG, "pdf"))
    assert "Decision needed" in first
    assert "Appendix" not in first
    assert second.startswith("Appendix")


def test_it_is_tagged_titled_and_dated() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(AGAINST, "pdf").data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Contract clause review"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("en")


def test_a_draft_lists_what_is_missing() -> None:
    assert "task.breadth" in squeezed(pages(made(DRAFT, "pdf"))[0])


@pytest.mark.part(3)
@pytest.mark.parametrize("name", ["formula", "script", "link", "table", "code", "typst", "sign"])
def test_a_hostile_text_is_set_as_it_is(name: str, tmp_path: Path) -> None:
    rendered = FORMATS["pdf"].render(report_of(hostile(tmp_path, HOSTILE[name])))
    assert squeezed(HOSTILE[name]) in squeezed(" ".join(pages(rendered)))
    assert rendered.warnings == ()
    for page in pypdf.PdfReader(io.BytesIO(rendered.data)).pages:
        assert "/Annots" not in page
    assert b"/JavaScript" not in rendered.data


def test_controls_are_codes(tmp_path: Path) -> None:
    text = squeezed(
        " ".join(pages(FORMATS["pdf"].render(report_of(hostile(tmp_path, HOSTILE["control"])))))
    )
    assert "red[U+001B][31m" in text
    assert "<U+202E>" in text


def test_a_text_without_end_stays_on_the_page(tmp_path: Path) -> None:
    rendered = FORMATS["pdf"].render(report_of(hostile(tmp_path, HOSTILE["long"])))
    assert "[9,600morecharactersinthesession]" in squeezed(" ".join(pages(rendered)))


@pytest.mark.part(1)
@pytest.mark.parametrize("name", ["wide", "right to left"])
def test_letters_of_other_scripts_are_there_or_missed(name: str, tmp_path: Path) -> None:
    rendered = FORMATS["pdf"].render(report_of(hostile(tmp_path, HOSTILE[name])))
    assert rendered.warnings or len(pages(rendered)) >= 2


def test_a_letter_that_no_font_has_is_a_code_and_said(tmp_path: Path) -> None:
    # The last of the rarest Chinese characters, which hardly any font draws.
    rendered = FORMATS["pdf"].render(report_of(hostile(tmp_path, "odd \U0003134a letter")))
    assert "odd[U+3134A]letter" in squeezed(" ".join(pages(rendered)))
    (warning,) = rendered.warnings
    assert "no font on this machine has U+3134A" in warning


def test_a_mark_that_no_font_has_is_a_code_beside_its_letter(tmp_path: Path) -> None:
    text = 'ra\u1dd5re "\u1dd5 cafe\u0301 \U0003134a\U0001cf01'
    rendered = FORMATS["pdf"].render(report_of(hostile(tmp_path, text), "one-page"))
    assert "ra[U+1DD5]re" in squeezed(" ".join(pages(rendered)))
    (warning,) = rendered.warnings
    for one in ("U+1DD5", "U+1CF01", "U+3134A"):
        assert one in warning
    assert "U+0301" not in warning


@pytest.mark.part(2)
@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308"
        " \U0001f44d\U0001f3fd \u2603\ufe0f",
        "a\u00adb\u200bf\u2060g\ufeffh\u180e",
        "Z\u0351\u036b\u0343 e\u0301 \u0301 first",
        "\ufffe \uffff \ufdd0 \ue000 \U000e0041",
    ],
    ids=["joined", "invisible", "combining", "no letters"],
)
def test_letters_that_are_set_together_or_not_at_all_make_a_page(text: str, tmp_path: Path) -> None:
    report = report_of(hostile(tmp_path, text), "one-page")
    assert FORMATS["pdf"].render(report).data.startswith(b"%PDF")


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputUnusable, match=r"pip install 'distill-payback\[pdf\]'"):
        made(STRONG, "pdf")
