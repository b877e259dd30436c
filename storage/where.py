"""What `where` and `sort` of the Documents port mean, read once for both stores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.ports import Where
from storage.schema import Collection
from storage.values import Scalar, checked_path, checked_scalar

RANGES = ("$lt", "$lte", "$gt", "$gte")


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one path: "$eq", "$ne" or a range with a scalar, "$in" with a tuple, "$exists" with a bool.

    On an array, "$eq", "$in" and a range ask whether any element meets them, and "$ne" whether none is equal.
    """

    path: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Element:
    """Conditions that one and the same element of an array has to meet; the path "" is the element itself."""

    array: str
    conditions: tuple[Condition, ...]


def parsed(collection: Collection, where: Where) -> tuple[Condition | Element, ...]:
    """All that a document has to meet. Raises ValueError for what the port does not define."""
    alone: list[Condition | Element] = []
    inside: dict[str, list[Condition]] = {}
    for path, wanted in where.items():
        array, _, rest = checked_path(path).partition(".")
        if rest and array in collection.arrays:
            inside.setdefault(array, []).extend(_inside(rest, wanted))
        else:
            alone.extend(_conditions(path, wanted))
    return (*alone, *(Element(array, tuple(conditions)) for array, conditions in inside.items()))


def checked_sort(collection: Collection, sort: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The keys to sort by, `_id` last. Raises ValueError for an array or a direction other than 1 and -1."""
    for path, direction in sort:
        if checked_path(path).partition(".")[0] in collection.arrays:
            raise ValueError(f"{collection.name}: an array such as {path} gives no order")
        if direction not in (1, -1):
            raise ValueError(f"a direction is 1 or -1, not {direction!r}")
    if any(path == "_id" for path, _ in sort):
        return tuple(sort)
    return (*sort, ("_id", 1))


def checked_limit(limit: int | None) -> int | None:
    """Raises ValueError where it is negative."""
    if limit is not None and limit < 0:
        raise ValueError(f"a limit is not negative: {limit}")
    return limit


def _conditions(path: str, wanted: Any) -> Iterator[Condition]:
    if not isinstance(wanted, Mapping):
        yield Condition(path, "$eq", checked_scalar(wanted))
        return
    if not wanted:
        raise ValueError(f"{path}: no operator")
    for operator, value in wanted.items():
        yield Condition(path, operator, _operand(path, operator, value))


def _operand(path: str, operator: str, value: Any) -> Any:
    if operator == "$ne":
        return checked_scalar(value)
    if operator in RANGES:
        if value is None:
            raise ValueError(f"{path}: nothing is more or less than None")
        return checked_scalar(value)
    if operator == "$in" and isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(checked_scalar(item) for item in value)
    if operator == "$exists" and isinstance(value, bool):
        return value
    raise ValueError(f"{path}: not understood: {operator} {type(value).__name__}")


def _inside(path: str, wanted: Any) -> Iterator[Condition]:
    for condition in _conditions(path, wanted):
        values: tuple[Scalar, ...] = condition.value if condition.operator == "$in" else (condition.value,)
        if condition.operator in ("$ne", "$exists") or None in values:
            raise ValueError(f"{path}: inside an array only values can be looked for, not their absence")
        yield condition
