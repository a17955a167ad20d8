"""Rules about what lost quality costs, and whether its figures agree.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.answers.slack import above, at_least, below
from rules.catalog.rule import Beside, Evidence, Finding, Rule, VerdictId
from rules.catalog.scores import name_of
from rules.figures.figures import Figures
from rules.figures.slices import costliest_slice
from rules.figures.worksheets import error_rate_from_slices
from rules.words.money import Words
from rules.words.wording import percent, points, told_apart

BEYOND_ANY_PRICE = 5
"""How many times the tolerance a loss may reach before no price of an error settles it."""

PUT_A_PRICE_ON_IT = "Put a price on a wrong answer: rework, refunds, a support contact."
MEND_THE_LOSS = (
    "train on what the student gets wrong, leave those calls with the teacher, or add a fallback"
    " that catches them"
)


def _errors_outweigh_savings(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    head = figures.headline
    gains = above(head.annual_savings, head.annual_maintenance)
    if not gains:
        return None
    cost, net = head.annual_error_cost, head.annual_net_benefit
    if not at_least(cost, policy.maintenance_share * net):
        return None
    eats_all = at_least(cost, net)
    redeemed = eats_all and figures.redeemed
    costliest = costliest_slice(case) if case.quality.error_rate_increase is None else None
    return Finding(
        {
            "annual_error_cost": cost,
            "annual_net_benefit": net,
            "share_of_net_benefit": cost / net,
            "error_rate_increase": figures.drivers.error_rate_increase,
            "costliest_slice": None if costliest is None else name_of(costliest),
            "redeemed": redeemed,
        },
        "do-not-distill" if eats_all and not redeemed else "reconsider",
    )


def _explain_errors_outweigh_savings(evidence: Evidence, words: Words) -> str:
    share, net = evidence["share_of_net_benefit"], words.yearly(evidence["annual_net_benefit"])
    if at_least(share, 1):
        eaten = f"no less than the {net} that is left of the savings after upkeep"
    else:
        eaten = f"{percent(share)} of the {net} that is left of the savings after upkeep"
    text = (
        f"{points(evidence['error_rate_increase'])} more wrong answers cost"
        f" {words.a_year(evidence['annual_error_cost'])}, {eaten}."
    )
    if evidence["redeemed"]:
        text += " Over the horizon the cash still comes back."
    return text


def _outweighed_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    costliest = evidence["costliest_slice"]
    if costliest is None:
        return ERRORS_OUTWEIGH_SAVINGS.remedy
    return (
        f"Most is lost on {costliest}: leave its calls with the teacher, or add a fallback that"
        " catches what the student gets wrong there."
    )


ERRORS_OUTWEIGH_SAVINGS = Rule(
    id="errors-outweigh-savings",
    title="Errors outweigh savings",
    place=160,
    about="quality.cost_per_error",
    caps=("reconsider", "do-not-distill"),
    fires_when="the annual net benefit is positive and the annual error cost is at least"
    " maintenance_share of it; do-not-distill where it is all of it and the cash does not come"
    " back either",
    check=_errors_outweigh_savings,
    explain=_explain_errors_outweigh_savings,
    remedy=f"Bring the additional errors down: {MEND_THE_LOSS}.",
    remedy_at_hand=_outweighed_at_hand,
    is_cause_of_late_cash=True,
)


def _unpriced_quality_loss(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    loss, price = figures.drivers.error_rate_increase, figures.drivers.cost_per_error
    answer = case.quality.cost_per_error
    free = price == 0
    shown_free = free and answer is not None and answer.basis in ("measured", "quoted")
    intolerable = above(loss, policy.slice_tolerance)
    if not (intolerable or (loss > 0 and free and not shown_free)):
        return None
    beyond_any_price = above(loss, BEYOND_ANY_PRICE * policy.slice_tolerance)
    return Finding(
        {
            "error_rate_increase": loss,
            "slice_tolerance": policy.slice_tolerance,
            "cost_per_error": None if answer is None else price,
            "intolerable": intolerable,
            "beyond_any_price": beyond_any_price,
        },
        "reconsider" if (intolerable and free) or beyond_any_price else "defensible",
    )


def _explain_unpriced_quality_loss(evidence: Evidence, words: Words) -> str:
    loss, price = points(evidence["error_rate_increase"]), evidence["cost_per_error"]
    tolerated = points(evidence["slice_tolerance"])
    if evidence["beyond_any_price"]:
        found = f"{loss} more wrong answers, more than {BEYOND_ANY_PRICE} times the tolerated"
        found += f" {tolerated}"
    elif evidence["intolerable"]:
        found = f"{told_apart(loss, tolerated, 'over')} more wrong answers, above the tolerated"
        found += f" {tolerated}"
    else:
        found = f"{loss} more wrong answers"
    if price is None:
        priced = ", and nobody has said what one costs."
    elif price == 0:
        priced = ", and one is said to cost nothing."
    elif evidence["beyond_any_price"]:
        priced = f"; at {words.money(price)} each they are counted, but no price settles that many."
    else:
        priced = f"; at {words.money(price)} each they are counted, but not tolerated."
    return f"The student gives {found}{priced}"


def _unpriced_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    if not evidence["intolerable"]:
        return UNPRICED_QUALITY_LOSS.remedy
    within = f"Bring the loss within {points(evidence['slice_tolerance'])}: {MEND_THE_LOSS}."
    if evidence["cost_per_error"]:
        return within
    return f"{PUT_A_PRICE_ON_IT} {within}"


UNPRICED_QUALITY_LOSS = Rule(
    id="unpriced-quality-loss",
    title="Quality loss not settled by a price",
    place=170,
    about="quality.cost_per_error",
    caps=("defensible", "reconsider"),
    fires_when="the error rate increase is above slice_tolerance; or above 0 while cost_per_error"
    " is 0, unless that 0 is measured or quoted; reconsider where it is above slice_tolerance and"
    f" cost_per_error is 0, or above {BEYOND_ANY_PRICE} times slice_tolerance",
    check=_unpriced_quality_loss,
    explain=_explain_unpriced_quality_loss,
    remedy=f"{PUT_A_PRICE_ON_IT} Where one truly costs nothing, say how that was measured.",
    remedy_at_hand=_unpriced_at_hand,
)


def _quality_figures_disagree(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    answer, shown = case.quality.error_rate_increase, error_rate_from_slices(case.quality)
    if answer is None or shown is None:
        return None
    counted = figures.drivers.error_rate_increase
    after_fallback = (1 - figures.drivers.fallback_rate) * shown
    if not below(counted, after_fallback):
        return None
    cap: VerdictId = "reconsider" if above(shown, policy.slice_tolerance) else "defensible"
    return Finding(
        {
            "error_rate_increase": counted,
            "slices_error_rate_increase": shown,
            "slices_after_fallback": after_fallback,
            "fallback_rate": figures.drivers.fallback_rate,
            "slice_tolerance": policy.slice_tolerance,
            "basis": answer.basis,
        },
        cap,
    )


def _explain_quality_figures_disagree(evidence: Evidence, words: Words) -> str:
    counted, after, shown, tolerated = (
        points(evidence[name])
        for name in (
            "error_rate_increase",
            "slices_after_fallback",
            "slices_error_rate_increase",
            "slice_tolerance",
        )
    )
    slices = f"its slices show {shown}"
    if above(evidence["slices_error_rate_increase"], evidence["slice_tolerance"]):
        slices = f"its slices show {told_apart(shown, tolerated, 'over')}, above the tolerated"
        slices += f" {tolerated}"
    if evidence["fallback_rate"] > 0:
        slices += f"; fallback would leave {after} of that"
    counts = "no"
    if evidence["error_rate_increase"] > 0:
        counts = told_apart(counted, after, "under")
    return f"The case counts {counts} more wrong answers ({evidence['basis']}), but {slices}."


QUALITY_FIGURES_DISAGREE = Rule(
    id="quality-figures-disagree",
    title="Quality figures disagree",
    place=180,
    about="quality.error_rate_increase",
    caps=("defensible", "reconsider"),
    fires_when="error_rate_increase is answered and below what the slices give, less fallback;"
    " reconsider where the slices, before fallback, give more than slice_tolerance",
    check=_quality_figures_disagree,
    explain=_explain_quality_figures_disagree,
    remedy="Find out which of the two is right: leave the answer out, so that the slices count, or"
    " score the slices on final answers too.",
)
