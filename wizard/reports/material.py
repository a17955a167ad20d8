"""What the sections of a report are written from: the judged case, and what several of them say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules.answers.policy import TeamPolicy
from rules.answers.records import Workshop
from rules.argument.quality_evidence import evidence_of
from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from rules.uncertainty.scenarios.found import Found
from wizard import __version__
from wizard.disk import piped


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a report was made."""

    title: str
    """Of the case, which may come from its file's name."""
    file: str
    """Name of the session, without its folders; empty for one that is not saved yet."""
    version: str
    today: date


def origin_of(title: str, session: Path | None, today: date) -> Origin:
    """Where a report of a session is made; what came through a pipe has no name."""
    has_name = session is not None and piped.descriptor_of(session) is None
    return Origin(
        title, session.name if session is not None and has_name else "", __version__, today
    )


class Material:
    """A judged case, and what more than one part of its report needs."""

    def __init__(
        self,
        assessment: Assessment,
        outlook: Outlook,
        origin: Origin,
        team: TeamPolicy | None,
        workshop: Workshop,
        scenarios: Found | None,
        since: str = "",
    ) -> None:
        self.assessment = assessment
        self.outlook = outlook
        self.origin = origin
        self.team = team
        self.workshop = workshop
        self.since = since
        self.scenarios = scenarios
        self.case = assessment.case
        self.words = assessment.words
        self.evidence = evidence_of(assessment.case)
