"""What the Documents port means, in a dict: the yardstick that generated operations hold both stores to."""

import copy
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.errors import Conflict, Duplicate
from domain.ports import Document, Where
from storage.schema import Collection, Index

MISSING = object()


class Model:
    """One collection in memory."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._stored: dict[str, Document] = {}

    def insert(self, document: Document) -> None:
        self._check_unique(document, among=self._stored.values(), same_id="_id")
        self._stored[document["_id"]] = copy.deepcopy(document)

    def get(self, document_id: str) -> Document | None:
        return self._stored.get(document_id)

    def find(
        self,
        where: Where,
        sort: Sequence[tuple[str, int]] = (),
        limit: int | None = None,
        fields: Sequence[str] | None = None,
    ) -> list[Document]:
        found = [self._stored[key] for key in sorted(self._stored) if self._matches(self._stored[key], where)]
        for path, direction in reversed(sort):
            found.sort(key=lambda d: _order(_lookup(d, path)), reverse=direction < 0)
        kept = found if limit is None else found[:limit]
        return kept if fields is None else [_only(document, fields) for document in kept]

    def count(self, where: Where) -> int:
        return len(self.find(where))

    def replace(self, document: Document, version: int) -> None:
        stored = self._stored.get(document["_id"])
        if stored is None or stored.get("version") != version:
            raise Conflict
        self.upsert(document)

    def upsert(self, document: Document) -> None:
        others = [d for d in self._stored.values() if d["_id"] != document["_id"]]
        self._check_unique(document, among=others)
        self._stored[document["_id"]] = copy.deepcopy(document)

    def claim(self, where: Where, change: Where, sort: Sequence[tuple[str, int]] = ()) -> Document | None:
        found = self.find(where, sort, limit=1)
        if not found:
            return None
        changed = {**found[0], **copy.deepcopy(dict(change)), "version": found[0].get("version", 0) + 1}
        self.upsert(changed)
        return changed

    def delete(self, where: Where) -> int:
        found = self.find(where)
        for document in found:
            del self._stored[document["_id"]]
        return len(found)

    def _matches(self, document: Document, where: Where) -> bool:
        arrays: dict[str, list[tuple[str, Any]]] = {}
        for path, wanted in where.items():
            array, _, rest = path.partition(".")
            if rest and array in self._collection.arrays:
                arrays.setdefault(array, []).append((rest, wanted))
            elif not all(_meets(_lookup(document, path), test) for test in _tests(wanted)):
                return False
        return all(self._some_element(document.get(array), inside) for array, inside in arrays.items())

    def _some_element(self, elements: Any, inside: list[tuple[str, Any]]) -> bool:
        return any(
            all(_meets(_lookup(element, path), test) for path, wanted in inside for test in _tests(wanted))
            for element in elements or ()
            if isinstance(element, Mapping)
        )

    def _check_unique(self, document: Document, among: Any, same_id: str | None = None) -> None:
        """Raises Duplicate naming all indexes that refuse, joined by commas: which one speaks is open."""
        refusing = [
            index.name
            for index in self._collection.indexes
            if index.unique and any(_entries(index, d) & _entries(index, document) for d in among)
        ]
        if same_id and document["_id"] in self._stored:
            refusing.append(same_id)
        if refusing:
            raise Duplicate(self._collection.name, ",".join(refusing))


def _tests(wanted: Any) -> list[Callable[[Any], bool]]:
    """Each a function of what stands in the document, or MISSING."""
    if not isinstance(wanted, Mapping):
        return [lambda value: _any_is(value, lambda v: _equal(v, wanted))]
    return [_test(operator, operand) for operator, operand in wanted.items()]


def _test(operator: str, operand: Any) -> Callable[[Any], bool]:
    compare: dict[str, Callable[[Any], bool]] = {
        "$lt": lambda v: _comparable(v, operand) and v < operand,
        "$lte": lambda v: _comparable(v, operand) and v <= operand,
        "$gt": lambda v: _comparable(v, operand) and v > operand,
        "$gte": lambda v: _comparable(v, operand) and v >= operand,
        "$in": lambda v: any(_equal(v, item) for item in operand),
    }
    if operator == "$exists":
        return lambda value: (value is not MISSING) == operand
    if operator == "$ne":
        return lambda value: not _any_is(value, lambda v: _equal(v, operand))
    return lambda value: _any_is(value, compare[operator])


def _meets(value: Any, test: Callable[[Any], bool]) -> bool:
    return test(value)


def _any_is(value: Any, test: Callable[[Any], bool]) -> bool:
    return any(map(test, value)) if isinstance(value, list) else test(value)


def _lookup(document: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(document, Mapping) or name not in document:
            return MISSING
        document = document[name]
    return document


def _kind(value: Any) -> int:
    """The place of a value's type in the order of types."""
    if value is None or value is MISSING:
        return 0
    if isinstance(value, bool):
        return 5
    if isinstance(value, datetime):
        return 6
    kinds: tuple[Any, ...] = (int | float, str, Mapping, list)
    return next(rank for rank, kind in enumerate(kinds, 1) if isinstance(value, kind))


def _equal(one: Any, other: Any) -> bool:
    return _kind(one) == _kind(other) and (_kind(one) == 0 or bool(one == other))


def _comparable(one: Any, other: Any) -> bool:
    return _kind(one) == _kind(other) != 0


def _order(value: Any) -> tuple[int, Any]:
    return (_kind(value), 0 if _kind(value) == 0 else value)


def _only(document: Document, fields: Sequence[str]) -> Document:
    return {name: value for name, value in document.items() if name == "_id" or name in fields}


def _entries(index: Index, document: Document) -> set[tuple[Any, ...]]:
    """What a unique index holds of a document."""
    if any(not _equal(_lookup(document, path), value) for path, value in index.where):
        return set()
    if index.multikey is None:
        entry = tuple(_lookup(document, path) for path in index.fields)
        return set() if index.optional and entry[0] in (None, MISSING) else {entry}
    inside = [path.partition(".")[2] for path in index.fields]
    elements = document.get(index.multikey) or ()
    return {tuple(_lookup(e, path) if path else e for path in inside) for e in elements}
