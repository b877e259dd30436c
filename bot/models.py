"""The language model, where this installation has one."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from adapters.llm import OpenAIModel
from bot.config import Settings

API_KEY, BASE_URL = "OPENAI_API_KEY", "OPENAI_BASE_URL"


def key_and_url(environment: Mapping[str, str]) -> tuple[str, str]:
    """What is set of them; blanks are nothing."""
    return environment.get(API_KEY, "").strip(), environment.get(BASE_URL, "").strip()


@asynccontextmanager
async def open_model(
    settings: Settings, environment: Mapping[str, str], clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[OpenAIModel | None]:
    """The model as configured, None without a key and without the address of a server that needs none.

    Nothing is loaded or connected before its first call. `clock` is in seconds and never goes back.
    """
    key, url = key_and_url(environment)
    if not key and not url:
        yield None
        return
    async with OpenAIModel(settings.model.name, key, url, settings.model, clock) as model:
        yield model
