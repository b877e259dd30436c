"""Files both ways: what a student sent is fetched, and a PDF too large to send goes out in parts."""

import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import discord

from adapters.discord.faults import Unsent
from adapters.discord.message import Attached, Message
from domain.errors import UserError
from domain.requests import Attachment

log = logging.getLogger(__name__)

MOST_FILES = 10
LARGEST = 5 * 1024 * 1024
DEFAULT_UPLOAD = discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
FILLED = 0.99


class Part(Protocol):
    """Some pages of a PDF, counted from 1, as a file of their own."""

    @property
    def first_page(self) -> int: ...

    @property
    def last_page(self) -> int: ...

    @property
    def content(self) -> bytes: ...


Split = Callable[[str, int], Awaitable[Sequence[Part] | None]]
"""A PDF's path and a limit in bytes: its pages in parts below the limit, None where one page is larger."""


@asynccontextmanager
async def fetched(files: Sequence[discord.Attachment]) -> AsyncIterator[tuple[Attachment, ...]]:
    """The files on this machine, for as long as the context is open. Raises UserError for too much."""
    if not files:
        yield ()
        return
    if len(files) > MOST_FILES:
        raise UserError(f"That is {len(files)} files; {MOST_FILES} are the most I take at once.")
    for file in files:
        if file.size > LARGEST:
            raise UserError(
                f"“{file.filename}” has {file.size / 2**20:.1f} MB; {LARGEST // 2**20} MB are the most. "
                "Please send the part that matters.",
                title="Too large",
            )
    with tempfile.TemporaryDirectory(prefix="mockingbird-") as folder:
        yield tuple([await _fetch(file, Path(folder) / str(n)) for n, file in enumerate(files)])


async def _fetch(file: discord.Attachment, path: Path) -> Attachment:
    try:
        await file.save(path)
    except Unsent as error:
        raise UserError(
            f"I could not fetch “{file.filename}” from Discord. Please send it again, or paste its text.",
            title="File not read",
        ) from error
    return Attachment(file.filename, str(path))


async def fitting(
    messages: Sequence[Message], limit: int, split: Split, say: Callable[[str], Message]
) -> tuple[Message, ...]:
    """The messages with each file within `limit` bytes: one too large follows in parts, a message each."""
    fitted: list[Message] = []
    for message in messages:
        large = [file for file in message.files if _size(file) > limit]
        fitted.append(replace(message, files=tuple(f for f in message.files if f not in large)))
        for file in large:
            fitted += await _in_parts(file, limit, split, say)
    return tuple(fitted)


async def _in_parts(file: Attached, limit: int, split: Split, say: Callable[[str], Message]) -> list[Message]:
    size, most = _size(file) / 2**20, limit / 2**20
    why = f"“{file.name}” has {size:.1f} MB, and {most:.0f} MB are the most that I may send here."
    parts = await _split(file, limit, split)
    if parts is None:
        return [say(f"{why} It is kept; the operator can hand it to you.")]
    stem = file.name.removesuffix(".pdf")
    sent = [Attached(f"{stem}-pages-{p.first_page}-{p.last_page}.pdf", content=p.content) for p in parts]
    first, *more = [Message(files=(one,)) for one in sent]
    words = say(f"{why} Its pages come in {len(sent)} files instead.")
    return [replace(words, files=first.files), *more]


async def _split(file: Attached, limit: int, split: Split) -> Sequence[Part] | None:
    if file.path is None or not file.name.endswith(".pdf"):
        return None
    try:
        return await split(file.path, int(limit * FILLED))
    except ValueError as error:
        log.warning("%s cannot be split: %s", file.name, error)
        return None


def _size(file: Attached) -> int:
    return len(file.content or b"") if file.path is None else Path(file.path).stat().st_size
