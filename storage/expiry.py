"""Deletes what a collection declares to keep for a time only; written once for both stores."""

from collections.abc import Iterable
from datetime import datetime

from domain.ports import Documents
from storage.schema import Collection


async def delete_expired(documents: Documents, collections: Iterable[Collection], now: datetime) -> int:
    """How many were deleted."""
    deleted = 0
    for collection in collections:
        for index in collection.indexes:
            if index.expire_after is not None:
                oldest = now - index.expire_after
                deleted += await documents.delete(collection.name, {index.fields[0]: {"$lte": oldest}})
    return deleted
