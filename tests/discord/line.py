"""A line between the bot and the double that breaks at a chosen request, before or after it was heard."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.discord.double import Double

CHUNK = 1 << 20


@dataclass
class Line:
    """`heard` breaks at the next request that matches, once Discord has answered it; `unheard` before that.

    The next `refusing` connections are broken at once; `refused` is set with the first of them.
    """

    port: int
    heard: re.Pattern[str] | None = None
    unheard: re.Pattern[str] | None = None
    refusing: int = 0
    refused: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the bot, until either end closes it or it breaks."""
        if self.refusing > 0:
            self.refusing -= 1
            self.refused.set()
            writer.transport.abort()
            return
        back, forth = await asyncio.open_connection("127.0.0.1", self.port)
        answers = asyncio.create_task(self._pump(back, writer))
        try:
            while chunk := await reader.read(CHUNK):
                if self._meets(chunk, "unheard"):
                    break
                if self._meets(chunk, "heard"):
                    answers.cancel()
                    forth.write(chunk)
                    await back.read(CHUNK)
                    break
                forth.write(chunk)
        except ConnectionError:
            pass  # the bot hung up, which is its right
        finally:
            answers.cancel()
            writer.transport.abort()
            forth.close()

    def _meets(self, chunk: bytes, when: str) -> bool:
        """Whether the chunk begins the request waited for; it is waited for no longer then."""
        pattern: re.Pattern[str] | None = getattr(self, when)
        if pattern is None or not pattern.search(chunk.partition(b"\r\n")[0].decode("latin-1")):
            return False
        setattr(self, when, None)
        return True

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK):
                writer.write(chunk)
        writer.transport.abort()


@asynccontextmanager
async def over_a_line(double: Double, refusing: int = 0) -> AsyncIterator[Line]:
    """From now on, bots that are started reach the REST side of the double over this line."""
    direct = double.url
    line = Line(urlsplit(direct).port or 0, refusing=refusing)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    double.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        async with server:
            yield line
    finally:
        double.url = direct
