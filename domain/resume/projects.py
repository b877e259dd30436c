"""Finds the projects of a resume and the skills that each was made with."""

import re
from collections.abc import Iterator, Sequence

from domain.resume.evidence import named
from domain.resume.model import Project
from domain.resume.reading import Reading
from domain.resume.sections import Placed
from domain.resume.verbs import tells_a_deed

MOST = 20
LONGEST_NAME = 80
_HEAD_WORDS = 16
_NAME_ENDS = re.compile(r"\s[-–—]{1,2}\s|\s?[–—|:(\[\t]|,\s|\s{3,}|\b(?:19|20)\d\d\b")
_TITLED = re.compile(r"(?:project|projekt|proyecto|projet)(?:\s\d)?\s{0,2}[:–-]\s{0,2}", re.IGNORECASE)
_NAMED = re.compile(r"(?:title|name|titel|titulo|título|nombre|titre|nom)\s{0,2}:\s{0,2}", re.IGNORECASE)
_STACK = re.compile(
    r"^(?:tech|tools|stack|skills|technolog|environment|link|url|demo|role|team|duration|technik|werkzeug"
    r"|(?:descri\w*|beschreibung|about|summary|dauer|duraci[oó]n|dur[eé]e|rolle|rol|aufgabe|results?|ergebnis"
    r"|git\w*|repo\w*|website|client|guide|mentor|supervisor|year|date)\s{0,2}:)",
    re.IGNORECASE,
)


def projects(reading: Reading, items: Sequence[Placed], years: Sequence[int | None]) -> Iterator[Project]:
    """At most 20, in the order of the text: those under a heading for projects, or named as such."""
    groups = list(_groups(reading, items))[:MOST]
    for group in groups:
        head = items[group[0]].item
        line = reading.quote(head, head.start, head.start)
        name = _name(line)
        if name:
            skills = {mention.skill for at in group for mention in named(reading, items[at].item)}
            yield Project(name=name, line=line, skills=tuple(sorted(skills)), last_used=years[group[0]])


def _groups(reading: Reading, items: Sequence[Placed]) -> Iterator[list[int]]:
    """The places of the items of each project, its head first."""
    group: list[int] = []
    for at, one in enumerate(items):
        begins, goes_on = _part(reading, one, items[group[0]] if group else None)
        if begins or not goes_on:
            if group:
                yield group
            group = [at] if begins else []
        else:
            group.append(at)
    if group:
        yield group


def _part(reading: Reading, one: Placed, head: Placed | None) -> tuple[bool, bool]:
    """Whether an item begins a project, and whether it can go on with the one of that head."""
    line = reading.of(one.item)
    if one.heading:
        return False, False
    if one.section == "experience":
        return _TITLED.match(line) is not None, False
    if one.section != "projects":
        return False, False
    if one.item.bullet:
        belongs = head is not None and (not head.item.bullet or one.item.indent > head.item.indent)
        return not belongs, belongs
    begins = _is_head(line) or (head is None and not _STACK.match(line))
    return begins, head is not None


def _is_head(line: str) -> bool:
    """A short line that tells of nothing done, and does not list what was used."""
    words = line.split()
    if len(words) > _HEAD_WORDS or line.endswith(".") or _STACK.match(line):
        return False
    return not tells_a_deed(" ".join(words[:3])) and words[0][:1].isupper()


def _name(line: str) -> str:
    start = _TITLED.match(line) or _NAMED.match(line)
    bare = line[start.end() :] if start else line
    end = _NAME_ENDS.search(bare, 1)
    name = (bare[: end.start()] if end else bare).strip(" \t,;.|:-–—()")
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rsplit(" ", 1)[0]
    return name
