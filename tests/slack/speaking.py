"""The bot's side of Slack in this process, with a prepared speech in the place of the dispatcher."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.slack.secrets import Secrets
from adapters.slack.service import Options, Parts, SlackService
from adapters.slack.site import Options as Site
from domain.requests import Actor
from domain.suggest import Suggestion
from storage.installs import InstallationRepository, InstallStateRepository
from storage.sqlite import open_sqlite
from tests.chat.speech import TABLE, Speech
from tests.discord.trouble import CLOCK
from tests.slack.double import Double


async def _nothing(actor: Actor, source: str) -> tuple[Suggestion, ...]:
    return ()


@asynccontextmanager
async def speaking(double: Double, speech: Speech, folder: Path) -> AsyncIterator[None]:
    """Until the end of the block, where it dies with whatever it has at work."""
    wanted = double.sockets.greeted + 1
    secrets = Secrets(bot_token=double.team.token, app_token=double.settings.app_token)
    async with open_sqlite(folder / "store.db") as documents:
        kept = InstallationRepository(documents, CLOCK), InstallStateRepository(documents, CLOCK)
        parts = Parts(speech, TABLE, _nothing, *kept, lambda messenger: None)
        service = SlackService(secrets, Options(double.url, Site(port=0, stop_within=1)), parts)
        running = asyncio.create_task(service.serve())
        try:
            await double.connected(wanted, 30)
            yield
        finally:
            assert service._listeners is not None
            for begun in service._listeners._at_work:
                begun.cancel()
            await service.close()
            await asyncio.wait({running})
