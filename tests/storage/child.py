"""Another process on a SQLite file: `write FILE NAME` without end, `flood` by many at once, or `claim`."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from domain.ports import Documents
from storage.sqlite import open_sqlite
from tests.storage.sample import COLLECTIONS, account


async def main(does: str, path: str, name: str) -> None:
    async with open_sqlite(Path(path), collections=COLLECTIONS) as documents:
        await {"write": write, "flood": flood, "claim": claim}[does](documents, name)


async def write(documents: Documents, name: str) -> None:
    for number in count():
        document_id = f"{name}-{number:05}"
        await documents.insert("accounts", account(document_id, names=[document_id]))
        print(document_id, flush=True)


async def flood(documents: Documents, name: str) -> None:
    await asyncio.gather(*(write(documents, f"{name}-{number}") for number in range(50)))


async def claim(documents: Documents, name: str) -> None:
    while claimed := await documents.claim("things", {"state": "due"}, {"state": name}, sort=[("due_at", 1)]):
        print(claimed["_id"], flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
