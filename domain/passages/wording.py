"""How passages of every kind put lists and topics."""

from collections.abc import Iterable


def listed(items: Iterable[str]) -> str:
    """Each item on a line of its own."""
    return "\n".join(f"- {item}" for item in items)


def spoken(topics: Iterable[str]) -> tuple[str, ...]:
    """Tags as words: `dynamic-programming` is said `dynamic programming`."""
    return tuple(topic.replace("-", " ") for topic in topics)
