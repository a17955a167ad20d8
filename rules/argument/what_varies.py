"""What stands beside a chance: how many numbers vary, on whose word, and what is held still.

A chance says as much as what was drawn for it. So every place that shows one says this too, and
where the draws speak against a verdict to go ahead, headline and pitch say that.

Source: docs/specification.md §3.6.
"""

from __future__ import annotations

import math

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.argument.pitch import Sentence
from rules.assess import Assessment
from rules.results import label_of
from rules.uncertainty.risk import Risk
from rules.words.money import Words
from rules.words.wording import first_of, listed, months

NAMED = 3
"""Large numbers held still that are named; the others are counted."""


def what_varies(found: Risk, case: Case) -> str:
    """How many numbers vary, how many of them by a stand-in, and which large ones are held.

    A clause without capital and full stop: `9 numbers vary, 5 of them by a stand-in for a range
    that nobody gave; held still although large: engineering time and monthly growth`.
    """
    return f"{_drawn(found)}; {_held(found, case)}"


def _drawn(found: Risk) -> str:
    varied = len(found.drawn)
    standing_in = sum(one.range.origin == "stand-in" for one in found.drawn)
    vary = "1 number varies" if varied == 1 else f"{varied} numbers vary"
    for_a_range = "a stand-in for a range that nobody gave"
    if not standing_in:
        return f"{vary}, {'over a range' if varied == 1 else 'all over ranges'} that somebody gave"
    if standing_in == varied:
        return f"{vary}, {'' if varied == 1 else 'all '}by {for_a_range}"
    return f"{vary}, {standing_in} of them by {for_a_range}"


def _held(found: Risk, case: Case) -> str:
    # A comma within a name would make two of it.
    large = [inline(label_of(key, case)).replace(", ", " ") for key in found.large_held]
    if not large:
        return "none that is large is held still"
    return f"held still although large: {listed(first_of(large, NAMED))}"


def what_varies_in_full(found: Risk, case: Case) -> str:
    """The same as a sentence."""
    said = what_varies(found, case)
    return f"{said[:1].upper()}{said[1:]}."


def inline(label: str) -> str:
    """A label within a sentence; abbreviations keep their capitals."""
    first, _, rest = label.partition(" ")
    return label if first.isupper() else f"{first.lower()} {rest}".rstrip()


def futures(share: float) -> str:
    """A chance as so many of 100 futures, on the side of even chances that it is on."""
    if not share:
        return "in none of 100 futures"
    if share < 0.005:
        return "in fewer than 1 of 100 futures"
    # Neither even chances nor certainty are made of a little less.
    below = next(limit for limit in (0.5, 1.0, 2.0) if share < limit)
    return f"in {min(round(100 * share), math.ceil(100 * below) - 1)} of 100 futures"


def paid_back(found: Risk, policy: Policy) -> str:
    """`paid back within 12 months in 45 of 100 futures`."""
    limit = months(policy.defensible_payback_months)
    return f"paid back within {limit} {futures(found.within_target)}"


DOUBT = "The draws do not support it"


def doubt(found: Risk | None, assessment: Assessment) -> str:
    """That the draws do not support the verdict, and what was drawn; empty where they do."""
    if found is None or found.supports_verdict:
        return ""
    case, said = assessment.case, paid_back(found, assessment.policy)
    if found.mean_npv <= 0:
        said += f", worth {Words(case.currency).money(found.mean_npv)} today on average"
    return f"{DOUBT}: {said} ({what_varies(found, case)})."


def with_risk(assessment: Assessment, found: Risk | None) -> Assessment:
    """The same judgement once the draws are known: where they speak against it, it says so.

    Verdict, base and rules stay; the headline has the doubt besides, and the pitch's sentence on
    risk has it in full: a chance stands beside what was drawn for it, which a headline is too
    short for.
    """
    said, verdict = doubt(found, assessment), assessment.verdict
    if not said or verdict is None:
        return assessment
    return assessment._replace(
        verdict=verdict._replace(headline=f"{verdict.headline} {DOUBT}.", is_doubted=True),
        pitch=beside_risk(assessment, said),
    )


def beside_risk(assessment: Assessment, said: str) -> tuple[Sentence, ...]:
    """The pitch with something said besides in its sentence on risk."""
    return tuple(
        one._replace(text=f"{one.text} {said}") if one.part == "risk" else one
        for one in assessment.pitch
    )
