"""The frame that every interaction's event shares, as Discord builds it."""

import secrets
import time
from typing import Literal

from tests.discord.double import payloads
from tests.discord.double.places import Kind, Message, Person, Place
from tests.discord.double.wire import JSON
from tests.discord.double.world import World

Installed = Literal["guild", "user"]


def interaction(
    world: World,
    kind: int,
    person: Person,
    place: Place,
    data: JSON,
    installed: Installed,
    source: Message | None,
) -> JSON:
    """INTERACTION_CREATE; `installed` says whether a server or the person themselves added the bot."""
    guild = place.guild
    event: JSON = {
        "id": str(world.ids.new()),
        "application_id": str(world.bot.id),
        "type": kind,
        "data": data,
        "channel_id": str(place.id),
        "channel": _channel(world, person, place),
        "token": secrets.token_urlsafe(120).replace("-", "x").replace("_", "y"),
        "version": 1,
        "app_permissions": str(int(guild.allowed if guild else payloads.DM_RIGHTS)),
        "locale": person.locale,
        "entitlements": [],
        "authorizing_integration_owners": _owners(person, place, installed),
        "context": 1 if place.kind is Kind.DM else 0,
        "attachment_size_limit": world.settings.attachment_limit,
    }
    if source is not None:
        event["message"] = payloads.message(source)
    if guild is None:
        return {**event, "user": payloads.user(person)}
    member = {**payloads.member(person), "permissions": str(int(payloads.rights(person, guild)))}
    about = {"id": str(guild.id), "locale": guild.locale, "features": []}
    return event | {"guild_id": str(guild.id), "guild": about, "member": member, "guild_locale": guild.locale}


def _channel(world: World, person: Person, place: Place) -> JSON:
    made = payloads.place(place, world.recipients(place) if place.kind is Kind.DM else [])
    if place.guild is not None:
        made["permissions"] = str(int(payloads.rights(person, place.guild)))
    return made


def _owners(person: Person, place: Place, installed: Installed) -> JSON:
    """Who added the bot; a server's installation is written as server 0 in a DM."""
    if installed == "user":
        return {"1": str(person.id)}
    return {"0": str(place.guild.id) if place.guild else "0"}


def typing(person: Person, place: Place) -> JSON:
    """TYPING_START, as of now."""
    now = int(time.time())
    event: JSON = {"channel_id": str(place.id), "user_id": str(person.id), "timestamp": now}
    if place.guild is not None:
        event |= {"guild_id": str(place.guild.id), "member": payloads.member(person)}
    return event
