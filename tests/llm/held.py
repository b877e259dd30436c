"""A server of language models that takes its time, and how a bot is told to use it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.llm.double import ParsedRequest, Server, Settings
from tests.llm.double.errors import JSON
from tests.llm.double.recorded import HIGHEST, ROWS, task_of

LOOK_AGAIN = 0.02


class HeldServer(Server):
    """While it is held, whoever asks waits; `came` counts them, and `requests` have them afterwards."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.came = 0
        self._free = asyncio.Event()
        self._free.set()

    def hold(self) -> None:
        self._free.clear()

    def release(self) -> None:
        self._free.set()

    async def chat(self, request: web.Request) -> web.StreamResponse:
        self.came += 1
        await self._free.wait()
        return await super().chat(request)

    async def coming(self, number: int, within: float = 30.0) -> None:
        """Until so many have asked since the beginning. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while self.came < number:
                await asyncio.sleep(LOOK_AGAIN)


@asynccontextmanager
async def held_server() -> AsyncIterator[HeldServer]:
    """One that finds every row met, not held yet. In the end every fault it found is an AssertionError."""
    server = HeldServer(Settings())
    server.always(all_met)
    async with server.listening():
        yield server
        assert not server.faults, "\n".join(["the server has found:", *server.faults])


def told_of(server: Server) -> dict[str, str]:
    """The environment of a bot that uses that server, and asks it once for each answer."""
    return {
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": server.key,
        "MOCKINGBIRD__MODEL__RETRIES": "0",
    }


def all_met(request: ParsedRequest) -> JSON:
    """The grading of a model that finds each point in the answer's first sentence."""
    task = task_of(request)
    assert task is not None, "that is no grading request"
    quote = task.answer.excerpt(task.answer.sentences[0])
    row: dict[str, Any] = {"quote": quote, "missing": "", "level": HIGHEST}
    return {ROWS: [{"id": row_id, **row} for row_id in task.points]}
