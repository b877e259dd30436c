"""Whether Slack is set up for the bot: tokens, scopes, Socket Mode or HTTP, over plain Web API calls."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp
from pydantic import BaseModel, ValidationError

from adapters.slack.advice import APP_PAGE, WRONG_APP_TOKEN, WRONG_TOKEN, unreachable
from adapters.slack.crypto import Cipher
from adapters.slack.faults import REVOKED
from adapters.slack.manifest import NEEDED
from adapters.slack.secrets import NO_BOT_TOKEN, NO_CLIENT, NO_WAY_IN, Secrets
from adapters.slack.site import NO_SECRET
from domain.errors import PlatformRefused

SECONDS = 10.0
GRANTED = "x-oauth-scopes"
SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")
CLIENT_ID = re.compile(r"[0-9]+\.[0-9]+")

NO_BOT = (
    "SLACK_BOT_TOKEN is the token of a person, in whose name the bot must not speak. Set it to the Bot User "
    f"OAuth Token, under Install App on {APP_PAGE}."
)
ODD_SECRET = (
    "SLACK_SIGNING_SECRET is not of the shape of one, 32 characters of 0 to 9 and a to f, so that every "
    f"request of Slack would be refused. It stands under Basic Information on {APP_PAGE}."
)
ODD_CLIENT = (
    "SLACK_CLIENT_ID is not of the shape of one, two numbers with a dot between them. It stands under Basic "
    f"Information on {APP_PAGE}."
)
UNTOLD = "Slack did not tell which scopes the bot has, so that none could be compared."


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a sentence or two; a `required` one that is not `good` keeps the bot from working."""

    good: bool
    says: str
    required: bool = False


async def examine(secrets: Secrets, api_url: str) -> tuple[Remark, ...]:
    """What is well and what is missing, in at most 10 seconds; raises nothing for what Slack does.

    `api_url` is such as https://slack.com/api/. No token, secret or key is in any remark.
    """
    found: list[Remark] = []
    try:
        async with asyncio.timeout(SECONDS), aiohttp.ClientSession() as session:
            async for remark in _remarks(_Api(session, api_url.rstrip("/")), secrets):
                found.append(remark)
    except (aiohttp.ClientError, OSError):  # TimeoutError is one of the latter
        found.append(_fault(unreachable(api_url)))
    except _Refused as refusal:
        found.append(_fault(str(refusal)))
    return tuple(found)


def _fault(says: str) -> Remark:
    return Remark(False, says, required=True)


class _Refused(Exception):
    """An answer with which the bot cannot work; the message is for the operator."""


class _Answer(BaseModel):
    """What is read of an answer of the Web API; `scopes` is None where it does not name any."""

    ok: bool
    error: str = ""
    team: str = ""
    user: str = ""
    bot_id: str = ""
    scopes: frozenset[str] | None = None


class _Api:
    """The few calls that a checkup takes."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._api_url = api_url

    async def call(self, method: str, token: str = "") -> _Answer:
        """Raises _Refused, and aiohttp.ClientError or TimeoutError for no answer."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self._api_url}/{method}"
        async with self._session.post(url, headers=headers, allow_redirects=False) as response:
            body, granted = await response.read(), response.headers.get(GRANTED)
        if response.status != HTTPStatus.OK:
            raise _Refused(
                f"Slack answered {response.status} where its {method} was called. "
                "Wait a few minutes and try again; https://slack-status.com tells of outages."
            )
        try:
            answer = _Answer.model_validate_json(body)
        except ValidationError as error:
            raise _Refused(
                f"What answers at {self._api_url}/ is not Slack's API: {method} has another shape. "
                "Unset SLACK_API_URL, or look for a proxy between this machine and Slack."
            ) from error
        scopes = None if granted is None else frozenset(s.strip() for s in granted.split(","))
        return answer.model_copy(update={"scopes": scopes})


async def _remarks(api: _Api, secrets: Secrets) -> AsyncIterator[Remark]:
    """One by one, so that what was found before Slack fell silent is kept."""
    if secrets.socket_mode:
        async for remark in _by_socket(api, secrets):
            yield remark
        return
    for remark in _http_settings(secrets):
        yield remark
    if secrets.bot_token:
        async for remark in _bot(api, secrets.bot_token):
            yield remark
    elif secrets.signing_secret:
        await api.call("api.test")
        yield Remark(True, "Slack can be reached; workspaces install the bot by themselves.")


async def _by_socket(api: _Api, secrets: Secrets) -> AsyncIterator[Remark]:
    if secrets.bot_token:
        async for remark in _bot(api, secrets.bot_token):
            yield remark
    else:
        yield _fault(NO_BOT_TOKEN)
    answer = await api.call("apps.connections.open", _sendable(secrets.app_token, WRONG_APP_TOKEN))
    if not answer.ok:
        yield _fault(_refusal(WRONG_APP_TOKEN, answer.error))
        return
    yield Remark(True, "Socket Mode can connect; Slack needs no address of this machine.", required=True)


async def _bot(api: _Api, token: str) -> AsyncIterator[Remark]:
    answer = await api.call("auth.test", _sendable(token, WRONG_TOKEN))
    if answer.ok and answer.bot_id:
        who = f"{_printable(answer.user)} in the workspace “{_printable(answer.team)}”"
        yield Remark(True, f"The bot token is good; the bot is {who}.", required=True)
        yield _scopes(answer.scopes)
    elif answer.ok:
        yield _fault(NO_BOT)
    elif answer.error in REVOKED:
        yield _fault(_refusal(WRONG_TOKEN, answer.error))
    else:
        yield _fault(f"Slack would not say who the bot is: {_printable(answer.error)}.")


def _sendable(token: str, advice: str) -> str:
    """The token, which a header can hold. Raises _Refused."""
    if not token.isascii() or not token.isprintable():
        raise _Refused(advice)
    return token


def _refusal(advice: str, error: str) -> str:
    return f"{advice} Slack calls it {_printable(error)}." if error else advice


def _scopes(granted: frozenset[str] | None) -> Remark:
    if granted is None:
        return Remark(False, UNTOLD)
    lacking = [scope for scope in NEEDED if scope.name not in granted]
    if not lacking:
        return Remark(True, "It has every scope that it needs.")
    lost = "; ".join(f"{scope.name} ({scope.without})" for scope in lacking)
    says = f"The bot lacks {lost}. Put the manifest of docs/slack-manifest.yaml on {APP_PAGE}, install again."
    return Remark(False, says, required=any(scope.vital for scope in lacking))


def _http_settings(secrets: Secrets) -> Iterator[Remark]:
    """What has to be set for signed HTTP."""
    secret = secrets.signing_secret
    if not secret:
        yield _fault(NO_SECRET if secrets.client_id else NO_WAY_IN)
        return
    good = SIGNING_SECRET.fullmatch(secret) is not None
    yield Remark(good, "The signing secret is set." if good else ODD_SECRET, required=True)
    if not secrets.bot_token:
        faults = (_client_fault(secrets), _key_fault(secrets.encryption_key))
        yield from (_fault(fault) for fault in faults if fault)


def _client_fault(secrets: Secrets) -> str:
    """What is wrong with it, or an empty text."""
    if not secrets.client_id or not secrets.client_secret:
        return NO_CLIENT
    return "" if CLIENT_ID.fullmatch(secrets.client_id) else ODD_CLIENT


def _key_fault(key: str) -> str:
    """As _client_fault, in words that quote no key."""
    try:
        Cipher.from_environment(key)
    except PlatformRefused as error:
        return error.message
    return ""


def _printable(text: str) -> str:
    """A stranger's text as a terminal can be given it."""
    return "".join(c if c.isprintable() else "?" for c in text[:100])
