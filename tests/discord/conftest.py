"""The double of Discord that a test's bot talks to."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.discord.double import Double, judged_double


@pytest_asyncio.fixture
async def double() -> AsyncIterator[Double]:
    """A double that holds every request of the bot against Discord's rules when the test ends."""
    async with judged_double() as opened:
        yield opened
