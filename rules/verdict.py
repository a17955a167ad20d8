"""From figures and fired rules to a verdict that says what it rests on and what holds it back.

Source: docs/specification.md §4.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from rules.answers.policy import Policy, TeamPolicy
from rules.answers.slack import at_least, at_most
from rules.catalog.growth import SHRINKING
from rules.catalog.rule import VERDICTS, Cap, Evidence, Rule, VerdictId, worst
from rules.figures.alternatives import AlternativeResult
from rules.figures.economics import headline
from rules.figures.figures import Figures
from rules.words.wording import Words, count, listed, months, percent

Tone = Literal["good", "fair", "bad"]


class Spoken(NamedTuple):
    """A verdict as people are told it; a sign stands with it, so that colour never stands alone."""

    words: str
    sign: str
    """In the wizard."""
    plain_sign: str
    """On a page and in a report."""
    tone: Tone
    """The name of the colour that it stands in."""

    @property
    def within(self) -> str:
        """Its name within a sentence: `defensible`, `do not distil`."""
        return self.words.removesuffix(" case").lower()


SPOKEN: Mapping[VerdictId, Spoken] = {
    "strong": Spoken("Strong case", "✓✓", "++", "good"),
    "defensible": Spoken("Defensible case", "✓", "+", "good"),
    "reconsider": Spoken("Reconsider", "?", "?", "fair"),
    "do-not-distill": Spoken("Do not distil", "✗", "×", "bad"),
}


class Fired(NamedTuple):
    """A rule that fired, with everything it has to say."""

    rule: Rule
    cap: Cap
    evidence: Evidence
    message: str
    remedy: str
    """What to do about it in this case; empty where nothing is left to do."""
    about: str
    """Key of the answer to look at first in this case."""

    @property
    def said(self) -> str:
        """What was found, and what to do about it."""
        return f"{self.message} {self.remedy}".rstrip()


class Verdict(NamedTuple):
    """The recommendation."""

    id: VerdictId
    base: VerdictId
    """What the arithmetic alone would say."""
    capped_by: tuple[str, ...]
    """Ids of the rules that hold the verdict where it is, below its base."""
    headline: str
    reasons: tuple[str, ...]
    instead: tuple[str, ...]
    """What to do instead, or first; empty where the case stands."""


def base_verdict(figures: Figures, policy: Policy) -> VerdictId:
    """What payback, growth and half the volume say before any rule."""
    payback = figures.headline.payback_months
    growth = figures.drivers.monthly_growth
    halved_in_time = at_most(figures.half_volume.payback_months, policy.defensible_payback_months)
    if (
        at_most(payback, policy.strong_payback_months)
        and at_least(growth, SHRINKING)
        and halved_in_time
    ):
        return "strong"
    in_time = at_most(payback, policy.defensible_payback_months)
    if in_time and (figures.growing or halved_in_time):
        return "defensible"
    return "reconsider"


def verdict_id(base: VerdictId, caps: Iterable[Cap]) -> VerdictId:
    """The worst of the base and the caps of all fired rules."""
    return worst(base, *caps)


def judge(
    figures: Figures,
    fired: Sequence[Fired],
    policy: Policy,
    words: Words,
    team: TeamPolicy | None = None,
    silenced: Sequence[str] = (),
) -> Verdict:
    """The verdict on a complete case, with what it rests on.

    Args:
        figures: of the case.
        fired: the rules that fired, as far as the team lets them.
        policy: the thresholds in force.
        words: for amounts of money.
        team: what the team made of rules, which a reader has to know.
        silenced: ids of the rules that would have fired, were they not switched off.
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
    return Verdict(
        id=final,
        base=base,
        capped_by=tuple(one.rule.id for one in binding) if final != base else (),
        headline=" ".join((_headline(final, base, figures, policy, named), *_changed_rules(team))),
        reasons=(
            _base_reason(base, figures, policy),
            *(one.message for one in lowering),
            *_rules_of_the_team(team, silenced),
        ),
        instead=tuple(_instead(final, figures, named, policy, words)),
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
    """The rules to name: those that bind, and where all of these are symptoms, a cause first."""
    if any(not one.rule.is_symptom for one in binding):
        return list(binding)
    causes = [one for one in fired if one.rule.is_cause_of_late_cash and one.cap is not None]
    severest = max(causes, key=lambda one: VERDICTS.index(worst(one.cap)), default=None)
    return [*([severest] if severest is not None else []), *binding]


def _headline(
    final: VerdictId, base: VerdictId, figures: Figures, policy: Policy, named: Sequence[Fired]
) -> str:
    payback = figures.headline.payback_months
    recovered = (
        "the savings never recover the upfront"
        if payback == math.inf
        else f"payback in {_months(payback, policy)}"
    )
    titles = ", ".join(f"{one.rule.title[0].lower()}{one.rule.title[1:]}" for one in named)
    if final == base:
        says = f"{SPOKEN[final].words}: {recovered}"
        return f"{says}; mind: {titles}." if titles else f"{says}."
    if final in ("reconsider", "do-not-distill"):
        # Against goes first: a short payback would read as praise.
        return f"{SPOKEN[final].words}: {titles}. Arithmetic alone would say {base}, {recovered}."
    says = f"{SPOKEN[final].words}: {recovered}"
    return f"{says}. Arithmetic alone would say {base}; held back by: {titles}."


def _months(payback: float, policy: Policy) -> str:
    """A payback, so that it reads on the side of every threshold that it is on."""
    return months(
        payback,
        policy.strong_payback_months,
        policy.defensible_payback_months,
        policy.stop_payback_months,
    )


def _base_reason(base: VerdictId, figures: Figures, policy: Policy) -> str:
    halved = figures.half_volume.payback_months
    payback = _months(figures.headline.payback_months, policy)
    at_half = f"{_months(halved, policy)} at half the volume"
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


def _instead(
    final: VerdictId,
    figures: Figures,
    named: Sequence[Fired],
    policy: Policy,
    words: Words,
) -> list[str]:
    if final in ("strong", "defensible"):
        return []
    best = _best_alternative(figures, policy)
    tried = {one.kind for one in figures.alternatives if one.priced}
    causes = [one for one in named if not one.rule.is_symptom]
    advice = []
    if best is not None:
        advice.append(
            f"Take the alternative '{best.name or best.kind}' first: it saves"
            f" {words.money(best.monthly_savings)} a month for {words.money(best.upfront_total)}"
            f" upfront, worth {words.money(best.npv)} today."
        )
    # The stock advice to prompt a small model is no news where that was reckoned already.
    advice += [
        one.remedy
        for one in causes or named
        if one.remedy and (one.rule.advises is None or one.rule.advises not in tried)
    ]
    advice += _return_volume(figures, policy)
    if best is None and tried:
        advice.append("No alternative listed is worth its cost at acceptable quality.")
    return advice or ["Stay with the teacher, and bring the upfront down or the volume up."]


def _best_alternative(figures: Figures, policy: Policy) -> AlternativeResult | None:
    """The acceptable alternative that is worth most, where one is worth anything."""
    student = figures.drivers
    worthwhile = [one for one in figures.alternatives if one.is_worthwhile(student, policy)]
    return max(worthwhile, key=lambda one: one.npv, default=None)


def _return_volume(figures: Figures, policy: Policy) -> list[str]:
    """The volume at which to ask again, where it would be a case there."""
    needed = figures.break_even_calls_per_month
    if not (figures.late(figures.headline.payback_months) and math.isfinite(needed)):
        return []
    if headline(figures.drivers.at_volume(needed)).nets_nothing:
        return []
    return [
        f"Come back at {count(needed)} calls a month: payback is then"
        f" {months(policy.defensible_payback_months)}."
    ]
