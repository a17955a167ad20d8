"""HTML: one file, no script, nothing from outside, readable by everybody."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.reference import generate
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
from wizard.reports.content import Points
from wizard.reports.formats import FORMATS

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
SHEET = Path(__file__).parents[3] / "wizard" / "reports" / "templates" / "report.css"
# fmt: off
ELEMENTS = {
    "html", "head", "meta", "title", "link", "style", "bdi", "body", "main", "header", "h1", "h2",
    "h3", "p", "strong", "span", "small", "section", "nav", "ol", "ul", "li", "a", "dl", "div",
    "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
    "details", "summary", "footer", "time", "svg", "desc", "line", "text", "rect", "path",
    "circle",
}
# fmt: on
MUCH_AGAINST = 53
"""The seed of a generated case that many rules speak against."""
OF_THE_BROWSER = ("google.com", "gvt1.com", "googleapis.com")
"""Where Chromium itself goes, whatever page it shows."""


class Reader(HTMLParser):
    """The elements of a page, in order, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def page_of(path: Path) -> str:
    return FORMATS["html"].render(report_of(path)).data.decode()


def inspected(page: str) -> None:
    """That a page has only elements of ours, and none that runs, asks or leads away."""
    reader = Reader(page)
    assert {tag for tag, _ in reader.elements} <= ELEMENTS
    for tag, attributes in reader.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("src", "style")
        ]
        if tag == "a":
            assert (attributes["href"] or "").startswith("#")
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert "url(" not in page.partition("<style>")[2].partition("</style>")[0]


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_a_page_runs_nothing_and_asks_for_nothing(name: str) -> None:
    inspected(made(name, "html").data.decode())


def test_a_name_from_right_to_left_turns_nothing_round_in_the_foot(tmp_path: Path) -> None:
    path = tmp_path / "שלום.toml"
    path.write_bytes((SAMPLES / f"{STRONG}.toml").read_bytes())
    foot = page_of(path).partition("<footer>")[2]
    assert f"<p><bdi>{path.name}</bdi> · Payback " in foot


@pytest.mark.part(5)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_inert_and_legible(text: str, tmp_path: Path) -> None:
    page = page_of(hostile(tmp_path, text))
    inspected(page)
    assert "<script" not in page
    if text.isprintable() and len(text) < 100:
        assert text in Reader(page).text


@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_headings_tables_and_pictures_say_what_they_are(name: str) -> None:
    reader = Reader(made(name, "html").data.decode())
    levels = [int(tag[1]) for tag, _ in reader.elements if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(one.get("scope") in ("col", "row") for one in reader.all("th"))
    assert len(reader.all("caption")) == len(reader.all("table"))
    ids = [one["id"] for _, one in reader.elements if one.get("id")]
    assert len(ids) == len(set(ids))
    for picture in reader.all("svg"):
        assert picture["role"] == "img"
        assert set((picture["aria-labelledby"] or "").split()) <= set(ids)


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the sheet, by where they apply."""
    blocks = re.findall(r":root \{([^}]*)\}", SHEET.read_text(encoding="utf-8"))
    names = ("light", "dark", "print")
    return {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for name, block in zip(names, blocks, strict=True)
    }


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    colours = schemes()[scheme]
    pairs = [(text, "paper") for text in ("ink", "quiet", "accent")]
    pairs += [(tone, f"{tone}-tint") for tone in ("good", "fair", "bad", "quiet")]
    pairs += [("ink", f"{tone}-tint") for tone in ("good", "fair", "bad", "quiet")]
    pairs += [("quiet", "band")]
    for text, behind in pairs:
        assert contrast(colours[text], colours[behind]) >= 4.5, (text, behind)
    for shape in ("worse", "better", "accent"):
        assert contrast(colours[shape], colours["paper"]) >= 3, shape


def test_paper_is_light_whatever_the_screen_was() -> None:
    found = schemes()
    assert found["print"] == found["light"]


# ---------------------------------------------------------------------- in a browser

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: install the package chromium"
)


def browsed(page: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What becomes of a page in a browser without a window, whose own files lie in a folder."""
    quiet = ("--headless", "--no-sandbox", "--disable-gpu")
    return subprocess.run(
        [str(CHROMIUM), *quiet, f"--user-data-dir={folder / 'profile'}", *options, page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def shown(page: Path, folder: Path) -> tuple[set[str], list[str]]:
    """The addresses that a browser asked for with a page, and what its console said."""
    log = folder / "net.json"
    done = browsed(
        page,
        folder,
        "--no-first-run",
        "--disable-background-networking",
        "--enable-logging=stderr",
        f"--log-net-log={log}",
        "--virtual-time-budget=2000",
        "--dump-dom",
    )
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = {
        event["params"]["url"]
        for event in events
        if isinstance(event.get("params"), dict) and "url" in event["params"]
    }
    strange = {
        url
        for url in asked
        if urlsplit(url).scheme in ("http", "https", "ws", "wss")
        and not (urlsplit(url).hostname or "").endswith(OF_THE_BROWSER)
    }
    return strange, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@needs_chromium
def test_in_a_browser_no_request_leaves_and_the_console_is_silent(tmp_path: Path) -> None:
    page = tmp_path / "case.html"
    page.write_text(page_of(hostile(tmp_path, HOSTILE["script"])), encoding="utf-8")
    assert shown(page, tmp_path) == (set(), [])


@needs_chromium
def test_a_request_that_leaves_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "leaky.html"
    page.write_text('<script>console.error("x")</script><img src="http://leak.test/x.png">')
    strange, console = shown(page, tmp_path)
    assert strange == {"http://leak.test/x.png"}
    assert console


def printed(page: str, paper: str, folder: Path) -> int:
    """How many sheets a browser prints a page on."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: dev)")
    file, target = folder / "case.html", folder / "case.pdf"
    sized = page.replace("</style>", f"@page {{ size: {paper} }}</style>", 1)
    file.write_text(sized, encoding="utf-8")
    browsed(file, folder, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    return len(pypdf.PdfReader(target).pages)


@pytest.mark.part(4)
@needs_chromium
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", [STRONG, AGAINST, "growing_product_search", DRAFT])
def test_the_first_page_is_printed_on_one_sheet(name: str, paper: str, tmp_path: Path) -> None:
    report = report_of(SAMPLES / f"{name}.toml", "one-page")
    assert printed(FORMATS["html"].render(report).data.decode(), paper, tmp_path) == 1


@needs_chromium
def test_a_first_page_with_much_on_it_is_printed_smaller_and_so_on_one_sheet(
    tmp_path: Path,
) -> None:
    session = tmp_path / "case.toml"
    session.write_text(generate.to_toml(generate.generate(MUCH_AGAINST)), encoding="utf-8")
    report = report_of(session, "one-page")
    (against,) = (one for one in report.content.sections if one.id == "why-not")
    assert isinstance(against.blocks[0], Points)
    assert len(against.blocks[0].items) > 5
    assert printed(FORMATS["html"].render(report).data.decode(), "Letter", tmp_path) == 1


@pytest.mark.part(2)
@needs_chromium
@pytest.mark.parametrize("name", [STRONG, AGAINST, DRAFT])
def test_on_a_phone_nothing_lies_beside_the_page(name: str, tmp_path: Path) -> None:
    # A frame is as narrow as a phone, which the window of a browser cannot be.
    inner = page_of(SAMPLES / f"{name}.toml")
    (tmp_path / "case.html").write_text(
        re.sub(r"<meta http-equiv[^>]*>", "", inner).replace(
            "</body>",
            "<script>parent.postMessage(document.documentElement.scrollWidth, '*')</script></body>",
        ),
        encoding="utf-8",
    )
    (tmp_path / "phone.html").write_text(
        "<script>onmessage = told => { document.title = `wide ${told.data}` }</script>"
        '<iframe src="case.html" width="390" height="844" style="border: 0"></iframe>',
        encoding="utf-8",
    )
    done = browsed(tmp_path / "phone.html", tmp_path, "--virtual-time-budget=3000", "--dump-dom")
    found = re.search(r"wide (\d+)", done.stdout)
    assert found is not None
    assert int(found[1]) <= 390
