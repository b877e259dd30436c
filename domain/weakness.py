"""In which topics a student is weak again and again: not on one bad day, and not for ever."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from domain import days
from domain.model.attempt import Attempt
from domain.model.card import Rating, ReviewCard
from domain.model.quiz import Sitting
from domain.model.user import User
from domain.scoring import NOT_COUNTED
from domain.services import Services

FEWEST, FEWEST_DAYS, BELOW = 3, 2, 0.6
HALF_LIFE = timedelta(days=30)
# After six halvings an answer hardly weighs anything, and should not make up the number either.
OLDEST = 6 * HALF_LIFE
ANSWERS, SITTINGS, CARDS = 200, 50, 500
RECALLED: Mapping[Rating, float] = MappingProxyType({"again": 0.0, "hard": 0.5, "good": 1.0, "easy": 1.0})


@dataclass(frozen=True, slots=True)
class Observation:
    """How well a topic went at one moment: `score` is 0 to 1."""

    topic: str
    at: datetime
    score: float
    source: Literal["attempt", "quiz", "review"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What was seen of a topic: the weighted `mean`, 0 to 1, over how many observations on how many days."""

    topic: str
    mean: float
    observations: int
    days: int

    @property
    def recurring(self) -> bool:
        return self.observations >= FEWEST and self.days >= FEWEST_DAYS and self.mean < BELOW


@dataclass(frozen=True, slots=True)
class Profile:
    """Every topic that was seen, the weakest first."""

    standings: tuple[Standing, ...]

    @property
    def weaknesses(self) -> tuple[Standing, ...]:
        """The recurring ones, the weakest first."""
        return tuple(standing for standing in self.standings if standing.recurring)

    def of(self, topic: str) -> Standing | None:
        folded = topic.casefold()
        return next((standing for standing in self.standings if standing.topic == folded), None)

    def recurring(self, topic: str) -> bool:
        """Whether that topic, in any case, is one of the recurring weaknesses."""
        found = self.of(topic)
        return found is not None and found.recurring


NOTHING_SEEN = Profile(())


async def of(do: Services, user: User) -> Profile:
    """The user's profile as it stands now, from their newest answers, quizzes and reviews."""
    return await of_answers(do, user, await do.attempts.of_student(user.id, ANSWERS))


async def of_answers(do: Services, user: User, attempts: Sequence[Attempt]) -> Profile:
    """The same for whoever has read the newest answers already."""
    observations = [
        *from_answers(attempts, await _tags(do, attempts)),
        *from_quizzes(await do.quizzes.of_student(user.id, SITTINGS)),
        *from_reviews(await do.cards.of_student(user.id, CARDS)),
    ]
    return profile(observations, do.clock.now(), days.zone(user))


async def _tags(do: Services, attempts: Sequence[Attempt]) -> dict[str, tuple[str, ...]]:
    questions = [await do.questions.get(slug) for slug in {a.question_id for a in attempts if _counts(a)}]
    return {question.slug: question.tags for question in questions if question is not None}


def _counts(attempt: Attempt) -> bool:
    """Follow-ups ask for what an answer missed, which counts already; a retry has seen what was missing."""
    whole = attempt.attempt_no == 1 and "~" not in attempt.question_id
    return whole and attempt.graded and NOT_COUNTED not in attempt.flags


def from_answers(attempts: Sequence[Attempt], tags: Mapping[str, Sequence[str]]) -> Iterator[Observation]:
    """One for each tag of a question that was answered."""
    for attempt in attempts:
        if _counts(attempt) and attempt.score is not None:
            for tag in tags.get(attempt.question_id, ()):
                yield Observation(tag.casefold(), attempt.answered_at, attempt.score / 100, "attempt")


def from_quizzes(sittings: Sequence[Sitting]) -> Iterator[Observation]:
    """One for each quiz question that was answered, in quizzes that were broken off too."""
    for item in (item for sitting in sittings for item in sitting.items):
        if item.answered_at is not None:
            yield Observation(item.topic.casefold(), item.answered_at, float(item.right), "quiz")


def from_reviews(cards: Sequence[ReviewCard]) -> Iterator[Observation]:
    """One for each topic of a card, for each of its reviews that is still kept."""
    for card in cards:
        for review in card.reviews:
            for topic in card.topics:
                yield Observation(topic.casefold(), review.at, RECALLED[review.rating], "review")


def profile(observations: Sequence[Observation], now: datetime, zone: ZoneInfo) -> Profile:
    """Each observation weighs half as much after 30 days, and nothing after 180."""
    by_topic: dict[str, list[Observation]] = {}
    for seen in observations:
        if now - seen.at <= OLDEST:
            by_topic.setdefault(seen.topic, []).append(seen)
    found = [_standing(topic, seen, now, zone) for topic, seen in by_topic.items()]
    return Profile(tuple(sorted(found, key=lambda standing: (standing.mean, standing.topic))))


def _standing(topic: str, seen: Sequence[Observation], now: datetime, zone: ZoneInfo) -> Standing:
    weights = [0.5 ** (max(timedelta(), now - o.at) / HALF_LIFE) for o in seen]
    mean = sum(w * o.score for w, o in zip(weights, seen, strict=True)) / sum(weights)
    dates: set[date] = {o.at.astimezone(zone).date() for o in seen}
    return Standing(topic, mean, len(seen), len(dates))
