"""slack_sdk's stores over ours: who has installed the bot, with tokens that rest encrypted."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from logging import Logger

from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.crypto import Cipher
from domain.errors import UserError
from domain.model.installation import Installation, installation_id
from domain.stores import Installations, InstallStates

log = logging.getLogger(__name__)

REMEMBERED = 5.0
"""Seconds for which an installation is not looked up again, so that no event waits for the store to be
acknowledged. What another replica removes is known here after that time."""

MOST_REMEMBERED = 10_000
STATE_BYTES = 32
STATE = re.compile(r"[A-Za-z0-9_-]{43}")

NO_TOKEN = "Slack granted the bot no token of its own. Its app needs a bot user: make it from the manifest."
NO_WORKSPACE = "Slack did not say which workspace the bot was added to. Start again."
ROTATES = (
    "This Slack app has token rotation turned on, under which the bot would fall silent after twelve hours. "
    "It cannot be turned off again: make the app anew from the manifest."
)


class InstallationStore(AsyncInstallationStore):
    """One installation for each workspace: the newest. Only the bot's token is kept, no person's."""

    def __init__(
        self, installations: Installations, cipher: Cipher, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._installations = installations
        self._cipher = cipher
        self._now = now
        self._found: dict[tuple[str, str], tuple[float, Installation]] = {}

    @property
    def logger(self) -> Logger:
        return log

    async def async_save(self, installation: Granted) -> None:
        """Raises UserError for what the bot cannot work with, StoreUnavailable."""
        await self._save(installation.to_bot(), installation.user_id)

    async def async_save_bot(self, bot: Bot) -> None:
        """As async_save, for what does not say who installed it."""
        await self._save(bot, "")

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """None where the bot was not installed, was removed or had its token revoked.

        Raises PlatformRefused where no key opens the token, StoreUnavailable.
        """
        found = await self._find(enterprise_id, team_id, is_enterprise_install)
        return None if found is None else self._granted(found).to_bot()

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Granted | None:
        """As async_find_bot; with `user_id`, only where that person installed it."""
        found = await self._find(enterprise_id, team_id, is_enterprise_install)
        if found is None or (user_id is not None and user_id != found.installed_by):
            return None
        return self._granted(found)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self.removed(enterprise_id, team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """With `user_id` there is nothing to delete: that person's token was never kept."""
        if user_id is None:
            await self.removed(enterprise_id, team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self.removed(enterprise_id, team_id)

    async def removed(
        self, enterprise_id: str | None, team_id: str | None, before: datetime | None = None
    ) -> None:
        """Forgets the workspace, unless it was installed anew since `before`. Raises StoreUnavailable."""
        await self._installations.delete(enterprise_id or "", team_id or "", before)
        self._found.clear()

    async def bot_token(self, workspace_id: str) -> str | None:
        """For what the bot says by itself; None as for async_find_bot, whose errors it raises.

        `workspace_id` is a team's id, or an organisation's where the whole of it has the bot.
        """
        found = await self._of(workspace_id)
        return None if found is None else self._cipher.decrypt(found.bot_token)

    async def mark_gone(self, workspace_id: str, token: str) -> None:
        """Slack has revoked that token: nothing is sent there until the bot is installed anew."""
        found = await self._of(workspace_id)
        if found is None or self._cipher.decrypt(found.bot_token) != token:
            return
        if await self._installations.mark_gone(found):
            self._found.clear()
            log.warning("slack workspace %s has revoked its token; nothing is sent there", workspace_id)

    async def check_keys(self) -> int:
        """Puts tokens under the newest key, so that an older one may go; how many workspaces there are.

        Raises PlatformRefused where no key opens one, StoreUnavailable.
        """
        known = await self._installations.all()
        for installation in known:
            renewed = self._cipher.renewed(installation.bot_token)
            if renewed is not None:
                await self._installations.encrypt_anew(installation, renewed)
        return len(known)

    async def _of(self, workspace_id: str) -> Installation | None:
        found = await self._installations.find("", workspace_id)
        return found or await self._installations.find(workspace_id, "")

    async def _find(
        self, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None
    ) -> Installation | None:
        ids = enterprise_id or "", "" if is_enterprise_install else team_id or ""
        looked_up, known = self._found.get(ids, (-REMEMBERED, None))
        if known is not None and self._now() - looked_up < REMEMBERED:
            return known
        return await self._look_up(*ids)

    async def _look_up(self, enterprise_id: str, team_id: str) -> Installation | None:
        found = await self._installations.find(enterprise_id, team_id)
        if len(self._found) >= MOST_REMEMBERED:
            self._found.clear()
        if found is None:
            self._found.pop((enterprise_id, team_id), None)
        else:
            self._found[enterprise_id, team_id] = self._now(), found
        return found

    async def _save(self, bot: Bot, installed_by: str | None) -> None:
        await self._installations.save(self._stored(bot, installed_by or ""))
        self._found.clear()
        log.info("installed in slack workspace %s", bot.team_id or bot.enterprise_id)

    def _stored(self, bot: Bot, installed_by: str) -> Installation:
        enterprise_id = bot.enterprise_id or ""
        team_id = "" if bot.is_enterprise_install else bot.team_id or ""
        _check(bot, enterprise_id or team_id)
        at = datetime.fromtimestamp(bot.installed_at, UTC)
        return Installation(
            id=installation_id(enterprise_id, team_id),
            created_at=at,
            updated_at=at,
            enterprise_id=enterprise_id,
            team_id=team_id,
            team_name=bot.team_name or bot.enterprise_name or "",
            app_id=bot.app_id or "",
            bot_id=bot.bot_id or "",
            bot_user_id=bot.bot_user_id or "",
            bot_token=self._cipher.encrypt(bot.bot_token),
            scopes=tuple(bot.bot_scopes or ()),
            installed_by=installed_by,
            installed_at=at,
        )

    def _granted(self, found: Installation) -> Granted:
        return Granted(
            app_id=found.app_id,
            enterprise_id=found.enterprise_id or None,
            team_id=found.team_id or None,
            team_name=found.team_name,
            bot_token=self._cipher.decrypt(found.bot_token),
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_scopes=found.scopes,
            user_id=found.installed_by,
            is_enterprise_install=not found.team_id,
            token_type="bot",  # noqa: S106 - a kind of token, not one
            installed_at=found.installed_at.timestamp(),
        )


class StateStore(AsyncOAuthStateStore):
    """Single use, for ten minutes, whichever replica sees the beginning and the end."""

    def __init__(self, states: InstallStates) -> None:
        self._states = states

    @property
    def logger(self) -> Logger:
        return log

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        state = secrets.token_urlsafe(STATE_BYTES)
        await self._states.issue(state)
        return state

    async def async_consume(self, state: str) -> bool:
        return STATE.fullmatch(state) is not None and await self._states.consume(state)


def _check(bot: Bot, workspace_id: str) -> None:
    if not bot.bot_token:
        raise UserError(NO_TOKEN)
    if not workspace_id:
        raise UserError(NO_WORKSPACE)
    if bot.bot_refresh_token:
        raise UserError(ROTATES)
