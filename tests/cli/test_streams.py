"""What stands around a line: signals, floods, endless lines, closed streams and errors of our own."""

import asyncio
import io
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.jsonl import JsonConsole
from bot.jsonl import split_lines
from tests.cli.process import PATIENCE, ROOT, Message, environment, lines_of, piped
from tests.world import open_world

COMMAND = (sys.executable, "-m", "bot", "console", "--json")
HELP = b'{"id": 1, "text": "/help"}'


@asynccontextmanager
async def started(
    folder: Path, *words: str, stdin: int | IO[bytes] = PIPE, stdout: int = PIPE
) -> AsyncIterator[Process]:
    """A console process whose standard error is kept; killed where it has not ended by then."""
    buffered = environment(folder, PYTHONUNBUFFERED="")
    process = await asyncio.create_subprocess_exec(
        *(words or COMMAND), stdin=stdin, stdout=stdout, stderr=PIPE, env=buffered, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def until_done(output: asyncio.StreamReader) -> Message:
    """Reads up to the next `done`; the object before it."""
    last: Message = {}
    while True:
        message: Message = json.loads(await asyncio.wait_for(output.readline(), PATIENCE))
        if message["kind"] == "done":
            return last
        last = message


async def end_of(process: Process, sent: bytes | None = None) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(sent), PATIENCE)
    return process.returncode, (out or b"").decode(), err.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_an_idle_process_in_order(data_folder: Path, number: signal.Signals) -> None:
    async with piped(data_folder, "console", "--json") as bot:
        bot.stdin.write(HELP + b"\n")
        await until_done(bot.stdout)
        bot.process.send_signal(number)
        assert await bot.ended() == (0, "", "")


async def test_a_flood_waits_outside_and_a_signal_comes_before_it(data_folder: Path) -> None:
    """Nobody reads the replies, so the process must stop reading too, whatever it has been sent."""
    sent = 0
    async with piped(data_folder, "console", "--json") as bot:
        bot.stdin.write(HELP + b"\n")
        await until_done(bot.stdout)
        with suppress(TimeoutError):
            while sent < 150:
                bot.stdin.write(HELP + b" " * 1_000_000 + b"\n")
                sent += 1
                await asyncio.wait_for(bot.stdin.drain(), 3)
        assert sent < 150, "it read on, though nobody takes its replies"
        bot.process.send_signal(signal.SIGTERM)
        code, out, err = await bot.ended()
    assert (code, err) == (0, "")
    kinds = [message["kind"] for message in lines_of(out)]
    assert kinds == ["reply", "done"] * (len(kinds) // 2), "a line was begun and not finished"
    assert len(kinds) // 2 < sent


async def test_an_endless_line_is_one_error(data_folder: Path) -> None:
    async with piped(data_folder, "console", "--json") as bot:
        bot.stdin.write(b'{"id": 1, "text": "' + b"x" * (40 * 1024**2) + b'"}\n' + HELP + b"\n")
        error = await until_done(bot.stdout)
        assert (error["kind"], error["id"]) == ("error", None)
        assert "16 MiB" in error["text"]
        assert (await until_done(bot.stdout))["kind"] == "reply"


async def test_a_closed_output_ends_it_quietly(data_folder: Path) -> None:
    """The reply nobody reads is a short one, which stays in the output's buffer to the very end."""
    reading, writing = os.pipe()
    async with started(data_folder, stdout=writing) as process:
        os.close(writing)
        assert process.stdin is not None
        process.stdin.write(HELP + b"\n")
        assert os.read(reading, 1)
        os.close(reading)
        process.stdin.write(b'{"text": "/nonsense"}\n' * 50)
        await asyncio.wait_for(process.wait(), PATIENCE)
        assert process.returncode == 0
        assert process.stderr is not None
        assert await process.stderr.read() == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
async def test_without_a_stream_there_is_nothing_to_do(data_folder: Path, closed: str) -> None:
    words = ("sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND)
    async with started(data_folder, *words) as process:
        assert await end_of(process, HELP) == (0, "", "")


async def test_a_file_is_read_to_its_last_line(data_folder: Path) -> None:
    path = data_folder / "lines.jsonl"
    path.write_bytes(HELP + b"\r\n\n" + HELP)
    with path.open("rb") as file:
        async with started(data_folder, stdin=file) as process:
            code, out, err = await end_of(process)
    assert (code, err) == (0, "")
    assert [message["kind"] for message in lines_of(out)] == ["reply", "done"] * 2


@given(st.lists(st.binary(max_size=12).map(lambda b: b.replace(b"a", b"\n"))), st.integers(1, 6))
def test_lines_do_not_depend_on_how_they_arrive(chunks: list[bytes], longest: int) -> None:
    *ended, last = b"".join(chunks).split(b"\n")
    whole = [*ended, last] if last else ended
    assert list(split_lines(chunks, longest)) == [line[: longest + 1] for line in whole]


async def handled(folder: Path, lines: Iterable[bytes]) -> list[Message]:
    """What a console says whose clock breaks when it is moved."""

    async def given_lines() -> AsyncIterator[bytes]:
        for line in lines:
            yield line

    async def broken(_: datetime) -> None:
        raise RuntimeError("the clock broke")

    out = io.StringIO()
    async with open_world(folder) as world:
        await JsonConsole(out).run(given_lines(), world.dispatcher, broken, world.queue.drained)
    return list(lines_of(out.getvalue()))


async def test_an_error_of_our_own_is_an_apology_with_its_reference_in_the_log(
    world_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moving = b'{"id": 1, "user": "ana", "place": "thread:7", "at": "2027-01-01T00:00:00Z"}'
    with caplog.at_level(logging.ERROR):
        apology, done, reply, _ = await handled(world_folder, [moving, HELP])
    assert (apology["kind"], apology["to"], apology["place"]) == ("error", "ana", "thread:7")
    assert apology["data"]["reference"] in apology["text"]
    assert [record.__dict__["reference"] for record in caplog.records] == [apology["data"]["reference"]]
    assert "the clock broke" not in json.dumps(apology)
    assert (done["kind"], reply["kind"]) == ("done", "reply")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": 1}', "says nothing"),
        ('{"id": 1, "user": "ana", "text": null, "files": []}', "says nothing"),
        ('{"submit": {}}', "`submit`"),
        ('{"submit": {"form": 5}}', "`submit`"),
        ('{"submit": {"form": "answer", "values": []}}', "`submit`"),
        ('{"id": [[]], "text": "/help"}', "`id`"),
        ('{"at": "9999-12-31T23:59:59-12:00"}', "1970 and 9000"),
        ('{"at": "9001-01-01T00:00:00Z"}', "1970 and 9000"),
        ('{"at": "0001-01-01T00:00:00+12:00"}', "1970 and 9000"),
        ('{"text": "/answer", "files": ["a\\u0000b"]}', "NUL"),
        ('{"text": "/answer", "files": ["a\\ud800b"]}', "half a character"),
        ('{"place": "moon\\ud800", "text": "/help"}', "`place`"),
    ],
)
async def test_a_line_that_cannot_be_meant_is_a_sentence(world_folder: Path, line: str, words: str) -> None:
    error, done = await handled(world_folder, [line.encode()])
    assert (error["kind"], done["kind"]) == ("error", "done")
    assert words in error["text"]
    assert "reference" not in error["data"]


async def test_half_characters_in_names_are_mended(world_folder: Path) -> None:
    line = '{"user": "a\\ud800", "place": "thread:\\udfff", "event": "\\ud83d", "text": "/interview status"}'
    reply, _ = await handled(world_folder, [line.encode()])
    assert (reply["to"], reply["place"]) == ("a�", "thread:�")
    assert "reference" not in reply["data"]
