"""A report as PDF: one page to decide on, then the appendix. Needs the extra `pdf`.

Typst sets it, in the fonts that come with it, so that the same report is the same file anywhere;
letters that these lack are looked for among the fonts of the machine. It is made to the standard
PDF/UA-1, for readers of screens, which also makes typst say which letters no font has.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from importlib import resources
from itertools import chain, takewhile
from typing import Any, Literal

from wizard.extras import needs_extra
from wizard.reports import svg
from wizard.reports.content import (
    Block,
    Content,
    CurveChart,
    FigureRows,
    FrontierChart,
    HistogramChart,
    Paper,
    Paragraph,
    Points,
    Rendered,
    Section,
    Table,
    TornadoChart,
)

_PAPER: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}
"""Names of the sizes in typst."""
_STANDARD: Literal["ua-1"] = "ua-1"
_TEMPLATE = "templates/report.typ"
_UNDISPLAYED = re.compile(r'the text `"(.*)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How a message of typst writes a letter that cannot be printed."""
_PICTURES = {0x2400 + code: f"[U+{code:04X}]" for code in range(0x20)} | {
    0x2421: "[U+007F]",
    0xFEFF: "[U+FEFF]",
}
"""Signs for controls, which the fonts of typst lack, and a mark that the standard forbids; and the
codes of all of them."""
_JOINED = re.compile("(?<=\\])[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+")
"""What joined a letter to the next or chose its look, behind the code in its place: no font can
show that on a bracket."""
_LONG_WORD = re.compile(r"\S{24,}")
_EVERY = 12
"""Letters of a long word after which it may be broken."""
_BREAK = "\u200b"
_SHORT, _WIDEST = 21, 46
"""Letters up to which a column is just as wide as they are, and more than which count no more."""
_STYLE = """
text { font-family: "Libertinus Serif", serif; }
.label { font-size: 13.5px; fill: #1b1f23; } .quiet { fill: #4b5560; } .small { font-size: 12.5px; }
.strong { font-weight: bold; }
.grid { stroke: #d4d7d2; stroke-width: 1; } .zero { stroke: #4b5560; stroke-width: 1.2; }
.band { fill: #cfe0f2; } .line { fill: none; stroke: #0b5cad; stroke-width: 2.5; }
.ahead { stroke-dasharray: 7 4; }
.planned { fill: none; stroke: #4b5560; stroke-width: 1.8; stroke-dasharray: 2 3; }
.mark { stroke: #1b1f23; stroke-width: 1.2; stroke-dasharray: 4 3; }
.dot { fill: #0b5cad; stroke: #ffffff; stroke-width: 1.5; }
.worse { fill: #b0561f; stroke: #b0561f; } .better { fill: #2f6fa8; stroke: #2f6fa8; }
.guess { fill-opacity: 0.35; stroke-dasharray: 3 2; }
.region-0 { fill: #17466f; } .region-1 { fill: #5c92c4; } .region-2 { fill: #b9cfe2; }
.region-3 { fill: #f0ede6; } .key { stroke: #4b5560; stroke-width: 0.8; }
.here { fill: #ffffff; stroke: #1b1f23; stroke-width: 2; }
"""


def render(content: Content, paper: Paper = "a4") -> Rendered:
    """The file. Imports typst.

    Raises:
        InputUnusable: where typst is not installed, saying how to install it.
    """
    try:
        import typst
    except ImportError:
        raise needs_extra("pdf needs", "pdf") from None
    template = resources.files("wizard.reports").joinpath(_TEMPLATE).read_bytes()
    data = json.dumps(_data(content), ensure_ascii=False)

    def compiled(text: str, system_fonts: bool) -> bytes:
        made: bytes = typst.compile(
            template,
            sys_inputs={"content": text, "paper": _PAPER[paper]},
            pdf_standards=_STANDARD,
            ignore_system_fonts=not system_fonts,
        )
        return made

    lost: list[str] = []
    system_fonts = False
    while True:
        try:
            return Rendered(compiled(data, system_fonts), tuple(_without(lost)))
        except typst.TypstError as error:
            found = _UNDISPLAYED.search(str(error))
            if found is None:
                raise
            if not system_fonts:
                system_fonts = True
                continue
            # Its code in place of a letter can be looked up; an empty box cannot.
            named = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])
            letters = [one for one in dict.fromkeys(named) if ord(one) > 0x7F and one in data]
            letters = letters or _marks_on(named, data)
            if not letters:
                raise
            lost += letters
            data = data.translate({ord(one): f"[U+{ord(one):04X}]" for one in letters})
            data = _JOINED.sub("", data)


def _marks_on(letter: str, data: str) -> list[str]:
    """What is set upon a letter without being one with it: typst names the letter alone."""
    runs = re.findall(f"{re.escape(json.dumps(letter)[1:-1])}([^\\x00-\\x7f]+)", data)
    marks = (list(takewhile(lambda one: unicodedata.category(one)[0] == "M", run)) for run in runs)
    return [
        one
        for one in dict.fromkeys(chain.from_iterable(marks))
        if len(unicodedata.normalize("NFC", letter + one)) > len(letter)
    ]


def _without(letters: list[str]) -> list[str]:
    """That letters are missing, and in the fonts of which scripts they could be."""
    if not letters:
        return []
    scripts = dict.fromkeys(unicodedata.name(one, "unnamed").split()[0].title() for one in letters)
    shown = ", ".join(f"U+{ord(one):04X}" for one in letters[:8])
    more = f" and {len(letters) - 8} more" if len(letters) > 8 else ""
    return [
        f"no font on this machine has {shown}{more}, written as codes in the PDF; install one with"
        f" these letters, such as Noto, and make it again. Scripts: {', '.join(scripts)}"
    ]


def _data(content: Content) -> dict[str, Any]:
    day = content.date
    return {
        "title": _fit(content.title),
        "subtitle": _fit(content.subtitle),
        "verdict": content.verdict,
        "sign": content.sign,
        "tone": content.tone,
        "headline": _fit(content.headline),
        "file": _fit(content.file),
        "made": content.made,
        "date": [day.year, day.month, day.day],
        "sections": [_section(one) for one in content.sections],
    }


def _section(one: Section) -> dict[str, Any]:
    return {
        "heading": _fit(one.heading),
        "in_appendix": one.in_appendix,
        "blocks": [_block(block) for block in one.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "Paragraph", **_paragraph(block)}
        case Points():
            return {"kind": "Points", "items": [_paragraph(one) for one in block.items]}
        case FigureRows():
            return {"kind": "FigureRows", **asdict(block)}
        case Table():
            return {
                "kind": "Table",
                **asdict(block),
                "widths": _widths(block),
                "rows": [[_fit(cell) for cell in row] for row in block.rows],
                "note": _fit(block.note),
            }
        case CurveChart() | TornadoChart() | HistogramChart() | FrontierChart():
            return {
                "kind": "Chart",
                "title": block.title,
                "alt": block.alt.translate(_PICTURES),
                "svg": svg.draw(block, _STYLE).translate(_PICTURES),
            }


def _paragraph(one: Paragraph) -> dict[str, str]:
    return {"lead": _fit(one.lead), "text": _fit(one.text)}


def _widths(table: Table) -> list[float]:
    """The part of the page that each column gets; 0 for one just as wide as its longest cell."""
    columns = zip(table.header, *table.rows, strict=True)
    longest = [max(map(len, column)) for column in columns]
    widths = [float(min(_WIDEST, one)) if one > _SHORT else 0.0 for one in longest]
    return widths if any(widths) else [1.0, *widths[1:]]


def _fit(text: str) -> str:
    """Text as the page takes it: long words may be broken, and controls are codes."""

    def broken(word: re.Match[str]) -> str:
        letters = word[0]
        return _BREAK.join(letters[at : at + _EVERY] for at in range(0, len(letters), _EVERY))

    return _LONG_WORD.sub(broken, text.translate(_PICTURES))
