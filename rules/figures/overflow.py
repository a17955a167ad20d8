"""Which number makes a case too large to calculate with.

Every number is finite alone; what is multiplied from them need not be, be it as the case is or
anywhere in the ranges that it is drawn from. Figures have room above `LARGEST`, so that a sum over
many draws, or the scale of a chart, is finite wherever they are.

Source: docs/decisions/0018-overflow.md and docs/decisions/0034-extreme-numbers.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rules.answers.bounds import inside
from rules.answers.bounds_of import bounds_of
from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.alternatives import AlternativeResult
from rules.figures.cash import LARGEST
from rules.figures.economics import never_breaks_even
from rules.figures.figures import Figures, compute_figures
from rules.figures.ops import Number
from rules.figures.reading import Used

DIGITS = 20
"""Numbers no further from 1 than this overflow in no product that the formulas make."""
_LEAST_MODEST, _LARGEST_MODEST = 10.0**-DIGITS, 10.0**DIGITS
TRIED = 10
"""How many numbers are tried as the one to blame, the most absurd first."""
_POLICY: dict[str, float] = {"discount_rate": 0.0, "defensible_payback_months": 1.0}
"""Values of the policy that figures are divided by, and one of each that makes none large."""

Values = Mapping[str, Number]


def too_large(
    case: Case,
    policy: Policy,
    figures: Figures,
    replaced: Values | None = None,
) -> str | None:
    """The key of the number that makes the figures overflow, where they do.

    It is the most absurd one without which they would not. Where two absurd numbers multiply,
    mending one may name the other.

    Args:
        case: any case.
        policy: by which it is judged.
        figures: of the case.
        replaced: what stands in place of estimates in these figures, by key.
    """
    replaced = replaced or {}
    if overflows(figures):
        return _to_blame(case, policy, figures, replaced)
    if figures.inputs.missing:
        return None
    used = figures.inputs.read.used
    if _are_modest([value for one in used.values() for value in one.estimate.values]):
        # Nothing else is computed for a case as people have them, nor loaded.
        return None
    absurd = [
        one
        for key, one in used.items()
        if key not in replaced and not _are_modest(one.estimate.values)
    ]
    if not absurd:
        return None
    from rules.uncertainty.overflow import overflows_in_its_ranges

    if not overflows_in_its_ranges(case, policy, replaced):
        return None
    return max(absurd, key=lambda one: _digits(one.estimate.values)).key


def overflows(figures: Figures) -> bool:
    """Whether a figure is beyond all reckoning."""
    head, never = figures.headline, math.inf
    bounded = (
        head.upfront_total,
        head.monthly_savings,
        head.student_cost_per_1k,
        head.student_cost_per_1k_with_maintenance,
        head.annual_maintenance,
        head.annual_error_cost,
        head.annual_net_after_errors,
        head.annual_teacher_spend,
        0.0 if head.annual_teacher_spend == 0 else head.spend_reduction,
        0.0 if head.payback_months == never else head.calls_to_payback,
        figures.cash.npv,
        figures.annual_upside,
        0.0 if math.isnan(figures.quality.upper_95) else figures.quality.annual_error_cost_at_upper,
        *figures.cash.balance,
    )
    known = not figures.inputs.missing
    if any(abs(one) > LARGEST or (known and math.isnan(one)) for one in bounded):
        return True
    if any(abs(one) > LARGEST for each in figures.alternatives for one in _of(each)):
        return True
    # What overflows must not pass for what never happens.
    return (
        (head.payback_months == never and not head.saves_nothing)
        or (head.net_payback_months == never and not head.nets_nothing)
        or (figures.break_even_calls_per_month == never and not never_breaks_even(figures.drivers))
    )


def _of(one: AlternativeResult) -> tuple[float, ...]:
    return (
        one.upfront_total,
        one.monthly_savings,
        one.annual_error_cost,
        one.annual_net_after_errors,
        one.npv,
    )


def _are_modest(values: Sequence[float]) -> bool:
    sizes = [abs(one) for one in values if one]
    return not sizes or (min(sizes) >= _LEAST_MODEST and max(sizes) <= _LARGEST_MODEST)


def _digits(values: tuple[float, ...]) -> float:
    """How far the furthest of some numbers is from 1, in digits; 0 has none."""
    return max((abs(math.log10(abs(one))) for one in values if one), default=0.0)


def _to_blame(case: Case, policy: Policy, figures: Figures, replaced: Values) -> str:
    """The key of the number without which the figures would not overflow."""

    def size(used: Used) -> float:
        return _digits((replaced.get(used.key, used.estimate.likely),))

    by_size = sorted(figures.inputs.read.used.values(), key=size, reverse=True)
    absurd = [one.key for one in by_size[:TRIED] if size(one) > DIGITS]
    for key in absurd:
        modest = {**replaced, key: inside(bounds_of(key), 1.0, 0.0)}
        if not overflows(compute_figures(case, policy, modest)):
            return key
    if not absurd:
        for name, modest_value in _POLICY.items():
            modest_policy = policy.model_copy(update={name: modest_value})
            if not overflows(compute_figures(case, modest_policy, replaced)):
                return f"policy.{name}"
    return by_size[0].key
