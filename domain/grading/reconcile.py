"""Brings rows into agreement with a calibrated score, so that a total is still computed from its rows."""

from collections.abc import Sequence
from math import ceil

from domain.model.grade import Row

FINENESS = 2**40


def reconciled(rows: Sequence[Row], score: int) -> tuple[Row, ...]:
    """The rows with a weighted mean of `score`, 0 to 100, each as much met as before relative to the others.

    Where the score is lower than the rows say, each met row is met less. Where it is higher, people asked for
    less than the model answer says: met rows are met more, and those that nothing in the answer touches weigh
    less. Rows that the answer denies keep their weight. Without a met row the score cannot be reached: 0.
    """
    whole, share = _mean(rows), score / 100
    if whole == 0:
        return tuple(rows)
    if share <= whole:
        return tuple(_met(row, row.met * share / whole) for row in rows)
    part = _part_wanting(rows, share)
    return tuple(_raised(row, part) for row in rows)


def _part_wanting(rows: Sequence[Row], share: float) -> float:
    """By which part to raise the rows, for a weighted mean of that share; 1 where even that is too little.

    Rounded up, so that the share is reached.
    """
    told = sum(row.weight * row.met for row in rows)
    untold = sum(row.weight * (1 - row.met) for row in rows if row.met > 0)
    untouched = sum(row.weight for row in rows if not row.quote)
    most = untold + share * untouched
    short = share * sum(row.weight for row in rows) - told
    part = min(1.0, short / most) if most else 1.0
    return ceil(part * FINENESS) / FINENESS


def _raised(row: Row, part: float) -> Row:
    if row.met > 0:
        return _met(row, row.met + (1 - row.met) * part)
    return row if row.quote else row.model_copy(update={"weight": round(row.weight * (1 - part), 5)})


def _met(row: Row, met: float) -> Row:
    return row.model_copy(update={"met": round(met, 5)})


def _mean(rows: Sequence[Row]) -> float:
    weights = sum(row.weight for row in rows)
    return sum(row.weight * row.met for row in rows) / weights if weights else 0.0
