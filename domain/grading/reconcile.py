"""Brings rows into agreement with a calibrated score, so that a total is still computed from its rows."""

from collections.abc import Sequence

from domain.model.grade import Row

STEPS = 40


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
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _raised_mean(rows, middle) < share:
            low = middle
        else:
            high = middle
    return tuple(_raised(row, high) for row in rows)


def _raised_mean(rows: Sequence[Row], part: float) -> float:
    """The weighted mean of the rows, each raised by that part."""
    weights = [row.weight * (1.0 if row.quote else 1 - part) for row in rows]
    met = [row.met + (1 - row.met) * part if row.met > 0 else 0.0 for row in rows]
    return sum(w * m for w, m in zip(weights, met, strict=True)) / sum(weights)


def _raised(row: Row, part: float) -> Row:
    if row.met > 0:
        return _met(row, row.met + (1 - row.met) * part)
    return row if row.quote else row.model_copy(update={"weight": round(row.weight * (1 - part), 5)})


def _met(row: Row, met: float) -> Row:
    return row.model_copy(update={"met": round(met, 5)})


def _mean(rows: Sequence[Row]) -> float:
    weights = sum(row.weight for row in rows)
    return sum(row.weight * row.met for row in rows) / weights if weights else 0.0
