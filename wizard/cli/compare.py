"""`payback compare FILE FILE...`: cases side by side, and what makes the difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rules.comparing.as_json import difference_as_json
from rules.comparing.chances import Chances
from rules.comparing.comparison import Side
from rules.figures.catalogue import shown_in
from rules.figures.ops import known
from rules.results import chances
from wizard.cli.common import FILE, judged, policy_option, team_policies, width_to_read
from wizard.cli.one_object import answer, json_option
from wizard.problems import Exit, InputUnusable, report
from wizard.reports.comparison_page import comparison_page
from wizard.reports.side_by_side import LETTERS, Compared, SideBySide, side_by_side
from wizard.sessions.session_file import read_session

LEAST, MOST = 2, len(LETTERS)


@click.command("compare")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE FILE...")
@json_option
@policy_option
def command(files: tuple[Path, ...], as_object: bool, policy_file: Path | None) -> int:
    """Put 2 to 8 sessions side by side, and say what makes the difference to the first.

    Each answer that differs is put into the first case alone, to see what it does to payback and
    net present value; what is left is called interaction.
    """
    if not LEAST <= len(files) <= MOST:
        raise click.UsageError(f"Name {LEAST} to {MOST} sessions, not {len(files)}.")
    policies = team_policies(policy_file)
    read = []
    for letter, path in zip(LETTERS, files, strict=False):
        try:
            session = read_session(path, only_read=True)
            team = policies.of(path)
            judged(session, session.answers, team)
        except InputUnusable as unusable:
            report(unusable.problems)
            read.append(Compared(str(path), letter, path.stem, None, unusable.problems))
        else:
            read.append(Compared(str(path), letter, session.title, Side(session.answers, team)))
    shown = side_by_side(read).with_chances()
    answer(as_object, lambda: _object(shown), lambda: comparison_page(shown, width_to_read()))
    return Exit.DONE if len(shown.assessed) == len(read) else Exit.UNUSABLE


def _object(shown: SideBySide) -> dict[str, Any]:
    return {
        "files": [_file(one, (shown.chances or {}).get(one.letter)) for one in shown.read],
        "differences": [
            {
                "from": shown.read[0].name,
                "to": other.name,
                **difference_as_json(difference),
            }
            for other, difference in shown.differences
        ],
    }


def _file(one: Compared, drawn: Chances | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "file": one.name,
        "title": one.title,
        "usable": drawn is not None,
        "problems": [
            {"line": each.line, "key": each.key or None, "message": each.message}
            for each in one.problems
        ],
    }
    if drawn is None:
        nothing = ("currency", "complete", "missing", "verdict", "figures", "chances")
        return shown | dict.fromkeys(nothing)
    found, risk = drawn
    return shown | {
        "currency": found.case.currency,
        "complete": found.complete,
        "missing": list(found.missing),
        "verdict": None if found.verdict is None else found.verdict.id,
        "figures": {
            figure.compared_as or figure.flat_name: known(figure.read(found.figures))
            for figure in shown_in("compared")
        },
        "chances": risk
        and {
            "draws": risk.draws,
            **chances(risk),
            "supports_verdict": risk.supports_verdict,
        },
    }
