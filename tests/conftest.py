"""How the property tests run: the same examples each time, and ever new ones in deep runs."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.depth import DEEP

# A busy machine is no defect, and some laws hold only for a small part of all cases.
settings.register_profile(
    "payback",
    deadline=None,
    derandomize=not DEEP,
    suppress_health_check=[HealthCheck.filter_too_much],
)
settings.load_profile("payback")
