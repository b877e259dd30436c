"""ZIP files of this machine for a person to keep; adapters/archive.py writes them."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from domain.ports import Document


class Archive(Protocol):
    """ZIP files being written, off the event loop; a new one is begun where one would grow too large."""

    async def rows(self, name: str, rows: Sequence[Document]) -> None:
        """Adds to the JSON list of that name, which goes on in a file of its own in the next ZIP.

        Times become ISO texts. All rows of a list are given before those of another.
        """
        ...

    async def text(self, name: str, content: str) -> None: ...

    async def file(self, name: str, path: str) -> bool:
        """Adds a file of this machine; False where it is not there any more."""
        ...

    async def end(self) -> Sequence[tuple[str, int]]:
        """The paths of the ZIPs with their sizes in bytes, once all is in them; they stay until dropped."""
        ...


class Archives(Protocol):
    """ZIP files of this machine, in folders whose names tell nothing. All raise StoreUnavailable."""

    def begun(self, at: datetime, most: int) -> AbstractAsyncContextManager[Archive]:
        """Files of at most `most` bytes each, as far as one thing in them is not larger by itself.

        They are removed where the context is left by an error or before `end`.
        """
        ...

    async def has(self, paths: Sequence[str]) -> bool:
        """Whether all of them are on this machine."""
        ...

    async def drop(self, paths: Sequence[str]) -> None:
        """Removes them with their folders, as far as they are there."""
        ...

    async def drop_before(self, moment: datetime) -> None:
        """Removes what was begun before that moment, finished or not."""
        ...
