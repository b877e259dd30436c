"""A streamed answer: from a provider's first word to its hearing, beside the bare SDK on the same server."""

import time

from openai import AsyncOpenAI

from adapters.llm import OpenAIModel
from bench.table import Figure, percentile
from domain.rules import ModelRules
from tests.llm.client import MESSAGES, client_of
from tests.llm.double import Server, Streamed, model_server
from tests.llm.talking import TALK, WORDS

CALLS = 50
WARM_UP = 5
MOST = 300
FIRST_WORD = 1
"""The event before it names the role."""


async def measure() -> list[Figure]:
    """Milliseconds from the writing of the first word to its hearing, alternating with the bare SDK."""
    ours: list[float] = []
    theirs: list[float] = []
    async with model_server() as server, client_of(server) as bare:
        server.always(Streamed(WORDS, pause=0.002))
        async with OpenAIModel("m", server.key, server.url, ModelRules()) as model:
            for _ in range(WARM_UP + CALLS):
                ours.append(_since_written(server, await _heard(model)))
                theirs.append(_since_written(server, await _read(bare)))
    ours, theirs = ours[WARM_UP:], theirs[WARM_UP:]
    return [
        Figure(f"first word relayed, {name}", percentile(ours, share), "ms", MOST, percentile(theirs, share))
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]


def _since_written(server: Server, at: float) -> float:
    return 1000 * (at - server.requests[-1].written[FIRST_WORD])


async def _heard(model: OpenAIModel) -> float:
    """When the first word was heard."""
    moments: list[float] = []

    async def hear(_: str) -> None:
        moments.append(time.perf_counter())

    await model.talk(TALK, hear)
    return moments[0]


async def _read(client: AsyncOpenAI) -> float:
    """When the first word was read."""
    moments: list[float] = []
    stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
    async for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            moments.append(time.perf_counter())
    return moments[0]
