"""A paste in plain lines: what becomes of a table is said before it is taken."""

from __future__ import annotations

from rules.answers.answers import Table
from rules.questions import Question
from rules.tables.plan import Plan, plan_of
from rules.tables.saying import in_short, not_usable, where_it_goes
from rules.tables.sheet import sheet_of
from rules.tables.taking import Taken, taken
from wizard.ask import speech
from wizard.ask.terminal import Terminal

_ASKED = (
    "yes takes it, an empty line leaves it; headings, commas, replace or fractions NUMBER have it"
    " read otherwise:"
)


def pasted(
    terminal: Terminal, question: Question, table: Table, currency: str, *, decimal_comma: bool
) -> Table | None:
    """The table with what somebody pastes; None where it stays as it is."""
    terminal.say("Paste the rows now. An empty line ends them.")
    lines = []
    while (line := terminal.ask("")).strip():
        lines.append(line)
    sheet = sheet_of("\n".join(lines))
    if sheet is None:
        terminal.say("That is no table: several lines make one, or tabs between cells.")
        return None
    plan = plan_of(question, sheet, question.columns[0].key, decimal_comma=decimal_comma)
    while True:
        found = taken(plan, table, table.next_id(), currency)
        _say(terminal, plan, found)
        words = terminal.ask(_ASKED).lower().split()
        match words:
            case [] | ["no" | "n"]:
                terminal.say("Nothing was taken.")
                return None
            case ["yes" | "y"]:
                return found.table
            case ["headings"]:
                plan = plan.other_headings()
            case ["commas"]:
                plan = plan.with_commas()
            case ["replace"]:
                plan = plan.replacing()
            case ["fractions", which] if which.isdecimal() and 1 <= int(which) <= sheet.width:
                plan = plan.turned(int(which) - 1)
            case _:
                terminal.say("That is none of them; columns are counted from 1.")


def _say(terminal: Terminal, plan: Plan, found: Taken) -> None:
    for at in range(plan.sheet.width):
        terminal.say(f"{where_it_goes(plan, at)}.")
    for number, row in enumerate(found.table.rows, start=1):
        if row.id in found.touched:
            terminal.say(speech.row_line(plan.question, number, row.cells))
    for line in not_usable(found):
        terminal.say(line)
    if plan.asks_about_dots is not None:
        dotted = plan.asks_about_dots
        terminal.say(f"The dot of {dotted} is a decimal sign; commas has it group digits.")
    terminal.say(in_short(plan, found))
