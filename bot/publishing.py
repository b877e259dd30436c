"""python -m bot discord-sync: the slash commands go to Discord."""

import os
import sys
from typing import TYPE_CHECKING

from bot.platforms import DISCORD_TOKEN
from domain.actions import TABLE
from domain.errors import PlatformRefused

if TYPE_CHECKING:
    import discord

    from adapters.discord.commands import Tree

NO_TOKEN = "DISCORD_TOKEN is not set, so there is nobody to publish commands for. docs/discord.md says how."


async def publish_commands(guild_id: int | None) -> int:
    """Prints what changed. Raises PlatformRefused where Discord does not take them."""
    from adapters.discord.client import point_at
    from adapters.discord.sync import discord_sync

    token = os.environ.get(DISCORD_TOKEN)
    if not token:
        raise PlatformRefused(NO_TOKEN)
    point_at(os.environ.get("DISCORD_API_URL"), os.environ.get("DISCORD_GATEWAY_URL"))
    changes = await discord_sync(token, guild_id, _tree)
    sys.stdout.write("\n".join(changes.lines()) + "\n")
    return 0


def _tree(client: "discord.Client") -> "Tree":
    """The commands as they are published; nobody asks anything of this process."""
    from adapters.discord.commands import build_tree

    async def unasked(*_: object) -> None:
        raise RuntimeError("commands are published here, not answered")

    async def failed(interaction: object, error: object) -> None:
        await unasked(interaction, error)

    async def nothing(*_: object) -> tuple[()]:
        return ()

    return build_tree(client, TABLE, ask=unasked, ask_message=unasked, complete=nothing, on_error=failed)
