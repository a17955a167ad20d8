"""How the property tests of this folder run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A busy machine is no defect, and some laws hold only for a small part of all cases.
settings.register_profile(
    "rules", deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
settings.load_profile("rules")
