"""Draws of many cases side by side, in which what comes from one source varies as one.

Source: docs/specification.md §16.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from rules.comparing.portfolio.member import Member
from rules.figures.reading import Used
from rules.figures.variations import Variations
from rules.uncertainty.draws import Draws, drawn_of, pairs_among

if TYPE_CHECKING:
    from numpy.typing import NDArray

Values = Mapping[str, "NDArray[Any]"]
"""Drawn numbers by key."""


class Sample(NamedTuple):
    """Draws of the numbers of one member."""

    values: Values
    streams: Mapping[str, str]
    """What each of them is drawn by: cases with a stream in common vary as one in it."""
    stand_ins: frozenset[str]
    """Those of them whose range stands in for one that nobody gave."""


def sample_of(member: Member, count: int, seed: int) -> Sample:
    """So many draws of every number of a member that varies.

    A number with a source has the deviates of that key and source, whichever case it is in; one
    without has its own.
    """
    used = Variations(member.case).used
    drawn = drawn_of(member.case, member.policy, used)
    if not drawn:
        return Sample({}, {}, frozenset())
    streams = {key: _stream(member, used[key]) for key in drawn}
    pairs = pairs_among(drawn, member.case)
    # What is correlated rests on the deviates of those before it, so that those with a source,
    # which others have in common, come first.
    order = sorted(drawn, key=lambda key: (not _source(used[key]), key))
    draws = Draws(drawn, pairs, seed, streams=streams, order=order)
    normal = draws.normal(count)
    return Sample(
        {key: draws.values(key, one) for key, one in normal.items()},
        streams,
        frozenset(key for key, one in drawn.items() if one.range.origin == "stand-in"),
    )


def _source(used: Used) -> str:
    return used.estimate.source.strip()


def _stream(member: Member, used: Used) -> str:
    """The name of the random numbers that a number is drawn by."""
    source = _source(used)
    return f"{used.key}\0source\0{source}" if source else f"{used.key}\0case\0{member.name}"
