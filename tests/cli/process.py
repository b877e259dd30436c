"""A real `python -m bot` process, spoken to over its standard streams."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from tests.cli.forked import Forked

ROOT = Path(__file__).resolve().parents[2]
JUDGE_CACHE = Path(sys.prefix) / "mockingbird-cache"
PATIENCE = 90
LONGEST_LINE = 32 * 1024 * 1024
LINE = 64 * 1024

Message = dict[str, Any]
# Exit code, output and errors.
Ended = tuple[int, str, str]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the process sees: its own data folder, a fixed seed, nothing of the caller's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MOCKINGBIRD", "OPENAI"))}
    return {
        **kept,
        "MOCKINGBIRD_DATA_DIR": str(folder),
        "MOCKINGBIRD__JUDGE__CACHE_DIR": str(JUDGE_CACHE),
        "MOCKINGBIRD__INTERVIEW__SEED": "7",
        # Loading it takes longer than most tests; tests/grading has it grade.
        "MOCKINGBIRD__GRADING__SEMANTIC": "false",
        "PYTHONPATH": str(ROOT),
        **more,
    }


@dataclass
class Bot:
    """One process of `console --json`."""

    process: Forked
    sent: int = 0

    async def send(self, **line: Any) -> int:
        """Writes one line without waiting; returns its id."""
        self.sent += 1
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"id": self.sent, "user": "ana", **line}).encode() + b"\n")
        await self.process.stdin.drain()
        return self.sent

    async def read(self) -> Message:
        """The next object. Raises EOFError where the process has ended."""
        assert self.process.stdout is not None
        raw = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        if not raw.endswith(b"\n"):
            raise EOFError
        message: Message = json.loads(raw)
        return message

    async def ask(self, **line: Any) -> list[Message]:
        """All objects that a line causes, without the closing `done`."""
        expected = await self.send(**line)
        found = []
        while (message := await self.read())["kind"] != "done":
            assert message["id"] == expected
            found.append(message)
        assert message["id"] == expected
        return found

    async def reply(self, text: str, **line: Any) -> Message:
        """The first object that a text causes."""
        return (await self.ask(text=text, **line))[0]

    def kill(self) -> None:
        """SIGKILL, to this process alone."""
        self.process.kill()


@dataclass(frozen=True)
class Piped:
    """One process behind two pipes; `errors` is the file of all that it has said of those."""

    process: Forked
    errors: IO[bytes]

    @property
    def stdin(self) -> asyncio.StreamWriter:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def stdout(self) -> asyncio.StreamReader:
        assert self.process.stdout is not None
        return self.process.stdout

    async def end(self, sent: bytes = b"") -> Ended:
        """What it comes to with this as the last of its input."""
        self.stdin.write(sent)
        self.stdin.close()
        return await self.ended()

    async def ended(self) -> Ended:
        """The same while its input stays open; its output is what has not been read before."""
        async with asyncio.timeout(PATIENCE):
            out = await self.stdout.read()
            return await self.process.wait(), out.decode(), _all_of(self.errors)


@asynccontextmanager
async def piped(folder: Path, *words: str, **more: str) -> AsyncIterator[Piped]:
    """`python -m bot WORDS` over that data folder; killed where the block leaves it running."""
    with TemporaryFile() as errors:
        process = await Forked.spoken_to(
            *words, environment=environment(folder, **more), longest=LINE, errors=errors
        )
        try:
            yield Piped(process, errors)
        finally:
            process.kill()
            await process.wait()
            if process.stdin is not None:
                process.stdin.close()


@asynccontextmanager
async def running(folder: Path, **more: str) -> AsyncIterator[Bot]:
    """`python -m bot console --json` over that data folder; ended by closing its input, or killed."""
    process = await Forked.spoken_to(
        "console", "--json", environment=environment(folder, **more), longest=LONGEST_LINE
    )
    try:
        yield Bot(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()


async def command(folder: Path, *words: str, stdin: str = "", **more: str) -> Ended:
    """What `python -m bot WORDS` comes to, without its own import of the libraries."""
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        process = await Forked.over((given, out, err), *words, environment=environment(folder, **more))
        try:
            code = await asyncio.wait_for(process.wait(), PATIENCE)
        finally:
            process.kill()
        return code, _all_of(out), _all_of(err)


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


async def fresh_command(folder: Path, *words: str, stdin: str = "", cwd: Path = ROOT, **more: str) -> Ended:
    """The same of an interpreter of its own, which takes Python's own variables too."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=environment(folder, **more), cwd=cwd,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


def started(folder: Path, first_start: Path) -> Path:
    """A data folder whose store holds the bank already, so that the bot is there sooner."""
    shutil.copy(first_start, folder)
    return folder


def lines_of(output: str) -> Sequence[Message]:
    return [json.loads(line) for line in output.splitlines() if line.strip()]
