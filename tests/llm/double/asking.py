"""What a client asks, held to the protocol: unknown keys and wrong values are refused as OpenAI does it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tests.llm.double.errors import JSON, invalid
from tests.llm.double.strict import schema_problem

ROLES = ("developer", "system", "user", "assistant", "tool", "function")
ANYTHING: JSON = {}
FLAG = {"type": ["boolean", "null"]}
COUNT = {"type": ["integer", "null"], "minimum": 1}


def _between(low: float, high: float) -> JSON:
    return {"type": ["number", "null"], "minimum": low, "maximum": high}


def _closed(required: str, **properties: Any) -> JSON:
    names = required.split()
    return {"type": "object", "required": names, "properties": properties, "additionalProperties": False}


TEXT_PART = _closed("type text", type={"const": "text"}, text={"type": "string"})
TEXT = {"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": TEXT_PART}]}
MESSAGE = {
    **_closed(
        "role",
        role={"enum": list(ROLES)},
        content=ANYTHING,
        name={"type": "string", "pattern": r"^[^\s<|\\/>]{1,64}$"},
        refusal={"type": ["string", "null"]},
        tool_calls=ANYTHING,
        tool_call_id={"type": "string"},
    ),
    "if": {"properties": {"role": {"const": "assistant"}}},
    "else": {"required": ["content"], "properties": {"content": TEXT}},
}
JSON_SCHEMA = _closed(
    "name",
    name={"type": "string", "pattern": "^[a-zA-Z0-9_-]{1,64}$"},
    description={"type": "string"},
    schema={"type": "object"},
    strict=FLAG,
)
FORMAT = _closed(
    "type", type={"enum": ["text", "json_object", "json_schema"]}, json_schema={"type": "object"}
)
UNLOOKED_AT = (
    "audio function_call functions logit_bias metadata modalities moderation prediction prompt_cache_key "
    "prompt_cache_options prompt_cache_retention reasoning_effort safety_identifier service_tier stop store "
    "tool_choice tools verbosity web_search_options"
)
REQUEST = _closed(
    "model messages",
    model={"type": "string", "minLength": 1},
    messages={"type": "array", "minItems": 1, "items": MESSAGE},
    frequency_penalty=_between(-2, 2),
    presence_penalty=_between(-2, 2),
    temperature=_between(0, 2),
    top_p=_between(0, 1),
    logprobs=FLAG,
    top_logprobs={"type": ["integer", "null"], "minimum": 0, "maximum": 20},
    max_tokens=COUNT,
    max_completion_tokens=COUNT,
    n={"const": 1},
    parallel_tool_calls=FLAG,
    response_format=FORMAT,
    seed={"type": ["integer", "null"], "minimum": -(2**63), "maximum": 2**63 - 1},
    stream=FLAG,
    stream_options={"anyOf": [{"type": "null"}, _closed("", include_usage={"type": "boolean"})]},
    user={"type": "string"},
    **dict.fromkeys(UNLOOKED_AT.split(), ANYTHING),
)


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A request that keeps to the protocol; `body` is what was posted."""

    body: JSON

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def instructions(self) -> str:
        """The operator's words: system and developer messages, joined by empty lines."""
        return self._said_by("system", "developer")

    @property
    def material(self) -> str:
        return self._said_by("user")

    @property
    def format(self) -> str:
        """`text`, `json_object` or `json_schema`."""
        return str(self.body.get("response_format", {}).get("type", "text"))

    @property
    def schema(self) -> JSON | None:
        """The schema that the answer must keep, where the request names one."""
        wanted = self.body.get("response_format", {}).get("json_schema", {}).get("schema")
        return wanted if isinstance(wanted, dict) else None

    @property
    def stream(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def include_usage(self) -> bool:
        return bool((self.body.get("stream_options") or {}).get("include_usage"))

    def _said_by(self, *roles: str) -> str:
        said = [one["content"] for one in self.body["messages"] if one["role"] in roles]
        return "\n\n".join(map(_plain, said))


def _plain(content: str | list[Mapping[str, str]]) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def parsed(raw: bytes) -> ParsedRequest:
    """The request of a body. Raises ApiError, 400 in OpenAI's shape."""
    try:
        body = json.loads(raw)
    except ValueError:
        raise invalid("We could not parse the JSON body of your request.") from None
    if not isinstance(body, dict):
        raise invalid("The body of the request must be a JSON object.")
    _check_shape(REQUEST, body, "")
    _check_limits(body)
    _check_stream(body)
    _check_format(body)
    return ParsedRequest(body)


def _check_shape(shape: JSON, body: JSON, where: str) -> None:
    if unknown := sorted(body.keys() - shape["properties"].keys()):
        raise invalid(f"Unknown parameter: '{where}{unknown[0]}'.", where + unknown[0], "unknown_parameter")
    error = best_match(Draft202012Validator(shape).iter_errors(body))
    if error is not None:
        param = where + ".".join(map(str, error.absolute_path))
        raise invalid(f"Invalid value for '{param}': {error.message}", param or None, "invalid_value")


def _check_limits(body: JSON) -> None:
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        raise invalid("'max_tokens' and 'max_completion_tokens' cannot both be set.", "max_tokens")


def _check_stream(body: JSON) -> None:
    if body.get("stream_options") is not None and not body.get("stream"):
        raise invalid("'stream_options' is only allowed when 'stream' is set.", "stream_options")


def _check_format(body: JSON) -> None:
    wanted = body.get("response_format", {})
    if (wanted.get("type") == "json_schema") is not ("json_schema" in wanted):
        raise invalid("'json_schema' goes with the type of that name.", "response_format.json_schema")
    if wanted.get("type") == "json_object" and not _mentions_json(body):
        raise invalid("'messages' must contain the word 'json' to use 'json_object'.", "messages")
    if "json_schema" in wanted:
        _check_schema(wanted["json_schema"])


def _mentions_json(body: JSON) -> bool:
    return any("json" in json.dumps(one.get("content")).lower() for one in body["messages"])


def _check_schema(wanted: JSON) -> None:
    _check_shape(JSON_SCHEMA, wanted, "response_format.json_schema.")
    strict = bool(wanted.get("strict"))
    if strict and "schema" not in wanted:
        raise invalid("Missing required parameter.", "response_format.json_schema.schema")
    if problem := schema_problem(wanted.get("schema", {}), strict=strict):
        raise invalid(f"Invalid schema for response_format '{wanted['name']}': {problem}", "response_format")
