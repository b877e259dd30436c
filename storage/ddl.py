"""SQLite's tables, indexes and triggers, derived from the declared collections.

An index of array elements becomes a side table with a row for each element, which triggers keep in step
with the documents: the same statement that writes the document writes it, or neither is written.
"""

# ruff: noqa: S608 - all names are the schema's

import zlib
from collections.abc import Iterator, Sequence

from storage.codec import encode
from storage.schema import Collection, Index
from storage.sql import element, field, path_value, side_table

DERIVED = "SELECT type, name FROM sqlite_master WHERE name GLOB '*__*' AND name NOT GLOB 'sqlite_*'"


def statements(collections: Sequence[Collection], outdated: Sequence[tuple[str, str]]) -> list[str]:
    """What brings a database to the declared schema, to be run in one transaction.

    Tables of documents are made where they are missing; all that is derived from them is made anew.
    `outdated` are the (type, name) of the derived objects that stand in the database.
    """
    drops = [f"DROP {kind} IF EXISTS {name}" for kind, name in sorted(outdated, reverse=True)]
    return [*drops, *_everything(collections), f"PRAGMA user_version={fingerprint(collections)}"]


def fingerprint(collections: Sequence[Collection]) -> int:
    """A number that changes with the schema, 1 to 2**31 - 1: what `user_version` can hold."""
    return zlib.crc32(";".join(_everything(collections)).encode()) % (2**31 - 1) + 1


def _everything(collections: Sequence[Collection]) -> Iterator[str]:
    for collection in collections:
        # Columns without a type convert nothing: _id = 5 does not find "5".
        columns = "_id PRIMARY KEY NOT NULL, version, doc NOT NULL"
        yield f"CREATE TABLE IF NOT EXISTS {collection.name} ({columns})"
        for index in collection.indexes:
            yield from _multikey(collection, index) if index.multikey else _plain(collection, index)


def _plain(collection: Collection, index: Index) -> Iterator[str]:
    keys = [field(path).value for path in index.fields]
    unique = "UNIQUE " if index.unique else ""
    terms = " AND ".join(
        f"{field(path).value} {'IS NULL' if value is None else f'= {_quoted(value)}'}"
        for path, value in index.where
    )
    where = f" WHERE {terms}" if terms else ""
    name = f"{collection.name}__{index.name}"
    yield f"CREATE {unique}INDEX {name} ON {collection.name} ({', '.join(keys)}){where}"


def _quoted(constant: str | bool) -> str:
    return "'" + str(encode(constant)).replace("'", "''") + "'"


def _multikey(collection: Collection, index: Index) -> Iterator[str]:
    documents, table = collection.name, side_table(collection, index)
    columns = ", ".join(f"c{number}" for number in range(len(index.fields)))
    before, after = path_value(index.multikey or "", "OLD.doc"), path_value(index.multikey or "", "NEW.doc")
    add = f"INSERT INTO {table} {_entries(index, 'NEW._id', 'NEW.doc')};"
    remove = f"DELETE FROM {table} WHERE owner = OLD._id;"
    yield f"CREATE TABLE {table} (owner NOT NULL, {columns})"
    if index.unique:
        yield f"CREATE UNIQUE INDEX {table}__entry ON {table} ({columns})"
    else:
        yield f"CREATE INDEX {table}__entry ON {table} ({columns}, owner)"
    yield f"CREATE INDEX {table}__owner ON {table} (owner)"
    yield f"INSERT INTO {table} {_entries(index, f'{documents}._id', f'{documents}.doc', documents)}"
    yield f"CREATE TRIGGER {table}__insert AFTER INSERT ON {documents} BEGIN {add} END"
    yield (
        f"CREATE TRIGGER {table}__update AFTER UPDATE OF doc ON {documents} "
        f"WHEN {before} IS NOT {after} BEGIN {remove} {add} END"
    )
    yield f"CREATE TRIGGER {table}__delete AFTER DELETE ON {documents} BEGIN {remove} END"


def _entries(index: Index, owner: str, doc: str, source: str = "") -> str:
    """Selects the rows of a side table: a document may hold one entry twice, and what is no value is NULL."""
    operands = [element(path.partition(".")[2]) for path in index.fields]
    values = [f"CASE WHEN {o.kind} NOT IN ('object','array') THEN {o.value} END" for o in operands]
    elements = f"json_each({doc},'$.{index.multikey}') AS e"
    tables = f"{source}, {elements}" if source else elements
    return f"SELECT DISTINCT {', '.join([owner, *values])} FROM {tables}"
