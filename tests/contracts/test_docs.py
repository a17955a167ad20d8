"""The documentation against the program: generated pages, links, examples, keys and rule ids."""

from __future__ import annotations

import functools
import io
import os
import re
import runpy
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.records import Records
from rules.answers.sheets import Sheet
from rules.catalog import RULES
from rules.figures.catalogue import FIGURES, shown_in
from rules.questions import NOT_ASKED, QUESTIONS
from wizard.cli import run
from wizard.problems import Exit

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "docs" / "generate_reference.py"
REFERENCE = ROOT / "docs" / "reference"
SPECIFICATION = ROOT / "docs" / "specification.md"
# Whatever else lies in a checkout: environments, caches, what was built.
NOT_OURS = {"build", "dist", "htmlcov", "node_modules"}


@functools.cache
def markdown_files() -> tuple[Path, ...]:
    found: list[Path] = []
    for folder, below, names in os.walk(ROOT):
        # An environment alone has ten times as many files as all that is ours.
        below[:] = [one for one in below if not one.startswith(".") and one not in NOT_OURS]
        found += (Path(folder, one) for one in names if one.endswith(".md") and one[0] != ".")
    return tuple(sorted(found))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", markdown_files(), ids=named)


# -------------------------------------------------------------- generated pages


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    pages: Callable[[], dict[str, str]] = runpy.run_path(str(GENERATOR))["pages"]
    return pages()


def test_generated_pages_are_up_to_date(generated: dict[str, str]) -> None:
    stale = [
        name
        for name, text in generated.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text("utf-8") != text
    ]
    assert not stale, f"docs/reference is stale: {', '.join(stale)}; run `make docs`"


def test_no_page_of_the_reference_is_left_over(generated: dict[str, str]) -> None:
    assert {path.name for path in REFERENCE.iterdir()} == generated.keys()


def test_generating_twice_gives_the_same(generated: dict[str, str]) -> None:
    assert runpy.run_path(str(GENERATOR))["pages"]() == generated


def test_the_reference_names_every_key_and_rule(generated: dict[str, str]) -> None:
    keys, rules = generated["keys.md"], generated["rules.md"]
    assert [key for key in (*QUESTIONS, *NOT_ASKED) if f"`{key}`" not in keys] == []
    assert [rule.id for rule in RULES if f"\n## `{rule.id}`\n" not in rules] == []


# ------------------------------------------------------------------------ links

FENCE = re.compile(r"^(```|~~~).*?^\1[^\S\n]*$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"\]\(\s*([^()\s]+)\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def prose(text: str) -> str:
    """A page without code blocks, comments and code spans, where brackets are no links."""
    return re.sub(r"`[^`\n]*`", "``", COMMENT.sub("", FENCE.sub("", text)))


@functools.cache
def anchors(text: str) -> set[str]:
    """The anchors that a page's headings get on the usual hosts."""
    found: dict[str, int] = {}
    result = set()
    for heading in HEADING.findall(COMMENT.sub("", FENCE.sub("", text))):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        seen = found.get(slug, 0)
        found[slug] = seen + 1
        result.add(f"{slug}-{seen}" if seen else slug)
    return result


def broken_links(page: Path, text: str) -> Iterator[str]:
    for inline, defined in LINK.findall(prose(text)):
        target = inline or defined
        if ELSEWHERE.match(target):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name
        if name and not file.exists():
            yield f"{target}: no such file"
        elif anchor and anchor not in anchors(file.read_text("utf-8") if name else text):
            yield f"{target}: no such heading"


@every_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page, page.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](Makefile)", 0),
        ("[a](no-such-file.md)", 1),
        ("[a](#there)\n\n# There", 0),
        ("[a](#not-there)\n\n# There", 1),
        ("[a](#there-1)\n\n# There\n\n# There", 0),
        ("`[a](no-such-file.md)` and https://host/[a](https://host/b)", 0),
        ("```\n[a](no-such-file.md)\n```", 0),
        ("[a](#low-volume)\n\n## `low-volume`", 0),
    ],
)
def test_a_broken_link_is_found(text: str, broken: int) -> None:
    assert len(list(broken_links(ROOT / "page.md", text))) == broken


def test_every_decision_is_in_their_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert [name for name in pages if f"]({name})" not in index] == []
    numbers = [name[:4] for name in pages]
    assert len(numbers) == len(set(numbers)), "two decisions have the same number"


# --------------------------------------------------------------------- examples

EXAMPLE = re.compile(
    r"^<!-- example: (?P<kind>[a-z]+)(?: (?P<name>[^\n]*?))?(?:\n(?P<typed>.*?))?\s*-->\n+"
    r"```[a-z]*\n(?P<shown>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LEFT_OUT = "[...]"


@dataclass(frozen=True)
class Example:
    """A code block that the program must agree with."""

    kind: str
    """`session`: a file; `output`: commands and what they print; `dialogue`: an interview."""
    name: str
    typed: str
    """The lines that a person types in a dialogue."""
    shown: str


def examples(text: str) -> list[Example]:
    return [
        Example(one["kind"], one["name"] or "", one["typed"] or "", one["shown"])
        for one in EXAMPLE.finditer(text)
    ]


class Person:
    """Standard input on which somebody types the lines given, seen on the terminal as typed."""

    def __init__(self, lines: str) -> None:
        self._lines = iter(lines.splitlines(keepends=True))

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        line = next(self._lines, "")
        if line and not line.endswith("\n"):
            line += "\n"
        sys.stdout.write(line)
        return line


@dataclass
class Runner:
    """Runs the examples of one page, one after the other in one folder."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def check(self, example: Example) -> None:
        match example.kind:
            case "session":
                (self.folder / example.name).write_text(example.shown, "utf-8")
            case "output":
                for command, expected in transcripts(example.shown):
                    assert_shows(self.printed_by(command), expected, command)
            case "dialogue":
                self.monkeypatch.setattr(sys, "stdin", Person(example.typed))
                printed = self.printed_by(example.name)
                assert_shows(printed, example.shown, example.name)
            case _:
                pytest.fail(f"an example of an unknown kind: {example.kind}")

    def printed_by(self, command: str) -> str:
        program, *arguments = shlex.split(command)
        assert program == "payback", f"only payback is run: {command}"
        # Both streams in one, as a terminal shows them.
        shown = io.StringIO()
        with redirect_stdout(shown), redirect_stderr(shown):
            status = run(arguments)
        assert status != Exit.BUG, shown.getvalue()
        return shown.getvalue()


def transcripts(shown: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, marked by a dollar sign, with what it is said to print."""
    for part in re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def assert_shows(printed: str, expected: str, command: str) -> None:
    """Assert that the output is as shown, whole paragraphs left out where the page says so."""
    real = paragraphs(printed)
    skipping = False
    for paragraph in paragraphs(expected):
        if paragraph == LEFT_OUT:
            skipping = True
            continue
        if skipping:
            while real and real[0] != paragraph:
                real.pop(0)
        assert real, f"{command} does not print, in this order:\n{paragraph}"
        assert real.pop(0) == paragraph, f"{command} prints something else"
        skipping = False
    assert skipping or not real, f"{command} prints more:\n" + "\n\n".join(real)


def paragraphs(text: str) -> list[str]:
    """The parts of a text between empty lines, without blanks at the ends of lines."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return [part.strip("\n") for part in re.split(r"\n{2,}", lines) if part.strip()]


WITH_EXAMPLES = [page for page in markdown_files() if examples(page.read_text("utf-8"))]


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PAYBACK_HOME", str(tmp_path / "home"))
    return Runner(folder, monkeypatch)


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=named)
def test_the_program_does_what_a_page_shows(page: Path, runner: Runner) -> None:
    for example in examples(page.read_text("utf-8")):
        runner.check(example)


def test_the_readme_has_examples_that_are_run() -> None:
    kinds = [one.kind for one in examples((ROOT / "README.md").read_text("utf-8"))]
    assert {"session", "output"} <= set(kinds)


@every_page
def test_every_mark_of_an_example_is_understood(page: Path) -> None:
    text = page.read_text("utf-8")
    marks = re.findall(r"^<!-- example\b", text, re.MULTILINE)
    assert len(examples(text)) == len(marks)


@pytest.mark.parametrize(
    ("expected", "fits"),
    [
        ("a\n\nb\n\nc", True),
        ("a\n\n[...]\n\nc", True),
        ("a\n\n[...]", True),
        ("a\n\nc", False),
        ("a\n\nb", False),
        ("a\n\n[...]\n\nd", False),
    ],
)
def test_an_output_that_changed_is_found(expected: str, fits: bool) -> None:
    if fits:
        assert_shows("a\n\nb\n\nc\n", expected, "payback")
    else:
        with pytest.raises(AssertionError):
            assert_shows("a\n\nb\n\nc\n", expected, "payback")


# ---------------------------------------------------------- the specification


def section(heading: str) -> str:
    """The text of the specification below a heading, up to the next of its level or above."""
    text = SPECIFICATION.read_text("utf-8")
    start = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert start, f"docs/specification.md has no heading '{heading}'"
    level = len(start[1])
    end = re.search(rf"^#{{1,{level}}} ", text[start.end() :], re.MULTILINE)
    return text[start.end() :][: end.start() if end else None]


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in a text, without their heads."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        head = number + 1 < len(lines) and lines[number + 1].startswith("|---")
        if line.startswith("|") and not line.startswith("|---") and not head:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def specified_keys() -> Iterator[str]:
    """The keys of the specification 1.2; `.name` stands beside the key before it."""
    for cells in rows(section("1.2 Keys")):
        before = ""
        for name in code(cells[0]):
            key = before.rpartition(".")[0] + name if name.startswith(".") else name
            before = key
            yield key


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The table class of a field: of the field itself, or of its rows."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    return next(filter(None, map(model_in, get_args(annotation))), None)


def keys_of(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, type[BaseModel] | None]]:
    """Every key of a case as the specification writes it, with the class of a list's rows."""
    for name, field in model.model_fields.items():
        key = f"{at}{field.alias or name}"
        inner = model_in(field.annotation)
        if inner is None:
            yield key, None
        elif isinstance(field.annotation, type):
            yield from keys_of(inner, f"{key}.")
        else:
            yield f"{key}[]", inner


def known_keys() -> set[str]:
    """Every key, those of lists of tables by column."""
    return {
        one
        for key, row in (*keys_of(Case), *keys_of(Records))
        for one in ([key] if row is None else [f"{key}.{name}" for name in row.model_fields])
    }


def covers(specified: str, key: str) -> bool:
    """Whether an entry of the specification is this key, its table, or its list of rows."""
    if specified.endswith(".*"):
        return key.startswith(specified[:-1])
    return key == specified or (specified.endswith("[]") and key.startswith(f"{specified}."))


def test_the_keys_of_the_specification_are_those_of_the_case() -> None:
    specified, known = set(specified_keys()), known_keys()
    # A worksheet is one entry of 1.2 and has its own table in section 2.
    of_sheets = {
        f"{sheet}.{name}" for sheet, model in sheets_of(Case) for name in model.model_fields
    }
    known -= {key for key in of_sheets if key.startswith("upfront.")}
    unknown = [one for one in specified if not any(covers(one, key) for key in known)]
    assert [one for one in unknown if one != "result.*"] == []
    assert [key for key in sorted(known) if not any(covers(one, key) for one in specified)] == []


def test_the_rows_of_lists_are_specified_by_column() -> None:
    columns = {
        code(cells[0])[0]: {name.removesuffix("[]") for name in code(cells[1])}
        for cells in rows(section("1.2 Keys"))
        if code(cells[0])[0].endswith("[]")
    }
    found = (*keys_of(Case), *keys_of(Records))
    models = {key: row for key, row in found if row is not None and key in columns}
    assert columns.keys() == models.keys()
    assert {key: set(nested_fields(model)) for key, model in models.items()} == columns


def nested_fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        inner = model_in(field.annotation)
        if inner is not None:
            yield from nested_fields(inner)


def sheets_of(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, type[Sheet]]]:
    for name, field in model.model_fields.items():
        inner = model_in(field.annotation)
        if inner is not None and issubclass(inner, Sheet):
            yield f"{at}{name}", inner
        elif inner is not None and isinstance(field.annotation, type):
            yield from sheets_of(inner, f"{at}{name}.")


def specified_inputs() -> dict[str, dict[str, str]]:
    """The default of each worksheet input in section 2, by worksheet."""
    found: dict[str, dict[str, str]] = {}
    for heading in ("2.1 Tokens", "2.2 Hosting", "2.3 Upfront"):
        sheets: list[str] = []
        for line in section(heading).splitlines():
            if not line.startswith("|"):
                named_here = [name for name in code(line) if name in dict(sheets_of(Case))]
                sheets = named_here or sheets
            for cells in rows(f"{line}\n"):
                if len(cells) == 3 and code(cells[0]):
                    for sheet in sheets:
                        found.setdefault(sheet, {})[code(cells[0])[0]] = cells[2]
    return found


def test_the_worksheets_of_the_specification_are_those_of_the_case() -> None:
    specified = specified_inputs()
    known = dict(sheets_of(Case))
    assert {sheet: set(inputs) for sheet, inputs in specified.items()} == {
        sheet: set(model.model_fields) for sheet, model in known.items()
    }
    assert {
        sheet: {name for name, default in inputs.items() if default == "required"}
        for sheet, inputs in specified.items()
    } == {sheet: set(model.required) for sheet, model in known.items()}


def test_the_rules_of_the_specification_are_those_of_the_catalogue() -> None:
    specified = [(code(cells[0])[0], cells[2]) for cells in rows(section("4.3 Rules"))]
    assert [rule_id for rule_id, _ in specified] == [rule.id for rule in RULES]


def test_the_caps_of_the_specification_are_those_of_the_catalogue() -> None:
    specified = {
        code(cells[0])[0]: set(re.findall(r"defensible|reconsider|do-not-distill", bare(cells[2])))
        for cells in rows(section("4.3 Rules"))
    }
    assert specified == {rule.id: {cap for cap in rule.caps if cap} for rule in RULES}


def bare(cell: str) -> str:
    """A cell without names of policy values, which hold the names of verdicts."""
    return re.sub(r"\w+_payback_months", "", cell)


def test_the_policy_of_the_specification_is_that_of_the_program() -> None:
    specified = {
        code(cells[0])[0]: None if cells[2] == "none" else float(cells[2])
        for cells in rows(section("4.1 Policy"))
    }
    assert specified == {name: field.default for name, field in Policy.model_fields.items()}


def objects(text: str) -> dict[str, list[str]]:
    """The keys of each object written as `name: {one, another: ...}` in a sketch of JSON."""
    return {
        name: [key.partition(":")[0] for key in re.split(r",\s*", keys)]
        for name, keys in re.findall(r"(\w+): (?:null or )?\{ ?([^{}]*?) ?\}", text)
    }


def test_the_figures_of_the_specification_are_those_of_the_catalogue() -> None:
    # Each headline figure has its formula; those of a group are one line, or follow further down.
    defined = re.findall(r"^    ([a-z_0-9]+) +(?:\w +)?= ", section("3.1 Headline"), re.M)
    single = [one.name for one in FIGURES if not one.group]
    groups = list(dict.fromkeys(one.group for one in FIGURES if one.group))
    assert set(defined) - {*groups, "annual_value"} == set(single)
    sketch = objects(section("5.1 JSON"))
    known = {
        group: [one.name_in_group for one in FIGURES if one.group == group] for group in groups
    }
    known["quality"].append("origin")
    known["cash"] += ["months", "net_by_year"]
    # In the order of the JSON.
    assert [(name, sketch[name]) for name in sketch if name in groups] == list(known.items())


def test_the_figures_of_a_comparison_are_those_of_the_catalogue() -> None:
    compared = [one.compared_as or one.flat_name for one in shown_in("compared")]
    assert objects(section("5.4 Comparing sessions"))["figures"] == compared
