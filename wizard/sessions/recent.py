"""Sessions opened before, newest first. A convenience: what goes wrong here stops nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from rules.answers.policy import TeamPolicy
from rules.verdict import SPOKEN
from rules.words.wording import plural
from wizard.disk import own_files
from wizard.disk.paths import state_dir
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.session_file import read_session

MOST = 8


def _list() -> Path:
    return state_dir() / "recent.json"


def paths() -> list[Path]:
    """The files opened before, newest first."""
    with suppress(*own_files.DAMAGED):
        return [Path(name) for name in json.loads(_list().read_text("utf-8"))][:MOST]
    return []


def remember(path: Path) -> None:
    """Put a file at the top of the list."""
    with suppress(OSError, RuntimeError):
        resolved = path.resolve()
        names = [str(resolved), *(str(one) for one in paths() if one != resolved)]
        own_files.write(_list(), json.dumps(names[:MOST]).encode(), is_synced=False)


def titled(files: Sequence[Path]) -> list[tuple[Path, str]]:
    """Files with their names, and as many of their folders as it takes to tell them apart."""
    return [(file, _title(file, files)) for file in files]


def _title(file: Path, files: Sequence[Path]) -> str:
    others = [one.parts for one in files if one != file]
    parts = 1
    while parts < len(file.parts) and any(one[-parts:] == file.parts[-parts:] for one in others):
        parts += 1
    return on_one_line(str(Path(*file.parts[-parts:])))


def in_short(path: Path, team: TeamPolicy | None = None) -> str:
    """Verdict and payback of a session in a few words, or why there is none."""
    from rules.argument.headline import paybacks_in_short
    from rules.assess import assess

    try:
        session = read_session(path)
    except InputUnusable as unusable:
        return unusable.problems[0].message
    assessment = assess(session.answers, team)
    if assessment.verdict is None:
        return f"{plural(len(assessment.missing), 'answer', 'answers')} missing"
    return f"{SPOKEN[assessment.verdict.id].words}, {paybacks_in_short(assessment.figures)}"
