"""What stands on the two sides of a recall card: a question about what was missed, and the answer."""

import random
import re
from collections.abc import Mapping
from functools import lru_cache

from domain.grading.grader import grade_points
from domain.grading.lexicon import FUNCTION_WORDS, GENERIC
from domain.grading.stems import fold, stem
from domain.model.question import Question, RubricPoint
from domain.model.roadmap import QuizItem

LONGEST_CONTEXT = 320
SHORT_WORD = 3
GAP = "____"
ONE_GAP_IN = 3
WOULD_HAVE_MET = 2
TOLD = 0.5
# The rows that every coding question has: their own words are the answer, these are not.
ASPECTS: Mapping[str, str] = {
    "approach": "Which approach solves it well, and how does it go?",
    "time": "How long does a good solution run, and why?",
    "space": "How much extra space does a good solution take, and what for?",
    "edge": "Which edge cases must a solution handle?",
    "large": "What keeps a solution fast on large inputs?",
}
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def front_of_point(question: Question, point: RubricPoint) -> str:
    """What was asked, and the follow-up on that point; where the bank has none, the point with gaps."""
    return f"{_context(question.prompt)}\n\n{asked(question, point)}"


def asked(question: Question, point: RubricPoint) -> str:
    """The question about one point, which does not give it away."""
    probe = next((f.prompt for f in question.follow_ups if f.point == point.id), None)
    if probe is not None:
        return probe
    if question.round == "dsa" and point.id in ASPECTS:
        return ASPECTS[point.id]
    gapped = with_gaps(question.prompt, question.model_answer, point)
    return f"A full answer says this as well. What belongs into the gaps?\n\n{gapped}"


@lru_cache(maxsize=4_096)
def with_gaps(prompt: str, model_answer: str, point: RubricPoint) -> str:
    """The point without its key words: so many that what is left would not be graded as the point."""
    words = _by_weight(prompt, point)
    text = point.point
    for count in range(1 + len(words) // ONE_GAP_IN, len(words) + 1):
        text = _without(point.point, set(words[:count]))
        if grade_points(prompt, model_answer, [point], text).rows[0].met < TOLD:
            break
    return text


def _by_weight(prompt: str, point: RubricPoint) -> list[str]:
    """Its words in the order in which they are left out: first those that many phrasings of it share and
    that were not in the question."""
    phrasings = [_stems(phrase) for phrase in point.accept]
    known = _stems(prompt) | GENERIC

    def weight(word: str) -> tuple[bool, int, int]:
        own = _stems(word)
        shared = sum(bool(own & phrasing) for phrasing in phrasings)
        return not own & known, shared, len(word)

    found = dict.fromkeys(word for word in _WORD.findall(point.point) if _has_content(word))
    return sorted(found, key=weight, reverse=True)


def _has_content(word: str) -> bool:
    acronym = word.isupper() and len(word) > 1
    return acronym or (len(word) > SHORT_WORD and fold(word) not in FUNCTION_WORDS)


def _stems(text: str) -> set[str]:
    return {stem(part) for part in _PART.findall(fold(text))}


def _without(text: str, hidden: set[str]) -> str:
    return _WORD.sub(lambda found: GAP if found[0] in hidden else found[0], text)


def _context(prompt: str) -> str:
    """The first sentences of a prompt, without its code."""
    kept = ""
    for sentence in _SENTENCE_END.split(prompt.split("```", 1)[0].strip()):
        if kept and len(kept) + len(sentence) > LONGEST_CONTEXT:
            return f"{kept} …"
        kept = f"{kept} {sentence}".strip()
    return kept


def back_of_point(point: RubricPoint) -> str:
    """The point, and words that would have met it."""
    said = " or ".join(f"“{phrase}”" for phrase in point.accept[:WOULD_HAVE_MET])
    return f"{point.point}\n\nIt would have counted with {said}." if said else point.point


def front_of_item(item: QuizItem) -> str:
    """A quiz question with its options, in an order that stays."""
    options = list(item.options)
    random.Random(item.id).shuffle(options)  # noqa: S311 - an order of options, no secret
    return "\n\n".join((item.prompt, *(f"– {option}" for option in options)))


def back_of_item(item: QuizItem) -> str:
    """The right option, and why it is."""
    return f"{item.right}\n\n{item.why}"
