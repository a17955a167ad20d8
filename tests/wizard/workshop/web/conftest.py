"""A workshop that people can join."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.wizard.workshop.web.browser import Room, room


@pytest.fixture
async def here() -> AsyncIterator[Room]:
    async with room() as opened:
        yield opened
