"""Where a case lies among the published ones, in sentences.

Source: docs/specification.md §18.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from rules.answers.slack import above, below
from rules.assess import Assessment
from rules.comparing.published.cases import LEFT_OUT, PUBLISHED, LeftOut, PublishedCase
from rules.words.wording import count, percent, told_apart

DISTILLED: tuple[PublishedCase, ...] = tuple(one for one in PUBLISHED if one.is_distilled)


def saving_per_call(assessment: Assessment) -> float | None:
    """What a case saves per call, as a share of what the teacher costs; None where not known."""
    headline = assessment.figures.headline
    teacher, student = headline.teacher_cost_per_1k, headline.student_cost_per_1k
    saving = 1 - student / teacher if teacher else math.nan
    return float(saving) if math.isfinite(saving) else None


def said_of_all() -> Iterator[str]:
    """What the published cases have in common, a sentence each."""
    savings = [one.saving for one in DISTILLED]
    yield (
        f"Published savings per call run from {percent(min(savings))} to {percent(max(savings))},"
        f" {percent(median(savings))} in the median of {len(savings)} cases."
    )
    for part in ("people", "upkeep", "volume"):
        yield f"{_without(part)} of {len(DISTILLED)} leave out {LEFT_OUT[part]}."


def beside(assessment: Assessment) -> Iterator[str]:
    """Where a case lies among them, a sentence each.

    Args:
        assessment: of the case, which may be incomplete.
    """
    savings = [one.saving for one in DISTILLED]
    yours = saving_per_call(assessment)
    range_ = f"Published savings per call run from {percent(min(savings))} to"
    range_ += f" {percent(max(savings))}"
    if yours is None:
        yield f"{range_}; yours is not known yet."
    else:
        least, most, shown = min(savings), max(savings), percent(yours)
        fewer = sum(below(one, yours) for one in savings)
        place = f"more than {fewer} of {len(savings)}" if fewer else "as much as the least"
        if below(yours, least):
            place, shown = "less than any", told_apart(shown, percent(least), "under")
        elif above(yours, most):
            place = "more than any: check both costs per call"
            shown = told_apart(shown, percent(most), "over")
        yield f"{range_}; yours is {shown}, {place}."
    yield (
        f"{_without('people')} of {len(savings)} leave people's time out, {_without('upkeep')} of"
        f" {len(savings)} upkeep: their savings are before both."
    )
    volumes = [one.calls_per_month for one in DISTILLED if one.calls_per_month is not None]
    calls = assessment.figures.drivers.calls_per_month
    here = f"; yours is {count(float(calls))}" if math.isfinite(calls) else ""
    told = " and ".join(count(one) for one in sorted(volumes))
    yield f"Only {len(volumes)} of them tell their volume: {told} calls a month{here}."


def _without(part: LeftOut) -> int:
    return sum(part in one.left_out for one in DISTILLED)
