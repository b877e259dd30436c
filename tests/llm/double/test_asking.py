"""What the double takes for a legal request, and in which words it refuses the rest."""

import json
from typing import Any

import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsBase

from tests.llm.double.asking import REQUEST, parsed
from tests.llm.double.errors import ApiError
from tests.llm.double.strict import schema_problem
from tests.llm.sample import PROMPT

LEGAL: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "Say json."}]}
OBJECT: dict[str, Any] = {"type": "object", "additionalProperties": False}


def asked(**changed: Any) -> bytes:
    return json.dumps(LEGAL | changed).encode()


def format_of(**schema: Any) -> dict[str, Any]:
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


def closed(**properties: Any) -> dict[str, Any]:
    return OBJECT | {"properties": properties, "required": list(properties)}


def test_its_keys_are_those_of_the_client() -> None:
    known = set(CompletionCreateParamsBase.__annotations__) | {"stream"}
    assert set(REQUEST["properties"]) == known


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"messages": [{"role": "system", "content": "a"}, {"role": "assistant", "content": None}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}]}]},
        {"temperature": 0, "seed": -1, "max_completion_tokens": 5, "stop": ["x"], "user": "u"},
        {"stream": True, "stream_options": {"include_usage": True}},
        {"response_format": {"type": "json_object"}},
        format_of(name="a", schema={"type": "object"}),
        format_of(name="grading", strict=True, schema=dict(PROMPT.schema_)),
    ],
)
def test_what_is_legal_is_taken(changed: dict[str, Any]) -> None:
    assert parsed(asked(**changed)).body == LEGAL | changed


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"tempreature": 1}, "tempreature"),
        ({"model": ""}, "model"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "teacher", "content": "a"}]}, "messages.0.role"),
        ({"messages": [{"role": "user"}]}, "messages.0"),
        ({"messages": [{"role": "user", "content": None}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": "a", "id": 1}]}, "messages.0"),
        ({"temperature": 2.1}, "temperature"),
        ({"temperature": "0"}, "temperature"),
        ({"seed": 2**63}, "seed"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 5, "max_completion_tokens": 5}, "max_tokens"),
        ({"n": 2}, "n"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"response_format": {"type": "json"}}, "response_format.type"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
        (
            {"response_format": {"type": "json_object"}, "messages": [{"role": "user", "content": "a"}]},
            "messages",
        ),
        (format_of(schema={"type": "object"}), "response_format.json_schema."),
        (format_of(name="two words", schema={}), "response_format.json_schema.name"),
        (format_of(name="a", strict=True), "response_format.json_schema.schema"),
        (format_of(name="a", strictly=True), "response_format.json_schema.strictly"),
        (format_of(name="a", strict=True, schema={"type": "object"}), "response_format"),
        (format_of(name="a", schema={"type": "objekt"}), "response_format"),
    ],
)
def test_what_is_illegal_is_refused_by_its_name(changed: dict[str, Any], param: str) -> None:
    with pytest.raises(ApiError) as refused:
        parsed(asked(**changed))
    assert refused.value.status == 400
    assert refused.value.illegal
    assert refused.value.body["error"]["param"] == param


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"text"', b"\xff"])
def test_a_body_that_is_no_object_is_refused(raw: bytes) -> None:
    with pytest.raises(ApiError, match="JSON"):
        parsed(raw)


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        (closed(a={"type": "string", "enum": ["x"]}), ""),
        (closed(a={"anyOf": [{"type": "null"}, closed()]}), ""),
        ({"type": "array", "items": {"type": "string"}}, "at its root"),
        (OBJECT | {"properties": {"a": {}}, "required": []}, "'required' is required"),
        ({"type": "object", "properties": {}, "required": []}, "'additionalProperties' is required"),
        (closed(a={"type": "array", "items": {"type": "object"}}), "('properties', 'a', 'items')"),
        (closed(a={"type": ["object", "null"]}), "'additionalProperties' is required"),
        (closed(a={"type": "string", "maxLength": 3}), "'maxLength' is not permitted"),
        (closed(a={"type": "string", "default": ""}), "'default' is not permitted"),
        (closed(a={"anyOf": [{"type": "null"}, {"type": "object"}]}), "('properties', 'a', 'anyOf', '1')"),
        (closed() | {"$defs": {"b": {"type": "object"}}}, "('$defs', 'b')"),
    ],
)
def test_strict_mode_has_rules_of_its_own(schema: dict[str, Any], problem: str) -> None:
    found = schema_problem(schema, strict=True)
    assert problem in found
    assert bool(found) is bool(problem)
    assert schema_problem(schema, strict=False) == ""


def test_strict_mode_takes_ten_levels_and_no_more() -> None:
    schema = closed()
    for _ in range(10):
        schema = closed(a=schema)
    assert schema_problem(schema, strict=True) == ""
    assert "deeper than 10" in schema_problem(closed(a=schema), strict=True)
