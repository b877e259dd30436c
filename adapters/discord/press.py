"""Every button of ours, whichever process sent it: all that it knows is in its custom_id."""

from typing import Any, Protocol, Self

import discord
from discord import ui


class Pressed(Protocol):
    """The client, as far as a button needs it."""

    async def pressed(self, interaction: discord.Interaction, token: str) -> None: ...


class Press(ui.DynamicItem[ui.Button[Any]], template=r"(?s:.+)"):
    """A press goes to the responder of the client; the token decides the rest."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: Any, /
    ) -> Self:
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: discord.Interaction) -> None:
        client: Pressed = interaction.client  # type: ignore[assignment]
        await client.pressed(interaction, self.custom_id)
