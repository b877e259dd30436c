"""A message as a person reads it: its text in order, its buttons, the parts it is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.discord.double.places import Message
from tests.discord.double.wire import JSON

ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, FILE = 1, 2, 3, 4, 9, 10, 13
SEPARATOR, CONTAINER, LABEL, UPLOAD, RADIO, CHECKS, CHECK = 14, 17, 18, 19, 21, 22, 23
SELECTS = (3, 5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button as it is shown."""

    label: str
    custom_id: str
    disabled: bool
    url: str = ""


def parts(components: Sequence[Mapping[str, object]] | None) -> Iterator[JSON]:
    """Every component, nested ones after the one that holds them, in reading order."""
    for component in components or ():
        yield dict(component)
        inner = component.get("components")
        if isinstance(inner, list):
            yield from parts(inner)
        for name in ("component", "accessory"):
            one = component.get(name)
            if isinstance(one, dict):
                yield from parts([one])


def text_of(message: Message) -> str:
    """The content, then the embeds, then every text display, a line apart."""
    lines = [message.content, *(line for embed in message.embeds for line in _embed(embed))]
    lines += [str(part.get("content", "")) for part in parts(message.components) if part["type"] == TEXT]
    return "\n".join(line for line in lines if line)


def _embed(embed: JSON) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name", "")
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or ():
        yield field["name"]
        yield field["value"]
    yield (embed.get("footer") or {}).get("text", "")


def buttons_of(message: Message) -> list[Pressable]:
    """The buttons in the order they stand."""
    return [
        Pressable(
            part.get("label") or "",
            part.get("custom_id") or "",
            bool(part.get("disabled")),
            part.get("url") or "",
        )
        for part in parts(message.components)
        if part["type"] == BUTTON
    ]


def shown(message: Message) -> str:
    """One message in a few lines, for the text of a failed assertion."""
    buttons = " ".join(f"[{button.label}]" for button in buttons_of(message))
    files = " ".join(f"<{name}>" for name in message.files)
    notes = " ".join(filter(None, ["ephemeral" if message.ephemeral else "", files, buttons]))
    return f"{message.author.name}: {text_of(message)[:400]} {notes}".rstrip()
