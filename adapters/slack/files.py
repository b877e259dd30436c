"""Files that came with an event, fetched with the workspace's own token."""

import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import UserError
from domain.requests import Attachment

MOST_FILES = 10
LARGEST = 5 * 1024 * 1024
SECONDS = 20.0
CHUNK = 64 * 1024


@asynccontextmanager
async def fetched(
    client: AsyncWebClient, files: Sequence[Mapping[str, Any]]
) -> AsyncIterator[tuple[Attachment, ...]]:
    """The files on this machine, for as long as the context is open. Raises UserError for too much."""
    if not files:
        yield ()
        return
    if len(files) > MOST_FILES:
        raise UserError(f"That is {len(files)} files; {MOST_FILES} are the most I take at once.")
    with tempfile.TemporaryDirectory(prefix="mockingbird-") as folder:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            yield tuple(
                [await _fetch(client, session, file, Path(folder) / str(n)) for n, file in enumerate(files)]
            )


async def _fetch(
    client: AsyncWebClient, session: aiohttp.ClientSession, file: Mapping[str, Any], path: Path
) -> Attachment:
    try:
        known = await _described(client, file)
        name = str(known.get("name") or "file")
        if int(known.get("size") or 0) > LARGEST:
            raise _too_large(name)
        await _download(client, session, known, path)
    except (SlackApiError, aiohttp.ClientError, OSError, KeyError) as error:
        raise UserError(
            "I could not fetch that file from Slack. Please send it again, or paste its text.",
            title="File not read",
        ) from error
    return Attachment(name, str(path))


async def _described(client: AsyncWebClient, file: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file with its address, which Slack leaves out of some events."""
    if file.get("url_private_download") or file.get("url_private"):
        return file
    answer = await client.files_info(file=str(file["id"]))
    found: Mapping[str, Any] = answer["file"]
    return found


async def _download(
    client: AsyncWebClient, session: aiohttp.ClientSession, known: Mapping[str, Any], path: Path
) -> None:
    """Raises ClientError for a page to sign in, which comes with status 200 where the file may not."""
    url = str(known.get("url_private_download") or known["url_private"])
    headers = {"Authorization": f"Bearer {client.token}"}
    async with session.get(url, headers=headers, raise_for_status=True) as answer:
        if answer.content_type == "text/html" != known.get("mimetype"):
            raise aiohttp.ClientError("a page to sign in came instead of the file")
        taken = 0
        with path.open("wb") as file:
            async for part in answer.content.iter_chunked(CHUNK):
                taken += len(part)
                if taken > LARGEST:
                    raise _too_large("That file")
                file.write(part)


def _too_large(name: str) -> UserError:
    return UserError(
        f"“{name}” is larger than {LARGEST // 2**20} MB, the most I take. Please send the part that matters.",
        title="Too large",
    )
