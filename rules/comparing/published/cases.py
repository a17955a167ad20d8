"""What is public about cases in which a small model took over from a large one: facts and figures.

A figure stands as its source gives it, `about`, `over` or `up to` included; what a source does not
give is None. Each has the source's name and date, so that it can be looked up and doubted.

Source: docs/specification.md §18.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, NamedTuple

LeftOut = Literal["people", "upkeep", "labels", "volume", "upfront", "scores"]
LEFT_OUT: Final[dict[LeftOut, str]] = {
    "people": "people's time",
    "upkeep": "upkeep after launch",
    "labels": "the cost of labels",
    "volume": "the volume",
    "upfront": "any cost before launch",
    "scores": "scores of both models",
}
"""What a source may leave out, in words."""
Sense = Literal["exactly", "about", "over", "up to"]


class PublishedCase(NamedTuple):
    """A case as its source tells it."""

    task: str
    teacher: str
    student: str
    saving: float
    """Per call, as a share of what the teacher costs."""
    sense: Sense
    """How the source says the saving."""
    calls_per_month: float | None
    payback: str
    """As stated; empty where it is not."""
    upfront: str
    """What is said of costs before launch; empty where nothing is."""
    quality: str
    """What is said of it."""
    left_out: tuple[LeftOut, ...]
    source: str
    published: date
    precision: Literal["day", "month", "year"] = "day"
    """Of the date."""
    is_distilled: bool = True
    """False where calls are only routed between models as they are."""

    @property
    def when(self) -> str:
        """The date, as precise as it is known."""
        return f"{self.published:%Y-%m-%d}"[: {"day": 10, "month": 7, "year": 4}[self.precision]]


PUBLISHED: Final[tuple[PublishedCase, ...]] = (
    PublishedCase(
        task="Table documentation",
        teacher="a hosted LLM (not named)",
        student="MPT-7B (tuned)",
        saving=0.9,
        sense="about",
        calls_per_month=None,
        payback="",
        upfront="two engineers for a month; compute below $1,000",
        quality="as good in a blind vote of four raters over 62 tables",
        left_out=("volume", "scores", "upkeep"),
        source="Databricks blog, “Creating a bespoke LLM for AI-generated documentation”",
        published=date(2023, 11, 21),
    ),
    PublishedCase(
        task="Investor sentiment",
        teacher="GPT-4",
        student="RoBERTa (labels of Mixtral)",
        saving=1 - 2.7 / 3_061,
        sense="about",
        calls_per_month=None,
        payback="",
        upfront="compute below $1; labels from a free service",
        quality="94% for both, on 453 texts",
        left_out=("people", "volume", "upkeep"),
        source="Hugging Face blog, “Synthetic data: save money, time and carbon with open source”",
        published=date(2024, 2, 16),
    ),
    PublishedCase(
        task="Chat, routed by difficulty",
        teacher="GPT-4",
        student="Mixtral 8x7B (untuned)",
        saving=0.85,
        sense="up to",
        calls_per_month=None,
        payback="",
        upfront="",
        quality="95% of GPT-4's performance on MT-Bench, with 14% of calls on GPT-4",
        left_out=("people", "volume", "upkeep", "upfront"),
        source="RouteLLM, README and arXiv 2406.18665",
        published=date(2024, 7, 1),
        precision="month",
        is_distilled=False,
    ),
    PublishedCase(
        task="News classifier",
        teacher="GPT-4o (five examples)",
        student="GPT-4o mini (tuned)",
        saving=1 - 0.21 / 11.92,
        sense="exactly",
        calls_per_month=None,
        payback="",
        upfront="1,000 labelled examples, without a price",
        quality="91.5% for both, on 1,000 articles",
        left_out=("people", "labels", "volume", "upkeep", "upfront"),
        source="OpenAI guide, “Model selection”",
        published=date(2024, 10, 1),
        precision="month",
    ),
    PublishedCase(
        task="Tool calling of a chatbot",
        teacher="Llama 3.1 70B",
        student="Llama 3.2 1B (tuned)",
        saving=0.986,
        sense="up to",
        calls_per_month=None,
        payback="",
        upfront="labels are production logs",
        quality="about 98% of the teacher's accuracy",
        left_out=("people", "volume", "upkeep", "upfront"),
        source="NVIDIA data flywheel blueprint, README",
        published=date(2025, 6, 1),
        precision="month",
    ),
    PublishedCase(
        task="Video frames",
        teacher="GPT-4.1",
        student="ClipTagger 12B",
        saving=1 - 335 / 5_100,
        sense="exactly",
        calls_per_month=100_000 * 365 / 12,
        payback="",
        upfront="a million labelled frames, without a price",
        quality="on par by a judge model, by metric only",
        left_out=("people", "labels", "upkeep", "upfront", "scores"),
        source="inference.net, “Introducing ClipTagger-12b”",
        published=date(2025, 8, 14),
    ),
    PublishedCase(
        task="Interview questions",
        teacher="Claude Sonnet 4",
        student="GPT-4.1 nano (tuned)",
        saving=1 - 1.3 / 45,
        sense="exactly",
        calls_per_month=10_000,
        payback="about 8,000 calls, in the first month",
        upfront="$351.60 for examples and training; three months of experiments are not priced",
        quality="0.784 against 0.795, by three judge models over six dimensions",
        left_out=("people", "upkeep"),
        source="AlgoIRL engineering notes, “Distilling intelligence”",
        published=date(2025, 11, 1),
        precision="year",
    ),
    PublishedCase(
        task="Video search routing",
        teacher="Claude Haiku 4.5",
        student="Nova Micro (distilled from Nova Premier)",
        saving=0.95,
        sense="over",
        calls_per_month=None,
        payback="",
        upfront="10,000 labelled queries, without a price",
        quality="4.0 of 5 for both by a judge model, on 100 queries",
        left_out=("people", "labels", "volume", "upkeep", "upfront"),
        source="AWS Machine Learning blog, “Optimize video semantic search intent with Amazon Nova"
        " Model Distillation”",
        published=date(2026, 4, 17),
    ),
)
