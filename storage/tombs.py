"""Sees to it that nothing is stored for an account that has ended, however late it comes."""

from domain.errors import AccountGone, Duplicate
from domain.ports import Document, Documents
from storage.schema import OWNERS

TOMBSTONES = "tombstones"


async def to_the_living(documents: Documents, collection: str, document: Document) -> None:
    """Gives a document that was just inserted to the account that its owner's was joined with, if it was.

    Looking after the insert leaves no gap: what ends an account writes its tombstone first and then takes
    all it finds, so one of both sees the other. Raises AccountGone, having removed the document, where the
    account was deleted; Duplicate where the other account has the same already. It is not for documents
    whose id tells their owner: those are written again under the other's.
    """
    field = OWNERS.get(collection)
    owner = document.get(field) if field else None
    if field is None or owner is None:
        return
    heir = await living(documents, owner)
    if heir == owner:
        return
    here = {"_id": document["_id"]}
    if heir is None:
        await documents.delete(collection, here)
        raise AccountGone
    try:
        await documents.claim(collection, here, {field: heir})
    except Duplicate:
        await documents.delete(collection, here)
        raise


async def living(documents: Documents, user_id: str) -> str | None:
    """Who owns what that account owned, itself while it has not ended; None where it was deleted."""
    while tombstone := await documents.get(TOMBSTONES, user_id):
        if tombstone.get("into") is None:
            return None
        user_id = tombstone["into"]
    return user_id


async def chain(documents: Documents, user_id: str) -> tuple[str, ...]:
    """That account and those that it was joined into, one after the other, also where that is under way.

    Each is older than the one before, so it ends: with the account that is left, or one that was deleted.
    """
    ids = [user_id]
    while (following := await _joined_into(documents, ids[-1])) is not None:
        ids.append(following)
    return tuple(ids)


async def _joined_into(documents: Documents, user_id: str) -> str | None:
    account = await documents.get("users", user_id) or await documents.get(TOMBSTONES, user_id) or {}
    into: str | None = account.get("joined_into") or account.get("into")
    return into
