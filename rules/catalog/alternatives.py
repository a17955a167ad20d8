"""Rules about other ways to make the calls cheaper.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from rules.answers.case import Alternative, Case
from rules.answers.policy import Policy
from rules.answers.slack import above
from rules.catalog.rule import Beside, Evidence, Finding, Rule
from rules.figures.alternatives import AlternativeResult
from rules.figures.figures import Figures
from rules.words.money import Words
from rules.words.wording import points

Judged = tuple[Alternative, AlternativeResult]


def _best(case: Case, figures: Figures, policy: Policy, *, proven: bool) -> Judged | None:
    """The alternative worth most among those that are clearly worth more than the student."""
    npv = figures.cash.npv
    least = npv + policy.alternative_margin * abs(npv)
    better = [
        (row, one)
        for row, one in zip(case.alternatives, figures.alternatives, strict=True)
        if one.is_proven == proven
        and one.pays
        and one.is_good_enough(figures.drivers, policy)
        and above(one.npv, least)
    ]
    return max(better, key=lambda each: each[1].npv, default=None)


def _evidence(best: AlternativeResult, figures: Figures) -> Evidence:
    return {
        "alternative": best.name or best.kind,
        "alternative_npv": best.npv,
        "npv": figures.cash.npv,
        "alternative_upfront": best.upfront_total,
        "alternative_monthly_savings": best.monthly_savings,
        "alternative_error_rate_increase": best.error_rate_increase,
        "error_rate_increase": figures.drivers.error_rate_increase,
    }


def _cheaper_alternative(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    best = _best(case, figures, policy, proven=True)
    return None if best is None else Finding(_evidence(best[1], figures))


def _explain_cheaper_alternative(evidence: Evidence, words: Words) -> str:
    loses, errors = evidence["alternative_error_rate_increase"], evidence["error_rate_increase"]
    lossy = points(loses) if loses > 0 else "no"
    beside = points(errors) if errors > 0 else "none"
    return (
        f"The alternative '{evidence['alternative']}' is worth"
        f" {words.money(evidence['alternative_npv'])} today with {lossy} more wrong answers,"
        f" distilling {words.money(evidence['npv'])} with {beside}."
    )


CHEAPER_ALTERNATIVE = Rule(
    id="cheaper-alternative",
    title="An alternative is worth more",
    place=340,
    about="alternatives",
    caps=("reconsider",),
    fires_when="an alternative with a cost and a stated, not assumed error rate increase loses no"
    " more than the student's and slice_tolerance together, no more than slice_tolerance unless an"
    " error has a cost, and has npv > 0 and above the student's by more than alternative_margin of"
    " it",
    check=_cheaper_alternative,
    explain=_explain_cheaper_alternative,
    remedy="Take the cheaper alternative first; distil later if that still pays on top of it.",
)


def _alternative_unproven(case: Case, figures: Figures, policy: Policy) -> Finding | None:
    best = _best(case, figures, policy, proven=False)
    if best is None:
        return None
    row, one = best
    assumed = row.error_rate_increase is not None
    return Finding({**_evidence(one, figures), "error_rate_increase_assumed": assumed})


def _explain_alternative_unproven(evidence: Evidence, words: Words) -> str:
    known = (
        "its error rate is a guess"
        if evidence["error_rate_increase_assumed"]
        else "nobody knows its error rate"
    )
    return (
        f"The alternative '{evidence['alternative']}' would be worth"
        f" {words.money(evidence['alternative_npv'])} today, distilling"
        f" {words.money(evidence['npv'])}, if it loses as little quality as the student:"
        f" {known}."
    )


def _unproven_at_hand(evidence: Evidence, words: Words, beside: Beside) -> str:
    return f"Score '{evidence['alternative']}' on the same slices before choosing between the two."


ALTERNATIVE_UNPROVEN = Rule(
    id="alternative-unproven",
    title="An alternative nobody has scored",
    place=350,
    about="alternatives",
    caps=("defensible",),
    fires_when="an alternative without an error rate increase, or with an assumed one, would have"
    " an npv above the student's as in cheaper-alternative, if it made as many errors as the"
    " student",
    check=_alternative_unproven,
    explain=_explain_alternative_unproven,
    remedy="Score the alternative on the same slices.",
    remedy_at_hand=_unproven_at_hand,
)
