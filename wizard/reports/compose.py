"""Assessment in, content out: what a report says, its first page before its appendix.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

from rules.answers.policy import TeamPolicy
from rules.answers.records import Workshop
from rules.argument.brief import headline
from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from rules.uncertainty.scenarios.found import Found
from rules.verdict import SPOKEN
from wizard.reports.appendix import appendix
from wizard.reports.content import LONGEST_SAID, Audience, Content, clean
from wizard.reports.front import front
from wizard.reports.material import Material, Origin

UNTITLED = "Case without a title"


def compose(
    assessment: Assessment,
    outlook: Outlook,
    origin: Origin,
    audience: Audience = "full",
    team: TeamPolicy | None = None,
    workshop: Workshop | None = None,
    scenarios: Found | None = None,
    since: str = "",
) -> Content:
    """The content of a report.

    Args:
        assessment: of any case, also one that is not complete.
        outlook: sensitivity and risk of the same case.
        origin: where and when the report is made.
        audience: one page, or everything.
        team: whose policy the case was judged by.
        workshop: that the session holds, if it does.
        scenarios: what the case comes to in its scenarios, where that is found out.
        since: what has become of a case that was decided, in a few sentences; empty for one that
            was not.
    """
    given = Material(assessment, outlook, origin, team, workshop or Workshop(), scenarios, since)
    verdict = assessment.verdict
    spoken = SPOKEN[verdict.id] if verdict is not None else None
    sections = list(front(given))
    if audience == "full":
        sections += appendix(given)
    return Content(
        title=clean(origin.title) or UNTITLED,
        subtitle=clean(_subtitle(given)),
        verdict=spoken.words if spoken is not None else "Draft",
        sign=spoken.plain_sign if spoken is not None else "…",
        tone=verdict.tone if verdict is not None else "quiet",
        headline=clean(_headline(assessment), LONGEST_SAID),
        sections=tuple(one for one in sections if one.blocks),
        currency=given.case.currency,
        file=clean(origin.file) or "not saved yet",
        version=origin.version,
        date=origin.today,
    )


def _headline(assessment: Assessment) -> str:
    """The verdict's sentence without its first words, which stand in front of it."""
    said, verdict = headline(assessment), assessment.verdict
    if verdict is None:
        return said
    rest = said.removeprefix(f"{SPOKEN[verdict.id].words}: ")
    return f"{rest[:1].upper()}{rest[1:]}"


def _subtitle(given: Material) -> str:
    task, as_of = given.case.task, given.case.as_of
    known = (
        task.endpoint and f"Endpoint: {task.endpoint}",
        task.owner and f"Owner: {task.owner}",
        as_of and f"Prices as of {as_of.isoformat()}",
    )
    return " · ".join(one for one in known if one)
