"""`payback review FILE`: what came of a decided case, and what can be done now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from rules.words.wording import visible
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.cli.day import on_option
from wizard.cli.one_object import json_option, print_object
from wizard.problems import Exit, report
from wizard.sessions.session_file import read_session


@click.command("review")
@click.argument("file", type=FILE)
@on_option
@json_option
@policy_option
def command(file: Path, day: date | None, as_object: bool, policy_file: Path | None) -> int:
    """Say what came of a decided case: as approved, as it was, and as it is expected by now.

    The case is judged again from the months on record. What asks for attention is named, and each
    way that is open now with what it is worth from here: what was spent does not count. `payback
    report FILE --about outcome` writes the same for whoever signed it.
    """
    from wizard.review.looking import look, outcome_of

    today = day or date.today()
    session = read_session(file, only_read=True)
    case = look(session, team_policy(policy_file, file), today)
    report(session.placed(case.actual.doubts))
    title = case.followed.now.case.title or session.title
    if as_object:
        from wizard.review.review_json import review_as_json

        found = {"file": str(file), "title": title, **review_as_json(case)}
        print_object(found)
        return Exit.DONE
    from wizard.reports import txt

    made = outcome_of(case, "full", title=title, session=file, today=today)
    click.echo(visible(txt.render(made.content).removesuffix("\n")))
    return Exit.DONE
