"""Answers in, assessment out: the one function that everything that judges a case calls.

Source: docs/specification.md §1.3, §3, §4 and §5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rules.answers.answers import Answers
from rules.answers.case import Case
from rules.answers.case_of import case_of
from rules.answers.defaults import with_defaults
from rules.answers.doubts import doubts
from rules.answers.policy import Override, Policy, TeamPolicy, effective, overrides_by
from rules.answers.problem import Problem
from rules.argument.advice import Elsewhere
from rules.argument.judgement import judge
from rules.argument.pitch import Sentence, pitch
from rules.catalog import RULES
from rules.catalog.rule import Finding, Rule, VerdictId
from rules.catalog.uncounted import lines_not_counted
from rules.figures.figures import Figures, compute_figures
from rules.figures.overflow import too_large
from rules.figures.reading import Used
from rules.verdict import AGAINST, Fired, Verdict, base_verdict, verdict_id
from rules.words.money import Words

_VOLUME = "volume.calls_per_month"


class Assessment(NamedTuple):
    """Everything there is to say about a case. Frozen, and complete also where the case is not."""

    case: Case
    problems: tuple[Problem, ...]
    policy: Policy
    policy_overrides: tuple[Override, ...]
    figures: Figures
    fired: tuple[Fired, ...]
    verdict: Verdict | None
    """None while something is missing, or a number is too large to calculate with."""
    pitch: tuple[Sentence, ...]
    """Empty where a number is too large to calculate with."""
    silenced: tuple[str, ...] = ()
    """Ids of the rules that would have fired, were they not switched off."""
    too_large: str | None = None
    """The key of a number that is too large to calculate with, where there is one."""

    @property
    def words(self) -> Words:
        """How its figures read."""
        return words_for(self.case, self.figures)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that a verdict still needs."""
        return self.figures.inputs.missing

    @property
    def unusable(self) -> tuple[str, ...]:
        """Keys of the answers that are left out because they are not usable."""
        found = (one.key for one in self.errors if one.key != self.too_large)
        return tuple(dict.fromkeys(found))

    def problem_of(self, key: str) -> str | None:
        """Why the answer of a key is left out, as a sentence; None where it counts."""
        for one in self.errors:
            if one.key == key:
                return f"{one.message[:1].upper()}{one.message[1:]}"
        return None

    def doubt_of(self, key: str) -> str:
        """Why the answer of a key, or one in its rows, is to be looked at; empty where none is."""
        found = (one.message for one in self.warnings if one.key == key or _is_row(one.key, key))
        return next(found, "")

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Keys that a verdict still needs and that nobody has answered, usably or not."""
        unusable = self.unusable
        return tuple(key for key in self.missing if key not in unusable)

    @property
    def to_mend(self) -> tuple[str, ...]:
        """Keys to look at: what a verdict needs first, then everything else that is amiss."""
        amiss = (*self.missing, *self.unusable, *([self.too_large] if self.too_large else []))
        return tuple(dict.fromkeys(amiss))

    @property
    def complete(self) -> bool:
        """Whether nothing that a verdict needs is missing."""
        return not self.missing

    @property
    def used(self) -> tuple[Used, ...]:
        """Every number used, defaults included, in the order of use."""
        return tuple(self.figures.inputs.read.used.values())

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep an answer from counting."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What counts as it stands, and is to be looked at."""
        return tuple(one for one in self.problems if one.severity == "warning")


def _is_row(key: str, table: str) -> bool:
    return key.startswith(f"{table}[")


class Outcome(NamedTuple):
    """What a case comes to, before a word is said about it: enough to compare many cases by."""

    policy: Policy
    policy_overrides: tuple[Override, ...]
    figures: Figures
    findings: tuple[tuple[Rule, Finding], ...]
    """The rules that fired, as far as the team lets them."""
    silenced: tuple[str, ...]
    """Ids of the rules that would have fired, were they not switched off."""
    too_large: str | None
    """The key of a number that is too large to calculate with, where there is one."""
    verdict: VerdictId | None
    """None while something is missing, or a number is too large to calculate with."""


def words_for(case: Case, figures: Figures) -> Words:
    """How its figures read: by the month where all is over before a year of service is."""
    is_one_off = min(figures.policy.horizon_months, figures.drivers.months_served) < 12
    return Words(case.currency, is_one_off=is_one_off)


def outcome_of(
    case: Case,
    team: TeamPolicy | None = None,
    replaced: Mapping[str, float] | None = None,
) -> Outcome:
    """Figures, fired rules and verdict of a case, complete or not.

    Args:
        case: any case.
        team: the policy of a team, where there is one.
        replaced: as in `compute_figures`.
    """
    policy, overrides = effective(case.policy, team, case.currency)
    figures = compute_figures(case, policy, replaced)
    settings = team.rules if team is not None else {}
    findings, silenced = [], []
    for rule in RULES:
        finding = rule.find(case, figures, policy)
        if finding is None:
            continue
        setting = settings.get(rule.id)
        if setting == "off":
            silenced.append(rule.id)
            continue
        if setting is not None:
            finding = finding._replace(cap=None if setting == "-" else setting)
        findings.append((rule, finding))
    overflowing = too_large(case, policy, figures, replaced)
    verdict = None
    if not figures.inputs.missing and overflowing is None:
        verdict = verdict_id(base_verdict(figures, policy), (one.cap for _, one in findings))
    return Outcome(
        policy=policy,
        policy_overrides=overrides,
        figures=figures,
        findings=tuple(findings),
        silenced=tuple(silenced),
        too_large=overflowing,
        verdict=verdict,
    )


def assess(answers: Answers, team: TeamPolicy | None = None) -> Assessment:
    """Judge a case.

    Args:
        answers: of any case, also an incomplete or partly unusable one.
        team: a team's policy values, which win over the session's, and its default answers, which
            stand in for answers that the case does not have.

    Returns:
        An assessment in which a figure whose inputs are missing is not known (NaN), and one that
        never comes to be is infinite.
    """
    answers, taken = with_defaults(answers, team)
    case, problems = case_of(answers)
    if team is None or not taken:
        return assess_case(case, problems, team)
    named = tuple(
        one._replace(message=f"{one.message} (a default of {team.name})")
        if one.key in taken
        else one
        for one in problems
    )
    assessment = assess_case(case, named, team)
    overrides = (*assessment.policy_overrides, *overrides_by(team, taken))
    return assessment._replace(policy_overrides=overrides)


def assess_case(
    case: Case,
    problems: tuple[Problem, ...] = (),
    team: TeamPolicy | None = None,
    replaced: Mapping[str, float] | None = None,
) -> Assessment:
    """Judge a case that was already read.

    Args:
        case: as `case_of` gives it.
        problems: found in reading it, to be handed on.
        team: as in `assess`.
        replaced: what if these estimates, by key, were these values?
    """
    outcome = outcome_of(case, team, replaced)
    figures = outcome.figures
    words = words_for(case, figures)
    if outcome.too_large is not None:
        message = "makes figures too large to calculate with; check its number of digits"
        if team is not None and outcome.too_large in {f"policy.{one}" for one in team.values}:
            message += f" (set by {team.name})"
        problems += (Problem(message, key=outcome.too_large),)
    problems += doubts(case)
    if case.risk.correlations:
        # Few cases correlate anything.
        from rules.uncertainty.idle_correlations import idle_correlations

        problems += idle_correlations(case, outcome.policy)
    beside = {rule.id: finding.evidence for rule, finding in outcome.findings}
    fired = tuple(
        Fired(
            rule,
            finding.cap,
            finding.evidence,
            rule.explain(finding.evidence, words),
            rule.remedy_for(finding.evidence, words, beside),
            finding.about or rule.about,
        )
        for rule, finding in outcome.findings
    )
    verdict = None
    if outcome.verdict is not None:
        verdict = judge(
            figures,
            fired,
            outcome.policy,
            words,
            team,
            outcome.silenced,
            not_counted=lines_not_counted(case, figures),
            judged_at=lambda calls: _elsewhere(case, team, {**(replaced or {}), _VOLUME: calls}),
        )
    return Assessment(
        case=case,
        problems=problems,
        policy=outcome.policy,
        policy_overrides=outcome.policy_overrides,
        figures=figures,
        fired=fired,
        verdict=verdict,
        pitch=() if outcome.too_large is not None else pitch(case, figures, fired, verdict, words),
        silenced=outcome.silenced,
        too_large=outcome.too_large,
    )


def _elsewhere(case: Case, team: TeamPolicy | None, replaced: Mapping[str, float]) -> Elsewhere:
    """What a case would be called with other numbers, and by which rules it would be held."""
    outcome = outcome_of(case, team, replaced)
    against = (
        rule.title_for(finding.evidence)
        for rule, finding in outcome.findings
        if finding.cap in AGAINST
    )
    return Elsewhere(outcome.verdict, tuple(f"{one[0].lower()}{one[1:]}" for one in against))
