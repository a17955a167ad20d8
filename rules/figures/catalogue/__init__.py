"""The catalogue of figures: each is declared once, with its label, formula and where it is shown.

Panel, verdict, reports, comparison, JSON, the saved `[result]` and the workbook read it; nothing
else lists figures.
"""

from __future__ import annotations

from functools import cache

from rules.figures.catalogue import beside, cash, headline
from rules.figures.catalogue.figure import Figure, Place

FIGURES: tuple[Figure, ...] = (
    *headline.FIGURES,
    *headline.HALF_VOLUME,
    *beside.QUALITY,
    *beside.LATENCY,
    *cash.FIGURES,
    *beside.UPSIDE,
)
"""What a result holds, in the order of its JSON; the saved `[result]` has those of no group."""

EXPLAINED: tuple[Figure, ...] = headline.EXPLAINED
"""What no result holds: figures that are shown, or that explain others."""


@cache
def shown_in(place: Place) -> tuple[Figure, ...]:
    """The figures of a place, in its order: found once, since a panel asks at every key."""
    shown = (one for one in (*FIGURES, *EXPLAINED) if place in one.at)
    return tuple(sorted(shown, key=lambda one: one.at[place]))


def figure(name: str) -> Figure:
    """The figure of a name."""
    return next(one for one in (*FIGURES, *EXPLAINED) if one.name == name)
