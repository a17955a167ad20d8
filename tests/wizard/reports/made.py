"""Reports of samples and of hostile sessions, made as the command makes them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from rules.argument.what_it_hangs_on import outlook_of
from rules.uncertainty.scenarios.found import find
from wizard.cli.common import read_and_judge
from wizard.reports.compose import compose
from wizard.reports.content import Audience, Content, Rendered
from wizard.reports.formats import FORMATS, Report
from wizard.reports.material import Origin
from wizard.sessions.scenarios import scenarios_of
from wizard.workshop.record import workshop_of

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "sample_sessions"
STRONG, AGAINST, DRAFT = (
    "support_ticket_classifier",
    "low_volume_contract_review",
    "unfinished_draft",
)
TEXT_FORMATS = [name for name, one in FORMATS.items() if one.is_text]
VERSION, TODAY = "1.2.3", date(2026, 11, 24)

HOSTILE = {
    "formula": "=cmd|'/c calc'!A0",
    "script": "<script>alert(1)</script><img src=http://evil.test/x onerror=alert(1)>",
    "link": "[here](javascript:alert(1)) ](javascript:alert(2)) <javascript:alert(3)>",
    "table": "a | b || c |",
    "code": "`whoami` ```sh",
    "typst": '#eval("1") #image("/etc/passwd") $x^2$ *b* _i_ @ref <label> // c',
    "control": "red \x1b[31m bell \x07 back \x9b1m over \u202etxt.exe",
    "sign": "+1 -1 @SUM(A1) %0a",
    "wide": "漢字 かな 한글",
    "right to left": "שלום مرحبا",
    "long": "A" * 10_000,
}


WORKSHOP = """
[[workshop.participants]]
name = "TEXT"
role = "TEXT"

[[workshop.participants]]
name = "Bo"

[[workshop.rounds]]
key = "volume.calls_per_month"
number = 1
estimates = [
  { participant = "TEXT", likely = 5_000, reason = "because TEXT" },
  { participant = "Bo", likely = 6_000_000 },
]

[[workshop.rounds]]
key = "student.cost_per_1k_calls"
number = 1
estimates = [{ participant = "TEXT", likely = 1, reason = "because TEXT" }]

[[workshop.agreed]]
key = "volume.calls_per_month"
likely = 6_000_000
method = "chosen"
dissent = [{ participant = "TEXT", reason = "because TEXT" }]
"""
"""Of a hostile session: one number agreed with a dissent, one that is open."""


@cache
def report_of(path: Path, audience: Audience = "full") -> Report:
    """Everything a renderer is given, for the session at a path."""
    session, assessment = read_and_judge(path)
    outlook = outlook_of(assessment)
    origin = Origin(assessment.case.title or session.title, path.name, VERSION, TODAY)
    workshop = workshop_of(session)
    scenarios = find(session.answers, scenarios_of(session))
    content = compose(assessment, outlook, origin, audience, None, workshop, scenarios)
    return Report(content, assessment, outlook, workshop, scenarios)


def content_of(name: str, audience: Audience = "full") -> Content:
    """The content of a sample."""
    return report_of(SAMPLES / f"{name}.toml", audience).content


def made(name: str, format_: str, audience: Audience = "full") -> Rendered:
    """The report of a sample."""
    return FORMATS[format_].render(report_of(SAMPLES / f"{name}.toml", audience))


def hostile(folder: Path, text: str) -> Path:
    """A session that says one text wherever a session can say any."""
    quoted = "".join(
        letter if letter.isprintable() and letter not in '"\\' else f"\\U{ord(letter):08X}"
        for letter in text
    )
    said = (SAMPLES / f"{STRONG}.toml").read_text(encoding="utf-8")
    for mine in (
        "gateway logs, Aug-Oct",
        "POST /v1/tickets/classify",
        "Head of support platform",
        "safety and legal complaints",
        "small model with a better prompt",
        "evaluation run 118, frozen set v3",
        "minutes until an agent sees an urgent ticket",
    ):
        assert f'"{mine}"' in said
        said = said.replace(f'"{mine}"', f'"{quoted}"')
    if len(text) <= 120:
        said = said.replace('"Support-ticket classifier"', f'"{quoted}"')
        said = said.replace("[upfront]", f'[upfront]\nother = {{ "{quoted}" = 100 }}', 1)
    scenario = f'\n[[scenarios]]\nname = "{quoted}"\nset = {{ "volume.calls_per_month" = 9 }}\n'
    path = folder / "hostile.toml"
    path.write_text(said + WORKSHOP.replace("TEXT", quoted) + scenario, encoding="utf-8")
    return path
