"""The least that a Discord bot can do, to hold Mockingbird against: it says again what it is told."""

import os

import discord
import yarl
from discord import app_commands


def main() -> None:
    """Runs until it is ended; token and addresses come from the variables that Mockingbird reads too."""
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"] + "/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    client = discord.AutoShardedClient(intents=discord.Intents.default())
    tree: app_commands.CommandTree[discord.AutoShardedClient] = app_commands.CommandTree(client)

    @tree.command(description="says it again")
    async def answer(interaction: discord.Interaction[discord.AutoShardedClient], text: str) -> None:
        await interaction.response.send_message(text)

    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
