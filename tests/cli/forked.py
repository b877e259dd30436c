"""A `python -m bot` process that the fork server makes, handled as asyncio handles those it starts itself."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from asyncio.streams import FlowControlMixin
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Self

from tests.cli import forkserver
from tests.cli.forkserver import WORD, Order, send_order

ROOT = Path(__file__).resolve().parents[2]
STDERR = 2


@dataclass
class Forked:
    """One process; `stdin` and `stdout` are there where it was made to be spoken to."""

    pid: int
    ended: asyncio.Task[int]
    stdin: asyncio.StreamWriter | None = None
    stdout: asyncio.StreamReader | None = None
    hearing: asyncio.BaseTransport | None = None

    @property
    def returncode(self) -> int | None:
        """None while it runs; minus a signal where that ended it."""
        return self.ended.result() if self.ended.done() else None

    async def wait(self) -> int:
        return await asyncio.shield(self.ended)

    def send_signal(self, number: signal.Signals) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def stop_reading(self) -> None:
        """Closes our side of its output, as somebody does who has read enough."""
        assert self.hearing is not None
        self.hearing.close()

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    @classmethod
    async def writing_to(cls, log: IO[bytes], *words: str, environment: Mapping[str, str]) -> Self:
        """`python -m bot WORDS` that reads nothing and writes all it says into a file."""
        with Path(os.devnull).open("rb") as nothing:
            return await cls.over((nothing, log, log), *words, environment=environment)

    @classmethod
    async def over(
        cls,
        streams: Sequence[IO[bytes]],
        *words: str,
        environment: Mapping[str, str],
        terminal: bool = False,
    ) -> Self:
        """The same over files: its input, its output and its errors. All three may be one terminal."""
        order = Order(words, dict(environment), terminal)
        return await cls._made(order, [stream.fileno() for stream in streams])

    @classmethod
    async def spoken_to(
        cls, *words: str, environment: Mapping[str, str], longest: int, errors: IO[bytes] | None = None
    ) -> Self:
        """The same behind two pipes, its output being read in lines of at most `longest` bytes."""
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        with ExitStack() as theirs:
            theirs.callback(os.close, theirs_in)
            theirs.callback(os.close, theirs_out)
            streams = [theirs_in, theirs_out, STDERR if errors is None else errors.fileno()]
            process = await cls._made(Order(words, dict(environment)), streams)
        process.stdin = await _writer(ours_in)
        process.stdout, process.hearing = await _reader(ours_out, longest)
        return process

    @classmethod
    async def _made(cls, order: Order, streams: list[int]) -> Self:
        ours, theirs = socket.socketpair()
        with theirs:
            send_order(_server().control, order, streams, theirs.fileno())
        reader, writer = await asyncio.open_connection(sock=ours)
        (pid,) = WORD.unpack(await reader.readexactly(WORD.size))
        return cls(pid, asyncio.create_task(_end(reader, writer)))


async def _end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    code: int
    (code,) = WORD.unpack(await reader.readexactly(WORD.size))
    writer.close()
    return code


async def _writer(handle: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(FlowControlMixin, os.fdopen(handle, "wb"))
    return asyncio.StreamWriter(transport, protocol, None, loop)


async def _reader(handle: int, longest: int) -> tuple[asyncio.StreamReader, asyncio.BaseTransport]:
    reader = asyncio.StreamReader(limit=longest)
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: protocol, os.fdopen(handle, "rb")
    )
    return reader, transport


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    control: socket.socket


@cache
def _server() -> Server:
    ours, theirs = socket.socketpair()
    with theirs:
        handle = theirs.fileno()
        process = subprocess.Popen(
            [sys.executable, forkserver.__file__, str(handle)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[handle],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""},
        )
    return Server(process, ours)


def stop_server() -> None:
    """Ends the fork server of this process, if there is one. Its processes have to have ended."""
    if _server.cache_info().currsize:
        server = _server()
        server.control.close()
        server.process.wait()
