"""The clients that may speak in a workspace, for what the bot says by itself."""

from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installs import InstallationStore

Make = Callable[[str], AsyncWebClient]
"""A client for a token."""


class OneWorkspace:
    """The bot of a single workspace, by the token of the environment."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, team_id: str) -> AsyncWebClient | None:
        return self._client

    async def revoked(self, team_id: str, token: str) -> None:
        """An operator has to set another one; there is nothing to remember."""


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
