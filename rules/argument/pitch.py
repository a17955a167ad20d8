"""The case in four parts, in the order a budget holder asks for them.

Savings, payback, risk, ask: the number that matters first, technique never.

Source: docs/specification.md §5.7.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from rules.answers.case import Case
from rules.answers.slack import above
from rules.argument.advice import advised_alternative
from rules.argument.headline import payback_in_words
from rules.argument.quality_evidence import lost_answers
from rules.argument.trend import trend_of
from rules.catalog.uncounted import lines_not_counted
from rules.figures.figures import Figures
from rules.figures.ops import NEVER
from rules.figures.slices import is_measured, scored_slices
from rules.verdict import AGAINST, Fired, Verdict
from rules.words.money import Words
from rules.words.wording import listed, months, percent, points

Part = Literal["savings", "payback", "risk", "ask"]
ASKING = "We ask for "
"""What the sentence that asks begins with."""
ERRORS = "errors"
"""The one effect on cash that is named in the plural."""


class Sentence(NamedTuple):
    """One part of the pitch."""

    part: Part
    text: str


def pitch(
    case: Case,
    figures: Figures,
    fired: Sequence[Fired],
    verdict: Verdict | None,
    words: Words,
) -> tuple[Sentence, ...]:
    """The parts that the known figures support, in that order."""
    head = figures.headline
    parts: tuple[tuple[Part, str, float], ...] = (
        ("savings", _savings(case, figures, words), head.monthly_savings),
        ("payback", _payback(figures, words), head.payback_months),
        ("risk", _risk(case, figures, fired, words), head.annual_error_cost),
        ("ask", _ask(case, figures, fired, verdict, words), head.upfront_total),
    )
    return tuple(Sentence(part, text) for part, text, needed in parts if not math.isnan(needed))


def _savings(case: Case, figures: Figures, words: Words) -> str:
    head = figures.headline
    endpoint = case.task.endpoint or "this endpoint"
    gross = words.of_year(head.annual_savings)
    if head.saves_nothing:
        more = f"{words.money(-gross)} {words.year} more than" if gross < 0 else "as much as"
        return f"Distilling saves nothing on {endpoint}: the student would cost {more} the teacher."
    upkeep, errors = map(words.of_year, (head.annual_maintenance, head.annual_error_cost))
    saved = (
        f"{words.money(gross)} {words.year}, {percent(head.spend_reduction)} of what {endpoint}"
        " spends on the teacher"
    )
    if math.isnan(upkeep + errors):
        return f"Distilling saves {saved}."
    later = _later(figures, words)
    eats = [(upkeep, "upkeep"), (errors, "additional errors")]
    eaten = [(amount, what) for amount, what in eats if amount > 0]
    if head.nets_nothing:
        takes = listed([f"{what} of {words.money(amount)}" for amount, what in eaten])
        leave = "leaves" if len(eaten) == 1 else "leave"
        return f"Distilling would save {saved}, but {takes} {leave} nothing of it.{later}"
    if not eaten:
        return f"Distilling saves {saved}.{later}"
    net = words.of_year(head.annual_net_after_errors)
    left, *taken = words.summands([net, *(amount for amount, _ in eaten)], put_right=0)
    after = listed([f"{what} of {amount}" for amount, (_, what) in zip(taken, eaten, strict=True)])
    return f"Distilling saves {saved}; after {after} it leaves {left}.{later}"


def _later(figures: Figures, words: Words) -> str:
    """What becomes of the savings over the horizon; empty where they stay much as they are."""
    return "".join(f" {one}" for one in (*_by_year(figures, words), *_end(figures)))


def _by_year(figures: Figures, words: Words) -> Iterator[str]:
    horizon = figures.policy.horizon_months
    if words.is_one_off:
        counted = _counted(horizon) if horizon < 12 else _served(figures.drivers.months_served)
        if counted:
            total = words.money(math.fsum(figures.cash.flows[1:]))
            yield f"Over the {counted}, all of it comes to {total}."
        return
    trend = trend_of(figures)
    if trend is None:
        return
    (first, net), *others = trend.years
    which = "first" if others else "only"
    said = [f"{words.money(net)} in year {first} (the {which} full one)"]
    said += [f"{words.money(net)} in year {year}" for year, net in others]
    yield f"With {listed(list(trend.causes))} that becomes {listed(said)}."


def _counted(horizon: float) -> str:
    return "one month that counts" if horizon == 1 else f"{months(horizon)} that count"


def _served(service: float) -> str:
    if service <= 0:
        return ""
    return (
        "one month in which it serves" if service == 1 else f"{months(service)} in which it serves"
    )


def _end(figures: Figures) -> Iterator[str]:
    """When it is over before the horizon is."""
    cash, launch = figures.cash, figures.drivers.months_to_launch
    horizon = figures.policy.horizon_months
    if math.isnan(cash.npv):
        return
    if cash.savings_end_month is not None:
        yield f"From month {cash.savings_end_month} on nothing is saved any more."
    if launch >= horizon:
        yield f"Launch is after the {_counted(horizon)}, so that none of it is counted."
    elif cash.last_month <= launch:
        yield "The student's base model retires before it serves."
    elif cash.last_month < horizon:
        yield f"The student's base model retires after month {cash.last_month}."


def _payback(figures: Figures, words: Words) -> str:
    head, cash, policy = figures.headline, figures.cash.payback_months, figures.policy
    upfront, horizon = words.money(head.upfront_total), policy.horizon_months
    at_full, back = (payback_in_words(one, policy) for one in (head.payback_months, cash))
    counted = _effects(figures)
    are = "is" if len(counted) == 1 and counted[0] != ERRORS else "are"
    once = f" once {listed(counted)} {are} counted" if counted else ""
    if head.upfront_total == 0:
        return _nothing_to_recover(head.payback_months, cash, horizon, back, once)
    if math.isnan(cash):
        # Upkeep is not known yet, so that nobody can say when the cash is back.
        if head.payback_months == NEVER:
            return f"Today's savings never recover the {upfront} upfront."
        return f"{upfront} upfront is recovered in {at_full} of full savings."
    if head.payback_months == NEVER and cash == NEVER:
        return f"The {upfront} upfront is never recovered."
    if head.payback_months == NEVER:
        return (
            f"Today's savings never recover the {upfront} upfront; the cash is back {back} after"
            f" approval{once}."
        )
    if cash == NEVER:
        yet = "but" if head.payback_months <= horizon else "and"
        return (
            f"The {upfront} upfront equals {at_full} of savings, {yet} the cash is not back within"
            f" {months(horizon)}{once}."
        )
    if not counted:
        return f"{upfront} upfront is recovered in {at_full}, in cash as well."
    return (
        f"{upfront} upfront is recovered in {at_full} of full savings; the cash is back {back}"
        f" after approval{once}."
    )


def _nothing_to_recover(payback: float, cash: float, horizon: float, back: str, once: str) -> str:
    said = "Nothing upfront has to be recovered"
    if cash == NEVER:
        return f"{said}, but over {months(horizon)} it costs more than it saves{once}."
    if payback == NEVER and cash == 0:
        over = months(horizon)
        return (
            f"{said}; today nothing is saved, and over {over} it costs no more than it saves{once}."
        )
    if payback == NEVER and math.isnan(cash):
        return f"{said}, and today nothing is saved."
    if payback == NEVER:
        return f"{said}, and today nothing is saved; the cash is back {back} after approval{once}."
    return f"{said}."


def _effects(figures: Figures) -> list[str]:
    """What the cash counts in this case, and the payback at full savings does not."""
    of = figures.drivers
    effects = (
        (of.months_to_launch > 0, "launch"),
        (of.ramp_months > 0, "ramp"),
        (of.annual_maintenance > 0, "upkeep"),
        (of.error_rate_increase * of.cost_per_error > 0, ERRORS),
        (of.monthly_growth != 0, "growth" if of.monthly_growth > 0 else "the shrinking volume"),
        (of.annual_price_change != 0, "the teacher's price"),
        (of.months_of_service < figures.policy.horizon_months, "the student's retirement"),
    )
    return [name for is_there, name in effects if is_there]


def _risk(case: Case, figures: Figures, fired: Sequence[Fired], words: Words) -> str:
    sentences = [_bound_on_quality(case, figures, words)]
    capping = [one for one in fired if one.cap is not None]
    to_settle = [one.title_within for one in capping if one.cap == "defensible"]
    against = [one.title_within for one in capping if one.cap != "defensible"]
    if against:
        sentences.append(f"Against it: {listed(against)}.")
    if to_settle:
        sentences.append(f"To settle: {listed(to_settle)}.")
    return " ".join(sentences)


def _bound_on_quality(case: Case, figures: Figures, words: Words) -> str:
    slices, quality = scored_slices(case), figures.quality
    is_priced = figures.drivers.cost_per_error > 0
    more = "wrong answers"
    if quality.origin != "direct":
        more = lost_answers(case, any_found=quality.error_rate_increase > 0)
    loss = f"{points(quality.error_rate_increase)} more {more}"
    cost = words.a_year(figures.headline.annual_error_cost)
    if not slices or not is_measured(case):
        if not quality.error_rate_increase > 0:
            return "The risk is quality, and no measured evaluation bounds it yet."
        priced = f" (costing {cost})" if is_priced else ""
        return f"The risk is quality: {loss}{priced}, which no measured evaluation bounds yet."
    critical = [teacher - student for one, teacher, student in slices if one.critical]
    worst = max(0.0, *critical) if critical else 0.0
    on_critical = f", {points(worst) if worst > 0 else 'none'} on the worst critical slice"
    noun = "slice" if len(slices) == 1 else "slices"
    evaluation = f"{'a frozen' if case.quality.frozen else 'an'} evaluation of {len(slices)} {noun}"
    costing = f", costing {cost}" if is_priced else ""
    if quality.origin == "direct" and quality.error_rate_increase > 0:
        found = f"{loss} are stated{costing}, beside {evaluation}"
    elif quality.origin == "direct":
        found = f"no more wrong answers are stated, beside {evaluation}"
    elif quality.error_rate_increase > 0:
        found = f"{evaluation} finds {loss}{on_critical if critical else ''}{costing}"
    else:
        found = f"{evaluation} finds no more {more}"
    if math.isnan(quality.upper_95):
        bound = "what chance may add nothing bounds, since not every slice states its examples"
    elif quality.upper_95 == 0:
        bound = "with 95% confidence there are none"
    else:
        bound = f"with 95% confidence no more than {points(quality.upper_95)}"
        at_most = words.a_year(quality.annual_error_cost_at_upper)
        bound += f", {at_most}" if is_priced else ", on which nobody has put a price"
    return f"The risk is quality: {found}; {bound}."


def _ask(
    case: Case, figures: Figures, fired: Sequence[Fired], verdict: Verdict | None, words: Words
) -> str:
    if verdict is not None and verdict.id in AGAINST:
        return _ask_instead(figures, fired, verdict, words)
    items = figures.inputs.upfront_items
    compute = {
        name: items[item]
        for item, name in (("data_generation", "data generation"), ("training_compute", "training"))
        if items[item] > 0
    }
    launch = figures.drivers.months_to_launch
    parts = [
        (items["engineering_time"], "engineering time"),
        (sum(compute.values()), listed(list(compute))),
        (items["evaluation_build"], "the evaluation"),
    ]
    named = sum(amount for amount, _ in parts)
    # A rest that is only the rounding of the sums must not be asked for.
    if above(figures.headline.upfront_total, named):
        rest = figures.headline.upfront_total - named
        others = math.fsum(figures.inputs.other_items.values())
        what = ["other items"] if others > 0 else []
        if above(figures.headline.upfront_total, named + others):
            what.append("contingency")
        parts.append((rest, listed(what)))
    parts = [one for one in parts if one[0] > 0]
    amounts = words.summands([amount for amount, _ in parts])
    asked = [f"{amount} for {what}" for amount, (_, what) in zip(amounts, parts, strict=True)]
    if not asked:
        said = f"{ASKING}no money: nothing upfront has a cost."
    else:
        ready = f", with launch in {months(launch)}" if launch > 0 else ""
        said = f"{ASKING}{listed(asked)}{ready}."
    absent = lines_not_counted(case, figures)
    if absent:
        said += f" Not counted in it: {listed(absent)}."
    return said


def _ask_instead(figures: Figures, fired: Sequence[Fired], verdict: Verdict, words: Words) -> str:
    """The ask of a case against distilling: for the alternative, where that is the advice."""
    advice = verdict.steps[0]
    best = advised_alternative(figures, fired)
    if best is None:
        return f"{ASKING}no budget to distil now. {advice}"
    money = f"{words.money(best.upfront_total)} for" if best.upfront_total > 0 else "leave to take"
    return f"{ASKING}{money} an alternative, and for no budget to distil now. {advice}"
