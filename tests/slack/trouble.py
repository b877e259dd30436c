"""What the tests of failures share: a bot that can be started again, and a look into its store."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.model.attempt import Attempt
from domain.model.interview import Interview
from domain.model.user import Identity, User
from domain.ports import Documents
from domain.requests import Actor
from storage.repositories import AttemptRepository, InterviewRepository, UserRepository
from storage.sqlite import open_sqlite
from tests.discord.process import RunningBot
from tests.discord.trouble import CLOCK, DATABASE, QUICK
from tests.slack.double import Double, Message, Person, Place, judged_double, text_of
from tests.slack.process import Mode, running_bot

START = "start rounds:technical_qa questions:3"


@dataclass
class Stage:
    """A double, and bots over one data folder: one after another, as a restart has it."""

    double: Double
    folder: Path
    mode: Mode = "socket"

    @asynccontextmanager
    async def bot(self, **env: str) -> AsyncIterator[RunningBot]:
        """A bot that asks no follow-ups and hands nothing in by itself, unless `env` says otherwise."""
        async with running_bot(self.double, self.folder, mode=self.mode, **{**QUICK, **env}) as bot:
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
            found = await UserRepository(documents, CLOCK).of(Actor("slack", person.id, person.team.id))
        assert found is not None, f"{person.name} has no account"
        return found

    async def identity(self, person: Person) -> Identity:
        """How the account knows that person."""
        mine = Actor("slack", person.id, person.team.id)
        return next(one for one in (await self.user(person)).identities if one.is_of(mine))

    async def interview(self, person: Person) -> Interview:
        """The person's one interview."""
        student = await self.user(person)
        async with self.store() as documents:
            (found,) = await InterviewRepository(documents, CLOCK).of(student.id, 10)
        return found

    async def attempts(self, person: Person) -> list[Attempt]:
        """The answers of that interview, in the order in which they were given."""
        interview = await self.interview(person)
        async with self.store() as documents:
            return await AttemptRepository(documents, CLOCK).of_session(interview.id)


@asynccontextmanager
async def stage(start: Path, folder: Path, mode: Mode = "socket", **settings: Any) -> AsyncIterator[Stage]:
    """`start` is the database of a bot that nobody has spoken to, `settings` are the double's."""
    shutil.copy(start, folder / DATABASE)
    async with judged_double(**settings) as double:
        yield Stage(double, folder, mode)


async def start_interview(double: Double, person: Person, where: Place | None = None) -> None:
    """Three technical questions."""
    await double.command(person, "/interview", START, where=where)


async def begun(double: Double, person: Person) -> Message:
    """The first of three questions, in the DM."""
    await start_interview(double, person)
    return await double.sees(person, "Question 1 of 3")


def times_seen(double: Double, person: Person, text: str) -> int:
    """How many messages that the person sees in the DM hold a text."""
    return sum(text in text_of(message) for message in double.history(person) if message.author.is_bot)
