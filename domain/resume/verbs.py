"""Tells whether a line speaks of something done, of what came of it, or of hardly anything."""

import re

from domain.grading.stems import fold
from domain.resume.words import WORDS, Phrases

LITTLE = Phrases(WORDS.phrases.little)
VAGUE = Phrases(WORDS.phrases.vague)
PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are) (?:\w{1,12}ly )?\w{2,14}(?:ed|en)\b|\bwurden?\b|\ba ete \w"
    r"|\bfue(?:ron)? \w{2,14}d[oa]s?\b",
    re.IGNORECASE,
)
_OUTCOME = Phrases(WORDS.phrases.outcome)
_OUTCOME_STEM = Phrases(WORDS.phrases.outcome_stems, ends="")
_LABEL = 40
_NOUNS = frozenset(WORDS.nouns_too.split())
_WORD = re.compile(r"[^\W\d_]{2,24}")


def _forms(verb: str) -> set[str]:
    """What an English verb may look like; a form too many does no harm."""
    stem = verb[:-1] if verb.endswith("e") else verb
    soft = verb[:-1] + "i" if verb.endswith("y") and verb[-2] not in "aeiou" else stem
    doubled = verb + verb[-1]
    return {verb, verb + "s", soft + "es", soft + "ed", stem + "ing", doubled + "ed", doubled + "ing"}


DOING = frozenset(form for verb in WORDS.doing_verbs.split() for form in _forms(verb)) | frozenset(
    f"{WORDS.irregular_forms} {WORDS.doing_in_other_languages}".split()
)


def tells_a_deed(line: str) -> bool:
    """Whether a line says that something was done: by its first word, or by a form that is no noun."""
    words = [fold(word) for word in _WORD.findall(line)]
    if len(words) > 2 and words[0] in DOING and not (words[0] in _NOUNS and ":" in line[:_LABEL]):
        return True
    return any(word in DOING and word not in _NOUNS for word in words)


def tells_an_outcome(line: str) -> bool:
    """Whether a line says what came of the work."""
    folded = fold(line)
    return "%" in line or bool(_OUTCOME.search(folded) or _OUTCOME_STEM.search(folded))
