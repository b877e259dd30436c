"""What a language model is to say to a student, and how soon after its first word that was seen."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.llm.double import Server, Streamed, model_server
from tests.llm.held import told_of

QUESTION = "What does an index do for a join?"
SAID = "A join pairs the rows of two tables, and an index on the key finds them."
WORDS = tuple(re.findall(r"\S+\s*", SAID))
HALF = "A join pairs"
AT_ONCE = 0.3
SLOWLY = Streamed(WORDS, pause=0.12)
BROKEN = Streamed(WORDS[:12], pause=0.12, finished=False, cut=True)
HELD = Streamed(WORDS[:6], pause=0.05, finished=False, held=True)
"""Says half of it and goes on for ever."""


@asynccontextmanager
async def coach() -> AsyncIterator[tuple[Server, dict[str, str]]]:
    """A model that says SAID, a word at a time, and the environment of a bot that uses it."""
    async with model_server() as server:
        server.always(SLOWLY)
        yield server, told_of(server)


def first_word_at(server: Server) -> float:
    """When the model's latest answer began to say something; before that comes an empty piece."""
    return server.requests[-1].written[1]
