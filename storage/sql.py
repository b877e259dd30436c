"""Conditions and sort keys as SQLite expressions over the table of a collection.

Only declared names and checked paths become part of a statement; every value is bound.
"""

# ruff: noqa: S608 - as that says

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from storage.codec import BOOLEANS, TIMES, encode
from storage.schema import Collection, Index
from storage.values import Scalar
from storage.where import Condition, Element

Bound = str | int | float | None

_COMPARE = {"$lt": "<", "$lte": "<=", "$gt": ">", "$gte": ">="}


class Sql(NamedTuple):
    """A piece of a statement, and what its question marks stand for."""

    text: str
    bound: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Operand:
    """Expressions for a value and for its JSON type, which is NULL where there is no value."""

    value: str
    kind: str


def path_value(path: str, of: str = "doc") -> str:
    return f"json_extract({of},'$.{path}')"


def field(path: str) -> Operand:
    """The operand of a path that leads through no array."""
    if path in ("_id", "version"):
        return Operand(path, f"nullif(typeof({path}),'null')")
    return Operand(path_value(path), f"json_type(doc,'$.{path}')")


def element(path: str) -> Operand:
    """The operand of a row of json_each: the element itself for "", else what a path within it leads to."""
    if not path:
        return Operand("e.value", "e.type")
    document = "CASE e.type WHEN 'object' THEN e.value END"
    return Operand(f"json_extract({document},'$.{path}')", f"json_type({document},'$.{path}')")


def side_table(collection: Collection, index: Index) -> str:
    """The table that holds a row for each array element of a multikey index."""
    return f"{collection.name}__{index.name}"


def matching(collection: Collection, conditions: Sequence[Condition | Element]) -> Sql:
    """A WHERE clause, empty where everything matches."""
    pieces = [
        _some_element(collection, c) if isinstance(c, Element) else _alone(collection, c) for c in conditions
    ]
    joined = all_of(pieces)
    return Sql(f" WHERE {joined.text}", joined.bound) if pieces else joined


def ordered(sort: Sequence[tuple[str, int]]) -> str:
    """An ORDER BY clause. The plus keeps SQLite from reading a table by _id only to be spared the sorting."""
    keys = ("+_id" if path == "_id" else field(path).value for path, _ in sort)
    directions = (" DESC" if direction < 0 else "" for _, direction in sort)
    return f" ORDER BY {', '.join(map(str.__add__, keys, directions))}"


def all_of(pieces: Sequence[Sql]) -> Sql:
    return Sql(" AND ".join(f"({p.text})" for p in pieces), tuple(value for p in pieces for value in p.bound))


def comparison(condition: Condition, operand: Operand) -> Sql:
    """One condition on one operand, true or else false or NULL."""
    value = condition.value
    match condition.operator:
        case "$eq":
            return _equal(operand, (value,))
        case "$in":
            return _equal(operand, value)
        case "$ne":
            equal = _equal(operand, (value,))
            return Sql(f"({equal.text}) IS NOT TRUE", equal.bound)
        case "$exists":
            return Sql(f"{operand.kind} IS {'NOT ' if value else ''}NULL")
        case _:
            return _range(operand, _COMPARE[condition.operator], value)


def _equal(operand: Operand, values: Sequence[Scalar]) -> Sql:
    """Whether the operand is one of the values."""
    some = tuple(encode(value) for value in values if value is not None)
    text = f"{operand.value} = ?" if len(some) == 1 else f"{operand.value} IN ({', '.join('?' * len(some))})"
    if any(isinstance(value, str) and value[:1] in ("{", "[") for value in values):
        text += _unstructured(operand)
    if None not in values:
        return Sql(text, some)
    return Sql(f"({text}) OR {operand.value} IS NULL", some) if some else Sql(f"{operand.value} IS NULL")


def _range(operand: Operand, compare: str, value: Scalar) -> Sql:
    """The plus keeps SQLite from searching an index by the type's bounds: the value's leave less to read."""
    text, bound = f"{operand.value} {compare} ?", [encode(value)]
    low, high = _bracket(value)
    if low is not None:
        text, bound = f"{text} AND +{operand.value} >= ?", [*bound, low]
    if high is not None:
        text, bound = f"{text} AND +{operand.value} < ?", [*bound, high]
    if isinstance(value, str):
        text += _unstructured(operand)
    return Sql(text, tuple(bound))


def _bracket(value: Scalar) -> tuple[str | None, str | None]:
    """What stands at or above the first and below the second has the value's type; see codec.py."""
    if isinstance(value, bool):
        return BOOLEANS, TIMES
    if isinstance(value, str):
        return "", BOOLEANS
    if isinstance(value, int | float):
        return None, ""
    return TIMES, None


def _unstructured(operand: Operand) -> str:
    """Guards a comparison with a text: SQLite shows an object or an array as its JSON text."""
    return f" AND {operand.kind} NOT IN ('object','array')"


def _alone(collection: Collection, condition: Condition) -> Sql:
    operand = field(condition.path)
    if condition.path not in collection.arrays or condition.operator == "$exists":
        return comparison(condition, operand)
    if condition.operator == "$ne":
        equal = _contained(collection, Condition(condition.path, "$eq", condition.value))
        return Sql(f"({equal.text}) IS NOT TRUE", equal.bound)
    return _contained(collection, condition)


def _contained(collection: Collection, condition: Condition) -> Sql:
    """Whether some element of an array meets the condition; None is also what a missing array equals."""
    values = condition.value if condition.operator == "$in" else (condition.value,)
    if None not in values:
        return _some_element(collection, Element(condition.path, (replace(condition, path=""),)))
    found = _among_elements(condition.path, [comparison(condition, Operand("e.value", "e.type"))])
    return Sql(f"{field(condition.path).value} IS NULL OR {found.text}", found.bound)


def _some_element(collection: Collection, wanted: Element) -> Sql:
    """Through the side table of an index that holds all the paths, or else through the JSON itself."""
    paths = [f"{wanted.array}.{c.path}".rstrip(".") for c in wanted.conditions]
    for index in collection.indexes:
        if index.multikey == wanted.array and set(paths) <= set(index.fields):
            columns = [f"c{index.fields.index(path)}" for path in paths]
            tests = [
                comparison(c, Operand(column, "''"))
                for c, column in zip(wanted.conditions, columns, strict=True)
            ]
            found = all_of(tests)
            table = side_table(collection, index)
            return Sql(f"_id IN (SELECT owner FROM {table} WHERE {found.text})", found.bound)
    return _among_elements(wanted.array, [comparison(c, element(c.path)) for c in wanted.conditions])


def _among_elements(array: str, tests: Sequence[Sql]) -> Sql:
    found = all_of(tests)
    return Sql(f"EXISTS (SELECT 1 FROM json_each(doc,'$.{array}') AS e WHERE {found.text})", found.bound)
