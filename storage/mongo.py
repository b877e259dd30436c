"""The production store: MongoDB through motor, whose only import this is."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pymongo
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import IndexModel, ReturnDocument
from pymongo.errors import OperationFailure

from domain.errors import Conflict, StoreUnavailable
from domain.ports import Document, Where
from storage.expiry import delete_expired
from storage.mongo_errors import INDEX_DIFFERS, MISTYPED, spoken
from storage.schema import COLLECTIONS, Collection, Index
from storage.values import checked_change, checked_document, checked_names
from storage.where import Condition, Element, checked_limit, checked_sort, parsed

Client: TypeAlias = AsyncIOMotorClient[Document]
Database: TypeAlias = AsyncIOMotorDatabase[Document]

DEFAULT_DATABASE = "mockingbird"
INDEX_BUILD_SECONDS = 600


class MongoDocuments:
    """The Documents port over one database; a write returns once a majority has it in the journal.

    Every method raises StoreUnavailable, and ValueError for what the port or the schema does not define.
    """

    def __init__(self, database: Database, collections: Sequence[Collection]) -> None:
        self._database = database
        self._collections = {collection.name: collection for collection in collections}

    async def insert(self, collection: str, document: Document) -> None:
        checked = checked_document(self._declared(collection), document)
        with spoken(collection):
            await self._database[collection].insert_one(checked)

    async def get(self, collection: str, document_id: str) -> Document | None:
        found = await self.find(collection, {"_id": document_id}, limit=1)
        return found[0] if found else None

    async def find(
        self,
        collection: str,
        where: Where,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int | None = None,
        fields: Sequence[str] | None = None,
    ) -> list[Document]:
        names = None if fields is None else ["_id", *checked_names(fields)]
        matches = self._matches(collection, where)
        order = checked_sort(self._declared(collection), sort)
        most = checked_limit(limit)
        if most == 0:
            return []
        with spoken(collection):
            cursor = self._database[collection].find(matches, names, sort=order, limit=most or 0)
            return await cursor.to_list(None)

    async def count(self, collection: str, where: Where) -> int:
        matches = self._matches(collection, where)
        with spoken(collection):
            return await self._database[collection].count_documents(matches)

    async def replace(self, collection: str, document: Document, *, version: int) -> None:
        checked = checked_document(self._declared(collection), document)
        same = {"_id": checked["_id"], "version": version}
        with spoken(collection):
            result = await self._database[collection].replace_one(same, checked)
        if result.matched_count == 0:
            raise Conflict(f"{collection}: not at version {version} any more")

    async def upsert(self, collection: str, document: Document) -> None:
        checked = checked_document(self._declared(collection), document)
        # Of two upserts of one new _id, the server itself runs the second again as a replacement.
        with spoken(collection):
            await self._database[collection].replace_one({"_id": checked["_id"]}, checked, upsert=True)

    async def claim(
        self, collection: str, where: Where, change: Where, *, sort: Sequence[tuple[str, int]] = ()
    ) -> Document | None:
        declared = self._declared(collection)
        changed = checked_change(declared, change)
        matches = self._matches(collection, where)
        order = checked_sort(declared, sort)
        with spoken(collection):
            return await self._database[collection].find_one_and_update(
                matches,
                {"$set": changed, "$inc": {"version": 1}},
                sort=order,
                return_document=ReturnDocument.AFTER,
            )

    async def delete(self, collection: str, where: Where) -> int:
        matches = self._matches(collection, where)
        with spoken(collection):
            return (await self._database[collection].delete_many(matches)).deleted_count

    async def scrub(self) -> None:
        """Does nothing: when the server overwrites what was deleted is its own affair and its operator's."""

    async def expire(self, now: datetime) -> int:
        """Deletes what its collection no longer keeps at `now`, ahead of the server; how many that were."""
        return await delete_expired(self, self._collections.values(), now)

    def _declared(self, collection: str) -> Collection:
        if collection not in self._collections:
            raise ValueError(f"there is no collection {collection!r}")
        return self._collections[collection]

    def _matches(self, collection: str, where: Where) -> Document:
        return matching(parsed(self._declared(collection), where))


@asynccontextmanager
async def open_mongo(
    url: str, *, operation_timeout: float = 10.0, collections: Sequence[Collection] = COLLECTIONS
) -> AsyncIterator[MongoDocuments]:
    """Opens the database that the URL's path names, "mockingbird" where it names none, and makes its indexes.

    `operation_timeout` is how many seconds an operation may take, with the search for a server that takes
    writes and one retry; an election of a new primary fits in the default. Raises StoreUnavailable, and
    Duplicate where what is stored already contradicts a unique index of the schema.
    """
    client = _client(url, operation_timeout)
    try:
        with spoken():
            database = client.get_default_database(DEFAULT_DATABASE)
            await database.command("ping")
        for collection in collections:
            with spoken(collection.name), pymongo.timeout(INDEX_BUILD_SECONDS):
                await _make_indexes(database[collection.name], collection)
        yield MongoDocuments(database, collections)
    finally:
        client.close()


def _client(url: str, operation_timeout: float) -> Client:
    """Connects with the first operation; what the URL says of durability is overruled."""
    try:
        with spoken():
            return AsyncIOMotorClient(
                url,
                appname="mockingbird",
                tz_aware=True,
                tzinfo=UTC,
                w="majority",
                journal=True,
                timeoutMS=int(operation_timeout * 1000),
            )
    except ValueError as error:
        raise StoreUnavailable(MISTYPED) from error


def matching(conditions: Sequence[Condition | Element]) -> Document:
    """The conditions as MongoDB's filter."""
    found: dict[str, dict[str, Any]] = {}
    for condition in conditions:
        if isinstance(condition, Element):
            found.setdefault(condition.array, {})["$elemMatch"] = matching(condition.conditions)
            # Adds nothing, but shows the planner that a partial index holds whatever can match.
            for inside in condition.conditions:
                if inside.operator == "$eq":
                    found[f"{condition.array}.{inside.path}"] = {"$eq": inside.value}
        else:
            found.setdefault(condition.path, {})[condition.operator] = condition.value
    return dict(found)


async def _make_indexes(stored: AsyncIOMotorCollection[Document], collection: Collection) -> None:
    try:
        if collection.indexes:
            await stored.create_indexes([_model(index) for index in collection.indexes])
    except OperationFailure as error:
        if error.code not in INDEX_DIFFERS:
            raise
        for index in collection.indexes:
            await _remake_index(stored, index)


async def _remake_index(stored: AsyncIOMotorCollection[Document], index: Index) -> None:
    """Replaces an index that an earlier schema declared differently; leaves one that is right."""
    try:
        await stored.create_indexes([_model(index)])
    except OperationFailure as error:
        if error.code not in INDEX_DIFFERS:
            raise
        await stored.drop_index(index.name)
        await stored.create_indexes([_model(index)])


def _model(index: Index) -> IndexModel:
    """Every sort ends in _id, so an index that may hold a value twice does too and gives the whole order."""
    last = () if index.unique or index.multikey or index.expire_after else ("_id",)
    options: dict[str, Any] = {"name": index.name, "unique": index.unique}
    if index.where:
        options["partialFilterExpression"] = dict(index.where)
    if index.optional or (index.unique and index.multikey):
        # To MongoDB a missing field, or an empty array, is a value that only one document may have. A range
        # over all texts leaves these out; unlike $type it does not hide the index from {field: "a text"}.
        options["partialFilterExpression"] = {index.fields[0]: {"$gte": ""}}
    if index.expire_after is not None:
        options["expireAfterSeconds"] = int(index.expire_after.total_seconds())
    return IndexModel([(path, pymongo.ASCENDING) for path in (*index.fields, *last)], **options)
