"""Whether two engines have come to the same."""

from __future__ import annotations

import math
from typing import Any

from rules.usage.usage import Group, Usage

_SUMMED = ("cost", "latency", "latency_logged")


def assert_alike(there: Usage, here: Usage) -> None:
    """Integers and buckets are equal, and sums to 1e-9."""
    assert (there.read, there.dropped, there.endpoints) == (here.read, here.dropped, here.endpoints)
    assert (there.reaches_from, there.reaches_to) == (here.reaches_from, here.reaches_to)
    assert sorted(there.peaks, key=str) == sorted(here.peaks, key=str)
    assert len(there.groups) == len(here.groups)
    for one, other in zip(
        sorted(there.groups, key=_key), sorted(here.groups, key=_key), strict=True
    ):
        for name in Group._fields:
            summed, expected = getattr(one, name), getattr(other, name)
            if name in _SUMMED:
                assert math.isclose(summed, expected, rel_tol=1e-9), (name, _key(one))
            else:
                assert summed == expected, (name, _key(one))


def _key(one: Group) -> tuple[Any, ...]:
    bucket = -999 if one.latency_bucket is None else one.latency_bucket
    return (one.endpoint, one.model, one.month, one.status, one.costed, bucket)
