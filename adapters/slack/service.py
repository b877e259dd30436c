"""The bot on Slack from start to stop: by Socket Mode for one workspace, by signed HTTP for one or many."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.asked import Handler
from adapters.chat.notices import Notices
from adapters.chat.turnstile import Turnstile
from adapters.slack.advice import WRONG_APP_TOKEN, WRONG_TOKEN, unreachable
from adapters.slack.authorize import Authorize, forget_the_removed
from adapters.slack.crypto import Cipher
from adapters.slack.deliver import Delivery
from adapters.slack.faults import REVOKED, code_of
from adapters.slack.hometab import HomeTab
from adapters.slack.installs import InstallationStore, StateStore
from adapters.slack.listeners import Listeners
from adapters.slack.mailbox import Mailbox, Standing
from adapters.slack.manifest import SCOPES
from adapters.slack.message import Message
from adapters.slack.messenger import Clients, SlackMessenger
from adapters.slack.oauth import Credentials, InstallFlow
from adapters.slack.pacer import Pacer
from adapters.slack.respond import Responder, Suggest
from adapters.slack.site import Options as SiteOptions
from adapters.slack.site import serving
from adapters.slack.workspaces import ManyWorkspaces, OneWorkspace
from domain.actions.kinds import Action
from domain.errors import PlatformRefused
from domain.stores import Installations, InstallStates

log = logging.getLogger(__name__)

RETRY_FIRST, RETRY_MOST = 2.0, 60.0
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the environment holds; empty where it is not set."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    encryption_key: str = field(default="", repr=False)

    @property
    def socket_mode(self) -> bool:
        return bool(self.app_token)


@dataclass(frozen=True, slots=True)
class Options:
    """Where Slack is and where its requests come in."""

    api_url: str = AsyncWebClient.BASE_URL
    site: SiteOptions = field(default_factory=SiteOptions)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bot's other parts give to Slack. `plug` is handed the messenger."""

    handler: Handler
    table: Mapping[str, Action]
    suggest: Suggest
    installations: Installations
    states: InstallStates
    plug: Callable[[SlackMessenger], None]


class SlackService:
    """One Slack app."""

    def __init__(self, secrets: Secrets, options: Options, parts: Parts) -> None:
        self._secrets = secrets
        self._options = options
        self._parts = parts
        self._session: aiohttp.ClientSession | None = None
        self._listeners: Listeners | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._over = asyncio.Event()
        self._quiet = asyncio.Event()

    async def serve(self) -> None:
        """Works until it is closed. Raises PlatformRefused where Slack will not have this app."""
        wait = RETRY_FIRST
        self._session = aiohttp.ClientSession()
        while not self._over.is_set():
            try:
                await (self._by_socket() if self._secrets.socket_mode else self._by_http())
                return
            except SlackApiError as error:
                if code_of(error) in REVOKED:
                    raise PlatformRefused(WRONG_TOKEN) from error
                raise
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("%s (%s) Trying again in %g s.", unreachable(self._options.api_url), error, wait)
                await asyncio.sleep(wait)
                wait = min(RETRY_MOST, wait * 2)

    def _client(self, token: str) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self._options.api_url,
            session=self._session,
            timeout=SECONDS,
            retry_handlers=[
                AsyncConnectionErrorRetryHandler(),
                AsyncRateLimitErrorRetryHandler(max_retry_count=3),
                AsyncServerErrorRetryHandler(max_retry_count=2),
            ],
        )

    async def _by_socket(self) -> None:
        client = self._client(self._secrets.bot_token)
        name = await _who(client)
        await self._may_connect(client)
        app = AsyncApp(client=client, token=self._secrets.bot_token)
        self._attach(app, OneWorkspace(client))
        self._socket = AsyncSocketModeHandler(app, self._secrets.app_token, web_client=client)
        await self._socket.client.connect()  # type: ignore[no-untyped-call]
        log.info("slack is connected to %s by Socket Mode", name)
        await self._over.wait()

    async def _may_connect(self, client: AsyncWebClient) -> None:
        """Asked once by ourselves: the library would try a refused token for ever."""
        try:
            await client.apps_connections_open(app_token=self._secrets.app_token)
        except SlackApiError as error:
            raise PlatformRefused(WRONG_APP_TOKEN) from error

    async def _by_http(self) -> None:
        async with AsyncExitStack() as stack:
            app, clients = await self._http_app()
            self._attach(app, clients)
            await stack.enter_async_context(serving(app, self._options.site))
            await self._quiet.wait()
        await self._over.wait()

    async def _http_app(self) -> tuple[AsyncApp, Clients]:
        secret = self._secrets.signing_secret
        if self._secrets.bot_token:
            client = self._client(self._secrets.bot_token)
            log.info("slack speaks for %s", await _who(client))
            app = AsyncApp(client=client, token=self._secrets.bot_token, signing_secret=secret)
            return app, OneWorkspace(client)
        cipher = Cipher.from_environment(self._secrets.encryption_key)
        installations = InstallationStore(self._parts.installations, cipher)
        count = await installations.check_keys()
        credentials = Credentials(self._secrets.client_id, self._secrets.client_secret)
        states = StateStore(self._parts.states)
        flow = InstallFlow(credentials, SCOPES, installations, states, self._options.api_url)
        app = AsyncApp(
            client=self._client(""),
            signing_secret=secret,
            authorize=cast(Any, Authorize(installations)),
            oauth_flow=flow,
        )
        forget_the_removed(app, installations)
        log.info("slack is installed in %d workspaces", count)
        return app, ManyWorkspaces(installations, self._client)

    def _attach(self, app: AsyncApp, clients: Clients) -> None:
        parts, turnstile, delivery = self._parts, Turnstile(), Delivery(Pacer())
        notices: Notices[Standing, Message] = Notices()
        self._listeners = Listeners(
            parts.table,
            Responder(parts.handler, parts.table, delivery, turnstile),
            Mailbox(parts.handler, parts.table, delivery, notices, turnstile),
            delivery,
            HomeTab(parts.handler),
            parts.suggest,
        )
        self._listeners.attach(app)
        parts.plug(SlackMessenger(clients, delivery, notices))

    async def quiet(self, patience: float) -> None:
        """Takes no more events and ends those begun, for at most `patience` seconds; can still send."""
        self._quiet.set()
        if self._socket is not None:
            self._socket.client.auto_reconnect_enabled = False
            await self._socket.client.disconnect()  # type: ignore[no-untyped-call]
        if self._listeners is not None:
            await self._listeners.ended(patience)

    async def close(self) -> None:
        self._over.set()
        if self._socket is not None:
            await self._socket.client.close()  # type: ignore[no-untyped-call]
        if self._session is not None:
            await self._session.close()


async def _who(client: AsyncWebClient) -> str:
    answer = await client.auth_test()
    return f"{answer.get('team')} as {answer.get('user')}"
