"""Slack's own types as JSON schemas, held against every payload; they are absent from a plain checkout."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, validators
from jsonschema.exceptions import ValidationError

from tests.slack.double.wire import JSON

SHARED = Path(__file__).resolve().parents[4] / "shared" / "contracts"
BLOCKS, MODAL = "slack-Blocks.schema.json", "slack-Modal.schema.json"
REF = "#/definitions/"
ANY_BLOCK = "Block"  # the types let every other object with a `type` pass as a block of the future


def folder() -> Path:
    """Where the contracts are kept, if anywhere."""
    return Path(os.environ.get("MOCKINGBIRD_CONTRACTS") or SHARED)


@cache
def loaded() -> "Contract | None":
    """The contract, read once a process; None where the files are absent."""
    paths = [folder() / BLOCKS, folder() / MODAL]
    if not all(path.is_file() for path in paths):
        return None
    blocks, modal = (json.loads(path.read_text("utf-8")) for path in paths)
    return Contract(blocks, modal)


class Contract:
    """Both schemas, with one change: a union looks at `type` and says which part is wrong."""

    def __init__(self, blocks: JSON, modal: JSON) -> None:
        self._blocks = Types(blocks)
        self._modal = Types(modal)

    def blocks(self, value: Any) -> list[str]:
        """Every way in which blocks miss the types, with the place of each."""
        return self._blocks.problems("Blocks", value, "/blocks")

    def modal(self, value: Any) -> list[str]:
        """The same of a modal."""
        return self._modal.problems("ModalView", value, "/view")


class Types:
    """The definitions of one schema."""

    def __init__(self, document: JSON) -> None:
        self._named: JSON = document["definitions"]
        self._unions: dict[int, dict[str, list[JSON]]] = {}
        self._validator: Any = validators.extend(  # type: ignore[no-untyped-call]
            Draft7Validator, {"$ref": self._ref, "anyOf": self._any_of}
        )

    def problems(self, name: str, value: Any, at: str) -> list[str]:
        found = self._validator(self._named[name]).iter_errors(value)
        return [f"{error.message[:200]} [json-pointer:{_pointer(at, error)}]" for error in found]

    def _ref(self, validator: Any, ref: str, value: Any, _: JSON) -> Iterator[ValidationError]:
        yield from validator.descend(value, self._named[ref.removeprefix(REF)])

    def _any_of(self, validator: Any, union: list[JSON], value: Any, _: JSON) -> Iterator[ValidationError]:
        """The branches that `type` names, else all; of several the one with the fewest errors."""
        kinds = self._kinds(union)
        if kinds and isinstance(value, dict):
            branches = kinds.get(str(value.get("type")))
            if branches is None:
                yield ValidationError(f"unsupported type: {value.get('type')}")
                return
        else:
            branches = union
        tried = [list(validator.descend(value, branch)) for branch in branches]
        yield from min(tried, key=len)

    def _kinds(self, union: list[JSON]) -> dict[str, list[JSON]]:
        """The branches by their `type`; nothing where some branch has none."""
        key = id(union)  # the schema holds it as long as this object lives
        if key not in self._unions:
            self._unions[key] = self._sorted(union)
        return self._unions[key]

    def _sorted(self, union: list[JSON]) -> dict[str, list[JSON]]:
        kinds: dict[str, list[JSON]] = {}
        for branch in self._leaves(union):
            const = branch.get("properties", {}).get("type", {}).get("const")
            if const is None:
                return {}
            kinds.setdefault(const, []).append(branch)
        return kinds

    def _leaves(self, union: list[JSON]) -> Iterator[JSON]:
        for branch in union:
            name = branch.get("$ref", "").removeprefix(REF)
            if name == ANY_BLOCK:
                continue
            inner = self._named[name] if name else branch
            yield from self._leaves(inner["anyOf"]) if "anyOf" in inner else [inner]


def _pointer(at: str, error: ValidationError) -> str:
    return "/".join([at, *map(str, error.absolute_path)])
