"""Writes to the embedded store: one alone, and 2,000 at the same moment, beside a bare aiosqlite."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import aiosqlite

from bench.table import Figure, percentile
from domain.ports import Document
from storage.codec import json_text
from storage.schema import collection
from storage.sqlite import open_sqlite

LONE, BURST = 400, 2000
NOTES = collection("notes", "text")
TEXT = "x" * 700

Insert = Callable[[Document], Awaitable[None]]


async def measure() -> list[Figure]:
    """Milliseconds until it is on the disk; the bare inserts are a transaction each."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_sqlite(Path(folder) / "ours.db", collections=[NOTES]) as ours,
            aiosqlite.connect(Path(folder) / "bare.db", isolation_level=None) as bare,
        ):
            await bare.execute("PRAGMA journal_mode=WAL")
            await bare.execute("PRAGMA synchronous=FULL")
            await bare.execute("CREATE TABLE notes (_id PRIMARY KEY, version, doc)")

            async def insert(document: Document) -> None:
                await ours.insert("notes", document)

            async def insert_bare(document: Document) -> None:
                row = (document["_id"], document["version"], json_text(document))
                await bare.execute_fetchall("INSERT INTO notes VALUES (?, ?, ?)", row)

            lone, lone_bare = await _alternate(insert, insert_bare)
            burst, burst_bare = await _burst(insert), await _burst(insert_bare)
    middle, middle_bare = percentile(lone, 0.5), percentile(lone_bare, 0.5)
    return [
        Figure("a lone insert, p50", middle, "ms", 2 * middle_bare, middle_bare),
        Figure(f"{BURST:,} inserts at once", burst, "ms", burst_bare / 1.5, burst_bare),
    ]


async def _alternate(ours: Insert, bare: Insert) -> tuple[Sequence[float], Sequence[float]]:
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(LONE):
        for insert, times in zip((ours, bare), took, strict=True):
            began = time.perf_counter()
            await insert(_note(f"lone {number}"))
            times.append(1000 * (time.perf_counter() - began))
    return took


async def _burst(insert: Insert) -> float:
    began = time.perf_counter()
    await asyncio.gather(*(insert(_note(f"one of many {number}")) for number in range(BURST)))
    return 1000 * (time.perf_counter() - began)


def _note(note_id: str) -> Document:
    return {"_id": note_id, "version": 1, "text": TEXT}
