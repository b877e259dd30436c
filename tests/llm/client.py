"""The real openai client on the double, asking for the sample's grading."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from openai import AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import BaseModel, ConfigDict

from tests.llm.double import Server
from tests.llm.sample import PROMPT

MESSAGES: Any = [
    {"role": "system", "content": PROMPT.instructions},
    {"role": "user", "content": PROMPT.material},
]
SCHEMA: Any = {
    "type": "json_schema",
    "json_schema": {"name": PROMPT.name, "strict": True, "schema": dict(PROMPT.schema_)},
}
FORMATS: dict[str, Any] = {"json_schema": SCHEMA, "json_object": {"type": "json_object"}}
PATIENCE, LITTLE_PATIENCE = 20.0, 0.3


class SaidRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    quote: str
    missing: str
    level: str | float


class Grading(BaseModel):
    rows: list[SaidRow]


@asynccontextmanager
async def client_of(server: Server, **options: Any) -> AsyncIterator[AsyncOpenAI]:
    """A client without TLS, whose certificates take longer to load than a test."""
    http = DefaultAsyncHttpxClient(verify=False, timeout=PATIENCE)
    settings = {"api_key": server.key, "max_retries": 0, "timeout": PATIENCE, "http_client": http, **options}
    async with AsyncOpenAI(base_url=server.url, **settings) as client:
        yield client


async def grading_by(client: AsyncOpenAI, **more: Any) -> Any:
    """The completion as the SDK parses it."""
    return await client.chat.completions.parse(
        model="m", messages=MESSAGES, response_format=Grading, temperature=0, seed=1, **more
    )
