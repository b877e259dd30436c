"""Whether Discord is set up for the bot: token, commands, intent and permissions, over plain REST."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

import aiohttp
from pydantic import BaseModel, TypeAdapter, ValidationError

from adapters.discord.advice import NO_MESSAGE_CONTENT, WRONG_TOKEN, unreachable

T = TypeVar("T")

SECONDS = 10.0
GUILDS_A_PAGE = 200
GUILDS_NAMED = 10
ADMINISTRATOR = 1 << 3
MESSAGE_CONTENT = 1 << 18 | 1 << 19  # approved by Discord, or simply turned on in the portal


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a sentence or two; a `required` one that is not `good` keeps the bot from working."""

    good: bool
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """A right that the bot asks of a server: its bit, its name in the client, what is lost without it."""

    bit: int
    name: str
    without: str


NEEDED = (
    Permission(10, "View Channels", "it sees no mention and can open no thread there"),
    Permission(11, "Send Messages", "it cannot answer a mention there"),
    Permission(16, "Read Message History", "after a crash it may show a group the same thing twice"),
    Permission(35, "Create Public Threads", "rounds of a group are held in the channel itself"),
    Permission(36, "Create Private Threads", "interviews are held in direct messages"),
    Permission(
        38,
        "Send Messages in Threads",
        "interviews are held in direct messages, rounds of a group in the channel itself",
    ),
    Permission(15, "Attach Files", "reports do not arrive in threads"),
)
PERMISSIONS = sum(1 << permission.bit for permission in NEEDED)


def invite(application_id: str) -> str:
    """The address that adds the bot, with its commands and the permissions it needs, to a server."""
    scopes = "bot+applications.commands"
    return (
        f"https://discord.com/oauth2/authorize?client_id={application_id}"
        f"&scope={scopes}&permissions={PERMISSIONS}"
    )


async def examine(token: str, api_url: str, message_content: bool) -> tuple[Remark, ...]:
    """What is well and what is missing, in at most 10 seconds; raises nothing for what Discord does.

    `api_url` is such as https://discord.com; `message_content` is what the settings ask for. The token is
    in no remark.
    """
    found: list[Remark] = []
    try:
        async with asyncio.timeout(SECONDS), _session(token.strip()) as session:
            async for remark in _remarks(_Rest(session, api_url.rstrip("/")), message_content):
                found.append(remark)
    except (aiohttp.ClientError, OSError):  # TimeoutError is one of the latter
        found.append(Remark(False, unreachable(api_url), required=True))
    except _Refused as refusal:
        found.append(Remark(False, str(refusal), required=True))
    return tuple(found)


class _Refused(Exception):
    """An answer of which nothing can be made; the message is for the operator."""

    def __init__(self, says: str, status: int = 0) -> None:
        super().__init__(says)
        self.status = status


class _User(BaseModel):
    username: str


class _Application(BaseModel):
    id: str
    flags: int = 0


class _Command(BaseModel):
    name: str


class _Guild(BaseModel):
    id: str
    name: str
    owner: bool = False
    permissions: int

    @property
    def shown(self) -> str:
        return f"“{_printable(self.name)}”"

    @property
    def lacks(self) -> tuple[Permission, ...]:
        if self.owner or self.permissions & ADMINISTRATOR:
            return ()
        return tuple(p for p in NEEDED if not self.permissions >> p.bit & 1)


_USER = TypeAdapter(_User)
_APPLICATION = TypeAdapter(_Application)
_COMMANDS = TypeAdapter(list[_Command])
_GUILDS = TypeAdapter(list[_Guild])


def _printable(name: str) -> str:
    """A name, which is a stranger's text, as a terminal can be given it."""
    return "".join(c if c.isprintable() else "?" for c in name[:100])


def _session(token: str) -> aiohttp.ClientSession:
    if not token.isascii() or not token.isprintable():
        raise _Refused(WRONG_TOKEN)
    # Discord turns away clients that do not name themselves in this form.
    agent = "DiscordBot (Mockingbird, 0.1.0)"
    return aiohttp.ClientSession(headers={"Authorization": f"Bot {token}", "User-Agent": agent})


class _Rest:
    """The few reads that a checkup takes."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._api_url = api_url

    async def get(self, path: str, shape: TypeAdapter[T]) -> T:
        """The answer in its shape. Raises _Refused, and aiohttp.ClientError or TimeoutError for no answer."""
        async with self._session.get(f"{self._api_url}/api/v10{path}") as response:
            body = await response.read()
        if response.status == HTTPStatus.UNAUTHORIZED:
            raise _Refused(WRONG_TOKEN)
        if response.status != HTTPStatus.OK:
            raise _Refused(
                f"Discord answered {response.status} where its {path} was asked for. "
                "Wait a few minutes and try again; https://discordstatus.com tells of outages.",
                response.status,
            )
        try:
            return shape.validate_json(body)
        except ValidationError as error:
            raise _Refused(
                f"What answers at {self._api_url} is not Discord's API: {path} has another shape. "
                "Unset DISCORD_API_URL, or look for a proxy between this machine and Discord."
            ) from error

    async def guilds(self) -> list[_Guild]:
        """Every server that the bot is in."""
        found: list[_Guild] = []
        after = "0"
        while True:
            page = await self.get(f"/users/@me/guilds?limit={GUILDS_A_PAGE}&after={after}", _GUILDS)
            found += page
            if len(page) < GUILDS_A_PAGE:
                return found
            after = page[-1].id


async def _remarks(rest: _Rest, message_content: bool) -> AsyncIterator[Remark]:
    """One by one, so that what was found before Discord fell silent is kept."""
    user = await rest.get("/users/@me", _USER)
    yield Remark(True, f"The token is good; the bot is {_printable(user.username)}.", required=True)
    application = await rest.get("/applications/@me", _APPLICATION)
    yield _intent(application, message_content)
    guilds = await rest.guilds()
    yield await _commands(rest, application, guilds)
    for remark in _permissions(application, guilds):
        yield remark


def _intent(application: _Application, asked: bool) -> Remark:
    if not asked:
        return Remark(True, "The message-content intent is not asked for, and not needed.")
    if application.flags & MESSAGE_CONTENT:
        return Remark(True, "The message-content intent is on.")
    return Remark(False, NO_MESSAGE_CONTENT)


async def _commands(rest: _Rest, application: _Application, guilds: Sequence[_Guild]) -> Remark:
    """Published for everyone; or, while trying out, to single servers, of which the first few are asked."""
    own = f"/applications/{application.id}"
    everywhere = await rest.get(f"{own}/commands", _COMMANDS)
    if everywhere:
        return Remark(True, f"{len(everywhere)} commands are published for everyone.", required=True)
    for guild in guilds[:GUILDS_NAMED]:
        if await _has_own(rest, f"{own}/guilds/{guild.id}/commands"):
            says = f"Commands are published to single servers only, such as {guild.shown}."
            return Remark(True, f"{says} For everyone, run `python -m bot discord-sync`.", required=True)
    says = (
        "No commands are published, so that nobody can start an interview. Run `python -m bot discord-sync`."
    )
    return Remark(False, says, required=True)


async def _has_own(rest: _Rest, path: str) -> bool:
    try:
        published = await rest.get(path, _COMMANDS)
    except _Refused as refusal:
        if refusal.status == HTTPStatus.FORBIDDEN:  # the bot was added there without its commands
            return False
        raise
    return bool(published)


def _permissions(application: _Application, guilds: Sequence[_Guild]) -> Iterator[Remark]:
    lacking = [guild for guild in guilds if guild.lacks]
    if not guilds:
        says = "The bot is in no server. It can still be used by whoever adds it to their own account;"
        yield Remark(True, f"{says} {invite(application.id)} adds it to a server.")
    elif not lacking:
        servers = f"{len(guilds)} server{'' if len(guilds) == 1 else 's'}"
        yield Remark(True, f"No permission is missing in {servers}. Single channels can still forbid more.")
    for guild in lacking[:GUILDS_NAMED]:
        yield Remark(False, _missing(guild))
    if lacking[GUILDS_NAMED:]:
        yield Remark(False, f"Permissions are missing in {len(lacking) - GUILDS_NAMED} more servers.")


def _missing(guild: _Guild) -> str:
    lost = "; ".join(f"{permission.name} ({permission.without})" for permission in guild.lacks)
    return (
        f"In {guild.shown} (server {guild.id}) the bot's role lacks {lost}. Allow it in that server's "
        "settings under Roles. Single channels can still forbid more."
    )
