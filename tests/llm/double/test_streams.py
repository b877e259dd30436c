"""What the real openai client makes of a stream that a test wrote."""

from typing import Any

import openai
import pytest

from tests.llm.client import MESSAGES, client_of
from tests.llm.double import Streamed, model_server

WORDS = "one ", "two"


async def read(says: Streamed, **asked: Any) -> tuple[list[str], list[Any], int]:
    """The words and the figures of usage that came, and how many pieces were written."""
    async with model_server() as server, client_of(server) as client:
        server.say(says)
        stream: Any = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **asked)
        chunks = [chunk async for chunk in stream]
        written = server.requests[0].written
    words = [one.choices[0].delta.content for one in chunks if one.choices and one.choices[0].delta.content]
    assert written == sorted(written)
    return words, [one.usage for one in chunks if one.usage], len(written)


async def test_words_come_one_an_event_with_what_stands_between_them() -> None:
    counted = {"stream_options": {"include_usage": True}}
    words, usage, written = await read(Streamed(("one ", b": a comment\n\n", "two")), **counted)
    assert (words, len(usage), written) == (list(WORDS), 1, 1 + 3 + 3)
    assert await read(Streamed(WORDS, counted=False), **counted) == (list(WORDS), [], 1 + 2 + 2)
    assert (await read(Streamed(WORDS, grain=1)))[0] == list(WORDS)


async def test_a_stream_may_not_finish() -> None:
    assert await read(Streamed(WORDS, finished=False)) == (list(WORDS), [], 1 + 2)
    with pytest.raises(openai.APIConnectionError):
        await read(Streamed(WORDS, finished=False, cut=True))


@pytest.mark.parametrize("stream", [True, False])
async def test_the_same_comes_as_one_object(stream: bool) -> None:
    async with model_server() as server, client_of(server) as client:
        server.say(Streamed(WORDS, whole=True, ended="length"))
        raw = client.chat.completions.with_raw_response
        came: Any = await raw.create(model="m", messages=MESSAGES, stream=stream)
        body = (await came.http_response.aread()).decode()
    assert '"content": "one two"' in body
    assert '"finish_reason": "length"' in body
