"""What a verdict is, and how it follows from figures and fired rules.

Source: docs/specification.md §4.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from rules.answers.policy import Policy
from rules.answers.slack import at_least, at_most
from rules.catalog.growth import SHRINKING
from rules.catalog.rule import VERDICTS, Cap, Evidence, Rule, VerdictId, worst
from rules.figures.figures import Figures
from rules.later import Later

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


AGAINST: tuple[VerdictId, ...] = VERDICTS[2:]
"""The verdicts that ask for no money."""


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
    def title(self) -> str:
        """What the rule is called in this case."""
        return self.rule.title_for(self.evidence)

    @property
    def title_within(self) -> str:
        """The same within a sentence."""
        return f"{self.title[0].lower()}{self.title[1:]}"

    @property
    def said(self) -> str:
        """What was found, and what to do about it."""
        return f"{self.message} {self.remedy}".rstrip()


class MoreCalls(NamedTuple):
    """What more calls would make of a case against distilling."""

    needed: float | None
    """The volume a month from which on it would be one for it; None where none within reach is."""
    said: str


class Verdict(NamedTuple):
    """The recommendation."""

    id: VerdictId
    base: VerdictId
    """What the arithmetic alone would say."""
    capped_by: tuple[str, ...]
    """Ids of the rules that hold the verdict where it is, below its base."""
    headline: str
    reasons: tuple[str, ...]
    steps: tuple[str, ...]
    """What to do instead, or first; empty where the case stands."""
    more_calls: Later[MoreCalls | None]
    """Whether more calls would make it a case: found out where it is shown, and so by nothing
    that a key press waits for."""
    is_doubted: bool = False
    """Whether draws were made and do not support it."""

    @property
    def tone(self) -> Tone:
        """The colour that it stands in: never that of a good case where the draws doubt it."""
        return tone_of(self.id, doubted=self.is_doubted)

    @property
    def instead(self) -> tuple[str, ...]:
        """All that is advised in place of distilling now; empty where the case stands."""
        more = self.more_calls.found
        return self.steps if more is None else (*self.steps, more.said)


def tone_of(verdict: VerdictId, *, doubted: bool) -> Tone:
    """The colour of a verdict, which the draws doubt or not."""
    tone = SPOKEN[verdict].tone
    return "fair" if doubted and tone == "good" else tone


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
