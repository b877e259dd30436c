"""The anchored levels of the model grader, and what of a model's returned object can be taken for a level."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Level:
    """How far a row is met. `anchor` tells the model what that means, `note` the student what is left."""

    name: str
    met: float
    anchor: str
    note: str


NONE = Level("none", 0.0, "not said at all, or said wrongly, or denied", "Not said in the answer")
SCALE = (
    NONE,
    Level("mentioned", 0.25, "named in passing and not explained", "Touched, but not explained"),
    Level("partly", 0.5, "about half of it is there, or it stays vague", "Said in part; half of it is open"),
    Level(
        "mostly", 0.75, "right, but a detail or the reason is missing", "Nearly complete; a detail is missing"
    ),
    Level("fully", 1.0, "all that the row asks for is said, and is right", ""),
)
_BY_NAME = {level.name: level for level in SCALE}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a model said of one row: the level, and a quote that nobody has looked up in the answer yet."""

    level: Level
    quote: str


def level_at(met: float) -> Level:
    """The highest level of the scale that is not above `met`, 0 to 1."""
    return max((level for level in SCALE if level.met <= met), key=lambda level: level.met)


def findings(content: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Finding]:
    """The usable rows of a returned object, by row id; of two for one row the lower.

    Whatever else the object holds, and a level that is none, is left out. Never raises.
    """
    rows = content.get("rows")
    found: dict[str, Finding] = {}
    for item in rows[:MOST_ITEMS] if isinstance(rows, list) else ():
        read = _read(item)
        if read is None or read[0] not in wanted:
            continue
        row_id, finding = read
        known = found.get(row_id)
        if known is None or finding.level.met < known.level.met:
            found[row_id] = finding
    return found


def _read(item: object) -> tuple[str, Finding] | None:
    if not isinstance(item, Mapping):
        return None
    row_id, quote, level = item.get("id"), item.get("quote"), _level(item.get("level"))
    if not isinstance(row_id, str) or level is None:
        return None
    return row_id.strip(), Finding(level, quote if isinstance(quote, str) else "")


def _level(value: object) -> Level | None:
    """The level of that name; a share from 0 to 1, as a text too, is taken for the nearest level below it."""
    if isinstance(value, str):
        return _BY_NAME.get(value.strip().casefold()) or _level(_number(value))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return level_at(float(value))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
