"""The language model, where this installation has one."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.llm import OpenAIModel
from bot.config import Settings

API_KEY, BASE_URL = "OPENAI_API_KEY", "OPENAI_BASE_URL"


@asynccontextmanager
async def open_model(settings: Settings, environment: Mapping[str, str]) -> AsyncIterator[OpenAIModel | None]:
    """The model as configured, None without a key and without the address of a server that needs none.

    Nothing is loaded or connected before its first call.
    """
    key, url = environment.get(API_KEY, ""), environment.get(BASE_URL, "")
    if not key and not url:
        yield None
        return
    async with OpenAIModel(settings.model.name, key, url, settings.model) as model:
        yield model
