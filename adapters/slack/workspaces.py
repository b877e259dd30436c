"""The clients that may speak in a workspace, for what the bot says by itself."""

import logging
from collections.abc import Callable
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.advice import WRONG_TOKEN
from adapters.slack.installs import InstallationStore

log = logging.getLogger(__name__)

Make = Callable[[str], AsyncWebClient]
"""A client for a token."""


class Clients(Protocol):
    """The workspaces that the bot is installed in."""

    async def of(self, team_id: str) -> AsyncWebClient | None:
        """A client that may speak there; None where the bot was removed."""
        ...

    async def revoked(self, team_id: str, token: str) -> None:
        """Slack will not have that token any more."""
        ...


class OneWorkspace:
    """The bot of a single workspace, by the token of the environment."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, team_id: str) -> AsyncWebClient | None:
        return self._client

    async def revoked(self, team_id: str, token: str) -> None:
        """An operator has to set another one; there is nothing to remember."""
        log.error(WRONG_TOKEN)


class ManyWorkspaces:
    """Those that installed the bot."""

    def __init__(self, installations: InstallationStore, make: Make) -> None:
        self._installations = installations
        self._make = make

    async def of(self, team_id: str) -> AsyncWebClient | None:
        token = await self._installations.bot_token(team_id)
        return None if token is None else self._make(token)

    async def revoked(self, team_id: str, token: str) -> None:
        """Nothing is sent there again until the bot is installed anew."""
        await self._installations.mark_gone(team_id, token)
