"""Discord's limits on a message, written down apart from the code that keeps them."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest
from jsonschema import Draft202012Validator

from adapters.discord.layout import layout
from adapters.discord.render import Message
from domain.replies import Button

CONTRACT = Path(__file__).parents[2].parent / "shared" / "contracts" / "discord-openapi.json"


class Pressed(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r".+"):
    def __init__(self, button: Button) -> None:
        style = getattr(discord.ButtonStyle, button.style)
        super().__init__(discord.ui.Button(label=button.label, style=style, custom_id=button.token))


def components(message: Message) -> list[dict[str, Any]]:
    return sent(layout(message, Pressed))


def sent(view: discord.ui.LayoutView) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]
    return found


def nested(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from nested(part.get("components", []))


@cache
def judge(schema_name: str = "MessageCreateRequest") -> Draft202012Validator:
    """A validator of Discord's own description, unknown keys being errors; without it the test is skipped."""
    if not CONTRACT.exists():
        pytest.skip("Discord's OpenAPI description is not beside the project")
    contract = json.loads(CONTRACT.read_text())
    for schema in contract["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema_name}", **contract})


def check_legal(message: Message) -> None:
    """Discord's limits, counted in UTF-16 units where it may count characters."""
    found = list(nested(components(message)))
    assert 1 <= len(found) <= 40
    contents = [c["content"] for c in found if c["type"] == 10]
    assert sum(len(c.encode("utf-16-le")) // 2 for c in contents) <= 4_000
    assert all(any(not c.isspace() and unicodedata.category(c) != "Cf" for c in text) for text in contents)
    rows = [c for c in found if c["type"] == 1]
    assert all(1 <= len(row["components"]) <= 5 for row in rows)
    pressed = [c for c in found if c["type"] == 2]
    assert len({c["custom_id"] for c in pressed}) == len(pressed)
    assert all(0 < len(c["label"].encode("utf-16-le")) // 2 <= 80 for c in pressed)
    names = [c["file"]["url"].removeprefix("attachment://") for c in found if c["type"] == 13]
    assert len(names) <= 10
    assert names == [file.name for file in message.files]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"(?!SPOILER_)[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name) for name in names)


def unfenced(message: Message) -> str:
    """Its text without code blocks; fails where one is not closed in its own box."""
    left = []
    for box in message.boxes:
        text = re.sub(r"^```\w*\n.*?\n```$", "", box.text, flags=re.DOTALL | re.MULTILINE)
        assert "```" not in text
        left.append(text)
    return "\n".join(left)
