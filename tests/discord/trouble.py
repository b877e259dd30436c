"""What the tests of failures share: a bot that can be started again, and a look into its store."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.actions import TABLE
from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.model.user import User
from domain.ports import Documents
from domain.requests import Actor
from storage.repositories import AttemptRepository, InterviewRepository, UserRepository
from storage.sqlite import open_sqlite
from tests.discord.command_tables import tree_of
from tests.discord.double import Double, Message, Person, judged_double, text_of
from tests.discord.process import RunningBot, running_bot
from tests.fakes import ManualClock

CLOCK = ManualClock()
DATABASE = "mockingbird.db"
QUICK = {
    "MOCKINGBIRD__INTERVIEW__FOLLOW_UPS_IN_A_ROW": "0",
    "MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": "60",
}
ANSWER = (
    "TCP acknowledges each segment and sends lost ones again, so a file download arrives whole and in order; "
    "UDP just sends, so a video call loses a frame now and then but never waits for an old one."
)
OPTIONS: dict[str, Any] = {"rounds": "technical_qa", "questions": 3}


@dataclass
class Stage:
    """A double, and bots over one data folder: one after another, as a restart has it."""

    double: Double
    folder: Path

    @asynccontextmanager
    async def bot(self, **env: str) -> AsyncIterator[RunningBot]:
        """A bot that asks no follow-ups and hands nothing in by itself, unless `env` says otherwise."""
        async with running_bot(self.double, self.folder, **{**QUICK, **env}) as bot:
            yield bot

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody can write to the store."""
        connection = sqlite3.connect(self.folder / DATABASE, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        finally:
            connection.close()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Documents]:
        async with open_sqlite(self.folder / DATABASE, busy_timeout=5) as documents:
            yield documents

    async def user(self, person: Person) -> User:
        """The person's account."""
        async with self.store() as documents:
            found = await UserRepository(documents, CLOCK).of(Actor("discord", str(person.id)))
        assert found is not None, f"{person.name} has no account"
        return found

    async def interview(self, person: Person) -> Interview:
        """The person's one interview."""
        student = await self.user(person)
        async with self.store() as documents:
            (found,) = await InterviewRepository(documents, CLOCK).of(student.id, 10)
        return found

    async def wait_for_nothing(self, person: Person) -> None:
        """The pause of the person's answer in several messages has been over for an hour."""
        interview, long_ago = await self.interview(person), datetime.now(UTC) - timedelta(hours=1)
        async with self.store() as documents:
            interviews = InterviewRepository(documents, CLOCK)
            await interviews.change(interview.id, lambda i: i.drafted(i.draft, long_ago))

    async def attempts(self, person: Person) -> list[Attempt]:
        """The answers of that interview, in the order in which they were given."""
        interview = await self.interview(person)
        async with self.store() as documents:
            return await AttemptRepository(documents, CLOCK).of_session(interview.id)


@asynccontextmanager
async def stage(start: Path, folder: Path, **settings: Any) -> AsyncIterator[Stage]:
    """A stage whose commands are published; `start` is the database of a bot that nobody has spoken to."""
    shutil.copy(start, folder / DATABASE)
    tree = tree_of(list(TABLE.values()))
    async with judged_double(**settings) as double:
        double.publish([command.to_dict(tree) for command in tree.get_commands()])
        yield Stage(double, folder)


async def begun(double: Double, person: Person, **options: Any) -> Message:
    """The first of three questions, in the DM."""
    asked = await double.command(person, "interview start", OPTIONS | options)
    return await asked.message(lambda text: "Question 1 of 3" in text)


async def eventually(found: Callable[[], Awaitable[bool]], within: float = 30.0) -> None:
    """Returns once that is so of the store or a log, which wake nobody. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await found():
            await asyncio.sleep(0.05)


def times_seen(double: Double, person: Person, text: str) -> int:
    """How many messages that the person sees in the DM hold a text."""
    return sum(text in text_of(message) for message in double.history(person))
