"""ZIP files for a person to keep, written piece by piece in a thread, none larger than a platform takes."""

import asyncio
import json
import os
import re
import secrets
import shutil
import threading
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from domain.errors import StoreUnavailable

R = TypeVar("R")

PIECE = 256 * 1024
_NAME = re.compile(r"(?P<begun>[0-9a-f]{1,16})-[0-9a-f]{32}")
"""Of a folder that was made here; what else an operator keeps beside them stays."""
# A directory entry stands for each file at the end of a ZIP, and the compressor holds back some bytes.
ENTRY, HELD_BACK = 256, 128 * 1024


class ZipArchives:
    """Each archive is a folder of its own below one. A folder's name is the time it was begun and 128 bits
    of chance, so that it tells nobody whose it is and can be removed in time whoever began it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @asynccontextmanager
    async def begun(self, at: datetime, most: int) -> AsyncIterator["ZipArchive"]:
        """Files of at most `most` bytes each, removed where this is left by an error or without `end`."""
        with _spoken():
            folder = await asyncio.to_thread(self._make, at)
        archive = ZipArchive(folder, at, most)
        kept = False
        try:
            yield archive
            kept = archive.ended
        finally:
            if not kept:
                await archive.abandon()

    def _make(self, at: datetime) -> Path:
        folder = self._folder / f"{int(at.timestamp()):x}-{secrets.token_hex(16)}"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        return folder.resolve()

    async def has(self, paths: Sequence[str]) -> bool:
        with _spoken():
            return await asyncio.to_thread(lambda: all(Path(path).is_file() for path in paths))

    async def drop(self, paths: Sequence[str]) -> None:
        """Removes the folders of those files, if they are of this one's."""
        inside = {self._folder.resolve() / Path(path).parent.name for path in paths}
        await self._remove(inside & {Path(path).parent for path in paths})

    async def drop_before(self, moment: datetime) -> None:
        with _spoken():
            old = await asyncio.to_thread(lambda: list(self._older(moment)))
        await self._remove(old)

    def _older(self, moment: datetime) -> Iterator[Path]:
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                ours = _NAME.fullmatch(folder.name)
                if ours and int(ours["begun"], 16) < moment.timestamp():
                    yield folder

    async def _remove(self, folders: Sequence[Path] | set[Path]) -> None:
        with _spoken():
            for folder in folders:
                await asyncio.to_thread(_remove_tree, folder)


class ZipArchive:
    """One archive being written, by one task. Every method raises StoreUnavailable where the disk refuses."""

    def __init__(self, folder: Path, at: datetime, most: int) -> None:
        self.ended = False
        self._turn = threading.Lock()
        self._folder = folder
        self._at = at.timetuple()[:6]
        self._most = most
        self._parts: list[Path] = []
        self._zip: zipfile.ZipFile | None = None
        self._list: IO[bytes] | None = None
        self._list_name, self._list_number, self._list_rows = "", 0, 0

    async def rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds to the JSON list of that name, a row a line; times become ISO texts."""
        await self._do(partial(self._add_rows, name, rows))

    async def text(self, name: str, content: str) -> None:
        await self._do(partial(self._add_text, name, content))

    async def file(self, name: str, path: str) -> bool:
        return await self._do(partial(self._add_file, name, Path(path)))

    async def end(self) -> Sequence[tuple[str, int]]:
        """The paths of the ZIPs with their sizes in bytes."""
        await self._do(self._close)
        self.ended = True
        return await self._do(lambda: [(str(path), path.stat().st_size) for path in self._parts])

    async def abandon(self) -> None:
        """Closes what is open and removes everything."""
        await self._do(self._abandon)

    async def _do(self, work: Callable[[], R]) -> R:
        """A thread whose caller was cancelled goes on to the end of its piece; nothing begins before that."""

        def in_turn() -> R:
            with self._turn:
                return work()

        with _spoken():
            return await asyncio.to_thread(in_turn)

    def _abandon(self) -> None:
        try:
            self._close()
        finally:
            _remove_tree(self._folder)

    def _add_rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if name != self._list_name:
            self._end_list()
            self._list_name, self._list_number = name, 0
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, default=_iso).encode("utf-8", "replace")
            target = self._list_with_room(len(line))
            target.write((b",\n" if self._list_rows else b"\n") + line)
            self._list_rows += 1
        if not rows:
            self._list_with_room(0)

    def _list_with_room(self, size: int) -> IO[bytes]:
        """The open list, or the next of its name where that has no room for so many bytes."""
        if self._list is not None and self._fits(size):
            return self._list
        self._close_list()
        self._list_number += 1
        number = f"-{self._list_number}" if self._list_number > 1 else ""
        self._list = self._with_room(size).open(self._info(f"{self._list_name}{number}.json"), "w")
        self._list.write(b"[")
        return self._list

    def _add_text(self, name: str, content: str) -> None:
        self._end_list()
        raw = content.encode("utf-8", "replace")
        self._with_room(len(raw)).writestr(self._info(name), raw)

    def _add_file(self, name: str, path: Path) -> bool:
        self._end_list()
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            size = os.fstat(source.fileno()).st_size
            with self._with_room(size).open(self._info(name), "w") as target:
                shutil.copyfileobj(source, target, PIECE)
        return True

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._at)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info

    def _with_room(self, size: int) -> zipfile.ZipFile:
        """The open ZIP, or the next one where that has no room for so many bytes more."""
        if self._zip is not None and self._fits(size):
            return self._zip
        self._close()
        self._parts.append(self._folder / f"{len(self._parts) + 1}.zip")
        self._zip = zipfile.ZipFile(self._parts[-1], "x", zipfile.ZIP_DEFLATED, allowZip64=True)
        return self._zip

    def _fits(self, size: int) -> bool:
        """Whether so many bytes more fit, even if nothing of them can be compressed."""
        if self._zip is None or self._zip.fp is None:
            return False
        directory = ENTRY * (len(self._zip.filelist) + 2)
        empty = not self._zip.filelist and self._list is None
        return empty or self._zip.fp.tell() + directory + HELD_BACK + size <= self._most

    def _end_list(self) -> None:
        self._close_list()
        self._list_name = ""

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.write(b"\n]\n")
            self._list.close()
        self._list, self._list_rows = None, 0

    def _close(self) -> None:
        self._close_list()
        if self._zip is not None:
            self._zip.close()
        self._zip = None


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a store")


def _remove_tree(folder: Path) -> None:
    """Also while another process removes it."""
    shutil.rmtree(folder, onerror=_unless_gone)


def _unless_gone(_: object, __: str, failure: tuple[Any, BaseException, Any]) -> None:
    if not isinstance(failure[1], FileNotFoundError):
        raise failure[1]


@contextmanager
def _spoken() -> Iterator[None]:
    """What the disk refuses, in words for the person who asked."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"The copy of your data could not be written: {error.strerror}. Nothing of your data is lost; "
            "ask the operator to look at the data folder, then try again."
        ) from error
