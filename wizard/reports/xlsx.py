"""A case as a workbook that recomputes: inputs, formulas, charts, and what was judged.

Source: docs/specification.md §2 and §3 (formulas). Its own numbers stand in its cells, so that a
viewer without a calculation engine shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.answers.records import Workshop
from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from rules.uncertainty.scenarios.judged import Judged
from rules.uncertainty.sensitivity import sensitivity
from wizard.reports.workbook.alternatives import Alternatives
from wizard.reports.workbook.book import Book
from wizard.reports.workbook.checks import Checks
from wizard.reports.workbook.draft import write_draft
from wizard.reports.workbook.drivers import Drivers
from wizard.reports.workbook.figures import Figures
from wizard.reports.workbook.inputs import ERROR_RATE, Inputs
from wizard.reports.workbook.inputs_sheet import InputsSheet
from wizard.reports.workbook.model import SHORTEST, Model
from wizard.reports.workbook.rate import write_rate
from wizard.reports.workbook.scenario_table import ScenarioTable
from wizard.reports.workbook.scenarios import Scenarios
from wizard.reports.workbook.sensitivity import SHEET as SENSITIVITY
from wizard.reports.workbook.sensitivity import write_sensitivity
from wizard.reports.workbook.slices import write_slices
from wizard.reports.workbook.states import states_of
from wizard.reports.workbook.summary import Summary
from wizard.reports.workbook.swings import Swings
from wizard.reports.workbook.worksheets import Built
from wizard.reports.workbook.workshop import write_workshop
from wizard.reports.workbook.years import Years


def render(
    assessment: Assessment,
    outlook: Outlook,
    title: str,
    today: date,
    version: str,
    workshop: Workshop | None = None,
    scenarios: Sequence[Judged] = (),
) -> bytes:
    """The file of a workbook, of an incomplete case without formulas. Imports XlsxWriter."""
    book = Book(title, assessment.case.currency, today, version)
    held = workshop is not None and bool(workshop.rounds or workshop.agreed)
    numbers = None
    if assessment.verdict is None:
        write_draft(book, assessment, today, version)
    else:
        numbers = _write_case(book, assessment, outlook, scenarios, today, version)
    if workshop is not None and held:
        write_workshop(book.sheet("Workshop"), assessment.case, workshop, numbers)
    return book.finish()


def _write_case(
    book: Book,
    assessment: Assessment,
    outlook: Outlook,
    own: Sequence[Judged],
    today: date,
    version: str,
) -> InputsSheet:
    """Fill all sheets of a complete case; returns that of the inputs."""
    case, horizon = assessment.case, assessment.policy.horizon_months
    found = outlook.sensitivity or sensitivity(case, assessment.policy)
    inputs = Inputs(assessment, found, months=max(horizon, SHORTEST))
    # The order of the tabs is that of reading; each is filled once what it refers to is there.
    first, second, third = (book.sheet(name) for name in ("Summary", "Inputs", "Scenarios"))
    scores = book.sheet("Quality") if inputs.slices else None
    fourth, fifth, monthly, yearly, searched = (
        book.sheet(name) for name in ("Drivers", "Figures", "Model", "Years", "Rate")
    )
    compared = book.sheet("Alternatives") if case.alternatives else None
    swung = book.sheet(SENSITIVITY)
    ends = book.sheet("Swings") if outlook.sensitivity is not None else None
    checked = book.sheet("Checks")

    bound = None
    if scores is not None:
        errors = write_slices(scores, inputs)
        bound = errors.upper
        if inputs.derives_error_rate:
            inputs.built[ERROR_RATE] = Built(errors.rate, "the sheet Quality")
    states = states_of(inputs, own)
    inputs.set_by_scenarios = states.keys
    numbers = InputsSheet(second, inputs)
    numbers.write()
    scenarios = Scenarios(third, inputs, numbers, states)
    scenarios.head()
    table = ScenarioTable(third, inputs, numbers, states, bound)
    in_force, modified = table.write()
    drivers = Drivers(fourth, inputs, numbers, in_force)
    figures = Figures(fifth, inputs, drivers, bound)
    figures.write()
    model = Model(monthly, inputs, drivers, figures)
    model.write()
    years = Years(yearly, model)
    years.write()
    write_rate(searched, model.columns, figures)
    scenarios.write(table, modified, model)
    figures.result("cash.first_year_net", years.first_net, "year 1 of the sheet Years")
    figures.result(
        "cash.cost_of_delay",
        model.worth - scenarios.later,
        "net present value, less that of a launch one month later",
    )
    figures.finish()
    alternatives = []
    if compared is not None:
        comparison = Alternatives(compared, inputs, figures, model)
        comparison.write()
        alternatives = comparison.results
    swings = None
    if ends is not None and outlook.sensitivity is not None:
        swings = Swings(ends, inputs, numbers)
        swings.write(outlook.sensitivity, in_force, model)
    write_sensitivity(swung, book, assessment, outlook, today, inputs, swings, model.worth)
    failing, changed = Checks(checked, figures, model, years).write(
        numbers, scenarios.in_force, scenarios.at_once
    )
    chart = model.balance_chart(book, horizon)
    Summary(first, inputs, figures, scenarios, alternatives, failing, changed, chart).write(
        today, version
    )
    return numbers
