"""What gets imported at run time, and what rules may call: the walls a static check cannot see."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Each costs a noticeable part of a command's time, or is an extra that may be
# missing, and is imported in the function that needs it.
HEAVY = {
    "textual",
    "numpy",
    "jinja2",
    "xlsxwriter",
    "genai_prices",
    "typst",
    "aiohttp",
    "duckdb",
    "sqlglot",
    "psycopg",
    "clickhouse_connect",
    "pyspark",
    "highspy",
}
# What rules have no use for; files and clocks of the standard library are left
# out, for pydantic itself loads some of them.
FOREIGN_TO_RULES = HEAVY | {
    "screens",
    "wizard",
    "rich",
    "click",
    "tomlkit",
    "tomllib",
    "platformdirs",
    "filelock",
}
SAMPLE = "sample_sessions/support_ticket_classifier.toml"


def packages_loaded_by(*arguments: str) -> set[str]:
    """The top-level packages that this Python imports when it is run with `arguments`."""
    return {module.partition(".")[0] for module in modules_loaded_by(*arguments)}


@functools.cache
def modules_loaded_by(*arguments: str) -> frozenset[str]:
    """Run this Python with `arguments` from the project's root, and return what it imported."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    lines = [line for line in run.stderr.splitlines() if line.startswith("import time:")]
    return frozenset(line.rpartition("|")[2].strip() for line in lines)


def rules_modules() -> list[str]:
    """Return the dotted name of every module in rules."""
    paths = sorted((ROOT / "rules").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def test_the_reading_of_imports_sees_imports() -> None:
    assert "click" in packages_loaded_by("-c", "import click.testing")


def test_importing_the_program_loads_nothing_heavy() -> None:
    assert packages_loaded_by("-c", "import wizard.__main__") & HEAVY == set()


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_asking_about_the_program_loads_nothing_heavy(option: str) -> None:
    loaded = packages_loaded_by("-m", "wizard", option)
    assert "wizard" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.part(6)
@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", SAMPLE),
        ("compare", SAMPLE, SAMPLE),
        ("log", SAMPLE),
        ("decide", "--help"),
        ("rank", "sample_sessions"),
        ("policy", SAMPLE),
        ("report", SAMPLE, "--format", "md", "-o", "-"),
        ("workshop", "merge", SAMPLE, SAMPLE),
        ("redact", SAMPLE, "-o", "-"),
        ("import", "usage", "--help"),
        ("import", "evaluation", "--help"),
        ("scan", "--help"),
        ("doctor",),
        ("rules",),
        ("samples",),
    ],
)
def test_a_command_without_a_screen_loads_none(arguments: tuple[str, ...]) -> None:
    loaded = packages_loaded_by("-m", "wizard", *arguments)
    # Arithmetic over arrays is part of an answer; the rest is not.
    assert loaded & (HEAVY - {"numpy"} | {"screens"}) == set()


def test_judging_and_starting_load_nothing_of_scenarios() -> None:
    for arguments in (("-m", "wizard", "assess", SAMPLE), ("-c", "import wizard.app.app")):
        loaded = modules_loaded_by(*arguments)
        assert not [one for one in loaded if "scenarios" in one]


def test_scenarios_load_no_screen() -> None:
    loaded = modules_loaded_by("-m", "wizard", "scenarios", SAMPLE)
    assert "rules.uncertainty.scenarios.frontier" in loaded
    assert not {one for one in loaded if one.partition(".")[0] == "textual"}
    assert not {one for one in loaded if one.startswith(("screens.pages", "screens.frame"))}


def test_the_first_screens_load_nothing_that_lies_on_them_only_when_asked_for() -> None:
    loaded = modules_loaded_by(
        "-c", "import wizard.app.app, screens.pages.home, screens.pages.step"
    )
    later = (
        "screens.pages.decisions",
        "rules.review",
        "screens.overlays.tour",
        "screens.overlays.help",
        "screens.frame.console_signs",
        "wizard.app.palette_offers",
        "wizard.disk.store",
        "wizard.sessions.meanwhile",
        "wizard.settings.policy_file",
        "rules.tables.sheet",
        "rules.uncertainty",
        "wizard.toml.steps",
    )
    assert loaded & {*later, "tomlkit", "wizard.sessions.template"} == set()


def test_judging_and_starting_know_nothing_of_portfolios() -> None:
    for arguments in (
        ("-c", "import wizard.app.app, screens.pages.home"),
        ("-m", "wizard", "assess", SAMPLE),
    ):
        loaded = modules_loaded_by(*arguments)
        assert not [one for one in loaded if "portfolio" in one]


def test_judging_and_starting_know_nothing_of_reviews() -> None:
    for arguments in (
        ("-c", "import wizard.app.app, screens.pages.home, screens.pages.step"),
        ("-m", "wizard", "assess", SAMPLE),
        ("-m", "wizard", "report", SAMPLE, "--format", "md", "-o", "-"),
        ("-m", "wizard", "check", SAMPLE),
    ):
        loaded = modules_loaded_by(*arguments)
        names = ("findings", "forecast", "ways_open", "ahead", "reviewed", "outcome", "due")
        assert not [one for one in loaded if one.split(".")[-1] in names]


def test_screens_load_no_tls_and_leave_it_to_who_speaks_it() -> None:
    program = (
        "from wizard.cli.launch import load_asyncio; load_asyncio(); import wizard.app.app, sys;"
        "assert 'ssl' not in sys.modules;"
        "import asyncio, http.client; http.client.HTTPSConnection('127.0.0.1');"
        "asyncio.Runner().close()"
    )
    loaded = modules_loaded_by("-c", program)
    assert "textual.app" in loaded


def test_looking_for_reviews_that_are_due_calculates_nothing() -> None:
    loaded = modules_loaded_by("-m", "wizard", "check", "sample_sessions", "--due")
    assert "rules.review.due" in loaded
    assert not {one for one in loaded if one.partition(".")[0] in HEAVY | {"screens"}}
    assert "rules.review.forecast" not in loaded


def test_choosing_among_cases_loads_the_solver_and_no_screen() -> None:
    arguments = ("portfolio", "sample_sessions", "--budget", "200k", "--currency", "USD")
    loaded = packages_loaded_by("-m", "wizard", *arguments)
    assert "highspy" in loaded
    assert loaded & (HEAVY - {"numpy", "highspy"} | {"screens"}) == set()


def test_looking_up_prices_loads_their_list_and_no_screen() -> None:
    loaded = packages_loaded_by("-m", "wizard", "prices", "gpt")
    assert "genai_prices" in loaded
    assert loaded & (HEAVY - {"numpy", "genai_prices"} | {"screens"}) == set()


@pytest.mark.parametrize("command", [("import", "usage"), ("scan",)])
def test_what_reads_usage_loads_its_engine_and_no_screen(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    trace = tmp_path / "trace.csv"
    trace.write_text("time,prompt_tokens,completion_tokens\n2026-06-01T08:00:00Z,9,1\n")
    loaded = packages_loaded_by("-m", "wizard", *command, str(trace))
    assert "duckdb" in loaded
    assert loaded & ((HEAVY - {"numpy", "duckdb", "genai_prices"}) | {"screens"}) == set()


def test_printing_the_query_loads_what_writes_it_and_no_engine() -> None:
    loaded = packages_loaded_by("-m", "wizard", "import", "usage", "--print-sql", "postgres")
    assert "sqlglot" in loaded
    assert loaded & ((HEAVY - {"numpy", "sqlglot"}) | {"screens"}) == set()


@pytest.mark.parametrize("arguments", [("--version",), ("assess", SAMPLE, "--quick")])
def test_what_reads_evaluations_is_loaded_by_their_import_alone(arguments: tuple[str, ...]) -> None:
    loaded = modules_loaded_by("-m", "wizard", *arguments)
    assert not [module for module in loaded if module.startswith("wizard.imports")]


# Plain text has its charts from where the screens have theirs; that is no screen yet.
@pytest.mark.parametrize(
    ("name", "renderer"), [("txt", "screens"), ("html", "jinja2"), ("xlsx", "xlsxwriter")]
)
def test_a_report_loads_what_renders_its_format_and_no_screen(
    name: str, renderer: str, tmp_path: Path
) -> None:
    written = str(tmp_path / f"case.{name}")
    loaded = packages_loaded_by("-m", "wizard", "report", SAMPLE, "--format", name, "-o", written)
    assert loaded & (HEAVY - {"numpy"} | {"screens"}) == {renderer}


@pytest.mark.parametrize("module", ["rules", "rules.assess"])
def test_rules_load_nothing_foreign(module: str) -> None:
    assert packages_loaded_by("-c", f"import {module}") & FOREIGN_TO_RULES == set()


def test_no_module_of_rules_loads_anything_foreign() -> None:
    loaded = packages_loaded_by("-c", f"import {', '.join(rules_modules())}")
    assert "rules" in loaded
    assert loaded & FOREIGN_TO_RULES == set()


def calls_of_clock_or_files(source: str) -> list[str]:
    """Return each call in `source` that asks the clock or reaches outside, as `line: call`.

    `date.today` and `datetime.now` are looked for by their last name, whatever they are called on.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="open" | "input" | "print" | "exec" | "eval" as name)):
                found.append(f"{node.lineno}: {name}")
            case ast.Call(func=ast.Attribute(attr="today" | "now" | "utcnow" as name)):
                found.append(f"{node.lineno}: .{name}")
    return found


@pytest.mark.parametrize("module", rules_modules())
def test_rules_ask_no_clock_and_open_nothing(module: str) -> None:
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    assert calls_of_clock_or_files(source.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", ["date.today()", "datetime.now(UTC)", "open(name)"])
def test_a_call_of_clock_or_files_is_found(source: str) -> None:
    assert calls_of_clock_or_files(source)
