"""Tells under which heading each item stands, in the spellings that headings have in five languages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from domain.grading.stems import fold
from domain.resume.model import Section
from domain.resume.reading import Item, Reading
from domain.resume.words import WORDS

LONGEST_HEADING = 60
MOST_WORDS = 6
_SECTIONS: Mapping[str, Section] = {section: section for section in get_args(Section)}
_SECTION_OF: Mapping[str, Section] = {
    word: _SECTIONS[section] for section, words in WORDS.headings.items() for word in words.split()
}
_MODIFIERS = frozenset(WORDS.heading_modifiers.split())
# Where two words of a heading name sections, the one that says what its items are goes first.
_FIRST: Sequence[Section] = (
    "projects", "certifications", "education", "experience", "volunteering", "achievements", "publications",
    "skills", "languages", "interests", "references", "summary", "contact",
)  # fmt: skip
_SPACED = re.compile(r"(?:\w[ \t]){3,40}\w")
_DECORATION = " \t\r\u00a0#*=_~:-–—|•·.()[]<>0123456789"
_PROGRAMMING = frozenset({"programming", "technical", "computer"})
_WORD = re.compile(r"[^\W\d_]+|&")


class Placed(NamedTuple):
    """An item with its section; `heading` where it is the section's own heading."""

    item: Item
    section: Section
    heading: bool


def placed(reading: Reading) -> Iterator[Placed]:
    """Every item under its heading, in the order of the text; what precedes the first is "top"."""
    section: Section = "top"
    for item in reading.items:
        line = reading.of(item) if item.end - item.start <= LONGEST_HEADING else ""
        found = heading(line) if not item.bullet or line.isupper() else None
        if found is not None:
            section = found
            yield Placed(item, section, True)
        else:
            yield Placed(item, _labelled(reading, item, section) or section, False)


def heading(line: str) -> Section | None:
    """The section that a short line names, where it is nothing but a heading."""
    bare = line.strip(_DECORATION)
    if not bare or len(bare) > LONGEST_HEADING or "," in bare:
        return None
    if _SPACED.fullmatch(bare):
        bare = bare.replace(" ", "").replace("\t", "")
    words = [fold(word) for word in _WORD.findall(bare)]
    if not 1 <= len(words) <= MOST_WORDS or not _stands_out(bare, line, words):
        return None
    named = [_SECTION_OF[word] for word in words if word in _SECTION_OF]
    if not named or any(word not in _SECTION_OF and word not in _MODIFIERS for word in words):
        return None
    if "languages" in named and _PROGRAMMING & set(words):
        return "skills"
    return min(named, key=_FIRST.index)


def _stands_out(bare: str, line: str, words: Sequence[str]) -> bool:
    """Small letters make a heading only of a single word, or before a colon."""
    return bare[0].isupper() or line.rstrip().endswith(":") or len(words) == 1


def unknown_heading(line: str) -> bool:
    """Whether a line looks like a heading, and is none that is known."""
    bare = line.strip(_DECORATION)
    words = _WORD.findall(bare)
    return (
        bare.isupper()
        and 1 <= len(words) <= 3
        and 4 <= len(bare) <= 30
        and not any(c.isdigit() for c in line)
    )


def _labelled(reading: Reading, item: Item, section: Section) -> Section | None:
    """The section of one line that begins with its own heading, as in "Skills: Python, Git".

    "Technologies: Python, Git" right below a project says what that was made with.
    """
    if section == "skills":
        return None
    start = reading.text[item.start : min(item.end, item.start + LONGEST_HEADING)]
    label, colon, _ = start.partition(":")
    found = heading(f"{label}:") if colon else None
    if found == "skills" and section == "projects" and not item.alone and "skill" not in label.casefold():
        return None
    return found if found in ("skills", "education", "languages", "interests", "certifications") else None
