"""What MongoDB's errors mean to a user and to the operator; the driver's own words stay in `__cause__`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from bson.errors import InvalidDocument
from pymongo.errors import (
    ConfigurationError,
    ConnectionFailure,
    DuplicateKeyError,
    InvalidName,
    OperationFailure,
    PyMongoError,
)

from domain.errors import Duplicate, StoreUnavailable

INDEX_DIFFERS = (85, 86)

_UNREACHABLE = (
    "The database cannot be reached, so nothing is known to be saved. Wait a moment and try again; if it "
    "stays so, the operator has to check that MongoDB runs and that the storage URL leads to it."
)
_REFUSED = (
    "The database refuses the bot. The operator has to check the name, the password and the rights in the "
    "storage URL."
)
_FULL = (
    "The database's disk is full, so nothing was saved. The operator has to free some space; then try again."
)
MISTYPED = (
    "The storage URL is not an address of MongoDB. It looks like mongodb://HOST:27017/mockingbird, and a "
    "special character of the password is percent-encoded."
)
_SENTENCES = {13: _REFUSED, 18: _REFUSED, 8000: _REFUSED, 14031: _FULL}
_INDEX = re.compile(r"index: (\w+)")


@contextmanager
def spoken(collection: str = "") -> Iterator[None]:
    """Turns the driver's errors into Duplicate, StoreUnavailable or (a document too large) ValueError."""
    try:
        yield
    except DuplicateKeyError as error:
        raise Duplicate(collection, _index_of(error)) from error
    except InvalidDocument as error:
        raise ValueError(f"{collection}: MongoDB cannot hold this document") from error
    except PyMongoError as error:
        if (sentence := _sentence(error)) is None:
            raise
        raise StoreUnavailable(sentence, title="The database is not available") from error


def _sentence(error: PyMongoError) -> str | None:
    if isinstance(error, ConfigurationError | InvalidName):
        return MISTYPED
    if isinstance(error, OperationFailure) and error.code in _SENTENCES:
        return _SENTENCES[error.code]
    if error.timeout or isinstance(error, ConnectionFailure):
        return _UNREACHABLE
    return None


def _index_of(error: DuplicateKeyError) -> str:
    found = _INDEX.search(str(error))
    name = found[1] if found else "_id_"
    return "_id" if name == "_id_" else name
