"""The judgement on a complete case: verdict, headline, reasons, and what to do instead.

Source: docs/specification.md §4.2 and §5.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rules.answers.policy import Policy, TeamPolicy
from rules.argument.advice import Elsewhere, more_calls, steps
from rules.argument.headline import headline_of, payback_in_words
from rules.catalog.rule import VERDICTS, VerdictId, worst
from rules.catalog.slowness import SLOWED_BY
from rules.figures.figures import Figures
from rules.figures.ops import NEVER
from rules.later import Later
from rules.verdict import AGAINST, Fired, Verdict, base_verdict, verdict_id
from rules.words.money import Words
from rules.words.wording import listed, months, percent


def judge(
    figures: Figures,
    fired: Sequence[Fired],
    policy: Policy,
    words: Words,
    team: TeamPolicy | None = None,
    silenced: Sequence[str] = (),
    *,
    not_counted: Sequence[str] = (),
    judged_at: Callable[[float], Elsewhere],
) -> Verdict:
    """The verdict on a complete case, with what it rests on.

    Args:
        figures: of the case.
        fired: the rules that fired, as far as the team lets them.
        policy: the thresholds in force.
        words: for amounts of money.
        team: what the team made of rules, which a reader has to know.
        silenced: ids of the rules that would have fired, were they not switched off.
        not_counted: lines of cost that count as nothing, by name.
        judged_at: what the same case would be called at another volume.
    """
    base = base_verdict(figures, policy)
    final = verdict_id(base, (one.cap for one in fired))
    # Causes first: "cash comes back late" is no news once the reason for it is named.
    by_cause = sorted(fired, key=lambda one: one.rule.is_symptom)
    binding = [one for one in by_cause if one.cap == final]
    named = _named(binding, by_cause)
    lowering = sorted(
        (one for one in by_cause if VERDICTS.index(worst(base, one.cap)) > VERDICTS.index(base)),
        key=lambda one: -VERDICTS.index(worst(one.cap)),
    )
    said = headline_of(final, base, figures, policy, named, not_counted)
    is_against = final in AGAINST
    return Verdict(
        id=final,
        base=base,
        capped_by=tuple(one.rule.id for one in binding) if final != base else (),
        headline=" ".join((said, *_changed_rules(team))),
        reasons=(
            _base_reason(base, figures, policy),
            *(one.message for one in lowering),
            *_rules_of_the_team(team, silenced),
        ),
        steps=tuple(steps(figures, fired, named, words)) if is_against else (),
        more_calls=Later(lambda: more_calls(figures, fired, judged_at) if is_against else None),
    )


def _changed_rules(team: TeamPolicy | None) -> Iterator[str]:
    """That a team changed rules, in a sentence for those who read no further than the headline."""
    if team is None or not team.rules:
        return
    parts = [
        f"{_rules(ids)} {done}"
        for ids, done in ((team.switched_off, "switched off"), (team.capped_anew, "capped anew"))
        if ids
    ]
    yield f"{listed(parts)} by {team.name}."


def _rules_of_the_team(team: TeamPolicy | None, silenced: Sequence[str]) -> Iterator[str]:
    """Which rules a team changed, and which of them would have spoken."""
    if team is None:
        return
    if off := team.switched_off:
        here = f"; here {listed(list(silenced))} would have fired" if silenced else ""
        yield f"{_rules(off)} switched off by {team.name}: {', '.join(off)}{here}."
    if anew := team.capped_anew:
        caps = ", ".join(
            f"{rule} {'only informs' if team.rules[rule] == '-' else f'at {team.rules[rule]}'}"
            for rule in anew
        )
        yield f"{_rules(anew)} capped anew by {team.name}: {caps}."


def _rules(ids: Sequence[str]) -> str:
    return "1 rule is" if len(ids) == 1 else f"{len(ids)} rules are"


def _named(binding: Sequence[Fired], fired: Sequence[Fired]) -> list[Fired]:
    """The rules to name: those that bind, and where all of these are symptoms, a cause first.

    What is found to slow the cash goes before any other cause, however severe.
    """
    if any(not one.rule.is_symptom for one in binding):
        return list(binding)
    slowed_by = next((cause for one in binding if (cause := one.evidence.get("slowed_by"))), None)
    causes = [one for one in fired if one.rule.is_cause_of_late_cash and one.cap is not None]
    if slowed_by is not None:
        told_by = SLOWED_BY[slowed_by].told_by
        if not told_by:
            # A late launch has no rule of its own: that cash is slow says it.
            return list(binding)
        causes = [one for one in causes if one.rule.id in told_by] or causes
    severest = max(causes, key=lambda one: VERDICTS.index(worst(one.cap)), default=None)
    return [*([severest] if severest is not None else []), *binding]


def _base_reason(base: VerdictId, figures: Figures, policy: Policy) -> str:
    halved = figures.half_volume.payback_months
    payback = payback_in_words(figures.headline.payback_months, policy)
    at_half = f"{payback_in_words(halved, policy)} at half the volume"
    if figures.headline.payback_months == NEVER:
        limit = months(policy.defensible_payback_months)
        never = (
            "The savings never recover the upfront"
            if figures.headline.upfront_total > 0
            else "Nothing is saved"
        )
        return f"{never}; defensible is a payback within {limit}."
    if figures.headline.payback_months == 0:
        nothing = "Nothing upfront has to be recovered"
        return f"{nothing}, but half the volume saves nothing." if halved > 0 else f"{nothing}."
    if base == "reconsider":
        limit = months(policy.defensible_payback_months)
        return f"Payback is {payback} and {at_half}; defensible is {limit}."
    limit = months(
        policy.strong_payback_months if base == "strong" else policy.defensible_payback_months
    )
    growth = (
        f", which growth of {percent(figures.drivers.monthly_growth)} a month makes up for"
        if figures.late(halved)
        else ""
    )
    return f"Payback is {payback}, within {limit}, and {at_half}{growth}."
