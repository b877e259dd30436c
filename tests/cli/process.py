"""A real `python -m bot` process, spoken to over its standard streams."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
JUDGE_CACHE = Path(sys.prefix) / "mockingbird-cache"
PATIENCE = 90

Message = dict[str, Any]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the process sees: its own data folder, a fixed seed, nothing of the caller's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MOCKINGBIRD")}
    return {
        **kept,
        "MOCKINGBIRD_DATA_DIR": str(folder),
        "MOCKINGBIRD__JUDGE__CACHE_DIR": str(JUDGE_CACHE),
        "MOCKINGBIRD__INTERVIEW__SEED": "7",
        "PYTHONPATH": str(ROOT),
        **more,
    }


@dataclass
class Bot:
    """One process of `console --json`."""

    process: asyncio.subprocess.Process
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


@asynccontextmanager
async def running(folder: Path, **more: str) -> AsyncIterator[Bot]:
    """`python -m bot console --json` over that data folder; ended by closing its input, or killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "console", "--json",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env=environment(folder, **more), cwd=ROOT, limit=32 * 1024 * 1024,
    )  # fmt: skip
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


async def command(
    folder: Path, *words: str, stdin: str = "", cwd: Path = ROOT, **more: str
) -> tuple[int, str, str]:
    """Exit code, output and errors of `python -m bot WORDS`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=environment(folder, **more), cwd=cwd,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


def lines_of(output: str) -> Sequence[Message]:
    return [json.loads(line) for line in output.splitlines() if line.strip()]
