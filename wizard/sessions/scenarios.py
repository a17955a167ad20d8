"""The scenarios that a session holds."""

from __future__ import annotations

from rules.answers.records import Scenario
from rules.answers.validation import validate
from rules.uncertainty.scenarios.own import TABLE
from wizard.sessions.session_file import SessionFile


def scenarios_of(file: SessionFile) -> tuple[Scenario, ...]:
    """Those that are written as they should be, in the order in which they stand."""
    return validate({TABLE: file.raw.get(TABLE, [])})[0].scenarios
