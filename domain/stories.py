"""Tells which behavioural answers tell one story: by the names, things and figures that come back in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from domain import titles
from domain.grading.passage import read
from domain.grading.terms import Role
from domain.model.attempt import Attempt
from domain.model.question import Question
from domain.scoring import NOT_COUNTED

MOST = 200
"""Answers that are looked at, the newest: each is compared with every other."""
SAME_FROM = 0.17
"""Of 16 tellings of 7 stories (tests/domain/told.py) each shares 0.19 or more with another of its own story,
all but one 0.38; two of different stories, the bank's model answers among them, share 0.16 at most."""
NAME = 2.0
RARER = 2.0
FEWEST_WORDS = 12
TITLE = 48

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Telling:
    """A graded answer to a behavioural question: `asked` is its competency, `themes` all that it probes."""

    attempt_id: str
    session_id: str
    question_id: str
    at: datetime
    score: int
    text: str
    asked: str
    themes: frozenset[str]
    again: bool

    @property
    def slug(self) -> str:
        return self.question_id.split("~", 1)[0]


@dataclass(frozen=True, slots=True)
class Story:
    """Its tellings in the order in which they were given; never none."""

    title: str
    project: bool
    tellings: tuple[Telling, ...]


def telling(attempt: Attempt, question: Question | None) -> Telling | None:
    """The answer as a telling; None for follow-ups, other rounds, and what has no grade that counts."""
    if attempt.round != "behavioral" or "~" in attempt.question_id or question is None:
        return None
    if attempt.score is None or NOT_COUNTED in attempt.flags:
        return None
    asked = (question.competency or titles.spoken(question.slug)).casefold()
    themes = frozenset((asked, *(tag.casefold() for tag in question.tags)))
    return Telling(
        attempt_id=attempt.id,
        session_id=attempt.session_id,
        question_id=attempt.question_id,
        at=attempt.answered_at,
        score=attempt.score,
        text=attempt.student_answer,
        asked=asked,
        themes=themes,
        again=attempt.attempt_no > 1,
    )


@lru_cache(maxsize=8)
def everyday(questions: tuple[Question, ...]) -> Mapping[str, int]:
    """How many behavioural questions each word comes with: such words tell no story from another."""
    found: Counter[str] = Counter()
    for question in questions:
        phrasings = (words for row in question.rubric for words in (row.point, *row.accept, *row.reject))
        texts = (question.prompt, question.model_answer, *question.hints, *phrasings)
        found.update(frozenset().union(*(read(text).keys for text in texts)))
    return found


def stories(
    tellings: Sequence[Telling], common: Mapping[str, int], projects: Sequence[str] = ()
) -> tuple[Story, ...]:
    """The stories of the newest tellings, in the order in which they were first told.

    A telling belongs to the story of which it is most like one telling. `projects` are names that the student
    gave; a story that has one in it is called by it.
    """
    told = sorted(tellings, key=lambda one: (one.at, one.attempt_id))[-MOST:]
    groups: list[list[tuple[Telling, Weights]]] = []
    for one in told:
        words = weights(one.text, common)
        if len(words) < FEWEST_WORDS:
            continue
        likest = max(groups, key=lambda group: _likeness(words, group), default=None)
        if likest is None or _likeness(words, likest) < SAME_FROM:
            groups.append([(one, words)])
        else:
            likest.append((one, words))
    return tuple(_story([one for one, _ in group], projects) for group in groups)


def _likeness(words: Weights, group: Sequence[tuple[Telling, Weights]]) -> float:
    return max(shared(words, other) for _, other in group)


def shared(one: Weights, other: Weights) -> float:
    """How much of the shorter text's weight stands in both, 0 to 1."""
    both = sum(max(one[key], other[key]) for key in one.keys() & other.keys())
    return min(1.0, both / min(sum(one.values()), sum(other.values())))


def weights(text: str, common: Mapping[str, int]) -> dict[str, float]:
    """The words of content, rarer ones and names with more weight; figures are words too."""
    found: dict[str, float] = {}
    for sentence in read(text).sentences:
        for place, token in enumerate(sentence.tokens):
            if token.role is Role.CONTENT:
                name = NAME if place and text[token.start].isupper() else 1.0
                weight = name / (1 + common.get(token.key, 0)) ** RARER
                found[token.key] = max(found.get(token.key, 0.0), weight)
    return found


def _story(tellings: Sequence[Telling], projects: Sequence[str]) -> Story:
    texts = [one.text.casefold() for one in tellings]
    named = next((p for p in projects if any(_names(text, p.casefold()) for text in texts)), None)
    return Story(named or _first_words(tellings[0].text), named is not None, tuple(tellings))


def _names(text: str, project: str) -> bool:
    """Whether that name stands in the text, as words of its own."""
    at = text.find(project)
    ends = text[at - 1 : at] + text[at + len(project) : at + len(project) + 1]
    return bool(project.strip()) and at >= 0 and not any(char.isalnum() for char in ends)


def _first_words(text: str) -> str:
    """As many whole words as have room, or a cut of a word that has none."""
    words = " ".join(text[: 4 * TITLE].split())
    if len(words) <= TITLE:
        return words.rstrip(".")
    kept = words[:TITLE].rsplit(" ", 1)[0] if " " in words[:TITLE] else words[:TITLE]
    return kept.rstrip(" .,;:") + " …"
