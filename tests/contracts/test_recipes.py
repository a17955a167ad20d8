"""What a change takes, as CONTRIBUTING.md tells it: made in a copy of the house, and then found.

Each is all that is written here, in at most three files of the source.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.environment import surroundings
from tests.wizard.cases import SAMPLES
from tests.wizard.conftest import Outcome
from tests.wizard.reports.workbooks import read

ROOT = Path(__file__).parents[2]


class Edit(NamedTuple):
    """Lines that come into a file: in front of the one line that is named, or at the end."""

    lines: str
    before: str = ""


A_RULE_WITH_A_NEW_KEY: Mapping[str, tuple[Edit, ...]] = {
    "rules/answers/case.py": (
        Edit("    prices_held_until: Day | None = None\n", "    bill_per_month: Positive"),
    ),
    "rules/questions/teacher.py": (
        Edit(
            """
        Question(
            key="teacher.prices_held_until",
            label="Teacher's prices held until",
            kind=Kind.DATE,
            prompt="Until which day does the contract hold the teacher's prices?",
            why="Prices that may change before the money is back are no ground for a plan.",
            where_to_find="The contract, under terms of payment.",
            example="2027-09-30",
        ),
""",
            '        Question(\n            key="teacher.training_terms"',
        ),
    ),
    "rules/catalog/retirement.py": (
        Edit(
            """

def _prices_move(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    found = _retirement(case.teacher.prices_held_until, case, figures, policy)
    if found is None or not found.is_too_early:
        return None
    return Finding({"held_until": found.on.isoformat()})


def _explain_prices_move(evidence: Evidence, words: Words) -> str:
    return f"The teacher's prices are held until {evidence['held_until']} alone."


PRICES_MOVE = Rule(
    id="prices-move",
    title="Prices may move before payback",
    place=125,
    about="teacher.prices_held_until",
    caps=("defensible",),
    fires_when="the teacher's prices are held for less time than the cash takes to come back",
    check=_prices_move,
    explain=_explain_prices_move,
    remedy="Ask for prices that are held until the cash is back.",
)
"""
        ),
    ),
}

A_FIGURE: Mapping[str, tuple[Edit, ...]] = {
    "rules/figures/economics.py": (
        Edit("    quarterly_savings: Number\n", "    most_at_stake: Number"),
        Edit("        quarterly_savings=3 * savings,\n", "        most_at_stake=teacher_spend"),
    ),
    "rules/figures/catalogue/headline.py": (
        Edit(
            """    Figure(
        "quarterly_savings", "Saved in a quarter", "money",
        lambda of: of.headline.quarterly_savings, "volume.calls_per_month",
        "3 × savings a month", {"verdict": 141},
    ),
""",
            '    Figure(\n        "most_at_stake"',
        ),
    ),
    "wizard/reports/workbook/headline.py": (
        Edit(
            '    figures.result("quarterly_savings", 3 * savings[0])\n',
            '    figures.result(\n        "most_at_stake"',
        ),
    ),
}

A_PLAIN_FORMAT: Mapping[str, tuple[Edit, ...]] = {
    "wizard/reports/headings.py": (
        Edit(
            '''"""A report as its headings."""

from wizard.reports.content import Content


def render(content: Content) -> str:
    return "".join(f"{one.heading}\\n" for one in content.sections)
'''
        ),
    ),
    "wizard/reports/formats.py": (
        Edit(
            """def _headings(report: Reported) -> Rendered:
    from wizard.reports import headings

    return Rendered(headings.render(report.content).encode())


""",
            "FORMATS: dict",
        ),
        Edit(
            '    "headings": Format("what it tells of", _headings, is_text=True),\n',
            '    "html": Format(',
        ),
    ),
}


SEVERAL = """
import contextlib, io, json, sys
from wizard.cli import run

def held():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")

def text(stream):
    stream.flush()
    return stream.buffer.getvalue().decode()

left = []
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(held()) as out, contextlib.redirect_stderr(held()) as err:
        status = run(words)
    left.append((status, text(out), text(err)))
print(json.dumps(left))
"""
"""Runs commands, and prints the status, output and messages of each."""


class House:
    """A copy of the source in which something can be added."""

    def __init__(self, at: Path) -> None:
        self.at = at
        for room in ("rules", "screens", "wizard"):
            shutil.copytree(ROOT / room, at / room, copy_function=os.symlink)
        self.case = at / "case.toml"
        shutil.copyfile(SAMPLES["support_ticket_classifier"], self.case)

    def add(self, recipe: Mapping[str, tuple[Edit, ...]]) -> None:
        for name, edits in recipe.items():
            path = self.at / name
            text = path.read_text() if path.exists() else ""
            for edit in edits:
                assert not edit.before or text.count(edit.before) == 1, edit.before
                where = text.index(edit.before) if edit.before else len(text)
                text = text[:where] + edit.lines + text[where:]
            path.unlink(missing_ok=True)
            path.write_text(text)

    def run(self, *commands: tuple[str, ...]) -> list[Outcome]:
        """What each of these commands leaves behind, one after the other in one process."""
        # The copies share what is compiled of the house itself, which stays as it is.
        env = surroundings(PYTHONPATH=str(self.at), PYTHONDONTWRITEBYTECODE="1")
        command = [sys.executable, "-P", "-c", SEVERAL, json.dumps(commands)]
        done = subprocess.run(command, cwd=self.at, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [Outcome(*one) for one in json.loads(done.stdout)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_rule_with_a_new_key_takes_three_files(house: House) -> None:
    house.add(A_RULE_WITH_A_NEW_KEY)
    refused, _, assessed, rules, schema, _ = house.run(
        ("set", "case.toml", "teacher.prices_held_until=soon"),
        ("set", "case.toml", "teacher.prices_held_until=2026-12-30"),
        ("assess", "--json", "--quick", "case.toml"),
        ("rules",),
        ("schema",),
        ("new", "empty.toml"),
    )
    assert (refused.status, "Not a date" in refused.err) == (2, True)
    told = json.loads(assessed.out)
    assert told["verdict"]["id"] == "defensible"
    assert [one["id"] for one in told["rules"]] == ["teacher-retires", "prices-move"]
    assert told["rules"][1]["message"].endswith("held until 2026-12-30 alone.")
    listed = [line.split()[0] for line in rules.out.splitlines()]
    assert listed.index("prices-move") == listed.index("teacher-retires") + 1
    assert "prices_held_until" in schema.out
    assert "# prices_held_until = 2027-09-30" in (house.at / "empty.toml").read_text()
    assert len(A_RULE_WITH_A_NEW_KEY) == 3


def test_a_figure_takes_three_files(house: House) -> None:
    house.add(A_FIGURE)
    assessed, page, written = house.run(
        ("assess", "--json", "--quick", "case.toml"),
        ("assess", "--quick", "case.toml"),
        ("report", "case.toml", "--format", "xlsx"),
    )
    result = json.loads(assessed.out)["result"]
    assert result["quarterly_savings"] == pytest.approx(3 * result["monthly_savings"])
    assert f"Saved in a quarter ${result['quarterly_savings']:,.0f}" in page.said
    assert written.status == 0, written.err
    book = read(house.at / "case.xlsx")
    assert book.named("result_quarterly_savings") == pytest.approx(3 * result["monthly_savings"])
    assert len(A_FIGURE) == 3


def test_a_plain_format_takes_two_files(house: House) -> None:
    house.add(A_PLAIN_FORMAT)
    written, help_page = house.run(
        ("report", "case.toml", "--format", "headings", "--audience", "one-page"),
        ("report", "--help"),
    )
    assert written.status == 0, written.err
    assert "What is not counted" in (house.at / "case.headings").read_text().splitlines()
    assert "headings: what it tells of" in help_page.said
    assert len(A_PLAIN_FORMAT) == 2
