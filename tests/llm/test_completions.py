"""What is made of a server's response: the object that was meant, or a failure, whatever was sent."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.llm.reading import completion_of, json_object
from domain.errors import ModelFailed
from domain.model.completion import Tokens
from tests.llm.sample import PROMPT

WANTED = {"rows": [{"id": "a", "quote": 'say "{" or }', "level": "none"}]}
JSON_TEXT = json.dumps(WANTED)


@pytest.mark.parametrize(
    "text",
    [
        JSON_TEXT,
        f"```json\n{JSON_TEXT}\n```",
        f"Here {{as asked}}:\n{JSON_TEXT}\nDo you need {{more}}?",
        f'<think>First {{"rows": []}} I\'d say</think>\n{JSON_TEXT}',
        f"{JSON_TEXT} {{}}",
    ],
)
def test_the_object_is_found_in_what_stands_around_it(text: str) -> None:
    assert json_object(text) == WANTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "[]",
        JSON_TEXT[:-2],
        '{"rows": [{"id": "a"},]}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        f'{{"a": {"9" * 5000}}}',
        '{"a":' * 20_000 + "1" + "}" * 20_000,
        '{"' + '\\"' * 20_000,
        "{" * 20_000,
    ],
)
def test_what_is_no_object_is_none_and_takes_no_time(text: str) -> None:
    began = time.process_time()
    assert json_object(text) is None
    assert time.process_time() - began < 1


COUNTED = {"prompt_tokens": 7, "completion_tokens": 3}


@pytest.mark.parametrize(
    "usage", [COUNTED, None, {}, [], {**COUNTED, "prompt_tokens": -7}, {**COUNTED, "completion_tokens": "3"}]
)
def test_what_the_provider_did_not_count_is_estimated(usage: object) -> None:
    body = json.dumps({"choices": [{"message": {"content": JSON_TEXT}}], "usage": usage})
    tokens = completion_of(body, PROMPT, "m").tokens
    if usage == COUNTED:
        assert tokens == Tokens(read=7, written=3)
    else:
        asked = len(PROMPT.instructions) + len(PROMPT.material)
        assert tokens == Tokens(read=-(-asked // 4), written=-(-len(JSON_TEXT) // 4), counted=False)


@pytest.mark.parametrize(
    ("message", "ended", "why"),
    [
        ({"content": None, "refusal": "No."}, "stop", "refused"),
        ({"content": JSON_TEXT}, "content_filter", "refused"),
        ({"content": JSON_TEXT}, "length", "cut"),
        ({"content": ""}, "stop", "wrong"),
    ],
)
def test_a_completion_that_cannot_be_used_says_why_and_what_it_cost(
    message: Any, ended: str, why: str
) -> None:
    body = json.dumps({"choices": [{"message": message, "finish_reason": ended}], "usage": COUNTED})
    with pytest.raises(ModelFailed) as raised:
        completion_of(body, PROMPT, "m")
    assert (raised.value.failure.why, raised.value.tokens) == (why, Tokens(read=7, written=3))
    assert raised.value.failure.passing is (why == "wrong")


words = st.text("{}[]\\\" \n'a\u00e9\U0001f642", max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(words, json_values, max_size=3), st.booleans())
def test_any_object_survives_the_way_through_prose(wanted: dict[str, Any], ascii_only: bool) -> None:
    text = json.dumps(wanted, ensure_ascii=ascii_only)
    assert json_object(f"Sure:\n```\n{text}\n```\nDone.") == wanted


choices = st.fixed_dictionaries(
    {
        "message": st.fixed_dictionaries({"content": json_values | st.just(JSON_TEXT)}),
        "finish_reason": st.sampled_from(["stop", "length", "content_filter", None, 7]),
    }
)
bodies = st.fixed_dictionaries({"choices": st.lists(choices, max_size=2) | json_values, "usage": json_values})


@given(st.one_of(st.text(max_size=20), json_values.map(json.dumps), bodies.map(json.dumps)))
def test_whatever_a_server_sends_is_a_failure_or_a_completion(body: str) -> None:
    why = None
    try:
        content = completion_of(body, PROMPT, "m").content
    except ModelFailed as error:
        why = error.failure.why
    assert why in ("wrong", "refused", "cut") or isinstance(content, dict)
