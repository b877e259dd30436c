"""Discord's limits on published commands and on what an autocompletion offers."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.discord.double.wire import JSON

NAME, DESCRIPTION, OPTIONS, CHOICES, COMMAND_TEXT = 32, 100, 25, 25, 8000
COMMANDS = {1: 100, 2: 15, 3: 15}

Problems = Iterator[str]


def length(what: str, text: str, most: int, *, least: int = 0) -> Problems:
    if not least <= len(text) <= most:
        yield f"{what} has {len(text)} characters; {least} to {most} fit"


def choices(every: Sequence[JSON]) -> Problems:
    """What an autocompletion offers."""
    if len(every) > CHOICES:
        yield f"{len(every)} choices, more than {CHOICES}"
    for one in every:
        yield from length("a choice's name", one.get("name") or "", 100, least=1)
        if isinstance(one.get("value"), str):
            yield from length("a choice's value", one["value"], 100, least=1)


def commands(every: Sequence[JSON]) -> Problems:
    kinds = Counter(one.get("type") or 1 for one in every)
    for kind, most in COMMANDS.items():
        if kinds[kind] > most:
            yield f"{kinds[kind]} commands of type {kind}, more than {most}"
    for name, times in Counter((one.get("type") or 1, one.get("name")) for one in every).items():
        if times > 1:
            yield f"command {name[1]!r} stands {times} times"
    for one in every:
        yield from _command(one, str(one.get("name")), top=True)
        if (size := _command_size(one)) > COMMAND_TEXT:
            yield f"command {one.get('name')!r} has {size} characters, more than {COMMAND_TEXT}"


def _command(one: JSON, path: str, *, top: bool = False) -> Problems:
    """A command, a group or an option, and what is in it."""
    slash = not top or (one.get("type") or 1) == 1
    for name in [one.get("name") or "", *(one.get("name_localizations") or {}).values()]:
        yield from length(f"{path}: name", name, NAME, least=1)
        if slash and (name != name.lower() or " " in name):
            yield f"{path}: the name {name!r} is not in lower case without spaces"
    for text in [one.get("description") or "", *(one.get("description_localizations") or {}).values()]:
        yield from length(f"{path}: description", text, DESCRIPTION, least=1 if slash else 0)
    options = one.get("options") or []
    for what, items in (("options", options), ("choices", one.get("choices") or [])):
        if len(items) > OPTIONS:
            yield f"{path}: {len(items)} {what}, more than {OPTIONS}"
    yield from choices(one.get("choices") or [])
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        yield f"{path}: two options have one name"
    required = [bool(option.get("required")) for option in options if option.get("type") not in (1, 2)]
    if required != sorted(required, reverse=True):
        yield f"{path}: a required option stands after an optional one"
    for option in options:
        yield from _command(option, f"{path} {option.get('name')}")


def _command_size(one: JSON) -> int:
    """Characters of names, descriptions and choice values, of the longest translation each."""
    texts = [
        max([one.get(name) or "", *(one.get(f"{name}_localizations") or {}).values()], key=len)
        for name in ("name", "description")
    ]
    texts += [str(choice.get(name, "")) for choice in one.get("choices") or [] for name in ("name", "value")]
    return sum(map(len, texts)) + sum(map(_command_size, one.get("options") or []))
