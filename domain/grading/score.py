"""Arithmetic: a score is the weighted mean of the rows, and its band says how far to trust it."""

from collections.abc import Sequence

from domain.model.grade import Row

LEAST_SPREAD, MOST_SPREAD = 5, 25


def total(rows: Sequence[Row]) -> int:
    """The weighted mean of what the rows met, 0 to 100; 0 without rows."""
    weights = sum(row.weight for row in rows)
    return round(100 * sum(row.weight * row.met for row in rows) / weights) if weights else 0


def spread(rows: Sequence[Row], words: int) -> int:
    """Half the width of the band: wider for half-met rows, for few rows and for a short answer."""
    unsure = sum(0 < row.met < 1 for row in rows) / max(1, len(rows))
    few = max(0, 4 - len(rows)) * 3
    brief = 5 if words < 25 else 0
    return min(MOST_SPREAD, round(LEAST_SPREAD + 10 * unsure + few + brief))


def band(score: int, half: int) -> tuple[int, int]:
    return max(0, score - half), min(100, score + half)


def scaled(row: Row, factor: float, note: str) -> Row:
    """The row with what it met reduced to that share; the note says why, where that changes it."""
    if factor >= 1 or row.met == 0:
        return row
    return row.model_copy(update={"met": round(row.met * factor, 2), "note": note})
