"""What the real openai client makes of the double: each fault is what it says that it is."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import openai
import pytest
from jsonschema import validate
from openai import DefaultAsyncHttpxClient, Timeout
from pydantic import ValidationError

from tests.llm.client import LITTLE_PATIENCE, MESSAGES, PATIENCE, SCHEMA, client_of, grading_by
from tests.llm.double import Fault, model_server
from tests.llm.sample import ANSWER, PROMPT

RAISED: Mapping[Fault, type[Exception]] = {
    Fault.UNKNOWN_KEY: openai.AuthenticationError,
    Fault.FORBIDDEN: openai.PermissionDeniedError,
    Fault.MODEL_NOT_FOUND: openai.NotFoundError,
    Fault.UNPROCESSABLE: openai.UnprocessableEntityError,
    Fault.RATE_LIMITED: openai.RateLimitError,
    Fault.RATE_LIMITED_SILENTLY: openai.RateLimitError,
    Fault.NO_QUOTA: openai.RateLimitError,
    Fault.INTERNAL_ERROR: openai.InternalServerError,
    Fault.BAD_GATEWAY: openai.InternalServerError,
    Fault.LOADING: openai.InternalServerError,
    Fault.OVERLOADED: openai.InternalServerError,
    Fault.HANG: openai.APITimeoutError,
    Fault.SLOW_BODY: TimeoutError,
    Fault.CUT_BEFORE_HEADERS: openai.APIConnectionError,
    Fault.CUT_IN_BODY: openai.APIConnectionError,
    Fault.CORRUPT_BODY: json.JSONDecodeError,
    Fault.UNDECODABLE_BODY: UnicodeDecodeError,
    Fault.NULL_BODY: AttributeError,
    Fault.HTML_PAGE: AttributeError,
    Fault.ERROR_WITH_200: TypeError,
    Fault.STREAM_STOPS: AttributeError,
    Fault.LENGTH: openai.LengthFinishReasonError,
    Fault.CONTENT_FILTER: openai.ContentFilterFinishReasonError,
    **dict.fromkeys(
        (
            Fault.TRUNCATED_JSON,
            Fault.NOT_JSON,
            Fault.WRAPPED_JSON,
            Fault.DEEP_JSON,
            Fault.HUGE_NUMBER,
            Fault.OTHER_KEYS,
            Fault.WRONG_TYPES,
            Fault.HALF_SURROGATES,
        ),
        ValidationError,
    ),
}


def _ids(completion: Any) -> list[str]:
    return [row.id for row in completion.choices[0].message.parsed.rows]


def _levels(completion: Any) -> list[str | float]:
    return [row.level for row in completion.choices[0].message.parsed.rows]


def _quotes(completion: Any) -> str:
    return "".join(row.quote for row in completion.choices[0].message.parsed.rows)


def _says_nothing(completion: Any) -> bool:
    message = completion.choices[0].message
    return not message.content and message.parsed is None and completion.choices[0].finish_reason == "stop"


RETURNED: Mapping[Fault, Callable[[Any], bool]] = {
    Fault.REDIRECT: lambda came: _ids(came) == ["read", "write", "space"],
    Fault.NO_CHOICES: lambda came: came.choices == [],
    Fault.USAGE_MISSING: lambda came: came.usage is None and len(_ids(came)) == 3,
    Fault.USAGE_NULL: lambda came: came.usage is None and len(_ids(came)) == 3,
    Fault.REFUSAL: lambda came: _says_nothing(came) and "can't help" in came.choices[0].message.refusal,
    Fault.EMPTY_CONTENT: _says_nothing,
    Fault.NULL_CONTENT: _says_nothing,
    Fault.MISSING_ROWS: lambda came: _ids(came) == ["read"],
    Fault.EXTRA_ROWS: lambda came: _ids(came) == ["read", "write", "space", "no-such-row"],
    Fault.DUPLICATE_ROWS: lambda came: _ids(came) == ["read", "write", "space"] * 2,
    Fault.LEVEL_900: lambda came: _levels(came) == [900] * 3,
    Fault.LEVEL_NEGATIVE: lambda came: _levels(came) == [-1] * 3,
    Fault.LEVEL_NAN: lambda came: all(level != level for level in _levels(came)),
    Fault.FOREIGN_QUOTES: lambda came: "no answer of any candidate" in _quotes(came),
}


def test_each_fault_is_tried() -> None:
    assert RAISED.keys() | RETURNED.keys() == set(Fault)
    assert not RAISED.keys() & RETURNED.keys()


@pytest.mark.parametrize("fault", RAISED, ids=lambda fault: fault.name)
async def test_a_fault_raises_in_the_client(fault: Fault) -> None:
    """A timeout of the SDK ends a hang; it is counted anew with each byte of a slow body."""
    patience = Timeout(PATIENCE, read=LITTLE_PATIENCE) if fault is Fault.HANG else PATIENCE
    within = 2 * LITTLE_PATIENCE if fault is Fault.SLOW_BODY else 2 * PATIENCE
    async with model_server() as server, client_of(server) as client:
        server.say(fault)
        with pytest.raises(RAISED[fault]):
            await asyncio.wait_for(grading_by(client, timeout=patience), within)
        assert len(server.requests) == 1
        assert (await grading_by(client)).choices[0].message.parsed.rows


@pytest.mark.parametrize("fault", RETURNED, ids=lambda fault: fault.name)
async def test_a_fault_reaches_the_client_as_a_completion(fault: Fault) -> None:
    async with model_server() as server, client_of(server) as client:
        server.say(fault)
        assert RETURNED[fault](await grading_by(client))
        assert len(server.requests) == 1


async def test_a_recorded_model_grades_what_it_is_asked() -> None:
    async with model_server() as server, client_of(server) as client:
        came = await client.chat.completions.create(model="m", messages=MESSAGES, response_format=SCHEMA)
        said = json.loads(came.choices[0].message.content or "")
        validate(said, dict(PROMPT.schema_))
        assert [(row["id"], row["level"]) for row in said["rows"]] == [
            ("read", "fully"),
            ("write", "fully"),
            ("space", "none"),
        ]
        assert all(row["quote"] in ANSWER for row in said["rows"])
        assert came.usage is not None
        assert came.usage.total_tokens == came.usage.prompt_tokens + came.usage.completion_tokens > 100
        again = await client.chat.completions.create(model="m", messages=MESSAGES, response_format=SCHEMA)
        assert again.choices == came.choices
        assert server.connections == 1


async def test_a_stream_carries_the_same_in_pieces() -> None:
    async with model_server() as server, client_of(server) as client:
        whole = await client.chat.completions.create(model="m", messages=MESSAGES, response_format=SCHEMA)
        options: Any = {"response_format": SCHEMA, "stream_options": {"include_usage": True}}
        stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **options)
        chunks = [chunk async for chunk in stream]
        pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
        assert len(pieces) > 5
        assert "".join(pieces) == whole.choices[0].message.content
        assert [chunk.usage for chunk in chunks if chunk.usage] == [whole.usage]
        assert chunks[-2].choices[0].finish_reason == "stop"
        plain = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        assert [chunk.usage async for chunk in plain if chunk.usage] == []


async def test_a_stream_stops_or_is_cut() -> None:
    async with model_server() as server, client_of(server) as client:
        server.say(Fault.STREAM_STOPS, Fault.CUT_IN_BODY)
        stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        assert {chunk.choices[0].finish_reason async for chunk in stream} == {None}
        stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        with pytest.raises(openai.APIConnectionError):
            [chunk async for chunk in stream]


async def test_without_a_format_the_grading_comes_in_prose() -> None:
    async with model_server() as server, client_of(server) as client:
        came = await client.chat.completions.create(model="m", messages=MESSAGES)
        content = came.choices[0].message.content or ""
        assert content.startswith("Here is")
        assert json.loads(content.split("```json")[1].split("```")[0])["rows"]


async def test_the_client_waits_as_long_as_it_is_told() -> None:
    async with model_server(retry_after="0.2") as server, client_of(server, max_retries=2) as client:
        server.say(Fault.RATE_LIMITED, Fault.RATE_LIMITED)
        assert _ids(await grading_by(client))
        first, second, third = server.requests
        assert [one.headers["x-stainless-retry-count"] for one in server.requests] == ["0", "1", "2"]
        assert second.at - first.at >= 0.2
        assert third.at - second.at >= 0.2
        assert [one.status for one in server.requests] == [429, 429, 200]


async def test_a_client_that_leaves_is_noticed() -> None:
    async with model_server() as server, client_of(server) as client:
        server.always(Fault.HANG)
        call = asyncio.create_task(grading_by(client, timeout=30))
        await server.asked()
        assert not server.requests[0].left
        call.cancel()
        assert (await server.left()).status == 0


async def test_a_redirect_is_followed_by_default_with_all_that_was_said() -> None:
    async with model_server() as server:
        server.always(Fault.REDIRECT)
        async with client_of(server) as client:
            await grading_by(client)
        [elsewhere] = server.elsewhere
        assert "insert must update the index" in json.dumps(elsewhere.body)
        assert "authorization" not in elsewhere.headers
        http = DefaultAsyncHttpxClient(verify=False, follow_redirects=False)
        async with client_of(server, http_client=http) as client:
            with pytest.raises(openai.APIStatusError):
                await grading_by(client)
        assert len(server.elsewhere) == 1


async def test_what_is_said_comes_in_order() -> None:
    async with model_server() as server, client_of(server) as client:

        async def said() -> str:
            came = await client.chat.completions.create(model="m", messages=MESSAGES, seed=7)
            return came.choices[0].message.content or ""

        server.say("one", lambda request: f"seed {request.body['seed']}")
        server.always("for good")
        assert [await said(), await said(), await said(), await said()] == [
            "one",
            "seed 7",
            "for good",
            "for good",
        ]
        server.script([Fault.EMPTY_CONTENT, {"rows": []}])
        assert await said() == ""
        assert '{"rows": []}' in await said()


async def test_a_cut_connection_is_not_used_again() -> None:
    async with model_server() as server, client_of(server, max_retries=1) as client:
        server.say(Fault.CUT_BEFORE_HEADERS)
        await grading_by(client)
        assert len(server.requests) == 2
        assert server.connections == 2
