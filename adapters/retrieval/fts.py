"""The `Retrieval` port over SQLite's FTS5: ranked by its bm25(), built once, when first asked."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

from adapters.retrieval.lookup import Lookup, lookup
from adapters.retrieval.rows import Row, row
from adapters.retrieval.vocabulary import Vocabulary
from domain.model.passage import Found, Passage

# Title and tags say what a passage is about; its text only what it mentions.
_SEARCH = """
SELECT rowid, -bm25(passages, 8.0, 6.0, 1.0) AS rank FROM passages WHERE passages MATCH ?
ORDER BY rank DESC, rowid
"""
_INSERT = "INSERT INTO passages (rowid, title, tags, text) VALUES (?, ?, ?, ?)"
_CREATE = "CREATE VIRTUAL TABLE passages USING fts5(title, tags, text, tokenize = 'ascii', content = '')"
# What ranks so far behind the best has one word in common with the question, and another subject.
CLOSE = 0.6


class FtsRetrieval:
    """Finds among the passages that it is given once and those of the student who asks.

    Both are ranked by the same statistics: a student's own rows are in the index for the length of a
    transaction that is never committed, and no row of theirs is kept. One search runs at a time; any thread
    and event loop may ask.
    """

    def __init__(self, passages: Callable[[], Sequence[Passage]]) -> None:
        self._passages = passages
        self._lock = threading.Lock()
        self._index: _Index | None = None

    async def find(
        self,
        query: str,
        limit: int,
        *,
        own: Sequence[Passage] = (),
        without: Callable[[Passage], bool] = lambda _: False,
    ) -> Sequence[Found]:
        return await asyncio.to_thread(self._find, query, limit, own, without)

    def _find(
        self, query: str, limit: int, own: Sequence[Passage], without: Callable[[Passage], bool]
    ) -> list[Found]:
        rows_of_own = [row(passage) for passage in own]
        with self._lock:
            if self._index is None:
                self._index = _Index(self._passages())
            with self._index.holding(rows_of_own) as (rows, vocabulary):
                wanted = lookup(query, vocabulary)
                return self._index.search(wanted, rows, limit, without)


class _Index:
    """The table, with what is known of its rows beside it; rowids count from 0."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._rows = [row(passage) for passage in passages]
        self._vocabulary = Vocabulary.of(self._rows)
        self._table = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._table.execute(_CREATE)
        self._table.execute("BEGIN")
        self._insert(self._rows, 0)
        self._table.execute("COMMIT")

    def _insert(self, rows: Sequence[Row], first: int) -> None:
        self._table.executemany(_INSERT, ((first + n, *r.columns) for n, r in enumerate(rows)))

    @contextmanager
    def holding(self, own: Sequence[Row]) -> Iterator[tuple[Sequence[Row], Vocabulary]]:
        """Has somebody's own rows in the index meanwhile, and gives all rows and their vocabulary."""
        if not own:
            yield self._rows, self._vocabulary
            return
        self._table.execute("BEGIN")
        try:
            self._insert(own, len(self._rows))
            yield [*self._rows, *own], self._vocabulary + Vocabulary.of(own)
        finally:
            self._table.execute("ROLLBACK")

    def search(
        self, wanted: Lookup, rows: Sequence[Row], limit: int, without: Callable[[Passage], bool]
    ) -> list[Found]:
        found: list[Found] = []
        if limit <= 0 or not wanted.expression:
            return found
        with closing(self._table.execute(_SEARCH, (wanted.expression,))) as matches:
            for number, rank in matches:
                match = rows[number]
                if len(found) == limit or (found and rank < CLOSE * found[0].rank):
                    break
                if wanted.answered(match) and not without(match.passage):
                    found.append(Found(passage=match.passage, rank=rank, words=wanted.met(match)))
        return found
