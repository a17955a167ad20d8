"""Sensitivity and risk in words: what the case hangs on, and how likely it is.

Sections of lines as in `rules/argument/first_page.py`, for pages, screens and reports alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.argument.lines import Line, Section
from rules.argument.what_varies import beside_risk, inline, what_varies_in_full, with_risk
from rules.assess import Assessment
from rules.questions import Kind, question_of
from rules.results import label_of
from rules.uncertainty.margins import Margin
from rules.uncertainty.ranges import VOLUME, Origin
from rules.uncertainty.risk import Percentiles, Risk, risk
from rules.uncertainty.sensitivity import Sensitivity, Swing, sensitivity
from rules.words.money import Words
from rules.words.wording import (
    between,
    count,
    listed,
    months,
    percent,
    relative,
    seconds,
    span,
)

SERVING = (
    "student.hosting.target_load",
    "student.cost_per_1k_calls",
    "student.tokens.output_price",
)
"""Serving efficiency: the load hosting is run at, or else what a call costs."""
CADENCE = "maintenance.redistillations_per_year"
IN_BETWEEN = "in eight draws of ten"
"""What lies from the 10th to the 90th percentile."""
SHOWN = 5
"""Swings named in words; a chart shows all."""
NOTHING_MOVES = "No number of this case moves its net present value over its range."
_NO_TIME = 0.05
"""Months that nobody can measure anything in."""
NOT_NOTHING = 0.1
"""Share of knowing all from which on what one number is worth is not passed over as nothing."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is found out about a complete case beside its figures."""

    sensitivity: Sensitivity | None = None
    risk: Risk | None = None
    """None also where nothing varies."""


def outlook_of(assessment: Assessment, wanted: Callable[[], bool] = lambda: True) -> Outlook:
    """Sensitivity and risk of a case; neither where it has no verdict. Imports numpy.

    `wanted` as in `risk`.
    """
    if assessment.verdict is None:
        return Outlook()
    case, policy = assessment.case, assessment.policy
    likely = risk(case, policy, wanted, verdict=assessment.verdict.id)
    return Outlook(sensitivity(case, policy), likely)


def with_outlook(assessment: Assessment, found: Outlook | None) -> Assessment:
    """The same judgement once this is known: the pitch names the number that the case hangs on.

    Where the draws speak against the verdict, that is said as well, as by `with_risk`.
    """
    if found is None or assessment.verdict is None:
        return assessment
    hanging = found.sensitivity
    if hanging is not None and hanging.load_bearing is not None:
        said = _hinge(hanging.tornado[0], assessment.case)
        assessment = assessment._replace(pitch=beside_risk(assessment, said))
    return with_risk(assessment, found.risk)


def sections(assessment: Assessment, found: Outlook) -> tuple[Section, ...]:
    """All there is to read about it."""
    hanging = hangs_on(assessment, found.sensitivity) if found.sensitivity is not None else None
    likely = chances(assessment, found.risk) if found.risk is not None else None
    return tuple(one for one in (hanging, likely) if one is not None and one.lines)


def amount(key: str, value: float, currency: str) -> str:
    """A number of a key, short: `6M`, `2.5%`, `$4.20`, `2 months`."""
    question = question_of(key)
    match question.kind if question is not None else None:
        case Kind.PERCENT:
            return percent(value)
        case Kind.MONEY:
            return Words(currency).money(value)
        case Kind.MONTHS:
            return months(value)
        case Kind.SECONDS:
            return seconds(value)
        case _:
            return count(value)


def hangs_on(assessment: Assessment, found: Sensitivity) -> Section:
    """The load-bearing assumption, then how far the numbers that matter most may worsen."""
    return Section("What it hangs on", tuple(_hangs_on(assessment, found)))


def _hangs_on(assessment: Assessment, found: Sensitivity) -> Iterator[Line]:
    case, policy = assessment.case, assessment.policy
    margins = {one.key: one for one in found.margins}
    if found.load_bearing is not None:
        yield Line(load_bearing(case, policy, found), found.load_bearing)
    elif found.tornado:
        yield Line(NOTHING_MOVES)
    named = [one.key for one in found.tornado[:SHOWN]]
    serving = next((key for key in SERVING if key in margins), None)
    for key in (VOLUME, serving, CADENCE):
        if key is not None and key in margins and key not in named:
            named.append(key)
    for key in named:
        text = margin(margins[key], case, policy)
        if text:
            yield Line(text, key, label=label_of(key, case))


def load_bearing(case: Case, policy: Policy, found: Sensitivity) -> str:
    """The number that moves the outcome most, and how far it may worsen."""
    swing = found.tornado[0]
    room = margin(found.margins[0], case, policy)
    return f"{_moves(swing, case)}{f' It {room}.' if room else ''}"


_ORIGINS: dict[Origin, str] = {
    "stated": "",
    "slices": " (as far as the examples scored leave it open)",
    "stand-in": " (nobody gave a range; this one stands in for it)",
}
_CUT = " (nobody gave a range; this one stands in for it, as far as the number can go)"


def _hinge(swing: Swing, case: Case) -> str:
    """The load-bearing number, as short as it can be said."""
    worst, best = sorted((swing.low.npv, swing.high.npv))
    words = Words(case.currency)
    return (
        f"It hangs most on {inline(label_of(swing.key, case))}: over its range the net present"
        f" value lies {between(words.money(worst), words.money(best))}."
    )


def _moves(swing: Swing, case: Case) -> str:
    words = Words(case.currency)
    low, high = (amount(swing.key, one.value, case.currency) for one in (swing.low, swing.high))
    guessed = _CUT if swing.is_cut else _ORIGINS[swing.origin]
    worst, best = words.money(swing.low.npv), words.money(swing.high.npv)
    goes = f"goes from {worst} to {best}" if worst != best else f"stays at about {best}"
    return (
        f"The case hangs most on {inline(label_of(swing.key, case))}: {between(low, high)}"
        f"{guessed} the net present value {goes}."
    )


def margin(one: Margin, case: Case, policy: Policy) -> str:
    """How far a number may worsen: `may fall from 6M to 1.2M (-80%) before ...`."""
    if one.limit is None:
        return ""
    verb = "fall" if one.limit < one.value else "rise"
    before, after = (amount(one.key, each, case.currency) for each in (one.value, one.limit))
    to = f"to {after}" if after != before else "by hardly anything"
    by = f" ({relative(one.change)})" if one.value and one.change is not None else ""
    fails = (
        f"payback exceeds {months(policy.defensible_payback_months)}"
        if one.breaks == "payback"
        else "a year leaves nothing"
    )
    return f"may {verb} from {before} {to}{by} before {fails}"


def chances(assessment: Assessment, found: Risk) -> Section:
    """How likely it pays back, between which figures, and what to measure first."""
    return Section("How likely it is", tuple(_chances(assessment, found)))


def _chances(assessment: Assessment, found: Risk) -> Iterator[Line]:
    case, policy = assessment.case, assessment.policy
    words = Words(case.currency)
    payback, npv = found.payback_months, found.npv
    yield Line(
        f"{percent(found.within_target)} of {found.draws:,} draws",
        label=f"Within {months(policy.defensible_payback_months)}",
    )
    yield Line(what_varies_in_full(found, case), "risk.stand_ins", label="Drawn for this")
    yield Line(percent(found.within_horizon), label=f"Within {months(policy.horizon_months)}")
    yield Line(percent(found.positive_npv), label="Worth more than 0")
    yield Line(_cash_payback(payback), label="Cash payback")
    yield Line(
        f"{span(words.money(npv.p10), words.money(npv.p90))} {IN_BETWEEN}, even chances"
        f" {words.money(npv.p50)}",
        label="Net present value",
    )
    yield from _information(found, case, words)
    yield from _waiting(found.evpi, assessment.figures.cost_of_delay, words)
    for one in assessment.problems:
        if one.severity == "warning" and one.key.startswith("risk.correlations["):
            yield Line(f"{one.message[:1].upper()}{one.message[1:]}.", "risk.correlations")


def _cash_payback(payback: Percentiles) -> str:
    if math.isinf(payback.p10):
        return "never, in nine draws of ten or more"
    ends = span(months(payback.p10), months(payback.p90))
    return f"{ends} {IN_BETWEEN}, even chances {months(payback.p50)}"


def _waiting(evpi: float, delay: float, words: Words) -> Iterator[Line]:
    """What a month of waiting costs, beside what measuring first could be worth."""
    if not math.isfinite(delay):
        return
    yield Line(f"{words.money(delay)} a month", label="Cost of delay")
    cost = words.money(delay)
    first = "Measuring first is only worth it while it costs less than waiting"
    if delay <= 0:
        more = f"{words.money(-delay)} more" if delay < 0 else "the same"
        said = (
            f"Waiting costs nothing here: a launch a month later is worth {more}."
            f" Measuring first can be worth up to {words.money(evpi)}."
        )
    elif evpi <= 0:
        said = (
            f"{first}: each month of it costs {cost}, and knowing every number would add"
            f" {words.money(0.0)}, so do not wait for it."
        )
    else:
        pays_for = evpi / delay
        at_most = f"more than {months(pays_for)}" if pays_for >= _NO_TIME else "any waiting"
        said = (
            f"{first}: each month of it costs {cost}, and knowing every number would add at most"
            f" {words.money(evpi)}, so not even that pays for {at_most}."
        )
    yield Line(said)


def _information(found: Risk, case: Case, words: Words) -> Iterator[Line]:
    yield Line(
        f"at most {words.money(found.evpi)}: what deciding with every number known would add",
        label="Worth of knowing all",
    )
    # What is a millionth of knowing all is the rounding of a sum.
    least = found.evpi * 1e-6
    telling = [
        one for one in found.evppi if one.value > 2 * one.standard_error and one.value > least
    ]
    for one in telling[:3]:
        yield Line(
            f"worth up to {words.money(one.value)} (± {words.money(one.standard_error)})",
            one.key,
            label=f"Know {inline(label_of(one.key, case))} first",
        )
    untold = [
        one for one in found.evppi if one.value > NOT_NOTHING * found.evpi and one not in telling
    ]
    if untold:
        names = listed([inline(label_of(one.key, case)) for one in untold[:3]])
        yield Line(
            f"What knowing {names} first is worth, {found.draws:,} draws are too few to tell.",
            untold[0].key,
        )
    elif not telling and found.large_held:
        yield Line(
            "Of the numbers drawn none alone would change the decision; what measuring those is"
            " worth that are held still, nobody can say."
        )
    elif not telling:
        yield Line(
            "No single number is worth measuring before deciding: none of them alone would"
            " change the decision."
        )
