"""Which question comes next and how hard it is: by rule, and repeatable from the interview's seed."""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from domain.model.base import Value
from domain.model.company import Company
from domain.model.question import Candidate, Round

STRONG = 80
WEAK = 45
EVERY = 3


class Wanted(Value):
    """What the next question should be like; `asked` were put in this interview and never come again.

    `focus` are the topics that the student is weak in again and again, empty where it is not their turn;
    `about` are those of their resume and the job they want. With `project` it is one about a project of the
    resume, without it never.
    """

    round: Round
    difficulty: int
    stream: str | None = None
    company: str | None = None
    topics: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    project: bool = False


def wanted(
    round_: Round,
    difficulty: int,
    stream: str | None,
    company: Company | None,
    asked: frozenset[str],
    focus: frozenset[str] = frozenset(),
    about: frozenset[str] = frozenset(),
) -> Wanted:
    """The wish that an interview's settings amount to."""
    topics: tuple[str, ...] = ()
    if company is not None:
        topics = {
            "dsa": company.dsa_topics,
            "behavioral": company.behavioral_themes,
            "system_design": company.system_design_topics,
        }.get(round_, ())
    return Wanted(
        round=round_,
        difficulty=difficulty,
        stream=stream,
        company=company.slug if company else None,
        topics=tuple(_spoken(topic) for topic in topics),
        asked=asked,
        focus=focus,
        about=about,
    )


def choose(
    bank: Sequence[Candidate], wish: Wanted, seen: Mapping[str, datetime], seed: str
) -> Candidate | None:
    """The best question of the bank, or None where every one was asked already.

    First those the student never saw, then those seen longest ago; among them the nearest to the wished
    difficulty, with the company's own patterns and topics, and those of resume and job, first. Between
    equals a recurring weakness of the student decides, and then the seed.
    """
    of_kind = [q for q in bank if q.round == wish.round and q.about_project == wish.project]
    candidates = [q for q in of_kind if q.slug not in wish.asked]
    if wish.stream is not None:
        candidates = [q for q in candidates if q.stream in (wish.stream, "general")]
    unseen = [q for q in candidates if q.slug not in seen]
    if not unseen and candidates:
        return min(candidates, key=lambda q: (seen[q.slug], q.slug))
    shuffled = sorted(unseen, key=lambda q: q.slug)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a choice of questions, no secret
    return min(shuffled, key=lambda q: (_distance(q, wish), not wish.focus & _topics(q.tags)), default=None)


def focus(weak: Collection[str], put: Sequence[Sequence[str]]) -> frozenset[str]:
    """Those of the weak topics that the next question may be chosen for.

    `put` are the tags of the questions so far, follow-ups aside. Where one of the last two was about a weak
    topic there are none, so that every third question at most is asked for the sake of a weakness.
    """
    topics = _topics(weak)
    lately = (topics & _topics(tags) for tags in put[1 - EVERY :])
    return frozenset() if any(lately) else topics


def about(round_: Round, topics: Collection[str], put: Sequence[Sequence[str]]) -> frozenset[str]:
    """Those topics of resume and job that the next question should have: what was not asked about yet.

    Only the technical round follows them. `put` is as for `focus`; once all were asked about, each may be
    again.
    """
    if round_ != "technical_qa":
        return frozenset()
    wanted = _topics(topics)
    return wanted - _topics([tag for tags in put for tag in tags]) or wanted


def _topics(words: Collection[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _spoken(words: str) -> str:
    """A tag or a company's topic as both are compared: `rate-limiting` is what others write in two words."""
    return words.casefold().replace("-", " ")


def _distance(question: Candidate, wish: Wanted) -> float:
    """0 is the perfect fit: a step of difficulty weighs 1, the company's pattern and topics less."""
    distance = float(abs(question.difficulty - wish.difficulty))
    if wish.company is not None and wish.company not in question.companies:
        distance += 0.6
    if wish.topics and not any(_spoken(tag) in topic for tag in question.tags for topic in wish.topics):
        distance += 0.3
    if wish.about and not wish.about & _topics(question.tags):
        distance += 0.5
    return distance


def next_difficulty(current: int, score: int | None, hints: int, over_time: bool) -> int:
    """A step up after a strong answer without help and in time, a step down after a weak or skipped one."""
    if score is None or score < WEAK or hints >= 2:
        return max(1, current - 1)
    if score >= STRONG and hints == 0 and not over_time:
        return min(5, current + 1)
    return current


def first_difficulty(asked: int | None, company: Company | None, role: str | None) -> int:
    """What the student asked for, else what company and role suggest, else 2."""
    if asked is not None:
        return asked
    level = company.difficulty if company else 2
    words = set((role or "").casefold().replace("-", " ").split())
    if words & {"intern", "internship", "junior", "graduate", "trainee"}:
        return max(1, min(level, 3) - 1)
    if words & {"senior", "staff", "lead", "principal"}:
        return min(5, max(level, 3) + 1)
    return level
