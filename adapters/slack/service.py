"""The bot on Slack from start to stop: by Socket Mode for one workspace, by signed HTTP for one or many."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

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
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.chat.asked import Handler
from adapters.chat.turnstile import Turnstile
from adapters.slack.advice import WRONG_APP_TOKEN, WRONG_TOKEN, unreachable
from adapters.slack.bolt import app_for_many, app_for_one
from adapters.slack.crypto import Cipher
from adapters.slack.deliver import Delivery
from adapters.slack.drafting import DraftNotices
from adapters.slack.faults import Unsent, refused
from adapters.slack.hometab import HomeTab
from adapters.slack.installs import InstallationStore, StateStore
from adapters.slack.listeners import Listeners
from adapters.slack.mailbox import Mailbox
from adapters.slack.manifest import SCOPES
from adapters.slack.messenger import SlackMessenger
from adapters.slack.oauth import Credentials, InstallFlow
from adapters.slack.pacer import Pacer
from adapters.slack.posts import Posts
from adapters.slack.respond import Responder, Suggest
from adapters.slack.secrets import Secrets
from adapters.slack.site import Options as SiteOptions
from adapters.slack.site import serving
from adapters.slack.workspaces import Clients, ManyWorkspaces, OneWorkspace
from domain.actions.kinds import Action
from domain.errors import PlatformRefused
from domain.stores import Installations, InstallStates

log = logging.getLogger(__name__)
socket_log = logging.getLogger(f"{__name__}.socket")
socket_log.setLevel(logging.INFO)

RETRY_FIRST, RETRY_MOST = 2.0, 60.0
ANSWERED_WITHIN = 30
PING_EVERY = 3.0
"""Seconds; a connection that broke off without a word is noticed within as many."""


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
        self._listeners: Listeners | None = None
        self._session: aiohttp.ClientSession | None = None
        self._quiet = asyncio.Event()
        self._over = asyncio.Event()
        self._hearing = asyncio.Lock()

    async def serve(self) -> None:
        """Works until it is closed. Raises PlatformRefused where Slack will not have this app."""
        if self._secrets.missing:
            raise PlatformRefused(self._secrets.missing)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWERED_WITHIN))
        wait = RETRY_FIRST
        while not self._quiet.is_set():
            try:
                await self._once()
            except Unsent as error:
                log.warning("%s (%s) Trying again in %g s.", unreachable(self._options.api_url), error, wait)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._quiet.wait(), wait)
                wait = min(RETRY_MOST, wait * 2)
        await self._over.wait()

    async def _once(self) -> None:
        """Takes events until it is to be quiet."""
        by_socket = self._secrets.socket_mode
        app = await (self._app_for_one() if self._secrets.bot_token else self._app_for_many())
        async with self._hearing, self._by_socket(app) if by_socket else serving(app, self._options.site):
            await self._quiet.wait()

    def _client(self, token: str | None) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self._options.api_url,
            session=self._session,
            timeout=ANSWERED_WITHIN,
            retry_handlers=[
                AsyncConnectionErrorRetryHandler(),
                AsyncRateLimitErrorRetryHandler(max_retry_count=3),
                AsyncServerErrorRetryHandler(max_retry_count=2),
            ],
        )

    async def _app_for_one(self) -> AsyncApp:
        token = self._secrets.bot_token
        client = self._client(token)
        described = await _who(client)
        app = app_for_one(self._client(None), token, described, self._secrets.signing_secret)
        self._attach(app, OneWorkspace(client))
        log.info("slack speaks for %s in %s", described.get("user"), described.get("team"))
        return app

    async def _app_for_many(self) -> AsyncApp:
        cipher = Cipher.from_environment(self._secrets.encryption_key)
        installations = InstallationStore(self._parts.installations, cipher)
        count = await installations.check_keys()
        credentials = Credentials(self._secrets.client_id, self._secrets.client_secret)
        states = StateStore(self._parts.states)
        flow = InstallFlow(credentials, SCOPES, installations, states, self._options.api_url)
        app = app_for_many(self._client(None), installations, flow, self._secrets.signing_secret)
        self._attach(app, ManyWorkspaces(installations, self._client))
        log.info("slack is installed in %d workspaces", count)
        return app

    @asynccontextmanager
    async def _by_socket(self, app: AsyncApp) -> AsyncIterator[None]:
        client = self._client(self._secrets.bot_token)
        await self._may_connect(client)
        handler = AsyncSocketModeHandler(
            app, self._secrets.app_token, socket_log, client, ping_interval=PING_EVERY
        )
        try:
            await handler.client.connect_to_new_endpoint()
            log.info("slack is connected by Socket Mode")
            yield
        finally:
            await handler.client.close()  # type: ignore[no-untyped-call]

    async def _may_connect(self, client: AsyncWebClient) -> None:
        """Asked once by ourselves: the library would try a refused token for ever."""
        with _asking(WRONG_APP_TOKEN):
            await client.apps_connections_open(app_token=self._secrets.app_token)

    def _attach(self, app: AsyncApp, clients: Clients) -> None:
        parts, turnstile, pacer = self._parts, Turnstile(), Pacer()
        delivery = Delivery(pacer, clients, parts.handler)
        notices, home = DraftNotices(delivery), HomeTab(parts.handler)
        self._listeners = Listeners(
            parts.table,
            Responder(parts.handler, parts.table, delivery, notices, turnstile),
            Mailbox(parts.handler, delivery, notices, turnstile),
            delivery,
            home,
            parts.suggest,
        )
        self._listeners.attach(app)
        posts = Posts(clients, delivery, pacer)
        parts.plug(SlackMessenger(clients, delivery, notices, home, posts))

    async def quiet(self, patience: float) -> None:
        """Takes no more events and ends those begun, for at most `patience` seconds; can still send."""
        self._quiet.set()
        ends = asyncio.get_running_loop().time() + patience
        with suppress(TimeoutError):
            async with asyncio.timeout_at(ends), self._hearing:
                log.debug("slack takes no more events")
        if self._listeners is not None:
            await self._listeners.ended(max(0.0, ends - asyncio.get_running_loop().time()))

    async def close(self) -> None:
        self._quiet.set()
        self._over.set()
        if self._session is not None:
            await self._session.close()


def _without_trace(record: logging.LogRecord) -> bool:
    """A connection that breaks is a line in the log; Slack delivers again what was not acknowledged."""
    if record.exc_info and isinstance(record.exc_info[1], Unsent):
        record.exc_info = None
    return True


socket_log.addFilter(_without_trace)


async def _who(client: AsyncWebClient) -> AsyncSlackResponse:
    with _asking(WRONG_TOKEN):
        return await client.auth_test()


@contextmanager
def _asking(advice: str) -> Iterator[None]:
    """Whether Slack takes a token. Raises PlatformRefused with the advice, or what may pass by itself."""
    try:
        yield
    except SlackApiError as error:
        if not refused(error):
            raise
        raise PlatformRefused(advice) from error
    except ValueError as error:  # no header can hold it
        raise PlatformRefused(advice) from error
