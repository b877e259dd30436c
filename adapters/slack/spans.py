"""Text as elements of Slack's rich text: shown verbatim, and styled only where that is said."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from adapters.chat.text import bare_address

Span = dict[str, Any]
Spans = tuple[Span, ...]

LONGEST_ADDRESS = 2_000
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
_LINKABLE = re.compile(r"https?://(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]*[A-Za-z0-9](?::\d{1,5})?(?:[/?#].*)?")
_TICKS = re.compile(r"`([^`\n]+)`")
_ADDRESS_MARKS = "!#$%&'()*+,/:;=?@[]~"


def text(words: str, **style: bool) -> Spans:
    """One element, or none of an empty text. `style` is any of bold, italic, code."""
    if not words:
        return ()
    return ({"type": "text", "text": words, **({"style": style} if style else {})},)


def bold(words: str) -> Spans:
    return text(words, bold=True)


def italic(words: str) -> Spans:
    return text(words, italic=True)


def mono(words: str) -> Spans:
    return text(words, code=True)


def prose(words: str) -> Spans:
    """A text as it was written, with web addresses to be clicked."""
    found: list[Span] = []
    end = 0
    for address, start in _addresses(words):
        found += (*text(words[end:start]), _link(address))
        end = start + len(address)
    return (*found, *text(words[end:]))


def own_words(words: str) -> Spans:
    """The project's own words: what stands in backticks is code."""
    parts = _TICKS.split(words)
    return tuple(
        span for number, part in enumerate(parts) for span in (mono(part) if number % 2 else prose(part))
    )


def _addresses(words: str) -> Iterator[tuple[str, int]]:
    """Addresses without the marks of the sentence around them, and where they begin."""
    for found in _ADDRESS.finditer(words):
        address = bare_address(found[0])
        if len(address) <= LONGEST_ADDRESS and _LINKABLE.fullmatch(address):
            yield address, found.start()


def _link(address: str) -> Span:
    """Slack wants an address in ASCII; what is read stays as it was written."""
    url = quote(address, safe=_ADDRESS_MARKS)
    return {"type": "link", "url": url, **({} if url == address else {"text": address})}
