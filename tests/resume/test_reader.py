"""The port with its real child processes: what is told, what is kept apart, and what is left behind."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from adapters.resume_text import child
from adapters.resume_text.limits import ReadLimits
from adapters.resume_text.reader import ResumeReader
from domain.documents_text import ReadText, ResumeText
from domain.errors import UserError
from tests.resume.making import LINES, ROOMY, a_docx, a_pdf, deflated, one_page

ENDLESS = b"q Q " * 300_000
"""A content stream that takes far longer to follow than any test waits."""


def saved(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


async def refusal(reader: ResumeText, path: str, name: str) -> UserError:
    with pytest.raises(UserError) as caught:
        await reader.read(path, name)
    return caught.value


def children() -> list[psutil.Process]:
    return [each for each in psutil.Process().children() if child.__file__ in each.cmdline()]


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def test_two_documents_at_once(tmp_path: Path) -> None:
    reader = ResumeReader(replace(ROOMY, at_once=2))
    pdf, docx = saved(tmp_path, "1", a_pdf()), saved(tmp_path, "2", a_docx())
    found = await asyncio.gather(reader.read(pdf, "cv.pdf"), reader.read(docx, "cv.docx"))
    assert list(found) == [
        ReadText("\n".join(LINES), 1),
        ReadText("Experience\n• Built a cache that cut latency by 40%"),
    ]
    assert not children()


async def test_a_refusal_and_a_note_are_sentences_and_the_log_holds_no_content(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reader = ResumeReader(ROOMY)
    error = await refusal(reader, saved(tmp_path, "1", b"My secret life"), "secret.pdf")
    assert error.message == (
        "“secret.pdf” is named as a PDF, but seems to be plain text. Please send it under its own ending, or "
        "paste the text with `/profile resume TEXT`."
    )
    assert error.data == {"refused": "mismatch"}
    assert "resume was refused: mismatch" in caplog.text
    assert "secret" not in caplog.text.replace(str(tmp_path), "")


async def test_text_beyond_the_basic_plane_arrives_whole(tmp_path: Path) -> None:
    text = "résumé 履歴書 🚀" * 2_000
    limits = replace(ROOMY, characters=len(text))
    assert (await ResumeReader(limits).read(saved(tmp_path, "1", text.encode()), "cv.txt")).text == text


async def started(reader: ResumeReader, folder: Path) -> asyncio.Task[ReadText]:
    """A reading that takes far longer than any test waits."""
    path = saved(folder, "1", one_page(*deflated(ENDLESS)))
    reading = asyncio.create_task(reader.read(path, "cv.pdf"))
    await until(children)
    return reading


async def test_too_much_time_ends_the_child_even_where_it_does_nothing(tmp_path: Path) -> None:
    reading = await started(ResumeReader(ReadLimits(seconds=2)), tmp_path)
    children()[0].suspend()
    with pytest.raises(UserError, match="took longer than 2 seconds") as caught:
        await reading
    assert caught.value.data == {"refused": "slow"}
    assert not children()


async def test_too_much_processor_time_ends_the_child_by_itself(tmp_path: Path) -> None:
    path = saved(tmp_path, "1", one_page(*deflated(ENDLESS)))
    with open(path, "rb") as file:
        command = ResumeReader(ReadLimits(seconds=0))._command("cv.pdf")
        ended = subprocess.run(command, stdin=file, capture_output=True, env={}, check=False)
    assert ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    assert ended.stdout == b""


async def test_too_much_memory_is_refused(tmp_path: Path) -> None:
    limits = replace(ROOMY, memory_bytes=96 << 20, unpacked_bytes=1 << 30)
    path = saved(tmp_path, "1", one_page(*deflated(b" " * (40 << 20))))
    assert (await refusal(ResumeReader(limits), path, "cv.pdf")).data == {"refused": "memory"}


async def test_a_child_that_dies_is_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    reading = await started(ResumeReader(ROOMY), tmp_path)
    children()[0].send_signal(signal.SIGSEGV)
    with pytest.raises(UserError, match="is damaged"):
        await reading


async def test_a_cancelled_reading_leaves_no_child(tmp_path: Path) -> None:
    reading = await started(ResumeReader(ROOMY), tmp_path)
    children()[0].suspend()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not children()


async def test_what_is_no_file_or_too_large_starts_no_child(tmp_path: Path) -> None:
    reader = ResumeReader(replace(ROOMY, file_bytes=1 << 20))
    os.mkfifo(tmp_path / "pipe")
    for path, words in (
        (str(tmp_path / "pipe"), "it is no file"),
        (str(tmp_path), "“cv.pdf”: Is a directory"),
        (str(tmp_path / "gone"), "No such file"),
        ("a\0b", "holds a NUL"),
        (saved(tmp_path, "1", b"a" * (1 << 20) + b"a"), "larger than 1 MB"),
    ):
        assert words in (await refusal(reader, path, "cv.pdf")).message


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "file = open(path, 'w'); file.write('x'); file.flush()",
        "bytearray(300 << 20)",
    ],
)
def test_a_confined_process_reaches_nothing(tmp_path: Path, attempt: str) -> None:
    root = str(Path(child.__file__).parents[2])
    code = (
        f"import sys; sys.path.append({root!r}); path = {str(tmp_path / 'new')!r}\n"
        f"from adapters.resume_text.child import confine; confine(200 << 20, 5)\n{attempt}"
    )
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    last = ended.stderr.splitlines()[-1]
    assert last.startswith(("PermissionError", "MemoryError", "OSError: [Errno 27]"))
