"""Two bots, each a process of its own on a double of Discord in this one: Mockingbird, and a bare echo."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bot.app import open_app, open_documents
from bot.clock import SystemClock
from bot.config import Settings, Storage
from bot.switchboard import Switchboard
from domain.model.interview import Interview
from domain.requests import Actor, Place, Request
from storage.repositories import AttemptRepository, InterviewRepository, UserRepository
from tests.cli.process import ROOT, environment
from tests.discord.double import Double, Person
from tests.discord.double import Settings as DoubleSettings
from tests.discord.double.server import Server
from tests.discord.process import running_bot
from tests.world import LIBRARY

STUDENTS = 200
QUESTIONS = 10
LONGEST_MESSAGE = 2000
SCORE = re.compile(r"\b\d{1,3}/100\b")
TEXT_OPTION = {"type": 3, "name": "text", "description": "your answer"}
ANSWER = {"type": 1, "name": "answer", "description": "answers", "options": [TEXT_OPTION]}


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot at work. `answered` says, of what was sent and what is shown, whether that is its final reply."""

    server: Server
    students: Sequence[Person]
    process: psutil.Process
    answered: Callable[[str, str], bool]

    def cpu(self) -> float:
        """Seconds of processor time that its process has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def mockingbird(folder: Path) -> AsyncIterator[Bot]:
    """`python -m bot` over a data folder in which each student has an interview open."""
    async with _discord() as (server, double, students):
        await _begin_interviews(folder, students)
        async with running_bot(double, folder) as running:
            process = psutil.Process(running.process.pid)
            yield Bot(server, students, process, lambda _, shown: SCORE.search(shown) is not None)


@asynccontextmanager
async def echo(folder: Path) -> AsyncIterator[Bot]:
    """`bench.echo_bot`, with the same number of students."""
    async with _discord() as (server, double, students):
        addresses = {
            "DISCORD_TOKEN": double.settings.token,
            "DISCORD_API_URL": double.url,
            "DISCORD_GATEWAY_URL": double.gateway_url,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.echo_bot", env=environment(folder, **addresses), cwd=ROOT
        )
        try:
            await double.connected()
            yield Bot(server, students, psutil.Process(process.pid), lambda sent, shown: sent == shown)
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def _discord() -> AsyncIterator[tuple[Server, Double, Sequence[Person]]]:
    """A double that judges nothing, since judging takes time of the figures."""
    server = Server(DoubleSettings(judge=False))
    async with server.listening():
        double = Double(server)
        double.publish([ANSWER])
        yield server, double, [double.person(f"student-{number}") for number in range(STUDENTS)]


def _settings(folder: Path) -> Settings:
    return Settings(storage=Storage(data_dir=folder))


async def _begin_interviews(folder: Path, students: Sequence[Person]) -> None:
    args = {"rounds": "technical_qa", "questions": str(QUESTIONS)}
    async with open_app(_settings(folder), Switchboard()) as app:
        for student in students:
            request = Request(_actor(student), "interview start", Place("dm"), args)
            reply = await app.dispatcher.handle(request, _silently)
            assert reply is not None
            assert reply.data["question"], reply


def _actor(student: Person) -> Actor:
    return Actor("discord", str(student.id), display_name=student.name)


async def _silently(_: str) -> None:
    return None


async def right_answers(folder: Path, students: Sequence[Person]) -> list[str]:
    """The bank's own answer to the question that each student has open, as long as a message may be."""
    found = []
    async with open_documents(_settings(folder), datetime.now(UTC)) as documents:
        clock = SystemClock()
        users, interviews = UserRepository(documents, clock), InterviewRepository(documents, clock)
        for student in students:
            user = await users.of(_actor(student))
            interview = await interviews.open_of(user.id) if user else None
            found.append(_right_answer(interview)[:LONGEST_MESSAGE])
    return found


def _right_answer(interview: Interview | None) -> str:
    asked = interview.open_question if interview else None
    question = LIBRARY.question(asked.slug) if asked else None
    assert question is not None, "a student has no question open any more"
    return question.model_answer


async def graded_answers(folder: Path, students: Sequence[Person]) -> list[int]:
    """How many answers of each student are in the store with a grade."""
    counts = []
    async with open_documents(_settings(folder), datetime.now(UTC)) as documents:
        clock = SystemClock()
        users, interviews = UserRepository(documents, clock), InterviewRepository(documents, clock)
        attempts = AttemptRepository(documents, clock)
        for student in students:
            user = await users.of(_actor(student))
            interview = await interviews.open_of(user.id) if user else None
            stored = await attempts.of_session(interview.id) if interview else []
            counts.append(sum(attempt.graded for attempt in stored))
    return counts
