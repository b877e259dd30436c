"""Whom a text names: as config.toml names people, or as a platform mentions them."""

import re

from domain.requests import Actor

_MENTIONS = {
    "discord": re.compile(r"<@!?(\d{1,20})>"),
    "slack": re.compile(r"<@([A-Z0-9]{2,20})(?:\|[^>]*)?>"),
}


def identity(text: str) -> Actor | None:
    """Somebody named as `slack:T1:U2`, `discord:123` or `console:ana`; None for any other text.

    A phone may begin a word with a capital, so the platform's name may have them.
    """
    platform, *ids = text.split(":")
    match (platform.casefold(), *ids):
        case ["slack", workspace, user] if workspace and user:
            return Actor("slack", user, workspace)
        case ["discord" | "console" as known, *user] if any(user):
            return Actor(known, ":".join(user))
    return None


def mentioned(text: str, by: Actor) -> Actor | None:
    """Somebody mentioned to us on the platform and in the workspace of the one who did."""
    mention = _MENTIONS.get(by.platform)
    found = mention.fullmatch(text.strip()) if mention else None
    return Actor(by.platform, found[1], by.workspace_id) if found else None
