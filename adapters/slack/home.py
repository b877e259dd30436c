"""A Reply as the app's Home tab."""

from collections.abc import Sequence
from itertools import islice

from adapters.slack.blocks import actions, blocks, paragraph
from adapters.slack.forms import View
from adapters.slack.message import Block
from adapters.slack.pack import pages
from adapters.slack.render import EMPTY, sections, unique
from domain.replies import Button, Reply

ROOM = 20_000
"""Bytes of JSON of the cards; more than anybody reads on a tab."""
BLOCKS = 90
ROW = 25
BUTTONS = 4 * ROW
NOTE = "This is not all of it."


def published(reply: Reply) -> View:
    """The cards with the buttons below the first, where they are reached without scrolling.

    So that card is what can be gone on with. What a view cannot hold is left out, and that is said.
    """
    shown = list(islice(pages(sections(reply), BLOCKS, ROOM), 2)) or [()]
    cards, first = blocks(shown[0]), len(blocks(shown[0][:1]))
    note = [paragraph(NOTE)] if len(shown) > 1 else []
    found = [*cards[:first], *_rows(unique(reply.buttons)[:BUTTONS]), *cards[first:], *note]
    return {"type": "home", "blocks": found or [paragraph(EMPTY)]}


def _rows(buttons: Sequence[Button]) -> list[Block]:
    return [row for n in range(0, len(buttons), ROW) for row in actions(buttons[n : n + ROW], n)]
