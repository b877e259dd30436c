"""The HTTP site: Slack's signed events, the pages of an installation, and nothing else."""

import logging
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import pages
from domain.errors import PlatformRefused

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
LONGEST_BODY = 1024 * 1024
TIMESTAMP = re.compile(r"[0-9]{1,12}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What Bolt raises for a body that is not of Slack's shape, which it reads before it verifies it."""

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{pages.STYLE_HASH}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

NO_SECRET = (
    "SLACK_SIGNING_SECRET is not set, so anybody could speak in Slack's name. It stands on the app's page at "
    "Slack, under Basic Information."
)
UNVERIFIED = (
    "The Slack app was built without request verification: its HTTP site would take anybody for Slack."
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Options:
    """`port` 0 takes any free one. `stop_within` is how many seconds begun requests have to end."""

    host: str = "127.0.0.1"
    port: int = 3000
    stop_within: float = 20.0


@asynccontextmanager
async def serving(bolt: AsyncApp, options: Options) -> AsyncIterator[str]:
    """Serves until it is left, then ends what was begun; gives the address, "http://HOST:PORT".

    Raises PlatformRefused where requests would not be verified, or the address cannot be had.
    """
    _check_verified(bolt)
    runner = web.AppRunner(_application(bolt), access_log=None, shutdown_timeout=options.stop_within)
    await runner.setup()
    try:
        await _listen(runner, options)
        host = f"[{options.host}]" if ":" in options.host else options.host
        address = f"http://{host}:{runner.addresses[0][1]}"
        log.info("slack http site on %s", address)
        yield address
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, options: Options) -> None:
    try:
        await web.TCPSite(runner, options.host, options.port).start()
    except OSError as error:
        raise PlatformRefused(
            f"The Slack site cannot listen on {options.host}, port {options.port}: {error.strerror}. "
            "Choose others in config.toml: http_host and http_port under [slack]."
        ) from error


def _check_verified(bolt: AsyncApp) -> None:
    middleware = bolt._async_middleware_list
    verification = next((m for m in middleware if isinstance(m, AsyncRequestVerification)), None)
    if verification is None:
        raise PlatformRefused(UNVERIFIED)
    if not verification._signing_secret.strip():
        raise PlatformRefused(NO_SECRET)


def _application(bolt: AsyncApp) -> web.Application:
    app = web.Application(client_max_size=LONGEST_BODY, middlewares=[_as_page])
    app.on_response_prepare.append(_secure)
    app.router.add_post(EVENTS_PATH, _events(bolt))
    app.router.add_get("/", _home(bolt.oauth_flow is not None))
    if bolt.oauth_flow is not None:
        flow = bolt.oauth_flow
        app.router.add_get(flow.install_path, _through(flow, flow.handle_installation), allow_head=False)
        app.router.add_get(flow.redirect_uri_path, _through(flow, flow.handle_callback), allow_head=False)
    return app


def _events(bolt: AsyncApp) -> Handler:
    async def take(request: web.Request) -> web.StreamResponse:
        if not _may_be_signed(request):
            return web.Response(status=401)
        body = await request.read()
        try:
            asked = _asked(request, body.decode())
        except UNREADABLE:
            return web.Response(status=400)
        return await to_aiohttp_response(await bolt.async_dispatch(asked))

    return take


def _may_be_signed(request: web.Request) -> bool:
    """Whether the verification can read these headers; it raises for what is no number and no digest."""
    stamp = request.headers.get("X-Slack-Request-Timestamp", "0")
    signature = request.headers.get("X-Slack-Signature")
    return TIMESTAMP.fullmatch(stamp) is not None and (
        signature is None or bool(SIGNATURE.fullmatch(signature))
    )


def _asked(request: web.Request, body: str) -> AsyncBoltRequest:
    headers: dict[str, str | Sequence[str]] = {name: request.headers.getall(name) for name in request.headers}
    return AsyncBoltRequest(body=body, query=request.query_string, headers=headers)


def _through(flow: AsyncOAuthFlow, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> Handler:
    async def show(request: web.Request) -> web.StreamResponse:
        response = await to_aiohttp_response(await handle(_asked(request, "")))
        for cookie in response.cookies.values():
            # Not "Strict": the way back from Slack is a link on another site.
            cookie["samesite"] = "Lax"
        return response

    return show


def _home(installable: bool) -> Handler:
    async def show(request: web.Request) -> web.StreamResponse:
        return _html(200, pages.home_page(installable))

    return show


@web.middleware
async def _as_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A missing page can be read; a fault gets a reference, in the log and on the page."""
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return _html(404, pages.missing_page())
    except web.HTTPException:
        raise
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("%s %s failed", request.method, request.path, extra={"reference": reference})
        return _html(500, pages.failure_page(pages.fault(reference)))


async def _secure(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def _html(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")
