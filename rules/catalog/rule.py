"""What a rule is: a condition under which distilling loses money, or might.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.figures import Figures
from rules.words.money import Words

VerdictId = Literal["strong", "defensible", "reconsider", "do-not-distill"]
VERDICTS: tuple[VerdictId, ...] = get_args(VerdictId)
"""Best first."""

Cap: TypeAlias = VerdictId | None
"""The best verdict that a rule still allows; None leaves the verdict alone."""


def worst(*verdicts: Cap) -> VerdictId:
    """The worst of several verdicts and caps; None does not count."""
    return max((one for one in verdicts if one is not None), key=VERDICTS.index, default="strong")


Evidence: TypeAlias = Mapping[str, Any]
"""The numbers that made a rule fire, by name; "never" is infinity."""


Beside: TypeAlias = Mapping[str, Evidence]
"""The evidence of every rule that counts against a case, by the rule's id."""


class Finding(NamedTuple):
    """That a rule fired: on which numbers, and how far it caps the verdict."""

    evidence: Evidence
    cap: Cap = None
    """Left to the rule where that has a single one."""
    about: str | None = None
    """Key of the answer to look at first, where that depends on the case; None: the rule's own."""


class Rule(NamedTuple):
    """One condition. Stateless: everything it says comes from the case it is given."""

    id: str
    title: str
    place: int
    """Where it stands among the rules: the one with the lowest number is told of first."""
    about: str
    """Key of the answer to look at first, as a rule; a finding may name another."""
    caps: tuple[Cap, ...]
    """Every cap it can set, the mildest first."""
    fires_when: str
    """The condition in words, for the documentation."""
    check: Callable[[Case, Figures, Policy], Finding | None]
    explain: Callable[[Evidence, Words], str]
    """A sentence with the numbers in it."""
    remedy: str
    """What to do about it, in general; for the documentation."""
    is_symptom: bool = False
    """It follows from other weaknesses, so it is named after the rules that name the cause."""
    is_cause_of_late_cash: bool = False
    """It can be why the cash comes back late or never."""
    advises: str | None = None
    """The kind of alternative that its remedy recommends."""
    remedy_at_hand: Callable[[Evidence, Words, Beside], str] | None = None
    """What to do about it in one case, where that depends on the case; empty where nothing is."""

    title_at_hand: Callable[[Evidence], str] | None = None
    """What it is called in one case, where its title would say too much of some."""

    def title_for(self, evidence: Evidence) -> str:
        """What it is called in the case at hand."""
        return self.title if self.title_at_hand is None else self.title_at_hand(evidence)

    def find(self, case: Case, figures: Figures, policy: Policy) -> Finding | None:
        """What makes it fire, with the cap it sets then; None where it is silent."""
        finding = self.check(case, figures, policy)
        if finding is None or len(self.caps) > 1:
            return finding
        return finding._replace(cap=self.caps[0])

    def remedy_for(self, evidence: Evidence, words: Words, beside: Beside) -> str:
        """What to do about it in the case at hand; empty where no remedy is left."""
        if self.remedy_at_hand is None:
            return self.remedy
        return self.remedy_at_hand(evidence, words, beside)
