"""An amount of the upside counts everywhere or nowhere: in the figure, the rules, on the page."""

from __future__ import annotations

import pytest

from rules.argument.not_counted import in_its_favour
from tests.rules.cases import estimate, judged

AMOUNTS = {
    "upside.latency_metric": "upside.latency_value_per_month",
    "upside.quality_metric": "upside.quality_value_per_month",
    "upside.capability": "upside.capability_revenue_per_month",
}
UNATTACHED = {"latency-unattached", "quality-gain-unattached"}


@pytest.mark.parametrize("text_key", AMOUNTS)
@pytest.mark.parametrize("text", ["churn", "", "  "])
def test_an_amount_counts_in_all_places_alike(text_key: str, text: str) -> None:
    counts = bool(text.strip()) or text_key == "upside.capability"
    found = judged({text_key: text, AMOUNTS[text_key]: estimate(100)})
    assert found.figures.annual_upside == (1_200 if counts else 0)
    assert bool({one.rule.id for one in found.fired} & UNATTACHED) != counts
    said = " ".join(line.text for line in in_its_favour(found))
    assert ("Upside of" in said, "Without an amount" in said) == (counts, not counts)
