"""The model behind a server: what is asked, what is made of the answer, and how long anybody waits."""

import asyncio
import json
import logging
import subprocess
import sys
import time
from typing import Any

import pytest

import adapters.llm.wire  # noqa: F401  (so that no deadline of a test pays for loading the SDK)
from adapters.llm import OpenAIModel
from adapters.llm.dialect import Dialect
from domain.errors import ModelFailed
from domain.model.completion import Failure
from domain.rules import ModelRules
from tests.llm.double import FORMAT_REFUSED, Fault, ParsedRequest, Server, model_server
from tests.llm.double.errors import ApiError, error_object
from tests.llm.sample import ANSWER, PROMPT, ROWS
from tests.llm.talking import hasty_model


def model_of(server: Server, key: str | None = None, **options: Any) -> OpenAIModel:
    rules = ModelRules(**{"timeout_seconds": 20, "retries": 0, **options})
    return OpenAIModel("m", server.key if key is None else key, server.url, rules)


async def failure_of(model: OpenAIModel) -> ModelFailed:
    with pytest.raises(ModelFailed) as raised:
        await model.complete(PROMPT)
    return raised.value


async def test_it_asks_for_what_keeps_a_grading_the_same() -> None:
    async with model_server() as server, model_of(server) as model:
        completion = await model.complete(PROMPT)
    (sent,) = server.requests
    assert [row["id"] for row in completion.content["rows"]] == list(ROWS)
    assert (completion.model, completion.tokens.counted) == ("m", True)
    assert completion.tokens.read > 0
    assert (sent.body["temperature"], sent.body["model"]) == (0, "m")
    assert isinstance(sent.body["seed"], int)
    assert sent.body["max_tokens"] == PROMPT.most_tokens
    assert sent.body["response_format"]["json_schema"]["strict"] is True
    system, user = sent.body["messages"]
    assert (system, user["content"]) == ({"role": "system", "content": PROMPT.instructions}, PROMPT.material)


@pytest.mark.parametrize("dialect", FORMAT_REFUSED)
@pytest.mark.parametrize("formats", [("json_object",), ()])
async def test_it_finds_the_format_a_server_takes_and_remembers_it(
    dialect: str, formats: tuple[str, ...]
) -> None:
    async with (
        model_server(formats=frozenset(formats), dialect=dialect) as server,
        model_of(server) as model,
    ):
        first = await model.complete(PROMPT)
        asked = len(server.requests)
        second = await model.complete(PROMPT)
    assert first.content == second.content
    assert (asked, len(server.requests)) == (3 - len(formats), 4 - len(formats))
    last = server.requests[-1].body
    assert last.get("response_format", {}).get("type") == (formats[0] if formats else None)
    assert json.dumps(PROMPT.schema_) in last["messages"][0]["content"]


@pytest.mark.parametrize(("pinned", "requests"), [("json_schema", 1), ("json_object", 1), ("off", 1)])
async def test_a_pinned_format_is_not_given_up(pinned: str, requests: int) -> None:
    async with (
        model_server(formats=frozenset()) as server,
        model_of(server, structured=pinned) as model,
    ):
        if pinned == "off":
            assert (await model.complete(PROMPT)).content["rows"]
        else:
            assert (await failure_of(model)).failure == Failure(why="wrong", passing=False)
    assert len(server.requests) == requests


async def test_a_parameter_that_a_model_refuses_is_left_out_from_then_on() -> None:
    lacks = frozenset(("temperature", "seed", "max_tokens"))
    async with model_server(lacks=lacks) as server, model_of(server) as model:
        await model.complete(PROMPT)
        await model.complete(PROMPT)
    assert len(server.requests) == 5
    sent = server.requests[-1].body
    assert not lacks & sent.keys()
    assert sent["max_completion_tokens"] == PROMPT.most_tokens
    assert sent["response_format"]["type"] == "json_schema"


async def test_what_a_server_refused_is_forgotten_where_leaving_it_out_did_not_help() -> None:
    async with model_server() as server, model_of(server) as model:
        server.say(*[Fault.UNPROCESSABLE] * 3)
        assert (await failure_of(model)).failure == Failure(why="wrong", passing=False)
        await model.complete(PROMPT)
    assert [one.body.get("response_format", {}).get("type") for one in server.requests] == [
        "json_schema",
        "json_object",
        None,
        "json_schema",
    ]


async def test_a_local_server_needs_no_key_and_none_at_all_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9")
    async with model_server(key="none") as server, model_of(server, key="") as model:
        assert (await model.complete(PROMPT)).content["rows"]
    nothing = OpenAIModel("m", "", " ", ModelRules())
    assert (await failure_of(nothing)).failure == Failure(why="absent", passing=False, asked=False)


@pytest.mark.parametrize("url", ["http://[::bad", "localhost:9/v1", "http://127.0.0.1:99999/v1", "/v1"])
async def test_a_base_url_that_is_none_is_a_failure_like_any_other(url: str) -> None:
    async with OpenAIModel("m", "sk-1", url, ModelRules(retries=0, timeout_seconds=3)) as model:
        assert (await failure_of(model)).failure == Failure(why="absent", passing=False, asked=False)


async def test_a_key_that_no_header_can_hold_is_a_failure_that_does_not_show_it() -> None:
    async with model_server() as server, model_of(server, key="sk-Ω-ü") as model:
        failed = await failure_of(model)
    assert (failed.failure.why, server.requests) == ("wrong", [])
    assert "Ω" not in str(failed)


async def test_half_of_a_surrogate_pair_in_an_answer_can_be_sent() -> None:
    prompt = PROMPT.model_copy(update={"material": PROMPT.material + "\ud83d"})
    async with model_server() as server, model_of(server) as model:
        await model.complete(prompt)
    assert server.requests[0].body["messages"][1]["content"] == PROMPT.material + "?"


async def test_a_retry_after_is_waited_for_where_the_deadline_allows() -> None:
    async with model_server(retry_after="0.2") as server, model_of(server, retries=1) as model:
        server.say(Fault.RATE_LIMITED)
        began = time.monotonic()
        assert (await model.complete(PROMPT)).content["rows"]
    assert time.monotonic() - began >= 0.2
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("header", "told"), [("30", 30.0), ("1e9", 86_400.0), ("Wed, 21 Oct 2065 07:28:00 GMT", 86_400.0)]
)
async def test_a_retry_after_beyond_the_deadline_is_passed_on_at_once(header: str, told: float) -> None:
    async with model_server(retry_after=header) as server, model_of(server, retries=2) as model:
        server.always(Fault.RATE_LIMITED)
        began = time.monotonic()
        failed = await failure_of(model)
    assert time.monotonic() - began < 2
    assert failed.failure == Failure(why="busy", retry_after_seconds=told)
    assert len(server.requests) == 1


async def test_the_deadline_holds_for_the_whole_call() -> None:
    async with model_server() as server, model_of(server, timeout_seconds=0.6, retries=5) as model:
        for fault in (Fault.HANG, Fault.SLOW_BODY, Fault.LOADING):
            server.always(fault)
            began = time.monotonic()
            assert (await failure_of(model)).failure == Failure(why="slow")
            assert 0.5 < time.monotonic() - began < 3


async def test_no_more_calls_are_under_way_than_are_allowed() -> None:
    async with model_server() as server, hasty_model(server, at_once=2) as model:
        before = len(server.requests)
        server.always(Fault.HANG)
        calls = [asyncio.create_task(model.complete(PROMPT)) for _ in range(5)]
        await server.asked(before + 2)
        await asyncio.sleep(0.2)
        assert len(server.requests) == before + 2
        ended = await asyncio.gather(*calls, return_exceptions=True)
        assert [one.failure.why for one in ended if isinstance(one, ModelFailed)] == ["slow"] * 5
        server.always(Fault.USAGE_NULL)
        assert not (await model.complete(PROMPT)).tokens.counted


async def test_a_cancelled_call_gives_its_place_back() -> None:
    async with model_server() as server, model_of(server, at_once=1) as model:
        server.say(Fault.HANG)
        call = asyncio.create_task(model.complete(PROMPT))
        await server.asked()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert (await model.complete(PROMPT)).content["rows"]


async def test_it_can_be_closed_twice_and_opens_anew() -> None:
    async with model_server() as server:
        model = model_of(server)
        await model.close()
        await model.complete(PROMPT)
        await model.close()
        await model.close()
        await model.complete(PROMPT)
        await model.close()
    assert server.connections == 2


@pytest.mark.parametrize("code", ["sk-5f2a91c7d3e8", "my answer: an index", "x" * 41, 7, ["a"]])
async def test_a_code_that_could_hold_anything_is_not_shown(code: Any) -> None:
    def refuse(_: ParsedRequest) -> str:
        raise ApiError(403, error_object("no", "denied", code=code))

    async with model_server() as server, model_of(server) as model:
        server.say(refuse)
        assert str(await failure_of(model)) == "127.0.0.1 answered 403"


async def test_neither_key_nor_answer_stands_in_what_is_logged_or_raised(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with model_server() as server, model_of(server) as model:
        for fault in (Fault.UNKNOWN_KEY, Fault.NOT_JSON, Fault.REFUSAL, Fault.CORRUPT_BODY, Fault.REDIRECT):
            server.say(fault)
            failed = await failure_of(model)
            logging.getLogger("test").info("failed", exc_info=failed)
            assert failed.__cause__ is None
    assert server.elsewhere == []
    assert server.key not in caplog.text
    assert ANSWER[:30] not in caplog.text


def test_nothing_of_the_sdk_is_loaded_before_the_first_call() -> None:
    program = (
        "import sys; from adapters.llm import OpenAIModel; from domain.rules import ModelRules;"
        "OpenAIModel('m', 'k', '', ModelRules()); sys.exit(bool({'openai', 'httpx2'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


async def test_a_provider_that_is_down_is_not_asked_again_for_a_while() -> None:
    now = [0.0]
    async with model_server() as server:
        rules = ModelRules(retries=0, breaker_failures=2, breaker_seconds=60)
        async with OpenAIModel("m", server.key, server.url, rules, lambda: now[0]) as model:
            server.always(Fault.INTERNAL_ERROR)
            for _ in range(4):
                assert (await failure_of(model)).failure.why == "down"
            assert len(server.requests) == 2
            now[0] = 61.0
            server.always(Fault.USAGE_MISSING)
            assert (await model.complete(PROMPT)).content["rows"]


def test_a_message_about_length_is_not_taken_for_a_refused_parameter() -> None:
    told = "This model's maximum context length is 8192 tokens, but 9000 were asked for in the messages."
    assert Dialect().plainer(400, told) is None
    assert Dialect().plainer(404, "response_format") is None
