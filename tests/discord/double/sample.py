"""A small real discord.py client that does each thing once, to try the double on."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.double.driver import Double

Interaction = discord.Interaction[Any]


class Hint(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"hint:(?P<number>\d+)"):
    """A button that works after a restart, its number in its custom_id."""

    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label="Hint", custom_id=f"hint:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["number"]))

    async def callback(self, interaction: Interaction) -> Any:
        await interaction.response.edit_message(view=card(f"hint {self.number}", self.number + 1))


class Answer(ui.Modal, title="Your answer"):
    """Asks for a text and, if there is one, a file."""

    text: ui.Label[Any] = ui.Label(text="Text", component=ui.TextInput(custom_id="text", min_length=2))
    file: ui.Label[Any] = ui.Label(text="File", component=ui.FileUpload(custom_id="file", required=False))

    async def on_submit(self, interaction: Interaction) -> None:
        assert isinstance(self.text.component, ui.TextInput)
        assert isinstance(self.file.component, ui.FileUpload)
        files = [(await one.read()).decode() for one in self.file.component.values]
        await interaction.response.send_message(f"got {self.text.component.value} {files}", ephemeral=True)


def card(text: str, number: int) -> ui.LayoutView:
    """A Components V2 message of a text and one button."""
    row: ui.ActionRow[Any] = ui.ActionRow()
    row.add_item(Hint(number))
    return ui.LayoutView(timeout=None).add_item(ui.Container(ui.TextDisplay(text), row))


class Sample(discord.AutoShardedClient):
    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", discord.Intents(guilds=True, messages=True))
        quiet = discord.AllowedMentions.none()
        super().__init__(intents=intents, allowed_mentions=quiet, guild_ready_timeout=0.1, **options)
        self.heard: list[str] = []
        self.tree = app_commands.CommandTree(self)
        commands: tuple[Any, ...] = (interview, slow, card_command, form, late, score)
        for command in commands:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Hint)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The double takes all shards at once."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        files = [(await one.read()).decode() for one in message.attachments]
        self.heard.append(message.content)
        if message.content.startswith("thread"):
            assert isinstance(message.channel, discord.TextChannel)
            thread = await message.channel.create_thread(
                name="round", type=discord.ChannelType.private_thread
            )
            await thread.add_user(message.author)
            await thread.send("welcome")
        elif message.content:
            await message.channel.send(f"heard {message.content} {files}")


interview = app_commands.Group(name="interview", description="interviews")


@interview.command(name="start", description="start one")
@app_commands.describe(company="whose", questions="how many", file="what to read")
async def start(
    interaction: Interaction,
    company: str,
    questions: app_commands.Range[int, 1, 10] = 2,
    file: discord.Attachment | None = None,
) -> None:
    read = (await file.read()).decode() if file else "no file"
    await interaction.response.send_message(
        f"{company} {questions} {read} {interaction.locale}", ephemeral=True
    )


@start.autocomplete("company")
async def companies(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    every = ["Google", "Goldman Sachs", "Amazon"]
    return [app_commands.Choice(name=one, value=one.lower()) for one in every if one.startswith(current)]


@app_commands.command(description="defer, then edit, then follow up")
async def slow(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    report = discord.File(__file__, filename="report.py")
    await interaction.edit_original_response(content="done", attachments=[report])
    await interaction.edit_original_response(content="done again")
    await interaction.followup.send("and more")


@app_commands.command(name="card", description="a card with a button")
async def card_command(interaction: Interaction) -> None:
    await interaction.response.send_message(view=card("a card", 1))


@app_commands.command(description="a form")
async def form(interaction: Interaction) -> None:
    await interaction.response.send_modal(Answer())


@app_commands.command(description="answers too late, or twice")
async def late(interaction: Interaction, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await interaction.response.send_message("at last")


@app_commands.context_menu(name="Score this answer")
async def score(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"scored {message.content}", ephemeral=True)


@asynccontextmanager
async def sample(double: Double, **options: Any) -> AsyncIterator[Sample]:
    """A Sample connected to the double, in this process."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{double.url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(double.gateway_url)
    wanted = double.gateway.identified + double.settings.shards
    client = Sample(**options)
    task = asyncio.create_task(client.start(double.settings.token))
    try:
        await double.connected(wanted, within=20)
        yield client
    finally:
        await client.close()
        await asyncio.gather(task, return_exceptions=True)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
