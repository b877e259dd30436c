"""Finds contact details, so that they are left out of quotes and of what a model is given."""

import re
from collections.abc import Iterator
from typing import NamedTuple

TOP_LINES = 12
LONGEST_LINE = 300
LONGEST_DETAIL = 400
_LABEL = 30
_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,300}"
    r"|(?<![\w@.])(?:[\w-]{1,40}\.){1,3}(?:com|org|io|dev|in|de|es|fr|me|co|edu|app|page|eu|uk)/[^\s,;|)]{0,200}"
    r"|(?<![\w@.])(?:github|gitlab|linkedin|leetcode|hackerrank|kaggle|medium)\.com\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.])(?:\+|\(|00)?\d(?:[\d().\-/ ]{6,18})\d(?!\w)")
_PHONE_LABEL = re.compile(r"\b(?:tel|phone|mobile|mob|cell|handy|telefon|telefono|movil|fax)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABELLED = re.compile(
    r"^\W{0,4}(?:e-?mail|phone|mobile|tel|telefon|telefono|handy|address|adresse|direccion|dirección|anschrift"
    r"|date of birth|dob|born|geboren|geburtsdatum|fecha de nacimiento|nationality|marital status|gender"
    r"|father'?s name|linkedin|github|website|portfolio|skype|whatsapp)\s{0,3}:",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5}[a-z]?,?\s+(?:[\w.'-]{1,25}\s+){0,4}"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|blvd|nagar|colony|marg)\b"
    r"|\b[\w.-]{0,30}(?:straße|strasse|str\.|weg|platz|allee|gasse)\s+\d{1,4}\b"
    r"|\b(?:calle|avenida|avda|rue|plaza|boulevard|chaussée)\s+\w+"
    r"|\b(?:flat|house|h\.?\s?no|plot|apt|apartment)\b[.\s]{0,3}(?:no\.?)?\s{0,2}[\d#]",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?<!\d)\d{5,6}\s+[A-ZÄÖÜ]\w+|\b[A-Z][a-z]+\s{0,2}[-–,]?\s{0,2}\d{5,6}(?!\d)")


class Private(NamedTuple):
    """A span of the text and what it is: "e-mail", "link", "phone" or "address"."""

    start: int
    end: int
    kind: str


def contacts(line: str, at: int, number: int) -> Iterator[Private]:
    """What of a line is private; `at` is where it begins in the text, `number` counts lines from 0."""
    if len(line) <= LONGEST_LINE and (label := _LABELLED.match(line)) is not None:
        yield Private(at, at + len(line), _labelled(label.group()))
        return
    if "@" in line or "at" in line:
        yield from (Private(at + m.start(), at + m.end(), "e-mail") for m in _EMAIL.finditer(line))
    if "." in line:
        yield from (Private(at + m.start(), at + m.end(), "link") for m in _LINK.finditer(line))
    if not _DIGIT.search(line):
        return
    yield from (Private(at + m.start(), at + m.end(), "phone") for m in _PHONE.finditer(line) if _calls(m))
    if number < TOP_LINES and len(line) <= LONGEST_LINE and (_STREET.search(line) or _POSTCODE.search(line)):
        yield Private(at, at + len(line), "address")


def _labelled(label: str) -> str:
    folded = label.casefold()
    if "mail" in folded:
        return "e-mail"
    if any(word in folded for word in ("linkedin", "github", "website", "portfolio")):
        return "link"
    return "phone" if _PHONE_LABEL.search(folded) or "whatsapp" in folded else "address"


def _calls(found: re.Match[str]) -> bool:
    """Whether digits are a phone number rather than dates, versions or an amount."""
    text = found.group()
    digits = sum(c.isdigit() for c in text)
    if not 8 <= digits <= 15:
        return False
    if text.startswith(("+", "00")) or _PHONE_LABEL.search(
        found.string, max(0, found.start() - _LABEL), found.start()
    ):
        return True
    return digits >= 9 and not _YEAR.search(text) and "." not in text
