"""A reply as plain text, for programs and for terminals without style."""

from domain.replies import Block, Bullets, Card, Code, Quote, Reply


def flat_text(reply: Reply) -> str:
    """All cards below each other; the first one's title stands apart, in `title`."""
    parts = []
    for index, card in enumerate(reply.cards):
        if index and card.title:
            parts.append(card.title)
        parts += [flat_block(block) for block in card.body]
    return "\n\n".join(part for part in parts if part)


def flat_block(block: Block) -> str:
    """One block as plain text; code keeps a fence."""
    match block:
        case Code():
            return f"```{block.language}\n{block.text}\n```"
        case Quote():
            return "\n".join(f"> {line}" for line in block.text.splitlines())
        case Bullets():
            return "\n".join(f"- {item}" for item in block.items)
        case _:
            return block.text


def fields_of(cards: tuple[Card, ...]) -> list[dict[str, str]]:
    return [{"name": f.name, "value": f.value} for card in cards for f in card.fields]
