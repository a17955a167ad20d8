"""`payback log FILE`: the story of a case, from decision to decision up to now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from rules.comparing.as_json import difference_as_json
from rules.figures.ops import known
from rules.review.actual_months import FIGURES, ActualMonths
from rules.review.story import Chapter, Story, story_of
from wizard.cli.common import FILE, policy_option, team_policy
from wizard.cli.day import on_option
from wizard.cli.one_object import answer, json_option
from wizard.problems import Exit, report
from wizard.review.log_page import log_page
from wizard.review.recording import readable_decisions
from wizard.review.telling import as_json
from wizard.sessions.session_file import read_session


@click.command("log")
@click.argument("file", type=FILE)
@on_option
@json_option
@policy_option
def command(file: Path, day: date | None, as_object: bool, policy_file: Path | None) -> int:
    """Tell the story of a case: what was decided on it, what has changed, what months came to.

    Each answer that changed between two decisions, and since the last one, is put into the earlier
    case alone, to see what it does to payback and net present value; what is left is called
    interaction.
    """
    session = read_session(file, only_read=True)
    team = team_policy(policy_file, file)
    story = story_of(readable_decisions(session), session.answers, team, day or date.today())
    wrong = story.now.assessment.errors
    report(session.placed(wrong))
    title = story.now.assessment.case.title or session.title
    answer(
        as_object,
        lambda: {"file": str(file), "title": title, **_object(story)},
        lambda: log_page(story, title=title),
    )
    return Exit.UNUSABLE if wrong else Exit.DONE


def _object(story: Story) -> dict[str, Any]:
    now = story.now.assessment
    return {
        "currency": now.case.currency,
        "decisions": [_chapter(one) for one in story.chapters],
        **_after_launch(story.launched),
        "now": {
            "complete": now.complete,
            "missing": list(now.missing),
            "verdict": None if now.verdict is None else now.verdict.id,
            "payback_months": known(now.figures.headline.payback_months),
            "npv": known(now.figures.cash.npv),
        },
    }


def _after_launch(launched: ActualMonths) -> dict[str, Any]:
    day = launched.launched_on
    return {
        "launched_on": None if day is None else day.isoformat(),
        "launch_is_assumed": launched.is_assumed,
        "months": [
            {
                "month": f"{one.month:%Y-%m}",
                "key": one.key,
                **{name: known(getattr(one, name)) for name in FIGURES},
                "source": one.source or None,
                "coverage": one.coverage,
            }
            for one in launched.months
        ],
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    decision, state = chapter.decision, chapter.state
    fields = decision.model_dump()
    said = {name: None if value == "" else value for name, value in fields.items()}
    verdict = state.assessment.verdict
    return {
        **as_json(said),
        "edited": state.is_edited,
        "unusable": [{"key": one.key, "message": one.message} for one in chapter.refused],
        "verdict_now": None if verdict is None else verdict.id,
        "until_next": difference_as_json(chapter.then),
    }
