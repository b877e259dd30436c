"""The ResumeText port: a file in, its text out, with what parses it in a process of its own."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import stat
import sys
import time
from dataclasses import asdict
from importlib.util import find_spec
from io import FileIO
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from adapters.resume_text import child
from adapters.resume_text.kinds import claimed
from adapters.resume_text.limits import DEFAULT_LIMITS, ReadLimits
from adapters.resume_text.outcome import Note, Reason, Refused
from adapters.resume_text.wording import NOTES, refusal, shown
from domain.documents_text import ReadText
from domain.errors import UserError

log = logging.getLogger(__name__)

_BYTES_A_CHARACTER = 12
"""Of JSON: an escaped surrogate pair."""
_SLACK = 4_096
_OUT_OF_TIME = (-signal.SIGKILL, -signal.SIGXCPU)


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Found(_Message):
    text: str
    pages: int
    notes: tuple[Note, ...]


class _Refusal(_Message):
    refused: Reason
    detail: Annotated[str, Field(max_length=80)]


_ANSWER: TypeAdapter[_Found | _Refusal] = TypeAdapter(_Found | _Refusal)


class ResumeReader:
    """Reads at most `limits.at_once` documents at a time; nothing is kept of any."""

    def __init__(self, limits: ReadLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.at_once)

    async def read(self, path: str, name: str) -> ReadText:
        """As domain.documents_text.ResumeText says. The child is gone once this returns or is cancelled."""
        began = time.monotonic()
        file = await asyncio.to_thread(_opened, path, name)
        try:
            found = await self._found(file, name)
        except Refused as refused:
            log.info("a resume was refused: %s, %.2f s", refused.reason, time.monotonic() - began)
            message = refusal(name, refused.reason, refused.detail)
            raise UserError(message, data={"refused": refused.reason}) from refused
        finally:
            file.close()
        log.info("a resume was read: %d pages, %.2f s", found.pages, time.monotonic() - began)
        return ReadText(found.text, found.pages, tuple(NOTES[note] for note in found.notes))

    async def _found(self, file: FileIO, name: str) -> _Found:
        if os.fstat(file.fileno()).st_size > self._limits.file_bytes:
            raise Refused("large", f"{self._limits.file_bytes >> 20}")
        async with self._slots:
            raw, code = await self._ask(file, name)
        try:
            answer = _ANSWER.validate_json(raw)
        except ValidationError:  # it quotes the document, so nothing is raised from it
            if code in _OUT_OF_TIME:
                raise Refused("slow", f"{self._limits.seconds:g}") from None
            log.warning("the process that reads a resume ended with %d", code)
            raise Refused("damaged") from None
        if isinstance(answer, _Refusal):
            raise Refused(answer.refused, answer.detail)
        return answer

    async def _ask(self, file: FileIO, name: str) -> tuple[bytes, int]:
        """What a child says of the document, and how it ended."""
        most = self._limits.characters * _BYTES_A_CHARACTER + _SLACK
        process = await asyncio.create_subprocess_exec(
            *self._command(name),
            stdin=file,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        assert process.stdout is not None  # noqa: S101 - piped above
        raw = b""
        try:
            with contextlib.suppress(TimeoutError):  # the exit code of a killed child says so
                async with asyncio.timeout(self._limits.seconds):
                    while len(raw) <= most and (chunk := await process.stdout.read(1 << 16)):
                        raw += chunk
                    await process.wait()
        finally:
            await _end(process)
        return raw, process.returncode or 0

    def _command(self, name: str) -> tuple[str, ...]:
        limits = json.dumps(asdict(self._limits))
        return (sys.executable, "-I", "-S", child.__file__, _packages(), claimed(name), limits)


def _opened(path: str, name: str) -> FileIO:
    """Raises UserError; a pipe or a device is opened without waiting for it, and refused."""
    try:
        file = FileIO(path, opener=lambda at, flags: os.open(at, flags | os.O_NONBLOCK))
    except OSError as error:
        reason = error.strerror or "it is not there"
        raise UserError(f"I cannot read the file {shown(name)}: {reason}.") from error
    except ValueError as error:
        raise UserError("I cannot read that file: its path holds a NUL or half a character.") from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UserError(f"I cannot read {shown(name)}: it is no file.")
    return file


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kills it where it still runs, and leaves no zombie and no open pipe."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.stdout is not None  # noqa: S101 - piped at its start
    while await process.stdout.read(1 << 16):
        pass
    await process.wait()


def _packages() -> str:
    """The folder that holds pypdf; nothing of it is imported here."""
    spec = find_spec("pypdf")
    assert spec is not None  # noqa: S101 - a dependency of the project
    return str(Path(str(spec.origin)).parents[1])
