"""Reports from the screens: made in a thread, written once it is clear what may be replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast, get_args

from textual.app import App

from rules.answers.answers import Answers
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.argument.what_it_hangs_on import outlook_of
from rules.assess import assess
from rules.uncertainty.scenarios.found import find
from screens.overlays.confirm import ConfirmScreen
from screens.pages.report import ReportScreen
from screens.ports import ReportLine, ReportMade, Written
from wizard.app import views
from wizard.app.case_app import CaseApp
from wizard.disk.errors import shown
from wizard.problems import InputUnusable, on_one_line
from wizard.reports.content import Audience, Paper
from wizard.reports.filing import Taken, beside, is_taken, refuse, report_of, write
from wizard.reports.formats import FORMATS, Report
from wizard.reports.txt import lines
from wizard.review.recording import since_decided
from wizard.sessions.naming import expanded, names_folder, with_ending
from wizard.sessions.open_session import OpenSession
from wizard.sessions.scenarios import scenarios_of
from wizard.workshop.record import workshop_of


async def open_report(app: CaseApp) -> None:
    """Show the open case as a report, to be written to a file."""
    if app.session is not None:
        reports = CaseReports(app, app.session, app.team)
        await views.open_view(app, ReportScreen, partial(ReportScreen, reports=reports))


class CaseReports:
    """What the open case is written as."""

    formats: Sequence[tuple[str, str]] = tuple((name, one.summary) for name, one in FORMATS.items())
    audiences: Sequence[str] = tuple(reversed(get_args(Audience)))
    papers: Sequence[str] = get_args(Paper)

    def __init__(self, app: App[None], session: OpenSession, team: TeamPolicy | None) -> None:
        """Report on a case.

        Args:
            app: where to ask.
            session: the case.
            team: the policy by which it is judged.
        """
        self._app = app
        self._session = session
        self._team = team

    def has_pages(self, format_: str) -> bool:
        """Whether a kind of file is made for paper of one size."""
        return FORMATS[format_].has_pages

    def path(self, format_: str) -> str:
        """Beside the session, as `payback report` has it; empty where there is no file."""
        file = self._session.file.path
        return "" if file is None else str(beside(file, format_))

    def make(self, answers: Answers) -> ReportMade:
        """The report of answers for each audience."""
        session = self._session
        assessment = assess(answers, self._team)
        outlook = outlook_of(assessment)
        decided = since_decided(session.file, answers, self._team, session.decided)
        scenarios = find(answers, scenarios_of(session.file), self._team)
        reports = {
            audience: report_of(
                assessment,
                outlook,
                audience,
                title=assessment.case.title or session.file.title,
                session=session.file.path,
                team=self._team,
                workshop=workshop_of(session.file),
                since=decided,
                scenarios=scenarios,
            )
            for audience in get_args(Audience)
        }
        return _Made(self._app, session, reports)


@dataclass(frozen=True)
class _Made:
    app: App[None]
    session: OpenSession
    reports: dict[Audience, Report]

    def lines(self, audience: str, width: int) -> Sequence[ReportLine]:
        return tuple(lines(self._for(audience).content, width))

    def _for(self, audience: str) -> Report:
        return self.reports[cast("Audience", audience)]

    async def write(
        self, format_: str, audience: str, path: str, paper: str
    ) -> Written | str | None:
        try:
            target = _file_meant(path, format_)
            await asyncio.to_thread(refuse, target, self.session.file.path, format_)
            taken = await asyncio.to_thread(is_taken, target)
            if taken and not await self._may_replace(target):
                return None
            report = replace(self._for(audience), paper=cast("Paper", paper))
            rendered = await asyncio.to_thread(FORMATS[format_].render, report)
            await asyncio.to_thread(write, target, rendered.data, replace=taken)
        except Taken:
            return f"{shown(target)} has come into being meanwhile; nothing was written."
        except InputUnusable as unusable:
            return on_one_line(" ".join(map(str, unusable.problems)))
        return Written(shown(target), rendered.warnings)

    async def _may_replace(self, target: Path) -> bool:
        self.app.clear_notifications()
        answer = await self.app.push_screen_wait(
            ConfirmScreen(
                f"{shown(target)} exists already.",
                [("keep", "Keep it"), ("replace", "Replace it")],
            )
        )
        return answer == "replace"


def _file_meant(typed: str, format_: str) -> Path:
    """The file of a path somebody typed; the ending may be left out.

    Raises:
        InputUnusable: where it cannot be the name of a file.
    """
    path = expanded(typed)
    if names_folder(typed) or not path.name:
        raise InputUnusable([Problem("is a folder; add the name of a file", file=typed)])
    refuse(path, None, format_)
    return with_ending(path, f".{format_}")
