"""A workshop that people can join, and a browser for all who do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.wizard.workshop.web.browser import Room, room
from tests.wizard.workshop.web.chromium import Chromium, running


@pytest.fixture
async def here() -> AsyncIterator[Room]:
    async with room() as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with running(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser
