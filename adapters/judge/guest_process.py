"""One guest, seen from the program: a process that is asked line by line and killed without ceremony."""

import asyncio
import contextlib
import json
import os
import secrets
import signal
from collections.abc import Mapping, Sequence
from typing import Any, Self

SLACK_BYTES = 8_192
_READY = b"ready"


class EndedError(Exception):
    """The guest's process ended by itself; `code` is one of child.py's, or minus a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


class FloodedError(Exception):
    """More came out than one test may say."""


class GuestProcess:
    """Owns a process and its group. `ready` and `ask` raise EndedError, FloodedError and TimeoutError."""

    def __init__(self, process: asyncio.subprocess.Process, most: int) -> None:
        assert process.stdin is not None  # noqa: S101 - piped below
        assert process.stdout is not None  # noqa: S101
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout
        self._most = most + SLACK_BYTES
        self._buffer = b""

    @classmethod
    async def start(cls, command: Sequence[str], output_bytes: int) -> Self:
        """Starts it with an empty environment, in a process group of its own. Raises OSError."""
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=nowhere, env={}, cwd="/", start_new_session=True
        )
        return cls(process, output_bytes)

    async def ready(self, seconds: float) -> None:
        """Returns once the harness inside waits for requests."""
        async with asyncio.timeout(seconds):
            await self._line(_READY)

    async def ask(self, request: Mapping[str, Any], seconds: float) -> bytes:
        """Sends a request under a token that nobody could know before; returns the answer under it."""
        token = secrets.token_hex(8)
        line = json.dumps({**request, "token": token}).encode() + b"\n"
        async with asyncio.timeout(seconds):
            try:
                self._stdin.write(line)
                await self._stdin.drain()
            except ConnectionError:
                raise EndedError(await self._process.wait()) from None
            return await self._line(token.encode())

    def kill(self) -> None:
        """Ends the whole process group, whatever it is doing; whoever asks it something gets EndedError."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def close(self) -> None:
        """Kills it and leaves no zombie and no open pipe. Nobody may be asking."""
        self.kill()
        self._stdin.close()
        while await self._stdout.read(1 << 16):
            pass
        await self._process.wait()

    async def _line(self, token: bytes) -> bytes:
        """What follows the token on its line; other output is skipped, while there is not too much of it."""
        mark = b"\x1e" + token + b" "
        seen = 0
        while True:
            start = self._buffer.find(mark)
            end = self._buffer.find(b"\n", start) if start >= 0 else -1
            if end >= 0:
                text, self._buffer = self._buffer[start + len(mark) : end], self._buffer[end + 1 :]
                return text
            if start < 0:
                self._buffer = self._buffer[-len(mark) :]
            if seen > self._most:
                raise FloodedError
            chunk = await self._stdout.read(1 << 16)
            if not chunk:
                raise EndedError(await self._process.wait())
            seen += len(chunk)
            self._buffer += chunk
