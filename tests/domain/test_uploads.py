"""Attached files become text, or a sentence that says what is wrong with them."""

from pathlib import Path

import pytest

from domain.errors import UserError
from domain.requests import Attachment
from domain.uploads import read_text

LIMIT = 100


async def text_of(path: str) -> str:
    return await read_text(Attachment("a.py", path), LIMIT)


@pytest.mark.parametrize("text", ["x" * LIMIT, "😀" * LIMIT, "é\0" * LIMIT, ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
async def test_a_text_of_the_longest_length_is_read_whole(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(text, encoding)
    assert await text_of(str(path)) == text.replace("\0", "")


@pytest.mark.parametrize("start", ["", "x", "xx", "xxx", "\ufeff"])
@pytest.mark.parametrize("filling", ["x", "é", "€", "😀", "\0"])
async def test_a_longer_text_is_too_long_wherever_it_is_cut(tmp_path: Path, start: str, filling: str) -> None:
    path = tmp_path / "a.py"
    path.write_text(start + filling * 5 * LIMIT, "utf-8")
    with pytest.raises(UserError, match="longer than 100"):
        await text_of(str(path))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"ends in half a \xc3", b"\x89PNG" * 1000])
async def test_what_is_no_text_is_called_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(content)
    with pytest.raises(UserError, match="not a text file"):
        await text_of(str(path))


@pytest.mark.parametrize("path", ["/no/such/file", "/", "a\0b", "a\ud800b", "x" * 5000])
async def test_a_path_that_cannot_be_read_is_a_sentence(path: str) -> None:
    with pytest.raises(UserError, match="cannot read"):
        await text_of(path)
