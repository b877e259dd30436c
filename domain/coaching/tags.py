"""What a conversation is about: told by its words and by what was found for them, or by the student."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from domain.model.chat import ChatSession, Ground
from domain.model.question import Question

KNOWN = (
    "Resume Help",
    "Frontend Interview",
    "DSA",
    "Behavioral",
    "System Design",
    "SQL",
    "Career",
)
LONGEST, MOST, READ = 40, 5, 1_000
_SPOKEN = (
    ("Resume Help", r"\b(?:resumes?|résumés?|cv|cvs|curriculum|lebenslauf|cover letter)\b"),
    ("Frontend Interview", r"\b(?:front[- ]?end|react|css|html|javascript|dom)\b"),
    ("DSA", r"\b(?:dsa|leetcode|big[- ]o|algorithms?|data structures?|coding (?:round|problem)s?)\b"),
    ("Behavioral", r"\b(?:behaviou?ral|star method|tell me about (?:yourself|a time)|weakness(?:es)?)\b"),
    ("System Design", r"\b(?:system design|scalab\w+|load balanc\w+|sharding)\b"),
    ("SQL", r"\b(?:sql|joins?|postgres\w*|mysql)\b"),
    ("Career", r"\b(?:career|salary|offers?|negotiat\w+|recruiters?|rejection|gehalt)\b"),
)
_WORDS = tuple((tag, re.compile(pattern, re.IGNORECASE)) for tag, pattern in _SPOKEN)
_OF_ROUND = {"dsa": "DSA", "behavioral": "Behavioral", "system_design": "System Design"}
_OF_STREAM = {"frontend": "Frontend Interview"}
_OF_ROADMAP = {"sql": "SQL", "system-design": "System Design"}


def inferred(text: str, grounds: Sequence[Ground], question: Question | None) -> tuple[str, ...]:
    """Tags by rules: from the message's words, and from the best passage and the `question` behind that."""
    found = [tag for tag, pattern in _WORDS if pattern.search(text[:READ])]
    if question is not None:
        found += [_OF_ROUND.get(question.round, ""), _OF_STREAM.get(question.stream, "")]
    for ground in grounds[:1]:
        if ground.kind == "company":
            found.append(ground.title.partition(":")[0][:LONGEST])
        elif ground.kind in ("roadmap", "resource"):
            found.append(_OF_ROADMAP.get(ground.subject, ""))
    return _unique(tag for tag in found if tag)


def merged(session: ChatSession, found: Sequence[str]) -> tuple[str, ...]:
    """What the student said it is about; else what was found, the newest first."""
    return session.given or _unique((*found, *session.context_tags))[:MOST]


def called(text: str) -> str:
    """A tag as it is kept: a known one by its name, a student's own word without what cannot be seen."""
    word = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return next((tag for tag in KNOWN if tag.casefold() == word.casefold()), word)


def digest(tag: str) -> str:
    """Stands for a student's own tag where that may be too long."""
    return hashlib.sha256(tag.encode()).hexdigest()[:16]


def _unique(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple({tag.casefold(): tag for tag in reversed(list(tags))}.values())[::-1]
