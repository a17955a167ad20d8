"""Where a function first becomes negative between two points.

Source: the Illinois variant of regula falsi (Dowell and Jarratt 1971), which never leaves its
bracket and needs one step where the function is a straight line.
"""

from __future__ import annotations

from collections.abc import Callable

PRECISION = 1e-13
STEPS = 200


def falls_through_zero(
    function: Callable[[float], float],
    begin: tuple[float, float],
    end: tuple[float, float],
) -> float:
    """The point between `begin`, where the function is positive, and `end`, where it is not.

    Where the function jumps through zero, the point of the jump; `begin`, where it is not positive
    even there, as for a case that stands on its threshold to the last digit.

    Args:
        function: of one number.
        begin: a number, and what the function is there.
        end: the same of the other side of zero.
    """
    (inside, at_inside), (outside, at_outside) = begin, end
    if at_inside <= 0:
        return inside
    side, streak = 0, 0
    for _ in range(STEPS):
        width = outside - inside
        if at_outside == 0 or abs(width) <= PRECISION * max(abs(inside), abs(outside)):
            break
        # At a jump a secant would creep towards one end for ever.
        share = at_inside / (at_inside - at_outside) if streak < 4 else 0.5
        point = inside + width * share
        value = function(point)
        if abs(value) <= PRECISION:
            return point
        now = 1 if value > 0 else -1
        streak = streak + 1 if now == side else 1
        side = now
        if value > 0:
            inside, at_inside = point, value
            at_outside /= 2 if streak > 1 else 1
        else:
            outside, at_outside = point, value
            at_inside /= 2 if streak > 1 else 1
    return outside
