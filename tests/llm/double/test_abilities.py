"""What the double refuses by what it is (keys, models, formats, parameters), and what no server takes."""

import openai
import pytest

from tests.llm.client import FORMATS, MESSAGES, client_of, grading_by
from tests.llm.double import FORMAT_REFUSED, Fault, model_server


async def test_only_the_right_key_opens() -> None:
    async with model_server(models=frozenset(("small", "large"))) as server:
        async with client_of(server) as client:
            assert [model.id for model in (await client.models.list()).data] == ["large", "small"]
            with pytest.raises(openai.NotFoundError):
                await grading_by(client)
        async with client_of(server, api_key="sk-wrong") as client:
            with pytest.raises(openai.AuthenticationError, match="sk-wrong"):
                await grading_by(client)
            with pytest.raises(openai.AuthenticationError):
                await client.models.list()


@pytest.mark.parametrize("dialect", FORMAT_REFUSED)
async def test_a_format_is_refused_as_servers_refuse_it(dialect: str) -> None:
    async with model_server(formats=frozenset(), dialect=dialect) as server, client_of(server) as client:
        for kind, wanted in FORMATS.items():
            with pytest.raises(openai.APIStatusError) as refused:
                await client.chat.completions.create(model="m", messages=MESSAGES, response_format=wanted)
            assert kind in refused.value.response.text
            assert refused.value.status_code == {"llama.cpp of 2024": 500, "fastapi": 422}.get(dialect, 400)
        assert (await client.chat.completions.create(model="m", messages=MESSAGES)).choices


async def test_a_parameter_can_be_lacking() -> None:
    async with model_server(lacks=frozenset(("temperature",))) as server, client_of(server) as client:
        with pytest.raises(openai.BadRequestError, match="temperature") as refused:
            await grading_by(client)
        assert (refused.value.param, refused.value.code) == ("temperature", "unsupported_parameter")


async def test_a_wrong_base_url_is_a_fault() -> None:
    async with model_server(judged=False) as server, client_of(server) as client:
        with pytest.raises(openai.NotFoundError):
            await grading_by(client.with_options(base_url=f"{server.url}/v1"))
        assert server.faults == ["404: POST /v1/v1/chat/completions"]


async def test_a_function_of_the_test_that_raises_is_a_fault() -> None:
    async with model_server(judged=False) as server, client_of(server) as client:
        server.say(lambda request: {"rows": request.body["no such key"]})
        with pytest.raises(openai.InternalServerError):
            await grading_by(client)
        assert server.faults == ["what was to be said raised KeyError('no such key')"]


async def ask_with_a_word_misspelt() -> None:
    async with model_server() as server, client_of(server) as client:
        server.say(Fault.UNKNOWN_KEY)
        with pytest.raises(openai.BadRequestError, match="Unknown parameter: 'tempreature'"):
            await grading_by(client, extra_body={"tempreature": 0})


async def test_an_illegal_request_is_told_in_the_end() -> None:
    with pytest.raises(AssertionError, match="tempreature"):
        await ask_with_a_word_misspelt()
