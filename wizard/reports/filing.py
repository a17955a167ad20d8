"""From a judged case to a report in a file: what the command and the report screen share.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.answers.records import Workshop
from rules.argument.what_it_hangs_on import Outlook, with_outlook
from rules.assess import Assessment
from rules.uncertainty.scenarios.found import Found
from wizard.disk import piped
from wizard.disk.errors import ChangedOnDisk, SaveFailed, shown
from wizard.disk.folders import is_folder
from wizard.disk.reading import MAX_BYTES
from wizard.disk.store import save
from wizard.problems import InputUnusable
from wizard.reports.compose import compose
from wizard.reports.content import Audience
from wizard.reports.formats import FORMATS, Report
from wizard.reports.material import origin_of


class Taken(Exception):
    """There is a file already, and nobody has said that it may be replaced."""


def beside(session: Path, format_: str) -> Path:
    """Where the report of a session lies unless somebody says otherwise."""
    # A path such as `.` has no name; that it is a folder is said of it as of any other.
    return session.with_suffix(f".{format_}") if session.name else session


def report_of(
    assessment: Assessment,
    outlook: Outlook,
    audience: Audience,
    *,
    title: str,
    session: Path | None,
    team: TeamPolicy | None,
    workshop: Workshop,
    scenarios: Found,
    since: str = "",
) -> Report:
    """All that a renderer is given, with today's date on it; arguments as for `compose`."""
    origin = origin_of(title, session, date.today())
    assessment = with_outlook(assessment, outlook)
    content = compose(assessment, outlook, origin, audience, team, workshop, scenarios, since)
    return Report(content, assessment, outlook, workshop, scenarios)


def refuse(target: Path, session: Path | None, format_: str) -> None:
    """Say before anything is computed that a report cannot be written to a place.

    Raises:
        InputUnusable: where it is a folder, a device and the like, the session itself, or called
            as a report of another format is.
    """
    if is_folder(target):
        raise _unusable(target, "is a folder; add the name of a file")
    ending = target.suffix.lower().removeprefix(".")
    if ending != format_ and ending in FORMATS:
        other = f"ends as {ending} does, and the format is {format_}; choose {ending} as the format"
        raise _unusable(target, f"{other}, or another ending")
    try:
        status = target.stat()
        is_session = session is not None and os.path.samestat(status, piped.status_of(session))
    except (OSError, ValueError):
        # Nothing is there, or what is wrong with it is said by whoever opens it.
        return
    if is_session:
        raise _unusable(
            target, "is the session itself, which a report never replaces; name another file"
        )
    if not stat.S_ISREG(status.st_mode):
        raise _unusable(target, "is no file but a device or the like; name a file")
    if status.st_size > MAX_BYTES:
        raise _unusable(
            target, f"is larger than {_MEGABYTES} MB, so it is no report; name another file"
        )


def is_taken(target: Path) -> bool:
    """Whether something of that name exists."""
    return os.path.lexists(target)


def write(target: Path, data: bytes, *, replace: bool) -> None:
    """Write a report whole or not at all; a symbolic link stays one.

    Raises:
        Taken: it exists and may not be.
        InputUnusable: it could not be written, saying why and what to do.
    """
    if len(data) > MAX_BYTES:
        raise _unusable(
            target,
            f"the report is larger than {_MEGABYTES} MB; leave rows out of the session's tables,"
            " or write the page to decide on alone (--audience one-page)",
        )
    try:
        save(target, data, expected=None, replace_changed=replace, is_precious=False)
    except ChangedOnDisk as changed:
        raise Taken from changed
    except SaveFailed as failed:
        raise InputUnusable([Problem(str(failed))]) from failed


_MEGABYTES = MAX_BYTES // 1_000_000


def _unusable(target: Path, message: str) -> InputUnusable:
    return InputUnusable([Problem(message, file=shown(target))])
