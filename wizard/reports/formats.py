"""The formats of a report, each with what renders it; a renderer is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from wizard.reports.content import Paper, Rendered

if TYPE_CHECKING:
    from rules.answers.records import Workshop
    from rules.argument.what_it_hangs_on import Outlook
    from rules.assess import Assessment
    from rules.review.reviewed import Reviewed
    from rules.uncertainty.scenarios.found import Found
    from wizard.reports.content import Content


@dataclass(frozen=True, slots=True)
class Report:
    """What a renderer is given: the content, and what a living spreadsheet computes it from."""

    content: Content
    assessment: Assessment
    outlook: Outlook
    workshop: Workshop
    scenarios: Found | None = None
    paper: Paper = "a4"
    """Of a format that has pages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The same for a report of what came of a case."""

    content: Content
    reviewed: Reviewed
    paper: Paper = "a4"


Reported: TypeAlias = Report | Outcome
"""What can be written in every format."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    summary: str
    render: Callable[[Reported], Rendered]
    is_text: bool
    has_pages: bool = False
    """Whether it is made for paper of one size."""


def _markdown(report: Reported) -> Rendered:
    from wizard.reports import markdown

    return Rendered(markdown.render(report.content).encode())


def _txt(report: Reported) -> Rendered:
    from wizard.reports import txt

    return Rendered(txt.render(report.content).encode())


def _html(report: Reported) -> Rendered:
    from wizard.reports import html

    return Rendered(html.render(report.content).encode())


def _pdf(report: Reported) -> Rendered:
    from wizard.reports import pdf

    return pdf.render(report.content, report.paper)


def _xlsx(report: Reported) -> Rendered:
    if isinstance(report, Outcome):
        from wizard.reports import outcome_xlsx

        return Rendered(outcome_xlsx.render(report.content, report.reviewed))
    from wizard.reports import xlsx

    content = report.content
    return Rendered(
        xlsx.render(
            report.assessment,
            report.outlook,
            content.title,
            content.date,
            content.version,
            report.workshop,
            report.scenarios.judgements.own if report.scenarios is not None else (),
        )
    )


FORMATS: dict[str, Format] = {
    "md": Format("Markdown, for a repository or a chat", _markdown, is_text=True),
    "txt": Format("plain text, for a mail or a terminal", _txt, is_text=True),
    "html": Format("one page for a browser, which prints well", _html, is_text=True),
    "pdf": Format("one page to decide on, then the appendix", _pdf, is_text=False, has_pages=True),
    "xlsx": Format("a spreadsheet that recomputes, always in full", _xlsx, is_text=False),
}
"""By the ending of the file."""
