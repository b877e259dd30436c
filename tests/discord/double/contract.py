"""Discord's own OpenAPI description, held against every request; it is absent from a plain checkout."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from tests.discord.double.wire import JSON, Call

SHARED = Path(__file__).resolve().parents[4] / "shared" / "contracts"
FILE = "discord-openapi.json"
REF = "#/components/schemas/"

# What discord.py sends although the description does not name it; Discord ignores each.
EDIT_OF_MESSAGE = {"tts"}  # one function of discord.py makes the bodies of sending and of editing
KEPT_ATTACHMENT = {
    "size",
    "url",
    "proxy_url",
    "content_type",
    "spoiler",
    "height",
    "width",
}  # sent back whole
ALLOWED: Mapping[str, set[str]] = {
    "ApplicationCommandUpdateRequest": {"nsfw"},  # documented, but missing from the description
    "RichEmbed": {"flags"},  # an embed read from a message carries it
    "IncomingWebhookUpdateRequestPartial": EDIT_OF_MESSAGE,
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": EDIT_OF_MESSAGE,
    "MessageEditRequestPartial": EDIT_OF_MESSAGE,
    "MessageAttachmentRequest": KEPT_ATTACHMENT,
}
# discord.py writes some snowflakes as numbers, which Discord takes.
SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
FLAGS = {"0", "1", "true", "false", "True", "False"}


SHAPE = ("type", "required", "union")


@dataclass(frozen=True, slots=True)
class Finding:
    """`malformed` where Discord can make nothing of the request; an unknown key it only ignores."""

    said: str
    malformed: bool = False


def folder() -> Path:
    """Where the contracts are kept, if anywhere."""
    return Path(os.environ.get("MOCKINGBIRD_CONTRACTS") or SHARED)


@cache
def loaded() -> "Contract | None":
    """The contract, read once a process; None where the file is absent."""
    path = folder() / FILE
    return Contract(json.loads(path.read_text("utf-8"))) if path.is_file() else None


class Contract:
    """The description with two changes: unknown keys are errors, and a union says which part is wrong."""

    def __init__(self, document: JSON) -> None:
        self._document = document
        self._schemas: JSON = document["components"]["schemas"]
        self._tight: dict[str, JSON] = {}
        self._bodies: dict[tuple[str, str], JSON | None] = {}
        self._validator: Any = validators.extend(  # type: ignore[no-untyped-call]
            Draft202012Validator, {"$ref": self._ref, "union": self._union}
        )

    def findings(self, call: Call) -> list[Finding]:
        """What the description says against a request."""
        item = self._document["paths"].get(call.template)
        operation = (item or {}).get(call.method.lower())
        if item is None or operation is None:
            return [Finding("no such operation in Discord's description")]
        declared = {one["name"]: one for one in item.get("parameters", []) + operation.get("parameters", [])}
        return [*self._of_query(call, declared), *self._of_path(call), *self._of_body(call)]

    def _of_query(self, call: Call, declared: Mapping[str, JSON]) -> Iterator[Finding]:
        for name, value in call.query.items():
            if declared.get(name, {}).get("in") != "query":
                yield Finding(f"query: {name} is unknown here")
            elif declared[name]["schema"].get("type") == "boolean" and value not in FLAGS:
                yield Finding(f"query: {name} is {value!r}, no boolean", malformed=True)

    def _of_path(self, call: Call) -> Iterator[Finding]:
        for name, value in call.params.items():
            if name.endswith("_id") and not value.isdecimal():
                yield Finding(f"path: {name} is {value!r}, no id", malformed=True)

    def _of_body(self, call: Call) -> Iterator[Finding]:
        schema = self._body(call.method, call.template)
        if schema is None:
            if call.body is not None:
                yield Finding("body: none is expected")
            return
        for error in self.errors(schema, call.body):
            said = f"body{error.json_path[1:]}: {error.message[:300]}"
            yield Finding(said, malformed=error.validator in SHAPE)

    def errors(self, schema: JSON, value: Any) -> list[ValidationError]:
        """Every way in which a value misses a schema; `schema` may name one by `$ref`."""
        return list(self._validator(schema).iter_errors(value))

    def answer(self, method: str, template: str, status: int) -> JSON:
        """The schema of an answer. Raises KeyError where the description knows none."""
        answers = self._document["paths"][template][method.lower()]["responses"]
        return self._tightened(answers[str(status)]["content"]["application/json"]["schema"])

    def _body(self, method: str, template: str) -> JSON | None:
        key = (method, template)
        if key not in self._bodies:
            operation = self._document["paths"][template][method.lower()]
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            self._bodies[key] = None if schema is None else self._tightened(schema)
        return self._bodies[key]

    def _named(self, ref: str) -> JSON:
        name = ref.removeprefix(REF)
        if name == "SnowflakeType":
            return SNOWFLAKE
        if name not in self._tight:
            tight = self._tightened(self._schemas[name])
            tight.get("properties", {}).update({key: {} for key in ALLOWED.get(name, ())})
            self._tight[name] = tight
        return self._tight[name]

    def _tightened(self, schema: JSON) -> JSON:
        """A copy that takes no unknown key, with unions as `_union` reads them."""
        made = dict(schema)
        for word in ("oneOf", "anyOf"):
            if branches := made.pop(word, None):
                made |= self._as_union(branches)
        if "properties" in made:
            made["properties"] = {name: self._tightened(one) for name, one in made["properties"].items()}
            made.setdefault("additionalProperties", False)
        for word in ("items", "additionalProperties"):
            if isinstance(made.get(word), dict):
                made[word] = self._tightened(made[word])
        return made

    def _as_union(self, branches: list[JSON]) -> JSON:
        if all("const" in branch for branch in branches):
            return {"enum": [branch["const"] for branch in branches]}
        kinds: dict[int, JSON] = {}
        others = []
        for branch in branches:
            if of_branch := self._kinds(branch):
                kinds |= dict.fromkeys(of_branch, branch)
            else:
                others.append(self._tightened(branch))
        return {"union": {"kinds": kinds, "others": others}}

    def _kinds(self, branch: JSON) -> list[int]:
        """The values of `type` that lead to a branch."""
        named = self._schemas.get(branch.get("$ref", "").removeprefix(REF), {})
        found: list[int] = named.get("properties", {}).get("type", {}).get("enum", [])
        return found

    def _ref(self, validator: Any, ref: str, value: Any, _: JSON) -> Iterator[ValidationError]:
        yield from validator.descend(value, self._named(ref))

    def _union(self, validator: Any, union: JSON, value: Any, _: JSON) -> Iterator[ValidationError]:
        """The branch that `type` names, else the one with the fewest errors."""
        if isinstance(value, dict) and union["kinds"]:
            if value.get("type") in union["kinds"]:
                yield from validator.descend(value, union["kinds"][value["type"]])
            else:
                yield ValidationError(f"type {value.get('type')!r} is none of {sorted(union['kinds'])}")
            return
        null = {"type": "null"}
        if value is None and null in union["others"]:
            return
        tried = [list(validator.descend(value, one)) for one in union["others"] if one != null]
        yield from min(tried, key=len, default=[ValidationError(f"{value!r} is no object")])
