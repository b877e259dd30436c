"""A conversation, somebody who listens, and what a model is to say in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

import adapters.llm.wire  # noqa: F401  (so that no deadline of a test pays for loading the SDK)
from adapters.llm import OpenAIModel
from domain.errors import ModelFailed
from domain.model.completion import Talk, Turn
from domain.rules import ModelRules
from tests.llm.double import Server, Streamed

TALK = Talk(
    purpose="chat",
    instructions="Coach the student.",
    turns=(
        Turn(role="user", content="What is an index?"),
        Turn(role="assistant", content="A sorted copy of a column."),
        Turn(role="user", content="And what does it cost?"),
    ),
    most_tokens=100,
)
WORDS = ("Every ", "write ", "pays ", "for ", "it.")
TEXT = "".join(WORDS)
SAID = Streamed(WORDS)
HASTE, TRIES_TO_OPEN = 0.7, 20


class Ear:
    """Hears a talk: every text in `heard`, each taking as long as it is told; `most` is how many at once."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.heard: list[str] = []
        self.most = 0
        self._seconds = seconds
        self._now = 0

    async def __call__(self, text: str) -> None:
        self._now += 1
        self.most = max(self.most, self._now)
        self.heard.append(text)
        await asyncio.sleep(self._seconds)
        self._now -= 1


def model_of(server: Server, **options: Any) -> OpenAIModel:
    rules = ModelRules(**{"timeout_seconds": 20, "retries": 0, "breaker_failures": 99, **options})
    return OpenAIModel("m", server.key, server.url, rules)


@asynccontextmanager
async def hasty_model(server: Server, **options: Any) -> AsyncIterator[OpenAIModel]:
    """One with a short deadline, which has opened its client: on a busy machine that takes longer alone."""
    async with model_of(server, timeout_seconds=HASTE, **options) as model:
        for _ in range(TRIES_TO_OPEN):
            with suppress(ModelFailed):
                await model.talk(TALK, Ear())
                break
        yield model


async def failure_of(model: OpenAIModel, talk: Talk = TALK) -> ModelFailed:
    with pytest.raises(ModelFailed) as raised:
        await model.talk(talk, Ear())
    return raised.value
