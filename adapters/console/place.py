"""A place of the console as it is typed."""

from domain.errors import UserError
from domain.requests import Place


def place_of(text: str) -> Place:
    """`dm`, `channel:NAME` or `thread:ID`. Raises UserError."""
    kind, _, place_id = text.partition(":")
    if kind == "dm" or (kind in ("channel", "thread") and place_id):
        return Place(kind, place_id)
    raise UserError(f"`place` is `dm`, `channel:NAME` or `thread:ID`, not “{text[:40]}”.")
