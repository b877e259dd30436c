"""How well scores agree with people's: correlation, weighted kappa and error."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from statistics import correlation, fmean

POINTS = 5


def pearson(scores: Sequence[float], people: Sequence[float]) -> float:
    """0 where all scores are the same."""
    return correlation(scores, people) if len(set(scores)) > 1 else 0.0


def rmse(scores: Sequence[float], people: Sequence[float]) -> float:
    return sqrt(fmean((one - other) ** 2 for one, other in zip(scores, people, strict=True)))


def kappa(scores: Sequence[float], people: Sequence[float], points: int = POINTS) -> float:
    """Quadratic weighted kappa of scores of 0 to 100, as whole points of 0 to `points`, halves up."""
    pairs = [
        (_points(one, points), _points(other, points)) for one, other in zip(scores, people, strict=True)
    ]
    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    seen = sum((one - other) ** 2 for one, other in pairs)
    chance = sum(
        n * m * (one - other) ** 2 for one, n in firsts.items() for other, m in seconds.items()
    ) / len(pairs)
    return 1 - seen / chance if chance else 0.0


def _points(score: float, points: int) -> int:
    return int(score / 100 * points + 0.5)
