"""What SQLite's error codes mean to a user and to the operator; the code's own words stay in `__cause__`."""

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Duplicate, StoreUnavailable

_BUSY = (
    "The database is locked by another program, so nothing was saved. Wait a moment and try again; if it "
    "stays so, close whatever else has the database file open."
)
_NOT_WRITABLE = (
    "The database cannot be written, so nothing was saved. The operator has to make the database file and "
    "its folder writable for the account that the bot runs as."
)
_DAMAGED = (
    "The database file is damaged or is not a database. The operator has to stop the bot, keep a copy of the "
    "file and restore the latest backup."
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: (
        "The disk is full, so nothing was saved. The operator has to free some space; then try again."
    ),
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: (
        "The database file cannot be opened. The operator has to check that its folder is a folder, and is "
        "writable for the account that the bot runs as."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk refused to read or write the database, so nothing was saved. The operator has to check the "
        "disk's health and free space; then try again."
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_TITLE = "The database is not available"
_UNIQUE = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
_REFUSED_BY = re.compile(r"failed: (?:index ')?(\w+?)(?:__(\w+))?['.]")


@contextmanager
def spoken() -> Iterator[None]:
    """Turns errors of SQLite and the file system into Duplicate and StoreUnavailable; other faults pass."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        refused = _REFUSED_BY.search(str(error)) if code in _UNIQUE else None
        if refused is not None:
            raise Duplicate(refused[1], refused[2] or "_id") from error
        if _primary(error) not in _SENTENCES:
            raise
        raise unavailable(_primary(error)) from error
    except OSError as error:
        raise unavailable(
            sqlite3.SQLITE_FULL if error.errno == errno.ENOSPC else sqlite3.SQLITE_CANTOPEN
        ) from error


def is_locked(error: BaseException) -> bool:
    """Whether another program's lock outlasted the timeout."""
    return isinstance(error, sqlite3.Error) and _primary(error) == sqlite3.SQLITE_BUSY


def _primary(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def unavailable(code: int) -> StoreUnavailable:
    """What to tell a user about a primary error code."""
    return StoreUnavailable(_SENTENCES[code], title=_TITLE)


def stuck(seconds: float) -> StoreUnavailable:
    """What to tell a user who has waited behind one write of somebody else's for so long."""
    return StoreUnavailable(
        f"The disk has taken nothing for {seconds:.0f} seconds, so this was not saved. The operator has to "
        "check the disk's health and free space; then try again.",
        title=_TITLE,
    )
