"""How close scorers came to each other and to the bot: distances, which say nothing of who is right."""

from collections.abc import Mapping, Sequence
from statistics import fmean, median

Rows = Mapping[str, float]
"""How far each row is met, 0 to 1, by its id."""


def medians(given: Sequence[Rows]) -> Rows:
    """The median of each row over all who scored it."""
    ids = dict.fromkeys(row for one in given for row in one)
    return {row: median(one[row] for one in given if row in one) for row in ids}


def means(given: Sequence[Rows]) -> Rows:
    """The mean of each row over all who scored it."""
    ids = dict.fromkeys(row for one in given for row in one)
    return {row: fmean(one[row] for one in given if row in one) for row in ids}


def distance(one: Rows, other: Rows) -> int | None:
    """How far apart they are on the rows that both have, on average and in points of 100 a row.

    None where they share no row.
    """
    shared = [row for row in one if row in other]
    return round(100 * fmean(abs(one[row] - other[row]) for row in shared)) if shared else None


def middle(totals: Sequence[int]) -> int:
    """The median total; needs one at least."""
    return round(median(totals))


def spread(totals: Sequence[int]) -> int:
    """The points between the highest total and the lowest; 0 without any."""
    return max(totals) - min(totals) if totals else 0
