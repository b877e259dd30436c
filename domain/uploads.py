"""Text out of a file that came with a request: judged by its content, never by its name."""

import asyncio
from pathlib import Path

from domain.errors import UserError
from domain.requests import Attachment


async def read_text(file: Attachment, limit: int) -> str:
    """The file's text, read off the loop. Raises UserError where it is missing, no text, or too long.

    `limit` is in characters; nothing beyond four bytes a character is read.
    """
    try:
        raw = await asyncio.to_thread(_read, Path(file.path), 4 * limit + 1)
    except OSError as error:
        raise UserError(
            f"I cannot read the file “{file.name}”: {error.strerror or 'it is not there'}."
        ) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"“{file.name}” is not a text file. Please send code or text (UTF-8), or paste it."
        ) from error
    text = text.replace("\0", "")
    if len(text) > limit:
        raise UserError(
            f"“{file.name}” is longer than {limit:,} characters. Please send the part that matters."
        )
    return text


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
