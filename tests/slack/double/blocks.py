"""The vocabulary of Block Kit: what kinds of elements there are, and how to walk through them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.slack.double.places import Ids

SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTI_SELECTS = tuple(f"multi_{name}" for name in SELECTS)
TEXT_INPUTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
DATES = {"datepicker": "date", "timepicker": "time", "datetimepicker": "date_time"}
ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")
INTERACTIVE = frozenset(
    (
        *("button", "file_input", "rich_text_input", "feedback_buttons", "radio_buttons", "checkboxes"),
        *("overflow", *SELECTS, *MULTI_SELECTS, *TEXT_INPUTS, *DATES),
    )
)
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def escape(text: str) -> str:
    for plain, written in ESCAPES:
        text = text.replace(plain, written)
    return text


def unescape(text: str) -> str:
    for plain, written in reversed(ESCAPES):
        text = text.replace(written, plain)
    return text


def elements_of(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements and images of a block, in reading order."""
    every = [block.get("accessory"), block.get("element")]
    if isinstance(block.get("elements"), list):
        every += block["elements"]
    return [one for one in every if isinstance(one, dict)]


def pressables(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every interactive element with the block_id it stands in."""
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") in INTERACTIVE:
                yield str(block.get("block_id", "")), element


def options_of(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options of a select, those in groups too."""
    grouped = (option for group in element.get("option_groups", ()) for option in group["options"])
    return [*element.get("options", ()), *grouped]


def with_ids(ids: Ids, block: dict[str, Any]) -> None:
    """Gives a block and its elements the ids that the bot left to Slack."""
    block.setdefault("block_id", ids.new("b"))
    for element in elements_of(block):
        if element.get("type") in INTERACTIVE:
            element.setdefault("action_id", ids.new("a"))


def walk(part: Any) -> Iterator[dict[str, Any]]:
    """Every object inside, the outer ones first."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from walk(value)
    elif isinstance(part, list):
        for value in part:
            yield from walk(value)


def escaped(part: Any) -> Any:
    """Blocks as Slack gives them back with an interaction: plain texts escaped."""
    if isinstance(part, list):
        return [escaped(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "plain_text":
        return {**part, "text": escape(part["text"])}
    return {name: escaped(value) for name, value in part.items()}
