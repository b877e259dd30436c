"""Discord's refusals and the network's faults, told apart by what is left to do."""

import aiohttp
import discord

ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
ARCHIVED = 50083
"""What an archived thread answers to all but a new message, and to that as well once it is locked."""
GONE = frozenset({10003, 10008, 10015, UNKNOWN_INTERACTION, 50027, ARCHIVED, 160005})
"""Codes of a channel, message, webhook, interaction or token that is no more, and of a locked thread."""

CutOff = (aiohttp.ClientError, ConnectionError, TimeoutError)
"""The network's faults: whether Discord took the request is not known."""

Unsent = (discord.HTTPException, discord.RateLimited, OSError, *CutOff)
"""What keeps a message from Discord: refused, out of patience with its limits, or not reachable."""
