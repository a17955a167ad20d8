"""What a report says, free of any format: text in words, numbers as they are, charts as data.

Renderers lay it out and compute nothing. Every text is free of control and direction signs and of
line ends; it is no markup of any kind, so each renderer makes it inert in its own language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from rules.verdict import Tone
from rules.words.wording import visible

if TYPE_CHECKING:
    from rules.uncertainty.scenarios.frontier import Frontier

Align = Literal["left", "right"]
Audience = Literal["one-page", "full"]
Paper = Literal["a4", "letter"]
"""What the pages of a PDF are as large as."""
LONGEST = 400
"""Characters of a text of the session beyond which a report shows its beginning only."""


LONGEST_SAID = 2_000
"""The same for what the program says, which may hold texts of the session."""


def clean(text: str, longest: int = LONGEST) -> str:
    """A text on one line, every control and direction sign in it visible; only so much of it."""
    line = visible(" ".join(text.split()))
    if len(line) <= longest:
        return line
    return f"{line[:longest]}… [{len(line) - longest:,} more characters in the session]"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    lead: str = ""
    """What the text is about, in front of it and set apart."""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of things of equal rank."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; the first cell of a row names it."""

    caption: str
    header: tuple[str, ...]
    align: tuple[Align, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    """What a reader has to know about it, below."""
    total: bool = False
    """Whether the last row is the sum of those above."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure with its name."""

    label: str
    value: str
    remark: str = ""
    """What it is measured by, or compared with."""


@dataclass(frozen=True, slots=True)
class FigureRows:
    """Figures to be seen at a glance."""

    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its label."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of numbers that a chart shows, and the places on it that are labelled."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    label: str


@dataclass(frozen=True, slots=True)
class CurveChart:
    """What is left of the investment, month by month."""

    title: str
    alt: str
    """The chart in words, for those who do not see it."""
    x: Axis
    y: Axis
    balance: tuple[float, ...]
    """Money after each month, month 0 first."""
    band: tuple[tuple[float, float], ...] = ()
    """P10 and P90 of the same; empty where no number has a range."""
    mark: Tick | None = None
    """The month from which on the money is back."""
    data: Table | None = None
    """The same as a table, for where there is no picture."""
    planned: tuple[float, ...] = ()
    """The balance as it was approved, where another one is held against it."""
    known: int | None = None
    """The month up to which the balance is no forecast; None where nothing has happened yet."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What one assumption does to the outcome over its range."""

    label: str
    low: float
    """Outcome at the low end of the range."""
    high: float
    """Outcome at its high end."""
    low_text: str
    """The low end itself."""
    high_text: str
    is_default: bool
    """Whether nobody gave the range, so that one stands in for it."""


@dataclass(frozen=True, slots=True)
class TornadoChart:
    """Which assumption moves the outcome most, largest first."""

    title: str
    alt: str
    x: Axis
    base: Tick
    """The outcome of the case as it is."""
    bars: tuple[Bar, ...]
    data: Table | None = None
    """The same as a table, for where there is no picture."""


@dataclass(frozen=True, slots=True)
class HistogramChart:
    """How the simulated outcomes spread."""

    title: str
    alt: str
    x: Axis
    edges: tuple[float, ...]
    """One more than counts."""
    counts: tuple[int, ...]
    mark: Tick | None = None
    """A threshold that the outcomes are read against."""
    beyond: str = ""
    """How many lie outside the edges, in words."""


@dataclass(frozen=True, slots=True)
class Region:
    """The stretches of a column of a chart over two axes, from the lowest up."""

    left: float
    right: float
    stretches: tuple[tuple[float, float, int], ...]
    """From where to where, and the place of its name in the legend."""


@dataclass(frozen=True, slots=True)
class FrontierChart:
    """The verdict over volume and price. Volumes are logarithms to the base of 10."""

    title: str
    alt: str
    x: Axis
    y: Axis
    regions: tuple[Region, ...]
    legend: tuple[str, ...]
    """Names of the verdicts, the best first: the better, the darker."""
    here: tuple[float, float]
    """Where the case stands."""
    found: Frontier
    """What the same is drawn from as text."""
    data: Table | None = None
    """The same as a table, for where there is no picture."""


Chart: TypeAlias = CurveChart | TornadoChart | HistogramChart | FrontierChart
Block: TypeAlias = Paragraph | Points | Table | FigureRows | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    id: str
    """A name that stays the same whatever the heading says."""
    heading: str
    blocks: tuple[Block, ...]
    in_appendix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole report."""

    title: str
    subtitle: str
    """Endpoint, owner and the day that prices are of, as far as they are known."""
    verdict: str
    """`Strong case`, `Draft`."""
    sign: str
    """The verdict as a sign, for where colour does not carry."""
    tone: Tone | Literal["quiet"]
    """The name of the colour that the verdict stands in."""
    headline: str
    """What the verdict rests on, in a sentence that follows it."""
    sections: tuple[Section, ...]
    """Everything to be read, in order; those of the appendix only for the full audience."""
    currency: str
    """Of the amounts in its charts."""
    file: str
    """Name of the session."""
    version: str
    """Of the program."""
    date: date
    """On which the report was made."""

    @property
    def imprint(self) -> str:
        """Session, program and day on a line, for the foot of a report."""
        return f"{self.file} · {self.made}"

    @property
    def made(self) -> str:
        """By which program and on which day."""
        return f"Payback {self.version} · {self.date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as a file."""

    data: bytes
    warnings: tuple[str, ...] = ()
    """What a reader will miss in it, in sentences."""
