"""Which question comes next and how hard it is: by rule, and repeatable from the interview's seed."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.model.base import Value
from domain.model.company import Company
from domain.model.question import Candidate, Round

STRONG = 80
WEAK = 45


class Wanted(Value):
    """What the next question should be like; `asked` were put in this interview and never come again."""

    round: Round
    difficulty: int
    stream: str | None = None
    company: str | None = None
    topics: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()


def wanted(
    round_: Round, difficulty: int, stream: str | None, company: Company | None, asked: frozenset[str]
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
        topics=tuple(topic.casefold() for topic in topics),
        asked=asked,
    )


def choose(
    bank: Sequence[Candidate], wish: Wanted, seen: Mapping[str, datetime], seed: str
) -> Candidate | None:
    """The best question of the bank, or None where every one was asked already.

    First those the student never saw, then those seen longest ago; among them the nearest to the wished
    difficulty, with the company's own patterns and topics first; the seed decides between equals.
    """
    candidates = [q for q in bank if q.round == wish.round and q.slug not in wish.asked]
    if wish.stream is not None:
        candidates = [q for q in candidates if q.stream in (wish.stream, "general")]
    unseen = [q for q in candidates if q.slug not in seen]
    if not unseen and candidates:
        return min(candidates, key=lambda q: (seen[q.slug], q.slug))
    shuffled = sorted(unseen, key=lambda q: q.slug)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a choice of questions, no secret
    return min(shuffled, key=lambda q: _distance(q, wish), default=None)


def _distance(question: Candidate, wish: Wanted) -> float:
    """0 is the perfect fit: a step of difficulty weighs 1, the company's pattern and topics less."""
    distance = float(abs(question.difficulty - wish.difficulty))
    if wish.company is not None and wish.company not in question.companies:
        distance += 0.6
    if wish.topics and not any(tag.casefold() in topic for tag in question.tags for topic in wish.topics):
        distance += 0.3
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
