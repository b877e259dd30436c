"""One gateway session of the bot: what it was sent, so that a lost connection can take it up again."""

import asyncio
import json
import secrets
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

KEPT = 4000
DISPATCH, RECONNECT, INVALID, HELLO, ACK = 0, 7, 9, 10, 11


class Socket:
    """One websocket; what is sent goes out in order, through one zlib stream where the bot asked for it."""

    def __init__(self, raw: web.WebSocketResponse, request: web.Request, *, compressed: bool) -> None:
        self.raw = raw
        self._request = request
        self._stream = zlib.compressobj(1) if compressed else None
        self._waiting: asyncio.Queue[str] = asyncio.Queue()

    def send(self, text: str) -> None:
        self._waiting.put_nowait(text)

    def send_op(self, op: int, data: Any = None) -> None:
        self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Writes until the connection ends."""
        while True:
            text = await self._waiting.get()
            try:
                await self._write(text)
            except ConnectionError:
                return

    async def _write(self, text: str) -> None:
        if self._stream is None:
            await self.raw.send_str(text)
        else:
            packed = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
            await self.raw.send_bytes(packed)

    def cut(self) -> None:
        """Ends the connection as a broken line does: no close frame."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(eq=False, slots=True)
class Session:
    """`sent` are events by number, kept for a RESUME; `socket` is None while the bot is away."""

    shard: int
    intents: int
    socket: Socket | None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT))

    def event(self, name: str, data: str) -> None:
        """Numbers an event, `data` being JSON already, and sends it now or at the next RESUME."""
        self.seq += 1
        text = f'{{"op":0,"s":{self.seq},"t":"{name}","d":{data}}}'
        self.sent.append((self.seq, text))
        if self.socket is not None:
            self.socket.send(text)

    def replay(self, since: int) -> bool:
        """Sends again what came after that number; False where it is no longer known."""
        oldest = self.sent[0][0] if self.sent else 1
        if since > self.seq or since + 1 < oldest or self.socket is None:
            return False
        for number, text in self.sent:
            if number > since:
                self.socket.send(text)
        return True
