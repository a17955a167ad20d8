"""What a rule is: a condition under which distilling loses money, or might.

Source: docs/specification.md §4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from rules.answers.case import Case
from rules.answers.policy import Policy
from rules.figures.figures import Figures
from rules.words.wording import Words

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


class Finding(NamedTuple):
    """That a rule fired: on which numbers, and how far it caps the verdict."""

    evidence: Evidence
    cap: Cap = None
    """Left to the rule where that has a single one."""


class Rule(NamedTuple):
    """One condition. Stateless: everything it says comes from the case it is given."""

    id: str
    title: str
    about: str
    """Key of the answer to look at first."""
    caps: tuple[Cap, ...]
    """Every cap it can set, the mildest first."""
    fires_when: str
    """The condition in words, for the documentation."""
    check: Callable[[Case, Figures, Policy], Finding | None]
    explain: Callable[[Evidence, Words], str]
    """A sentence with the numbers in it."""
    remedy: str
    """What to do about it."""
    is_symptom: bool = False
    """It follows from other weaknesses, so it is named after the rules that name the cause."""
    is_cause_of_late_cash: bool = False
    """It can be why the cash comes back late or never."""
    advises: str | None = None
    """The kind of alternative that its remedy recommends."""

    def find(self, case: Case, figures: Figures, policy: Policy) -> Finding | None:
        """What makes it fire, with the cap it sets then; None where it is silent."""
        finding = self.check(case, figures, policy)
        if finding is None or len(self.caps) > 1:
            return finding
        return Finding(finding.evidence, self.caps[0])
