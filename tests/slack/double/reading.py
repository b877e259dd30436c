"""A message or a view as a person reads it: its text in order, and what can be pressed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.slack.double.blocks import elements_of, options_of, pressables, unescape
from tests.slack.double.places import Message
from tests.slack.double.views import View


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button as it is shown."""

    label: str
    action_id: str
    value: str
    block_id: str
    url: str = ""
    style: str = ""


def text_of(shown: Message | View) -> str:
    """What stands there, a line apart; blocks in the place of a message's text, which they repeat."""
    if isinstance(shown, View):
        lines = [_text(shown.body.get("title")), *_blocks(shown.blocks), *shown.errors.values()]
    else:
        blocks = list(_blocks(shown.blocks))
        lines = [shown.markdown, *(blocks or ([] if shown.markdown else [unescape(shown.text)]))]
        for attachment in shown.attachments:
            lines += [*_blocks(attachment.get("blocks") or ()), str(attachment.get("text") or "")]
    return "\n".join(line for line in lines if line)


def _text(part: Any) -> str:
    """A text object, or a plain string."""
    if isinstance(part, dict):
        part = part.get("text")
    return unescape(part) if isinstance(part, str) else ""


def _blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block.get("type") == "rich_text":
            yield from (line for part in block["elements"] for line in _rich(part))
            continue
        yield from map(_text, (block.get("title"), block.get("text"), block.get("label"), block.get("hint")))
        yield from map(_text, block.get("fields") or ())
        yield str(block.get("alt_text") or "")
        for element in elements_of(block):
            yield from _element(element)


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    """What an element says itself; the label of a button is no text of the message."""
    if element.get("type") in ("mrkdwn", "plain_text"):
        yield _text(element)
    yield str(element.get("alt_text") or "")
    yield str(element.get("initial_value") or "")
    yield from (_text(option.get("text")) for option in options_of(element))


def _rich(part: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one part of rich text."""
    if part["type"] == "rich_text_list":
        for item in part["elements"]:
            yield from (f"• {line}" for line in _rich(item))
        return
    yield "".join(_inline(one) for one in part["elements"])


def _inline(one: Mapping[str, Any]) -> str:
    kind = one["type"]
    if kind == "emoji":
        return f":{one['name']}:"
    if kind == "user":
        return f"<@{one['user_id']}>"
    return str(one.get("text") or one.get("url") or one.get("fallback") or "")


def blocks_of(shown: Message | View) -> list[dict[str, Any]]:
    """The blocks, those of attachments too."""
    more = () if isinstance(shown, View) else shown.attachments
    return [*shown.blocks, *(block for one in more for block in one.get("blocks") or ())]


def buttons_of(shown: Message | View) -> list[Pressable]:
    """The buttons in the order they stand."""
    return [
        Pressable(
            _text(element.get("text")),
            element["action_id"],
            element.get("value") or "",
            block_id,
            element.get("url") or "",
            element.get("style") or "",
        )
        for block_id, element in pressables(blocks_of(shown))
        if element["type"] == "button"
    ]


def shown(one: Message | View) -> str:
    """A message or view in a few lines, for the text of a failed assertion."""
    buttons = " ".join(f"[{button.label}]" for button in buttons_of(one))
    if isinstance(one, View):
        return f"view of {one.person.name}: {text_of(one)[:400]} {buttons}".rstrip()
    files = " ".join(f"<{file.name}>" for file in one.files)
    notes = " ".join(filter(None, ["ephemeral" if one.ephemeral else "", files, buttons]))
    where = f"{one.channel.name}{'/thread' if one.thread_ts else ''}"
    return f"{one.author.name} in {where}: {text_of(one)[:400]} {notes}".rstrip()
