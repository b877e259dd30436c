"""How a change is written that many want to make at once, and what a copy read before is good for."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from domain.model.base import Entity
from domain.ports import Document
from storage.repositories import Repository
from storage.schema import collection
from storage.sqlite import SqliteDocuments, open_sqlite
from tests.fakes import ManualClock
from tests.storage.sample import NOON

NOTES = collection("notes", "words[]")
WRITERS = 60


class Note(Entity):
    words: tuple[str, ...] = ()


class Notes(Repository[Note]):
    collection = "notes"
    entity = Note


class Counted:
    """The store, and how often a note of it was read and how often somebody tried to write one."""

    def __init__(self, documents: SqliteDocuments) -> None:
        self._documents = documents
        self.done: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)

    async def get(self, collection: str, document_id: str) -> Document | None:
        self.done["read"] += 1
        return await self._documents.get(collection, document_id)

    async def replace(self, collection: str, document: Document, *, version: int) -> None:
        self.done["written"] += 1
        await self._documents.replace(collection, document, version=version)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Counted]:
    async with open_sqlite(tmp_path / "notes.db", collections=[NOTES]) as documents:
        yield Counted(documents)


@pytest.fixture
async def notes(store: Counted) -> Notes:
    found = Notes(store, ManualClock())
    await found.add(Note(id="1", created_at=NOON, updated_at=NOON))
    return found


def adding(word: str) -> Callable[[Note], Note]:
    return lambda note: note.model_copy(update={"words": (*note.words, word)})


async def test_many_who_change_one_document_at_once_all_do_and_each_tries_twice_at_most(
    store: Counted, notes: Notes
) -> None:
    await asyncio.gather(*(notes.change("1", adding(str(number))) for number in range(WRITERS)))
    stored = await notes.get("1")
    assert stored is not None
    assert sorted(stored.words, key=int) == [str(number) for number in range(WRITERS)]
    assert stored.version == 1 + WRITERS
    assert store.done["written"] < 2 * WRITERS


async def test_two_handles_on_one_document_lose_nothing(store: Counted, notes: Notes) -> None:
    other = Notes(store, ManualClock())
    each = [(notes, other)[number % 2].change("1", adding(str(number))) for number in range(20)]
    await asyncio.gather(*each)
    stored = await notes.get("1")
    assert stored is not None
    assert len(set(stored.words)) == 20


async def test_what_was_just_read_is_not_read_again(store: Counted, notes: Notes) -> None:
    known = await notes.get("1")
    changed = await notes.change("1", adding("a"), known)
    assert changed == await notes.get("1")
    assert changed.words == ("a",)
    assert store.done == {"read": 2, "written": 1}


async def test_an_old_copy_neither_undoes_what_came_since_nor_hides_it(notes: Notes) -> None:
    old = await notes.get("1")
    await notes.change("1", adding("a"))
    assert (await notes.change("1", adding("b"), old)).words == ("a", "b")

    def unless_empty(note: Note) -> Note:
        return adding("c")(note) if note.words else note

    assert (await notes.change("1", unless_empty, old)).words == ("a", "b", "c")


async def test_of_a_document_that_is_gone_an_old_copy_is_of_no_use(notes: Notes) -> None:
    old = await notes.get("1")
    assert old is not None
    assert await notes.remove(old)
    with pytest.raises(LookupError):
        await notes.change("1", adding("a"), old)
    assert await notes.get("1") is None
