"""What sets two cases apart as plain data: of comparisons, and of a case at two times.

Source: docs/specification.md §5.4.
"""

from __future__ import annotations

import math
from typing import Any

from rules.comparing.comparison import Difference, Effect
from rules.figures.ops import known


def difference_as_json(difference: Difference) -> dict[str, Any]:
    """Why nothing is subtracted, the total, the answers that differ, and what none explains."""
    return {
        "refusal": difference.refusal or None,
        **_numbers(difference.total),
        "answers": [
            {
                "key": change.key,
                "label": change.label,
                "from": change.before,
                "to": change.after,
                **_numbers(change.effect),
                "verdict": change.verdict,
            }
            for change in difference.changes
        ],
        "interaction": None if difference.interaction is None else _numbers(difference.interaction),
    }


def _numbers(effect: Effect | None) -> dict[str, float | None]:
    effect = effect or Effect(math.nan, math.nan)
    return {"payback_months": known(effect.payback_months), "npv": known(effect.npv)}
