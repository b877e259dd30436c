"""The double of Slack that a test's bot talks to."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.slack.double import Double, judged_double


@pytest_asyncio.fixture
async def double() -> AsyncIterator[Double]:
    """A double that holds every payload of the bot against Slack's rules when the test ends."""
    async with judged_double() as opened:
        yield opened
