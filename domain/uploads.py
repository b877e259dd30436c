"""Text out of a file that came with a request: judged by its content, never by its name."""

import asyncio
import codecs
from pathlib import Path

from domain.errors import UserError
from domain.requests import Attachment


async def read_text(file: Attachment, limit: int) -> str:
    """The file's text, read off the loop. Raises UserError where it is missing, no text, or too long.

    `limit` is in characters; nothing beyond four bytes a character, and a byte order mark, is read.
    """
    most = 4 * limit + len(codecs.BOM_UTF8) + 1
    raw = await _read(file, most)
    cut = len(raw) == most
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(raw, final=not cut)
    except UnicodeDecodeError as error:
        raise UserError(
            f"“{file.name}” is not a text file. Please send code or text (UTF-8), or paste it."
        ) from error
    text = text.replace("\0", "")
    if cut or len(text) > limit:
        raise UserError(
            f"“{file.name}” is longer than {limit:,} characters. Please send the part that matters."
        )
    return text


async def _read(file: Attachment, most: int) -> bytes:
    try:
        return await asyncio.to_thread(_first_bytes, file.path, most)
    except OSError as error:
        reason = error.strerror or "it is not there"
        raise UserError(f"I cannot read the file “{file.name}”: {reason}.") from error
    except ValueError as error:
        raise UserError("I cannot read that file: its path holds a NUL or half a character.") from error


def _first_bytes(path: str, most: int) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(most)
