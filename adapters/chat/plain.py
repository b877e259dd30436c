"""A reply as a text file, for those too long to be read as messages."""

from collections.abc import Iterator

from adapters.chat.text import one_line, safe
from domain.replies import Block, Bullets, Card, Code, Quote, Reply


def plain(reply: Reply) -> str:
    """All of a reply's words, without markup but fences around code, quotes and bullets."""
    return "\n\n\n".join("\n\n".join(_card(card)) for card in reply.cards) + "\n"


def _card(card: Card) -> Iterator[str]:
    if title := one_line(card.title):
        yield f"{title}\n{'=' * min(len(title), 80)}"
    for block in card.body:
        yield _block(block)
    if card.fields:
        yield "\n".join(f"{one_line(field.name)}: {safe(field.value)}" for field in card.fields)


def _block(block: Block) -> str:
    match block:
        case Code():
            return f"```{block.language}\n{safe(block.text)}\n```"
        case Quote():
            return "\n".join(f"> {line}" for line in safe(block.text).split("\n"))
        case Bullets():
            return "\n".join(f"- {safe(item)}" for item in block.items)
        case _:
            return safe(block.text)
