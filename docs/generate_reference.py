"""Write the pages of docs/reference/ from the catalogues; `make docs` runs it.

What a page says is read from the objects that the program itself uses: questions, the bounds of the
case, rules, policy, and the help of each command. tests/contracts/test_docs.py fails where a page
is not what this script would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import click
from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rules.answers.bounds import Bounds
from rules.answers.case import Case
from rules.answers.estimate import BASES
from rules.answers.policy import Policy
from rules.answers.records import Records
from rules.answers.sheets import Sheet
from rules.catalog import RULES
from rules.catalog.rule import VERDICTS, Rule
from rules.comparing.published.beside import said_of_all
from rules.comparing.published.cases import PUBLISHED
from rules.figures.catalogue import FIGURES
from rules.questions import (
    AFTER_LAUNCH,
    NOT_ASKED,
    QUESTIONS,
    SETTINGS,
    STEPS,
    Kind,
    Question,
    Step,
    quick_questions,
    sheets_beside,
    worksheet,
)
from rules.review.findings import FINDINGS
from screens.keys import ACTIONS
from screens.keys.written import pretty
from screens.theme import THEMES
from wizard.cli import PROGRAM, cli
from wizard.cli.published import facts
from wizard.disk.paths import config_file
from wizard.imports.usage import formats
from wizard.imports.usage.format import Format
from wizard.imports.usage.mapping import ColumnMapping, presets
from wizard.problems import Exit
from wizard.settings.policies import FILE_NAME, VARIABLE

FOLDER = Path(__file__).parent / "reference"
_NOTE = "<!-- Written by docs/generate_reference.py; `make docs` replaces what is changed here. -->"
_SPEC = "../specification.md"
_HELP_WIDTH = 80


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "keys.md": _page(_keys()),
        "figures.md": _page(_figures()),
        "rules.md": _page(_rules()),
        "findings.md": _page(_findings()),
        "policy.md": _page(_policy()),
        "commands.md": _page(_commands()),
        "keymap.md": _page(_keymap()),
        "usage.md": _page(_usage()),
        "published_cases.md": _page(_published()),
    }


def main() -> None:
    """Write the pages that are not up to date, and say which."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = FOLDER / name
        present = path.read_text(encoding="utf-8") if path.exists() else None
        if present != text:
            path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}: {'as it was' if present == text else 'written'}\n")


def _page(blocks: Iterator[str]) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join([_NOTE, *blocks]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# ------------------------------------------------------------------------- keys


_SHAPES = {
    "title": "1 to 120 characters",
    "currency": "an ISO 4217 code of three capitals",
}
"""Bounds of texts, which stand in the case as functions and not as numbers."""

_IN_FILE = {
    Kind.MONEY: "money",
    Kind.COUNT: "count",
    Kind.PERCENT: "fraction",
    Kind.MONTHS: "months",
    Kind.SECONDS: "seconds",
    Kind.NUMBER: "number",
    Kind.INTEGER: "whole number",
    Kind.DATE: "date",
    Kind.MONTH: "month",
    Kind.CHOICE: "choice",
    Kind.TEXT: "text",
    Kind.YES_NO: "true or false",
    Kind.TABLE: "table",
}


def _keys() -> Iterator[str]:
    yield "# Keys of a session"
    yield (
        "Every key that a session file can hold, with the question behind it. The order is that of"
        f" the nine steps, the settings last. What follows from an answer is defined in the"
        f" [specification]({_SPEC})."
    )
    yield "\n".join(
        [
            "**Reading an entry**",
            "",
            "- *Estimate* means a number that may carry a range, a basis and a source: in a file",
            "  `6_000_000` or `{ likely = 6_000_000, low = 4_500_000, high = 8_000_000, basis ="
            ' "measured", source = "gateway logs" }`.',
            f"  The bases, strongest first: {', '.join(BASES)}. Every number of an estimate has to"
            " lie within",
            f"  the bounds ([specification 1.1]({_SPEC}#11-estimates)).",
            "- A *fraction* is a fraction in the file (`0.02`) and percent wherever it is typed"
            " (`2%`). Bounds are those of",
            "  the file.",
            "- *Typed* shows an answer as `payback set` and `payback ask` take it.",
            "- *Quick* marks the questions of `payback ask --quick`.",
            "- A key without a default is not answered until somebody does; what a verdict needs"
            " is listed in the",
            f"  [specification 1.3]({_SPEC}#13-what-a-verdict-needs).",
        ]
    )
    numbered = [
        *((f"{number}. ", step) for number, step in enumerate(STEPS, 1)),
        ("", SETTINGS),
        ("", AFTER_LAUNCH),
    ]
    yield "\n".join(
        f"- [{_heading(number, step)}](#{_slug(number, step)})" for number, step in numbered
    )
    for number, step in numbered:
        yield f"## {_heading(number, step)}"
        yield step.purpose
        yield from _step(step)
    yield "## Keys without a question"
    yield "\n".join(
        [
            "| key | why nobody is asked |",
            "|---|---|",
            *(f"| `{key}` | {_cell(reason)} |" for key, reason in NOT_ASKED.items()),
            f"| `result` | the outcome, written on every save and never read as input"
            f" ([specification 5.2]({_SPEC}#52-the-saved-result)) |",
        ]
    )


def _heading(number: str, step: Step) -> str:
    return f"{number}{step.title}"


def _slug(number: str, step: Step) -> str:
    return _heading(number, step).lower().replace(".", "").replace(" ", "-")


def _step(step: Step) -> Iterator[str]:
    """The questions of a step, each with what belongs to it below it."""
    for question in step.questions:
        if question.builds:
            continue
        yield from _question(question, question.key, "###")
        if question.columns:
            for column in question.columns:
                yield from _question(column, _column_key(question, column), "####")
        for sheet in sheets_beside(question.key):
            yield _sheet_introduction(sheet)
            for part in worksheet(sheet):
                yield from _question(part, part.key, "####")


def _column_key(question: Question, column: Question) -> str:
    if question.named_rows:
        return f"{question.key}, {column.key}"
    return f"{question.key}[].{column.key}"


def _sheet_introduction(builds: str) -> str:
    table = worksheet(builds)[0].key.rpartition(".")[0]
    if builds == table:
        return f"**Worksheet `{table}`**, a monthly cost that is added to the costs above:"
    return f"**Worksheet `{table}`**, which gives `{builds}` where that has no answer of its own:"


def _question(question: Question, key: str, marks: str) -> Iterator[str]:
    yield f"{marks} `{key}`" if "," not in key else f"{marks} `{question.key}` of a row"
    yield f"**{question.label}.** {question.prompt}"
    lines = [f"- Answer: {_answer(question, key)}"]
    if question.default:
        lines.append(f"- Default: {question.default}")
    lines.append(f"- Why: {question.why}")
    if question.where_to_find:
        lines.append(f"- Look in: {question.where_to_find}")
    lines.append(f"- Typed: {_typed(question)}")
    lines += [f"  - `{choice.value}`: {choice.meaning}" for choice in question.choices]
    if question.visible_when is not None:
        lines.append("- Asked only where it makes a difference.")
    yield "\n".join(lines)


def _typed(question: Question) -> str:
    if question.choices:
        return "one of"
    if question.columns:
        return f"row by row, for instance: {question.example}"
    return " or ".join(f"`{one}`" for one in question.example.split(" or "))


def _answer(question: Question, key: str) -> str:
    kind = _IN_FILE[question.kind]
    unit = question.unit if question.unit != kind else ""
    if question.named_rows:
        kind = "table of `name = value`"
    elif question.columns:
        kind = "list of tables"
    elif question.is_estimate:
        kind = f"estimate, {kind}"
    parts = [f"{kind} ({unit})" if unit else kind]
    bounds = _SHAPES.get(key) or ("" if question.columns else _bounds(key))
    if bounds:
        parts.append(bounds)
    if _is_required(question):
        parts.append("required once the worksheet is begun")
    if question in quick_questions():
        parts.append("quick")
    return "; ".join(parts)


def _is_required(question: Question) -> bool:
    """Whether the question's worksheet gives nothing without it."""
    if question.builds is None:
        return False
    table, _, name = question.key.rpartition(".")
    sheet = _model_in(_field(Case, table.split("."))[0])
    return issubclass(sheet, Sheet) and name in sheet.required


def _bounds(key: str) -> str:
    """The bounds of a key in words, as the case declares them."""
    row = key.split(", ")
    path = row[0].replace("[]", "").split(".")
    marks = list(_marks(*_field(Records if path[0] in Records.model_fields else Case, path)))
    if len(row) > 1 and row[1] == "name":
        return ""
    return " and ".join(_in_words(mark) for mark in marks if _in_words(mark))


def _field(model: type[BaseModel], path: list[str]) -> tuple[Any, list[Any]]:
    """The annotation of a field, and what pydantic has already taken out of it."""
    name, *rest = path
    info = next(info for field, info in model.model_fields.items() if name in (field, info.alias))
    if not rest:
        return info.annotation, list(info.metadata)
    return _field(_model_in(info.annotation), rest)


def _model_in(annotation: Any) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(_model_in(part) for part in get_args(annotation) if part is not Ellipsis)


def _marks(annotation: Any, metadata: list[Any]) -> Iterator[Any]:
    """What is said about a value beside its type, at any depth of unions and annotations."""
    for mark in [*metadata, *getattr(annotation, "__metadata__", ())]:
        if isinstance(mark, FieldInfo):
            yield from mark.metadata
        else:
            yield mark
    if not isinstance(annotation, type):
        for part in get_args(annotation):
            yield from _marks(part, [])


def _in_words(mark: object) -> str:
    limits: tuple[tuple[str, Any], ...]
    match mark:
        case Bounds():
            limits = (
                ("at least", mark.least),
                ("above", mark.above),
                ("at most", mark.most),
                ("below", mark.below),
            )
        case Ge():
            limits = (("at least", mark.ge),)
        case Le():
            limits = (("at most", mark.le),)
        case _:
            return ""
    return " and ".join(f"{words} {_digits(limit)}" for words, limit in limits if limit is not None)


def _digits(number: Any) -> str:
    return f"{number:,.10g}"


# ---------------------------------------------------------------------- figures


def _figures() -> Iterator[str]:
    yield "# Figures"
    yield (
        "Every figure of a result by its key in the"
        f" [JSON]({_SPEC}#51-json); behind a dot it is one of a group. The saved `[result]` holds"
        " those of no group. In the workbook the cell of each is called `result_` and its key, with"
        " `_` for the dot. What follows how is written out in the"
        f" [specification 3]({_SPEC}#3-arithmetic)."
    )
    yield "\n".join(
        [
            "| key | figure | how it follows | answer to look at first |",
            "|---|---|---|---|",
            *(
                f"| `{one.name}` | {one.full_label} | {_cell(one.formula)} |"
                f" [`{one.key}`](keys.md#{one.key.replace('.', '')}) |"
                for one in FIGURES
            ),
        ]
    )
    yield (
        "And `cash.months`: the balance after each month, from the day of approval to the horizon."
    )


# ------------------------------------------------------------------------ rules


def _rules() -> Iterator[str]:
    yield "# Rules"
    yield (
        "A rule looks for one way in which distilling loses money, or might. One that fires says"
        " so with the numbers that made it fire, names a remedy, and may cap the verdict: the"
        " verdict is the worst of what the arithmetic says and of all caps"
        f" ([specification 4.2]({_SPEC}#42-verdicts)). Verdicts, best first:"
        f" {', '.join(f'`{verdict}`' for verdict in VERDICTS)}."
    )
    yield (
        "*Late* means: never, or after more than `defensible_payback_months`. Other names in this"
        " style are values of the [policy](policy.md). On the command line, `payback rules` lists"
        " the same catalogue and `payback rules ID` explains one rule. The conditions with their"
        f" formulas are in the [specification 4.3]({_SPEC}#43-rules)."
    )
    yield "\n".join(
        [
            "| rule | title | best verdict it leaves |",
            "|---|---|---|",
            *(f"| [`{one.id}`](#{one.id}) | {_cell(one.title)} | {_caps(one)} |" for one in RULES),
        ]
    )
    for one in RULES:
        yield f"## `{one.id}`"
        lines = [
            f"- Fires when: {one.fires_when}",
            f"- Best verdict it leaves: {_caps(one)}",
            f"- Remedy: {one.remedy}",
            f"- Answer to look at first: [`{one.about}`](keys.md#{one.about.replace('.', '')})",
        ]
        if one.is_symptom:
            lines.append(
                "- It follows from other weaknesses, so it is named after the rules that name the"
                " cause ([decision 11](../decisions/0011-what-capped-by-lists.md))."
            )
        yield f"**{one.title}**"
        yield "\n".join(lines)


def _findings() -> Iterator[str]:
    yield "# Findings of a review"
    yield (
        "What `payback review` looks for in a case after its decision, the most pressing first. A"
        " finding caps nothing, and judging a case knows none of it"
        f" ([specification 14.6]({_SPEC}#146-findings)). Names such as `policy.slice_tolerance` are"
        " values of the [policy](policy.md) that the case was approved by."
    )
    for one in FINDINGS:
        yield f"## `{one.id}`"
        yield f"**{one.title}**"
        yield f"- Fires when: {one.fires_when}\n- Remedy: {one.remedy}"


def _caps(rule: Rule) -> str:
    informs = "any (it only informs)"
    return " or ".join(informs if cap is None else f"`{cap}`" for cap in rule.caps)


# ----------------------------------------------------------------------- policy


def _policy() -> Iterator[str]:
    yield "# Policy"
    yield (
        "The thresholds that turn figures into a verdict. A session states its own under"
        " `[policy]`; a team's file wins over it"
        " ([decision 16](../decisions/0016-policy-files.md)). Fractions are fractions in the file"
        " and percent where they are typed."
    )
    yield "\n".join(
        [
            "| value | default | bounds | what it sets | what it changes |",
            "|---|---|---|---|---|",
            *(_policy_row(name, field) for name, field in Policy.model_fields.items()),
        ]
    )
    yield (
        "`strong_payback_months`, `defensible_payback_months` and `stop_payback_months` must not"
        " fall in this order."
    )
    yield (
        "A policy file holds the values that a team wants for all of its cases, in a `[policy]`"
        " table or at the top of the file; what it leaves out is taken from the session, else from"
        " the defaults:"
    )
    yield "```toml\n[policy]\ndefensible_payback_months = 9\nstop_payback_months = 18\n```"
    yield (
        f"It is the file that `--policy` names, else the one that `{VARIABLE}` names, else"
        f" `{FILE_NAME}` beside the session or in a folder above it. It can hold default answers"
        " under `[defaults]`, and switch rules off or cap them anew under `[rules]`"
        " ([how to](../how-to/team-policy.md),"
        f" [specification 4.4]({_SPEC}#44-a-teams-policy-file))."
        " The page and the JSON list every value that differs from the default, and where it came"
        " from; `payback policy FILE` prints all of them."
    )


def _policy_row(name: str, field: FieldInfo) -> str:
    question = QUESTIONS[f"policy.{name}"]
    default = "none" if field.default is None else _digits(field.default)
    unit = f" {question.unit}" if question.unit and field.default is not None else ""
    bounds = _bounds(question.key)
    return (
        f"| `{name}` | {default}{unit} | {bounds} | {_cell(question.prompt)} |"
        f" {_cell(question.why)} |"
    )


# --------------------------------------------------------------------- commands


_STATUS: Mapping[Exit, str] = {
    Exit.DONE: "done",
    Exit.BUG: "an unexpected failure: a bug in Payback, please report it",
    Exit.UNUSABLE: "wrong usage, or an input that cannot be used; the message on standard error"
    " names file, line or key, and what to do",
    Exit.VERDICT: "`--fail-under VERDICT` was given, and the verdict is worse or there is none yet",
    Exit.HUNG_UP: "the terminal was closed; `payback ask` has saved what was answered",
    Exit.INTERRUPTED: "interrupted from the keyboard",
    Exit.TERMINATED: "ended by SIGTERM; `payback ask` has saved what was answered",
}


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield (
        "The answer goes to standard output and everything else to standard error, so that a"
        " command can stand in a pipe. What follows is what `--help` says of each command."
    )
    root = click.Context(cli, info_name=PROGRAM, terminal_width=_HELP_WIDTH, **cli.context_settings)
    yield "## Exit status"
    yield "\n".join(
        [
            "| status | meaning |",
            "|---|---|",
            *(f"| {status.value} | {_STATUS[status]} |" for status in Exit),
        ]
    )
    yield (
        "Of several files given to `payback assess`, an unusable one (2) outranks a verdict that"
        " is not good enough (3); the others are judged all the same."
    )
    yield f"## `{PROGRAM}`"
    page = cli.get_help(root).replace(str(config_file()), "~/.config/payback/config.toml")
    yield f"```text\n{page}\n```"
    for name in cli.list_commands(root):
        command = cli.get_command(root, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=root)
        yield f"## `{PROGRAM} {name}`"
        yield f"```text\n{command.get_help(context)}\n```"
        if isinstance(command, click.Group):
            yield from _subcommands(command, context)


def _subcommands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        yield f"### `{PROGRAM} {context.info_name} {name}`"
        yield f"```text\n{command.get_help(inner)}\n```"


# ------------------------------------------------------------------------ usage


def _published() -> Iterator[str]:
    yield "# Published cases"
    yield (
        "Facts and figures of public sources about a small model in place of a large one, as each"
        " source gives them: what it does not tell is not filled in. `payback published FILE` lays"
        f" a session beside them ([specification]({_SPEC}#18-published-cases))."
    )
    yield "\n".join(f"- {said}" for said in said_of_all())
    for one in PUBLISHED:
        yield f"## {one.task}: {one.student} in place of {one.teacher}"
        yield "\n".join(f"- {fact}" for fact in facts(one))


def _usage() -> Iterator[str]:
    yield "# Usage"
    yield (
        "What `payback import usage` reads. The format of a file is told by its columns and what"
        " stands in them, never by its name; `--format` says it where a file fits several."
    )
    yield "## Formats"
    for one in formats():
        if not one.columns:
            continue
        yield f"### `{one.name}`: {one.title}"
        yield "\n".join(_of_format(one))
    yield "## A mapping"
    yield (
        "Where nothing else can tell, a TOML file says which column is what, and in which unit. It"
        " is named by `--map FILE`, or found as `usage-map.toml` beside the session. Those that"
        f" come along go by their names: {', '.join(f'`{name}`' for name in presets())}."
    )
    yield "\n".join(["| key | type | default |", "|---|---|---|", *_of_mapping(ColumnMapping, "")])


def _of_format(one: Format) -> Iterator[str]:
    times = f"in {one.zone}" if one.zone else "in the zone of `--timezone`, else in UTC"
    yield f"- columns that are read: {', '.join(f'`{column.name}`' for column in one.columns)}"
    inside = "inside" if one.row.cached_is == "inside" else "beside"
    yield f"- cached and written tokens stand {inside} the input"
    yield f"- endpoints by: {', '.join(f'`{name}`' for name in one.endpoints)}"
    yield f"- times that name no zone are {times}"
    if one.tells_files:
        twice = "rows that several files have"
        if any(column.name == "data" for column in one.columns):
            twice = f"a bucket that is there twice, and {twice},"
        yield f"- {twice} count once, bills beside usage of the same day"
    elif one.row.key:
        yield "- a call that stands in it twice counts once"
    if one.is_sampled:
        yield "- counts are lower bounds, since it may be a sample"
    if one.no_endpoint:
        yield f"- nothing is proposed: {one.no_endpoint}"


def _of_mapping(part: type[BaseModel], before: str) -> Iterator[str]:
    for name, info in part.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _of_mapping(inner, f"{name}.")
            continue
        default = "required" if info.is_required() else _cell(_default_of(info.default))
        yield f"| `{before}{name}` | {_cell(_kind_of(info))} | {default} |"


def _default_of(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value}`"


def _kind_of(info: FieldInfo) -> str:
    """A field's type in words: its choices, a text, a number, a moment."""
    choices = get_args(info.annotation)
    if choices and all(isinstance(one, str) for one in choices):
        return " or ".join(f"`{one}`" for one in choices)
    text = str(info.annotation)
    if "tuple" in text:
        return "texts"
    if "datetime" in text:
        return "date and time"
    return "number" if "float" in text else "text"


# ----------------------------------------------------------------------- keymap


def _keymap() -> Iterator[str]:
    yield "# Keys of the wizard"
    yield (
        "Every action stands in the palette (ctrl+p) by its name as well, and can be clicked there"
        " or in the bar at the bottom. Keys that some terminals keep for themselves are never an"
        " action's only way in."
    )
    yield "\n".join(
        [
            "| action | keys | id |",
            "|---|---|---|",
            *(
                f"| {one.label} | {', '.join(pretty(key) for key in one.keys.split(','))} |"
                f" `{one.id}` |"
                for one in ACTIONS
            ),
        ]
    )
    yield "## Keys and themes of your own"
    yield (
        "The id is what the config file calls an action. The last line of `payback --help` says"
        " where that file lies; `PAYBACK_HOME` moves it. A key that cannot be used, or belongs to"
        " another action, is named when the wizard starts, and the action keeps its own."
    )
    yield (
        '```toml\ntheme = "light"\nanimation = false\nrecovery = false\ndecimal_comma = true\n\n'
        '[keys]\nsave = "ctrl+s,f12"\n```'
    )
    yield (
        f"Themes: {', '.join(one.name.removeprefix('payback-') for one in THEMES)}. One that is"
        " chosen in the palette is written into the config file; all else in it stays as it is."
        " NO_COLOR is honoured in each, and a terminal with 256 or 16 colours has each in colours"
        " of its own. Without animation nothing moves by itself, the cursor does not blink, and"
        " `TEXTUAL_ANIMATIONS=none` says the same. Without recovery nothing is"
        " kept of unsaved work, and nothing kept before is offered. With a decimal comma `1.200,50`"
        " is 1200.5 and `1,5` is 1.5 wherever you type: on screens, in `payback ask`, in `payback"
        " set`; `1,200` and `1.200` are asked about. Session files keep the decimal point of TOML."
    )


if __name__ == "__main__":
    main()
