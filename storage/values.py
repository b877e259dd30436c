"""What a store accepts: whatever one of the two could not hold, or would bend, both refuse alike."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from types import NoneType
from typing import Any, TypeAlias

from domain.ports import Document, Where
from domain.times import as_utc
from storage.schema import Collection, Index

Scalar: TypeAlias = str | int | float | bool | datetime | None

SMALLEST, LARGEST = -(2**63), 2**63 - 1
DEEPEST = 60

_LISTS = (list, tuple)
_STRUCTURES = (dict, *_LISTS)
_SCALARS = frozenset((str, int, float, bool, datetime, NoneType))

_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def checked_scalar(value: Any) -> Scalar:
    """The value, a time cut to milliseconds of UTC. Raises ValueError for what a store cannot hold."""
    if isinstance(value, str):
        if not value.isascii():
            _check_pairs(value)
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if not SMALLEST <= value <= LARGEST:
            raise ValueError("a whole number of more than 64 bits cannot be stored")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("NaN and infinity cannot be stored")
        return value
    if isinstance(value, datetime):
        return _checked_time(value)
    raise ValueError(f"a {type(value).__name__} cannot be stored")


def checked_document(
    collection: Collection, document: Document, encode: Callable[[Any], Any] = checked_scalar
) -> Document:
    """The document with its tuples as lists and each scalar encoded, which has to check it.

    Raises ValueError for what cannot be stored, or contradicts the collection's declaration.
    """
    if not isinstance(document.get("_id"), str):
        raise ValueError(f"{collection.name}: an _id is a text")
    if type(document.get("version", 1)) is not int:
        raise ValueError(f"{collection.name}: a version is a whole number")
    _check_lists(collection, document)
    for index in collection.indexes:
        if index.unique:
            _check_unique(collection, index, document)
    return {_checked_key(name): _encoded(value, encode, 1) for name, value in document.items()}


def checked_change(
    collection: Collection, change: Where, encode: Callable[[Any], Any] = checked_scalar
) -> Document:
    """As checked_document, for some top-level fields that are to be set. Raises ValueError."""
    if not change:
        raise ValueError("a change changes something")
    if {"_id", "version"} & checked_names(change):
        raise ValueError("a change sets neither _id nor version")
    _check_lists(collection, change)
    for index in collection.indexes:
        if index.unique and any(field.split(".")[0] in change for field in index.fields):
            _check_unique(collection, index, dict.fromkeys(index.fields, "unchanged") | dict(change))
    return {name: _encoded(value, encode, 1) for name, value in change.items()}


def checked_path(path: str) -> str:
    """Raises ValueError for anything but names joined by dots, so that a path may stand in a statement."""
    if not _PATH.fullmatch(path):
        raise ValueError(f"not a field: {path!r}")
    return path


def checked_names(names: Iterable[str]) -> frozenset[str]:
    """Top-level fields. Raises ValueError for anything else."""
    for name in names:
        if "." in checked_path(name):
            raise ValueError(f"not a top-level field: {name!r}")
    return frozenset(names)


def _encoded(value: Any, encode: Callable[[Any], Any], depth: int) -> Any:
    if not isinstance(value, _STRUCTURES):
        return encode(value)
    if depth > DEEPEST:
        raise ValueError(f"a value nested more than {DEEPEST} deep cannot be stored")
    if isinstance(value, dict):
        # Every write walks its document here, so the usual scalars are spared a call.
        return {
            _checked_key(key): encode(item) if type(item) in _SCALARS else _encoded(item, encode, depth + 1)
            for key, item in value.items()
        }
    return [encode(item) if type(item) in _SCALARS else _encoded(item, encode, depth + 1) for item in value]


def _check_pairs(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("a text with half of a surrogate pair cannot be stored") from error


def _checked_time(moment: datetime) -> datetime:
    try:
        return as_utc(moment)
    except OverflowError as error:
        raise ValueError("a time outside the years 1 to 9999 of UTC cannot be stored") from error


@lru_cache(4096)
def _checked_key(key: Any) -> str:
    if not isinstance(key, str):
        raise ValueError(f"a field's name is a text, not a {type(key).__name__}")
    if key.startswith("$") or "." in key or "\0" in key:
        raise ValueError(f"a field's name neither begins with $ nor contains a dot or NUL: {key!r}")
    _check_pairs(key)
    return key


def _check_lists(collection: Collection, given: Where) -> None:
    for name, value in given.items():
        if isinstance(value, _LISTS) != (name in collection.arrays) and value is not None:
            raise ValueError(
                f"{collection.name}.{name} is {'' if name in collection.arrays else 'not '}"
                "declared as an array in storage/schema.py"
            )


def _check_unique(collection: Collection, index: Index, given: Where) -> None:
    if index.multikey is not None:
        elements = given.get(index.multikey) or ()
        wanted, good = "texts", all(isinstance(v, str) for e in elements for v in _entry(index, e))
    elif index.optional:
        wanted, good = "a text or None", isinstance(given.get(index.fields[0]), str | None)
    else:
        wanted, good = "not None", all(given.get(field) is not None for field in index.fields)
    if not good:
        raise ValueError(f"{collection.name}: {', '.join(index.fields)}, being unique, must be {wanted}")


def _entry(index: Index, element: Any) -> list[Any]:
    """What a multikey index holds of an element of its array."""
    if index.fields == (index.multikey,):
        return [element]
    document = element if isinstance(element, dict) else {}
    return [document.get(field.rpartition(".")[2]) for field in index.fields]
