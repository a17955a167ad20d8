"""The verdict of a case and nothing else, for whoever asks for hundreds of them.

Source: docs/specification.md §4.2, §4.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.answers.case import Case
from rules.answers.policy import TeamPolicy, effective
from rules.catalog import RULES
from rules.catalog.rule import VERDICTS, VerdictId, worst
from rules.figures.figures import compute_figures
from rules.figures.overflow import overflows
from rules.verdict import base_verdict

_HARSHEST = {rule.id: worst(*rule.caps) for rule in RULES}
"""The worst cap that a rule can set; "strong" where it sets none."""


def verdict_of(
    case: Case, team: TeamPolicy | None, replaced: Mapping[str, float]
) -> VerdictId | None:
    """The verdict that `rules.assess.outcome_of` comes to.

    Only those rules are asked that could still make it worse, and no range is looked through: there
    is a verdict also where the case cannot be calculated anywhere in its ranges.

    Args:
        case: any case.
        team: as in `outcome_of`.
        replaced: as in `compute_figures`.
    """
    policy, _ = effective(case.policy, team, case.currency)
    figures = compute_figures(case, policy, replaced)
    if figures.inputs.missing or overflows(figures):
        return None
    settings = team.rules if team is not None else {}
    verdict = base_verdict(figures, policy)
    for rule in RULES:
        setting = settings.get(rule.id)
        if setting == "off" or setting == "-":
            continue
        harshest = _HARSHEST[rule.id] if setting is None else setting
        if VERDICTS.index(harshest) <= VERDICTS.index(verdict):
            continue
        finding = rule.find(case, figures, policy)
        if finding is not None:
            verdict = worst(verdict, finding.cap if setting is None else setting)
    return verdict
