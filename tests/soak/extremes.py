"""Every number of a session at its extremes, through everything that says something of a case.

    python -m tests.soak.extremes [--size TRIALS] [--seed SEED]

A trial is one sample with one number put to the edge of what may be written: the smallest and the
largest there is, its bounds and what lies next to them, alone and as the ends of a range. It is
answered, or refused with the key that is too large; nothing fails, nothing is written that is no
number, and nothing takes long.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import random
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import tomlkit

from rules.answers.records import Scenario
from rules.argument.brief import brief
from rules.argument.what_it_hangs_on import Outlook, outlook_of, sections
from rules.argument.what_would_change import turns_of
from rules.assess import Assessment, assess
from rules.results import as_json
from rules.review.following_up import follow_up
from rules.review.reviewed import Unready, reviewed
from rules.uncertainty.scenarios.found import Found, find
from rules.words.money import Words
from rules.workshop.agenda import agenda
from screens.charts.bars import extent_of, tornado_bar
from screens.charts.histogram import histogram
from screens.charts.payback_curve import payback_curve
from screens.widgets.verdict_panel import figure_rows, phrasings
from tests.soak._extreme_trials import Trial, raw_of, trials
from tests.wizard.cases import SAMPLES
from wizard.cli import run as run_command
from wizard.problems import Exit
from wizard.reports import txt
from wizard.reports.filing import report_of
from wizard.reports.formats import FORMATS
from wizard.reports.page import page
from wizard.reports.scenarios_page import scenarios_page
from wizard.reports.text import plain
from wizard.review.looking import outcome_of
from wizard.review.review_json import review_as_json
from wizard.review.track_object import follow_up_object
from wizard.review.track_page import track_page
from wizard.sessions.rewriting import with_answers
from wizard.sessions.scenarios import scenarios_of
from wizard.sessions.session_file import SessionFile, read_session, session_of
from wizard.workshop.record import workshop_of

SECONDS = 2.0
"""Of the processor, for any one thing said of a case."""
SLOW = ("pdf", "xlsx", "commands")
SLOWLY = 10
"""One trial in so many goes also through what takes most of the time."""
LOOKED_AT = date(2026, 6, 2)
"""The day of a review, behind the month on record where there is one."""
_NO_NUMBER = re.compile(r"(?<![a-z])(?:nan|inf|infinity)(?![a-z])", re.IGNORECASE)

Saying = Callable[[], object]


@dataclass(slots=True)
class Tally:
    """What became of the trials."""

    tried: int = 0
    refused: int = 0
    broke: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    tell: Callable[[str], object] = lambda text: None
    """Told of whatever breaks, when it does."""

    def breaks(self, text: str) -> None:
        """Note what should not have come of a trial."""
        self.broke.append(text)
        self.tell(f"  {text}\n")


def attempt(trial: Trial, tally: Tally, *, seconds: float, slowly: bool) -> None:
    """Say everything there is to say of a trial, and note what should not have come of it."""
    tally.tried += 1
    text = tomlkit.dumps(raw_of(trial))
    session = session_of(text)
    assessment = assess(session.answers)
    if assessment.errors:
        tally.refused += 1
    found: list[Outlook] = []
    sayings: dict[str, Saying] = {
        "outlook": lambda: found.append(outlook_of(assessment)),
        "track": lambda: _tracked(session),
        "review": lambda: _reviewed(session),
        "scenarios": lambda: _in_a_scenario(trial),
    }
    _say_all(trial, sayings, tally, seconds)
    if found:
        _say_all(trial, _sayings(session, assessment, found[0], slowly), tally, seconds)
    if slowly:
        _say_all(trial, {"commands": lambda: commands(text, assessment)}, tally, math.inf)


def _say_all(trial: Trial, sayings: Mapping[str, Saying], tally: Tally, seconds: float) -> None:
    for name, say in sayings.items():
        started = process_time()
        try:
            said = say()
        except Exception as failure:  # whatever it is, it is what is looked for
            tally.breaks(f"{trial}: {name}: {type(failure).__name__}: {failure}")
            continue
        took = process_time() - started
        tally.slowest = max(tally.slowest, (took, f"{trial}: {name}"))
        if took > seconds:
            tally.breaks(f"{trial}: {name}: {took:.1f} s")
        if isinstance(said, str) and (found := _NO_NUMBER.search(said)):
            about = said[max(0, found.start() - 40) : found.end() + 20]
            tally.breaks(f"{trial}: {name}: says {about!r}")


def _sayings(
    session: SessionFile, assessment: Assessment, outlook: Outlook, slowly: bool
) -> dict[str, Saying]:
    @cache
    def scenarios() -> Found:
        return find(session.answers, scenarios_of(session))

    def report(name: str) -> object:
        made = report_of(
            assessment,
            outlook,
            "full",
            title="Extreme",
            session=None,
            team=None,
            workshop=workshop_of(session),
            scenarios=scenarios(),
        )
        data = FORMATS[name].render(made).data
        return data.decode() if FORMATS[name].is_text else data

    def as_object(*found: Any) -> str:
        return json.dumps(as_json(assessment, "Extreme", *found), allow_nan=False)

    def reporting(name: str) -> Saying:
        return lambda: report(name)

    return {
        "json": lambda: as_object(outlook.sensitivity, outlook.risk),
        "json --quick": as_object,
        "page": lambda: page(session, assessment, sections(assessment, outlook)),
        "brief": lambda: brief(assessment),
        "panel": lambda: "\n".join(
            " ".join(one) for one in (*figure_rows(assessment), *phrasings(assessment, "F5"))
        ),
        "charts": lambda: "\n".join(_charts(assessment, outlook)),
        "turns": lambda: " ".join(one.text for one in turns_of(assessment)),
        "agenda": lambda: agenda(assessment),
        "save": lambda: with_answers(session, session.answers, assessment, date(2026, 1, 1)).text,
        **{name: reporting(name) for name in FORMATS if slowly or name not in SLOW},
    }


def _tracked(session: SessionFile) -> str:
    found = follow_up(session.answers)
    return plain(track_page(found, "Extreme")) + _as_text(follow_up_object(found))


def _reviewed(session: SessionFile) -> str:
    try:
        case = reviewed(session.answers, (), on=LOOKED_AT)
    except Unready:
        return ""
    made = outcome_of(case, "full", title="Extreme", session=None, today=LOOKED_AT)
    return txt.render(made.content) + _as_text(review_as_json(case))


def _in_a_scenario(trial: Trial) -> str:
    """The sample as it is, with the number of the trial in a scenario of it."""
    likely = trial.value["likely"] if isinstance(trial.value, dict) else trial.value
    answers = read_session(SAMPLES[trial.sample]).answers
    found = find(answers, (Scenario(name="Extreme", set={trial.key: likely}),))
    return plain(scenarios_page("Extreme", found))


def _as_text(found: object) -> str:
    """JSON in which null stands where there is no number."""
    return json.dumps(found, allow_nan=False)


def _charts(assessment: Assessment, outlook: Outlook) -> Iterator[str]:
    words, cash = Words(assessment.case.currency), assessment.figures.cash
    band = [] if outlook.risk is None else [(one.p10, one.p90) for one in outlook.risk.balance]
    for width, height in ((30, 4), (76, 6), (200, 20)):
        yield from payback_curve(cash.balance, cash.payback_months, width, height, words, band)
        if outlook.risk is not None:
            for spread in (outlook.risk.paybacks, outlook.risk.npvs):
                ends = words.money(spread.edges[0]), words.money(spread.edges[-1])
                yield from histogram(
                    spread.counts, spread.edges, width, height, labels=ends, mark=(0.0, "0")
                )
        if outlook.sensitivity is not None and outlook.sensitivity.tornado:
            swings = outlook.sensitivity.tornado
            every = [end.npv for one in swings for end in (one.low, one.high)]
            extent = extent_of([*every, cash.npv])
            for one in swings:
                yield tornado_bar((one.low.npv, one.high.npv), cash.npv, extent, width)


def commands(text: str, assessment: Assessment) -> None:
    """Run every command that reads a session on one with this text, and save it.

    Raises:
        AssertionError: where one fails, or does not name what is not usable.
    """
    named = {*assessment.missing, *(one.key for one in assessment.errors)}
    with tempfile.TemporaryDirectory() as folder:
        session = Path(folder, "session.toml")
        session.write_text(text, encoding="utf-8")
        other = str(SAMPLES["support_ticket_classifier"])
        for arguments in (
            ["assess", str(session), "--json"],
            ["assess", str(session), "--json", "--quick"],
            ["assess", str(session)],
            ["check", str(session)],
            ["compare", str(session), other],
            ["compare", other, str(session), "--json"],
            ["rank", folder],
            ["rank", folder, "--json"],
            *(["report", str(session), "--format", name] for name in FORMATS),
            ["scenarios", str(session), "--json"],
            ["track", str(session), "--json"],
            ["review", str(session), "--json"],
            ["report", str(session), "--about", "outcome", "--format", "xlsx"],
            ["decide", str(session), "later", "--by", "Ann"],
            ["log", str(session), "--json"],
            ["portfolio", folder, "--budget", "50k", "--draws", "200", "--json"],
            ["policy", str(session)],
            ["rules"],
            ["redact", str(session), "-o", "-"],
            ["set", str(session), "title=Saved at an extreme"],
            ["check", str(session)],
        ):
            status, out, err = _ran(arguments)
            assert status in (Exit.DONE, Exit.UNUSABLE), (arguments[0], status, err)
            if status == Exit.UNUSABLE and arguments[0] in ("assess", "check", "report"):
                assert any(key in err for key in named), (arguments[0], named, err)
            if "--json" in arguments and out:
                json.loads(out, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} in JSON")


def _ran(arguments: list[str]) -> tuple[int, str, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        status = run_command(arguments)
    said = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        said.append(stream.read())
    return status, said[0], said[1]


def run(
    size: int | None,
    seed: int,
    seconds: float = SECONDS,
    tell: Callable[[str], object] = lambda text: None,
) -> Tally:
    """Try so many of all trials, in an order that the seed decides; all of them without a size."""
    every = list(trials())
    random.Random(seed).shuffle(every)
    tally = Tally(tell=tell)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number, trial in enumerate(every[:size]):
            attempt(trial, tally, seconds=seconds, slowly=number % SLOWLY == 0)
    return tally


def main() -> int:
    """Try them, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="how many; otherwise all")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tally = run(arguments.size, arguments.seed, tell=sys.stdout.write)
    took, what = tally.slowest
    sys.stdout.write(
        f"{tally.tried:,} tried, {tally.refused:,} refused, {len(tally.broke):,} broke;"
        f" slowest {took:.2f} s ({what})\n"
    )
    return 1 if tally.broke else 0


if __name__ == "__main__":
    sys.exit(main())
