"""Rules about cash: when it comes back, when it ends, and what a year leaves.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.phrases import settled
from rules.catalog.rule import Beside, Evidence, Finding, Rule, VerdictId
from rules.catalog.slowness import SLOWED_BY, effects_on_cash, what_slows
from rules.catalog.upkeep import largest_upkeep
from rules.catalog.worth import is_worth_something, payback_beyond_horizon, switch_off
from rules.figures.cash import cash_flow
from rules.figures.economics import Drivers
from rules.figures.figures import Figures
from rules.figures.ops import NEVER
from rules.words.money import Words
from rules.words.wording import listed, months, percent


def _slow_cash(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    payback, npv = figures.cash.payback_months, figures.cash.npv
    worthless = not (math.isnan(npv) or is_worth_something(npv, figures.headline.upfront_total))
    if not (figures.late(payback) or worthless):
        return None
    cap: VerdictId = "defensible"
    if above(payback, policy.stop_payback_months) or worthless:
        cap = "reconsider"
    longer, rescue = payback_beyond_horizon(figures, policy), switch_off(figures, policy)
    if payback == NEVER and longer == NEVER and rescue is None:
        cap = "do-not-distill"
    cause = what_slows(figures, policy) if longer == NEVER and rescue is None else None
    return Finding(
        {
            "cash_payback_months": payback,
            "npv": npv,
            "upfront_total": figures.headline.upfront_total,
            "horizon_months": policy.horizon_months,
            "defensible_payback_months": policy.defensible_payback_months,
            "stop_payback_months": policy.stop_payback_months,
            "payback_months_beyond_horizon": longer,
            "savings_end_month": rescue and rescue.month,
            "npv_until_savings_end": rescue and rescue.npv,
            "effects": listed(list(effects_on_cash(figures.drivers, policy))),
            "slowed_by": cause,
            "saves_nothing": figures.headline.saves_nothing,
        },
        cap,
        about=SLOWED_BY[cause].about if cause is not None else None,
    )


def _explain_slow_cash(evidence: Evidence, words: Words) -> str:
    effects = f", with {evidence['effects']}" if evidence["effects"] else ""
    payback, limit = evidence["cash_payback_months"], evidence["defensible_payback_months"]
    stop = evidence["stop_payback_months"]
    found = f"Month by month{effects}, the cash invested is"
    npv = settled(evidence["npv"], evidence["upfront_total"])
    worth = f"net present value {words.money(npv)}"
    if payback == NEVER:
        horizon = months(evidence["horizon_months"])
        if evidence["upfront_total"] == 0:
            found = f"Month by month{effects}, the case costs more than it saves over {horizon}"
            return f"{found}{_rescued(evidence, words)}."
        return f"{found} not back within {horizon}{_rescued(evidence, words)}."
    if payback == 0:
        return f"Nothing has to be paid back, but nothing is gained either: {worth}."
    if not above(payback, limit):
        return f"{found} back after {months(payback, limit)}, but too little follows: {worth}."
    return (
        f"{found} back after {months(payback, limit, stop)}, not within the defensible"
        f" {months(limit)}; {worth}."
    )


def _rescued(evidence: Evidence, words: Words) -> str:
    """How cash that does not come back within the horizon would."""
    end, longer = evidence["savings_end_month"], evidence["payback_months_beyond_horizon"]
    if end is not None:
        return (
            f", since savings turn into losses from month {end} on; switched off at the end of"
            f" month {end - 1}, the student leaves a net present value of"
            f" {words.money(evidence['npv_until_savings_end'])}"
        )
    return f"; over a longer time it would be, after {months(longer)}" if longer != NEVER else ""


def _remedy_slow_cash(evidence: Evidence, words: Words, beside: Beside) -> str:
    end, cause = evidence["savings_end_month"], evidence["slowed_by"]
    if end is not None:
        return f"Commit to switching the student off at the end of month {end - 1}."
    if evidence["payback_months_beyond_horizon"] != NEVER:
        return (
            "Show that the endpoint will be needed for longer than"
            f" {months(evidence['horizon_months'])}, or cut the upfront."
        )
    if cause is not None:
        return SLOWED_BY[cause].remedy
    if evidence["saves_nothing"]:
        return "Bring down what the student costs: no upfront is small enough without a saving."
    return "Cut the upfront, or raise what a call saves."


def _title_slow_cash(evidence: Evidence) -> str:
    """Never is not late."""
    payback = evidence["cash_payback_months"]
    if payback == NEVER:
        return "Cash does not come back"
    is_late = above(payback, evidence["defensible_payback_months"])
    return SLOW_CASH.title if is_late else "Too little follows the payback"


SLOW_CASH = Rule(
    id="slow-cash",
    title="Cash comes back late",
    place=80,
    about="upfront.months_to_launch",
    caps=("defensible", "reconsider", "do-not-distill"),
    fires_when="cash payback is late or net present value is not above 0; reconsider beyond"
    " stop_payback_months or where npv <= 0; do-not-distill where it never comes back within the"
    " horizon, but reconsider where it does by stop_payback_months after a shorter horizon, or"
    " would if the student were switched off before savings turn into losses",
    check=_slow_cash,
    explain=_explain_slow_cash,
    remedy="Mend what slows it most: the months before all calls have moved, additional errors,"
    " falling prices, calls that leave, upkeep or a short horizon; where it is none of these, cut"
    " the upfront.",
    remedy_at_hand=_remedy_slow_cash,
    title_at_hand=_title_slow_cash,
    is_symptom=True,
)


def _savings_run_out(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    end = figures.cash.savings_end_month
    if end is None:
        return None
    drivers = figures.drivers
    causes = [
        name
        for name in ("prices", "volume")
        if SLOWED_BY[name].is_present(drivers) and _ends_later_without(name, end, drivers, policy)
    ]
    return Finding(
        {
            "savings_end_month": end,
            "annual_price_change": drivers.annual_price_change,
            "monthly_growth": drivers.monthly_growth,
            "causes": listed(causes),
        },
        about=SLOWED_BY[causes[0]].about if causes else "student.hosting.gpu_price_per_hour",
    )


def _ends_later_without(name: str, end: int, drivers: Drivers, policy: Policy) -> bool:
    """Whether savings would go on for longer, were it not for an effect."""
    later = cash_flow(SLOWED_BY[name].without(drivers), policy).savings_end_month
    return later is None or later > end


def _explain_savings_run_out(evidence: Evidence, words: Words) -> str:
    causes = evidence["causes"]
    why = []
    if "prices" in causes:
        fall = percent(-evidence["annual_price_change"])
        why.append(f"the teacher's price falls by {fall} a year")
    if "volume" in causes:
        why.append(f"the volume shrinks by {percent(-evidence['monthly_growth'])} a month")
    if not why:
        why.append("more calls need replicas that cost more than these calls save")
    return (
        f"From month {evidence['savings_end_month']} after approval on the student saves nothing"
        f" any more: {listed(why)}."
    )


def _remedy_savings_run_out(evidence: Evidence, words: Words, beside: Beside) -> str:
    slow = beside.get("slow-cash", {})
    if slow.get("slowed_by") in ("prices", "volume") and slow["cash_payback_months"] == NEVER:
        # What is not back in all that time is not back when it is switched off either.
        return SLOWED_BY[slow["slowed_by"]].remedy
    last = evidence["savings_end_month"] - 1
    return f"Promise no savings beyond month {last}, and plan to switch the student off by then."


SAVINGS_RUN_OUT = Rule(
    id="savings-run-out",
    title="Savings run out",
    place=430,
    about="teacher.annual_price_change",
    caps=("defensible",),
    fires_when="savings_end_month exists: from that month of the horizon on the student saves"
    " nothing any more, because prices fall, calls leave or replicas are added",
    check=_savings_run_out,
    explain=_explain_savings_run_out,
    remedy="Promise no savings beyond that month, and plan to switch the student off by then.",
    remedy_at_hand=_remedy_savings_run_out,
    is_cause_of_late_cash=True,
)


def _no_net_benefit(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    if not head.nets_nothing:
        return None
    about = largest_upkeep(figures)
    if head.annual_savings <= 0:
        about = "student.cost_per_1k_calls"
    elif head.annual_error_cost > head.annual_maintenance:
        about = "quality.cost_per_error"
    return Finding(
        {
            "annual_savings": head.annual_savings,
            "annual_maintenance": head.annual_maintenance,
            "annual_error_cost": head.annual_error_cost,
            "annual_net_after_errors": head.annual_net_after_errors,
            "npv": figures.cash.npv,
            "redeemed": figures.redeemed,
            "spend_per_year": head.spend_per_year,
        },
        "reconsider" if figures.redeemed else "do-not-distill",
        about=about,
    )


def _explain_no_net_benefit(evidence: Evidence, words: Words) -> str:
    spent = evidence["spend_per_year"]
    savings = settled(evidence["annual_savings"], spent)
    if savings > 0:
        parts = [f"saves {words.yearly(savings)}"]
    elif savings < 0:
        parts = [f"costs {words.yearly(-savings)} more than with the teacher"]
    else:
        parts = ["saves nothing"]
    if evidence["annual_maintenance"] > 0:
        parts.append(f"upkeep takes {words.yearly(evidence['annual_maintenance'])}")
    if evidence["annual_error_cost"] > 0:
        parts.append(f"additional errors cost {words.yearly(evidence['annual_error_cost'])}")
    found = f"As things are today {words.year} {listed(parts)}"
    if len(parts) > 1:
        net = settled(evidence["annual_net_after_errors"], spent)
        found += f": net {words.yearly(net)}"
    if not evidence["redeemed"]:
        return f"{found}."
    return (
        f"{found}. Only what is expected to change makes it pay over the horizon: net present value"
        f" {words.money(evidence['npv'])}."
    )


def _remedy_no_net_benefit(evidence: Evidence, words: Words, beside: Beside) -> str:
    if evidence["annual_savings"] <= 0:
        first = "bring down what the student costs"
    elif evidence["annual_error_cost"] > evidence["annual_maintenance"]:
        first = "bring the additional errors down"
    else:
        first = "make the upkeep cheaper"
    if evidence["redeemed"]:
        return f"Wait until that change has come, or {first} first."
    return f"Do not distil this endpoint as it stands; {first} first."


def _title_no_net_benefit(evidence: Evidence) -> str:
    """What pays over the horizon is no loss for good."""
    return "No net benefit today" if evidence["redeemed"] else NO_NET_BENEFIT.title


NO_NET_BENEFIT = Rule(
    id="no-net-benefit",
    title="No net benefit",
    place=110,
    about="maintenance.cost_per_redistillation",
    caps=("reconsider", "do-not-distill"),
    fires_when="annual net after errors <= 0; reconsider where the cash pays for the case all the"
    " same, by changes that are not assumed",
    check=_no_net_benefit,
    explain=_explain_no_net_benefit,
    remedy="Do not distil this endpoint as it stands; lower the largest of these amounts first.",
    remedy_at_hand=_remedy_no_net_benefit,
    title_at_hand=_title_no_net_benefit,
    is_symptom=True,
)
