"""The rules of OpenAI's strict mode: what a schema must and must not hold to be taken at all."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, SchemaError

_PERMITTED = """
type properties required additionalProperties items enum const anyOf $ref $defs description title pattern
format multipleOf maximum exclusiveMaximum minimum exclusiveMinimum minItems maxItems
"""
PERMITTED = frozenset(_PERMITTED.split())
DEEPEST = 10


def schema_problem(schema: Mapping[str, Any], *, strict: bool) -> str:
    """The first rule that the schema breaks, in OpenAI's manner; empty where it breaks none."""
    problem = _meaningless(json.dumps(schema))
    if problem or not strict:
        return problem
    if schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"' at its root."
    return next(_broken_rules(schema, ()), "")


@lru_cache(maxsize=64)
def _meaningless(schema: str) -> str:
    """Why that text is no JSON schema. Finding out takes 30 ms, and most requests repeat the last one's."""
    try:
        Draft202012Validator.check_schema(json.loads(schema))
    except SchemaError as error:
        return f"In context={tuple(error.absolute_path)}, {error.message}"
    return ""


def _broken_rules(schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for problem in _own_problems(schema, path):
        yield f"In context={path}, {problem}"
    for name in ("properties", "$defs"):
        for key, inner in schema.get(name, {}).items():
            yield from _broken_rules(inner, (*path, name, key))
    if isinstance(schema.get("items"), Mapping):
        yield from _broken_rules(schema["items"], (*path, "items"))
    for number, inner in enumerate(schema.get("anyOf", ())):
        yield from _broken_rules(inner, (*path, "anyOf", str(number)))


def _own_problems(schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for keyword in sorted(schema.keys() - PERMITTED):
        yield f"'{keyword}' is not permitted."
    if path.count("properties") + path.count("items") > DEEPEST:
        yield f"the schema nests deeper than {DEEPEST} levels."
    if "object" not in _types(schema) and "properties" not in schema:
        return
    if schema.get("additionalProperties") is not False:
        yield "'additionalProperties' is required to be supplied and to be false."
    if set(schema.get("required", ())) != set(schema.get("properties", {})):
        yield "'required' is required to be supplied and to be an array including every key in properties."


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    kind = schema.get("type", ())
    return (kind,) if isinstance(kind, str) else tuple(kind)
