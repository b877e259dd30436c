"""Publishes the commands to Discord by an explicit command, and says what that changed."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import AppCommandOptionType, AppCommandType, app_commands
from discord.http import Route

from adapters.discord.advice import WRONG_TOKEN
from adapters.discord.commands import Tree
from adapters.discord.translate import TableTranslator
from domain.errors import PlatformRefused

CHAT_INPUT = AppCommandType.chat_input.value
SUBCOMMANDS = (AppCommandOptionType.subcommand.value, AppCommandOptionType.subcommand_group.value)
LONGEST_WAIT = 60.0
MISSING_ACCESS = 50001
UNKNOWN_GUILD = 10004
GLOBAL_ONLY = ("contexts", "integration_types", "dm_permission")
TEXTS = ("name_localizations", "description", "description_localizations")
ROOT = ("default_member_permissions", "nsfw", "contexts", "integration_types")
OPTION = (
    "name",
    "type",
    "required",
    "autocomplete",
    "choices",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
)
CHOICE = ("name", "name_localizations", "value")

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one publishing did, by names as a person types them: `/interview start`.

    `added` has descriptions, `changed` the parts that differ; `unchanged` counts commands, not groups.
    """

    added: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    def lines(self) -> list[str]:
        """For a person: `+ /answer  …`, `~ /help  options`, `- /old`, and how many stayed."""
        lines = [
            *(f"+ {name}  {about}".rstrip() for name, about in self.added),
            *(f"~ {name}  {', '.join(parts)}" for name, parts in self.changed),
            *(f"- {name}" for name in self.removed),
        ]
        if not lines:
            return [f"nothing changed, {self.unchanged} commands"]
        return [*lines, f"{self.unchanged} unchanged"]


async def discord_sync(token: str, guild_id: int | None, build: Callable[[discord.Client], Tree]) -> Changes:
    """Logs in without a gateway and publishes what `build` makes, for one guild or, with None, for all.

    In a guild the commands are there at once, beside those for all: use it to try them out, and publish an
    empty tree there afterwards. Raises PlatformRefused.
    """
    with _explained(guild_id):
        async with _client() as client:
            tree = build(client)
            await tree.set_translator(TableTranslator())
            await client.login(token)
            return await publish(client, tree, guild_id)


def _client() -> discord.Client:
    """Rather gives up than waits for hours, where the day's new commands are used up."""
    return discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=LONGEST_WAIT)


async def publish(client: discord.Client, tree: Tree, guild_id: int | None) -> Changes:
    """Replaces the whole set at Discord by the tree's; the client is logged in. Raises discord.HTTPException.

    The set is sent even where nothing differs, so that a difference not looked for is mended as well.
    """
    if client.application_id is None:
        raise app_commands.MissingApplicationID
    wanted = await _wanted(tree, guild_id)
    there = await _there(client, client.application_id, guild_id)
    if guild_id is None:
        await client.http.bulk_upsert_global_commands(client.application_id, payload=wanted)
    else:
        await client.http.bulk_upsert_guild_commands(client.application_id, guild_id, payload=wanted)
    return compare(there, wanted)


async def _wanted(tree: Tree, guild_id: int | None) -> list[dict[str, Any]]:
    translator = tree.translator
    payloads = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    return payloads if guild_id is None else [_without(payload, GLOBAL_ONLY) for payload in payloads]


async def _there(client: discord.Client, application_id: int, guild_id: int | None) -> list[dict[str, Any]]:
    """discord.py's own question leaves the translations out."""
    where = "/applications/{application_id}" + ("/guilds/{guild_id}" if guild_id is not None else "")
    route = Route("GET", where + "/commands", application_id=application_id, guild_id=guild_id)
    found: list[dict[str, Any]] = await client.http.request(route, params={"with_localizations": "true"})
    return found if guild_id is None else [_without(payload, GLOBAL_ONLY) for payload in found]


def _without(payload: Payload, keys: Sequence[str]) -> dict[str, Any]:
    """Discord knows these of commands for all guilds only."""
    return {key: value for key, value in payload.items() if key not in keys}


@contextmanager
def _explained(guild_id: int | None) -> Iterator[None]:
    try:
        yield
    except discord.LoginFailure as error:
        raise PlatformRefused(WRONG_TOKEN) from error
    except (discord.Forbidden, discord.NotFound) as error:
        if guild_id is None or error.code not in (MISSING_ACCESS, UNKNOWN_GUILD):
            raise
        raise PlatformRefused(
            f"The bot may not set commands in the server {guild_id}: invite it there with the scopes `bot` "
            "and `applications.commands`, or check the id."
        ) from error
    except discord.RateLimited as error:
        raise PlatformRefused(
            f"Discord takes no commands just now: try again in {math.ceil(error.retry_after / 60)} minutes."
        ) from error
    except (aiohttp.ClientError, discord.DiscordServerError) as error:
        raise PlatformRefused(
            "Discord cannot be reached: check the network and `DISCORD_API_URL`, then try again."
        ) from error


@dataclass(frozen=True, slots=True)
class _Known:
    """One command, group or menu entry, taken out of its payload."""

    about: str
    is_group: bool
    parts: Mapping[str, Any]


_Key = tuple[str, int, bool]


def compare(before: Sequence[Payload], after: Sequence[Payload]) -> Changes:
    """What differs between two sets of payloads, as Discord answers them or as they are sent."""
    old, new = _known(before), _known(after)
    both = [(key, _differing(old[key].parts, new[key].parts)) for key in new if key in old]
    return Changes(
        added=tuple((key[0], new[key].about) for key in new if key not in old and not new[key].is_group),
        changed=tuple((key[0], parts) for key, parts in both if parts),
        removed=tuple(key[0] for key in old if key not in new and not old[key].is_group),
        unchanged=sum(1 for key, parts in both if not parts and not new[key].is_group),
    )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in new if old.get(name) != new[name])


def _known(payloads: Sequence[Payload]) -> dict[_Key, _Known]:
    """By name, kind and whether it is a group: a command may become a group of the same name."""
    return {key: known for payload in payloads for key, known in _flat(payload, _mark(payload), ROOT)}


def _mark(payload: Payload) -> str:
    return "/" if payload.get("type", CHAT_INPUT) == CHAT_INPUT else ""


def _flat(payload: Payload, above: str, more: Sequence[str]) -> Iterator[tuple[_Key, _Known]]:
    """The command itself and all below it; `more` are the parts that only a top-level one has."""
    name = above + payload["name"]
    children = [o for o in payload.get("options") or () if o["type"] in SUBCOMMANDS]
    keys = (*TEXTS, *more) if children else (*TEXTS, "options", *more)
    known = _Known(payload.get("description") or "", bool(children), _plain(payload, keys))
    yield (name, payload.get("type", CHAT_INPUT), bool(children)), known
    for child in children:
        yield from _flat(child, name + " ", ())


def _plain(payload: Payload, keys: Sequence[str]) -> dict[str, Any]:
    """These parts in one spelling: null, empty and left out are the same to Discord, 0 is not."""
    return {key: _plain_value(key, payload.get(key)) for key in keys}


def _plain_value(key: str, value: Any) -> Any:
    match key:
        case "options":
            return [_plain(option, (*TEXTS, *OPTION)) for option in value or ()]
        case "choices":
            return [_plain(choice, CHOICE) for choice in value or ()]
        case "contexts" | "integration_types":
            return sorted(value or ())
        case "default_member_permissions":
            return None if value is None else str(value)
    return None if value in ("", {}, []) or value is False else value
