"""Reports and pictures as files in the data folder, written whole or not at all."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from domain.errors import StoreUnavailable


class ReportFolder:
    """One folder; a file that is lost is drawn again from the store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def save(self, name: str, content: bytes) -> str:
        """Writes the file and returns its absolute path. Raises StoreUnavailable."""
        try:
            return await asyncio.to_thread(self._write, name, content)
        except OSError as error:
            raise StoreUnavailable(
                f"The file could not be written: {error.strerror}. Your answers and scores are safe; "
                "ask the operator to look at the data folder, then try again."
            ) from error

    def _write(self, name: str, content: bytes) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = (self._folder / Path(name).name).resolve()
        handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        return str(target)

    async def exists(self, path: str) -> bool:
        return await asyncio.to_thread(Path(path).is_file)

    async def delete(self, names: Sequence[str]) -> None:
        """Removes the files of those names, as far as they are there. Raises StoreUnavailable."""
        try:
            await asyncio.to_thread(self._delete, names)
        except OSError as error:
            raise StoreUnavailable(
                f"A file could not be deleted: {error.strerror}. It is tried again; ask the operator to look "
                "at the data folder if it stays."
            ) from error

    def _delete(self, names: Sequence[str]) -> None:
        for name in names:
            (self._folder / Path(name).name).unlink(missing_ok=True)
