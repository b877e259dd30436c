"""Two small collections that between them have every kind of field and index."""

from datetime import UTC, datetime, timedelta

from domain.ports import Document
from storage.schema import Index, collection

NOON = datetime(2026, 11, 22, 12, 0, 0, 123_000, tzinfo=UTC)
KEPT = timedelta(days=7)

THINGS = collection(
    "things",
    "a b n state due_at seen_at tags[] marks[] people[] places[]",
    Index("due", ("state", "due_at")),
    Index("a", ("a",)),
    Index("marks", ("marks",), multikey="marks"),
    Index("people", ("people.p", "people.q"), multikey="people"),
    Index("seen", ("seen_at",), expire_after=KEPT),
)
ACCOUNTS = collection(
    "accounts",
    "key email owner state active names[] identities[]",
    Index("key", ("key", "owner"), unique=True),
    Index("email", ("email",), unique=True, optional=True),
    Index("open", ("owner",), unique=True, where=(("state", "open"), ("active", True))),
    Index("names", ("names",), unique=True, multikey="names"),
    Index("identity", ("identities.user", "identities.platform"), unique=True, multikey="identities"),
)
COLLECTIONS = (THINGS, ACCOUNTS)


def thing(document_id: str, **fields: object) -> Document:
    return {"_id": document_id, "version": 1, **fields}


def account(document_id: str, **fields: object) -> Document:
    """One that shares no unique value with another unless `fields` say so."""
    return {"_id": document_id, "version": 1, "key": document_id, "owner": document_id, **fields}
