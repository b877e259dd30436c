"""A world for each test that asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(world_folder: Path) -> AsyncIterator[World]:
    async with open_world(world_folder) as opened:
        yield opened
