"""Slack's limits on blocks and views that its types do not say, from its documentation."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from tests.slack.double.blocks import elements_of, options_of, pressables, walk
from tests.slack.double.wire import JSON

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MARKDOWN_IN_ALL = 12_000
LARGEST_VIEW = 250_000
ID = 255
BROADCAST = re.compile(r"<!(channel|here|everyone)\b")
MESSAGES_ONLY = frozenset(("markdown", "table", "data_table", "task_card", "plan", "file"))

# Object -> field -> the lengths it may have, in characters or elements. `a.b` is the text object `a`.
LENGTHS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "section": {"text.text": (1, 3000), "fields": (1, 10)},
    "header": {"text.text": (1, 150)},
    "context": {"elements": (1, 10)},
    "actions": {"elements": (1, 25)},
    "context_actions": {"elements": (1, 5)},
    "rich_text": {"elements": (1, 1000)},
    "markdown": {"text": (1, MARKDOWN_IN_ALL)},
    "input": {"label.text": (1, 2000), "hint.text": (1, 2000)},
    "image": {"image_url": (1, 3000), "alt_text": (1, 2000), "title.text": (1, 2000)},
    "button": {"text.text": (1, 75), "value": (1, 2000), "url": (1, 3000), "accessibility_label": (1, 75)},
    "plain_text_input": {"initial_value": (0, 3000)},
    "overflow": {"options": (1, 5)},
    "radio_buttons": {"options": (1, 10)},
    "checkboxes": {"options": (1, 10)},
    "static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "multi_static_select": {"options": (1, 100), "option_groups": (1, 100)},
    "text": {"text": (1, 40_000)},
    "link": {"url": (1, 3000)},
    "modal": {"title.text": (1, 24), "submit.text": (1, 24), "close.text": (1, 24)},
}
OF_ALL: Mapping[str, tuple[int, int]] = {
    "block_id": (1, ID),
    "action_id": (1, ID),
    "callback_id": (0, ID),
    "external_id": (0, ID),
    "private_metadata": (0, 3000),
    "placeholder.text": (1, 150),
}
CONFIRM = {"title.text": (1, 100), "text.text": (1, 300), "confirm.text": (1, 30), "deny.text": (1, 30)}
OPTION = {"text.text": (1, 75), "value": (1, 150), "description.text": (1, 75)}
GROUP = {"label.text": (1, 75), "options": (1, 100)}
FIELD = (1, 2000)
NUMBERS: Mapping[str, tuple[int, int]] = {
    "min_length": (0, 3000),
    "max_length": (1, 3000),
    "max_files": (1, 10),
}


def text_problems(text: str, name: str) -> Iterator[str]:
    """A bot of students' words must wake nobody: a broadcast in it was not escaped."""
    if found := BROADCAST.search(text):
        yield f"{name} pings everybody with {found[0]}>"


def block_problems(blocks: Sequence[JSON], surface: Surface) -> list[str]:
    """Everything wrong with the blocks of a message or view, each with where it is."""
    problems = []
    if not len(blocks) <= MOST_BLOCKS[surface]:
        problems.append(f"{len(blocks)} blocks, more than {MOST_BLOCKS[surface]}")
    for number, block in enumerate(blocks):
        for check in CHECKS:
            problems += [f"{one} [json-pointer:/blocks/{number}]" for one in check(block, surface)]
    problems += _repeated(str(block["block_id"]) for block in blocks if "block_id" in block)
    markdown = sum(len(str(one.get("text"))) for one in blocks if one.get("type") == "markdown")
    if markdown > MARKDOWN_IN_ALL:
        problems.append(f"{markdown} characters of markdown in all, more than {MARKDOWN_IN_ALL}")
    return problems


def view_problems(view: JSON, home: bool) -> list[str]:
    """Everything wrong with a modal or an App Home."""
    wanted: Surface = "home" if home else "modal"
    problems = [*block_problems(view["blocks"], wanted), *_lengths(view, wanted)]
    if view.get("type") != wanted:
        problems.append(f"type is {view.get('type')!r}, not {wanted}")
    if not home:
        problems += _modal(view)
    elif extra := {"title", "submit", "close"} & set(view):
        problems.append(f"a home has no {sorted(extra)}")
    if not view["blocks"]:
        problems.append("no blocks")
    if (size := len(json.dumps(view))) > LARGEST_VIEW:
        problems.append(f"view_too_large: {size} bytes")
    return problems


def _modal(view: JSON) -> Iterator[str]:
    if not view.get("title"):
        yield "a modal needs a title"
    if any(block.get("type") == "input" for block in view["blocks"]) and not view.get("submit"):
        yield "a modal with inputs needs a submit"
    if sum(bool(element.get("focus_on_load")) for _, element in pressables(view["blocks"])) > 1:
        yield "more than one element with focus_on_load"


def _repeated(names: Iterable[str]) -> list[str]:
    return [f"block_id {name!r} stands {count} times" for name, count in Counter(names).items() if count > 1]


def _length(whole: JSON, path: str, bounds: tuple[int, int]) -> Iterator[str]:
    value: Any = whole
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, str | list) and not bounds[0] <= len(value) <= bounds[1]:
        yield f"{whole.get('type', 'object')}.{path} has length {len(value)}, not {bounds[0]} to {bounds[1]}"


def _lengths(part: JSON, kind: str) -> Iterator[str]:
    for path, bounds in {**OF_ALL, **LENGTHS.get(kind, {})}.items():
        yield from _length(part, path, bounds)


def _of_parts(block: JSON, _: Surface) -> Iterator[str]:
    """The lengths of a block and of every object in it."""
    for part in walk(block):
        yield from _lengths(part, str(part.get("type")))
        for name, bounds in NUMBERS.items():
            if name in part and not bounds[0] <= part[name] <= bounds[1]:
                yield f"{name} is {part[name]}, not {bounds[0]} to {bounds[1]}"


def _of_confirms(block: JSON, _: Surface) -> Iterator[str]:
    for part in walk(block):
        if isinstance(part.get("confirm"), dict) and "deny" in part["confirm"]:
            for path, bounds in CONFIRM.items():
                yield from _length(part["confirm"], path, bounds)


def _of_options(block: JSON, _: Surface) -> Iterator[str]:
    for element in elements_of(block):
        for option in options_of(element):
            for path, bounds in OPTION.items():
                yield from _length(option, path, bounds)
        for group in element.get("option_groups", ()):
            for path, bounds in GROUP.items():
                yield from _length(group, path, bounds)
        values = Counter(option.get("value") for option in options_of(element))
        yield from (f"option {value!r} stands {n} times" for value, n in values.items() if n > 1)


def _of_fields(block: JSON, _: Surface) -> Iterator[str]:
    for field in block.get("fields") or () if block.get("type") == "section" else ():
        if not FIELD[0] <= len(field.get("text", "")) <= FIELD[1]:
            yield f"a field has length {len(field.get('text', ''))}, not {FIELD[0]} to {FIELD[1]}"


def _of_actions(block: JSON, _: Surface) -> Iterator[str]:
    names = Counter(one["action_id"] for one in elements_of(block) if "action_id" in one)
    yield from (f"action_id {name!r} stands {count} times" for name, count in names.items() if count > 1)
    if block.get("type") == "section" and not (block.get("text") or block.get("fields")):
        yield "a section needs text or fields"
    if block.get("type") == "header" and block.get("text", {}).get("type") != "plain_text":
        yield "a header is plain_text"


def _of_surface(block: JSON, surface: Surface) -> Iterator[str]:
    if surface != "message" and block.get("type") in MESSAGES_ONLY:
        yield f"{block['type']} blocks belong to messages"
    if surface != "modal" and (block.get("element") or {}).get("type") == "file_input":
        yield "a file_input belongs to a modal"


def _of_mentions(block: JSON, _: Surface) -> Iterator[str]:
    for part in walk(block):
        if part.get("type") == "broadcast":
            yield "a broadcast pings everybody"
        if part.get("type") == "mrkdwn":
            yield from text_problems(str(part.get("text")), "mrkdwn")


Check = Callable[[JSON, Surface], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _of_parts,
    _of_confirms,
    _of_options,
    _of_fields,
    _of_actions,
    _of_surface,
    _of_mentions,
)
