"""A case as a workbook that recomputes: inputs, formulas, charts, and what was judged.

Source: docs/specification.md §2 and §3 (formulas). Its own numbers stand in its cells, so that a
viewer without a calculation engine shows them.
"""

from __future__ import annotations

from datetime import date

from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from wizard.reports.workbook.alternatives import Alternatives
from wizard.reports.workbook.book import Book
from wizard.reports.workbook.draft import write_draft
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.inputs import Inputs
from wizard.reports.workbook.inputs_sheet import write_inputs
from wizard.reports.workbook.model import SHORTEST, Model, write_rate
from wizard.reports.workbook.sensitivity import SHEET as SENSITIVITY
from wizard.reports.workbook.sensitivity import write_sensitivity
from wizard.reports.workbook.summary import Summary


def render(
    assessment: Assessment, outlook: Outlook, title: str, today: date, version: str
) -> bytes:
    """The file of a workbook. Imports XlsxWriter.

    Args:
        assessment: of any case; an incomplete one gives a draft without formulas.
        outlook: its sensitivity and risk, which stay as they are judged.
        title: of the case.
        today: when it was judged.
        version: of the program.
    """
    book = Book(title, assessment.case.currency, today, version)
    if assessment.verdict is None:
        write_draft(book, assessment, today, version)
    else:
        _write_case(book, assessment, outlook, today, version)
    return book.finish()


def _write_case(
    book: Book, assessment: Assessment, outlook: Outlook, today: date, version: str
) -> None:
    horizon = assessment.policy.horizon_months
    inputs = Inputs(assessment, months=max(horizon, SHORTEST))
    others = bool(assessment.case.alternatives)
    # The order of the tabs is that of reading; each is filled once what it refers to is there.
    summary, numbers, headline, cash_flow, rate = (
        book.sheet(name) for name in ("Summary", "Inputs", "Figures", "Model", "Rate")
    )
    compared = book.sheet("Alternatives") if others else None
    swings = book.sheet(SENSITIVITY)
    write_inputs(numbers, inputs)
    figures = Figures(headline, inputs, assessment)
    figures.write()
    model = Model(cash_flow, inputs, figures)
    cash = model.write()
    write_rate(rate, cash, figures)
    figures.finish()
    alternatives, changes = [], None
    if compared is not None:
        comparison = Alternatives(compared, inputs, figures, cash)
        comparison.write()
        alternatives, changes = comparison.results, comparison.changes
    chart = model.balance_chart(book, horizon)
    Summary(summary, inputs, figures, assessment).write(
        today, version, chart, alternatives, changes
    )
    write_sensitivity(swings, book, assessment, outlook, today)
