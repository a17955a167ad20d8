"""Whether the draws support the verdict beside the answers: found out once nobody types any more.

A simulation has no place on the way from a key to the panel. So the panel says nothing of it at
first, and what it has to say follows a moment after the last key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from textual.timer import Timer

from rules.assess import Assessment
from screens.frame.layers import Layer
from screens.widgets.verdict_panel import VerdictPanel

WEIGHED_AFTER_S = 1.0
"""How long answers stay as they are before they are drawn."""


class Weighing:
    """Keeps the doubt of one screen's panel up to date."""

    def __init__(self, screen: Layer[None]) -> None:
        self._screen = screen
        self._due: Timer | None = None
        self._assessment: Assessment | None = None
        self._begun_at = 0.0

    def begin(self, assessment: Assessment | None) -> None:
        """Another judgement is shown: what was said of the one before it counts no more.

        None for one that is not to be drawn, such as that of a what-if.
        """
        self._assessment, self._begun_at = assessment, monotonic()
        self._screen.query_one(VerdictPanel).doubt = ""
        # One that is due already looks again: a timer for each key would be made and thrown away.
        if self._due is None and self._needs_draws:
            self._due = self._screen.set_timer(WEIGHED_AFTER_S, self._weigh)

    @property
    def _needs_draws(self) -> bool:
        """Whether a verdict is shown that draws may speak against; one against needs none."""
        verdict = self._assessment.verdict if self._assessment is not None else None
        return verdict is not None and verdict.id in ("strong", "defensible")

    def _weigh(self) -> None:
        self._due = None
        if self._assessment is None or not self._needs_draws:
            return
        left = WEIGHED_AFTER_S - (monotonic() - self._begun_at)
        if left > 0:
            self._due = self._screen.set_timer(left, self._weigh)
            return
        self._draw(self._assessment)

    def _draw(self, of: Assessment) -> None:
        self._screen.find_aside(partial(_doubt, of), partial(self._show, of), "weighing")

    def _show(self, assessment: Assessment, said: str) -> None:
        # The program may be on its way out, and the panel gone before its screen.
        if assessment is self._assessment:
            for panel in self._screen.query(VerdictPanel):
                panel.doubt = said


def _doubt(assessment: Assessment, wanted: Callable[[], bool]) -> str:
    """That draws do not support a verdict; empty where they do."""
    # Nothing of it is needed before somebody pauses, least of all at the start.
    from rules.argument.what_varies import doubt
    from rules.uncertainty.risk import risk

    verdict = assessment.verdict.id if assessment.verdict is not None else None
    return doubt(risk(assessment.case, assessment.policy, wanted, verdict=verdict), assessment)
