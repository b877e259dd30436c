"""What Slack takes of a message, written out, and judged by its own types."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block as SdkBlock

from adapters.slack.message import Block, Message

CONTRACTS = Path(__file__).parents[2].parent / "shared" / "contracts"


@cache
def judge(name: str) -> Draft7Validator:
    path = CONTRACTS / f"slack-{name}.schema.json"
    if not path.exists():
        pytest.skip("the schemas made of Slack's types are not beside the project")
    return Draft7Validator(json.loads(path.read_text()))


def nested(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a payload that has a type."""
    for part in value if isinstance(value, list) else value.values():
        if isinstance(part, dict) and "type" in part:
            yield part
        if isinstance(part, dict | list):
            yield from nested(part)


def length(text: str) -> int:
    """UTF-16 units: Slack does not say what it counts, and nothing makes more."""
    return len(text.encode("utf-16-le")) // 2


def visible(text: str) -> bool:
    return any(not c.isspace() and unicodedata.category(c) != "Cf" for c in text)


def check_blocks(shown: list[Block], most: int) -> None:
    """Slack's limits on the blocks of a message or view."""
    assert 1 <= len(shown) <= most
    parts = list(nested(shown))
    assert not [part for part in parts if part["type"] == "mrkdwn"], "nothing that Slack parses"
    for part in parts:
        check_part(part)
    for row in (part for part in shown if part["type"] == "actions"):
        assert 1 <= len(row["elements"]) <= 25
    ids = [part["action_id"] for part in parts if part["type"] == "button"]
    assert len(set(ids)) == len(ids)


def check_part(part: dict[str, Any]) -> None:
    match part["type"]:
        case "button":
            assert length(part["text"]["text"]) <= 75
            assert re.fullmatch(r"press\d{1,3}", part["action_id"])
            assert 0 < len(part["value"]) <= 2000
        case "header":
            assert visible(part["text"]["text"])
            assert length(part["text"]["text"]) <= 150
        case "plain_text" | "text":
            assert part["text"]
        case "link":
            assert len(part["url"]) <= 12_000
        case str(kind) if kind.startswith("rich_text"):
            assert part["elements"]
            assert visible("".join(one.get("text") or one.get("url", "x") for one in part["elements"]))


def check_legal(message: Message) -> None:
    check_blocks(message.blocks, 50)
    assert len(json.dumps(message.blocks, ensure_ascii=False).encode()) <= 13_000
    assert visible(message.text)
    assert len(message.text) <= 40_000
    assert not set("<>") & set(message.text)
    assert not re.search("&(?!amp;|lt;|gt;)", message.text)
    for block in message.blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
        parsed.validate_json()


def text_of(shown: list[Block]) -> str:
    """The words of blocks as they are read."""
    return "".join(
        part.get("text") or part["url"]
        for block in shown
        if block["type"] != "actions"
        for part in nested(block)
        if part["type"] in ("text", "link", "plain_text")
    )
